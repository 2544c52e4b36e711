//! Passages that go a way of their own: a section, a list or a depth that does throughout what the rest of
//! the document does not is meant so. Where the document goes no way, sections may.

use rustc_hash::FxHashMap;

use crate::diagnostic::Finding;
use crate::document::{Document, Entry, EntryId, ListId, SectionId};
use crate::rule::{Level, Share};

use super::{Habit, Tally};

/// From how many departures on a passage may be meant.
const MEANT: usize = 3;

/// Which share of a passage must depart.
const OWN_WAY: Share = Share(0.5);

/// What an entry is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Passage {
    Section(SectionId),
    List(ListId),
    Depth(u32),
}

/// How many entries of each passage were judged, and how many of them depart.
#[derive(Debug, Default)]
pub struct Passages(FxHashMap<Passage, (usize, usize)>);

impl Passages {
    /// Counts entries, each with whether it departs from what the document does.
    pub fn count(document: &Document, judged: impl Iterator<Item = (EntryId, bool)>) -> Self {
        let mut counts = Self::default();
        for (id, departs) in judged {
            for passage in passages(document, document.entry(id)).into_iter().flatten() {
                let (total, departing) = counts.0.entry(passage).or_default();
                *total += 1;
                *departing += usize::from(departs);
            }
        }
        counts
    }

    /// Whether the departure of an entry is the way of its passage.
    pub fn is_meant(&self, document: &Document, id: EntryId) -> bool {
        let passages = passages(document, document.entry(id)).into_iter().flatten();
        let mut counts = passages.filter_map(|passage| self.0.get(&passage));
        counts.any(|&(total, departing)| departing >= MEANT && OWN_WAY.is_exceeded(departing, total))
    }
}

/// What entries are judged by.
#[derive(Debug)]
pub enum Norm<T> {
    /// What the configuration asks for.
    Named(T),
    /// What the document does throughout.
    Document(Habit<T>),
    /// What sections do throughout, where the document does not.
    Sections(FxHashMap<SectionId, Habit<T>>),
}

impl<T: Copy + PartialEq> Norm<T> {
    /// The habits of the sections, given how each of their entries is written.
    pub fn of_sections(
        document: &Document,
        ways: impl Iterator<Item = (EntryId, T)>,
        threshold: Share,
        minimum: usize,
    ) -> Self {
        let mut tallies: FxHashMap<SectionId, Tally<T>> = FxHashMap::default();
        for (id, way) in ways {
            tallies.entry(document.entry(id).section).or_default().add(way);
        }
        let habits = tallies.into_iter();
        let habits = habits.filter_map(|(section, tally)| Some((section, tally.habit(threshold, minimum)?)));
        Self::Sections(habits.collect())
    }

    /// The habits of sections that another count of them has as well, with the figures of that count.
    pub fn agreeing(self, mut other: Self) -> Self {
        if let (Norm::Sections(own), Norm::Sections(habits)) = (&self, &mut other) {
            habits.retain(|section, habit| own.get(section).is_some_and(|own| own.way == habit.way));
        }
        other
    }

    /// How an entry should be written; `None` where nothing says so.
    pub fn way(&self, document: &Document, id: EntryId) -> Option<T> {
        match self {
            Norm::Named(way) => Some(*way),
            Norm::Document(habit) => Some(habit.way),
            Norm::Sections(habits) => habits.get(&document.entry(id).section).map(|habit| habit.way),
        }
    }

    /// A finding about an entry, as an info where more than a slip may explain it: where others of its section
    /// are written otherwise, too.
    pub fn leveled(&self, document: &Document, id: EntryId, finding: Finding) -> Finding {
        const PLAIN: Share = Share(0.95);
        let Norm::Sections(habits) = self else {
            return finding;
        };
        let habit = habits.get(&document.entry(id).section);
        let is_plain =
            habit.is_some_and(|habit| habit.count + 1 == habit.total || PLAIN.is_exceeded(habit.count, habit.total));
        if is_plain { finding } else { finding.level(Level::Info) }
    }

    /// Why an entry should be written so, given what is counted and what the most of them do.
    pub fn reason(&self, document: &Document, id: EntryId, counted: &str, verb: impl Fn(T) -> String) -> String {
        let (habit, place) = match self {
            Norm::Named(_) => return "the configuration asks for it".to_owned(),
            Norm::Document(habit) => (Some(habit), ""),
            Norm::Sections(habits) => (habits.get(&document.entry(id).section), " of this section"),
        };
        let says = |habit: &Habit<T>| {
            let verb = verb(habit.way);
            format!("{} of {} {counted}{place} {verb}", habit.count, habit.total)
        };
        habit.map(says).unwrap_or_default()
    }
}

fn passages(document: &Document, entry: &Entry) -> [Option<Passage>; 3] {
    let list = entry.item.map(|item| Passage::List(document.item(item).list));
    [
        Some(Passage::Section(entry.section)),
        list,
        Some(Passage::Depth(entry.nesting)),
    ]
}
