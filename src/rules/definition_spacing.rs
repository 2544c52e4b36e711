//! Blanks in a row, tabs and line breaks in the labels of definitions.

use serde::Deserialize;

use crate::document::Document;
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};

pub static INFO: RuleInfo = RuleInfo {
    name: "definition-spacing",
    page: include_str!("../../rules/definition-spacing.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<DefinitionSpacing>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct DefinitionSpacing {}

impl DocumentRule for DefinitionSpacing {
    fn check(&self, document: &Document, findings: &mut Findings) {
        for definition in document.definitions() {
            let label = document.slice(definition.label);
            let has_row = label.contains("  ");
            let other = ["\t", "\n", "\r"].into_iter().filter(|sign| label.contains(sign));
            let mut messages: Vec<String> = other
                .map(|sign| format!("`{}` in a label", sign.escape_debug()))
                .collect();
            if has_row {
                messages.insert(0, "blanks in a row in a label".to_owned());
            }
            for message in messages {
                let words: Vec<&str> = label.split_whitespace().collect();
                let edit = Edit::replace(document.file(), definition.label, words.join(" "));
                let fix = Fix::new("write one space", Applicability::Safe, &[], vec![edit]);
                findings.push(finding(document, definition.span, message).fix(fix));
            }
        }
    }
}
