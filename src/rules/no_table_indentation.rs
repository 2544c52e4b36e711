//! Rows of tables that are indented.

use serde::Deserialize;

use crate::document::{Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-table-indentation",
    page: include_str!("../../rules/no-table-indentation.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoTableIndentation>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoTableIndentation {}

impl DocumentRule for NoTableIndentation {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        for (id, table) in syntax.nodes().filter(|(_, node)| node.kind == NodeKind::Table) {
            let source = document.source();
            let column = |offset: u32| document.line_before(offset).len();
            let mut first = source.line_of(table.span.start as usize);
            let expected = match table.parent.map(|parent| (parent, syntax.node(parent))) {
                None => 0,
                Some((_, quote)) if quote.kind == NodeKind::Quote => column(quote.span.start) + 2,
                Some((item, node)) if matches!(node.kind, NodeKind::Item { .. }) => {
                    let Some((head, node)) = syntax.children(Some(item)).next() else {
                        continue;
                    };
                    // The first line of the item holds its mark.
                    first += usize::from(head == id);
                    column(node.span.start)
                }
                Some(_) => continue,
            };
            for line in first..=source.line_of(table.span.end as usize) {
                check_line(document, source.line_content(line), expected, findings);
            }
        }
    }
}

fn check_line(document: &Document, line: Span, expected: usize, findings: &mut Findings) {
    let text = document.slice(line);
    let Some((before, rest)) = text.split_at_checked(expected) else {
        return;
    };
    let lead = before.trim_end_matches([' ', '\t']);
    let extra = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if extra == 0 || !(lead.is_empty() || lead.ends_with('>')) {
        return;
    }
    let start = line.start as usize + expected;
    let indent = Span::new(start, start + extra);
    let spaces = if extra == 1 { "space" } else { "spaces" };
    let message = format!("{extra} {spaces} before a row of a table, expected none");
    let edit = Edit::delete(document.file(), indent);
    let fix = Fix::new("remove the indent", Applicability::Safe, &[], vec![edit]);
    findings.push(finding(document, Span::at(start + extra), message).fix(fix));
}
