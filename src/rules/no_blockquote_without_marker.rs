//! Lines of a quotation without their `>`.

use serde::Deserialize;

use crate::document::{Document, NodeId, NodeKind, Syntax};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-blockquote-without-marker",
    page: include_str!("../../rules/no-blockquote-without-marker.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoBlockquoteWithoutMarker>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoBlockquoteWithoutMarker {}

impl DocumentRule for NoBlockquoteWithoutMarker {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        for (id, paragraph) in syntax.nodes().filter(|(_, node)| node.kind == NodeKind::Paragraph) {
            let Some(expected) = quotations(syntax, id).filter(|count| *count > 0) else {
                continue;
            };
            let source = document.source();
            let first = source.line_of(paragraph.span.start as usize);
            let last = source.line_of(paragraph.span.end as usize);
            for line in first + 1..=last {
                check_line(document, source.line_content(line), expected, findings);
            }
        }
    }
}

/// How many quotations are around a paragraph; `None` where it stands in a table.
fn quotations(syntax: &Syntax, paragraph: NodeId) -> Option<usize> {
    let parents = std::iter::successors(syntax.parent(paragraph), |node| node.parent.map(|id| syntax.node(id)));
    let mut count = 0;
    for parent in parents {
        match parent.kind {
            NodeKind::Quote => count += 1,
            NodeKind::List { .. } | NodeKind::Item { .. } | NodeKind::FootnoteDefinition => {}
            _ => return None,
        }
    }
    Some(count)
}

fn check_line(document: &Document, line: Span, expected: usize, findings: &mut Findings) {
    let text = document.slice(line);
    let lead = text.len() - text.trim_start_matches([' ', '\t', '>']).len();
    let actual = text[..lead].matches('>').count();
    if actual == expected {
        return;
    }
    let message = format!("{actual} of {expected} `>` before a line of a quotation");
    let at = line.start as usize + lead;
    let missing = expected.saturating_sub(actual);
    let insert = Edit::insert(document.file(), at, "> ".repeat(missing));
    let edits = if missing > 0 { vec![insert] } else { Vec::new() };
    let fix = Fix::new("write `>`", Applicability::Safe, &[], edits);
    findings.push(finding(document, Span::at(at), message).fix(fix));
}
