//! Blank lines between the items of a list.

use std::fmt;

use super::{Tally, Trait};
use crate::document::{Document, Item, List};

/// What stands between an item and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    Tight,
    Blank,
}

impl fmt::Display for Gap {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Gap::Tight => "no blank line",
            Gap::Blank => "blank line",
        })
    }
}

/// The gap before an item; none where it does not begin its line, as in a quotation.
pub fn gap_before(document: &Document, item: &Item) -> Option<Gap> {
    let before = &document.source().text()[..item.marker.start as usize];
    let before = before.trim_end_matches([' ', '\t']).strip_suffix('\n')?;
    let line = before.trim_end_matches([' ', '\t', '\r']);
    Some(match line.is_empty() || line.ends_with('\n') {
        true => Gap::Blank,
        false => Gap::Tight,
    })
}

/// The gaps inside one list.
pub fn gaps_of(document: &Document, list: &List) -> Tally<Gap> {
    let mut gaps = Tally::default();
    let mut next = list.first.and_then(|first| document.item(first).next);
    while let Some(id) = next {
        let item = document.item(id);
        if let Some(gap) = gap_before(document, item) {
            gaps.add(gap);
        }
        next = item.next;
    }
    gaps
}

/// The gaps of a file, those of its tables of contents left out: they are often generated.
pub fn gaps(document: &Document) -> Tally<Gap> {
    let mut gaps = Tally::default();
    for item in document.items() {
        let list = document.list(item.list);
        let is_first = list
            .first
            .is_some_and(|first| document.item(first).marker == item.marker);
        if !is_first
            && !list.is_contents
            && let Some(gap) = gap_before(document, item)
        {
            gaps.add(gap);
        }
    }
    gaps
}

pub(super) fn describe(document: &Document) -> Trait {
    Trait::new("blank lines between items", "list-item-spacing", &gaps(document))
}
