//! Numbers of ordered lists that do not count on.

use serde::Deserialize;

use crate::document::{Document, Item, ListKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::items;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "ordered-list-marker-value",
    page: include_str!("../../rules/ordered-list-marker-value.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<OrderedListMarkerValue>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct OrderedListMarkerValue {}

impl DocumentRule for OrderedListMarkerValue {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let ordered = document
            .lists()
            .iter()
            .filter(|list| matches!(list.kind, ListKind::Ordered(_)));
        for list in ordered {
            let mut first: Option<u64> = None;
            for (index, item) in document.items_of_list(list).enumerate() {
                let digits = Span::new(item.marker.start as usize, item.marker.end as usize - 1);
                let written = document.slice(digits);
                let Ok(value) = written.parse::<u64>() else {
                    continue;
                };
                let wanted = (*first.get_or_insert(value) + index as u64).to_string();
                if written == wanted {
                    continue;
                }
                let message = format!("number `{written}` in a list, expected `{wanted}`");
                findings.push(finding(document, digits, message).fix(fix(document, item, digits, &wanted)));
            }
        }
    }
}

/// Writes another number, and moves what stands under the item where it is wider or narrower.
fn fix(document: &Document, item: &Item, digits: Span, wanted: &str) -> Option<Fix> {
    let mut edits = vec![Edit::replace(document.file(), digits, wanted)];
    let columns = wanted.len() as isize - digits.len() as isize;
    items::move_children(document, item, columns, &mut edits);
    Fix::new(format!("write `{wanted}`"), Applicability::Safe, &[], edits)
}
