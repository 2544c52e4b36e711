//! TODO

use serde::Deserialize;

use crate::catalog::{Catalog, Evidence, Match, label};
use crate::diagnostic::Finding;
use crate::pattern::Patterns;
use crate::rule::{CatalogRule, Findings, Group, Level, Preset, RuleInfo, catalog_rule};

pub static INFO: RuleInfo = RuleInfo {
    name: "same-project",
    page: include_str!("../../rules/same-project.md"),
    group: Group::Duplicates,
    level: Level::Info,
    fixes: None,
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: catalog_rule::<SameProject>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct SameProject {
    /// Addresses that are never compared.
    ignore: Patterns,
}

impl CatalogRule for SameProject {
    fn check(&self, catalog: &Catalog<'_>, findings: &mut Findings) {
        for found in catalog.projects() {
            let is_ignored = |id| self.ignore.matches(catalog.url(catalog.row(id)));
            if !is_ignored(found.first) && !is_ignored(found.later) {
                findings.push(report(catalog, &found));
            }
        }
    }
}

fn report(catalog: &Catalog<'_>, found: &Match) -> Finding {
    let (first, later) = (catalog.row(found.first), catalog.row(found.later));
    let place = label::whereabouts(catalog, first, later);
    let title = catalog.title(first);
    let _ = Evidence::Site;
    let message = format!("“{title}”{place} {:?}", found.evidence);
    let (at, said) = label::first_place(catalog, first, later, first.place);
    Finding::new(later.file, later.place, message).related(at, said)
}
