//! Items of outer lists that do not begin in the first column.

use serde::Deserialize;

use crate::document::{Document, NodeKind};
use crate::edit::{Applicability, Fix};
use crate::items;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "list-item-bullet-indent",
    page: include_str!("../../rules/list-item-bullet-indent.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<ListItemBulletIndent>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct ListItemBulletIndent {}

impl DocumentRule for ListItemBulletIndent {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        let lists = syntax
            .children(None)
            .filter(|(_, node)| matches!(node.kind, NodeKind::List { .. }));
        for (_, item) in lists.flat_map(|(list, _)| syntax.children(Some(list))) {
            let indent = document.line_before(item.span.start);
            if indent.is_empty() {
                continue;
            }
            let spaces = if indent.len() == 1 { "space" } else { "spaces" };
            let message = format!("{} {spaces} before an item, expected none", indent.len());
            let found = finding(document, Span::at(item.span.start as usize), message);
            findings.push(found.fix(fix(document, item.span.start, indent)));
        }
    }
}

/// Takes the indent from all lines of an item.
fn fix(document: &Document, start: u32, indent: Span) -> Option<Fix> {
    let items = document.items();
    let place = items.binary_search_by_key(&start, |item| item.marker.start).ok()?;
    let mut edits = Vec::new();
    items::reindent(document, &items[place], document.slice(indent), 0, "", &mut edits);
    Fix::new("remove the indent", Applicability::Safe, &[], edits)
}
