//! Moves an entry among its siblings: whole lines, with the comments above that speak of it.

use crate::document::{Document, Effect, ItemId, Verb};
use crate::edit::{Applicability, Edit, Fix};
use crate::source::{Span, last_from};
use crate::style::order::Holder;

/// The items or rows that an entry can be moved among.
pub struct Slots<'d> {
    document: &'d Document,
    slots: Vec<Slot>,
}

/// The lines of an item or row.
struct Slot {
    lines: Span,
    /// Where the item or row begins.
    start: u32,
    item: Option<ItemId>,
}

impl<'d> Slots<'d> {
    pub fn of(document: &'d Document, holder: Holder) -> Self {
        let mut slots: Vec<Slot> = Vec::new();
        let mut push = |span: Span, item: Option<ItemId>| {
            let last_end = slots.last().map_or(0, |slot| slot.lines.end);
            slots.push(Slot {
                lines: lines(document, span, last_end),
                start: span.start,
                item,
            });
        };
        match holder {
            Holder::Run(run) => {
                let lists = document.runs()[run.0 as usize].lists.iter();
                for item in lists.flat_map(|&list| document.items_of(list)) {
                    push(document.block(document.item(item).block).span, Some(item));
                }
            }
            Holder::Table(table) => {
                let rows = document.tables()[table].rows.clone();
                for row in &document.rows()[rows.start as usize..rows.end as usize] {
                    push(row.span, None);
                }
            }
        }
        Self { document, slots }
    }

    fn place(&self, start: u32) -> Option<usize> {
        self.slots.binary_search_by_key(&start, |slot| slot.start).ok()
    }

    /// The fix that moves the entry that begins at an offset behind another one, or before the first.
    pub fn moved(&self, entry: u32, after: Option<u32>, before: Option<u32>) -> Option<Fix> {
        let from = self.place(entry)?;
        // The place that the entry comes to stand before.
        let to = match (after, before) {
            (Some(after), _) => self.place(after)? + 1,
            (None, before) => self.place(before?)?,
        };
        let stays = to == from || to == from + 1;
        if stays || !self.is_movable(from, to) {
            return None;
        }
        let (cut, gap) = self.cut(from);
        let insertion = self.insertion(from, to, gap);
        let mut edits = vec![Edit::delete(self.document.file(), cut), insertion];
        edits.extend(self.touch_of_next(from));
        let height = |gap: &str| gap.matches('\n').count();
        let is_even = |other: &str| height(other) == height(gap);
        let keeps_gaps = to == 0 || to == self.slots.len() || self.gap(to - 1).is_some_and(is_even);
        let trust = match keeps_gaps && !self.is_counted() {
            true => Applicability::Safe,
            false => Applicability::Unsafe,
        };
        Fix::new("move the entry", trust, &[Effect::Entries], edits)
    }

    /// Whether every line stays what it is at its new place: all begin alike, and no comment that stands
    /// between entries switches rules on or off.
    fn is_movable(&self, from: usize, to: usize) -> bool {
        let lead = |place: usize| {
            let slot = &self.slots[place];
            let source = self.document.source();
            let start = source.line_start(source.line_of(slot.start as usize));
            self.document.slice(Span::new(start, slot.start as usize))
        };
        let is_lead = |lead: &str| lead.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
        let around = [from.checked_sub(1), Some(from + 1), to.checked_sub(1), Some(to)];
        let mut around = around.into_iter().flatten().filter(|place| *place < self.slots.len());
        let is_alike = is_lead(lead(from)) && around.all(|place| lead(place) == lead(from));
        let all = match (self.slots.first(), self.slots.last()) {
            (Some(first), Some(last)) => Span::new(first.lines.start as usize, last.lines.end as usize),
            _ => return false,
        };
        let directives = self.document.directives().iter();
        let mut between = directives.filter(|directive| {
            let start = directive.comment.start;
            let slot = last_from(&self.slots, start, |slot| slot.lines.start);
            all.contains(start) && slot.is_none_or(|slot| !slot.lines.contains(start))
        });
        let is_row = self.slots[from].item.is_none();
        (is_alike || is_row) && between.next().is_none()
    }

