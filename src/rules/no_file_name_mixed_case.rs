//! File names with small letters and capitals.

use std::borrow::Cow;

use serde::Deserialize;

use crate::document::Document;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-file-name-mixed-case",
    page: include_str!("../../rules/no-file-name-mixed-case.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: None,
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoFileNameMixedCase>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoFileNameMixedCase {}

impl DocumentRule for NoFileNameMixedCase {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let is_mixed = |stem: &str| stem != stem.to_lowercase() && stem != stem.to_uppercase();
        if stem(document).is_some_and(|stem| is_mixed(&stem)) {
            findings.push(finding(
                document,
                Span::at(0),
                "small letters and capitals in the file name",
            ));
        }
    }
}

/// The name of the file without its extension.
fn stem(document: &Document) -> Option<Cow<'_, str>> {
    Some(document.source().path().file_stem()?.to_string_lossy())
}
