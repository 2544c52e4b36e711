//! The same page listed by two entries.

use serde::Deserialize;

use crate::catalog::label::{self, Other};
use crate::catalog::{Catalog, Habit, Pair, Row};
use crate::diagnostic::Finding;
use crate::document::Effect;
use crate::edit::{Applicability, Edit, Fix};
use crate::pattern::Patterns;
use crate::rule::{CatalogRule, Findings, Group, Level, LevelSetting, Preset, RuleInfo, catalog_rule};
use crate::source::Location;

pub static INFO: RuleInfo = RuleInfo {
    name: "duplicate-link",
    page: include_str!("../../rules/duplicate-link.md"),
    group: Group::Duplicates,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: catalog_rule::<DuplicateLink>,
};

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct DuplicateLink {
    /// Both entries stand in one section.
    within: LevelSetting,
    /// The entries stand in two sections of one file.
    across_sections: LevelSetting,
    /// The entries stand in two files; where nothing is set it depends on whether one of them is new.
    across_files: Option<LevelSetting>,
    /// Addresses that may be listed more than once.
    ignore: Patterns,
}

impl Default for DuplicateLink {
    fn default() -> Self {
        Self {
            within: LevelSetting::Error,
            across_sections: LevelSetting::Warn,
            across_files: None,
            ignore: Patterns::default(),
        }
    }
}

impl CatalogRule for DuplicateLink {
    fn check(&self, catalog: &Catalog<'_>, findings: &mut Findings) {
        let pages = catalog.pages();
        for pair in pages.pairs.iter().filter(|pair| pair.agrees) {
            let is_ignored = |row: &Row| self.ignore.matches(catalog.url(row));
            let (first, later) = (catalog.row(pair.first), catalog.row(pair.later));
            let is_habit = pages.are_habit(catalog, pair);
            // What a change adds is told of all the same: it may be known already that the list has it.
            let is_told = catalog.is_news(pair) || catalog.is_disabled(later, &INFO);
            if is_habit && !is_told || is_ignored(first) || is_ignored(later) {
                continue;
            }
            let highest = match is_habit || pages.are_retold(catalog, pair) {
                true => Level::Info,
                false => Level::Error,
            };
            findings.extend(self.report(catalog, pair, highest));
        }
        findings.extend(
            pages
                .habits
                .iter()
                .filter_map(|habit| self.report_habit(catalog, habit)),
        );
    }
}

impl DuplicateLink {
    /// The finding of a pair, of no level above the highest.
    fn report(&self, catalog: &Catalog<'_>, pair: &Pair, highest: Level) -> Option<Finding> {
        let (first, later) = (catalog.row(pair.first), catalog.row(pair.later));
        let same_file = first.file == later.file;
        let same_section = catalog.stand_together(first, later);
        let setting = match (same_file, same_section) {
            (_, true) => self.within,
            (true, false) => self.across_sections,
            (false, _) => self.across_files.unwrap_or(match catalog.is_news(pair) {
                true => LevelSetting::Warn,
                false => LevelSetting::Info,
            }),
        };
        let level = setting.level()?.min(highest);
        let (first_url, later_url) = (catalog.url(first), catalog.url(later));
        let is_alternate = pair.first_place != first.place || pair.later_place != later.place;
        let are_copies = catalog.pages().are_copies(first.file, later.file);
        let say = |Other { name, .. }: &Other<'_>| {
            if is_alternate {
                format!("same page as a link of {name}")
            } else if first_url == later_url {
                format!("same link as {name}")
            } else {
                let difference = label::difference(first_url, later_url);
                let page = if are_copies {
                    "another address than in the copy of"
                } else {
                    "same page as"
                };
                format!("{page} {name}: {difference}")
            }
        };
        let finding = label::finding(catalog, (first, pair.first_place), (later, pair.later_place), say)
            .level(level)
            .help(match are_copies {
                true => "give the copies one address",
                false => "keep one of the two, with the better description",
            })
            .fix(if is_alternate {
                None
            } else {
                remove(catalog, first, later)
            });
        Some(finding)
    }

    fn report_habit(&self, catalog: &Catalog<'_>, habit: &Habit) -> Option<Finding> {
        let Habit {
            first,
            later,
            count,
            pair,
        } = habit;
        let other = catalog.file(*first).source.path().display();
        let message = format!("{count} entries of this file are also in {other}: a translation or a copy?");
        let setting = self.across_files.unwrap_or(LevelSetting::Info);
        let at = Location {
            file: *first,
            span: pair.first_place,
        };
        let finding = Finding::new(*later, pair.later_place, message)
            .level(setting.level()?.min(Level::Info))
            .related(at, "the first of them")
            .help("exclude one of the two files, or lint them apart");
        Some(finding)
    }
}

/// Takes away a later entry that says nothing the first does not say.
fn remove(catalog: &Catalog<'_>, first: &Row, later: &Row) -> Option<Fix> {
    let would_empty_section = !catalog.stand_together(first, later) && catalog.is_alone(later);
    if first.file != later.file || catalog.url(first) != catalog.url(later) || would_empty_section {
        return None;
    }
    let is_equal = catalog.agree(first, later);
    let trust = if is_equal && catalog.stand_together(first, later) {
        Applicability::Safe
    } else if is_equal || catalog.says_no_more(first, later) {
        Applicability::Unsafe
    } else {
        return None;
    };
    let mut edits = vec![Edit::delete(later.file, catalog.removal(later)?)];
    edits.extend(catalog.renumbering(later));
    Fix::new("remove this entry", trust, &[Effect::Entries], edits)
}
