//! The same page listed by two entries.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::catalog::{Catalog, Row};
use crate::diagnostic::Finding;
use crate::document::Effect;
use crate::edit::{Applicability, Edit, Fix};
use crate::pattern::Patterns;
use crate::rule::{CatalogRule, Findings, Group, Level, LevelSetting, Preset, RuleInfo, catalog_rule};
use crate::source::{FileId, Location};

pub static INFO: RuleInfo = RuleInfo {
    name: "duplicate-link",
    page: include_str!("../../rules/duplicate-link.md"),
    group: Group::Duplicates,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
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
    /// The entries stand in two files.
    across_files: LevelSetting,
    /// Addresses that may be listed more than once.
    ignore: Patterns,
}

impl Default for DuplicateLink {
    fn default() -> Self {
        Self {
            within: LevelSetting::Error,
            across_sections: LevelSetting::Warn,
            across_files: LevelSetting::Info,
            ignore: Patterns::default(),
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

/// A file lists things twice by habit, as an index or under several topics, when so many of its entries
/// repeat another of the same file …
const HABIT_SHARE: f64 = 0.02;
/// … and at least this many.
const HABIT_MINIMUM: usize = 10;

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
    fn check(&self, catalog: &Catalog<'_>, findings: &mut Findings) {
        let rows: Vec<&Row> = catalog
            .rows()
            .iter()
            .copied()
            .filter(|row| self.counts(catalog, row))
            .collect();
        let pairs = pairs(catalog, &rows);
        let habits = Habits::of(catalog, &rows, &pairs);
        let mut said: FxHashSet<(FileId, FileId)> = FxHashSet::default();
        for pair in &pairs {
            if !habits.holds(catalog, pair) || catalog.is_disabled(pair.later, &INFO) {
                findings.extend(self.report(catalog, pair));
                continue;
            }
            let files = (pair.first.file, pair.later.file);
            if let Some(count) = habits.count(files).filter(|_| said.insert(files)) {
                findings.extend(self.report_habit(catalog, pair, count));
            }
        }
    }
}

impl DuplicateLink {
    /// Whether an entry lists a page: not a field of another entry, and not about the list itself.
    fn counts(&self, catalog: &Catalog<'_>, row: &Row) -> bool {
        let section = row.section_title.trim_end_matches([':', ' ']);
        !catalog.key(row).is_empty()
            && row.is_named
            && !self.ignore.matches(catalog.url(row))
            && !OTHER_SECTIONS.iter().any(|other| section.eq_ignore_ascii_case(other))
    }
}

/// Every later entry with the first one of its page. Entries that a comment switches off are never first.
fn pairs<'c>(catalog: &Catalog<'c>, rows: &[&'c Row]) -> Vec<Pair<'c>> {
    let mut first_of: FxHashMap<&str, &'c Row> = FxHashMap::default();
    first_of.reserve(rows.len());
    let mut repeated: Vec<&'c Row> = Vec::new();
    for row in rows {
        match first_of.entry(catalog.key(row)) {
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
            first: first_of[catalog.key(later)],
            later,
        })
        .filter(|pair| !is_inside(pair.first, pair.later))
        .collect()
}

/// Whether one of two entries is a child of the other.
fn is_inside(first: &Row, later: &Row) -> bool {
    first.file == later.file && (first.span.encloses(later.span) || later.span.encloses(first.span))
}

/// What is repeated so often that it is meant.
struct Habits {
    /// Pairs of files that are copies, or files with an index, and how many entries they repeat.
    repeated: FxHashMap<(FileId, FileId), usize>,
    /// For each file that is a copy or has copies the first of them.
    copies: FxHashMap<FileId, FileId>,
}

impl Habits {
    fn of<'c>(catalog: &Catalog<'c>, rows: &[&'c Row], pairs: &[Pair<'c>]) -> Self {
        let mut repeated: FxHashMap<(FileId, FileId), usize> = FxHashMap::default();
        for pair in pairs.iter().filter(|pair| !is_slip(catalog, pair)) {
            *repeated.entry((pair.first.file, pair.later.file)).or_default() += 1;
        }
        let mut entries: FxHashMap<FileId, usize> = FxHashMap::default();
        for row in rows {
            *entries.entry(row.file).or_default() += 1;
        }
        repeated.retain(|(first, later), count| {
            let fewer = entries[first].min(entries[later]) as f64;
            let (share, minimum) = if first == later {
                (HABIT_SHARE, HABIT_MINIMUM)
            } else {
                (COPY_SHARE, COPY_MINIMUM)
            };
            *count >= minimum && *count as f64 > share * fewer
        });
        let mut of_copies: Vec<(FileId, FileId)> = repeated
            .keys()
            .copied()
            .filter(|(first, later)| first != later)
            .collect();
        of_copies.sort_unstable();
        let mut copies = FxHashMap::default();
        for (first, later) in of_copies {
            let original = *copies.entry(first).or_insert(first);
            copies.insert(later, original);
        }
        Self { repeated, copies }
    }

    /// Whether the entry is one of many that are repeated in the same way.
    fn holds<'c>(&self, catalog: &Catalog<'c>, pair: &Pair<'c>) -> bool {
        let files = (pair.first.file, pair.later.file);
        let original = |file| self.copies.get(&file);
        let are_copies = files.0 != files.1 && original(files.0).is_some() && original(files.0) == original(files.1);
        !is_slip(catalog, pair) && (are_copies || self.repeated.contains_key(&files))
    }

    /// How many entries are repeated between two files, where that is said.
    fn count(&self, files: (FileId, FileId)) -> Option<usize> {
        self.repeated.get(&files).copied()
    }
}

/// Whether two entries stand in one list under titles that agree, which nobody does on purpose.
fn is_slip<'c>(catalog: &Catalog<'c>, pair: &Pair<'c>) -> bool {
    let Pair { first, later } = pair;
    first.file == later.file
        && first.container == later.container
        && titles_agree(catalog.title(first), catalog.title(later))
}

