//! Tabs where the file has blanks.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{BlockKind, Document, Effect, HeadingStyle, LinkedAnchors, ProseKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, report_places,
};
use crate::source::{Span, last_from};
use crate::style::Tally;

pub static INFO: RuleInfo = RuleInfo {
    name: "hard-tab",
    page: include_str!("../../rules/hard-tab.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<HardTab>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Style {
    #[default]
    Majority,
    Spaces,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct HardTab {
    style: Style,
    /// Share of the places of one kind that must have blanks.
    threshold: Share,
    /// Number of places below which there is no majority.
    minimum: usize,
}

impl Default for HardTab {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.95),
            minimum: 10,
        }
    }
}

/// From how many tabs in places of one kind on they are reported once.
const MANY: usize = 10;

/// Where a tab stands. The indentation of items and what follows their markers belong to another rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Indentation,
    Heading,
    Cell,
    Words,
}

const PLACES: [Place; 4] = [Place::Indentation, Place::Heading, Place::Cell, Place::Words];

impl DocumentRule for HardTab {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let text = document.source().text().as_bytes();
        if memchr::memchr(b'\t', text).is_none() || document.is_generated() {
            return;
        }
        let tabs = tabs(document);
        let anchors = LinkedAnchors::default();
        for place in PLACES {
            let is_meant = |tab: &Tab| tab.is_column && self.style == Style::Majority;
            let these = tabs.iter().filter(|tab| tab.place == place && !is_meant(tab));
            let these: Vec<Span> = these.map(|tab| tab.span).collect();
            let reason = match self.style {
                _ if these.is_empty() => None,
                Style::Majority => self.majority(document, place, &these),
                Style::Spaces => Some("the configuration asks for blanks".to_owned()),
            };
            if let Some(reason) = reason {
                let report = |places: &[Span]| report(document, &anchors, place, places, &reason);
                report_places(document, &INFO, these, |count| count >= MANY, report, findings);
            }
        }
    }
}

impl HardTab {
    fn majority(&self, document: &Document, place: Place, tabs: &[Span]) -> Option<String> {
        let ways: Tally<bool> = match place {
            Place::Indentation => indentations(document).collect(),
            Place::Heading => {
                let headings = document.headings().iter();
                let marked = headings.filter(|heading| heading.style == HeadingStyle::Atx);
                marked
                    .map(|heading| document.slice(heading.span).contains('\t'))
                    .collect()
            }
            Place::Cell => {
                let rows = document.rows().iter();
                rows.map(|row| document.slice(row.span).contains('\t')).collect()
            }
            Place::Words => {
                let source = document.source();
                let line_of = |tab: &Span| source.line_of(tab.start as usize);
                let mut lines: Vec<usize> = tabs.iter().map(line_of).collect();
                lines.dedup();
                let texts = source.lines().enumerate().filter(|(_, line)| !line.is_empty());
                texts.map(|(line, _)| lines.binary_search(&line).is_ok()).collect()
            }
        };
        let habit = ways.habit(self.threshold, self.minimum)?;
        let (count, total) = (habit.count, habit.total);
        (!habit.way).then(|| match place {
            Place::Indentation => format!("{count} of {total} indented lines begin with blanks"),
            Place::Heading => format!("{count} of {total} headings have none"),
            Place::Cell => format!("{count} of {total} rows have none"),
            Place::Words => format!("{count} of {total} lines have none"),
        })
    }
}

/// Whether there is a tab in the indentation of each indented line.
fn indentations(document: &Document) -> impl Iterator<Item = bool> + '_ {
    let source = document.source();
    source.lines().filter_map(|line| {
        let text = source.slice(line);
        let length = text.len() - text.trim_start_matches([' ', '\t']).len();
        let is_text = length > 0 && length < text.len() && !document.is_verbatim(line.start);
        is_text.then(|| text[..length].contains('\t'))
    })
}

struct Tab {
    place: Place,
    /// The tab with the blanks and tabs beside it.
    span: Span,
    /// Whether lines near have tabs too.
    is_column: bool,
}

