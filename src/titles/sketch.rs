//! What a text says, roughly: tells texts apart without a look at all of their words.

use super::normal::{shortcode, with_normalized};
use super::word_set::plain_text;
use super::words::{plain_words, words};
use crate::scan::ByteSet;

/// How texts that may say the same are told from others before their words are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch(u64);

impl Sketch {
    /// How long a word is at least that is in a sketch: longer than those that say nothing.
    const LONG: usize = 5;

    /// What a text in Markdown is sketched by: the beginnings of its longer words.
    pub fn of_markdown(text: &str) -> Self {
        let is_plain = match text.is_ascii() {
            true => is_plain(text),
            false => text.chars().all(stays_as_it_is) && MARKS.find(text.as_bytes()).is_none(),
        };
        match is_plain {
            true => Self::of(text),
            false => with_normalized(&plain_text(text), Self::of),
        }
    }

    /// The sketch of a normalized text, whatever its case.
    fn of(text: &str) -> Self {
        let add = |bits: u64, word: &[u8]| bits | if Self::holds(word) { bit(word) } else { 0 };
        Self(match text.is_ascii() {
            true => plain_words(text).fold(0, add),
            false => words(text).map(str::as_bytes).fold(0, add),
        })
    }

    fn holds(word: &[u8]) -> bool {
        // Without the ending of the plural, which makes no difference.
        let ending = usize::from(matches!(word.last(), Some(b's' | b'S')));
        word.len() >= Self::LONG + ending
    }

    /// Whether the texts may have the same words, but for one in each.
    pub fn is_like(self, other: Self) -> bool {
        (self.0 ^ other.0).count_ones() <= 2
    }
}

/// What addresses, labels, emoji, genitives and owners are written with.
const MARKS: ByteSet = ByteSet::of(b"(<`:'/");

/// Whether the marks of a text in ASCII make no difference to its words.
fn is_plain(text: &str) -> bool {
    // An owner stands where there is nothing but a name, a label at the end.
    let has_owner = !text.trim().contains(' ');
    let has_labels = text.trim_end().ends_with('`');
    let bytes = text.as_bytes();
    let makes_none = |at: usize| match bytes[at] {
        b'(' => !bytes[..at].ends_with(b"]"),
        b':' => shortcode(&bytes[at + 1..]) == 0,
        b'`' => !has_labels,
        b'/' => !has_owner,
        _ => false,
    };
    MARKS.places(bytes).all(makes_none)
}

/// Whether a sign is ASCII, or one of Chinese or Japanese that is no part of a word of ASCII.
fn stays_as_it_is(sign: char) -> bool {
    matches!(
        sign,
        '\0'..='\x7F'
            | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30A1}'..='\u{30FC}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
    )
}

/// The bit of a sketch that stands for the first letters of a word.
fn bit(word: &[u8]) -> u64 {
    let first = word.iter().take(4);
    let letters = first.fold(0, |letters, byte| letters << 8 | u32::from(byte | 0x20));
    1 << (letters.wrapping_mul(0x9E37_79B1) >> (u32::BITS - u64::BITS.ilog2()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::titles::WordSet;

    #[test]
    fn sketches_hold_back_what_says_something_else_alone() {
        let is_like = |first: &str, later: &str| {
            let sketches = (Sketch::of_markdown(first), Sketch::of_markdown(later));
            let same = WordSet::of_markdown(first).says_the_same(&WordSet::of_markdown(later), ("", ""));
            let is_like = sketches.0.is_like(sketches.1);
            assert!(is_like || !same, "{first} / {later}");
            is_like
        };
        assert!(is_like(
            "The fastest Parser of long Tables, with words and rows",
            "Fastest parsers for a long table with word and row"
        ));
        assert!(is_like(
            "A client that reads many tables and writes files for users of Linux machines",
            "A client that reads many tables and writes files for users of Windows machines"
        ));
        assert!(!is_like(
            "A client that reads many tables and writes files",
            "Games without pictures, played in a terminal"
        ));
        assert!(is_like(
            "Don't miss the `parser` of [long](https://example.org) tables, 🐝 of words and rows – really",
            "Dont miss a `parser` of long tables of words and rows :bee: - really"
        ));
        assert!(is_like(
            "A `parser` (quick): it reads tables and/or words of [long](https://example.org/path) rows `MIT`",
            "A parser quick it reads tables and or words of long rows"
        ));
        assert!(!is_like(
            "Don't miss the `parser` of [long](https://example.org) tables, 🐝 of words and rows – really",
            "Games without pictures, played by owner/name in über terminals"
        ));
    }
}
