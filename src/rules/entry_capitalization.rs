//! Descriptions that begin with a small letter where the file has capitals, and the other way round.

use std::cell::OnceCell;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Description, Document, Effect, Entry};
use crate::edit::{Applicability, Edit, Fix};
use crate::names;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::source::Span;
use crate::style::Population;
use crate::style::capital::{Initial, initial, initials};
use crate::style::passage::Passages;

pub static INFO: RuleInfo = RuleInfo {
    name: "entry-capitalization",
    page: include_str!("../../rules/entry-capitalization.md"),
    group: Group::Entries,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<EntryCapitalization>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Style {
    #[default]
    Majority,
    Capital,
    Small,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct EntryCapitalization {
    style: Style,
    /// Share of the descriptions that a majority must have.
    threshold: Share,
    /// Number of descriptions below which there is no majority.
    minimum: usize,
}

impl Default for EntryCapitalization {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.9),
            minimum: 10,
        }
    }
}

impl DocumentRule for EntryCapitalization {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if document.is_generated() {
            return;
        }
        for population in Population::ALL {
            self.check_population(document, population, findings);
        }
    }
}

impl EntryCapitalization {
    fn check_population(&self, document: &Document, population: Population, findings: &mut Findings) {
        let asked = || "the configuration asks for it".to_owned();
        let (wanted, reason) = match self.style {
            Style::Capital => (Initial::Capital, asked()),
            Style::Small => (Initial::Small, asked()),
            Style::Majority => {
                let habit = initials(document, population).habit(self.threshold, self.minimum);
                let Some(habit) = habit.filter(|habit| habit.count < habit.total) else {
                    return;
                };
                let reason = match habit.way {
                    Initial::Capital => "begin with a capital",
                    Initial::Small => "begin with a small letter",
                };
                (
                    habit.way,
                    format!("{} of {} descriptions {reason}", habit.count, habit.total),
                )
            }
        };
        let judged = population.descriptions(document);
        let judged = judged.filter_map(|it| Some((it, initial(document, it)?)));
        let counts = Counts::default();
        let departs =
            |it: &Description, case: Initial, word: Span| case != wanted && !is_name(document, &counts, it, case, word);
        let judged: Vec<(&Description, Span, bool)> = judged
            .map(|(it, (case, word))| (it, word, departs(it, case, word)))
            .collect();
        if !judged.iter().any(|(_, _, departs)| *departs) {
            return;
        }
        let passages = Passages::count(document, judged.iter().map(|(it, _, departs)| (it.entry, *departs)));
        for (description, word, _) in judged.iter().filter(|(_, _, departs)| *departs) {
            if self.style != Style::Majority || !passages.is_meant(document, description.entry) {
                findings.extend(report(document, description, *word, wanted, &reason));
            }
        }
    }
}

fn report(
    document: &Document,
    description: &Description,
    word: Span,
    wanted: Initial,
    reason: &str,
) -> Option<Finding> {
    let written = document.slice(word);
    let first = written.chars().next()?;
    let (other, message) = match wanted {
        Initial::Capital => (capital(document, description, first)?, "begins with a small letter"),
        Initial::Small => (first.to_lowercase().next()?, "begins with a capital"),
    };
    let start = word.start as usize;
    let edit = Edit::replace(
        document.file(),
        Span::new(start, start + first.len_utf8()),
        other.to_string(),
    );
    let title = format!("write `{other}{}`", &written[first.len_utf8()..]);
    let fix = Fix::new(title, Applicability::Safe, &[Effect::Text], vec![edit]);
    Some(finding(document, word, format!("description {message}, but {reason}")).fix(fix))
}

/// The capital of a letter: in Turkish text that of `i` has a dot.
fn capital(document: &Document, description: &Description, letter: char) -> Option<char> {
    if letter == 'i' {
        let is_turkish = |text: &str| text.contains(['ı', 'İ', 'ğ']);
        if is_turkish(document.slice(description.span)) {
            return Some('İ');
        }
        if is_turkish(document.source().text()) {
            return None;
        }
    }
    letter.to_uppercase().next()
}

/// Whether a first word is spelled as it is because it is a name.
fn is_name<'d>(
    document: &'d Document,
    counts: &Counts<'d>,
    description: &Description,
    case: Initial,
    word: Span,
) -> bool {
    let written = document.slice(word);
    let entry = document.entry(description.entry);
    match case {
        Initial::Small => {
            names::is_small(written)
                || NAMES.contains(written)
                || is_library(written)
                || is_own_name(document, entry, written)
        }
        Initial::Capital => !is_common(document, counts, description, word),
    }
}

/// Whether a word is named as libraries of C are: `libfoo`.
fn is_library(word: &str) -> bool {
    word.starts_with("lib") && !["libr", "libe"].iter().any(|start| word.starts_with(start))
}

/// Whether a word is the name of the entry itself, as its title or its address spells it.
fn is_own_name(document: &Document, entry: &Entry, word: &str) -> bool {
    if word.len() < 3 {
        return false;
    }
    let url = entry.link.map_or("", |link| document.url(document.link(link)));
    let page = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    page == word || holds_word(document.slice(entry.title), word)
}

/// Whether a text holds a word with no letters or digits next to it.
fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let is_outside = |sign: Option<char>| !sign.is_some_and(char::is_alphanumeric);
        is_outside(text[..at].chars().next_back()) && is_outside(text[at + word.len()..].chars().next())
    })
}

/// `rules/entry-capitalization.toml`.
static NAMES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct Table {
        names: FxHashSet<String>,
    }
    let text = include_str!("../../rules/entry-capitalization.toml");
    let table: Table = toml::from_str(text).expect("the table of names is read by a test");
    table.names
});

/// Words that begin descriptions and are no names.
const ARTICLES: &[&str] = &["A", "An", "The"];

/// A common word occurs more often than this in small letters.
const COMMON: u32 = 3;

/// Whether a capitalized word is a common one: an article, or a word that stands elsewhere in small letters.
fn is_common<'d>(document: &'d Document, counts: &Counts<'d>, description: &Description, word: Span) -> bool {
    let written = document.slice(word);
    if ARTICLES.contains(&written) {
        return true;
    }
    let span = description.span;
    let behind = document
        .slice(Span::new(word.end as usize, span.end as usize))
        .trim_start();
    let is_long = written.chars().count() > 1;
    let is_plain = written.chars().skip(1).all(char::is_lowercase);
    let is_of_name = behind.starts_with(char::is_uppercase);
    let small = written.to_lowercase();
    let title = document.slice(document.entry(description.entry).title).to_lowercase();
    if !is_long || !is_plain || is_of_name || title.contains(&small) || names::is_name(written) {
        return false;
    }
    // A name in small letters here and there is still a name.
    counts.of(document, &small) > COMMON.max(3 * counts.of(document, written))
}

/// How often each word occurs, counted when it is first asked for.
#[derive(Default)]
struct Counts<'d>(OnceCell<FxHashMap<&'d str, u32>>);

impl<'d> Counts<'d> {
    fn of(&self, document: &'d Document, word: &str) -> u32 {
        let counts = self.0.get_or_init(|| {
            let forms = document.words().forms();
            forms
                .map(|(_, form)| (document.slice(form.first), form.count))
                .collect()
        });
        counts.get(word).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_names_are_in_small_letters() {
        let is_small = |name: &String| name.chars().all(|sign| sign.is_ascii_lowercase() || sign == '-');
        assert!(super::NAMES.iter().all(is_small));
        assert!(super::NAMES.len() > 100);
    }
}
