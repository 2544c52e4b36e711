//! Code that is indented instead of fenced.

use serde::Deserialize;

use crate::document::{BlockKind, Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "code-block-style",
    page: include_str!("../../rules/code-block-style.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<CodeBlockStyle>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct CodeBlockStyle {}

impl DocumentRule for CodeBlockStyle {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let nodes = document.syntax().nodes();
        for (_, code) in nodes.filter(|(_, node)| matches!(node.kind, NodeKind::Code { is_fenced: false })) {
            let found = finding(document, code.span, "indented code, expected a fence");
            findings.push(found.fix(fix(document, code.span)));
        }
    }
}

const INDENT: usize = 4;

/// Puts fences around the lines, and takes their indent. Tabs, and what stands in a line with the mark of a
/// list or a quotation, are left to a person.
fn fix(document: &Document, code: Span) -> Option<Fix> {
    let source = document.source();
    let file = document.file();
    let lines = source.line_of(code.start as usize)..=source.line_of(code.end.max(code.start + 1) as usize - 1);
    let first = document.slice(source.line_content(*lines.start()));
    let indent = first.len() - first.trim_start_matches(' ').len();
    let outer = indent_before(document, code, indent)?;
    let fence = "`".repeat(longest_row(document.slice(code)).max(2) + 1);
    let (blanks, line_ending) = (" ".repeat(outer), source.line_ending().as_str());
    let mut edits = Vec::new();
    for line in lines.clone() {
        let content = source.line_content(line);
        let text = document.slice(content);
        let start = content.start as usize;
        let own = text.len() - text.trim_start_matches(' ').len();
        let opening = format!("{blanks}{fence}{line_ending}{blanks}");
        if own < text.len() && own < outer + INDENT {
            return None;
        }
        let gone = Span::new(start, start + own.min(outer + INDENT));
        match line == *lines.start() {
            true => edits.push(Edit::replace(file, gone, opening)),
            false if gone.is_empty() => {}
            false => edits.push(Edit::replace(file, gone, &*blanks)),
        }
    }
    let end = source.line_content(*lines.end()).end as usize;
    edits.push(Edit::insert(file, end, format!("{line_ending}{blanks}{fence}")));
    Fix::new("put fences around it", Applicability::Safe, &[], edits)
}

/// By how much the block that holds some code is indented, where the code stands in lines of its own.
fn indent_before(document: &Document, code: Span, indent: usize) -> Option<usize> {
    let holder = document.blocks().iter().rev().find(|block| {
        let is_holder = matches!(block.kind, BlockKind::Item | BlockKind::Quote | BlockKind::Footnote);
        is_holder && block.span.encloses(code)
    });
    let outer = match holder.map(|block| (block.kind, block.span)) {
        None => 0,
        Some((BlockKind::Item, span)) => {
            let items = document.items();
            let item = items.iter().find(|item| document.block(item.block).span == span)?;
            document.line_before(item.content).len()
        }
        Some(_) => return None,
    };
    (indent >= outer + INDENT).then_some(outer)
}

fn longest_row(text: &str) -> usize {
    text.split(|sign| sign != '`').map(str::len).max().unwrap_or_default()
}
