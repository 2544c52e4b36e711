//! Hard breaks that are made of more than two spaces.

use serde::Deserialize;

use crate::document::{Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "hard-break-spaces",
    page: include_str!("../../rules/hard-break-spaces.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<HardBreakSpaces>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct HardBreakSpaces {}

impl DocumentRule for HardBreakSpaces {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let nodes = document.syntax().nodes();
        for (_, node) in nodes.filter(|(_, node)| node.kind == NodeKind::Break) {
            let text = document.slice(node.span);
            let count = text.len() - text.trim_start_matches(' ').len();
            if count <= WIDTH {
                continue;
            }
            let start = node.span.start as usize;
            let message = format!("{count} spaces for a hard break, expected {WIDTH}");
            let edit = Edit::delete(document.file(), Span::new(start + WIDTH, start + count));
            let fix = Fix::new("remove the others", Applicability::Safe, &[], vec![edit]);
            findings.push(finding(document, Span::new(start, start + count), message).fix(fix));
        }
    }
}

/// How many spaces break a line.
const WIDTH: usize = 2;
