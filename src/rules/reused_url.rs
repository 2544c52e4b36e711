//! One address under two titles that name different things.

use serde::Deserialize;

use crate::catalog::label::{self, Other};
use crate::catalog::{Catalog, Naming, Pair};
use crate::diagnostic::Finding;
use crate::pattern::Patterns;
use crate::rule::{CatalogRule, Findings, Group, Level, Preset, RuleInfo, catalog_rule};
use crate::url::{Project, canonical_key, project};

pub static INFO: RuleInfo = RuleInfo {
    name: "reused-url",
    page: include_str!("../../rules/reused-url.md"),
    group: Group::Duplicates,
    level: Level::Warn,
    fixes: None,
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: catalog_rule::<ReusedUrl>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct ReusedUrl {
    /// Addresses that several things share.
    ignore: Patterns,
}

impl CatalogRule for ReusedUrl {
    fn check(&self, catalog: &Catalog<'_>, findings: &mut Findings) {
        let pages = catalog.pages();
        for pair in &pages.pairs {
            let is_ignored = |id| self.ignore.matches(catalog.url(catalog.row(id)));
            let is_listed = || !is_ignored(pair.first) && !is_ignored(pair.later);
            if is_slip(catalog, pair) && is_listed() && !pages.are_habit(catalog, pair) {
                findings.push(report(catalog, pair));
            }
        }
    }
}

/// Whether one of two titles, and only one, is that of the page. Several things may share a front page, and a
/// repository may hold them.
fn is_slip(catalog: &Catalog<'_>, pair: &Pair) -> bool {
    let (first, later) = (catalog.row(pair.first), catalog.row(pair.later));
    let is_near = first.file == later.file || catalog.is_news(pair);
    if !is_near || pair.agrees || !matches!(pair.naming, Naming::First | Naming::Later) {
        return false;
    }
    let key = canonical_key(catalog.url(later)).unwrap_or_default();
    key.contains('/') && !matches!(project(&key), Some(Project::Repository { .. }))
}

fn report(catalog: &Catalog<'_>, pair: &Pair) -> Finding {
    let (first, later) = (catalog.row(pair.first), catalog.row(pair.later));
    let named = match pair.naming {
        Naming::First => catalog.title(first),
        _ => catalog.title(later),
    };
    let say = |other: &Other<'_>| format!("same address as {}, which is called otherwise", other.name);
    label::finding(catalog, (first, pair.first_place), (later, pair.later_place), say).help(format!(
        "the address is that of “{named}”: look whether the other link is right"
    ))
}
