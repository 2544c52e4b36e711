//! Marks behind numbers that depart from those of the file.

use serde::Deserialize;

use crate::document::{Document, List, ListKind};
use crate::edit::Applicability;
use crate::items;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::style::marker::{self, Mark, Wanted};

pub static INFO: RuleInfo = RuleInfo {
    name: "ordered-list-marker-style",
    page: include_str!("../../rules/ordered-list-marker-style.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<OrderedListMarkerStyle>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum Style {
    #[default]
    #[serde(rename = "majority")]
    Majority,
    /// That of the first number.
    #[serde(rename = "first")]
    First,
    #[serde(rename = ".")]
    Period,
    #[serde(rename = ")")]
    Parenthesis,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct OrderedListMarkerStyle {
    style: Style,
    /// Share of the items that a majority must have.
    threshold: Share,
    /// Number of items below which there is no majority.
    minimum: usize,
}

impl Default for OrderedListMarkerStyle {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.95),
            minimum: 10,
        }
    }
}

/// Numbers from here on are years or pages of a sentence, not places in a list.
const NOT_A_PLACE: u32 = 1000;

impl DocumentRule for OrderedListMarkerStyle {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let named = match self.style {
            Style::First => {
                let is_ordered = |list: &&List| matches!(list.kind, ListKind::Ordered(_));
                return marker::report_after_first(document, "number", None, is_ordered, findings);
            }
            Style::Majority => None,
            Style::Period => Some(Mark(b'.')),
            Style::Parenthesis => Some(Mark(b')')),
        };
        let majority = || Wanted::majority(&marker::number_marks(document), "numbers", self.threshold, self.minimum);
        let wanted = named.map_or_else(majority, Wanted::named);
        for list in document.lists() {
            let ListKind::Ordered(mark) = list.kind else {
                continue;
            };
            let Some((wanted, reason)) = wanted.of(list).filter(|(wanted, _)| wanted.0 != mark) else {
                continue;
            };
            let Some(first) = list.first.map(|first| document.item(first)) else {
                continue;
            };
            let is_place = first.next.is_some() && first.number.is_some_and(|number| number < NOT_A_PLACE);
            // A table of contents is often generated, and a number alone may be no list.
            if named.is_none() && (list.is_contents || !is_place) {
                continue;
            }
            let Some(fix) = items::remark(document, list, wanted.0) else {
                continue;
            };
            let message = format!("number with `{}`, but {reason}", Mark(mark));
            findings.push(finding(document, first.marker, message).fix(Some(fix)));
        }
    }
}
