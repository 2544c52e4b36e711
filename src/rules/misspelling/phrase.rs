//! Words that are wrong between others, and abbreviations without their periods.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::{TABLE, is_own_place};
use crate::diagnostic::Finding;
use crate::document::{Document, FormId, Word};
use crate::edit::{Applicability, Edit};
use crate::rule::{finding, reword};
use crate::sieve::Sieve;
use crate::source::Span;

/// A word that is wrong between others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrase {
    /// What is written instead.
    pub write: String,
    /// The words of which one must stand before it; any where there are none.
    pub before: Vec<String>,
    /// The same for the word behind it.
    pub after: Vec<String>,
}

/// What is looked for at a word.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Phrase(&'static Phrase),
    /// `eg`, `e.g`, `etc`, with what is written instead where a period is missing.
    Abbreviation(&'static str),
}

const ABBREVIATIONS: [(&str, &str); 5] = [
    ("e.g", "e.g."),
    ("eg", "e.g."),
    ("etc", "etc."),
    ("i.e", "i.e."),
    ("ie", "i.e."),
];

/// So many places of one word are how the list writes it.
const HABIT: usize = 5;

/// The slips of a document, in the order of the text.
pub(super) fn slips(document: &Document) -> Vec<Finding> {
    let words = document.words();
    let kinds = words
        .forms()
        .filter(|(_, form)| SIEVE.lets_through(form.mesh))
        .filter_map(|(id, form)| Some((id, kind_of(document.slice(form.first))?)));
    let kinds: Vec<(FormId, Kind)> = kinds.collect();
    let mut found: Vec<(FormId, Span, &str)> = Vec::new();
    for &(form, kind) in &kinds {
        for place in words.places(form) {
            let word = &words.all()[place];
            let meant = match kind {
                Kind::Phrase(phrase) => {
                    is_between(document, phrase, words.all(), place).then_some(phrase.write.as_str())
                }
                Kind::Abbreviation(meant) => abbreviation(document, word, meant),
            };
            if let Some(meant) = meant.filter(|_| is_own_place(document, word)) {
                found.push((form, word.span, meant));
            }
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    found.sort_unstable_by_key(|(_, span, _)| *span);
    let count = |form: FormId| found.iter().filter(|(other, ..)| *other == form).count();
    let habits = Habits::of(document, &kinds);
    let slips = found
        .iter()
        .filter(|(form, _, meant)| count(*form) < HABIT && habits.has_periods(document, *form, meant));
    slips.map(|&(_, span, meant)| report(document, span, meant)).collect()
}

/// How often abbreviations are written with their periods, and without.
#[derive(Debug, Default)]
struct Habits<'d>(FxHashMap<&'d str, (usize, usize)>);

impl<'d> Habits<'d> {
    fn of(document: &'d Document, kinds: &[(FormId, Kind)]) -> Self {
        let words = document.words();
        let mut habits = Self::default();
        for &(form, kind) in kinds {
            let Kind::Abbreviation(meant) = kind else { continue };
            for word in words.places(form).map(|place| &words.all()[place]) {
                let written = document.slice(word.span);
                let has_periods = match meant {
                    "etc." => document.source().text()[word.span.end as usize..].starts_with('.'),
                    _ => written.contains('.'),
                };
                let (with, without) = habits.0.entry(meant).or_default();
                *(if has_periods { with } else { without }) += 1;
            }
        }
        habits
    }

    /// Whether a word is an abbreviation that the list writes with periods more often than not, or none at all.
    /// One `etc` alone is no habit.
    fn has_periods(&self, document: &Document, form: FormId, meant: &str) -> bool {
        let written = document.slice(document.words().form(form).first);
        let is_bare = !written.contains('.');
        self.0
            .get(meant)
            .is_none_or(|(with, without)| !is_bare || with > without || meant == "etc." && *without == 1)
    }
}

fn report(document: &Document, span: Span, meant: &str) -> Finding {
    let text = document.slice(span);
    let message = format!("`{text}` where `{meant}` is meant");
    // The period may be there.
    let is_dotted = document.source().text()[span.end as usize..].starts_with('.');
    let new = if is_dotted { meant.trim_end_matches('.') } else { meant };
    let edit = Edit::replace(document.file(), span, new);
    let fix = reword(document, format!("write `{meant}`"), Applicability::Safe, vec![edit]);
    finding(document, span, message).fix(fix)
}

fn kind_of(text: &str) -> Option<Kind> {
    let abbreviation = ABBREVIATIONS.iter().find(|(written, _)| *written == text);
    let abbreviation = abbreviation.map(|(_, meant)| Kind::Abbreviation(meant));
    abbreviation.or_else(|| TABLE.phrases.get(text).map(Kind::Phrase))
}

static SIEVE: LazyLock<Sieve> = LazyLock::new(|| {
    let abbreviations = ABBREVIATIONS.iter().map(|(written, _)| *written);
    Sieve::of(abbreviations.chain(TABLE.phrases.keys().map(String::as_str)))
});

/// Whether a word stands between the words of a phrase, with one blank on each side.
fn is_between(document: &Document, phrase: &Phrase, words: &[Word], index: usize) -> bool {
    let text = document.source().text();
    let span = words[index].span;
    let stands = |wanted: &[String], other: Option<&Word>, gap: fn(Span, Span) -> (u32, u32)| {
        if wanted.is_empty() {
            return true;
        }
        other.is_some_and(|other| {
            let (from, to) = gap(other.span, span);
            let is_near = text.get(from as usize..to as usize) == Some(" ");
            is_near
                && wanted
                    .iter()
                    .any(|word| word.eq_ignore_ascii_case(document.slice(other.span)))
        })
    };
    let before = index.checked_sub(1).and_then(|before| words.get(before));
    stands(&phrase.before, before, |other, own| (other.end, own.start))
        && stands(&phrase.after, words.get(index + 1), |other, own| (own.end, other.start))
}

/// What is meant by an abbreviation that lacks a period, as far as that is certain.
fn abbreviation(document: &Document, word: &Word, meant: &'static str) -> Option<&'static str> {
    let text = document.source().text();
    let before = &text[..word.span.start as usize];
    let after = &text[word.span.end as usize..];
    let is_apart = before.ends_with([' ', '(', ',']);
    let is_wrong = match document.slice(word.span) {
        "etc" => after.starts_with(')'),
        "eg" | "ie" => {
            after.starts_with(". ")
                || after.starts_with(".,")
                || before.ends_with('(') && after.starts_with([' ', ',', ':'])
        }
        _ => after.starts_with(' ') || after.starts_with(", "),
    };
    (is_apart && is_wrong).then_some(meant)
}
