//! The final period of descriptions.

use std::fmt;

use rustc_hash::FxHashMap;

use super::passage::Norm;
use super::{Population, Tally, Trait};
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

/// What descriptions do throughout, or those of sections. Two sentences need the period between them, and so the
/// last one has its own even in a list without periods: there only single sentences count.
pub fn norm(document: &Document, population: Population, threshold: Share, minimum: usize) -> Norm<Close> {
    let all = closes(document, population).habit(threshold, minimum);
    if let Some(habit) = all.filter(|habit| habit.way == Close::Period) {
        return Norm::Document(habit);
    }
    let closed = || {
        population
            .descriptions(document)
            .filter_map(|it| Some((it, close(it)?)))
    };
    let is_single = |description: &Description| !has_sentences(document, description);
    let single: Tally<Close> = closed()
        .filter(|(it, _)| is_single(it))
        .map(|(_, close)| close)
        .collect();
    if let Some(habit) = single
        .habit(threshold, minimum)
        .filter(|habit| habit.way == Close::None)
    {
        return Norm::Document(habit);
    }
    let of_entries = closed().map(|(it, close)| (it.entry, close));
    let Norm::Sections(mut habits) = Norm::of_sections(document, of_entries, threshold, minimum) else {
        return Norm::Sections(FxHashMap::default());
    };
    habits.retain(|_, habit| habit.way == Close::Period);
    Norm::Sections(habits)
}

/// Whether a description is made of more than one sentence.
pub fn has_sentences(document: &Document, description: &Description) -> bool {
    let end = match description.ending {
        Ending::Marked(mark) => mark.start,
        Ending::Bare(at) => at,
        Ending::Settled | Ending::Open | Ending::Other => description.span.end,
    };
    let text = &document.source().text()[description.span.start as usize..end as usize];
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
