//! Headings that are indented.

use serde::Deserialize;

use crate::document::{Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-heading-indent",
    page: include_str!("../../rules/no-heading-indent.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoHeadingIndent>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoHeadingIndent {}

impl DocumentRule for NoHeadingIndent {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let nodes = document.syntax().children(None);
        for (_, heading) in nodes.filter(|(_, node)| matches!(node.kind, NodeKind::Heading(_))) {
            let indent = document.line_before(heading.span.start);
            if indent.is_empty() {
                continue;
            }
            let spaces = if indent.len() == 1 { "space" } else { "spaces" };
            let message = format!("{} {spaces} before a heading, expected none", indent.len());
            let edit = Edit::delete(document.file(), indent);
            let fix = Fix::new("remove the indent", Applicability::Safe, &[], vec![edit]);
            findings.push(finding(document, Span::at(indent.end as usize), message).fix(fix));
        }
    }
}
