//! The final period of descriptions.

use std::fmt;

use super::passage::Norm;
use super::{Habit, Population, Tally, Trait};
use crate::document::{Description, Document, Ending, PERIODS};
use crate::rule::Share;

/// Whether a description ends with a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Close {
    Period,
    None,
}

impl fmt::Display for Close {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Period => "period",
            Self::None => "none",
        })
    }
}

/// How a description ends, where it ends in one of the two ways.
pub fn close(description: &Description) -> Option<Close> {
    match description.ending {
        Ending::Marked(_) | Ending::Settled => Some(Close::Period),
        Ending::Bare(_) | Ending::Open => Some(Close::None),
        Ending::Other => None,
    }
}

/// How the descriptions of a document end.
pub fn closes(document: &Document, population: Population) -> Tally<Close> {
    population.descriptions(document).filter_map(close).collect()
}

/// What descriptions do throughout. Two sentences need the period between them, and so the last one has its
/// own even in a list without periods: there only single sentences count.
pub fn habit(document: &Document, population: Population, threshold: Share, minimum: usize) -> Option<Habit<Close>> {
    let closes = closes(document, population);
    let all = closes.habit(threshold, minimum);
    if all.is_some_and(|habit| habit.way == Close::Period) {
        return all;
    }
    // Single sentences are no more than all.
    if (closes.count(Close::None) as f64) < threshold.0 * minimum as f64 {
        return None;
    }
    let judged = population
        .descriptions(document)
        .filter_map(|description| Some((description, close(description)?)));
    let single = judged.filter(|(description, _)| !has_sentences(document, description));
    let single: Tally<Close> = single.map(|(_, close)| close).collect();
    single
        .habit(threshold, minimum)
        .filter(|habit| habit.way == Close::None)
}

/// What descriptions are judged by: the habit of the document, or the periods of its sections.
pub fn norm(document: &Document, population: Population, threshold: Share, minimum: usize) -> Norm<Close> {
    if let Some(habit) = habit(document, population, threshold, minimum) {
        return Norm::Document(habit);
    }
    let closes = population.descriptions(document);
    let closes = closes.filter_map(|description| Some((description.entry, close(description)?)));
    let mut norm = Norm::of_sections(document, closes, threshold, minimum);
    if let Norm::Sections(habits) = &mut norm {
        habits.retain(|_, habit| habit.way == Close::Period);
    }
    norm
}

/// Whether a description is made of more than one sentence.
pub fn has_sentences(document: &Document, description: &Description) -> bool {
    let end = match description.ending {
        Ending::Marked(mark) => mark.start,
        Ending::Bare(at) => at,
        Ending::Settled | Ending::Open | Ending::Other => description.span.end,
    };
    let text = &document.source().text()[description.span.start as usize..end as usize];
    if text.is_ascii() {
        let mut ends = memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes());
        return ends.any(|at| text[at + 1..].starts_with([' ', '\n', '\r']));
    }
    text.char_indices().any(|(at, sign)| {
        let is_end = matches!(sign, '!' | '?') || PERIODS.contains(&sign);
        let behind = &text[at + sign.len_utf8()..];
        is_end && (!sign.is_ascii() && !behind.is_empty() || behind.starts_with([' ', '\n', '\r']))
    })
}

pub(super) fn describe(document: &Document) -> Trait {
    let closes = document.descriptions().iter().filter_map(close).collect();
    Trait::new("final period", "entry-punctuation", &closes)
}
