//! File names with hyphens in a row.

use std::borrow::Cow;

use serde::Deserialize;

use crate::document::Document;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-file-name-consecutive-dashes",
    page: include_str!("../../rules/no-file-name-consecutive-dashes.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: None,
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoFileNameConsecutiveDashes>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoFileNameConsecutiveDashes {}

impl DocumentRule for NoFileNameConsecutiveDashes {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if stem(document).is_some_and(|stem| stem.contains("--")) {
            findings.push(finding(document, Span::at(0), "hyphens in a row in the file name"));
        }
    }
}

/// The name of the file without its extension.
fn stem(document: &Document) -> Option<Cow<'_, str>> {
    Some(document.source().path().file_stem()?.to_string_lossy())
}
