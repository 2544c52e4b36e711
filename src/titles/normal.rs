//! Titles written in one way: in small letters, without marks, accents, emoji and damage.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

use crate::encoding;
use crate::scan::{self, trim};

/// A title as it is compared: in small letters, without marks, accents, emoji and the owner of a repository, and
/// with the damage of wrong encodings repaired.
pub fn normalize(title: &str) -> String {
    let title = without_owner(title);
    let mut plain = match title.is_ascii() {
        true => title.to_ascii_lowercase(),
        false => plain_of(&encoding::repaired(Cow::Borrowed(title))),
    };
    if memchr::memchr(b':', plain.as_bytes()).is_some() {
        plain = without_shortcodes(&plain);
    }
    match memchr::memchr(b'\'', plain.as_bytes()) {
        Some(_) => without_apostrophes(&plain),
        None => plain,
    }
}

/// The longest title that is written in small letters without an allocation; nearly all are shorter.
const SHORT: usize = 64;

/// Shows a title as it is compared: most are short and plain, and need no text of their own.
pub(super) fn with_normalized<T>(title: &str, see: impl FnOnce(&str) -> T) -> T {
    let name = without_owner(title);
    let mut buffer = [0; SHORT];
    if let Some(small) = buffer.get_mut(..name.len())
        && !scan::holds(name.as_bytes(), |byte| {
            (byte >= 0x80) | (byte == b':') | (byte == b'\'')
        })
    {
        small.copy_from_slice(name.as_bytes());
        small.make_ascii_lowercase();
        if let Ok(small) = str::from_utf8(small) {
            return see(small);
        }
    }
    see(&normalize(title))
}

/// A text in small letters, without accents, its marks as they are typed.
fn plain_of(text: &str) -> String {
    quickly(text).unwrap_or_else(|| {
        text.nfkd()
            .filter(|sign| !is_accent(*sign))
            .nfc()
            .flat_map(char::to_lowercase)
            .map(plain)
            .collect()
    })
}

fn is_accent(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36F}')
}

/// The same of a text in which no sign is joined with the one before it; `None` of others.
fn quickly(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\0'..='\x7F' => out.push(plain(sign.to_ascii_lowercase())),
            // Chinese, Japanese, Korean, emoji, and marks that stand for nothing else.
            '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{3001}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30A1}'..='\u{30FE}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{2500}'..='\u{27BF}'
            | '\u{2B00}'..='\u{2BFF}'
            | '\u{1F1E6}'..='\u{1F1FF}'
            | '\u{1F300}'..='\u{1FAFF}'
            | '\u{FE0F}' => out.push(sign),
            '\u{2012}'..='\u{2016}' | '\u{2018}'..='\u{2022}' => out.push(plain(sign)),
            // Letters of Europe are one letter and its accents, or several letters; so are marks.
            '\u{80}'..='\u{24F}'
            | '\u{370}'..='\u{482}'
            | '\u{48A}'..='\u{52F}'
            | '\u{200B}'..='\u{205E}'
            | '\u{2190}'..='\u{23FF}'
            | '\u{FF01}'..='\u{FF5E}' => {
                decompose_compatible(sign, |part| {
                    if !is_accent(part) {
                        out.extend(part.to_lowercase().map(plain));
                    }
                });
            }
            _ => return None,
        }
    }
    Some(out)
}

/// How much of the text behind an apostrophe is the rest of a genitive; of texts in ASCII.
pub(super) fn genitive(behind: &[u8]) -> usize {
    let is_ending = |rest: &[u8]| !rest.first().is_some_and(u8::is_ascii_alphanumeric);
    match behind.split_first() {
        Some((b's' | b'S', rest)) if is_ending(rest) => 1,
        _ => 0,
    }
}

/// `python's` as `python`, `cap'n` as `capn`.
fn without_apostrophes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\'') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let is_genitive = rest
            .strip_prefix('s')
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        if is_genitive {
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Typographic marks as they are typed.
fn plain(character: char) -> char {
    match character {
        '’' | '‘' | 'ʼ' | '`' | '´' => '\'',
        '–' | '—' | '‐' | '‑' | '−' => '-',
        other => other,
    }
}

/// `owner/name` without its owner.
pub(super) fn without_owner(title: &str) -> &str {
    let trimmed = trim(title);
    match memchr::memchr(b'/', trimmed.as_bytes()) {
        Some(slash) => {
            let (owner, name) = (&trimmed[..slash], &trimmed[slash + 1..]);
            let is_name = |text: &str| {
                let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
                !text.is_empty() && text.bytes().all(is_sign)
            };
            if is_name(owner) && is_name(name) { name } else { trimmed }
        }
        None => trimmed,
    }
}

/// How much of the text behind a colon is the rest of a shortcode.
pub(super) fn shortcode(behind: &[u8]) -> usize {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-');
    let length = behind.iter().take_while(|byte| is_sign(byte)).count();
    let is_closed = length > 1 && behind.get(length) == Some(&b':');
    match is_closed && behind[..length].iter().any(u8::is_ascii_alphabetic) {
        true => length + 1,
        false => 0,
    }
}

/// The text without `:shortcodes:` of emoji.
fn without_shortcodes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(':') {
        let behind = &rest[start + 1..];
        out.push_str(&rest[..start]);
        out.push(' ');
        rest = &behind[shortcode(behind.as_bytes())..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every sign stands between others, among them those that signs are joined with.
    #[test]
    fn signs_are_read_quickly_as_they_are_slowly() {
        let slowly = |text: &str| -> String {
            let plainly = text.nfkd().filter(|sign| !is_accent(*sign)).nfc();
            plainly.flat_map(char::to_lowercase).map(plain).collect()
        };
        let mut count = 0;
        for sign in '\0'..=char::MAX {
            for text in [
                format!("{sign}"),
                format!("A{sign}é"),
                format!("か{sign}각"),
                format!("가{sign}カ"),
            ] {
                let Some(read) = quickly(&text) else {
                    continue;
                };
                assert_eq!(read, slowly(&text), "{text:?}");
                count += 1;
            }
        }
        assert!(count > 100_000);
        for text in ["か\u{3099}", "각\u{11A8}", "e\u{301}", "\u{2126}"] {
            assert_eq!(quickly(text), None, "{text:?}");
        }
    }
}
