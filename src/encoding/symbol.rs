//! What the model calls a character: itself where it is common, else the kind that it is of.

/// The number of a character, or of a kind of characters, in the model.
pub(super) type Symbol = u16;

/// The edge of a text.
pub(super) const EDGE: Symbol = 0;
/// The kinds of Han characters, from the common to the rare: each is half as common as the one before it.
pub(super) const HAN: Symbol = 1 + BLOCKS.len() as Symbol + 3;
pub(super) const HAN_LEVELS: u16 = 16;
/// The same for Hangul syllables.
pub(super) const HANGUL: Symbol = HAN + HAN_LEVELS;
pub(super) const HANGUL_LEVELS: u16 = 16;
/// The first of the characters that are symbols of their own.
pub(super) const OWN: Symbol = HANGUL + HANGUL_LEVELS;

pub(super) const FIRST_HAN: u32 = 0x4E00;
pub(super) const HAN_COUNT: usize = 0x9FFF - 0x4E00 + 1;
pub(super) const FIRST_HANGUL: u32 = 0xAC00;
pub(super) const HANGUL_COUNT: usize = 0xD7A3 - 0xAC00 + 1;

/// What is written together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Script {
    /// Belongs to any.
    Common,
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Tibetan,
    Burmese,
    Georgian,
    Ethiopic,
    Khmer,
    Mongolian,
    /// Han and the signs of Japanese.
    East,
    Hangul,
    /// Hardly met in any text.
    Odd,
}

use Script::{
    Arabic, Armenian, Bengali, Burmese, Common, Cyrillic, Devanagari, East, Ethiopic, Georgian, Greek, Gujarati,
    Gurmukhi, Hangul, Hebrew, Kannada, Khmer, Lao, Latin, Malayalam, Mongolian, Odd, Oriya, Sinhala, Tamil, Telugu,
    Thai, Tibetan,
};

/// The first code point of each kind that is a range, its script, and whether its uncommon characters are a bad sign.
const BLOCKS: [(u32, Script, bool); 68] = [
    (0x00, Common, false),
    (0x80, Odd, true),
    (0xA0, Latin, true),
    (0x250, Odd, true),
    (0x2B0, Odd, true),
    (0x300, Odd, true),
    (0x370, Greek, true),
    (0x400, Cyrillic, true),
    (0x530, Armenian, true),
    (0x590, Hebrew, false),
    (0x600, Arabic, false),
    (0x700, Odd, true),
    (0x900, Devanagari, false),
    (0x980, Bengali, false),
    (0xA00, Gurmukhi, false),
    (0xA80, Gujarati, false),
    (0xB00, Oriya, true),
    (0xB80, Tamil, false),
    (0xC00, Telugu, false),
    (0xC80, Kannada, false),
    (0xD00, Malayalam, false),
    (0xD80, Sinhala, false),
    (0xE00, Thai, false),
    (0xE80, Lao, false),
    (0xF00, Tibetan, true),
    (0x1000, Burmese, false),
    (0x10A0, Georgian, true),
    (0x1100, Odd, true),
    (0x1200, Ethiopic, true),
    (0x1380, Odd, true),
    (0x1780, Khmer, false),
    (0x1800, Mongolian, true),
    (0x18B0, Odd, true),
    (0x1E00, Latin, false),
    (0x1F00, Greek, true),
    (0x2000, Common, false),
    (0x2070, Common, true),
    (0x20A0, Common, false),
    (0x20D0, Common, true),
    (0x2100, Common, true),
    (0x2190, Common, false),
    (0x2200, Common, true),
    (0x2300, Common, true),
    (0x2500, Common, false),
    (0x25A0, Common, false),
    (0x2600, Common, false),
    (0x2800, Common, true),
    (0x2900, Common, true),
    (0x2E80, East, true),
    (0x3000, Common, false),
    (0x3040, East, false),
    (0x30A0, East, false),
    (0x3100, East, true),
    (0x3200, Common, true),
    (0x3400, Odd, true),
    (0x4E00, East, false),
    (0xA000, Odd, true),
    (0xAC00, Hangul, false),
    (0xD7B0, Odd, true),
    (0xF900, Odd, true),
    (0xFB1D, Arabic, true),
    (0xFE00, Common, true),
    (0xFE70, Arabic, true),
    (0xFF00, Common, false),
    (0xFF61, East, true),
    (0xFFE0, Common, true),
    (0x1_0000, Odd, true),
    (0x1_F000, Common, false),
];

/// Beyond the emoji all is rare.
const LAST: u32 = 0x1_FB00;
const BEYOND: Symbol = 67;

fn block(code: u32) -> usize {
    if code >= LAST {
        return BEYOND as usize - 1;
    }
    BLOCKS.partition_point(|block| block.0 <= code) - 1
}

/// The kind of a character that is no symbol of its own, no Han character and no Hangul syllable.
pub(super) fn kind(character: char) -> Symbol {
    let block = block(character as u32);
    let kind = 1 + block as Symbol;
    let latin = 1 + BLOCKS.len() as Symbol;
    match character {
        '\u{A0}'..'\u{250}' if character.is_lowercase() => latin,
        '\u{A0}'..'\u{250}' if character.is_uppercase() => latin + 1,
        '\u{400}'..'\u{530}' if character.is_uppercase() => latin + 2,
        _ => kind,
    }
}

/// The kinds of the characters of the Basic Multilingual Plane: block by block, and where case counts one by one.
pub(super) fn kinds() -> Box<[Symbol; 0x1_0000]> {
    let mut kinds = Box::new([EDGE; 0x1_0000]);
    for (kind, block) in (1..).zip(BLOCKS) {
        kinds.get_mut(block.0 as usize..).unwrap_or_default().fill(kind);
    }
    kinds[0xD800..0xE000].fill(EDGE);
    for character in '\u{A0}'..'\u{530}' {
        kinds[character as usize] = kind(character);
    }
    kinds
}

/// The script that a character belongs to.
pub(super) fn script(character: char) -> Script {
    match character {
        'a'..='z' | 'A'..='Z' => Latin,
        // A modifier letter, a kind of vowel sign and the half-width kana that Latin letters go with.
        '\u{A0}'..'\u{250}' if !character.is_alphabetic() => Common,
        '\u{300}'..='\u{36F}' | '\u{2B0}'..='\u{2FF}' => Common,
        '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => East,
        _ => BLOCKS[block(character as u32)].1,
    }
}

/// Whether it is a bad sign that a text has this character, if it is none of the common ones.
pub(super) fn is_rare(character: char) -> bool {
    BLOCKS[block(character as u32)].2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_block() {
        for (code, own) in (0..).zip(kinds().iter()) {
            assert_eq!(*own, char::from_u32(code).map_or(EDGE, kind));
        }
    }
}
