//! Fences of code that are made of tildes.

use serde::Deserialize;

use crate::document::{Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "fenced-code-marker",
    page: include_str!("../../rules/fenced-code-marker.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<FencedCodeMarker>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct FencedCodeMarker {}

impl DocumentRule for FencedCodeMarker {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let nodes = document.syntax().nodes();
        for (_, code) in nodes.filter(|(_, node)| matches!(node.kind, NodeKind::Code { is_fenced: true })) {
            let text = document.slice(code.span);
            if text.trim_start_matches([' ', '\t']).starts_with('~') {
                let found = finding(document, code.span, "fence of tildes, expected back-ticks");
                findings.push(found.fix(fix(document, code.span)));
            }
        }
    }
}

/// Writes back-ticks, more than stand in a row in the code; an info string with back-ticks allows none.
fn fix(document: &Document, code: Span) -> Option<Fix> {
    let text = document.slice(code);
    let start = text.len() - text.trim_start_matches([' ', '\t']).len();
    let width = tildes(&text[start..]);
    let first = text.lines().next()?;
    if first.contains('`') {
        return None;
    }
    let last = text.lines().next_back()?;
    let close = text.len() - last.len() + last.find('~').unwrap_or(last.len());
    let is_closed =
        close > first.len() && tildes(&text[close..]) >= width && text[close..].trim_end_matches('~').trim().is_empty();
    let longest = text.split(|sign| sign != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(width.max(longest + 1));
    let at = |start: usize, width: usize| {
        let start = code.start as usize + start;
        Edit::replace(document.file(), Span::new(start, start + width), fence.clone())
    };
    let mut edits = vec![at(start, width)];
    if is_closed {
        edits.push(at(close, tildes(&text[close..])));
    }
    Fix::new("use back-ticks", Applicability::Safe, &[], edits)
}

fn tildes(text: &str) -> usize {
    text.len() - text.trim_start_matches('~').len()
}
