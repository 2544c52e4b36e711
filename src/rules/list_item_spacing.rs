//! Blank lines between items where the list has none, and none where it has them.

use serde::Deserialize;

use crate::document::{Document, Effect, Item, List};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::source::Span;
use crate::style::Habit;
use crate::style::spacing::{self, Gap};

pub static INFO: RuleInfo = RuleInfo {
    name: "list-item-spacing",
    page: include_str!("../../rules/list-item-spacing.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<ListItemSpacing>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Style {
    #[default]
    Majority,
    Tight,
    Loose,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct ListItemSpacing {
    style: Style,
    /// Share of the gaps of the file that a majority must have.
    threshold: Share,
    /// Number of gaps in the file below which there is no majority.
    minimum: usize,
}

impl Default for ListItemSpacing {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.95),
            minimum: 10,
        }
    }
}

/// How many gaps a list must have to be judged by itself.
const OWN: usize = 5;

/// One gap of a list in so many may be odd, or else there is no majority in it.
const OWN_SHARE: usize = 10;

impl DocumentRule for ListItemSpacing {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let wanted = match self.style {
            Style::Majority => None,
            Style::Tight => Some(Gap::Tight),
            Style::Loose => Some(Gap::Blank),
        };
        let gaps = spacing::gaps(document);
        let is_uniform = gaps.ways().len() < 2;
        if wanted.is_none() && (is_uniform || document.is_generated()) {
            return;
        }
        let file = gaps.habit(self.threshold, self.minimum);
        for list in document.lists() {
            let rule = match wanted {
                Some(gap) => Some((gap, format!("the configuration asks for {}", word(gap)))),
                None if list.is_contents => None,
                None => self.majority(document, list, file),
            };
            if let Some((gap, reason)) = rule {
                report(document, list, gap, &reason, findings);
            }
        }
    }
}

impl ListItemSpacing {
    /// The gap that a list is to have, by most of its own gaps or by most of the file's, and why.
    fn majority(&self, document: &Document, list: &List, file: Option<Habit<Gap>>) -> Option<(Gap, String)> {
        let most = spacing::gaps_of(document, list).most()?;
        let odd = most.total - most.count;
        if odd > 0 && is_grouped(document, list) {
            return None;
        }
        let (habit, whose) = if most.total >= OWN && (odd <= 1 || odd <= most.total / OWN_SHARE) {
            (most, "list")
        } else {
            // A list of three or more that all are apart is meant.
            let is_slip = |habit: &Habit<Gap>| {
                odd > 0 || most.total == 1 && most.way != habit.way && is_pair_of_links(document, list)
            };
            (file.filter(is_slip)?, "file")
        };
        let Habit { way, count, total } = habit;
        let reason = || format!("{count} of {total} gaps of the {whose} have {}", word(way));
        (whose == "file" || odd > 0).then(|| (way, reason()))
    }
}

fn word(gap: Gap) -> &'static str {
    match gap {
        Gap::Tight => "none",
        Gap::Blank => "one",
    }
}

/// The items of a list with the gaps before them, and the item before each gap.
fn gaps<'d>(document: &'d Document, list: &List) -> impl Iterator<Item = (&'d Item, &'d Item, Gap)> {
    let first = list.first.map(|first| document.item(first));
    let pairs = std::iter::successors(first, |item| item.next.map(|next| document.item(next)));
    pairs.filter_map(|item| {
        let next = document.item(item.next?);
        Some((item, next, spacing::gap_before(document, next)?))
    })
}

/// How many items a group has at most, on average, that blank lines set off on purpose.
const GROUP: usize = 12;

