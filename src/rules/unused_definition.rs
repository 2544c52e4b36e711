//! Definitions that no link refers to.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::document::{Definition, Document, label_key};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::last_from;

pub static INFO: RuleInfo = RuleInfo {
    name: "unused-definition",
    page: include_str!("../../rules/unused-definition.md"),
    group: Group::Links,
    level: Level::Info,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<UnusedDefinition>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct UnusedDefinition {}

/// From so many unused definitions on, which are half of all, they are a block that each file gets.
const BLOCK: usize = 4;

impl DocumentRule for UnusedDefinition {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let definitions: Vec<&Definition> = document
            .definitions()
            .iter()
            .filter(|definition| !definition.is_comment(document))
            // What an escape stands for in the text is not known.
            .filter(|definition| !document.slice(definition.label).contains('\\'))
            .collect();
        if definitions.is_empty() {
            return;
        }
        let named = labels_in_text(document);
        let is_unused = |definition: &&&Definition| !named.contains(&definition.key(document));
        let unused: Vec<&&Definition> = definitions.iter().filter(is_unused).collect();
        if unused.len() >= BLOCK && unused.len() * 2 >= definitions.len() {
            return;
        }
        for definition in unused {
            let message = format!("nothing refers to `{}`", document.slice(definition.label).trim());
            let edit = definition.lines(document.source());
            let edit = edit.map(|lines| Edit::delete(document.file(), lines));
            let title = "remove the definition";
            let fix = edit.and_then(|edit| Fix::new(title, Applicability::Unsafe, &[], vec![edit]));
            let help = "remove it, or refer to it";
            findings.push(finding(document, definition.span, message).help(help).fix(fix));
        }
    }
}

/// Everything that stands in brackets, but for the definitions themselves: references, and what may have
/// been meant as one.
fn labels_in_text(document: &Document) -> FxHashSet<String> {
    let text = document.source().text();
    let mut labels = FxHashSet::default();
    let mut open = None;
    for at in memchr::memchr2_iter(b'[', b']', text.as_bytes()) {
        if text.as_bytes()[at] == b'[' {
            open = Some(at);
        } else if let Some(start) = open.take()
            && at - start <= LONGEST_LABEL
            && !is_defined_at(document, start)
        {
            labels.insert(label_key(&text[start + 1..at]));
        }
    }
    labels
}

/// The longest label that CommonMark allows has 999 characters.
const LONGEST_LABEL: usize = 4000;

fn is_defined_at(document: &Document, offset: usize) -> bool {
    let offset = offset as u32;
    last_from(document.definitions(), offset, |definition| definition.span.start)
        .is_some_and(|definition| definition.span.start == offset)
}
