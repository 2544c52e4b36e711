//! Entries that a person should look at: a video and its playlist, another recording, the same start of a title.

use serde::Deserialize;

use crate::catalog::label::{self, Other};
use crate::catalog::{Catalog, Evidence, Match};
use crate::diagnostic::Finding;
use crate::pattern::Patterns;
use crate::rule::{CatalogRule, Findings, Group, Level, RuleInfo, catalog_rule};

pub static INFO: RuleInfo = RuleInfo {
    name: "near-duplicate",
    page: include_str!("../../rules/near-duplicate.md"),
    group: Group::Duplicates,
    level: Level::Info,
    fixes: None,
    presets: &[],
    since: "0.1.0",
    configure: catalog_rule::<NearDuplicate>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NearDuplicate {
    /// Addresses that are not compared.
    ignore: Patterns,
}

impl CatalogRule for NearDuplicate {
    fn check(&self, catalog: &Catalog<'_>, findings: &mut Findings) {
        let found = catalog.reported(catalog.near(), &INFO, &self.ignore);
        findings.extend(found.map(|found| report(catalog, &found)));
    }
}

fn report(catalog: &Catalog<'_>, found: &Match) -> Finding {
    let say = |Other { name, .. }: &Other<'_>| match found.evidence {
        Evidence::Playlist => format!("a video of the playlist of {name}, or its playlist"),
        Evidence::Recording => format!("another recording under the title of {name}"),
        _ => format!("title that begins as {name}"),
    };
    label::finding_of(catalog, found, say).help("look whether one of the two is enough")
}
