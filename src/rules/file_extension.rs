//! File extensions other than `md` and `mdx`.

use serde::Deserialize;

use crate::document::Document;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "file-extension",
    page: include_str!("../../rules/file-extension.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: None,
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<FileExtension>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct FileExtension {}

impl DocumentRule for FileExtension {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let extension = document
            .source()
            .path()
            .extension()
            .map(|extension| extension.to_string_lossy());
        if let Some(extension) = extension.filter(|extension| !matches!(&**extension, "" | "md" | "mdx")) {
            let message = format!("file extension `{extension}`, expected `md` or `mdx`");
            findings.push(finding(document, Span::at(0), message));
        }
    }
}
