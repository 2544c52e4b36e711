//! The code pages that texts are written in and wrongly read as.
//!
//! They behave as Windows and the WHATWG encoding standard have them: a byte from 80 to 9F that a page of Windows leaves
//! open is the C1 control of the same number, byte 80 of GBK is the euro sign, and the cells of users are private-use
//! characters. The tables are those of `encoding_rs`, and those of DOS are in `dos.rs`.

use std::fmt;
use std::sync::LazyLock;

use encoding_rs::Encoding;

use super::dos;

/// A code page that is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Page {
    /// Together with Latin-1, whose C1 controls are bytes of the same number.
    Windows1252,
    Windows1250,
    Windows1251,
    Windows1253,
    Windows1254,
    Windows1255,
    Windows1256,
    Windows1257,
    Windows1258,
    Windows874,
    Latin2,
    Latin9,
    MacRoman,
    MacCyrillic,
    Cp437,
    Cp850,
    Cp852,
    Cp866,
    Koi8R,
    Koi8U,
    Gbk,
    ShiftJis,
    EucKr,
    Big5,
    Greek,
    Cp737,
    Cp857,
    EucJp,
}

/// What a page is, apart from its bytes.
struct Facts {
    name: &'static str,
    table: Table,
}

#[derive(Clone, Copy)]
enum Table {
    /// One byte for a character, and open bytes are C1 controls.
    Windows(&'static Encoding),
    /// One byte for a character.
    Single(&'static Encoding),
    /// One byte for a character: the characters of the bytes 80 to FF.
    Dos(&'static str),
    /// One or two bytes for a character.
    Double(&'static Encoding),
}

impl Page {
    pub(super) const ALL: [Self; 28] = [
        Self::Windows1252,
        Self::Windows1250,
        Self::Windows1251,
        Self::Windows1253,
        Self::Windows1254,
        Self::Windows1255,
        Self::Windows1256,
        Self::Windows1257,
        Self::Windows1258,
        Self::Windows874,
        Self::Latin2,
        Self::Latin9,
        Self::MacRoman,
        Self::MacCyrillic,
        Self::Cp437,
        Self::Cp850,
        Self::Cp852,
        Self::Cp866,
        Self::Koi8R,
        Self::Koi8U,
        Self::Gbk,
        Self::ShiftJis,
        Self::EucKr,
        Self::Big5,
        Self::Greek,
        Self::Cp737,
        Self::Cp857,
        Self::EucJp,
    ];

    /// How many of `ALL`, from the first on, are looked for as wrong readers of UTF-8.
    pub(super) const READERS: usize = 24;

    /// The name that people know it by.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    pub(super) fn index(self) -> usize {
        self as usize
    }

    /// Whether characters may have two bytes.
    pub fn is_double(self) -> bool {
        matches!(self.facts().table, Table::Double(_))
    }

    pub(super) fn is_windows(self) -> bool {
        matches!(self.facts().table, Table::Windows(_))
    }

    /// The bytes as text, or nothing where one of them is in no cell of the page.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        match self.facts().table {
            Table::Double(encoding) => encoding
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(std::borrow::Cow::into_owned),
            _ => bytes.iter().map(|&byte| self.decode_byte(byte)).collect(),
        }
    }

    /// The character of one byte, in a page where each has its own.
    pub fn decode_byte(self, byte: u8) -> Option<char> {
        if byte.is_ascii() {
            return Some(char::from(byte));
        }
        let character = UPPER[self.index()][byte as usize - 0x80];
        (character != char::REPLACEMENT_CHARACTER).then_some(character)
    }

    /// The characters that are not ASCII with their bytes, sorted, in a page where each has its own.
    pub(super) fn inverted(self) -> Vec<(char, u8)> {
        let bytes = 0x80..=0xFF_u8;
        let mut entries: Vec<(char, u8)> = bytes.filter_map(|byte| Some((self.decode_byte(byte)?, byte))).collect();
        entries.sort_unstable();
        entries.dedup_by_key(|entry| entry.0);
        entries
    }

    fn facts(self) -> Facts {
        use Table::{Dos, Double, Single, Windows};
        let (name, table) = match self {
            Self::Windows1252 => ("windows-1252", Windows(encoding_rs::WINDOWS_1252)),
            Self::Windows1250 => ("windows-1250", Windows(encoding_rs::WINDOWS_1250)),
            Self::Windows1251 => ("windows-1251", Windows(encoding_rs::WINDOWS_1251)),
            Self::Windows1253 => ("windows-1253", Windows(encoding_rs::WINDOWS_1253)),
            Self::Windows1254 => ("windows-1254", Windows(encoding_rs::WINDOWS_1254)),
            Self::Windows1255 => ("windows-1255", Windows(encoding_rs::WINDOWS_1255)),
            Self::Windows1256 => ("windows-1256", Windows(encoding_rs::WINDOWS_1256)),
            Self::Windows1257 => ("windows-1257", Windows(encoding_rs::WINDOWS_1257)),
            Self::Windows1258 => ("windows-1258", Windows(encoding_rs::WINDOWS_1258)),
            Self::Windows874 => ("windows-874", Windows(encoding_rs::WINDOWS_874)),
            Self::Latin2 => ("ISO-8859-2", Windows(encoding_rs::ISO_8859_2)),
            Self::Latin9 => ("ISO-8859-15", Windows(encoding_rs::ISO_8859_15)),
            Self::MacRoman => ("MacRoman", Single(encoding_rs::MACINTOSH)),
            Self::MacCyrillic => ("x-mac-cyrillic", Single(encoding_rs::X_MAC_CYRILLIC)),
            Self::Cp437 => ("cp437", Dos(dos::CP437)),
            Self::Cp850 => ("cp850", Dos(dos::CP850)),
            Self::Cp852 => ("cp852", Dos(dos::CP852)),
            Self::Cp866 => ("cp866", Single(encoding_rs::IBM866)),
            Self::Koi8R => ("KOI8-R", Single(encoding_rs::KOI8_R)),
            Self::Koi8U => ("KOI8-U", Single(encoding_rs::KOI8_U)),
            Self::Gbk => ("GBK", Double(encoding_rs::GBK)),
            Self::ShiftJis => ("Shift_JIS", Double(encoding_rs::SHIFT_JIS)),
            Self::EucKr => ("EUC-KR", Double(encoding_rs::EUC_KR)),
            Self::Big5 => ("Big5", Double(encoding_rs::BIG5)),
            Self::Greek => ("ISO-8859-7", Windows(encoding_rs::ISO_8859_7)),
            Self::Cp737 => ("cp737", Dos(dos::CP737)),
            Self::Cp857 => ("cp857", Dos(dos::CP857)),
            Self::EucJp => ("EUC-JP", Double(encoding_rs::EUC_JP)),
        };
        Facts { name, table }
    }

    fn upper(self) -> [char; 128] {
        let mut upper = [char::REPLACEMENT_CHARACTER; 128];
        for (byte, place) in (0x80..=0xFF_u8).zip(&mut upper) {
            *place = match self.facts().table {
                Table::Windows(encoding) | Table::Single(encoding) => encoding
                    .decode_without_bom_handling_and_without_replacement(&[byte])
                    .and_then(|text| text.chars().next())
                    .unwrap_or(char::REPLACEMENT_CHARACTER),
                Table::Dos(text) => text
                    .chars()
                    .nth(byte as usize - 0x80)
                    .unwrap_or(char::REPLACEMENT_CHARACTER),
                Table::Double(_) => char::REPLACEMENT_CHARACTER,
            };
        }
        upper
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The characters of the bytes 80 to FF, by page.
static UPPER: LazyLock<Vec<[char; 128]>> = LazyLock::new(|| Page::ALL.iter().map(|page| page.upper()).collect());
