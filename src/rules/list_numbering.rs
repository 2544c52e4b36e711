//! Numbers of ordered lists that do not go up by one.

use serde::Deserialize;

use crate::diagnostic::Label;
use crate::document::{Document, Effect, Item, ItemId, Run};
use crate::edit::{Applicability, Edit, Fix};
use crate::items;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::{Location, Span};

pub static INFO: RuleInfo = RuleInfo {
    name: "list-numbering",
    page: include_str!("../../rules/list-numbering.md"),
    group: Group::Structure,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<ListNumbering>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct ListNumbering {
    style: Style,
    r#continue: Continue,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Style {
    /// Each list its own: counted, or all the same.
    #[default]
    Consistent,
    /// Up by one.
    Ordered,
    /// All as the first.
    One,
    /// Up by one, with zeros before the shorter numbers.
    ZeroPadded,
}

/// Where the count of one list goes on in the next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Continue {
    /// Only where a list is cut in pieces.
    #[default]
    None,
    /// In all lists of the document that are not nested.
    Document,
}

/// Numbers from here on are years, versions or codes, not places in a list.
const NOT_A_PLACE: u32 = 1000;

impl DocumentRule for ListNumbering {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let mut chain = Vec::new();
        for run in document.runs() {
            let items: Vec<(ItemId, u32)> = numbered_items(document, run);
            if items.iter().any(|(_, number)| *number >= NOT_A_PLACE) {
                continue;
            }
            if self.r#continue == Continue::Document && is_outer(document, run) {
                chain.extend(items);
            } else {
                self.check_items(document, &items, findings);
            }
        }
        self.check_items(document, &chain, findings);
    }
}

/// Whether the lists of a run stand in no other block and are no tables of contents.
fn is_outer(document: &Document, run: &Run) -> bool {
    run.lists.iter().all(|&list| {
        let list = document.list(list);
        document.block(list.block).parent.is_none() && !list.is_contents
    })
}

impl ListNumbering {
    fn check_items(&self, document: &Document, items: &[(ItemId, u32)], findings: &mut Findings) {
        if items.len() < 2 {
            return;
        }
        let numbers: Vec<u32> = items.iter().map(|(_, number)| *number).collect();
        let Some(step) = self.step(&numbers) else {
            return;
        };
        let last = numbers[0] + step * (numbers.len() - 1) as u32;
        let (width, pads) = match self.style {
            Style::ZeroPadded => (last.to_string().len(), Padding::Wanted),
            _ => (padded_width(document, items), Padding::Kept),
        };
        let count = Count { step, width, pads };
        report_breaks(document, items, &count, findings);
    }

    /// By how much a number should differ from the one before; `None` where the list counts otherwise.
    fn step(&self, numbers: &[u32]) -> Option<u32> {
        let count = |fits: &dyn Fn(u32, u32) -> bool| {
            let pairs = numbers.windows(2);
            1 + pairs.filter(|pair| fits(pair[0], pair[1])).count()
        };
        let first = numbers[0];
        let equal = numbers.iter().filter(|number| **number == first).count();
        let in_place = (first..).zip(numbers).filter(|(due, number)| due == *number).count();
        let counted = in_place.max(count(&|previous, next| previous + 1 == next));
        let falling = count(&|previous, next| previous == next + 1);
        match self.style {
            Style::Ordered | Style::ZeroPadded => Some(1),
            Style::One => Some(0),
            Style::Consistent if equal > counted && (first <= 1 || numbers.len() > 2) => Some(0),
            Style::Consistent => {
                let counts_otherwise = falling > counted || numbers.len() >= 3 && counted * 2 < numbers.len();
                (!counts_otherwise).then_some(1)
            }
        }
    }
}

fn numbered_items(document: &Document, run: &Run) -> Vec<(ItemId, u32)> {
    let items = run.lists.iter().flat_map(|&list| document.items_of(list));
    items.filter_map(|id| Some((id, document.item(id).number?))).collect()
}

/// How a list is to be numbered.
struct Count {
    step: u32,
    /// The width to which numbers that are written anew are padded.
    width: usize,
    pads: Padding,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Padding {
    /// A right number stays as it is.
    Kept,
    /// A number without its zeros is wrong.
    Wanted,
}

impl Count {
    fn lacks_padding(&self, document: &Document, item: ItemId) -> bool {
        let digits = digits(document, item);
        let is_right = digits.len() == self.width || digits.len() > self.width && !digits.starts_with('0');
        self.pads == Padding::Wanted && !is_right
    }

    fn write(&self, number: u32) -> String {
        format!("{number:0width$}", width = self.width)
    }

