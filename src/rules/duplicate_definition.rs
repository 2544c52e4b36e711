//! Reference labels that are defined twice.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Definition, Document};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Location;

pub static INFO: RuleInfo = RuleInfo {
    name: "duplicate-definition",
    page: include_str!("../../rules/duplicate-definition.md"),
    group: Group::Links,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<DuplicateDefinition>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct DuplicateDefinition {}

impl DocumentRule for DuplicateDefinition {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if document.definitions().len() < 2 {
            return;
        }
        let mut known: FxHashMap<String, &Definition> = FxHashMap::default();
        let definitions = document.definitions().iter();
        for definition in definitions.filter(|definition| !definition.is_comment(document)) {
            match known.entry(definition.key(document)) {
                Entry::Vacant(place) => {
                    place.insert(definition);
                }
                Entry::Occupied(first) => findings.push(report(document, first.get(), definition)),
            }
        }
    }
}

fn report(document: &Document, first: &Definition, second: &Definition) -> Finding {
    let place = |definition: &Definition| Location {
        file: document.file(),
        span: definition.span,
    };
    let label = document.slice(second.label);
    let found = if document.slice(first.url_span) == document.slice(second.url_span) {
        finding(document, second.span, format!("`{label}` is defined twice"))
            .level(Level::Info)
            .help("remove the second one")
            .fix(removal(document, first, second))
    } else {
        let message = format!("`{label}` is defined twice with different addresses, and the first one counts");
        finding(document, second.span, message).help("remove one of them, or give it another label")
    };
    found.related(place(first), "the first one")
}

fn removal(document: &Document, first: &Definition, second: &Definition) -> Option<Fix> {
    let title = |definition: &Definition| definition.title.map(|title| document.slice(title));
    let says_more = title(second).is_some() && title(second) != title(first);
    let applicability = if says_more {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    };
    let edit = Edit::delete(document.file(), second.lines(document.source())?);
    Fix::new("remove the second definition", applicability, &[], vec![edit])
}
