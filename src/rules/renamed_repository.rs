//! A repository listed under two owners or names.

use serde::Deserialize;

use crate::catalog::{Catalog, Evidence, Match, label};
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
        let is_ignored = |id| self.ignore.matches(catalog.url(catalog.row(id)));
        let found = catalog.renamed().into_iter();
        let found = found.filter(|found| !is_ignored(found.first) && !is_ignored(found.later));
        findings.extend(
            found
                .filter(|found| catalog.counts(found.first, &INFO))
                .map(|found| report(catalog, &found)),
        );
    }
}

fn report(catalog: &Catalog<'_>, found: &Match) -> Finding {
    let (first, later) = (catalog.row(found.first), catalog.row(found.later));
    let place = label::whereabouts(catalog, first, later);
    let title = catalog.title(first);
    let message = match &found.evidence {
        Evidence::Names(there, here) => {
            format!("same owner and description as “{title}”{place}: there {there}, here {here}")
        }
        Evidence::Owners(there, here) => {
            format!("same repository as “{title}”{place}, of another owner: there {there}, here {here}")
        }
        _ => format!("same repository as “{title}”{place}"),
    };
    let (at, said) = label::first_place(catalog, first, later, first.place);
    Finding::new(later.file, later.place, message)
        .related(at, said)
        .help("one of the two leads to the other or is left: keep the one that is maintained")
}
