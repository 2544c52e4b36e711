//! Entries that do not repeat the text of their heading.

use super::Table;
use crate::contents::{Slip, slip};
use crate::document::{Effect, LinkKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{Findings, Level, finding};
use crate::source::Span;

/// From how many entries on they have a way to name headings.
const FEWEST: usize = 8;

/// So many entries in a row that depart have a way of their own.
const BLOCK: usize = 3;

/// Reports texts that differ from their heading by a slip, where nearly all entries repeat theirs.
pub(super) fn check(table: &Table<'_>, findings: &mut Findings) {
    let mut same = 0;
    let mut total = 0;
    let mut slips = Vec::new();
    let departs = |place: usize| {
        let heading = table.headings.get(place).copied().flatten();
        heading.is_some_and(|heading| table.entries[place].text != table.title(heading))
    };
    for (place, entry) in table.entries.iter().enumerate() {
        let Some(heading) = table.headings[place] else {
            continue;
        };
        total += 1;
        if !departs(place) {
            same += 1;
            continue;
        }
        let before = (0..place).rev().take(BLOCK).take_while(|&place| departs(place)).count();
        let behind = (place + 1..).take(BLOCK).take_while(|&place| departs(place)).count();
        let is_alone = before + 1 + behind < BLOCK;
        let title = table.title(heading);
        let is_slip = |slip: &Slip| is_alone && (*slip != Slip::Case || capitals(title) > capitals(&entry.text));
        if let Some(slip) = slip(&entry.text, title).filter(is_slip) {
            slips.push((entry, heading, slip));
        }
    }
    if total < FEWEST || same * 4 < total * 3 || slips.len() > (total / 10).max(2) {
        return;
    }
    let document = table.document();
    for (entry, heading, slip) in slips {
        let title = table.title(heading);
        let message = match slip {
            Slip::Case => format!("`{}` differs from the heading `{title}` in letter case", entry.text),
            Slip::Letters => format!("`{}` is not what the heading says: `{title}`", entry.text),
        };
        let is_label = matches!(
            entry.link.kind,
            LinkKind::CollapsedReference | LinkKind::ShortcutReference
        );
        let written = document.slice(entry.link.text);
        let place = written.find(&entry.text).filter(|_| !is_label);
        let fix = place.and_then(|start| {
            let start = entry.link.text.start as usize + start;
            let span = Span::new(start, start + entry.text.len());
            let is_plain = !title.contains(['[', ']', '<', '>', '*', '_', '`', '\\', '&', '|']);
            let edits = is_plain.then(|| vec![Edit::replace(document.file(), span, title)])?;
            let trust = match table.generator {
                Some(_) => Applicability::Safe,
                None => Applicability::Unsafe,
            };
            Fix::new(format!("write `{title}`"), trust, &[Effect::Text, Effect::Html], edits)
        });
        findings.push(
            finding(document, entry.link.text, message)
                .related(table.heading_place(heading), "the heading")
                .help(table.advice("let both say the same".to_owned()))
                .level(Level::Info)
                .fix(fix),
        );
    }
}

/// How many capitals a text has: of two that differ in letter case alone, the one with fewer is the slip.
fn capitals(text: &str) -> usize {
    text.chars().filter(|sign| sign.is_uppercase()).count()
}
