//! Tables of contents: where their entries lead, and which headings they list.

mod fragment;
mod generator;
mod target;
mod text;

pub use fragment::{Fragment, PREFIX};
pub use generator::generator;

pub use text::{Slip, folded, slip};

use std::ops::Range;

use rustc_hash::FxHashMap;

use target::{heading_of, nesting, target};

use crate::document::{AnchorKind, Document, ItemId, Link};
use crate::source::Span;

/// An item of a table of contents that begins with a link into its own file.
#[derive(Debug)]
pub struct Entry<'d> {
    pub item: ItemId,
    pub link: &'d Link,
    pub fragment: Fragment<'d>,
    /// The heading that it leads to, by its place in [`Document::headings`].
    pub heading: Option<usize>,
    /// Whether it leads to nothing at all.
    pub is_dead: bool,
    /// What it is called, without emoji.
    pub text: String,
}

/// Lists between which nothing stands that they list.
#[derive(Debug)]
pub struct Contents {
    /// Places in [`Outline::entries`].
    pub entries: Range<usize>,
    pub span: Span,
    /// The headings that the lists are about, by their places in [`Document::headings`].
    pub scope: Range<usize>,
}

/// The headings of a document and the tables of contents that list them.
#[derive(Debug)]
pub struct Outline<'d> {
    pub document: &'d Document,
    pub entries: Vec<Entry<'d>>,
    pub contents: Vec<Contents>,
    /// For each heading whether an entry, or a link before all that is listed, leads to it.
    pub is_listed: Vec<bool>,
    /// The texts of all headings, without emoji.
    pub texts: Vec<String>,
    /// The anchors that GitHub makes of the headings.
    slugs: Vec<Option<&'d str>>,
    /// For each heading the one that holds it, and the first one behind all that it holds.
    nesting: Vec<(Option<usize>, usize)>,
}

impl<'d> Outline<'d> {
    /// The outline of a document that has a table of contents; a site generator makes anchors by its own rules.
    pub fn of(document: &'d Document) -> Option<Self> {
        let has_contents = document.lists().iter().any(|list| list.is_contents);
        if !has_contents || document.front_matter().is_some() || document.headings().is_empty() {
            return None;
        }
        let mut outline = Self {
            document,
            entries: Vec::new(),
            contents: Vec::new(),
            is_listed: vec![false; document.headings().len()],
            texts: Vec::with_capacity(document.headings().len()),
            slugs: vec![None; document.headings().len()],
            nesting: nesting(document.headings()),
        };
        let headings = document.headings().iter();
        let texts = headings.map(|heading| folded(&document.plain_text(heading.text)));
        outline.texts.extend(texts);
        let targets = outline.targets();
        outline.read_entries(&targets);
        outline.read_other_links(&targets);
        outline.join_lists();
        Some(outline)
    }

