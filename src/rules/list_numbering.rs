//! Numbers of ordered lists that do not go up by one.

use serde::Deserialize;

use crate::diagnostic::{Finding, Label};
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
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<ListNumbering>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct ListNumbering {
    style: Style,
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
}

/// Numbers from here on are years, versions or codes, not places in a list.
const NOT_A_PLACE: u32 = 1000;

/// How many breaks are shown beside the first.
const SHOWN: usize = 4;

impl DocumentRule for ListNumbering {
    fn check(&self, document: &Document, findings: &mut Findings) {
        for run in document.runs() {
            let items: Vec<(ItemId, u32)> = numbered_items(document, run);
            if items.len() < 2 || items.iter().any(|(_, number)| *number >= NOT_A_PLACE) {
                continue;
            }
            let numbers: Vec<u32> = items.iter().map(|(_, number)| *number).collect();
            if let Some(step) = self.step(&numbers) {
                findings_of_run(document, &items, step, findings);
            }
        }
    }
}

impl ListNumbering {
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
            Style::Ordered => Some(1),
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

fn findings_of_run(document: &Document, items: &[(ItemId, u32)], step: u32, findings: &mut Findings) {
    let is_hidden = |place: &usize| {
        let marker = document.item(items[*place].0).marker;
        document.is_disabled(INFO.name, marker.start)
    };
    let breaks = (1..items.len()).filter(|&place| items[place - 1].1 + step != items[place].1);
    let (hidden, shown): (Vec<usize>, Vec<usize>) = breaks.partition(is_hidden);
    for &place in &hidden {
        findings.push(report(document, items, place));
    }
    let Some(&first_wrong) = shown.first() else {
        return;
    };
    // What a comment excuses stands: the count goes on from there.
    let origin = hidden
        .iter()
        .copied()
        .take_while(|place| *place < first_wrong)
        .last()
        .unwrap_or(0);
    let due = |place: usize| items[origin].1 + step * (place - origin) as u32;
    let advice = match step {
        0 => format!("number it {}, as all the others", due(first_wrong)),
        _ => format!("number it {} and count on from there", due(first_wrong)),
    };
    let mut finding = report(document, items, first_wrong).help(advice);
    for &place in shown.iter().skip(1).take(SHOWN) {
        finding.related.push(label(document, items, place));
    }
    let width = padded_width(document, items);
    let mut edits = Vec::new();
    for (place, (id, number)) in items.iter().enumerate().skip(first_wrong) {
        if *number != due(place) && !is_hidden(&place) {
            renumber(document, document.item(*id), &pad(due(place), width), &mut edits);
        }
    }
    let title = format!("renumber from {} on", due(first_wrong));
    let fix = Fix::new(title, Applicability::Safe, &[Effect::Numbers], edits);
    findings.push(finding.fix(fix));
}

fn report(document: &Document, items: &[(ItemId, u32)], place: usize) -> Finding {
    let label = label(document, items, place);
    finding(document, label.at.span, label.message)
}

fn label(document: &Document, items: &[(ItemId, u32)], place: usize) -> Label {
    Label {
        at: Location {
            file: document.file(),
            span: document.item(items[place].0).marker,
        },
        message: format!("number {} follows {}", items[place].1, items[place - 1].1),
    }
}

/// The width to which numbers are padded with zeros; 0 where they are not.
fn padded_width(document: &Document, items: &[(ItemId, u32)]) -> usize {
    let digits = |id: &ItemId| {
        let marker = document.slice(document.item(*id).marker);
        &marker[..marker.len() - 1]
    };
    let padded = items.iter().map(|(id, _)| digits(id));
    let padded = padded.filter(|digits| digits.len() > 1 && digits.starts_with('0'));
    padded.map(str::len).max().unwrap_or(0)
}

fn pad(number: u32, width: usize) -> String {
    format!("{number:0width$}")
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
