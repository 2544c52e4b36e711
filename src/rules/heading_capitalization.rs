//! Headings with small letters where the others have capitals.

mod evidence;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use self::evidence::Evidence;
use crate::diagnostic::Finding;
use crate::document::{Document, SectionId, Word};
use crate::edit::Applicability;
use crate::pattern::Patterns;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule};
use crate::source::Span;
use crate::style::heading_case::{self, Case, Letters, Reading};
use crate::style::{Habit, Tally};

pub static INFO: RuleInfo = RuleInfo {
    name: "heading-capitalization",
    page: include_str!("../../rules/heading-capitalization.md"),
    group: Group::Text,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<HeadingCapitalization>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Style {
    #[default]
    Majority,
    Title,
    Sentence,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct HeadingCapitalization {
    style: Style,
    /// Texts of headings that are left alone.
    ignore: Patterns,
    /// Share of the headings that a majority must have.
    threshold: Share,
    /// Number of headings below which there is no majority.
    minimum: usize,
}

impl Default for HeadingCapitalization {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            ignore: Patterns::default(),
            threshold: Share(0.9),
            minimum: 8,
        }
    }
}

/// A heading whose letters tell something.
struct Title<'d> {
    text: Span,
    level: u8,
    parent: Option<SectionId>,
    reading: Reading<'d>,
}

impl Title<'_> {
    fn is_small(&self) -> bool {
        matches!(self.reading.case(), Some(Case::Sentence | Case::Mixed))
    }
}

/// The capitals that the headings of a file have.
struct Habits {
    /// Of the first words.
    first: Option<Habit<Letters>>,
    /// Of the other words, by level, and the headings that have the habit.
    others: [Option<(Habit<Case>, &'static str)>; 7],
}

impl DocumentRule for HeadingCapitalization {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let is_short = self.style == Style::Majority && document.headings().len() < self.minimum;
        if is_short || !document.is_english() {
            return;
        }
        let titles = titles(document);
        let habits = self.habits(&titles);
        let is_kept = self.style == Style::Majority && !habits.are_broken();
        if is_kept || document.is_generated() {
            return;
        }
        let blocks = blocks(&titles);
        let evidence = Evidence::new(document);
        for title in &titles {
            let is_block = self.style == Style::Majority && blocks.contains(&(title.parent, title.level));
            let others = if is_block {
                None
            } else {
                self.others(&evidence, title, &habits)
            };
            let found = self.first(&evidence, title, &habits).into_iter().chain(others);
            let found = found.filter(|found| is_english(document, title, found));
            let found = found.filter(|_| !self.ignore.matches(&document.plain_text(title.text)));
            findings.extend(found);
        }
    }
}

/// Whether a finding stands in English text.
fn is_english(document: &Document, title: &Title<'_>, found: &Finding) -> bool {
    let mut words = document.words().within(title.text).iter();
    words.any(|word| word.span == found.at.span && document.is_english_at(word))
}

/// The headings of the sections, the title apart.
fn titles(document: &Document) -> Vec<Title<'_>> {
    let sections = document.sections().iter().filter(|section| section.heading != Some(0));
    let titles = sections.filter_map(|section| {
        let heading = &document.headings()[section.heading? as usize];
        Some(Title {
            text: heading.text,
            level: heading.level,
            parent: section.parent,
            reading: heading_case::read(document, heading)?,
        })
    });
    titles.collect()
}

/// How many headings beside one another make a block that is meant.
const BLOCK: usize = 3;

