//! The inverses of the code pages: which readers can hold a character, and which bytes it came from.

use std::sync::LazyLock;

use super::page::Page;

/// A set of readers: a bit for each, by its index.
pub(super) type Mask = u32;

/// The readers whose byte A0 is a no-break space.
pub(super) const JOINING: Mask = (1 << Page::MacRoman as u32) - 1;

/// What the bytes of a character are in UTF-8, by reader.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    /// The readers that have it.
    pub held: Mask,
    /// Where its bytes begin a sequence and do not end it.
    pub begins: Mask,
    /// Where they are a sequence.
    pub whole: Mask,
    /// Where its first byte goes on with a sequence.
    pub follows: Mask,
}

/// By character of the Basic Multilingual Plane: the place of its facts in `FACTS`. `build.rs` writes the tables.
static PLACES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/facts.places"));

/// The facts that characters have, each once: four masks of four bytes.
static FACTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/facts.masks"));

/// By page from GBK on and by character: a byte, or two, or 0 for none.
static DOUBLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/double.cells"));

/// The characters of a plane.
const PLANE: usize = 0x1_0000;

/// By page before GBK: its characters with their bytes, sorted.
static SINGLE: LazyLock<Vec<Vec<(char, u8)>>> = LazyLock::new(|| {
    let pages = &Page::ALL[..Page::Gbk.index()];
    pages.iter().map(|page| page.inverted()).collect()
});

/// The readers that can hold a character that is not ASCII.
pub(super) fn readers_of(character: char) -> Mask {
    facts(character).held
}

#[inline]
pub(super) fn facts(character: char) -> Facts {
    if character as usize >= PLANE {
        return Facts::default();
    }
    let place = usize::from(number_at(PLACES, character as usize)) * size_of::<Facts>();
    let (masks, _) = FACTS[place..].as_chunks();
    let mask = |at: usize| Mask::from_le_bytes(masks[at]);
    Facts {
        held: mask(0),
        begins: mask(1),
        whole: mask(2),
        follows: mask(3),
    }
}

fn number_at(table: &[u8], place: usize) -> u16 {
    table[2 * place..]
        .first_chunk()
        .map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

impl Page {
    /// The bytes of a text, or nothing where the page does not have one of its characters or has no inverse here, as it is
    /// with the pages that are no readers of UTF-8: ISO-8859-7, 737, 857 and EUC-JP.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(text.len());
        let is_reader = self.index() < Self::READERS;
        let is_whole = is_reader && text.chars().all(|character| encode(self, character, &mut bytes));
        is_whole.then_some(bytes)
    }
}

/// Writes the bytes of a character in a page; `false` where the page does not have it.
pub(super) fn encode(page: Page, character: char, bytes: &mut Vec<u8>) -> bool {
    if character.is_ascii() {
        bytes.push(character as u8);
        return true;
    }
    if let Some(table) = page.index().checked_sub(Page::Gbk.index()) {
        let cell = match character as usize {
            place @ ..PLANE => number_at(DOUBLE, table * PLANE + place),
            _ => 0,
        };
        match cell {
            0 => return false,
            byte @ ..0x100 => bytes.push(byte as u8),
            pair => bytes.extend(pair.to_be_bytes()),
        }
        return true;
    }
    let table = &SINGLE[page.index()];
    match table.binary_search_by_key(&character, |entry| entry.0) {
        Ok(place) => {
            bytes.push(table[place].1);
            true
        }
        Err(_) if page == Page::Windows1252 && matches!(character, '\u{80}'..='\u{9F}') => {
            bytes.push(character as u8);
            true
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_a_page_has_a_character_and_back() {
        for &page in &Page::ALL[..Page::Gbk.index()] {
            for byte in 0x80..=0xFF {
                let Some(character) = page.decode_byte(byte) else {
                    continue;
                };
                let mut bytes = Vec::new();
                assert!(encode(page, character, &mut bytes));
                assert_eq!(bytes, [byte], "{page} {character:?}");
                assert!(readers_of(character) >> page.index() & 1 == 1);
            }
        }
    }

    #[test]
    fn the_cells_of_a_page_are_inverted() {
        for &page in &Page::ALL[Page::Gbk.index()..Page::READERS] {
            let mut count = 0;
            let cells = (0x81..=0xFE).flat_map(|lead| (0x40..=0xFE).map(move |trail| [lead, trail]));
            for cell in cells {
                let Some(text) = page.decode(&cell) else { continue };
                let mut characters = text.chars().filter(|&character| (character as usize) < PLANE);
                let (Some(character), None) = (characters.next(), characters.next()) else {
                    continue;
                };
                let mut bytes = Vec::new();
                assert!(encode(page, character, &mut bytes), "{page} {cell:X?}");
                // One character may have two cells, but any of them reads as the same character.
                let is_same = bytes == cell || page.decode(&bytes) == page.decode(&cell);
                assert!(is_same || character >= '\u{E000}' || page == Page::Big5 && matches!(bytes[0], 0xC6 | 0xC7));
                count += 1;
            }
            assert!(count > 6000, "{page}: {count}");
        }
    }

    #[test]
    fn windows_has_a_euro_in_gbk() {
        let mut bytes = Vec::new();
        assert!(encode(Page::Gbk, '€', &mut bytes));
        assert_eq!(bytes, [0x80]);
    }
}
