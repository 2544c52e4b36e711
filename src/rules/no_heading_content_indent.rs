//! Blanks in a row between the marks of a heading and its text.

use serde::Deserialize;

use crate::document::{Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-heading-content-indent",
    page: include_str!("../../rules/no-heading-content-indent.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoHeadingContentIndent>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoHeadingContentIndent {}

impl DocumentRule for NoHeadingContentIndent {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let nodes = document.syntax().nodes();
        for (_, heading) in nodes.filter(|(_, node)| matches!(node.kind, NodeKind::Heading(_))) {
            let line = document.source().line_of(heading.span.start as usize);
            let start = heading.span.start as usize;
            let content = Span::new(start, document.source().line_content(line).end as usize);
            let text = document.slice(content);
            let rest = text.trim_start_matches('#');
            if rest.len() == text.len() {
                continue;
            }
            let words = rest.trim_start_matches([' ', '\t']);
            let before = Span::new(start + text.len() - rest.len(), start + text.len() - words.len());
            report(document, before, "behind the `#` of a heading", findings);
            let closed = words.trim_end_matches([' ', '\t']);
            let open = closed.trim_end_matches('#');
            let inner = open.trim_end_matches([' ', '\t']);
            if open.len() < closed.len() && !inner.is_empty() {
                let start = before.end as usize;
                let behind = Span::new(start + inner.len(), start + open.len());
                report(document, behind, "before the closing `#` of a heading", findings);
            }
        }
    }
}

fn report(document: &Document, blanks: Span, place: &str, findings: &mut Findings) {
    if blanks.len() > 1 {
        let message = format!("{} blanks {place}, expected 1", blanks.len());
        let edit = Edit::replace(document.file(), blanks, " ");
        let fix = Fix::new("write one space", Applicability::Safe, &[], vec![edit]);
        findings.push(finding(document, blanks, message).fix(fix));
    }
}
