//! Makes the tables of `src/encoding/inverse.rs`.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use super::page::Page;

/// A bit for each reader.
type Mask = u32;

/// What the bytes of a character are in UTF-8, by reader: as `Facts` of the crate has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Facts {
    held: Mask,
    begins: Mask,
    whole: Mask,
    follows: Mask,
}

impl Facts {
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

/// Writes the facts of the characters and the cells of the pages of the East.
pub fn write(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut facts = vec![Facts::default(); 0x1_0000];
    for &page in &Page::ALL[..Page::Gbk.index()] {
        for (character, byte) in page.inverted() {
            facts[character as usize].add(page, &[byte]);
        }
        if page == Page::Windows1252 {
            for control in 0x80..=0x9F {
                facts[usize::from(control)].add(page, &[control]);
            }
        }
    }
    let mut cells = Vec::new();
    for &page in &Page::ALL[Page::Gbk.index()..Page::READERS] {
        let table = double(page);
        for (facts, &cell) in facts.iter_mut().zip(&table) {
            match cell.to_be_bytes() {
                [0, 0] => {}
                [0, byte] => facts.add(page, &[byte]),
                bytes => facts.add(page, &bytes),
            }
        }
        cells.extend(table.into_iter().flat_map(u16::to_le_bytes));
    }
    fs::write(folder.join("double.cells"), cells)?;
    write_facts(folder, &facts)
}

/// Writes each of the facts once, and where they are.
fn write_facts(folder: &Path, facts: &[Facts]) -> Result<(), Box<dyn Error>> {
    let mut known: HashMap<Facts, u16> = HashMap::new();
    let mut masks = Vec::new();
    let mut places = Vec::new();
    for facts in facts {
        let next = u16::try_from(known.len())?;
        let place = *known.entry(*facts).or_insert_with(|| {
            let all = [facts.held, facts.begins, facts.whole, facts.follows];
            masks.extend(all.into_iter().flat_map(Mask::to_le_bytes));
            next
        });
        places.extend(place.to_le_bytes());
    }
    fs::write(folder.join("facts.masks"), masks)?;
    fs::write(folder.join("facts.places"), places)?;
    Ok(())
}

/// The cells of two bytes of a page, with their characters in the Basic Multilingual Plane.
fn each_cell(page: Page, mut see: impl FnMut([u8; 2], u16)) {
    let encoding = match page {
        Page::Gbk => encoding_rs::GBK,
        Page::ShiftJis => encoding_rs::SHIFT_JIS,
        Page::EucKr => encoding_rs::EUC_KR,
        _ => encoding_rs::BIG5,
    };
    // A line break ends whatever a cell that is none has begun.
    let mut bytes: Vec<u8> = (0x40..=0xFE).flat_map(|trail| [0, trail, b'\n']).collect();
    for lead in 0x81..=0xFE_u8 {
        bytes.iter_mut().step_by(3).for_each(|first| *first = lead);
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        let mut trail = 0x40_u8;
        let mut characters = text.chars();
        while let Some(first) = characters.next() {
            let is_one = first != '\n' && characters.next() == Some('\n');
            if let Ok(unit) = u16::try_from(u32::from(first))
                && is_one
                && first != char::REPLACEMENT_CHARACTER
            {
                see([lead, trail], unit);
            }
            if first != '\n' && !is_one {
                characters.by_ref().find(|&character| character == '\n');
            }
            trail = trail.wrapping_add(1);
        }
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
    each_cell(page, |cell, unit| match is_later(cell[0]) {
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
