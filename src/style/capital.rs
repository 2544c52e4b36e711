//! The first letters of descriptions.

use std::fmt;

use super::{Population, Tally, Trait};
use crate::document::{Description, Document, Flow};
use crate::source::Span;

/// The case of a first letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Initial {
    Capital,
    Small,
}

impl fmt::Display for Initial {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Capital => "capital",
            Self::Small => "small letter",
        })
    }
}

/// The first word of a description and the case of its first letter; `None` where the word has a spelling of
/// its own (`iOS`, `C++`, `printf()`), is a link, code or quotation, or where its script knows no case.
pub fn initial(document: &Document, description: &Description) -> Option<(Initial, Span)> {
    if description.flow != Flow::Apart {
        return None;
    }
    let written = document.slice(description.span);
    let marks = written.len() - written.trim_start_matches(['*', '_']).len();
    let text = &written[marks..];
    let first = text.chars().next()?;
    if !first.is_alphabetic() || is_caseless(text) {
        return None;
    }
    let case = match first {
        _ if first.is_uppercase() => Initial::Capital,
        _ if has_capital(first) => Initial::Small,
        _ => return None,
    };
    if !has_closing(text, &written[..marks]) {
        return None;
    }
    let word = text
        .split(|sign: char| sign.is_whitespace() || matches!(sign, '—' | '–' | '…'))
        .next()?;
    let behind = text[word.len()..].trim_start();
    let word = word.trim_end_matches([',', '.', ';', '?', ')', '*', '_', '"', '”']);
    let is_plain = |sign: char| sign.is_lowercase() || matches!(sign, '-' | '\'' | '’' | '/');
    let is_word = !word.is_empty() && word[first.len_utf8()..].chars().all(is_plain);
    let is_name = is_short_name(word) || is_subject(behind);
    let start = description.span.start as usize + marks;
    let span = Span::new(start, start + word.len());
    let goes_on = || {
        let has_mark = description
            .separation
            .is_none_or(|separation| !separation.mark.is_empty());
        !has_mark || GOING_ON.contains(&word)
    };
    // A capital counts whatever it begins.
    (case == Initial::Capital || is_word && !is_name && !goes_on()).then_some((case, span))
}

/// The case of the first letter of a description, whatever word it begins and however it goes on from the title.
pub fn any_initial(document: &Document, description: &Description) -> Option<Initial> {
    if let Some((initial, _)) = initial(document, description) {
        return Some(initial);
    }
    let text = document.slice(description.span).trim_start_matches(['*', '_']);
    if is_caseless(text) {
        return None;
    }
    let word = text.split(|sign: char| sign.is_whitespace() || sign == ',').next()?;
    let first = word.chars().next()?;
    let is_plain = has_capital(first) && word.chars().all(char::is_lowercase);
    let is_predicate = GOING_ON.contains(&word) || !is_short_name(word);
    (is_plain && is_predicate).then_some(Initial::Small)
}

/// Whether a text is of a script without cases, at least in part: a Latin word in it is a name as a rule.
fn is_caseless(text: &str) -> bool {
    let is_letter = |sign: char| !sign.is_ascii() && sign.is_alphabetic();
    let is_caseless = |sign: char| is_letter(sign) && !sign.is_lowercase() && !sign.is_uppercase();
    !text.is_ascii() && text.contains(is_caseless)
}

/// Whether the marks of emphasis before a text are closed in it: `*nix` is a word.
fn has_closing(text: &str, marks: &str) -> bool {
    marks.is_empty() || text.contains(marks)
}

/// The only words of one or two letters that begin descriptions; others are names or symbols.
const SHORT: &[&str] = &["a", "an", "at", "do", "go", "in", "it", "my", "no", "on", "to", "we"];

fn is_short_name(word: &str) -> bool {
    word.is_ascii() && word.len() < 3 && !SHORT.contains(&word)
}

/// Whether the word before a text is explained by it: `foo is a …`, `foo -- a …`.
fn is_subject(behind: &str) -> bool {
    let starts = ["is ", "- ", "-- ", "– ", "— ", "= "];
    matches!(behind.as_bytes(), [b'i' | b'-' | 0xE2 | b'=', ..]) && starts.iter().any(|start| behind.starts_with(start))
}

/// Words that go on the sentence that the title begins.
#[rustfmt::skip]
const GOING_ON: &[&str] = &[
    "and", "are", "but", "by", "can", "from", "has", "have", "is", "lets", "or", "stands", "that", "was", "were",
    "which", "will", "with",
];

/// Whether a small letter has a capital that begins sentences: Georgian has capitals for headlines only.
fn has_capital(letter: char) -> bool {
    let is_georgian = matches!(letter, '\u{10D0}'..='\u{10FF}');
    let mut capital = letter.to_uppercase();
    letter.is_lowercase() && !is_georgian && capital.len() == 1 && capital.next() != Some(letter)
}

/// The first letters of the descriptions of a document.
pub fn initials(document: &Document, population: Population) -> Tally<Initial> {
    let descriptions = population.descriptions(document);
    let initials = descriptions.filter_map(|description| initial(document, description));
    initials.map(|(initial, _)| initial).collect()
}

pub(super) fn describe(document: &Document) -> Trait {
    let initials = document.descriptions().iter();
    let initials = initials.filter_map(|description| initial(document, description));
    let initials = initials.map(|(initial, _)| initial).collect();
    Trait::new("capital", "entry-capitalization", &initials)
}
