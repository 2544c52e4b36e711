//! Fences of code blocks that depart from those of the file.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Block, BlockKind, Document};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, report_places,
};
use crate::source::{Span, last_from};
use crate::style::Tally;

pub static INFO: RuleInfo = RuleInfo {
    name: "code-fence-style",
    page: include_str!("../../rules/code-fence-style.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<CodeFenceStyle>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum Style {
    #[default]
    #[serde(rename = "majority")]
    Majority,
    #[serde(rename = "```")]
    Backticks,
    #[serde(rename = "~~~")]
    Tildes,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct CodeFenceStyle {
    style: Style,
    /// Share of the code blocks that a majority must have.
    threshold: Share,
    /// Number of code blocks below which there is no majority.
    minimum: usize,
}

impl Default for CodeFenceStyle {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.95),
            minimum: 10,
        }
    }
}

/// From how many departures on they are reported once.
const MANY: usize = 5;

impl DocumentRule for CodeFenceStyle {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let named = |mark| (mark, "the configuration asks for the other one".to_owned());
        let wanted = match self.style {
            Style::Majority => self.majority(document),
            Style::Backticks => Some(named(b'`')),
            Style::Tildes => Some(named(b'~')),
        };
        let Some((wanted, reason)) = wanted else {
            return;
        };
        let others = fences(document).filter(|fence| fence.mark != wanted);
        let fences: Vec<Fence> = others.collect();
        let places = fences.iter().map(|fence| fence.opening).collect();
        let report = |places: &[Span]| {
            let find = |place: &Span| fences.binary_search_by_key(place, |fence| fence.opening).ok();
            let these: Vec<&Fence> = places.iter().filter_map(find).map(|place| &fences[place]).collect();
            report(document, &these, wanted, &reason)
        };
        report_places(document, &INFO, places, |count| count >= MANY, report, findings);
    }
}

impl CodeFenceStyle {
    fn majority(&self, document: &Document) -> Option<(u8, String)> {
        let marks: Tally<u8> = fences(document).map(|fence| fence.mark).collect();
        let habit = marks.habit(self.threshold, self.minimum)?;
        if habit.count == habit.total || document.is_generated() {
            return None;
        }
        let reason = format!(
            "{} of {} code blocks have {}",
            habit.count,
            habit.total,
            name(habit.way)
        );
        Some((habit.way, reason))
    }
}

/// The fences of a code block that could be others.
struct Fence {
    mark: u8,
    opening: Span,
    closing: Span,
}

fn fences(document: &Document) -> impl Iterator<Item = Fence> + '_ {
    let blocks = document.blocks().iter();
    let code = blocks.filter(|block| block.kind == BlockKind::Code);
    code.filter_map(|block| fence(document, block))
}

fn fence(document: &Document, block: &Block) -> Option<Fence> {
    if is_indented(document, block)? {
        return None;
    }
    let text = document.slice(block.span);
    let bytes = text.as_bytes();
    let mark = *bytes.first().filter(|mark| matches!(mark, b'`' | b'~'))?;
    let is_mark = |byte: &&u8| **byte == mark;
    let length = bytes.iter().take_while(is_mark).count();
    let text = text.trim_end_matches([' ', '\t']);
    let closing = text.bytes().rev().take_while(|byte| *byte == mark).count();
    let inner = text.get(length..text.len().saturating_sub(closing))?;
    let last_line = inner.rsplit(['\n', '\r']).next()?;
    let is_closed = last_line.len() < inner.len() && last_line.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
    // Code that holds the other fence, or an info text that back-ticks cannot have, needs the one it has.
    let is_bound = match mark {
        b'`' => inner.contains("~~~"),
        _ => inner.contains("```") || inner.lines().next().is_some_and(|info| info.contains('`')),
    };
    let start = block.span.start as usize;
    let end = start + text.len();
    (length >= 3 && closing >= length && is_closed && !is_bound).then(|| Fence {
        mark,
        opening: Span::new(start, start + length),
        closing: Span::new(end - closing, end),
    })
}

fn report(document: &Document, fences: &[&Fence], wanted: u8, reason: &str) -> Finding {
    let first = fences[0].opening;
    let message = match fences {
        [_] => format!("fence of {}, but {reason}", name(fences[0].mark)),
        many => format!("other fences around {} code blocks, but {reason}", many.len()),
    };
    let title = format!("use {}", name(wanted));
    let wanted = char::from(wanted).to_string();
    let marks = fences.iter().flat_map(|fence| [fence.opening, fence.closing]);
    let edits = marks.map(|span| Edit::replace(document.file(), span, wanted.repeat(span.len())));
    let fix = Fix::new(title, Applicability::Safe, &[], edits.collect());
    finding(document, first, message).fix(fix)
}

fn name(mark: u8) -> &'static str {
    match mark {
        b'`' => "back-ticks",
        _ => "tildes",
    }
}

/// Whether a block stands so far to the right of what holds it that it is code without any fence.
fn is_indented(document: &Document, block: &Block) -> Option<bool> {
    let source = document.source();
    let column = |offset: u32| offset as usize - source.line_start(source.line_of(offset as usize));
    let line = Span::new(
        block.span.start as usize - column(block.span.start),
        block.span.start as usize,
    );
    let before = document.slice(line);
    let holder = match block.parent.map(|parent| (parent, document.block(parent).kind)) {
        None => 0,
        Some((parent, BlockKind::Item)) => {
            let item = last_from(document.items(), parent.0, |item| item.block.0)?;
            column(item.content)
        }
        Some(_) => before.rfind('>').map_or(0, |mark| mark + 2),
    };
    Some(before.contains('\t') || before.len() > holder + 3)
}
