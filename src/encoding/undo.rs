//! Undoing one misreading: spans that, written in the wrong code page, are strict UTF-8.

use std::ops::Range;

use super::inverse::{self, Mask};
use super::page::Page;

/// A part of a text and what it was before it was misread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Bytes in the text.
    pub range: Range<usize>,
    pub repaired: String,
}

/// Whether a blank may stand for a no-break space that was a byte of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blanks {
    Kept,
    Joined,
}

/// How many blanks of a run may stand for no-break spaces: a run that fails is tried again from its next character.
const JOINED: usize = 32;

/// Clean signs that stand at the ends of damage, since editors put them in later.
#[inline]
pub(super) fn is_clean(character: char) -> bool {
    matches!(
        character,
        '«' | '»'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '„'
            | '‚'
            | '–'
            | '—'
            | '…'
            | '•'
            | '·'
            | '¡'
            | '¿'
            | '´'
            | '¨'
            | '©'
            | '®'
            | '™'
            | '°'
            | '†'
            | '×'
            | '\u{A0}'
            | '、'
            | '。'
            | '，'
            | '：'
            | '；'
            | '（'
            | '）'
            | '「'
            | '」'
            | '『'
            | '』'
            | '【'
            | '】'
            | '《'
            | '》'
            | '！'
            | '？'
            | '～'
            | '・'
    )
}

/// All spans of a text that are strict UTF-8 in a code page, in their order.
pub(super) fn undo(text: &str, page: Page, blanks: Blanks) -> Vec<Piece> {
    let bit = 1 << page.index();
    let mut pieces = Vec::new();
    let mut run = Run::default();
    let mut at = 0;
    while let Some(start) = next_run(text, at, bit) {
        run.clear(start);
        run.extend(text, page, bit);
        at = run.end;
        if let Some(piece) = run.piece(text, page, bit, blanks) {
            at = at.max(piece.range.end);
            pieces.push(piece);
        }
    }
    pieces
}

/// The readers that can hold one of the characters of a text, and those that can hold all of them.
pub(super) fn readers(text: &str) -> (Mask, Mask) {
    let characters = text.chars().filter(|character| !character.is_ascii());
    characters
        .map(inverse::readers_of)
        .fold((0, Mask::MAX), |(any, all), mask| (any | mask, all & mask))
}

fn next_run(text: &str, at: usize, bit: Mask) -> Option<usize> {
    text[at..]
        .find(|character| is_held(character, bit))
        .map(|start| at + start)
}

/// Whether a reader can have read a character that is not ASCII.
fn is_held(character: char, bit: Mask) -> bool {
    // Readers of Shift_JIS put this dot where they cannot read a byte.
    let is_mark = character == '・' && bit == 1 << Page::ShiftJis as u32;
    !character.is_ascii() && inverse::readers_of(character) & bit != 0 && !is_mark
}

/// Neighbours that a reader can hold, and their bytes in its code page.
#[derive(Default)]
struct Run {
    bytes: Vec<u8>,
    /// For each character: its first byte in `bytes`, and in the text.
    starts: Vec<(usize, usize)>,
    end: usize,
    /// How many blanks were taken as no-break spaces.
    joined: usize,
}

impl Run {
    fn clear(&mut self, start: usize) {
        self.joined = 0;
        self.bytes.clear();
        self.starts.clear();
        self.end = start;
    }

    /// Takes the characters behind the run that are not ASCII and that the reader can hold.
    fn extend(&mut self, text: &str, page: Page, bit: Mask) {
        for character in text[self.end..].chars() {
            if !is_held(character, bit) {
                break;
            }
            self.starts.push((self.bytes.len(), self.end));
            inverse::encode(page, character, &mut self.bytes);
            self.end += character.len_utf8();
        }
    }

    /// Takes a blank as a no-break space.
    fn join(&mut self) {
        self.starts.push((self.bytes.len(), self.end));
        self.joined += 1;
        self.bytes.push(0xA0);
        self.end += 1;
    }

    /// Where in the text a byte begins a character.
    fn place(&self, byte: usize) -> Option<usize> {
        if byte == self.bytes.len() {
            return Some(self.end);
        }
        let place = self.starts.binary_search_by_key(&byte, |start| start.0).ok()?;
        Some(self.starts[place].1)
    }

    fn piece(&mut self, text: &str, page: Page, bit: Mask, blanks: Blanks) -> Option<Piece> {
        let first = self.starts[0].1;
        let lead = text[first..self.end].chars().take_while(|&c| is_clean(c)).count();
        for start in 0..=lead.min(self.starts.len() - 1) {
            let (byte, place) = self.starts[start];
            if !matches!(self.bytes[byte], 0xC2..=0xF4) {
                continue;
            }
            let mut valid = valid_up_to(&self.bytes[byte..]);
            while blanks == Blanks::Joined
                && page.is_windows()
                && valid.is_cut
                && self.joined < JOINED
                && text[self.end..].starts_with(' ')
            {
                self.join();
                self.extend(text, page, bit);
                let rest = valid_up_to(&self.bytes[byte + valid.length..]);
                valid.length += rest.length;
                valid.is_cut = rest.is_cut;
            }
            let Some(end) = self.place(byte + valid.length).filter(|&end| end > place) else {
                continue;
            };
            if text[end..self.end].chars().all(is_clean) {
                let bytes = &self.bytes[byte..byte + valid.length];
                let repaired = std::str::from_utf8(bytes).ok()?.to_owned();
                return Some(with_blank(
                    text,
                    Piece {
                        range: place..end,
                        repaired,
                    },
                ));
            }
        }
        None
    }
}

/// The word `à` keeps the blank behind it where two blanks became one.
fn with_blank(text: &str, mut piece: Piece) -> Piece {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let after = &text[piece.range.end..];
    let is_plural = after.starts_with('s') && !is_letter(after[1..].chars().next()) && !after[1..].starts_with('\'');
    let is_end = text[piece.range.clone()].ends_with(' ')
        && piece.repaired.ends_with('à')
        && !is_letter(text[..piece.range.start].chars().next_back());
    if is_end && is_letter(after.chars().next()) && !is_plural {
        piece.range.end -= 1;
    }
    piece
}

struct Valid {
    length: usize,
    /// Whether the bytes end within a sequence that is right so far.
    is_cut: bool,
}

fn valid_up_to(bytes: &[u8]) -> Valid {
    match std::str::from_utf8(bytes) {
        Ok(_) => Valid {
            length: bytes.len(),
            is_cut: false,
        },
        Err(error) => Valid {
            length: error.valid_up_to(),
            is_cut: error.error_len().is_none(),
        },
    }
}
