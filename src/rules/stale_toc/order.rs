//! Entries that stand in another order than the sections.

use super::Table;
use crate::diagnostic::Finding;
use crate::document::{Effect, ItemId, ListId};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{Findings, Level, finding};
use crate::source::Span;

/// The fewest entries that have an order.
const FEWEST: usize = 5;

/// An item of one list: its entry and the heading that it is for, if it has them.
struct Sibling {
    item: ItemId,
    entry: Option<(usize, usize)>,
}

/// Reports the few entries that stand out of the order of their headings, list by list.
pub(super) fn check(table: &Table<'_>, findings: &mut Findings) {
    let document = table.document();
    let mut lists: Vec<ListId> = table
        .entries
        .iter()
        .map(|entry| document.item(entry.item).list)
        .collect();
    lists.sort_unstable();
    lists.dedup();
    for list in lists {
        check_list(table, list, findings);
    }
}

fn check_list(table: &Table<'_>, list: ListId, findings: &mut Findings) {
    let document = table.document();
    let sibling = |item: ItemId| {
        let entry = table.entries.binary_search_by_key(&item, |entry| entry.item).ok();
        let entry = entry.and_then(|entry| Some((entry, table.headings[entry]?)));
        Sibling { item, entry }
    };
    let siblings: Vec<Sibling> = document.items_of(list).map(sibling).collect();
    let placed: Vec<usize> = (0..siblings.len())
        .filter(|&place| siblings[place].entry.is_some())
        .collect();
    let headings: Vec<usize> = placed
        .iter()
        .filter_map(|&place| Some(siblings[place].entry?.1))
        .collect();
    if headings.len() < FEWEST || headings.is_sorted() {
        return;
    }
    let in_order = longest_rising(&headings);
    let strays: Vec<usize> = (0..headings.len())
        .filter(|place| in_order.binary_search(place).is_err())
        .collect();
    if strays.len() > (headings.len() / 10).max(1) || is_alphabetical(table, &siblings) {
        return;
    }
    for stray in strays {
        let next = in_order.iter().find(|&&place| headings[place] > headings[stray]);
        let last = in_order.iter().rfind(|&&place| headings[place] < headings[stray]);
        let goal = match (next, last) {
            (Some(&next), _) if next < stray => Goal::Before(placed[next]),
            (_, Some(&last)) if last > stray => Goal::Behind(placed[last]),
            _ => continue,
        };
        findings.extend(report(table, &siblings, placed[stray], goal));
    }
}

/// Where an item should stand, by the place of another one.
#[derive(Clone, Copy)]
enum Goal {
    Before(usize),
    Behind(usize),
}

/// The places of a longest rising subsequence.
fn longest_rising(values: &[usize]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut previous = vec![None; values.len()];
    for (place, value) in values.iter().enumerate() {
        let length = tails.partition_point(|&tail| values[tail] < *value);
        previous[place] = length.checked_sub(1).map(|length| tails[length]);
        match tails.get_mut(length) {
            Some(tail) => *tail = place,
            None => tails.push(place),
        }
    }
    let mut places: Vec<usize> = std::iter::successors(tails.last().copied(), |&place| previous[place]).collect();
    places.reverse();
    places
}

/// Whether the entries are sorted by their texts, so that their order is meant.
fn is_alphabetical(table: &Table<'_>, siblings: &[Sibling]) -> bool {
    let texts = siblings.iter().filter_map(|sibling| sibling.entry);
    let texts: Vec<String> = texts
        .map(|(entry, _)| table.entries[entry].text.to_lowercase())
        .collect();
    let sorted = texts.windows(2).filter(|pair| pair[0] <= pair[1]).count();
    sorted * 10 >= (texts.len() - 1) * 8
}

fn report(table: &Table<'_>, siblings: &[Sibling], from: usize, goal: Goal) -> Option<Finding> {
    let document = table.document();
    let (entry, heading) = siblings[from].entry?;
    let entry = &table.entries[entry];
    let (side, other) = match goal {
        Goal::Before(other) => ("before", other),
        Goal::Behind(other) => ("behind", other),
    };
    let (_, other) = siblings[other].entry?;
    if is_repeated(table, heading) || is_rest(&entry.text) {
        return None;
    }
    let other = table.title(other);
    let text = &entry.text;
    let message = format!("the section `{text}` stands {side} `{other}`, but its entry does not");
    let advice = format!("move the entry {side} `{other}`");
    let finding = finding(document, entry.link.span, message)
        .related(table.heading_place(heading), "the section")
        .level(Level::Info)
        .help(table.advice(advice))
        .fix(fix(table, siblings, from, goal));
    Some(finding)
}

/// Whether another heading has the same text, so that either may be meant.
fn is_repeated(table: &Table<'_>, heading: usize) -> bool {
    let title = table.title(heading);
    let mut scope = table.contents.scope.clone();
    scope.any(|other| other != heading && table.title(other) == title)
}

/// Whether an entry is for what fits nowhere else, which people look for at the end.
fn is_rest(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|character: char| !character.is_alphanumeric());
    words.any(|word| matches!(word, "misc" | "miscellaneous" | "other" | "others" | "more"))
}

/// Moves an item with all that stands under it; numbers stay where they are.
fn fix(table: &Table<'_>, siblings: &[Sibling], from: usize, goal: Goal) -> Option<Fix> {
    let document = table.document();
    let source = document.source();
    let (first, last) = match goal {
        Goal::Before(other) => (other, from),
        Goal::Behind(other) => (from, other),
    };
    let mut blocks = Vec::new();
    let mut markers = Vec::new();
    let mut due = None;
    for sibling in siblings.get(first..=last)? {
        let item = document.item(sibling.item);
        let start = source.line_of(item.marker.start as usize);
        let end = source.line_of((document.block(item.block).span.end as usize).saturating_sub(1));
        // The lines hold the items and nothing else, without gaps.
        if due.is_some_and(|due| due != start) {
            return None;
        }
        due = Some(end + 1);
        let lines = Span::new(source.line_start(start), source.line_content(end).end as usize);
        let marker = Span::new(lines.start as usize, item.content as usize);
        markers.push(document.slice(marker));
        blocks.push(Span::new(item.content as usize, lines.end as usize));
    }
    let is_even = markers.iter().all(|marker| marker.len() == markers[0].len());
    let whole = Span::new(blocks.first()?.start as usize, blocks.last()?.end as usize);
    if !is_even {
        return None;
    }
    let mut order: Vec<Span> = blocks;
    let moved = order.remove(from - first);
    order.insert(if from == first { order.len() } else { 0 }, moved);
    let mut text = String::with_capacity(whole.len());
    for (place, (block, marker)) in order.iter().zip(markers).enumerate() {
        if place > 0 {
            text.push_str(source.line_ending().as_str());
            text.push_str(marker);
        }
        text.push_str(document.slice(*block));
    }
    let edits = vec![Edit::replace(document.file(), whole, text)];
    Fix::new("move the entry", Applicability::Safe, &[Effect::Entries], edits)
}
