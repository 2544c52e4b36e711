//! Files that do not end in a line break.

use serde::Deserialize;

use crate::document::Document;
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "final-newline",
    page: include_str!("../../rules/final-newline.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<FinalNewline>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct FinalNewline {
    /// Whether a lone carriage return ends no line.
    quirks: bool,
}

impl DocumentRule for FinalNewline {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let source = document.source();
        let text = source.text();
        let is_returned = text.ends_with('\r');
        if text.len() <= source.bom_len() || text.ends_with('\n') || is_returned && !self.quirks {
            return;
        }
        // The original reports the end, not the last character.
        let start = match self.quirks {
            true => text.len(),
            false => text.char_indices().next_back().map_or(0, |(start, _)| start),
        };
        let insert = Edit::insert(document.file(), text.len(), source.line_ending().as_str());
        let fix = Fix::new("end the last line", Applicability::Safe, &[], vec![insert]);
        let message = "file does not end in a line break";
        findings.push(finding(document, Span::new(start, text.len()), message).fix(fix));
    }
}
