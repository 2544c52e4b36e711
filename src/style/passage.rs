//! Passages that go a way of their own: a section, a list or a depth that does throughout what the rest of
//! the document does not is meant so.

use rustc_hash::FxHashMap;

use crate::document::{Document, Entry, EntryId, ListId, SectionId};
use crate::rule::Share;

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

fn passages(document: &Document, entry: &Entry) -> [Option<Passage>; 3] {
    let list = entry.item.map(|item| Passage::List(document.item(item).list));
    [
        Some(Passage::Section(entry.section)),
        list,
        Some(Passage::Depth(entry.nesting)),
    ]
}
