//! A title that an earlier entry has with another address.

use serde::Deserialize;

use crate::catalog::{Catalog, Evidence, Match, label};
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
        let is_ignored = |id| self.ignore.matches(catalog.url(catalog.row(id)));
        let found = catalog.same_titles().into_iter();
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
    let message = match found.evidence {
        Evidence::NoLink if later.key == 0 => format!("same title as “{title}”{place}, which has a link"),
        Evidence::NoLink => format!("same title as “{title}”{place}, which has no link"),
        Evidence::Description => format!("same title and description as “{title}”{place}, with another address"),
        Evidence::Gathered => format!("another view of “{title}”{place}: titles alike, on one site"),
        _ => format!("same title as “{title}”{place}, with another address"),
    };
    let (at, said) = label::first_place(catalog, first, later, first.place);
    Finding::new(later.file, later.place, message)
        .related(at, said)
        .help("if the two are one work, keep the address that lasts")
}
