//! Passages that go a way of their own: a section, a list or a depth that does throughout what the rest of
//! the document does not is meant so. Where the document goes no way, sections may.

use rustc_hash::FxHashMap;

use crate::diagnostic::Finding;
use crate::document::{Document, Entry, EntryId, SectionId};
use crate::rule::{Level, Share};

use super::{Habit, Tally};

/// From how many departures on a passage may be meant.
const MEANT: usize = 3;

/// Which share of a passage must depart.
const OWN_WAY: Share = Share(0.5);

/// How many entries of a passage were judged, and how many of them depart.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    total: usize,
    departing: usize,
}

impl Count {
    fn add(&mut self, departs: bool) {
        self.total += 1;
        self.departing += usize::from(departs);
    }

    fn is_meant(self) -> bool {
        self.departing >= MEANT && OWN_WAY.is_exceeded(self.departing, self.total)
    }
}

/// The counts of what entries are a part of, by the places of sections and lists and by depth.
#[derive(Debug, Default)]
pub struct Passages {
    sections: Vec<Count>,
    lists: Vec<Count>,
    depths: Vec<Count>,
}

impl Passages {
    /// Counts entries, each with whether it departs from what the document does.
    pub fn count(document: &Document, judged: impl Iterator<Item = (EntryId, bool)>) -> Self {
        let mut counts = Self {
            sections: vec![Count::default(); document.sections().len()],
            lists: vec![Count::default(); document.lists().len()],
            depths: Vec::new(),
        };
        for (id, departs) in judged {
            let entry = document.entry(id);
            counts.sections[entry.section.0 as usize].add(departs);
            if let Some(list) = list_of(document, entry) {
                counts.lists[list].add(departs);
            }
            let depth = entry.nesting as usize;
            if depth >= counts.depths.len() {
                counts.depths.resize(depth + 1, Count::default());
            }
            counts.depths[depth].add(departs);
        }
        counts
    }

    /// Whether the departure of an entry is the way of its passage.
    pub fn is_meant(&self, document: &Document, id: EntryId) -> bool {
        let entry = document.entry(id);
        let is_meant = |counts: &[Count], place: usize| counts.get(place).is_some_and(|count| count.is_meant());
        is_meant(&self.sections, entry.section.0 as usize)
            || list_of(document, entry).is_some_and(|list| is_meant(&self.lists, list))
            || is_meant(&self.depths, entry.nesting as usize)
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

    /// Whether nothing is asked of any entry.
    pub fn is_silent(&self) -> bool {
        matches!(self, Norm::Sections(habits) if habits.is_empty())
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

/// The place of the list that an entry is an item of.
fn list_of(document: &Document, entry: &Entry) -> Option<usize> {
    let item = document.item(entry.item?);
    Some(item.list.0 as usize)
}
