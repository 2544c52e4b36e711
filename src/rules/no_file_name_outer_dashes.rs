//! File names that begin or end with a hyphen.

use std::borrow::Cow;

use serde::Deserialize;

use crate::document::Document;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-file-name-outer-dashes",
    page: include_str!("../../rules/no-file-name-outer-dashes.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: None,
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoFileNameOuterDashes>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoFileNameOuterDashes {}

impl DocumentRule for NoFileNameOuterDashes {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if stem(document).is_some_and(|stem| stem.starts_with('-') || stem.ends_with('-')) {
            findings.push(finding(document, Span::at(0), "file name begins or ends with a hyphen"));
        }
    }
}

/// The name of the file without its extension.
fn stem(document: &Document) -> Option<Cow<'_, str>> {
    Some(document.source().path().file_stem()?.to_string_lossy())
}
