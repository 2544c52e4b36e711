//! Descriptions that begin with a small letter where the file has capitals, and the other way round.

use std::cell::OnceCell;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Description, Document, Effect, Entry};
use crate::edit::{Applicability, Edit, Fix};
use crate::names;
use crate::rule::{Findings, Group, Level, Preset, RuleInfo, Share, TreeRule, finding, tree_rule};
use crate::source::Span;
use crate::style::capital::{Initial, any_initial, first_word, initial};
use crate::style::guide::asked_initial;
use crate::style::passage::{Norm, Passages};
use crate::style::{Population, Tally};
use crate::tree::Tree;

pub static INFO: RuleInfo = RuleInfo {
    name: "entry-capitalization",
    page: include_str!("../../rules/entry-capitalization.md"),
    group: Group::Entries,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: tree_rule::<EntryCapitalization>,
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

impl TreeRule for EntryCapitalization {
    fn check(&self, document: &Document, tree: &dyn Tree, findings: &mut Findings) {
        if document.is_generated() {
            return;
        }
        for population in Population::ALL {
            self.check_population(document, population, tree, findings);
        }
    }
}

impl EntryCapitalization {
    fn check_population(&self, document: &Document, population: Population, tree: &dyn Tree, findings: &mut Findings) {
        let descriptions = population.descriptions(document);
        let judged = descriptions.filter_map(|it| Some((it, initial(document, it)?)));
        let judged: Vec<(&Description, Initial)> = judged.collect();
        let norm = match self.style {
            Style::Capital => Norm::Named(Initial::Capital),
            Style::Small => Norm::Named(Initial::Small),
            Style::Majority => match tally(&judged).habit(self.threshold, self.minimum) {
                Some(habit) if habit.count == habit.total => return,
                Some(habit) => Norm::Document(habit),
                None => {
                    let ways = judged.iter().map(|(it, case)| (it.entry, *case));
                    let norm = Norm::of_sections(document, ways, self.threshold, self.minimum);
                    if norm.is_silent() {
                        return;
                    }
                    let all = population.descriptions(document);
                    let all = all.filter_map(|it| Some((it.entry, any_initial(document, it)?)));
                    norm.agreeing(Norm::of_sections(document, all, self.threshold, self.minimum))
                }
            },
        };
        let counts = Counts::default();
        let departs = |it: &Description, case: Initial| {
            let wanted = norm.way(document, it.entry);
            wanted.is_some_and(|wanted| wanted != case)
                && !is_name(document, &counts, it, case, first_word(document, it))
        };
        let judged: Vec<(&Description, bool)> = judged.into_iter().map(|(it, case)| (it, departs(it, case))).collect();
        if !judged.iter().any(|(_, departs)| *departs) {
            return;
        }
        let asked = match self.style {
            Style::Majority => asked_initial(document, tree),
            _ => None,
        };
        let passages = Passages::count(document, judged.iter().map(|(it, departs)| (it.entry, *departs)));
        for (description, _) in judged.iter().filter(|(_, departs)| *departs) {
            let wanted = norm.way(document, description.entry);
            // What the guide asks for is right, however few keep to it.
            let is_asked_for = asked.is_some_and(|asked| wanted != Some(asked));
            let is_meant = self.style == Style::Majority && passages.is_meant(document, description.entry);
            if !is_asked_for && !is_meant {
                let finding = report(document, description, first_word(document, description), &norm);
                findings.extend(finding.map(|finding| norm.leveled(document, description.entry, finding)));
            }
        }
    }
}

fn tally(judged: &[(&Description, Initial)]) -> Tally<Initial> {
    judged.iter().map(|(_, case)| *case).collect()
}

fn report(document: &Document, description: &Description, word: Span, norm: &Norm<Initial>) -> Option<Finding> {
    let wanted = norm.way(document, description.entry)?;
    let reason = norm.reason(document, description.entry, "descriptions", |way| {
        format!("begin with a {way}")
    });
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
    // A capital would hide that a letter is missing.
    let trust = match wanted == Initial::Capital && is_cut(document, written) {
        true => Applicability::Unsafe,
        false => Applicability::Safe,
    };
    let fix = Fix::new(title, trust, &[Effect::Text], vec![edit]);
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
                || is_of_name(document, counts, entry, written)
        }
        Initial::Capital => !is_common(document, counts, description, word),
    }
}

/// Whether a word is named as libraries of C are: `libfoo`.
fn is_library(word: &str) -> bool {
    word.starts_with("lib") && !["libr", "libe"].iter().any(|start| word.starts_with(start))
}

/// Whether a word is the name of the entry itself, or of its owner, as its title or its address spells it.
fn is_own_name(document: &Document, entry: &Entry, word: &str) -> bool {
    if word.len() < 3 {
        return false;
    }
    let url = entry.link.map_or("", |link| document.url(document.link(link)));
    let path = url.split_once("//").map_or(url, |(_, rest)| rest);
    let mut segments = path.split(['?', '#']).next().unwrap_or_default().split('/').skip(1);
    let title = document.slice(entry.title);
    let mut parts = title.split(|sign: char| sign.is_whitespace() || sign == '/');
    holds_word(title, word)
        || segments.any(|segment| plain_name(segment) == word || segment == word)
        || parts.any(|part| plain_name(part) == word)
}

/// A name without what says that it is a version or for which language: `foo` of `foo3`, `foo.jl` and `foo-py`.
fn plain_name(name: &str) -> &str {
    const ENDINGS: [&str; 14] = [
        ".el", ".go", ".jl", ".js", ".nvim", ".py", ".rb", ".rs", ".ts", ".vim", "-go", "-js", "-py", "-rs",
    ];
    let ending = ENDINGS.iter().find(|ending| name.ends_with(**ending));
    let name = ending.map_or(name, |ending| &name[..name.len() - ending.len()]);
    name.trim_end_matches(|sign: char| sign.is_ascii_digit())
}

/// The word that an ending such as `-based` or `'s` makes of a name.
fn stem(word: &str) -> Option<&str> {
    const ENDINGS: [&str; 9] = [
        "'s",
        "-based",
        "-compatible",
        "-friendly",
        "-inspired",
        "-like",
        "-powered",
        "-style",
        "’s",
    ];
    ENDINGS.iter().find_map(|ending| word.strip_suffix(ending))
}

/// Whether a word with such an ending is made of a name: of one that is known, or that the list has in small
/// letters alone.
fn is_of_name<'d>(document: &'d Document, counts: &Counts<'d>, entry: &Entry, word: &str) -> bool {
    let Some(stem) = stem(word) else {
        return false;
    };
    let mut letters = stem.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let capital: String = first.chain(letters).collect();
    // `the world's first` is of a common word.
    let is_small = || word.contains('-') && counts.of(document, stem) > 0 && counts.of(document, &capital) == 0;
    names::is_small(stem) || NAMES.contains(stem) || is_own_name(document, entry, stem) || is_small()
}

/// Whether a word lacks its first letter, as another word of the list shows.
fn is_cut(document: &Document, word: &str) -> bool {
    const SHORTEST: usize = 5;
    let is_whole = |text: &str| text.get(1..) == Some(word);
    word.len() >= SHORTEST
        && document
            .words()
            .forms()
            .any(|(_, form)| is_whole(document.slice(form.first)))
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
