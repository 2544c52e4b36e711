//! Which signs the pieces of prose hold: looked for once and for all rules, where their words are read, so that each
//! rule reads only the few pieces in which there may be something to find.

use super::{Document, Prose};

/// Signs that rules about prose look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Round and square brackets, and what begins with the same bytes as brackets and quotation marks of other
    /// scripts.
    Bracket,
    /// Two blanks.
    WideGap,
    /// A comma, semicolon or period behind a blank or the like, and what begins with the bytes of wide ones.
    Repeated,
    /// What is not ASCII.
    Other,
}

/// What is known of a piece of prose, a bit for each sign.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signs(u8);

/// What a byte is by itself, and as the second of two: the lower half of its class.
const BLANK: u8 = 1;
const STOP: u8 = 2;
const BRACKET: u8 = 4;
const WIDE: u8 = 8;
/// What a byte is that is not ASCII.
const OTHER: u8 = 128;

/// By how many bits a class is shifted for what a byte lets the next one be: in the upper half.
const FIRST: u32 = 4;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = match byte as u8 {
            b' ' => BLANK | (BLANK | STOP) << FIRST,
            b',' | b';' | b'.' => STOP | STOP << FIRST,
            b'!' | b'?' => STOP << FIRST,
            b'(' | b')' | b'[' | b']' => BRACKET,
            0xE2 => OTHER | BRACKET,
            0xE3 | 0xEF => OTHER | BRACKET | WIDE,
            0x80.. => OTHER,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Looks for the signs of a text, byte by byte.
#[derive(Debug, Default)]
pub(super) struct Seen {
    single: u8,
    pairs: u8,
    before: u8,
}

impl Seen {
    /// Takes the next byte.
    #[inline]
    pub fn see(&mut self, byte: u8) {
        let class = CLASSES[byte as usize];
        self.single |= class;
        self.pairs |= class & (self.before >> FIRST);
        self.before = class;
    }

    /// Takes any number of letters and digits, which are no signs.
    #[inline]
    pub fn pass_letters(&mut self) {
        self.before = 0;
    }

    /// Takes letters, a sign or none, and a blank, which are nothing together.
    #[inline]
    pub fn pass_word(&mut self, sign: u8) {
        self.single |= CLASSES[sign as usize];
        self.before = CLASSES[b' ' as usize];
    }

    pub fn signs(&self) -> Signs {
        Signs(self.single & (BRACKET | WIDE | OTHER) | self.pairs & (BLANK | STOP))
    }
}

impl Signs {
    pub(super) fn of(text: &[u8]) -> Self {
        let mut seen = Seen::default();
        text.iter().for_each(|&byte| seen.see(byte));
        seen.signs()
    }

    fn may_hold(self, sign: Sign) -> bool {
        let bits = match sign {
            Sign::Bracket => BRACKET,
            Sign::WideGap => BLANK,
            Sign::Repeated => STOP | WIDE,
            Sign::Other => OTHER,
        };
        self.0 & bits != 0
    }
}

impl Document {
    /// The pieces of prose that may hold a sign, in the order of the text.
    pub fn prose_with(&self, sign: Sign) -> impl Iterator<Item = &Prose> {
        let prose = self.prose.iter().zip(self.words().signs());
        prose
            .filter(move |(_, signs)| signs.may_hold(sign))
            .map(|(prose, _)| prose)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_seen() {
        let cases = [
            (Sign::Bracket, ["a (b", "x]", "（注", "“q”"], ["a b", "1.2", "<b>", "é"]),
            (Sign::WideGap, ["a  b", "  ", "a.  ", "  a"], [" a b ", "\t\t", " ", ""]),
            (
                Sign::Repeated,
                ["a, , b", "a..", "b?.", "。"],
                ["a, b.", "a! b", "a", "?!"],
            ),
            (Sign::Other, ["é", "a “b”", "用", "\u{80}"], ["a", "(", " ", ""]),
        ];
        for (sign, with, without) in cases {
            let holds = |text: &str| Signs::of(text.as_bytes()).may_hold(sign);
            assert!(with.iter().all(|text| holds(text)), "{sign:?}");
            assert!(!without.iter().any(|text| holds(text)), "{sign:?}");
        }
    }
}