/// Words that say nothing of what a title names.
const STOP_WORDS: [&str; 20] = [
    "a", "an", "and", "at", "by", "da", "de", "des", "for", "from", "in", "la", "of", "on", "or", "the", "to", "und",
    "with", "y",
];

/// Whether two titles name the same thing: they share half of their words, all their numbers, and what
/// stands in parentheses.
fn titles_agree(first: &str, later: &str) -> bool {
    if first.to_lowercase() == later.to_lowercase() {
        return true;
    }
    let (first_note, later_note) = (note(first), note(later));
    if first_note.is_some() && later_note.is_some() && first_note != later_note {
        return false;
    }
    let (first, later) = (words(first), words(later));
    let numbers = |words: &FxHashSet<String>| {
        let numbers = words.iter().filter(|word| is_number(word));
        numbers.cloned().collect::<FxHashSet<_>>()
    };
    let shared = first.intersection(&later).count();
    let fewer = first.len().min(later.len());
    shared > 0 && shared * 2 >= fewer && numbers(&first) == numbers(&later)
}

/// What a title has in parentheses, such as a language or a version.
fn note(title: &str) -> Option<String> {
    let (_, rest) = title.split_once('(')?;
    Some(rest.split(')').next().unwrap_or_default().to_lowercase())
}

fn is_number(word: &str) -> bool {
    let is_roman = matches!(
        word,
        "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix" | "x"
    );
    is_roman || word.contains(|character: char| character.is_ascii_digit())
}

/// The words of a title in lower case; `C++` and `C#` are words.
fn words(title: &str) -> FxHashSet<String> {
    title
        .split(|character: char| !character.is_alphanumeric() && !matches!(character, '+' | '#'))
        .filter(|word| word.contains(char::is_alphanumeric))
        .map(str::to_lowercase)
        .filter(|word| !STOP_WORDS.contains(&word.as_str()))
        .collect()
}

