//! Marks of strong text that depart from those of the file.

use serde::Deserialize;

use super::emphasis_marker::Marker;
use crate::document::{Document, Stress};
use crate::edit::Applicability;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule};

pub static INFO: RuleInfo = RuleInfo {
    name: "strong-marker",
    page: include_str!("../../rules/strong-marker.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<StrongMarker>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
struct StrongMarker(Marker);

impl DocumentRule for StrongMarker {
    fn check(&self, document: &Document, findings: &mut Findings) {
        self.0.check(document, &INFO, Stress::Strong, findings);
    }
}
