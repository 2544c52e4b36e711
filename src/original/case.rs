//! The letter case of a text, as the package Case 1.6 names it.

use std::borrow::Cow;

/// The way in which the words of a text are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Lower,
    Snake,
    Constant,
    Camel,
    Kebab,
    Upper,
    Capital,
    Header,
    Pascal,
    Title,
    Sentence,
}

/// The first case in which a text stays as it is.
pub fn case_of(text: &str) -> Option<Case> {
    type Form = fn(&str) -> String;
    let forms: [(Case, Form); 11] = [
        (Case::Lower, |text| lower(text, None)),
        (Case::Snake, |text| lower(text, Some("_"))),
        (Case::Constant, |text| upper(text, Some("_"))),
        (Case::Camel, camel),
        (Case::Kebab, |text| lower(text, Some("-"))),
        (Case::Upper, |text| upper(text, None)),
        (Case::Capital, capital),
        (Case::Header, |text| filled(&capital(text), "-").replace('\'', "")),
        (Case::Pascal, pascal),
        (Case::Title, title_case),
        (Case::Sentence, sentence),
    ];
    forms
        .into_iter()
        .find(|(_, form)| form(text) == text)
        .map(|(case, _)| case)
}

/// A text in title case.
pub fn title_case(text: &str) -> String {
    let text = capital(text);
    let last_space = text.rfind(' ').unwrap_or(0);
    let mut title = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let starts_word = at == 0 || !is_word(text.as_bytes()[at - 1]);
        match small_word(&text[at..]).filter(|_| starts_word) {
            Some(length) => {
                let word = &text[at..at + length];
                match at > 0 && at < last_space {
                    true => title.push_str(&word.to_lowercase()),
                    false => title.push_str(word),
                }
                at += length;
            }
            None => {
                let next = text[at..].chars().next().map_or(1, char::len_utf8);
                title.push_str(&text[at..at + next]);
                at += next;
            }
        }
    }
    title
}

/// The length of the capitalised small word at the start of a text.
fn small_word(text: &str) -> Option<usize> {
    const SMALL: [&str; 20] = [
        "A", "An", "And", "As", "At", "But", "By", "En", "For", "If", "In", "Of", "On", "Or", "The", "To", "Vs.", "Vs",
        "V.", "V",
    ];
    let is_whole = |word: &&&str| {
        let before = word.as_bytes().last().copied().is_some_and(is_word);
        let after = text.as_bytes().get(word.len()).copied().is_some_and(is_word);
        text.starts_with(**word) && before != after
    };
    let word = SMALL
        .iter()
        .find(is_whole)
        .or_else(|| [&"Via"].into_iter().find(|word| is_whole(word)));
    word.map(|word| word.len())
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn is_symbol(character: char) -> bool {
    let is_ascii = character == ' ' || character.is_ascii_punctuation() && character != '\'';
    is_ascii || matches!(character, '\u{A0}'..='\u{BF}' | '\u{D7}' | '\u{F7}')
}

fn is_lower(character: char) -> bool {
    character.is_ascii_lowercase() || matches!(character, '\u{DF}'..='\u{F6}' | '\u{F8}'..='\u{FF}')
}

fn is_upper(character: char) -> bool {
    character.is_ascii_uppercase() || matches!(character, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{DE}')
}

/// Puts a text in the place of each run of symbols that something follows; a run at the end goes.
fn filled(text: &str, fill: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_symbol) {
        result.push_str(&rest[..start]);
        let after = rest[start..].trim_start_matches(is_symbol);
        let run = &rest[start..rest.len() - after.len()];
        // A line break ends a run before its last symbol.
        match (after.starts_with(['\n', '\r']), run.char_indices().next_back()) {
            (true, Some((0, _))) => result.push_str(run),
            (true, Some((last, _))) => {
                result.push_str(fill);
                result.push_str(&run[last..]);
            }
            _ if !after.is_empty() => result.push_str(fill),
            _ => {}
        }
        rest = after;
    }
    result.push_str(rest);
    result
}

/// Whether a blank stands between two characters.
fn has_hole(text: &str) -> bool {
    let mut before: [Option<bool>; 2] = [None, None];
    for character in text.chars() {
        let is_blank = character.is_whitespace();
        if before == [Some(false), Some(true)] && !is_blank {
            return true;
        }
        before = [before[1], Some(is_blank)];
    }
    false
}

/// What a text is taken for before its case is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Humps {
    Kept,
    Split,
}