impl DuplicateLink {
    fn report<'c>(&self, catalog: &Catalog<'c>, pair: &Pair<'c>) -> Option<Finding> {
        let &Pair { first, later } = pair;
        let (url, other_url) = (catalog.url(first), catalog.url(later));
        let same_file = first.file == later.file;
        let same_section = same_file && first.section == later.section;
        let setting = match (same_file, same_section) {
            (_, true) => self.within,
            (true, false) => self.across_sections,
            (false, _) => self.across_files,
        };
        let agree = titles_agree(catalog.title(first), catalog.title(later));
        let level = match agree {
            true => setting.level()?,
            false => setting.level()?.min(Level::Info),
        };
        let evidence = if url == other_url {
            "same link as"
        } else {
            "same page as"
        };
        let said = |other: &Row, from: &Row| {
            let place = whereabouts(catalog, other, from);
            format!("{evidence} “{}”{place}", catalog.title(other))
        };
        let (message, instead) = (said(first, later), said(later, first));
        let spelled = (url != other_url).then(|| format!(", there as {url}"));
        let help = match agree {
            true => "keep one of the two, with the better description",
            false => "the titles differ; if they name two things, one of the links is wrong",
        };
        let at = Location {
            file: first.file,
            span: first.place,
        };
        let finding = Finding::new(later.file, later.place, message)
            .level(level)
            .related_or(at, format!("first listed here{}", spelled.unwrap_or_default()), instead)
            .help(help)
            .fix(same_section.then(|| remove(catalog, pair)).flatten());
        Some(finding)
    }

    fn report_habit(&self, catalog: &Catalog<'_>, pair: &Pair<'_>, count: usize) -> Option<Finding> {
        let Pair { first, later } = pair;
        let (setting, message, help) = if first.file == later.file {
            let message = format!("{count} entries of this file are listed twice in it: an index?");
            (self.across_sections, message, "ignore this if the list means it so")
        } else {
            let other = catalog.file(first.file).source.path().display();
            let message = format!("{count} entries of this file are also in {other}: a translation or a copy?");
            (
                self.across_files,
                message,
                "exclude one of the two files, or lint them apart",
            )
        };
        let at = Location {
            file: first.file,
            span: first.place,
        };
        let finding = Finding::new(later.file, later.place, message)
            .level(setting.level()?.min(Level::Info))
            .related(at, "the first of them")
            .help(help);
        Some(finding)
    }
}

/// Where an entry stands, as far as this differs from another one.
fn whereabouts(catalog: &Catalog<'_>, row: &Row, other: &Row) -> String {
    if row.file != other.file {
        return format!(" in {}", catalog.file(row.file).source.path().display());
    }
    if row.section == other.section || row.section_title.is_empty() {
        return String::new();
    }
    format!(" in section “{}”", row.section_title)
}

/// Takes away a later entry that says nothing the first does not say.
fn remove<'c>(catalog: &Catalog<'c>, pair: &Pair<'c>) -> Option<Fix> {
    let &Pair { first, later } = pair;
    if first.container != later.container || catalog.url(first) != catalog.url(later) || !catalog.agree(first, later) {
        return None;
    }
    let lines = catalog.removal(later)?;
    Fix::new(
        "remove this entry",
        Applicability::Unsafe,
        &[Effect::Entries],
        vec![Edit::delete(later.file, lines)],
    )
}

#[cfg(test)]
mod tests {
    use super::titles_agree;

    #[test]
    fn titles_of_one_thing_agree() {
        assert!(titles_agree(
            "Swift interview questions on Swift",
            "Swift Interview Questions"
        ));
        assert!(titles_agree("pandas_profiling", "Pandas Profiling"));
        assert!(titles_agree("ScaffoldHub", "ScaffoldHub.io"));
    }

    #[test]
    fn titles_of_two_things_do_not() {
        for (first, later) in [
            ("C++", "C#"),
            ("Foo (French)", "Foo (German)"),
            ("A Guide, Part I", "A Guide, Part II"),
            ("Swallow 7B", "Swallow 70B"),
            ("The Psychology of Persuasion", "The Modern Denial of Human Nature"),
        ] {
            assert!(!titles_agree(first, later), "{first} / {later}");
        }
    }
}