fn tabs(document: &Document) -> Vec<Tab> {
    let text = document.source().text().as_bytes();
    let mut tabs = Vec::new();
    let mut end = 0;
    for at in memchr::memchr_iter(b'\t', text) {
        if at < end {
            continue;
        }
        let before = text[end..at].iter().rev().take_while(|byte| **byte == b' ').count();
        let after = text[at..].iter().take_while(|byte| is_blank(**byte)).count();
        end = at + after;
        let span = Span::new(at - before, end);
        let Some((place, is_column)) = place(document, span) else {
            continue;
        };
        tabs.push(Tab { place, span, is_column });
    }
    tabs
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// Where a tab stands, and whether it may be there for columns.
fn place(document: &Document, span: Span) -> Option<(Place, bool)> {
    let source = document.source();
    let line = source.line_of(span.start as usize);
    let content = source.line_content(line);
    let after = &source.text()[span.end as usize..content.end.max(span.end) as usize];
    // The ends of lines are the matter of another rule, and a comment may stand where it wants.
    if after.is_empty() || after.starts_with("<!--") || document.is_verbatim(span.start) {
        return None;
    }
    let before = &source.text()[content.start.min(span.start) as usize..span.start as usize];
    let item = last_from(document.items(), span.end, |item| item.marker.start);
    if item.is_some_and(|item| item.marker.start == span.end || item.marker.end == span.start) {
        return None;
    }
    let block = last_from(document.blocks(), span.end, |block| block.span.start)?;
    if before.bytes().all(|byte| is_blank(byte) || byte == b'>') {
        let is_text = block.kind == BlockKind::Paragraph && span.end < block.span.end;
        return is_text.then_some((Place::Indentation, false));
    }
    if before.trim_start().bytes().all(|byte| byte == b'#') {
        return document.heading_at(span.start).map(|_| (Place::Heading, false));
    }
    let is_edge = before.ends_with('|') && !before.ends_with("\\|") || after.starts_with('|');
    if block.kind == BlockKind::Table && is_edge {
        return Some((Place::Cell, is_column(document, line)));
    }
    let prose = last_from(document.prose(), span.start, |prose| prose.span.start)?;
    let is_text = prose.kind == ProseKind::Text && prose.span.contains(span.start);
    // Words in cells line up with nothing.
    let is_column = block.kind != BlockKind::Table && is_column(document, line);
    is_text.then_some((Place::Words, is_column))
}

/// Whether a line near has a tab between words too.
fn is_column(document: &Document, line: usize) -> bool {
    // The line below the header of a table has none.
    const NEAR: usize = 2;
    let source = document.source();
    let near = line.saturating_sub(NEAR)..source.line_count().min(line + NEAR + 1);
    near.filter(|other| *other != line)
        .any(|other| source.slice(source.line_content(other)).trim().contains('\t'))
}

fn report(document: &Document, anchors: &LinkedAnchors, place: Place, tabs: &[Span], reason: &str) -> Finding {
    let name = match place {
        Place::Indentation => "in the indentation",
        Place::Heading => "behind the marks of a heading",
        Place::Cell => "beside the text of a cell",
        Place::Words => "between words",
    };
    let message = match tabs {
        [_] => format!("tab {name}, but {reason}"),
        many => format!("tabs {name} in {} places, but {reason}", many.len()),
    };
    let edits = tabs.iter().map(|&span| {
        let blanks = match place {
            Place::Indentation => " ".repeat(width(document, span)),
            _ => " ".to_owned(),
        };
        Edit::replace(document.file(), span, blanks)
    });
    let trust = match tabs.iter().any(|&span| anchors.would_change(document, span)) {
        true => Applicability::Unsafe,
        false => Applicability::Safe,
    };
    let fix = Fix::new("use blanks", trust, &[Effect::Anchors], edits.collect());
    finding(document, tabs[0], message).fix(fix)
}

/// How many columns an indentation takes, with a tab stop at every fourth.
fn width(document: &Document, span: Span) -> usize {
    let source = document.source();
    let start = source.line_start(source.line_of(span.start as usize));
    let column = |to: usize| {
        let bytes = source.text()[start..to].bytes();
        bytes.fold(
            0,
            |column, byte| if byte == b'\t' { column / 4 * 4 + 4 } else { column + 1 },
        )
    };
    column(span.end as usize) - column(span.start as usize)
}
