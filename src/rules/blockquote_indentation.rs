//! Quotations whose text does not stand one space behind the `>`.

use serde::Deserialize;

use crate::document::{Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "blockquote-indentation",
    page: include_str!("../../rules/blockquote-indentation.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<BlockquoteIndentation>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct BlockquoteIndentation {}

impl DocumentRule for BlockquoteIndentation {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        for (id, quote) in syntax.nodes().filter(|(_, node)| node.kind == NodeKind::Quote) {
            let Some((_, head)) = syntax.children(Some(id)).next() else {
                continue;
            };
            let column = |offset: u32| document.line_before(offset).len() as isize;
            let gap = column(head.span.start) - column(quote.span.start) - 1;
            if gap == 1 {
                continue;
            }
            let message = format!("{} behind the `>` of a quotation, expected 1", spaces(gap));
            let found = finding(document, head.span, message);
            findings.push(found.fix(fix(document, quote.span, head.span)));
        }
    }
}

fn spaces(count: isize) -> String {
    let noun = if count == 1 { "space" } else { "spaces" };
    format!("{count} {noun}")
}

/// Writes one space, where the text begins in the line of the `>`.
fn fix(document: &Document, quote: Span, head: Span) -> Option<Fix> {
    let gap = Span::new(quote.start as usize + 1, head.start as usize);
    let is_gap = document.slice(gap).bytes().all(|byte| matches!(byte, b' ' | b'\t'));
    let edit = Edit::replace(document.file(), gap, " ");
    is_gap.then_some(())?;
    Fix::new("write one space", Applicability::Safe, &[], vec![edit])
}
