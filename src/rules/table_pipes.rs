//! Rows of tables without a bar at their start or end.

use serde::Deserialize;

use crate::document::{Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;
use crate::style::cells::row_of_line;

pub static INFO: RuleInfo = RuleInfo {
    name: "table-pipes",
    page: include_str!("../../rules/table-pipes.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<TablePipes>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct TablePipes {}

impl DocumentRule for TablePipes {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        let source = document.source();
        for (id, _) in syntax.nodes().filter(|(_, node)| node.kind == NodeKind::Table) {
            let rows = syntax.children(Some(id)).filter(|(_, row)| row.kind == NodeKind::Row);
            for (index, (_, row)) in rows.enumerate() {
                let line = source.line_of(row.span.start as usize);
                check_row(document, row_of_line(document, line, row.span.start), findings);
                if index == 0 {
                    let below = source.line_content(line + 1);
                    let text = document.slice(below);
                    let lead = text.len() - text.trim_start_matches([' ', '\t', '>']).len();
                    let start = below.start as usize + lead;
                    check_row(document, Span::new(start, below.end as usize), findings);
                }
            }
        }
    }
}

fn check_row(document: &Document, row: Span, findings: &mut Findings) {
    let file = document.file();
    let text = document.slice(row);
    if !text.starts_with('|') {
        let start = row.start as usize;
        let fix = Fix::new(
            "write `|`",
            Applicability::Safe,
            &[],
            vec![Edit::insert(file, start, "| ")],
        );
        findings.push(finding(document, Span::at(start), "row of a table begins without `|`").fix(fix));
    }
    let trimmed = text.trim_end_matches([' ', '\t']);
    if !trimmed.ends_with('|') {
        let end = row.start as usize + trimmed.len();
        let fix = Fix::new(
            "write `|`",
            Applicability::Safe,
            &[],
            vec![Edit::insert(file, end, " |")],
        );
        findings.push(finding(document, Span::at(row.end as usize), "row of a table ends without `|`").fix(fix));
    }
}