    /// Whether all numbers should be that of the first item, and most are.
    fn is_same(&self, items: &[(ItemId, u32)]) -> bool {
        let first = items[0].1;
        self.step == 0 && items.iter().filter(|(_, number)| *number == first).count() * 2 > items.len()
    }

    /// What is wrong with a number, if it is.
    fn fault(&self, document: &Document, items: &[(ItemId, u32)], place: usize) -> Option<Label> {
        let (item, number) = items[place];
        let before = place.checked_sub(1).map(|before| items[before].1);
        let message = match before.filter(|before| before + self.step != number) {
            Some(_) if self.is_same(items) => {
                let first = items[0].1;
                let same = items.iter().filter(|(_, number)| *number == first).count();
                match items.len() - same {
                    _ if number == first => return None,
                    1 => format!("number {number}, but all others are {first}"),
                    _ => format!("number {number}, but {same} of {} are {first}", items.len()),
                }
            }
            Some(before) => format!("number {number} follows {before}"),
            None if self.lacks_padding(document, item) => {
                let digits = digits(document, item);
                format!(
                    "number `{digits}`, but the configuration asks for `{}`",
                    self.write(number)
                )
            }
            None => return None,
        };
        let span = document.item(item).marker;
        let at = Location {
            file: document.file(),
            span,
        };
        Some(Label::new(at, message))
    }
}

fn report_breaks(document: &Document, items: &[(ItemId, u32)], count: &Count, findings: &mut Findings) {
    let report = |label: &Label| finding(document, label.at.span, label.message.clone());
    let faults = (0..items.len()).filter_map(|place| Some((place, count.fault(document, items, place)?)));
    let is_hidden = |marker: Span| document.is_disabled(INFO.name, marker.start);
    let (hidden, mut shown): (Vec<_>, Vec<_>) = faults.partition(|(_, label)| is_hidden(label.at.span));
    findings.extend(hidden.iter().map(|(_, label)| report(label)));
    // What was put before a number may be what broke the count.
    let before = |place: usize| Some(document.item(items[place.checked_sub(1)?].0).marker);
    findings.narrow(&mut shown, |changes, (place, label)| {
        changes.touch(label.at.span) || before(*place).is_some_and(|before| changes.touch(before))
    });
    let Some((first_wrong, first)) = shown.first() else {
        return;
    };
    // What a comment excuses stands: the count goes on from there.
    let excused = hidden.iter().take_while(|(place, _)| place < first_wrong);
    let origin = excused
        .last()
        .filter(|_| !count.is_same(items))
        .map_or(0, |(place, _)| *place);
    let due = |place: usize| items[origin].1 + count.step * (place - origin) as u32;
    let start = count.write(due(*first_wrong));
    let advice = match count.step {
        0 => format!("number it {start}, as all the others"),
        _ => format!("number it {start} and count on from there"),
    };
    let mut finding = report(first).help(advice);
    finding
        .parts
        .extend(before(*first_wrong).map(|span| Location { span, ..first.at }));
    let others = shown.iter().skip(1);
    finding = finding.others(others.map(|(_, label)| (label.at, label.message.clone())));
    let mut edits = Vec::new();
    for (place, &(id, number)) in items.iter().enumerate().skip(*first_wrong) {
        let item = document.item(id);
        let is_wrong = number != due(place) || count.lacks_padding(document, id);
        if is_wrong && !is_hidden(item.marker) {
            renumber(document, item, &count.write(due(place)), &mut edits);
        }
    }
    let title = format!("renumber from {start} on");
    let fix = Fix::new(title, Applicability::Safe, &[Effect::Numbers], edits);
    findings.push(finding.fix(fix));
}

fn digits(document: &Document, item: ItemId) -> &str {
    let marker = document.slice(document.item(item).marker);
    &marker[..marker.len() - 1]
}

/// The width to which numbers are padded with zeros; 0 where they are not.
fn padded_width(document: &Document, items: &[(ItemId, u32)]) -> usize {
    let digits = items.iter().map(|(id, _)| digits(document, *id));
    let padded = digits.filter(|digits| digits.len() > 1 && digits.starts_with('0'));
    padded.map(str::len).max().unwrap_or(0)
}

/// Writes a number, and moves what stands under it by as much as the marker grew or shrank, so that it
/// stays attached.
fn renumber(document: &Document, item: &Item, number: &str, edits: &mut Vec<Edit>) {
    let file = document.file();
    let marker = item.marker;
    let digits = Span::new(marker.start as usize, marker.end as usize - 1);
    edits.push(Edit::replace(file, digits, number));
    let columns = number.len() as isize - digits.len() as isize;
    items::move_children(document, item, columns, edits);
}
