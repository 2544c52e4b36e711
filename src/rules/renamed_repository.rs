//! A repository listed under two owners or names.

use serde::Deserialize;

use crate::catalog::label::{self, Other};
use crate::catalog::{Catalog, Evidence, Match};
use crate::diagnostic::Finding;
use crate::pattern::Patterns;
use crate::rule::{CatalogRule, Findings, Group, Level, Preset, RuleInfo, catalog_rule};

pub static INFO: RuleInfo = RuleInfo {
    name: "renamed-repository",
    page: include_str!("../../rules/renamed-repository.md"),
    group: Group::Duplicates,
    level: Level::Warn,
    fixes: None,
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: catalog_rule::<RenamedRepository>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct RenamedRepository {
    /// Addresses that are not compared.
    ignore: Patterns,
}

impl CatalogRule for RenamedRepository {
    fn check(&self, catalog: &Catalog<'_>, findings: &mut Findings) {
        let found = catalog.reported(catalog.renamed(), &INFO, &self.ignore);
        findings.extend(found.map(|found| report(catalog, &found)));
    }
}

fn report(catalog: &Catalog<'_>, found: &Match) -> Finding {
    let first = catalog.row(found.first);
    let say = |Other { name, row, .. }: &Other<'_>| {
        let (evidence, names) = match &found.evidence {
            Evidence::Names(one, other) => (format!("same owner and description as {name}"), [one, other]),
            Evidence::Owners(one, other) => (format!("same repository as {name}, of another owner"), [one, other]),
            _ => return format!("same repository as {name}"),
        };
        let [there, here] = match std::ptr::eq(*row, first) {
            true => names,
            false => [names[1], names[0]],
        };
        format!("{evidence}: there {there}, here {here}")
    };
    label::finding_of(catalog, found, say)
        .help("one of the two leads to the other or is left: keep the one that is maintained")
}
