//! File names that begin with an article.

use std::borrow::Cow;

use serde::Deserialize;

use crate::document::Document;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-file-name-articles",
    page: include_str!("../../rules/no-file-name-articles.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: None,
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoFileNameArticles>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoFileNameArticles {}

impl DocumentRule for NoFileNameArticles {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if let Some(word) = stem(document).as_deref().and_then(article) {
            findings.push(finding(
                document,
                Span::at(0),
                format!("file name begins with `{word}`"),
            ));
        }
    }
}

/// The name of the file without its extension.
fn stem(document: &Document) -> Option<Cow<'_, str>> {
    Some(document.source().path().file_stem()?.to_string_lossy())
}

fn article(stem: &str) -> Option<&str> {
    let end = stem.find(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '_'));
    let word = &stem[..end.unwrap_or(stem.len())];
    ["the", "teh", "a", "an"]
        .iter()
        .any(|article| word.eq_ignore_ascii_case(article))
        .then_some(word)
}
