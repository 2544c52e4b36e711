//! Looks for bytes of a kind, a few instructions for each byte of the text.

/// Some bytes, known by a table: faster than a few comparisons where they are common.
#[derive(Debug)]
pub struct ByteSet([bool; 256]);

impl ByteSet {
    pub const fn of(bytes: &[u8]) -> Self {
        let mut set = [false; 256];
        let mut at = 0;
        while at < bytes.len() {
            set[bytes[at] as usize] = true;
            at += 1;
        }
        Self(set)
    }

    /// The same with all bytes from one to another.
    pub const fn with(mut self, first: u8, last: u8) -> Self {
        let mut byte = first as usize;
        while byte <= last as usize {
            self.0[byte] = true;
            byte += 1;
        }
        self
    }

    #[inline]
    pub fn has(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }

    /// The first place of one of the bytes in a text.
    pub fn find(&self, text: &[u8]) -> Option<usize> {
        text.iter().position(|&byte| self.has(byte))
    }

    /// The places of the bytes in a text.
    pub fn places(&self, text: &[u8]) -> impl Iterator<Item = usize> {
        let bytes = text.iter().enumerate();
        bytes.filter(|&(_, &byte)| self.has(byte)).map(|(at, _)| at)
    }
}

/// A text without the white space around it: quick where there is none, as around nearly all addresses.
#[inline]
pub fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// A bit at the top of each byte of eight.
const TOPS: u64 = 0x8080_8080_8080_8080;

/// The least sign that is neither a blank nor a control character, eight times.
const SIGNS: u64 = 0x2121_2121_2121_2121;

/// The first place from an offset on that holds a blank or a control character of ASCII, or the end: eight bytes at once,
/// since words are too short for a search that takes long to begin.
#[inline]
pub fn next_blank(text: &[u8], from: usize) -> usize {
    let (words, rest) = text[from..].as_chunks();
    let mut at = from;
    for word in words {
        let word = u64::from_le_bytes(*word);
        // The lowest byte that is too small for this borrows, and none before it.
        let blanks = word.wrapping_sub(SIGNS) & !word & TOPS;
        if blanks != 0 {
            return at + (blanks.trailing_zeros() / u8::BITS) as usize;
        }
        at += size_of::<u64>();
    }
    at + rest.iter().position(|&byte| byte <= b' ').unwrap_or(rest.len())
}

/// Whether a text is ASCII without blanks and control characters, but for DEL: quick for short texts.
#[inline]
pub fn is_dense(text: &[u8]) -> bool {
    let Some(last) = text.last_chunk() else {
        return text.iter().all(|byte| (b'!'..=0x7F).contains(byte));
    };
    let others = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        // A byte that is too small for this borrows.
        (word.wrapping_sub(SIGNS) | word) & TOPS
    };
    let (words, _) = text.as_chunks();
    words.iter().fold(others(last), |all, word| all | others(word)) == 0
}

/// The place of the first byte that is not ASCII, or the end.
#[inline]
pub fn ascii_length(text: &[u8]) -> usize {
    const WIDE: usize = 32;
    let is_plain = |block: &&[u8]| block.iter().fold(0, |all, byte| all | byte).is_ascii();
    let blocks = text.chunks_exact(WIDE).take_while(is_plain).count();
    let mut at = blocks * WIDE;
    let (words, rest) = text[at..].as_chunks();
    for word in words {
        let others = u64::from_le_bytes(*word) & TOPS;
        if others != 0 {
            return at + (others.trailing_zeros() / u8::BITS) as usize;
        }
        at += size_of::<u64>();
    }
    at + rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len())
}

/// Whether a text holds a byte of a kind: a few comparisons, joined by `|` and `&`. Fast where there are none:
/// without a branch for each byte, compilers make vector instructions of it.
pub fn holds(text: &[u8], is_one: impl Fn(u8) -> bool) -> bool {
    const BLOCK: usize = 128;
    let mut blocks = text.chunks(BLOCK);
    // Numbers are joined into vectors better than truth values are.
    blocks.any(|block| block.iter().fold(0, |found, &byte| found | u8::from(is_one(byte))) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_wherever_they_stand() {
        const X: ByteSet = ByteSet::of(b"x");
        for length in [1, 2, 127, 128, 129, 300] {
            for at in 0..length {
                let mut text = vec![b'a'; length];
                text[at] = b'x';
                assert!(holds(&text, |byte| byte == b'x') && !holds(&text, |byte| byte == b'y'));
                assert_eq!(X.find(&text), Some(at));
                assert_eq!(X.places(&text).collect::<Vec<_>>(), [at]);
            }
        }
        assert!(!holds(b"", |_| true));
    }

    #[test]
    fn places_are_the_first_ones() {
        for length in [0, 1, 7, 8, 9, 30, 32, 75] {
            for at in 0..=length {
                for byte in [b' ', b'\t', 0, 0x1F, 0x21, 0x7F, 0x80, 0xFF] {
                    let mut text = vec![b'a'; length];
                    text[at..].fill(byte);
                    let first = |is_one: bool| if is_one { at } else { length };
                    assert_eq!(next_blank(&text, 0), first(byte <= b' '));
                    assert_eq!(next_blank(&text, at), first(byte <= b' '));
                    assert_eq!(ascii_length(&text), first(!byte.is_ascii()));
                    assert_eq!(is_dense(&text), at == length || (b'!'..=0x7F).contains(&byte));
                }
            }
        }
    }

    #[test]
    fn sets_are_made_of_bytes_and_ranges() {
        const SET: ByteSet = ByteSet::of(b"x").with(0, 9).with(0xF0, 0xFF);
        let bytes: Vec<u8> = (0..=0xFF).filter(|byte| SET.has(*byte)).collect();
        let wanted = (0..=9).chain([b'x']).chain(0xF0..=0xFF);
        assert_eq!(bytes, wanted.collect::<Vec<u8>>());
    }

    #[test]
    fn texts_lose_the_blanks_around_them() {
        for text in ["", " ", "a", " a", "ab", "a b\n", "\u{A0}ab", "ab\u{3000}", "é"] {
            assert_eq!(trim(text), text.trim());
        }
    }
}
