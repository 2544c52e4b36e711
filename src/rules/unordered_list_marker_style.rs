//! Bullets that depart from those of the file.

use serde::Deserialize;

use crate::document::{Document, ListId, ListKind};
use crate::edit::Applicability;
use crate::items;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::style::marker::{self, Mark, Wanted};

pub static INFO: RuleInfo = RuleInfo {
    name: "unordered-list-marker-style",
    page: include_str!("../../rules/unordered-list-marker-style.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<UnorderedListMarkerStyle>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum Style {
    #[default]
    #[serde(rename = "majority")]
    Majority,
    #[serde(rename = "-")]
    Hyphen,
    #[serde(rename = "*")]
    Asterisk,
    #[serde(rename = "+")]
    Plus,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct UnorderedListMarkerStyle {
    style: Style,
    /// Share of the items that a majority must have.
    threshold: Share,
    /// Number of items below which there is no majority.
    minimum: usize,
}

impl Default for UnorderedListMarkerStyle {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.95),
            minimum: 10,
        }
    }
}

impl DocumentRule for UnorderedListMarkerStyle {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let named = match self.style {
            Style::Majority => None,
            Style::Hyphen => Some(Mark(b'-')),
            Style::Asterisk => Some(Mark(b'*')),
            Style::Plus => Some(Mark(b'+')),
        };
        let majority = || Wanted::majority(&marker::bullets(document), "items", self.threshold, self.minimum);
        let wanted = named.map_or_else(majority, Wanted::named);
        for (index, list) in document.lists().iter().enumerate() {
            let ListKind::Bullet(bullet) = list.kind else {
                continue;
            };
            // A table of contents is often generated, with bullets of its own.
            if list.is_contents && named.is_none() {
                continue;
            }
            let departed = wanted.of(list).filter(|(wanted, _)| wanted.0 != bullet);
            if let Some(((wanted, reason), first)) = departed.zip(list.first) {
                let Some(fix) = items::remark(document, ListId(index as u32), wanted.0) else {
                    continue;
                };
                let message = format!("bullet `{}`, but {reason}", Mark(bullet));
                findings.push(finding(document, document.item(first).marker, message).fix(Some(fix)));
            }
        }
    }
}
