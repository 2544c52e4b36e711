//! Files that are not UTF-8.

use serde::Deserialize;

use crate::document::{Document, Effect};
use crate::edit::{Applicability, Edit, Fix};
use crate::encoding;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::{Encoding, Span};

pub static INFO: RuleInfo = RuleInfo {
    name: "invalid-utf8",
    page: include_str!("../../rules/invalid-utf8.md"),
    group: Group::Encoding,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<InvalidUtf8>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct InvalidUtf8 {}

impl DocumentRule for InvalidUtf8 {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let source = document.source();
        match (source.encoding(), source.invalid().first()) {
            (Encoding::Utf16, _) => {
                let help = "save it as UTF-8; nothing else in it was checked";
                findings.push(finding(document, Span::at(0), "file is UTF-16, not UTF-8").help(help));
            }
            (Encoding::Unknown, Some(first)) => {
                let bytes: Vec<String> = first.bytes.iter().map(|byte| format!("{byte:02X}")).collect();
                let count = source.invalid().len();
                let message = match count {
                    1 => format!("bytes {} are not UTF-8", bytes.join(" ")),
                    _ => format!("bytes {} are not UTF-8, the first of {count} places", bytes.join(" ")),
                };
                let fix = transcode(document);
                let help = match fix {
                    Some(_) => "all of them are letters in Windows-1252",
                    None => "find out what encoding the file has and save it as UTF-8",
                };
                findings.push(finding(document, first.span, message).help(help).fix(fix));
            }
            _ => {}
        }
    }
}

/// Writes every invalid sequence as the letters it is in Windows-1252, if all of them are letters.
fn transcode(document: &Document) -> Option<Fix> {
    let edits: Option<Vec<Edit>> = document
        .source()
        .invalid()
        .iter()
        .map(|sequence| {
            let letters = encoding::letters_of_windows_1252(&sequence.bytes)?;
            Some(Edit::replace(document.file(), sequence.span, letters))
        })
        .collect();
    Fix::new(
        "read the bytes as Windows-1252",
        Applicability::Unsafe,
        &[
            Effect::Text,
            Effect::Anchors,
            Effect::Links,
            Effect::Html,
            Effect::Entries,
        ],
        edits?,
    )
}