    pub fn slug(&self, heading: usize) -> Option<&'d str> {
        self.slugs[heading]
    }

    /// The heading that an anchor stands for.
    pub fn heading_named(&self, name: &str) -> Option<usize> {
        let anchor = self.document.anchors().iter().find(|anchor| &*anchor.name == name)?;
        heading_of(self.document, anchor)
    }

    /// The headings that anchors stand for; `None` for anchors elsewhere.
    fn targets(&mut self) -> FxHashMap<&'d str, Option<usize>> {
        let document = self.document;
        let mut targets = FxHashMap::default();
        for anchor in document.anchors() {
            let heading = heading_of(document, anchor);
            if let (AnchorKind::Heading, Some(heading)) = (anchor.kind, heading) {
                self.slugs[heading].get_or_insert(&anchor.name);
            }
            targets.entry(&*anchor.name).or_insert(heading);
        }
        targets
    }

    fn read_entries(&mut self, targets: &FxHashMap<&'d str, Option<usize>>) {
        let document = self.document;
        for (index, item) in document.items().iter().enumerate() {
            if !document.list(item.list).is_contents {
                continue;
            }
            let links = document.links_in(item.head.unwrap_or_default()).iter();
            let own = links.filter(|link| !link.is_image);
            let own = own.filter_map(|link| Some((link, Fragment::of(document, link)?)));
            for (place, (link, fragment)) in own.enumerate() {
                let target = target(targets, &fragment);
                let heading = target.flatten();
                if let Some(heading) = heading {
                    self.is_listed[heading] = true;
                }
                if place == 0 {
                    self.entries.push(Entry {
                        item: ItemId(index as u32),
                        link,
                        fragment,
                        heading,
                        is_dead: target.is_none(),
                        text: folded(&document.plain_text(link.text)),
                    });
                }
            }
        }
    }

    /// Contents may stand in a table or in one line, and lists may be one part of them.
    fn read_other_links(&mut self, targets: &FxHashMap<&'d str, Option<usize>>) {
        let Some(first) = self.is_listed.iter().position(|is_listed| *is_listed) else {
            return;
        };
        let start = self.document.headings()[first].span.start;
        let links = self.document.links().iter();
        for link in links.take_while(|link| link.span.start < start) {
            let fragment = Fragment::of(self.document, link);
            if let Some(heading) = fragment.and_then(|fragment| target(targets, &fragment).flatten()) {
                self.is_listed[heading] = true;
            }
        }
    }

    fn join_lists(&mut self) {
        let document = self.document;
        let lists = document
            .lists()
            .iter()
            .filter(|list| list.is_contents && list.depth == 0);
        let mut next = 0;
        for list in lists {
            let span = document.block(list.block).span;
            let first = next;
            while self
                .entries
                .get(next)
                .is_some_and(|entry| entry.link.span.start < span.end)
            {
                next += 1;
            }
            if first == next {
                continue;
            }
            let is_one = self
                .contents
                .last()
                .is_some_and(|last| self.is_one(last.span, span, first..next));
            match self.contents.last_mut() {
                Some(last) if is_one => {
                    last.entries.end = next;
                    last.span.end = span.end;
                }
                _ => self.contents.push(Contents {
                    entries: first..next,
                    span,
                    scope: 0..0,
                }),
            }
        }
        for index in 0..self.contents.len() {
            let scope = self.scope(&self.contents[index]);
            self.contents[index].scope = scope;
        }
    }

    /// Whether two lists are parts of one table of contents: nothing that is listed stands between them, but for
    /// the heading of the second one, if that does not list what stands under it.
    fn is_one(&self, first: Span, second: Span, listed: Range<usize>) -> bool {
        let entries = self.document.entries();
        let entry = entries.partition_point(|entry| entry.span.start < first.end);
        if entries.get(entry).is_some_and(|entry| entry.span.start < second.start) {
            return false;
        }
        let headings = self.document.headings();
        let from = headings.partition_point(|heading| heading.span.start < first.end);
        let to = headings.partition_point(|heading| heading.span.start < second.start);
        if !self.is_listed[from..to].contains(&true) {
            return true;
        }
        let mut listed = self.entries[listed].iter().filter_map(|entry| entry.heading);
        !listed.any(|heading| (to..self.end(to - 1)).contains(&heading))
    }

    /// The headings behind the lists: those of the innermost section that has all that is listed, or all.
    fn scope(&self, contents: &Contents) -> Range<usize> {
        let headings = self.document.headings();
        let listed = self.entries[contents.entries.clone()]
            .iter()
            .filter_map(|entry| entry.heading);
        let before = headings.partition_point(|heading| heading.span.start < contents.span.start);
        let start = headings.partition_point(|heading| heading.span.start < contents.span.end);
        let (first, last) = listed.fold((usize::MAX, 0), |(first, last), heading| {
            (first.min(heading), last.max(heading))
        });
        let mut outer = before.checked_sub(1);
        while let Some(heading) = outer {
            let end = self.end(heading);
            if start <= first && last < end {
                return start..end;
            }
            outer = self.parent(heading);
        }
        start..headings.len()
    }

    /// The heading that holds another one, if any.
    pub fn parent(&self, heading: usize) -> Option<usize> {
        self.nesting[heading].0
    }

    /// The first heading behind a heading and all that it holds.
    pub fn end(&self, heading: usize) -> usize {
        self.nesting[heading].1
    }

    /// The headings between those of the entries before and behind one, where these are in order.
    pub fn gap(&self, contents: &Contents, entry: usize) -> Option<Range<usize>> {
        let heading = |place: usize| self.entries[place].heading;
        let before = (contents.entries.start..entry).rev().find_map(heading);
        let behind = (entry + 1..contents.entries.end).find_map(heading);
        let start = before.map_or(contents.scope.start, |before| before + 1);
        let end = behind.unwrap_or(contents.scope.end);
        (start <= end).then_some(start..end)
    }

    /// The entry that begins with a link, by its place in [`Outline::entries`].
    pub fn entry_of(&self, link: &Link) -> Option<usize> {
        let start = link.span.start;
        self.entries
            .binary_search_by_key(&start, |entry| entry.link.span.start)
            .ok()
    }

    /// The headings without an entry where a dead entry stands, and which of them stands in its order, if there
    /// are as many as dead entries.
    pub fn open_at(&self, place: usize) -> Option<(Vec<usize>, Option<usize>)> {
        let contents = self
            .contents
            .iter()
            .find(|contents| contents.entries.contains(&place))?;
        let gap = self.gap(contents, place)?;
        let is_dead = |place: &usize| self.entries[*place].heading.is_none();
        let before = (contents.entries.start..place).rev().take_while(is_dead).count();
        let behind = (place..contents.entries.end).take_while(is_dead).count();
        let list = self.document.item(self.entries[place].item).list;
        let levels = self.levels(contents, |entry| self.document.item(entry.item).list == list);
        let levels = match levels {
            0 => self.levels(contents, |_| true),
            levels => levels,
        };
        let headings = self.document.headings();
        let is_open = |heading: &usize| !self.is_listed[*heading] && levels >> headings[*heading].level & 1 == 1;
        let open: Vec<usize> = gap.filter(is_open).collect();
        let due = (open.len() == before + behind).then(|| open[before]);
        Some((open, due))
    }

    /// The levels of the headings that some entries lead to, as a set of bits.
    pub fn levels(&self, contents: &Contents, is_chosen: impl Fn(&Entry<'d>) -> bool) -> u32 {
        let headings = self.document.headings();
        let chosen = self.entries[contents.entries.clone()]
            .iter()
            .filter(|entry| is_chosen(entry));
        let levels = chosen.filter_map(|entry| Some(headings[entry.heading?].level));
        levels.fold(0, |levels, level| levels | 1 << level)
    }
}
