//! A project listed by its home page and by its repository.

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
    /// Addresses that are not compared.
    ignore: Patterns,
}

impl CatalogRule for SameProject {
    fn check(&self, catalog: &Catalog<'_>, findings: &mut Findings) {
        let is_ignored = |id| self.ignore.matches(catalog.url(catalog.row(id)));
        let found = catalog.projects().into_iter();
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
        Evidence::Site => format!("home page of “{title}”{place}, whose repository is listed there"),
        _ => format!("repository of “{title}”{place}, whose home page is listed there"),
    };
    let (at, said) = label::first_place(catalog, first, later, first.place);
    Finding::new(later.file, later.place, message)
        .related(at, said)
        .help("list the project once, with the other address as a second link")
}
