//! The inverses of the code pages: which readers can hold a character, and which bytes it came from.

use std::ops::RangeInclusive;
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

impl Facts {
    pub const NONE: Self = Self {
        held: 0,
        begins: 0,
        whole: 0,
        follows: 0,
    };

    fn add(&mut self, reader: Page, bytes: &[u8]) {
        let bit = 1 << reader.index();
        let is_next = |byte: u8| matches!(byte, 0x80..=0xBF);
        self.held |= bit;
        match *bytes {
            [first] | [first, _] if is_next(first) => self.follows |= bit,
            [0xC2..=0xF4] => self.begins |= bit,
            [0xC2..=0xDF, second] if is_next(second) => self.whole |= bit,
            [0xE0..=0xF4, second] if is_next(second) => self.begins |= bit,
            _ => {}
        }
    }
}

struct Inverses {
    /// By character of the Basic Multilingual Plane.
    facts: Vec<Facts>,
    single: Vec<Vec<(char, u8)>>,
    /// By page from GBK on and by character: a byte, or two, or 0 for none.
    double: Vec<Vec<u16>>,
}

static INVERSES: LazyLock<Inverses> = LazyLock::new(Inverses::make);

/// The readers that can hold a character that is not ASCII.
pub(super) fn readers_of(character: char) -> Mask {
    facts(character).held
}

pub(super) fn facts(character: char) -> Facts {
    INVERSES.facts.get(character as usize).copied().unwrap_or(Facts::NONE)
}

/// Writes the bytes of a character in a page; `false` where the page does not have it.
pub(super) fn encode(page: Page, character: char, bytes: &mut Vec<u8>) -> bool {
    if character.is_ascii() {
        bytes.push(character as u8);
        return true;
    }
    if let Some(table) = page
        .index()
        .checked_sub(Page::Gbk.index())
        .and_then(|index| INVERSES.double.get(index))
    {
        return match table.get(character as usize).copied().unwrap_or(0) {
            0 => false,
            byte @ ..0x100 => {
                bytes.push(byte as u8);
                true
            }
            pair => {
                bytes.extend(pair.to_be_bytes());
                true
            }
        };
    }
    let table = &INVERSES.single[page.index()];
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

impl Inverses {
    fn make() -> Self {
        let mut facts = vec![Facts::NONE; 0x1_0000];
        let mut single = Vec::new();
        for &page in &Page::ALL[..Page::Gbk.index()] {
            let bytes = 0x80..=0xFF_u8;
            let mut entries: Vec<(char, u8)> = bytes.filter_map(|byte| Some((page.decode_byte(byte)?, byte))).collect();
            entries.sort_unstable();
            entries.dedup_by_key(|entry| entry.0);
            for &(character, byte) in &entries {
                facts[character as usize].add(page, &[byte]);
            }
            if page == Page::Windows1252 {
                for control in 0x80..=0x9F {
                    facts[usize::from(control)].add(page, &[control]);
                }
            }
            single.push(entries);
        }
        let pages = &Page::ALL[Page::Gbk.index()..Page::READERS];
        let double: Vec<Vec<u16>> = pages.iter().map(|&page| double(page)).collect();
        for (&page, table) in pages.iter().zip(&double) {
            for (facts, &cell) in facts.iter_mut().zip(table) {
                match cell.to_be_bytes() {
                    [0, 0] => {}
                    [0, byte] => facts.add(page, &[byte]),
                    bytes => facts.add(page, &bytes),
                }
            }
        }
        Self { facts, single, double }
    }
}

/// By character: the byte or the two bytes that a page of the East has for it.
fn double(page: Page) -> Vec<u16> {
    let mut table = vec![0_u16; 0x1_0000];
    match page {
        Page::Gbk => table['€' as usize] = 0x80,
        Page::ShiftJis => {
            table[0x80] = 0x80;
            for byte in 0xA1..=0xDF {
                table[0xFF61 + byte - 0xA1] = byte as u16;
            }
        }
        _ => {}
    }
    if page == Page::Big5 {
        let cells = (0xA1..=0xFE).map(|trail| [0xC6, trail]);
        let cells = cells.chain((0x40..=0x7E).chain(0xA1..=0xFC).map(|trail| [0xC7, trail]));
        for (character, cell) in extension_of_big5().zip(cells) {
            table[character as usize] = u16::from_be_bytes(cell);
        }
    }
    // Where two cells have one character, these are the second choice.
    let is_later = |lead: u8| match page {
        Page::ShiftJis => lead >= 0xFA,
        Page::Big5 => lead < 0xA1,
        _ => false,
    };
    let mut late = Vec::new();
    let mut add = |cell: [u8; 2], unit: u16| {
        let place = &mut table[unit as usize];
        if *place == 0 && unit >= 0x80 {
            *place = u16::from_be_bytes(cell);
        }
    };
    page.each_cell(|cell, unit| match is_later(cell[0]) {
        true => late.push((cell, unit)),
        false => add(cell, unit),
    });
    late.into_iter().for_each(|(cell, unit)| add(cell, unit));
    match page {
        Page::EucKr => {
            cells_of_users(&mut table, 0xE000, &[0xC9..=0xC9, 0xFE..=0xFE], &[0xA1..=0xFE]);
        }
        Page::Big5 => {
            let trails = [0x40..=0x7E, 0xA1..=0xFE];
            cells_of_users(&mut table, 0xE000, &[0xFA..=0xFE], &trails);
            cells_of_users(&mut table, 0xE311, &[0x8E..=0xA0], &trails);
            cells_of_users(&mut table, 0xEEB8, &[0x81..=0x8D], &trails);
        }
        _ => {}
    }
    table
}

/// The signs behind the common characters of Big5, from C6A1 on, as the table of the Unicode Consortium has them; the
/// encoding standard of the web has the same signs in other cells.
fn extension_of_big5() -> impl Iterator<Item = char> {
    let kana = "ヾゝゞ々".chars().chain('ぁ'..='ん').chain('ァ'..='ヶ');
    let cyrillic = "ДЕЁЖЗИЙКЛМУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя".chars();
    kana.chain(cyrillic).chain('①'..='⑩').chain('⑴'..='⑽')
}

/// The cells that Windows leaves to its users are private-use characters, one after another.
fn cells_of_users(table: &mut [u16], first: usize, leads: &[RangeInclusive<u8>], trails: &[RangeInclusive<u8>]) {
    let leads = leads.iter().cloned().flatten();
    let cells = leads.flat_map(|lead| trails.iter().cloned().flatten().map(move |trail| [lead, trail]));
    for (place, cell) in table[first..].iter_mut().zip(cells) {
        if *place == 0 {
            *place = u16::from_be_bytes(cell);
        }
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
            page.each_cell(|cell, unit| {
                let character = char::from_u32(u32::from(unit)).unwrap();
                let mut bytes = Vec::new();
                assert!(encode(page, character, &mut bytes), "{page} {cell:X?}");
                // One character may have two cells, but any of them reads as the same character.
                let is_same = bytes == cell || page.decode(&bytes) == page.decode(&cell);
                assert!(is_same || unit >= 0xE000 || page == Page::Big5 && matches!(bytes[0], 0xC6 | 0xC7));
                count += 1;
            });
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