    /// The blank lines between an item and the next one, or `None` where something else stands there.
    fn gap(&self, place: usize) -> Option<&'d str> {
        let (slot, next) = (self.slots.get(place)?, self.slots.get(place + 1)?);
        let gap = Span::new(slot.lines.end as usize, next.lines.start.max(slot.lines.end) as usize);
        let gap = self.document.slice(gap);
        let is_blank = |byte: u8| matches!(byte, b' ' | b'\t' | b'>' | b'\n' | b'\r');
        gap.bytes().all(is_blank).then_some(gap)
    }

    /// What goes at the old place: the lines, and the smaller one of the gaps around them.
    fn cut(&self, from: usize) -> (Span, &'d str) {
        let lines = self.slots[from].lines;
        let before = from.checked_sub(1).map(|place| self.gap(place).unwrap_or_default());
        let after = (from + 1 < self.slots.len()).then(|| self.gap(from).unwrap_or_default());
        let (mut cut, gap) = match (before, after) {
            (Some(before), after) if after.is_none_or(|after| before.len() < after.len()) => (
                Span::new(lines.start as usize - before.len(), lines.end as usize),
                before,
            ),
            (_, after) => {
                let gap = after.unwrap_or_default();
                (Span::new(lines.start as usize, lines.end as usize + gap.len()), gap)
            }
        };
        // The file ends as it did, without a line break.
        if !self.document.slice(lines).ends_with(['\n', '\r']) {
            let text = &self.document.source().text()[..cut.start as usize];
            let kept = text.strip_suffix('\n').unwrap_or(text);
            cut.start = kept.strip_suffix('\r').unwrap_or(kept).len() as u32;
        }
        (cut, gap)
    }

    fn insertion(&self, from: usize, to: usize, gap: &str) -> Edit {
        let file = self.document.file();
        let line_break = self.document.source().line_ending().as_str();
        let lines = self.document.slice(self.slots[from].lines);
        let is_open = !lines.ends_with(['\n', '\r']);
        let closing = if is_open { line_break } else { "" };
        if let Some(slot) = (to == 0).then(|| &self.slots[0]) {
            // The list begins elsewhere now: its first marker is written again as it is, so that the change is
            // declared there too.
            let touched = Span::new(slot.lines.start as usize, self.marker_end(slot));
            let text = format!("{lines}{closing}{gap}{}", self.document.slice(touched));
            return Edit::replace(file, touched, text);
        }
        let end = self.slots[to - 1].lines;
        let text = match self.document.slice(end).ends_with(['\n', '\r']) {
            true => format!("{gap}{lines}{closing}"),
            false => format!("{line_break}{gap}{}", lines.trim_end_matches(['\n', '\r'])),
        };
        Edit::insert(file, end.end as usize, text)
    }

    fn marker_end(&self, slot: &Slot) -> usize {
        let marker = slot.item.map(|item| self.document.item(item).marker);
        marker.map_or(slot.start, |marker| marker.end) as usize
    }

    /// Where the first item of a list goes, the list begins with the next one.
    fn touch_of_next(&self, from: usize) -> Option<Edit> {
        let item = self.document.item(self.slots[from].item?);
        let is_first = self.document.list(item.list).first == self.slots[from].item;
        let next = is_first.then_some(item.next?)?;
        let marker = self.document.item(next).marker;
        Some(Edit::replace(self.document.file(), marker, self.document.slice(marker)))
    }

    /// Whether the items have numbers that count: these would be out of order then.
    fn is_counted(&self) -> bool {
        let number = |slot: &Slot| self.document.item(slot.item?).number;
        let changes = self
            .slots
            .windows(2)
            .filter(|pair| number(&pair[0]) != number(&pair[1]));
        changes.count() * 2 > self.slots.len()
    }
}

/// The lines of an item or row, with a comment directly above that speaks of it and of nothing before it.
fn lines(document: &Document, span: Span, last_end: u32) -> Span {
    let source = document.source();
    let first = source.line_of(span.start as usize);
    // The parser counts lines of nothing but blanks to the item above.
    let length = document.slice(span).trim_end().len();
    let last = source.line_of(span.start as usize + length.max(1) - 1);
    let mut start = source.line_start(first);
    let end = source.line_start(last + 1);
    while let Some(comment) = comment_above(document, start).filter(|above| *above >= last_end as usize) {
        start = comment;
    }
    Span::new(start, end.max(start))
}

/// Where the line begins on which a comment stands that ends on the line before an offset; entries that are
/// commented out and comments that switch rules until further notice speak of nothing below them.
fn comment_above(document: &Document, line_start: usize) -> Option<usize> {
    let source = document.source();
    let comment = last_from(document.comments(), line_start as u32, |comment| comment.span.start)?.span;
    let between = source.text().get(comment.end as usize..line_start)?;
    let is_above = matches!(between, "\n" | "\r\n" | "\r");
    let text = document.slice(comment).strip_prefix("<!--")?.trim_start();
    let is_entry = text.starts_with(['-', '*', '+', '|', '[']);
    let directive = last_from(document.directives(), comment.start, |directive| {
        directive.comment.start
    });
    let directive = directive.filter(|directive| directive.comment == comment);
    let is_of_next =
        directive.is_none_or(|directive| matches!(directive.verb, Some(Verb::Ignore | Verb::DisableNextLine)));
    let start = source.line_start(source.line_of(comment.start as usize));
    let is_alone = document
        .slice(Span::new(start, comment.start as usize))
        .trim_matches([' ', '\t', '>'])
        .is_empty();
    (is_above && !is_entry && is_of_next && is_alone && start < line_start).then_some(start)
}
