//! What contents say about headings without leading to them.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Table;
use crate::contents::folded;

/// What stands for headings though no link leads to them.
pub(super) struct Named {
    /// Texts of entries that lead nowhere or have no link.
    texts: FxHashSet<String>,
    /// Texts of entries that lead to a heading, with the heading that holds that one.
    beside: FxHashSet<(String, Option<usize>)>,
    /// The headings around entries that lead nowhere.
    gaps: Vec<Range<usize>>,
}

impl Named {
    pub fn of(table: &Table<'_>) -> Self {
        let document = table.document();
        let outline = table.outline;
        let mut named = Self {
            texts: FxHashSet::default(),
            beside: FxHashSet::default(),
            gaps: Vec::new(),
        };
        for (place, entry) in table.entries.iter().enumerate() {
            match table.headings[place] {
                Some(heading) => {
                    named.beside.insert((entry.text.clone(), outline.parent(heading)));
                }
                None => {
                    named.texts.insert(entry.text.clone());
                    let gap = outline.gap(table.contents, table.contents.entries.start + place);
                    named.gaps.push(gap.unwrap_or(table.contents.scope.clone()));
                }
            }
        }
        let items = document.items();
        let span = table.contents.span;
        let first = items.partition_point(|item| item.marker.start < span.start);
        let own = items[first..].iter().take_while(|item| item.marker.start < span.end);
        let plain = own
            .filter_map(|item| item.head)
            .filter(|head| document.links_in(*head).is_empty());
        named.texts.extend(plain.map(|head| folded(&document.plain_text(head))));
        named
    }

    /// Whether an entry stands for a heading.
    pub fn holds(&self, table: &Table<'_>, heading: usize) -> bool {
        let title = table.title(heading);
        self.texts.contains(title)
            || self.gaps.iter().any(|gap| gap.contains(&heading))
            || self.beside.contains(&(title.to_owned(), table.outline.parent(heading)))
    }
}
