//! Blanks at the ends of lines.

use std::cell::OnceCell;

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{BlockKind, Document, Effect};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, report_places,
};
use crate::source::{Span, last_from};

pub static INFO: RuleInfo = RuleInfo {
    name: "trailing-whitespace",
    page: include_str!("../../rules/trailing-whitespace.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<TrailingWhitespace>,
};

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct TrailingWhitespace {
    /// Share of the lines with text above which the file is reported once.
    once_above: Share,
}

impl Default for TrailingWhitespace {
    fn default() -> Self {
        Self {
            once_above: Share(0.05),
        }
    }
}

/// How many lines must have trailing blanks before they are reported once.
const MANY: usize = 2;

impl DocumentRule for TrailingWhitespace {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if document.is_generated() {
            return;
        }
        let source = document.source();
        let has_text = |line: &Span| !source.slice(*line).trim().is_empty();
        let (blanks, breaks) = trailing_blanks(document);
        // A file full of breaks is no file in which one more blank is seen.
        let is_many = |count: usize| {
            count >= MANY
                && self
                    .once_above
                    .is_exceeded(count + breaks, source.lines().filter(has_text).count())
        };
        let report = |blanks: &[Span]| report(document, blanks);
        report_places(document, &INFO, blanks, is_many, report, findings);
    }
}

fn report(document: &Document, blanks: &[Span]) -> Finding {
    let message = match blanks {
        [_] => "line ends in blanks".to_owned(),
        many => format!("{} lines end in blanks", many.len()),
    };
    let edits = blanks.iter().map(|&span| Edit::delete(document.file(), span));
    let fix = Fix::new(
        "remove the blanks",
        Applicability::Safe,
        &[Effect::Html],
        edits.collect(),
    );
    finding(document, blanks[0], message).fix(fix)
}

/// The blanks at the ends of lines, and how many lines end in those that break them.
fn trailing_blanks(document: &Document) -> (Vec<Span>, usize) {
    let source = document.source();
    let layout = OnceCell::new();
    let mut blanks = Vec::new();
    let mut breaks = 0;
    for (index, line) in source.lines().enumerate() {
        let text = source.slice(line);
        if !matches!(text.as_bytes().last(), Some(b' ' | b'\t')) {
            continue;
        }
        let kept = text.trim_end_matches([' ', '\t']).len();
        let span = Span::new(line.start as usize + kept, line.end as usize);
        let is_break = document.has_hard_break(index) && text[kept..].ends_with("  ");
        // Without the blank a backslash would break the line.
        let is_guard = text[..kept].ends_with('\\');
        let is_tag_end =
            || text[..kept].ends_with('>') && is_within(layout.get_or_init(|| layout_blocks(document)), span);
        // Behind an empty marker of a template somebody is to write.
        let is_empty_item = matches!(text.trim(), "-" | "*" | "+" | "- [ ]" | "* [ ]") && source.is_template();
        if !is_break && !is_guard && !is_empty_item && (!document.is_verbatim(span.start) || is_tag_end()) {
            blanks.push(span);
        }
        breaks += usize::from(is_break);
    }
    (blanks, breaks)
}

fn is_within(blocks: &[Span], span: Span) -> bool {
    last_from(blocks, span.start, |block| block.start).is_some_and(|block| span.start <= block.end)
}

/// The HTML blocks in which blanks behind a tag mean nothing: no part of them is shown or run as it stands.
fn layout_blocks(document: &Document) -> Vec<Span> {
    let html = document.blocks().iter().filter(|block| block.kind == BlockKind::Html);
    let is_layout = |span: &Span| {
        let text = document.slice(*span).to_ascii_lowercase();
        !["<pre", "<textarea", "<script", "<style", "<!"]
            .iter()
            .any(|tag| text.contains(tag))
    };
    html.map(|block| block.span).filter(is_layout).collect()
}
