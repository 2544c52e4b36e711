//! Titles written in one way: in small letters, without marks, accents, emoji and damage.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::encoding;

/// A title as it is compared: in small letters, without marks, accents, emoji and the owner of a repository, and
/// with the damage of wrong encodings repaired.
pub fn normalize(title: &str) -> String {
    let title = without_owner(title);
    let mut plain = match title.is_ascii() {
        true => title.to_ascii_lowercase(),
        false => encoding::repaired(Cow::Borrowed(title))
            .nfkd()
            .filter(|sign| !matches!(sign, '\u{300}'..='\u{36F}'))
            .nfc()
            .flat_map(char::to_lowercase)
            .map(plain)
            .collect(),
    };
    if memchr::memchr(b':', plain.as_bytes()).is_some() {
        plain = without_shortcodes(&plain);
    }
    match memchr::memchr(b'\'', plain.as_bytes()) {
        Some(_) => without_apostrophes(&plain),
        None => plain,
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
fn without_owner(title: &str) -> &str {
    let trimmed = title.trim();
    match trimmed.split_once('/') {
        Some((owner, name)) => {
            let is_name = |text: &str| {
                let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
                !text.is_empty() && text.bytes().all(is_sign)
            };
            if is_name(owner) && is_name(name) { name } else { trimmed }
        }
        None => trimmed,
    }
}

/// The text without `:shortcodes:` of emoji.
fn without_shortcodes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(':') {
        let behind = &rest[start + 1..];
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-');
        let length = behind.bytes().take_while(|byte| is_sign(*byte)).count();
        let is_shortcode = length > 1
            && behind[length..].starts_with(':')
            && behind.as_bytes()[..length].iter().any(u8::is_ascii_alphabetic);
        out.push_str(&rest[..start]);
        out.push(' ');
        rest = if is_shortcode { &behind[length + 1..] } else { behind };
    }
    out.push_str(rest);
    out
}
