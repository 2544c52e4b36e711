//! Windows-1252 with C1 controls in its five gaps, as the WHATWG encoding standard has it (index
//! windows-1252), which also covers Latin-1 read byte by byte.

use std::ops::Range;

/// The characters of the bytes 80 to 9F.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

pub(super) fn decode(byte: u8) -> char {
    match byte {
        0x80..=0x9F => HIGH[byte as usize - 0x80],
        other => char::from(other),
    }
}

/// The byte of a character that is not ASCII; a C1 control is the byte of its own number.
fn encode(character: char) -> Option<u8> {
    match character as u32 {
        code @ 0x80..=0xFF => Some(code as u8),
        _ => {
            let place = HIGH.iter().position(|&high| high == character)?;
            Some(0x80 + place as u8)
        }
    }
}

/// A character that comes out when a few others are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sequence {
    pub decoded: char,
    /// How many bytes it has in UTF-8: 2 to 4.
    pub width: usize,
    /// Whether one of its bytes stands in the text as a C1 control.
    pub has_control: bool,
}

/// Sequences that follow one another without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cluster {
    /// Bytes in the text.
    pub range: Range<usize>,
    pub sequences: Vec<Sequence>,
}

impl Cluster {
    pub fn decoded(&self) -> String {
        self.sequences.iter().map(|sequence| sequence.decoded).collect()
    }
}

/// All clusters of a text, in its order.
pub(super) fn clusters(text: &str) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut at = 0;
    // A sequence begins with a lead byte that was read as a letter from Â to ô: all of these begin with this byte.
    while let Some(found) = memchr::memchr(0xC3, &text.as_bytes()[at..]) {
        at += found;
        let Some((sequence, length)) = sequence_at(&text[at..]) else {
            at += 2;
            continue;
        };
        match clusters.last_mut() {
            Some(last) if last.range.end == at => {
                last.range.end += length;
                last.sequences.push(sequence);
            }
            _ => clusters.push(Cluster {
                range: at..at + length,
                sequences: vec![sequence],
            }),
        }
        at += length;
    }
    clusters
}

/// Whether a text has what looks like the start of a sequence that cannot be decoded: a lead byte with a
/// continuation behind it, or one whose continuation has become a blank.
pub(super) fn has_remains(text: &str) -> bool {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let Some(byte) = encode(character).filter(|byte| (0x80..=0xF4).contains(byte)) else {
            continue;
        };
        let next = characters.peek().copied();
        let is_control = matches!(character, '\u{80}'..='\u{9F}');
        let is_followed =
            byte >= 0xC2 && next.is_some_and(|next| encode(next).is_some_and(|next| (0x80..=0xBF).contains(&next)));
        let lost_its_blank = matches!(character, 'Ã' | 'Â') && next == Some(' ');
        if is_control || is_followed || lost_its_blank {
            return true;
        }
    }
    false
}

/// The sequence at the start of a text, and how many bytes of the text it takes.
fn sequence_at(text: &str) -> Option<(Sequence, usize)> {
    let mut characters = text.chars();
    let first = characters.next()?;
    let lead = encode(first)?;
    let width = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut length = first.len_utf8();
    let mut has_control = false;
    for byte in &mut bytes[1..width] {
        let character = characters.next()?;
        *byte = encode(character).filter(|byte| (0x80..=0xBF).contains(byte))?;
        has_control |= matches!(character, '\u{80}'..='\u{9F}');
        length += character.len_utf8();
    }
    let decoded = std::str::from_utf8(&bytes[..width]).ok()?.chars().next()?;
    let sequence = Sequence {
        decoded,
        width,
        has_control,
    };
    Some((sequence, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_a_character_and_back() {
        for byte in 0x80..=0xFF_u8 {
            assert_eq!(encode(decode(byte)), Some(byte));
        }
    }

    #[test]
    fn neighbours_form_one_cluster() {
        let clusters = clusters("x Ã¢â‚¬ y Ã©");
        assert_eq!(clusters.len(), 2);
        assert_eq!(clusters[0].decoded(), "â€");
        assert_eq!(clusters[1].decoded(), "é");
    }
}
