//! The headings that links of the same document lead to.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::{AnchorKind, Document, Heading};
use crate::source::{Span, last_from};

/// The headings that links of the document lead to, found when the first change in a heading asks.
#[derive(Debug, Default)]
pub struct LinkedAnchors {
    /// Starts of the headings, sorted.
    headings: OnceCell<Vec<u32>>,
}

impl LinkedAnchors {
    /// Whether a change inside a span would change an anchor that is in use.
    pub fn would_change(&self, document: &Document, span: Span) -> bool {
        let heading = last_from(document.headings(), span.start, |heading| heading.span.start);
        let Some(heading) = heading.filter(|heading| heading.span.encloses(span)) else {
            return false;
        };
        self.lead_to(document, heading)
    }

    /// Whether a link of the document leads to a heading.
    pub fn lead_to(&self, document: &Document, heading: &Heading) -> bool {
        let linked = self.headings.get_or_init(|| linked_headings(document));
        linked.binary_search(&heading.span.start).is_ok()
    }
}

fn linked_headings(document: &Document) -> Vec<u32> {
    let targets = document
        .links()
        .iter()
        .filter_map(|link| document.url(link).strip_prefix('#'));
    let targets: FxHashSet<&str> = targets.collect();
    let anchors = document.anchors().iter();
    let linked = anchors.filter(|anchor| anchor.kind == AnchorKind::Heading && targets.contains(&*anchor.name));
    linked.map(|anchor| anchor.span.start).collect()
}
