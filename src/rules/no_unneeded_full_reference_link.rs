//! References to links whose label says what their text says too.

use serde::Deserialize;

use crate::document::{Document, NodeKind, label_key};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-unneeded-full-reference-link",
    page: include_str!("../../rules/no-unneeded-full-reference-link.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoUnneededFullReferenceLink>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoUnneededFullReferenceLink {}

impl DocumentRule for NoUnneededFullReferenceLink {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let nodes = document.syntax().nodes();
        for (_, node) in nodes.filter(|(_, node)| node.kind == NodeKind::LinkReference) {
            let Some(label) = unneeded_label(document, node.span) else {
                continue;
            };
            let edit = Edit::delete(document.file(), label);
            let fix = Fix::new("remove the label", Applicability::Safe, &[], vec![edit]);
            let message = "the label of a link reference repeats its text";
            findings.push(finding(document, node.span, message).fix(fix));
        }
    }
}

/// The label of a full reference that says what its text says too.
pub(super) fn unneeded_label(document: &Document, reference: Span) -> Option<Span> {
    let text = document.slice(reference);
    let (words, label) = text.strip_suffix(']')?.rsplit_once("][")?;
    let words = words.trim_start_matches('!').strip_prefix('[')?;
    let end = reference.end as usize - 1;
    (!label.is_empty() && label_key(words) == label_key(label)).then(|| Span::new(end - label.len(), end))
}
