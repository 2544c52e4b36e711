//! A title that an earlier entry has with another address.

use serde::Deserialize;

use crate::catalog::label::{self, Other};
use crate::catalog::{Catalog, Evidence, Match};
use crate::diagnostic::Finding;
use crate::pattern::Patterns;
use crate::rule::{CatalogRule, Findings, Group, Level, Preset, RuleInfo, catalog_rule};

pub static INFO: RuleInfo = RuleInfo {
    name: "duplicate-title",
    page: include_str!("../../rules/duplicate-title.md"),
    group: Group::Duplicates,
    level: Level::Info,
    fixes: None,
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: catalog_rule::<DuplicateTitle>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct DuplicateTitle {
    /// Addresses that are not compared.
    ignore: Patterns,
}

impl CatalogRule for DuplicateTitle {
    fn check(&self, catalog: &Catalog<'_>, findings: &mut Findings) {
        let found = catalog.reported(catalog.same_titles(), &INFO, &self.ignore);
        findings.extend(found.map(|found| report(catalog, &found)));
    }
}

fn report(catalog: &Catalog<'_>, found: &Match) -> Finding {
    let say = |Other { name, seen_from, .. }: &Other<'_>| match found.evidence {
        Evidence::NoLink if seen_from.key == 0 => format!("same title as {name}, which has a link"),
        Evidence::NoLink => format!("same title as {name}, which has no link"),
        Evidence::Description => format!("same title and description as {name}, with another address"),
        Evidence::Gathered => format!("another view of {name}: titles alike, on one site"),
        _ => format!("same title as {name}, with another address"),
    };
    label::finding_of(catalog, found, say).help("if the two are one work, keep the address that lasts")
}