/// Whether blank lines cut a list into groups of several items.
fn is_grouped(document: &Document, list: &List) -> bool {
    let (mut groups, mut items, mut size, mut smallest) = (1, 1, 1, usize::MAX);
    let mut are_entries = true;
    for (_, next, gap) in gaps(document, list) {
        items += 1;
        if gap == Gap::Tight {
            size += 1;
            continue;
        }
        are_entries &= begins_with_link(document, next);
        smallest = smallest.min(size);
        groups += 1;
        size = 1;
    }
    smallest = smallest.min(size);
    // Two halves of a list of entries are more often a slip than those of a list of commands.
    let needed = if groups > 2 || are_entries { 2 } else { 3 };
    smallest >= needed && (groups > 2 || !are_entries) && items <= groups * GROUP
}

/// Whether a list holds two entries, and not two paragraphs.
fn is_pair_of_links(document: &Document, list: &List) -> bool {
    let mut pairs = gaps(document, list);
    pairs.all(|(item, next, _)| begins_with_link(document, item) && begins_with_link(document, next))
}

fn begins_with_link(document: &Document, item: &Item) -> bool {
    matches!(
        document.source().text().as_bytes().get(item.content as usize),
        Some(b'[' | b'<' | b'h')
    )
}

/// Whether the gap between two items belongs to their form: one holds more than a paragraph, or the text
/// before runs on into a line that was meant to stand by itself.
fn is_formed(document: &Document, item: &Item, next: &Item) -> bool {
    let is_long = |item: &Item| document.block(item.block).end > item.block.0 + 2;
    let is_lazy = || {
        let source = document.source();
        let end = document.block(item.block).span.end.max(item.marker.end) as usize - 1;
        let start = source.line_start(source.line_of(end));
        start > item.marker.start as usize && !source.text()[start..].starts_with([' ', '\t'])
    };
    is_long(item) || is_long(next) || is_lazy()
}

fn report(document: &Document, list: &List, wanted: Gap, reason: &str, findings: &mut Findings) {
    let departs = |(item, next, gap): &(&Item, &Item, Gap)| {
        *gap != wanted && (wanted == Gap::Blank || !is_formed(document, item, next))
    };
    let places = gaps(document, list).filter(departs).map(|(_, next, _)| next);
    let is_hidden = |item: &&Item| document.is_disabled(INFO.name, item.marker.start);
    let (hidden, shown): (Vec<&Item>, Vec<&Item>) = places.partition(is_hidden);
    let message = match wanted {
        Gap::Tight => format!("blank line between two items, but {reason}"),
        Gap::Blank => format!("no blank line between two items, but {reason}"),
    };
    let report = |item: &Item| finding(document, item.marker, message.clone());
    findings.extend(hidden.into_iter().map(report));
    let Some((first, rest)) = shown.split_first() else {
        return;
    };
    let others = rest.iter().map(|item| (document.location(item.marker), "and here"));
    let finding = report(first).others(others);
    findings.push(finding.fix(fix(document, list, wanted, &shown)));
}

fn fix(document: &Document, list: &List, wanted: Gap, items: &[&Item]) -> Option<Fix> {
    let file = document.file();
    let source = document.source();
    let edit = |item: &&Item| {
        let line = source.line_of(item.marker.start as usize);
        match wanted {
            Gap::Blank => Edit::insert(file, source.line_start(line), source.line_ending().as_str()),
            Gap::Tight => {
                let is_blank = |line: &usize| {
                    let text = source.slice(source.line_content(*line));
                    text.trim_matches([' ', '\t']).is_empty()
                };
                let blank = (0..line).rev().take_while(is_blank).last();
                let start = source.line_start(blank.unwrap_or(line));
                Edit::delete(file, Span::new(start, source.line_start(line)))
            }
        }
    };
    let mut edits: Vec<Edit> = items.iter().map(edit).collect();
    // The list may become tight or loose: its first character is written again as it is, so that this is declared.
    let marker = document.item(list.first?).marker;
    let start = Span::new(marker.start as usize, marker.start as usize + 1);
    edits.push(Edit::replace(file, start, document.slice(start)));
    let title = match wanted {
        Gap::Tight => "remove the blank line",
        Gap::Blank => "add the blank line",
    };
    Fix::new(title, Applicability::Safe, &[Effect::Lists], edits)
}
