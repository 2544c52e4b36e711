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

/// The case of the first letter of a description; `None` where its first word has a spelling of its own (`iOS`, `C++`,
/// `printf()`), is a link, code or quotation, or where its script knows no case.
pub fn initial(document: &Document, description: &Description) -> Option<Initial> {
    if description.flow != Flow::Apart {
        return None;
    }
    let (marks, text) = without_marks(document.slice(description.span));
    let first = text.chars().next()?;
    let case = match first {
        _ if first.is_uppercase() => Initial::Capital,
        _ if has_capital(first) => Initial::Small,
        _ => return None,
    };
    let is_judged = match case {
        // A capital counts whatever it begins.
        Initial::Capital => true,
        Initial::Small => begins_with_small_word(text, first, description),
    };
    (is_judged && has_closing(text, marks) && !is_caseless(text)).then_some(case)
}

/// Whether a text begins with a common word in small letters, and not with a name or what goes on from the title.
fn begins_with_small_word(text: &str, first: char, description: &Description) -> bool {
    let word = first_word_of(text);
    let behind = text[word.len()..].trim_start();
    let word = word.trim_end_matches(AROUND_WORDS);
    let is_plain = |sign: char| sign.is_lowercase() || matches!(sign, '-' | '\'' | '’' | '/');
    let is_word = !word.is_empty() && word[first.len_utf8()..].chars().all(is_plain);
    let is_name = is_short_name(word) || is_subject(behind);
    let goes_on = || {
        let has_mark = description
            .separation
            .is_none_or(|separation| !separation.mark.is_empty());
        !has_mark || GOING_ON.contains(&word)
    };
    is_word && !is_name && !goes_on()
}

/// Where the first word of a description stands.
pub fn first_word(document: &Document, description: &Description) -> Span {
    let (marks, text) = without_marks(document.slice(description.span));
    let word = first_word_of(text).trim_end_matches(AROUND_WORDS);
    let start = description.span.start as usize + marks.len();
    Span::new(start, start + word.len())
}

/// What may stand behind a word and is none of it.
const AROUND_WORDS: [char; 9] = [',', '.', ';', '?', ')', '*', '_', '"', '”'];

/// A text up to the first blank or dash.
fn first_word_of(text: &str) -> &str {
    let is_end = |sign: char| sign.is_whitespace() || matches!(sign, '—' | '–' | '…');
    text.split(is_end).next().unwrap_or_default()
}

/// The marks of emphasis that a description begins with, and the rest.
fn without_marks(written: &str) -> (&str, &str) {
    let marks = written.len() - written.trim_start_matches(['*', '_']).len();
    written.split_at(marks)
}

/// The case of the first letter of a description, whatever word it begins and however it goes on from the title.
pub fn any_initial(document: &Document, description: &Description) -> Option<Initial> {
    if let Some(initial) = initial(document, description) {
        return Some(initial);
    }
    let (_, text) = without_marks(document.slice(description.span));
    let word = text.split(|sign: char| sign.is_whitespace() || sign == ',').next()?;
    let first = word.chars().next()?;
    let is_plain = has_capital(first) && word.chars().all(char::is_lowercase);
    let is_predicate = GOING_ON.contains(&word) || !is_short_name(word);
    (is_plain && is_predicate && !is_caseless(text)).then_some(Initial::Small)
}

/// Whether a text is of a script without cases, at least in part: a Latin word in it is a name as a rule.
fn is_caseless(text: &str) -> bool {
    let is_letter = |sign: char| !sign.is_ascii() && !is_symbol(sign) && sign.is_alphabetic();
    let is_caseless = |sign: char| is_letter(sign) && !sign.is_lowercase() && !sign.is_uppercase();
    !text.is_ascii() && text.contains(is_caseless)
}

/// Whether a sign is one of the marks, arrows and emoji that no letter stands between.
fn is_symbol(sign: char) -> bool {
    matches!(sign, '\u{2010}'..='\u{205F}' | '\u{2190}'..='\u{245F}' | '\u{2500}'..='\u{2BFF}' | '\u{3000}'..='\u{3004}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{1F300}'..='\u{1FAFF}')
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
    descriptions
        .filter_map(|description| initial(document, description))
        .collect()
}

pub(super) fn describe(document: &Document) -> Trait {
    let initials = document.descriptions().iter();
    let initials = initials
        .filter_map(|description| initial(document, description))
        .collect();
    Trait::new("capital", "entry-capitalization", &initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_no_letters() {
        assert!(
            ('\0'..=char::MAX)
                .filter(|&sign| is_symbol(sign))
                .all(|sign| !sign.is_alphabetic())
        );
    }
}
