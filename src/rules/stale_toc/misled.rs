//! Entries that lead to another heading than the one they name.

use std::ops::Range;

use super::{INFO, Table, fragment_span};
use crate::diagnostic::Finding;
use crate::document::Effect;
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{Findings, finding};

/// From how many entries on they are reported once.
const MANY: usize = 4;

/// An entry, where it leads, and the heading that it names.
struct Misled {
    entry: usize,
    reached: usize,
    named: usize,
}

/// Reports the entries that lead astray; their headings count as listed from here on.
pub(super) fn check(table: &mut Table<'_>, is_listed: &mut [bool], findings: &mut Findings) {
    let mut all = Vec::new();
    for entry in 0..table.entries.len() {
        let Some(reached) = table.headings[entry] else {
            continue;
        };
        if let Some(named) = named(table, entry, reached, is_listed) {
            table.headings[entry] = Some(named);
            is_listed[named] = true;
            all.push(Misled { entry, reached, named });
        }
    }
    let document = table.document();
    let (hidden, shown): (Vec<Misled>, Vec<Misled>) = all
        .into_iter()
        .partition(|misled| document.is_disabled(INFO.name, table.entries[misled.entry].link.span.start));
    if shown.len() >= MANY {
        findings.push(report_once(table, &shown));
    } else {
        findings.extend(shown.iter().map(|misled| report(table, misled)));
    }
    findings.extend(hidden.iter().map(|misled| report(table, misled)));
}

/// The heading that an entry names, where it is not the one that it leads to and nothing else leads there.
fn named(table: &Table<'_>, entry: usize, reached: usize, is_listed: &[bool]) -> Option<usize> {
    let text = &table.entries[entry].text;
    if text.is_empty() || text == table.title(reached) && !is_shared(table, reached) {
        return None;
    }
    let place = place(table, entry);
    let is_open = |heading: &usize| !is_listed[*heading];
    if text == table.title(reached) {
        let place = place?;
        let is_named = |heading: &usize| is_open(heading) && text == table.title(*heading);
        return only(place.clone().filter(is_named)).filter(|_| !place.contains(&reached));
    }
    // A text that another heading repeats to the letter, or one that is not at all that of the heading.
    let lower = text.to_lowercase();
    let is_other = table.title(reached).to_lowercase() != lower;
    let is_named = |heading: &usize| {
        let title = table.title(*heading);
        is_open(heading) && (title == text || is_other && title.to_lowercase() == lower)
    };
    let named = only(table.contents.scope.clone().filter(is_named))?;
    let is_alike = is_shared(table, reached) && table.level(named) == table.level(reached);
    (is_alike || place.is_some_and(|place| place.contains(&named))).then_some(named)
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    items.next().filter(|_| items.next().is_none())
}

/// Whether several entries lead to a heading.
fn is_shared(table: &Table<'_>, heading: usize) -> bool {
    table.leading[heading] > 1
}

/// The headings between those of the entries around one, leaving aside what several entries lead to.
fn place(table: &Table<'_>, entry: usize) -> Option<Range<usize>> {
    let before = table.headings[..entry].iter().rev().find_map(|heading| *heading);
    let behind = table.headings[entry + 1..].iter().flatten();
    let behind = behind.copied().find(|heading| !is_shared(table, *heading));
    let start = before.map_or(table.contents.scope.start, |before| before + 1);
    let end = behind.unwrap_or(table.contents.scope.end);
    (start <= end).then_some(start..end)
}

fn report(table: &Table<'_>, misled: &Misled) -> Finding {
    let entry = &table.entries[misled.entry];
    let (reached, named) = (table.title(misled.reached), table.title(misled.named));
    let message = match reached.to_lowercase() == named.to_lowercase() {
        true => format!("`{}` leads to the heading `{reached}` of another section", entry.text),
        false => format!("`{}` leads to the heading `{reached}`", entry.text),
    };
    let slug = table.outline.slug(misled.named);
    let finding = finding(table.document(), entry.link.span, message)
        .related(table.heading_place(misled.named), "the heading of that text");
    match slug {
        Some(slug) => {
            let advice = format!("link to `#{}`", entry.fragment.rewritten(slug));
            let fix = fix(table, std::slice::from_ref(misled), &advice);
            finding.help(table.advice(advice)).fix(fix)
        }
        None => finding,
    }
}

fn report_once(table: &Table<'_>, all: &[Misled]) -> Finding {
    let count = all.len();
    let first = &table.entries[all[0].entry];
    let message = format!("{count} entries of the contents lead to a heading of another section");
    let others = all.iter().skip(1).map(|misled| {
        let entry = &table.entries[misled.entry];
        (table.place(entry.link.span), format!("`{}` too", entry.text))
    });
    let finding = finding(table.document(), first.link.span, message).others(others);
    let fix = fix(table, all, "link each to the heading in its place");
    finding
        .help(table.advice("link each to the heading in its place".to_owned()))
        .fix(fix)
}

/// The fix that lets entries lead where they say.
fn fix(table: &Table<'_>, all: &[Misled], title: &str) -> Option<Fix> {
    let document = table.document();
    let edit = |misled: &Misled| {
        let entry = &table.entries[misled.entry];
        let span = fragment_span(document, entry.link)?;
        let slug = entry.fragment.rewritten(table.outline.slug(misled.named)?);
        Some(Edit::replace(document.file(), span, slug))
    };
    let edits = all.iter().filter_map(edit).collect();
    Fix::new(title, Applicability::Safe, &[Effect::Links, Effect::Html], edits)
}
