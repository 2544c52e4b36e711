//! What may have stood where bytes are gone.

use super::inverse;
use super::lossy::is_mark;
use super::model::MODEL;
use super::page::Page;
use super::plausible;
use super::undo::Piece;

/// How many characters are named that a gap may have been.
const FILLINGS: usize = 8;

/// The characters that a gap may have been, the likeliest first, where one byte of it is gone and the others are there.
pub(super) fn fillings(text: &str, piece: &Piece, reader: Page) -> Vec<char> {
    let run = &text[piece.range.clone()];
    let mut bytes = Vec::new();
    for character in run.chars() {
        if is_mark(character, reader) {
            bytes.push(0xFF);
        } else {
            inverse::encode(reader, character, &mut bytes);
        }
    }
    let mut before = text[..piece.range.start].chars().next_back();
    for chunk in bytes.utf8_chunks() {
        before = chunk.valid().chars().next_back().or(before);
        let part = chunk.invalid();
        let width = match part.first() {
            Some(0xC2..=0xDF) => 2,
            Some(0xE0..=0xEF) => 3,
            Some(0xF0..=0xF4) => 4,
            _ => continue,
        };
        if part.len() + 1 == width {
            return ranked(part, before);
        }
    }
    Vec::new()
}

/// The characters that begin with these bytes and have one more.
fn ranked(part: &[u8], before: Option<char>) -> Vec<char> {
    let mut all: Vec<(f32, char)> = Vec::new();
    for last in 0x80..=0xBF {
        let whole = [part, &[last]].concat();
        let character = std::str::from_utf8(&whole).ok().and_then(|text| text.chars().next());
        if let Some(character) = character.filter(|&character| plausible::is_possible(character)) {
            let mut buffer = [0; 4];
            all.push((MODEL.score(before, character.encode_utf8(&mut buffer), None), character));
        }
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    all.into_iter().map(|(_, character)| character).take(FILLINGS).collect()
}
