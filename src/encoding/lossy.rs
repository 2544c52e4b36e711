//! Spans that are UTF-8 read in a wrong code page, but with bytes gone: they decode with gaps.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::inverse;
use super::model::MODEL;
use super::page::Page;
use super::plausible;
use super::undo::{self, Piece};

/// Nats that a character costs of which some bytes are there, and some are gone.
const PART: f32 = 7.0;
/// The same where it is a quotation mark, a dash, or one of the signs of the East.
const SIGN: f32 = 4.0;
/// Nats that a first byte alone costs.
const LEAD: f32 = 10.0;
/// Nats that bytes cost that begin no character.
const STRAY: f32 = 15.0;
/// Nats that a mark costs that a reader has put in the place of a byte.
const MARK: f32 = 3.0;

/// Spans that decode with gaps in a code page; each gap is a U+FFFD in what they decode to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lossy {
    pub reader: Page,
    pub pieces: Vec<Piece>,
    /// Of each piece, the nats by which it is likelier than what stands there; none where the same came before.
    pub gains: Vec<f32>,
    /// How many characters came out whole, and how many bytes fit nowhere.
    pub whole: usize,
    pub stray: usize,
    /// How many characters of the text are explained.
    pub explained: usize,
}

/// What a reader puts where it cannot read a byte.
pub(super) fn is_mark(character: char, reader: Page) -> bool {
    matches!(character, '?' | char::REPLACEMENT_CHARACTER) || character == '・' && reader == Page::ShiftJis
}

impl Lossy {
    /// Nats by which the decoded spans are likelier.
    pub fn gain(&self) -> f32 {
        self.gains.iter().sum()
    }

    /// Whether a reader has put marks where it could not read a byte.
    pub fn has_marks(&self, text: &str) -> bool {
        let mut pieces = self.pieces.iter();
        pieces.any(|piece| text[piece.range.clone()].contains(|c| is_mark(c, self.reader)))
    }

    /// Whether the gaps can have come about, with marks or without.
    pub fn is_possible(&self, text: &str) -> bool {
        let mut pieces = self.pieces.iter();
        self.has_marks(text) || pieces.any(|piece| may_lack_marks(text, &piece.range, self.reader))
    }

    /// Leaves out spans that repairs explain but for clean signs at their ends.
    pub fn without(mut self, text: &str, repairs: &[Piece]) -> Self {
        let is_explained = |range: &Range<usize>| {
            let mut at = range.start;
            let first = repairs.partition_point(|repair| repair.range.end <= range.start);
            let inner = repairs[first..]
                .iter()
                .take_while(|repair| repair.range.start < range.end);
            let mut is_clean = true;
            for repair in inner {
                is_clean &= repair.range.start < at || text[at..repair.range.start].chars().all(undo::is_clean);
                at = at.max(repair.range.end);
            }
            is_clean && (at >= range.end || text[at..range.end].chars().all(undo::is_clean))
        };
        let (pieces, gains) = self
            .pieces
            .into_iter()
            .zip(self.gains)
            .filter(|(piece, _)| !is_explained(&piece.range))
            .unzip();
        (self.pieces, self.gains) = (pieces, gains);
        self
    }
}

