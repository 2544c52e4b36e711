//! File names with other characters than letters, digits, hyphens and dots.

use std::borrow::Cow;

use serde::Deserialize;

use crate::document::Document;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-file-name-irregular-characters",
    page: include_str!("../../rules/no-file-name-irregular-characters.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: None,
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoFileNameIrregularCharacters>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoFileNameIrregularCharacters {}

impl DocumentRule for NoFileNameIrregularCharacters {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let is_regular = |sign: &char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.');
        let irregular = stem(document).and_then(|stem| stem.chars().find(|sign| !is_regular(sign)));
        if let Some(sign) = irregular {
            findings.push(finding(
                document,
                Span::at(0),
                format!("character `{sign}` in the file name"),
            ));
        }
    }
}

/// The name of the file without its extension.
fn stem(document: &Document) -> Option<Cow<'_, str>> {
    Some(document.source().path().file_stem()?.to_string_lossy())
}
