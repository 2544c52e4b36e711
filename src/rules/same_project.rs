//! A project listed by its home page and by its repository.

use serde::Deserialize;

use crate::catalog::label::{self, Other};
use crate::catalog::{Catalog, Evidence, Match};
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
    /// Addresses that are not compared.
    ignore: Patterns,
}

impl CatalogRule for SameProject {
    fn check(&self, catalog: &Catalog<'_>, findings: &mut Findings) {
        let found = catalog.reported(catalog.projects(), &INFO, &self.ignore);
        findings.extend(found.map(|found| report(catalog, &found)));
    }
}

fn report(catalog: &Catalog<'_>, found: &Match) -> Finding {
    let repository = catalog.row(match found.evidence {
        Evidence::Site => found.first,
        _ => found.later,
    });
    let say = |Other { name, row, .. }: &Other<'_>| match std::ptr::eq(*row, repository) {
        true => format!("home page of {name}, whose repository is listed there"),
        false => format!("repository of {name}, whose home page is listed there"),
    };
    label::finding_of(catalog, found, say).help("list the project once, with the other address as a second link")
}
