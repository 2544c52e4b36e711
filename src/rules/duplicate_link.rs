//! The same page listed by two entries.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::catalog::{Catalog, Row};
use crate::diagnostic::Finding;
use crate::document::Effect;
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{CatalogRule, Findings, Group, Level, LevelSetting, Preset, RuleInfo, catalog_rule};
use crate::source::{FileId, Location};
use crate::url::canonical_key;

pub static INFO: RuleInfo = RuleInfo {
    name: "duplicate-link",
    page: include_str!("../../rules/duplicate-link.md"),
    group: Group::Duplicates,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Recommended, Preset::Awesome],
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
    /// The entries stand in two files.
    across_files: LevelSetting,
    /// Addresses that may be listed more than once.
    ignore: Vec<String>,
}

impl Default for DuplicateLink {
    fn default() -> Self {
        Self {
            within: LevelSetting::Error,
            across_sections: LevelSetting::Warn,
            across_files: LevelSetting::Info,
            ignore: Vec::new(),
        }
    }
}

/// Sections whose links are about the list and not listed by it.
const OTHER_SECTIONS: [&str; 16] = [
    "acknowledgements",
    "acknowledgments",
    "backers",
    "code of conduct",
    "contact",
    "contribute",
    "contributing",
    "contribution",
    "contributors",
    "credits",
    "donate",
    "license",
    "licence",
    "sponsor",
    "sponsors",
    "support",
];

/// Two files are copies of one another when they share this many of their entries …
const COPY_SHARE: f64 = 0.6;
/// … and at least this many.
const COPY_MINIMUM: usize = 10;

/// A later entry and the first that lists the same page.
struct Pair<'c> {
    first: &'c Row,
    later: &'c Row,
}

impl CatalogRule for DuplicateLink {
    fn check(&self, catalog: &Catalog, findings: &mut Findings) {
        let ignored: Vec<String> = self.ignore.iter().filter_map(|url| canonical_key(url)).collect();
        let rows: Vec<&Row> = catalog
            .rows()
            .iter()
            .filter(|row| !row.key.is_empty() && !ignored.iter().any(|key| **key == *row.key))
            .filter(|row| !OTHER_SECTIONS.contains(&row.section_title.trim_end_matches(':').to_lowercase().as_str()))
            .collect();
        let pairs = pairs(catalog, &rows);
        let copies = copies(&rows, &pairs);
        let mut said: FxHashSet<(FileId, FileId)> = FxHashSet::default();
        for pair in &pairs {
            let files = (pair.first.file, pair.later.file);
            match copies.get(&files) {
                None => findings.extend(self.report(catalog, pair)),
                Some(shared) if said.insert(files) => {
                    findings.extend(self.report_copy(catalog, pair, *shared));
                }
                Some(_) => {}
            }
        }
    }
}

/// Every later entry with the first one of its page. Entries that a comment switches off are never first.
fn pairs<'c>(catalog: &Catalog, rows: &[&'c Row]) -> Vec<Pair<'c>> {
    let mut first_of: FxHashMap<&str, &'c Row> = FxHashMap::default();
    let mut repeated: Vec<&'c Row> = Vec::new();
    for row in rows {
        match first_of.entry(&row.key) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(row);
            }
            std::collections::hash_map::Entry::Occupied(mut place) => {
                let first = *place.get();
                if catalog.is_disabled(first, &INFO) && !catalog.is_disabled(row, &INFO) {
                    place.insert(row);
                    repeated.push(first);
                } else {
                    repeated.push(row);
                }
            }
        }
    }
    repeated
        .into_iter()
        .map(|later| Pair {
            first: first_of[&*later.key],
            later,
        })
        .filter(|pair| !is_inside(pair.first, pair.later))
        .collect()
}

/// Whether one of two entries is a child of the other.
fn is_inside(first: &Row, later: &Row) -> bool {
    first.file == later.file && (first.span.encloses(later.span) || later.span.encloses(first.span))
}

/// Pairs of files that are copies, with the number of entries they share.
fn copies(rows: &[&Row], pairs: &[Pair<'_>]) -> FxHashMap<(FileId, FileId), usize> {
    let mut shared: FxHashMap<(FileId, FileId), usize> = FxHashMap::default();
    for pair in pairs.iter().filter(|pair| pair.first.file != pair.later.file) {
        *shared.entry((pair.first.file, pair.later.file)).or_default() += 1;
    }
    let mut entries: FxHashMap<FileId, usize> = FxHashMap::default();
    for row in rows {
        *entries.entry(row.file).or_default() += 1;
    }
    shared.retain(|(first, later), shared| {
        let fewer = entries[first].min(entries[later]);
        *shared >= COPY_MINIMUM && *shared as f64 > COPY_SHARE * fewer as f64
    });
    shared
}

impl DuplicateLink {
    fn report(&self, catalog: &Catalog, pair: &Pair<'_>) -> Option<Finding> {
        let Pair { first, later } = pair;
        let same_file = first.file == later.file;
        let same_section = same_file && first.section == later.section;
        let setting = match (same_file, same_section) {
            (_, true) => self.within,
            (true, false) => self.across_sections,
            (false, _) => self.across_files,
        };
        let evidence = if first.url == later.url {
            "same link as"
        } else {
            "same page as"
        };
        let message = format!("{evidence} “{}”{}", first.title, whereabouts(catalog, pair));
        let spelled = (first.url != later.url).then(|| format!(", there as {}", first.url));
        let at = Location {
            file: first.file,
            span: first.place,
        };
        let finding = Finding::new(later.file, later.place, message)
            .level(setting.level()?)
            .related(at, format!("first listed here{}", spelled.unwrap_or_default()))
            .help("keep one of the two, with the better description")
            .fix(same_section.then(|| remove(pair)).flatten());
        Some(finding)
    }

    fn report_copy(&self, catalog: &Catalog, pair: &Pair<'_>, shared: usize) -> Option<Finding> {
        let Pair { first, later } = pair;
        let other = catalog.file(first.file).path.display();
        let message = format!("{shared} entries of this file are also in {other}: a translation or a copy?");
        let at = Location {
            file: first.file,
            span: first.place,
        };
        let finding = Finding::new(later.file, later.place, message)
            .level(self.across_files.level()?)
            .related(at, "the first of them")
            .help("exclude one of the two files, or lint them apart");
        Some(finding)
    }
}

fn whereabouts(catalog: &Catalog, pair: &Pair<'_>) -> String {
    let Pair { first, later } = pair;
    if first.file != later.file {
        return format!(" in {}", catalog.file(first.file).path.display());
    }
    if first.section == later.section || first.section_title.is_empty() {
        return String::new();
    }
    format!(" in section “{}”", first.section_title)
}

/// Takes away a later entry that says nothing the first does not say.
fn remove(pair: &Pair<'_>) -> Option<Fix> {
    let Pair { first, later } = pair;
    let says_nothing_more =
        first.url == later.url && first.title == later.title && first.description == later.description;
    if !says_nothing_more || later.removal.is_empty() || first.container != later.container {
        return None;
    }
    Fix::new(
        "remove this entry",
        Applicability::Unsafe,
        &[Effect::Entries],
        vec![Edit::delete(later.file, later.removal)],
    )
}
