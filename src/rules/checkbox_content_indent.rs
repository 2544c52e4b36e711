//! More than one blank between a task box and its text.

use serde::Deserialize;

use crate::document::{Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "checkbox-content-indent",
    page: include_str!("../../rules/checkbox-content-indent.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<CheckboxContentIndent>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct CheckboxContentIndent {}

impl DocumentRule for CheckboxContentIndent {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        for (id, item) in syntax.nodes() {
            let NodeKind::Item { checked: Some(_) } = item.kind else {
                continue;
            };
            let Some((_, head)) = syntax.children(Some(id)).next() else {
                continue;
            };
            let Some(gap) = gap(document, head.span) else {
                continue;
            };
            let message = format!("{} blanks behind a task box, expected 1", gap.len());
            let edit = Edit::replace(document.file(), gap, " ");
            let fix = Fix::new("write one space", Applicability::Safe, &[], vec![edit]);
            findings.push(finding(document, gap, message).fix(fix));
        }
    }
}

/// The blanks behind a box, where there are more than one.
fn gap(document: &Document, head: Span) -> Option<Span> {
    let line = document
        .source()
        .line_content(document.source().line_of(head.start as usize));
    let open = document.line_before(head.start);
    let close = open.start as usize + document.slice(open).rfind(']')? + 1;
    let rest = document.slice(Span::new(close, (line.end as usize).max(close)));
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    (blanks > 1).then(|| Span::new(close, close + blanks))
}
