//! References to images whose label says what their text says too.

use serde::Deserialize;

use super::no_unneeded_full_reference_link::unneeded_label;
use crate::document::{Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};

pub static INFO: RuleInfo = RuleInfo {
    name: "no-unneeded-full-reference-image",
    page: include_str!("../../rules/no-unneeded-full-reference-image.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoUnneededFullReferenceImage>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoUnneededFullReferenceImage {}

impl DocumentRule for NoUnneededFullReferenceImage {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let nodes = document.syntax().nodes();
        for (_, node) in nodes.filter(|(_, node)| node.kind == NodeKind::ImageReference) {
            let Some(label) = unneeded_label(document, node.span) else {
                continue;
            };
            let edit = Edit::delete(document.file(), label);
            let fix = Fix::new("remove the label", Applicability::Safe, &[], vec![edit]);
            let message = "the label of an image reference repeats its text";
            findings.push(finding(document, node.span, message).fix(fix));
        }
    }
}
