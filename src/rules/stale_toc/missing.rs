//! Headings that the contents do not list.

use super::line::Lines;
use super::named::Named;
use super::{INFO, Table, customary};
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::rule::{Findings, Share, finding};

/// From how many listed headings of a level on one that is not listed is forgotten.
const FEWEST: usize = 4;

/// From how many headings on a share of them says that the contents mean to list all.
const MANY: usize = 8;

/// Reports headings that are not listed while nearly all of their level are; those in a row at once.
pub(super) fn check(table: &Table<'_>, is_listed: &mut [bool], threshold: Share, findings: &mut Findings) {
    let levels = Levels::of(table, is_listed, threshold);
    if levels.complete == 0 {
        return;
    }
    let document = table.document();
    let named = Named::of(table);
    let mut run: Vec<usize> = Vec::new();
    let mut missing = Vec::new();
    for heading in table.contents.scope.clone() {
        let is_hidden = |heading: usize| document.is_disabled(INFO.name, document.headings()[heading].span.start);
        let is_missing = levels.is_missing(table, is_listed, heading) && !named.holds(table, heading);
        let ends_run =
            is_listed[heading] || is_missing && run.last().is_some_and(|&last| is_hidden(last) != is_hidden(heading));
        if ends_run && !run.is_empty() {
            findings.push(report(table, &run));
            run.clear();
        }
        if is_missing {
            run.push(heading);
            missing.push(heading);
        }
    }
    if !run.is_empty() {
        findings.push(report(table, &run));
    }
    // Other contents need not list them too.
    for heading in missing {
        is_listed[heading] = true;
    }
}

/// What the contents list of the headings of each level.
struct Levels {
    /// The levels whose headings are all meant to be listed, as a set of bits.
    complete: u32,
    bounds: Bounds,
}

/// What tells the headings that contents list from those that they need not.
struct Bounds {
    /// Where the first and the last listed heading stand.
    first: usize,
    last: usize,
    /// Whether the listed sections hold entries, so that one without is an explanation.
    hold_entries: bool,
}

impl Levels {
    fn of(table: &Table<'_>, is_listed: &[bool], threshold: Share) -> Self {
        let own = table.headings.iter().flatten();
        let own = own.filter(|heading| table.contents.scope.contains(heading));
        let (mut first, mut last, mut levels) = (usize::MAX, 0, 0u32);
        let (mut holding, mut count) = (0, 0);
        for &heading in own {
            first = first.min(heading);
            last = last.max(heading);
            levels |= 1 << table.level(heading);
            count += 1;
            holding += usize::from(has_entries(table, heading));
        }
        let bounds = Bounds {
            first,
            last,
            hold_entries: holding * 10 >= count * 8,
        };
        let mut listed = [0usize; 8];
        let mut total = [0usize; 8];
        for heading in table.contents.scope.clone() {
            let level = table.level(heading) as usize & 7;
            if is_listed[heading] {
                listed[level] += 1;
                total[level] += 1;
            } else if !bounds.is_left_out(table, heading) {
                total[level] += 1;
            }
        }
        let mut complete = 0;
        for level in 1..7 {
            let (listed, total) = (listed[level], total[level]);
            let is_near = listed as f64 >= threshold.0 * total as f64 && total >= MANY || listed + 1 == total;
            if levels >> level & 1 == 1 && listed >= FEWEST && listed < total && is_near {
                complete |= 1 << level;
            }
        }
        Self { complete, bounds }
    }

    fn is_missing(&self, table: &Table<'_>, is_listed: &[bool], heading: usize) -> bool {
        let level = table.level(heading);
        !is_listed[heading]
            && self.complete >> level & 1 == 1
            && !self.bounds.is_left_out(table, heading)
            && !self.is_chosen(table, is_listed, heading)
    }

    /// Whether the contents list headings of this level in some sections and in this one none.
    fn is_chosen(&self, table: &Table<'_>, is_listed: &[bool], heading: usize) -> bool {
        let level = table.level(heading);
        let Some(parent) = table.outline.parent(heading) else {
            return false;
        };
        let mut parents = Vec::new();
        let mut is_complete = true;
        for other in table
            .contents
            .scope
            .clone()
            .filter(|&other| table.level(other) == level)
        {
            let own = table.outline.parent(other);
            if own == Some(parent) {
                if is_listed[other] {
                    return false;
                }
            } else if is_listed[other] {
                parents.push(own);
            } else {
                is_complete &= self.bounds.is_left_out(table, other);
            }
        }
        parents.dedup();
        !is_complete || parents.len() < 3
    }
}

impl Bounds {
    /// Whether contents leave a heading out on purpose: it is about the list, or holds none of what they list.
    fn is_left_out(&self, table: &Table<'_>, heading: usize) -> bool {
        let title = table.title(heading);
        let is_outside = heading < self.first || heading > self.last;
        title.is_empty()
            || customary::is_customary(title)
            || (is_outside || self.hold_entries) && !has_entries(table, heading)
    }
}

/// Whether something is listed in a section or in those below it.
fn has_entries(table: &Table<'_>, heading: usize) -> bool {
    let document = table.document();
    let headings = document.headings();
    let end = headings.get(table.outline.end(heading));
    let end = end.map_or(document.source().len() as u32, |end| end.span.start);
    let start = headings[heading].span.end;
    let entry = document.entries().partition_point(|entry| entry.span.start < start);
    document
        .entries()
        .get(entry)
        .is_some_and(|entry| entry.span.start < end)
}

fn report(table: &Table<'_>, run: &[usize]) -> Finding {
    let document: &Document = table.document();
    let first = run[0];
    let title = table.title(first);
    let message = match run.len() {
        1 => format!("`{title}` is not in the contents"),
        count => format!("`{title}` and {} more are not in the contents", count - 1),
    };
    let others = run
        .iter()
        .skip(1)
        .map(|&heading| (table.heading_place(heading), "nor is this"));
    let mut finding = finding(document, document.headings()[first].text, message).others(others);
    let lines = Lines::of(table, first);
    if let Some(before) = lines.before() {
        finding = finding.related(table.place(before.link.span), "its entry belongs behind this one");
    }
    finding
        .help(table.advice("add it to the contents".to_owned()))
        .fix(lines.fix(run))
}
