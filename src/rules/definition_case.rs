//! Capitals in the labels of definitions.

use serde::Deserialize;

use crate::document::{Document, Effect, Node, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "definition-case",
    page: include_str!("../../rules/definition-case.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<DefinitionCase>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct DefinitionCase {}

impl DocumentRule for DefinitionCase {
    fn check(&self, document: &Document, findings: &mut Findings) {
        for (_, node) in document.syntax().nodes() {
            let (what, label) = match node.kind {
                NodeKind::Definition => ("definition", label(document, node.span, "[")),
                NodeKind::FootnoteDefinition => ("footnote", label(document, node.span, "[^")),
                _ => continue,
            };
            let Some(label) = label else {
                continue;
            };
            let small = document.slice(label).to_lowercase();
            if small == document.slice(label) {
                continue;
            }
            let message = format!("capital in the label of a {what}");
            let found = finding(document, node.span, message);
            findings.push(found.fix(fix(document, node, label, &small)));
        }
    }
}

/// Writes the label small, and for a footnote the labels of its references too.
fn fix(document: &Document, definition: &Node, label: Span, small: &str) -> Option<Fix> {
    let mut labels = vec![label];
    if definition.kind == NodeKind::FootnoteDefinition {
        let nodes = document.syntax().nodes().map(|(_, node)| node);
        let references = nodes.filter(|node| node.kind == NodeKind::FootnoteReference);
        let inner = references.map(|node| Span::new(node.span.start as usize + 2, node.span.end as usize - 1));
        labels.extend(inner.filter(|inner| document.slice(*inner).to_lowercase() == small));
    }
    let edit = |label: Span| Edit::replace(document.file(), label, small);
    let edits = labels.into_iter().map(edit).collect();
    Fix::new("write it small", Applicability::Safe, &[Effect::Links], edits)
}

/// The label of a definition that begins in these signs.
fn label(document: &Document, definition: Span, opening: &str) -> Option<Span> {
    let text = document.slice(definition);
    let length = text.find("]:")?;
    let start = definition.start as usize;
    text.starts_with(opening)
        .then(|| Span::new(start + opening.len(), (start + length).max(start + opening.len())))
}