/// A text without capitals alone.
fn lowered(text: &str) -> Cow<'_, str> {
    match text.contains(is_lower) {
        true => text.into(),
        false => text.to_lowercase().into(),
    }
}

/// A text with its words apart.
fn prepared<'t>(text: Cow<'t, str>, fill: Option<&str>, humps: Humps) -> Cow<'t, str> {
    let mut text = text;
    if fill.is_none() && !has_hole(&text) {
        let holey = filled(&text, " ");
        if has_hole(&holey) {
            text = holey.into();
        }
    }
    if humps == Humps::Split && !text.contains(is_symbol) {
        text = split_humps(&text).into();
    }
    text
}

/// Puts a blank before each run of capitals, and one before its last.
fn split_humps(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + 4);
    let mut rest = text;
    while let Some(start) = rest.find(is_upper) {
        let after = rest[start..].trim_start_matches(is_upper);
        let run = &rest[start..rest.len() - after.len()];
        result.push_str(&rest[..start]);
        match run.char_indices().next_back() {
            Some((last, _)) if !result.is_empty() => {
                result.push(' ');
                if last > 0 {
                    result.push_str(&run[..last]);
                    result.push(' ');
                }
                result.push_str(&run[last..]);
            }
            _ => result.push_str(run),
        }
        rest = after;
    }
    result.push_str(rest);
    result
}

fn finished(text: String, fill: Option<&str>) -> String {
    match fill {
        Some(fill) => filled(&text, fill).replace('\'', ""),
        None => text,
    }
}

fn lower(text: &str, fill: Option<&str>) -> String {
    finished(prepared(lowered(text), fill, Humps::Split).to_lowercase(), fill)
}

fn upper(text: &str, fill: Option<&str>) -> String {
    finished(prepared(text.into(), fill, Humps::Split).to_uppercase(), fill)
}

fn capital(text: &str) -> String {
    let prepared = prepared(lowered(text), None, Humps::Split);
    let mut result = String::with_capacity(prepared.len());
    let mut is_start = true;
    for character in prepared.chars() {
        match is_start && is_lower(character) {
            true => result.extend(character.to_uppercase()),
            false => result.push(character),
        }
        is_start = is_symbol(character);
    }
    result
}

fn pascal(text: &str) -> String {
    let prepared = prepared(lowered(text), None, Humps::Kept);
    let mut result = String::with_capacity(prepared.len());
    let mut rest = &*prepared;
    let mut is_start = true;
    while let Some(character) = rest.chars().next() {
        let after = rest.trim_start_matches(is_symbol);
        let next = after.chars().next().filter(|next| is_lower(*next) || is_upper(*next));
        match next.filter(|_| is_start || after.len() < rest.len()) {
            Some(letter) => {
                result.extend(letter.to_uppercase());
                rest = &after[letter.len_utf8()..];
            }
            None => {
                result.push(character);
                rest = &rest[character.len_utf8()..];
            }
        }
        is_start = false;
    }
    filled(&result, "").replace('\'', "")
}

fn camel(text: &str) -> String {
    let pascal = pascal(text);
    let mut characters = pascal.chars();
    let first = characters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(characters).collect()
}

fn sentence(text: &str) -> String {
    let text = lower(text, None);
    let mut result = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match is_lower(character) && begins_sentence(&text[..at]) {
            true => result.extend(character.to_uppercase()),
            false => result.push(character),
        }
    }
    result
}

/// Whether a sentence begins behind a text.
fn begins_sentence(before: &str) -> bool {
    let unquoted = before.strip_suffix('"').unwrap_or(before);
    let trimmed = unquoted.trim_end();
    if trimmed.is_empty() && unquoted.len() == before.len() {
        return true;
    }
    let has_gap = trimmed.len() < unquoted.len();
    let after_mark = trimmed.strip_suffix('"').unwrap_or(trimmed).ends_with(['?', '!', '.']);
    has_gap && (after_mark || trimmed.ends_with(',') && unquoted.len() < before.len())
}