/// The spans of a text that decode with gaps in a code page.
pub(super) fn lossy(text: &str, reader: Page) -> Lossy {
    let mut all = Lossy {
        reader,
        pieces: Vec::new(),
        gains: Vec::new(),
        whole: 0,
        stray: 0,
        explained: 0,
    };
    let bit = 1 << reader.index();
    // No text in UTF-8 has the byte FF, which stands for marks here.
    let never = (!reader.is_double()).then(|| reader.decode_byte(0xFF)).flatten();
    let is_held = |c: char| !c.is_ascii() && inverse::readers_of(c) & bit != 0 && Some(c) != never;
    let mut bytes = Vec::new();
    let mut seen = FxHashSet::default();
    let mut at = 0;
    let is_part = |c: char| is_held(c) || is_mark(c, reader);
    while let Some(start) = text[at..].find(is_part).map(|start| at + start) {
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        at = start + length;
        let run = &text[start..at];
        if !run.chars().any(|c| is_held(c) && !undo::is_clean(c)) || plausible::is_first_word(text, &(start..at)) {
            continue;
        }
        bytes.clear();
        for character in run.chars() {
            if is_mark(character, reader) {
                bytes.push(0xFF);
            } else {
                inverse::encode(reader, character, &mut bytes);
            }
        }
        let repaired = decode(&bytes);
        if !repaired.contains(char::REPLACEMENT_CHARACTER) {
            continue;
        }
        let before = text[..start].chars().next_back();
        let after = text[at..].chars().next();
        let reading = read(before, &bytes, after);
        let gain = reading.score - MODEL.score(before, run, after);
        if gain > 0.0 {
            all.whole += reading.whole;
            all.stray += reading.stray;
            all.explained += run.chars().filter(|c| !c.is_ascii()).count();
            all.gains.push(if seen.insert(run) { gain } else { 0.0 });
            all.pieces.push(Piece {
                range: start..at,
                repaired,
            });
        }
    }
    all
}

/// Whether bytes may have vanished from a span without a mark, as those do that are C1 controls in Latin-1.
fn may_lack_marks(text: &str, range: &Range<usize>, reader: Page) -> bool {
    let run = &text[range.clone()];
    let is_latin = |c: char| c <= '\u{FF}';
    reader == Page::Windows1252
        && run.chars().all(is_latin)
        && !plausible::is_quoted_letter(run)
        && !plausible::is_shouted(text, range)
}

/// The characters of bytes, with one U+FFFD for bytes in a row that are parts of characters.
fn decode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() && !text.ends_with(char::REPLACEMENT_CHARACTER) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

struct Reading {
    score: f32,
    whole: usize,
    stray: usize,
}

/// Reads bytes with gaps.
fn read(before: Option<char>, bytes: &[u8], after: Option<char>) -> Reading {
    let mut reading = Reading {
        score: 0.0,
        whole: 0,
        stray: 0,
    };
    let mut before = before;
    let has_marks = bytes.contains(&0xFF);
    let mut behind_mark = 0_u8;
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        let part = chunk.valid();
        if !part.chars().all(plausible::is_possible) {
            reading.score = f32::NEG_INFINITY;
            return reading;
        }
        let is_end = chunks.peek().is_none() && chunk.invalid().is_empty();
        if !part.is_empty() {
            reading.score += MODEL.score(before, part, after.filter(|_| is_end));
            reading.whole += part.chars().filter(|c| !c.is_ascii()).count();
        }
        // A mark may have taken the first byte of the character that goes on behind it.
        let left_behind = std::mem::take(&mut behind_mark);
        let is_behind_mark = left_behind > 0 && part.is_empty();
        let (cost, stray) = match chunk.invalid() {
            [] => (0.0, 0),
            [0xFF] => {
                behind_mark = 3;
                (MARK, 0)
            }
            [0xC3..=0xF4] => (LEAD, 1),
            [0x80..=0xBF] if is_behind_mark => {
                behind_mark = left_behind.saturating_sub(1);
                let is_first = left_behind == 3;
                reading.whole += usize::from(is_first);
                (if is_first { PART } else { 0.0 }, 0)
            }
            [_] => (STRAY, 1),
            part => {
                // Without a mark it may be anything.
                reading.whole += usize::from(has_marks);
                (
                    if matches!(part, [0xE2 | 0xE3, 0x80]) {
                        SIGN
                    } else {
                        PART
                    },
                    0,
                )
            }
        };
        reading.score -= cost;
        reading.stray += stray;
        before = None;
        if chunks.peek().is_none() && !chunk.invalid().is_empty() {
            reading.score += MODEL.score(None, "", after);
        }
    }
    reading
}
