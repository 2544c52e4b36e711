//! A hash of words, whatever the case of their ASCII letters.

use super::normal::{genitive, shortcode, without_owner};
use super::words::{is_stop_word, is_stop_word_of, singular_length};
use crate::scan::trim;

/// The words that were added, as a hash.
#[derive(Default)]
pub(super) struct WordsHash {
    state: u64,
    length: usize,
}

/// What the bytes of titles are: letters and signs of words in small, or one of these.
const BETWEEN: u8 = 0;
const COLON: u8 = 1;
const SLASH: u8 = 2;
const APOSTROPHE: u8 = 3;
const OTHER: u8 = 4;

const READ: [u8; 256] = {
    let mut read = [BETWEEN; 256];
    let mut byte = 0;
    while byte < read.len() {
        read[byte] = match byte as u8 {
            sign @ (b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'+' | b'#') => sign.to_ascii_lowercase(),
            b':' => COLON,
            b'/' => SLASH,
            b'\'' => APOSTROPHE,
            0x80.. => OTHER,
            _ => BETWEEN,
        };
        byte += 1;
    }
    read
};

impl WordsHash {
    /// That of a title in ASCII, which nearly all are: in one pass, with what normalizing would do on the way.
    pub fn of_ascii(title: &str) -> Option<Self> {
        let bytes = title.as_bytes();
        let mut hash = Self::default();
        let mut word = Word::behind(&hash);
        let (mut at, mut slashes) = (0, 0);
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match READ[usize::from(byte)] {
                OTHER => return None,
                APOSTROPHE => {
                    at += genitive(&bytes[at..]);
                    continue;
                }
                COLON => at += shortcode(&bytes[at..]),
                SLASH => slashes += 1,
                BETWEEN => {}
                sign => {
                    word.add(sign);
                    continue;
                }
            }
            if word.length > 0 {
                hash.take(&word);
                word = Word::behind(&hash);
            }
        }
        hash.take(&word);
        // A name without an owner has no slash.
        match slashes {
            1 if without_owner(title).len() < trim(title).len() => Self::of_ascii(without_owner(title)),
            _ => Some(hash),
        }
    }

    /// Adds a word, unless it says nothing.
    pub fn add(&mut self, word: &[u8]) {
        if is_stop_word(word) {
            return;
        }
        let singular = &word[..singular_length(word)];
        let state = singular
            .iter()
            .fold(self.state, |state, byte| joined(state, byte.to_ascii_lowercase()));
        self.end(state, word.len());
    }

    /// Adds a word that was read byte by byte behind the ones before it.
    fn take(&mut self, word: &Word) {
        let is_word = word.is_alphanumeric() && !(word.length <= size_of::<u32>() && is_stop_word_of(word.last));
        if is_word {
            self.end(if word.is_plural() { word.singular } else { word.state }, word.length);
        }
    }

    fn end(&mut self, state: u64, length: usize) {
        // No byte of a word.
        const END: u8 = 0;
        self.state = joined(state, END);
        self.length += length;
    }

    pub fn finish(&self) -> u64 {
        if self.length < 2 { 0 } else { self.state.max(1) }
    }
}

#[inline]
fn joined(state: u64, byte: u8) -> u64 {
    (state.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A word that is being read.
struct Word {
    /// The hash of all up to here, and of all but the last byte.
    state: u64,
    singular: u64,
    length: usize,
    /// The last four bytes, the very last one lowest.
    last: u32,
    /// All bits that one of its bytes has.
    bits: u8,
}

impl Word {
    fn behind(before: &WordsHash) -> Self {
        Self {
            state: before.state,
            singular: before.state,
            length: 0,
            last: 0,
            bits: 0,
        }
    }

    #[inline]
    fn add(&mut self, sign: u8) {
        self.singular = self.state;
        self.state = joined(self.state, sign);
        self.length += 1;
        self.last = self.last << 8 | u32::from(sign);
        self.bits |= sign;
    }

    /// Whether it has a letter or a digit, by bits that `+` and `#` lack.
    fn is_alphanumeric(&self) -> bool {
        const BITS: u8 = 0x50;
        self.bits & BITS != 0
    }

    /// Whether it ends as a plural, as [`singular_length`] says.
    fn is_plural(&self) -> bool {
        let [.., before, last] = self.last.to_be_bytes();
        self.length > 3 && last == b's' && !matches!(before, b'i' | b's' | b'u')
    }
}

#[cfg(test)]
mod tests {
    use super::super::normal::normalize;
    use super::super::words::words;
    use super::*;

    #[test]
    fn one_pass_adds_the_words_of_the_normalized_title() {
        for title in [
            "",
            "a",
            "The Guide: to Parsers",
            "C++ ++ c#",
            "BUS buses is as ass its gas",
            "x_y  (z) s ss sss ssss 1s 12s 123s",
            " boxes\tand CASES, with your HOW ",
            "#1 +s ##s a#s",
            "owner/Some_Name",
            " Owner/name ",
            "and/or what",
            "a/b/c",
            "owner/",
            "/name",
            "Python's Innards, cap'n Proto's ''s 's's x's1",
            "a: b: c :bee: :1: :+1: ::x: :a :b:c:",
            "o/n:x:y's",
        ] {
            let mut slow = WordsHash::default();
            words(&normalize(title)).for_each(|word| slow.add(word.as_bytes()));
            let quick = WordsHash::of_ascii(title).map(|hash| hash.finish());
            assert_eq!(quick, Some(slow.finish()), "{title}");
        }
        assert!(WordsHash::of_ascii("caf\u{e9}").is_none());
    }
}