/// The places where most of several headings beside one another have small letters.
fn blocks(titles: &[Title<'_>]) -> FxHashSet<(Option<SectionId>, u8)> {
    let mut counts: FxHashMap<(Option<SectionId>, u8), (usize, usize)> = FxHashMap::default();
    for title in titles.iter().filter(|title| title.reading.case().is_some()) {
        let (small, all) = counts.entry((title.parent, title.level)).or_default();
        *small += usize::from(title.is_small());
        *all += 1;
    }
    let is_block = |(small, all): (usize, usize)| small >= BLOCK && small * 2 > all;
    counts
        .into_iter()
        .filter(|(_, counts)| is_block(*counts))
        .map(|(place, _)| place)
        .collect()
}

impl Habits {
    fn are_broken(&self) -> bool {
        let is_first = self.first.is_some_and(|habit| habit.count < habit.total);
        is_first || self.others.iter().flatten().any(|(habit, _)| habit.count < habit.total)
    }
}

impl HeadingCapitalization {
    fn habits(&self, titles: &[Title<'_>]) -> Habits {
        let mut first: Tally<Letters> = Tally::default();
        let mut others: [Tally<Case>; 7] = Default::default();
        let mut all: Tally<Case> = Tally::default();
        for title in titles {
            if let Some((_, letters)) = title.reading.first {
                first.add(letters);
            }
            if let Some(case) = title.reading.case() {
                others[title.level as usize].add(case);
                all.add(case);
            }
        }
        let first = first.habit(self.threshold, self.minimum);
        let all = all.habit(self.threshold, self.minimum);
        // A level of few headings may go by those of the others.
        let is_like = |cases: &Tally<Case>| {
            let others = cases.total() - cases.count(Case::Title);
            others < BLOCK && others < cases.count(Case::Title)
        };
        Habits {
            first: first.filter(|habit| habit.way == Letters::Capital),
            others: others.map(|cases| {
                let own = cases.habit(self.threshold, self.minimum);
                let (habit, which) = match own {
                    Some(own) => (own, "headings of this level"),
                    None => (all.filter(|_| is_like(&cases))?, "headings"),
                };
                (habit.way == Case::Title).then_some((habit, which))
            }),
        }
    }

    /// A small first word.
    fn first(&self, evidence: &Evidence<'_>, title: &Title<'_>, habits: &Habits) -> Option<Finding> {
        let (word, _) = title.reading.first.filter(|(_, letters)| *letters == Letters::Small)?;
        let reason = match (self.style, habits.first) {
            (Style::Majority, habit) => {
                let habit = habit?;
                format!("{} of {} headings begin with a capital", habit.count, habit.total)
            }
            (Style::Title | Style::Sentence, _) => CONFIGURED.to_owned(),
        };
        let is_proved = match title.reading.is_single {
            true => evidence.is_in_heading(word),
            false => evidence.is_proved(word),
        };
        let is_wrong = is_proved && !evidence.is_name(word);
        is_wrong.then(|| evidence.report(&[word], "in small letters", &reason, Applicability::Safe))
    }

    /// Small words in title case, or capitals in sentence case.
    fn others(&self, evidence: &Evidence<'_>, title: &Title<'_>, habits: &Habits) -> Option<Finding> {
        let words = |letters| {
            let words = title.reading.others.iter().filter(move |word| word.1 == letters);
            words.map(|(word, _)| *word)
        };
        let is_proved = |word: &&Word| evidence.is_proved(word);
        let reason = match (self.style, habits.others[title.level as usize]) {
            (Style::Sentence, _) => {
                let words: Vec<&Word> = words(Letters::Capital).filter(is_proved).collect();
                let report = || evidence.report(&words, "with a capital", CONFIGURED, Applicability::Unsafe);
                return (!words.is_empty()).then(report);
            }
            (Style::Title, _) => None,
            (Style::Majority, habit) => Some(habit?),
        };
        let words: Vec<&Word> = words(Letters::Small).filter(|word| !evidence.is_name(word)).collect();
        if !words.iter().any(|word| is_proved(word) || !evidence.may_be_name(word)) {
            return None;
        }
        let trust = match words.iter().all(is_proved) {
            true => Applicability::Safe,
            false => Applicability::Unsafe,
        };
        let reason = match reason {
            Some((Habit { count, total, .. }, which)) => format!("{count} of {total} {which} are in title case"),
            None => CONFIGURED.to_owned(),
        };
        Some(evidence.report(&words, "in small letters", &reason, trust))
    }
}

const CONFIGURED: &str = "the configuration asks for another style";
