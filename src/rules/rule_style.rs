//! Thematic breaks that are written in another way than those of the file.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{BlockId, BlockKind, Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, report_places,
};
use crate::source::Span;
use crate::style::Tally;

pub static INFO: RuleInfo = RuleInfo {
    name: "rule-style",
    page: include_str!("../../rules/rule-style.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<RuleStyle>,
};

#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
enum Style {
    #[default]
    Majority,
    Named(String),
}

impl TryFrom<String> for Style {
    type Error = &'static str;

    fn try_from(style: String) -> Result<Self, Self::Error> {
        let marks = style.replace(' ', "");
        let is_break = ["-", "*", "_"]
            .iter()
            .any(|mark| marks.len() >= 3 && marks.trim_start_matches(mark).is_empty());
        match style.as_str() {
            "majority" => Ok(Self::Majority),
            _ if is_break && style.trim() == style => Ok(Self::Named(style)),
            _ => Err("a thematic break has three or more of `-`, `*` or `_`, such as \"---\""),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct RuleStyle {
    style: Style,
    /// Share of the breaks that a majority must have.
    threshold: Share,
    /// Number of breaks below which there is no majority.
    minimum: usize,
    /// Whether every break counts, wherever it stands, and the blanks behind it too.
    quirks: bool,
}

impl Default for RuleStyle {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.95),
            minimum: 10,
            quirks: false,
        }
    }
}

/// From how many departures on they are reported once.
const MANY: usize = 5;

impl DocumentRule for RuleStyle {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let (wanted, reason) = match &self.style {
            Style::Majority => {
                let ways: Tally<&str> = breaks(document).map(|(_, span)| document.slice(span)).collect();
                let habit = ways.habit(self.threshold, self.minimum);
                let Some(habit) = habit.filter(|habit| habit.count < habit.total && !document.is_generated()) else {
                    return;
                };
                let reason = format!("{} of {} breaks are `{}`", habit.count, habit.total, habit.way);
                (habit.way, reason)
            }
            Style::Named(style) if self.quirks => return report_each(document, style, findings),
            Style::Named(style) => (style.as_str(), "the configuration asks for another".to_owned()),
        };
        let others = breaks(document)
            .filter(|(id, span)| document.slice(*span) != wanted && edit(document, *id, *span, wanted).is_some());
        let (ids, places): (Vec<BlockId>, Vec<Span>) = others.unzip();
        let report = |these: &[Span]| {
            let id = |span: &Span| places.binary_search(span).ok().map(|place| (ids[place], *span));
            let these: Vec<(BlockId, Span)> = these.iter().filter_map(id).collect();
            report(document, &these, wanted, &reason)
        };
        report_places(document, &INFO, places.clone(), |count| count >= MANY, report, findings);
    }
}

/// Reports every break that is not written so, to the last blank.
fn report_each(document: &Document, wanted: &str, findings: &mut Findings) {
    let source = document.source();
    for (_, node) in document
        .syntax()
        .nodes()
        .filter(|(_, node)| node.kind == NodeKind::ThematicBreak)
    {
        let line = source.line_content(source.line_of(node.span.start as usize));
        let span = Span::new(node.span.start as usize, line.end.max(node.span.start) as usize);
        let written = document.slice(span);
        if written == wanted {
            continue;
        }
        let mut known = breaks(document).filter(|(_, own)| own.start == span.start);
        let edit = match known.next() {
            Some((id, _)) => edit(document, id, span, wanted),
            None => Some(Edit::replace(document.file(), span, wanted)),
        };
        let edits = edit.into_iter().collect();
        let fix = Fix::new(format!("use `{wanted}`"), Applicability::Safe, &[], edits);
        let message = format!("break `{written}`, expected `{wanted}`");
        findings.push(finding(document, span, message).fix(fix));
    }
}

/// The breaks that stand alone on their lines. The first line of a file could begin front matter.
fn breaks(document: &Document) -> impl Iterator<Item = (BlockId, Span)> + '_ {
    let source = document.source();
    let blocks = document.blocks().iter().enumerate();
    let breaks = blocks.filter(|(_, block)| block.kind == BlockKind::ThematicBreak);
    breaks.filter_map(move |(index, block)| {
        let line = source.line_of(block.span.start as usize);
        let content = source.line_content(line);
        let text = source.slice(content);
        let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
        let start = content.start as usize + indent;
        let is_alone = line > 0 && start == block.span.start as usize;
        is_alone.then(|| (BlockId(index as u32), Span::new(start, start + text.trim().len())))
    })
}

fn report(document: &Document, breaks: &[(BlockId, Span)], wanted: &str, reason: &str) -> Finding {
    let first = breaks[0].1;
    let message = match breaks {
        [_] => format!("break `{}`, but {reason}", document.slice(first)),
        many => format!("{} breaks are written in another way, but {reason}", many.len()),
    };
    let edits = breaks.iter().filter_map(|&(id, span)| edit(document, id, span, wanted));
    let fix = Fix::new(format!("use `{wanted}`"), Applicability::Safe, &[], edits.collect());
    finding(document, first, message).fix(fix)
}

/// The edit that writes another break. Right below a text hyphens would make a heading of it.
fn edit(document: &Document, id: BlockId, span: Span, wanted: &str) -> Option<Edit> {
    let before = document.previous_sibling(id).map(|before| document.block(before));
    let source = document.source();
    let underlines = wanted.bytes().all(|byte| byte == b'-')
        && before.is_some_and(|before| {
            let last = source.line_of(before.span.end as usize);
            before.kind == BlockKind::Paragraph && last + 1 >= source.line_of(span.start as usize)
        });
    if !underlines {
        return Some(Edit::replace(document.file(), span, wanted));
    }
    let gap = source.line_ending().as_str();
    let is_outside = document.block(id).parent.is_none();
    is_outside.then(|| Edit::replace(document.file(), span, format!("{gap}{wanted}")))
}
