//! Paragraphs of emphasised text that stand for headings.

use serde::Deserialize;

use crate::document::{Document, Effect, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-emphasis-as-heading",
    page: include_str!("../../rules/no-emphasis-as-heading.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoEmphasisAsHeading>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoEmphasisAsHeading {}

impl DocumentRule for NoEmphasisAsHeading {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        let mut level = 0;
        for (id, node) in syntax.nodes() {
            match node.kind {
                NodeKind::Heading(own) => level = own,
                NodeKind::Paragraph => {}
                _ => continue,
            }
            let is_before_text = syntax
                .next_sibling(id)
                .is_some_and(|(_, next)| next.kind == NodeKind::Paragraph);
            let mut children = syntax.children(Some(id)).map(|(_, child)| child);
            let only = children.next().filter(|_| children.next().is_none());
            let Some(only) = only.filter(|_| node.kind == NodeKind::Paragraph && is_before_text) else {
                continue;
            };
            let what = match only.kind {
                NodeKind::Emphasis => "emphasised",
                NodeKind::Strong => "strong",
                _ => continue,
            };
            let width = if only.kind == NodeKind::Strong { 2 } else { 1 };
            let fix = (node.parent.is_none() && level > 0).then(|| fix(document, only.span, width, level));
            let message = format!("{what} text in the place of a heading");
            findings.push(finding(document, node.span, message).fix(fix.flatten()));
        }
    }
}

const DEEPEST: u8 = 6;

/// Makes a heading of it, one level below the one before.
fn fix(document: &Document, text: Span, width: usize, above: u8) -> Option<Fix> {
    let (start, end) = (text.start as usize + width, text.end as usize - width);
    let inner = document.slice(Span::new(start, end));
    if inner.contains(['\n', '\r']) {
        return None;
    }
    let hashes = "#".repeat(usize::from((above + 1).min(DEEPEST)));
    let edit = Edit::replace(document.file(), text, format!("{hashes} {inner}"));
    Fix::new(
        "make it a heading",
        Applicability::Unsafe,
        &[Effect::Entries, Effect::Anchors],
        vec![edit],
    )
}
