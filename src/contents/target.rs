//! Where fragments lead, and how headings hold one another.

use rustc_hash::FxHashMap;

use super::{Fragment, PREFIX};
use crate::document::{Anchor, AnchorKind, Document, Heading};
use crate::source::Span;

/// How far from a heading a tag may stand that is an anchor for it, in bytes.
const NEAR: usize = 300;

/// For each heading the one that holds it, and the first one behind all that it holds.
pub(super) fn nesting(headings: &[Heading]) -> Vec<(Option<usize>, usize)> {
    let mut nesting: Vec<(Option<usize>, usize)> = Vec::with_capacity(headings.len());
    let mut open: Vec<usize> = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        while let Some(last) = open.pop_if(|last| headings[*last].level >= heading.level) {
            nesting[last].1 = index;
        }
        nesting.push((open.last().copied(), headings.len()));
        open.push(index);
    }
    nesting
}

/// Where a fragment leads: to a heading, to another place, or to none.
pub(super) fn target(targets: &FxHashMap<&str, Option<usize>>, fragment: &Fragment<'_>) -> Option<Option<usize>> {
    let name = fragment.name.strip_prefix(PREFIX).unwrap_or(&fragment.name);
    let found = targets.get(name).copied();
    // GitHub finds an anchor in any letter case.
    found.or_else(|| targets.get(name.to_lowercase().as_str()).copied())
}

/// The heading that an anchor stands for: it holds the tag, or nothing but tags stands between them.
pub(super) fn heading_of(document: &Document, anchor: &Anchor) -> Option<usize> {
    let headings = document.headings();
    let begun = headings.partition_point(|heading| heading.span.start <= anchor.span.start);
    let before = begun.checked_sub(1);
    if anchor.kind == AnchorKind::Heading {
        return before.filter(|&before| headings[before].span.start == anchor.span.start);
    }
    if let Some(before) = before.filter(|&before| headings[before].span.encloses(anchor.span)) {
        return Some(before);
    }
    let is_near = |start: u32, end: u32| {
        start <= end && (end - start) as usize <= NEAR && is_only_tags(document.slice(Span { start, end }))
    };
    if headings
        .get(begun)
        .is_some_and(|next| is_near(anchor.span.end, next.span.start))
    {
        return Some(begun);
    }
    before.filter(|&before| is_near(headings[before].span.end, anchor.span.start))
}

fn is_only_tags(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(tag) = rest.strip_prefix('<') {
        let Some((_, after)) = tag.split_once('>') else {
            return false;
        };
        rest = after.trim_start();
    }
    rest.is_empty()
}
