//! Descriptions with a final period where the file has none, and without one where it has them.

use std::cell::OnceCell;

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Description, Document, Effect, Ending};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{Findings, Group, Level, Preset, RuleInfo, Share, TreeRule, finding, tree_rule};
use crate::source::Span;
use crate::style::guide::asked_close;
use crate::style::passage::{Norm, Passages};
use crate::style::period::{self, Close};
use crate::style::{Habit, Population, Tally};
use crate::tree::Tree;

pub static INFO: RuleInfo = RuleInfo {
    name: "entry-punctuation",
    page: include_str!("../../rules/entry-punctuation.md"),
    group: Group::Entries,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: tree_rule::<EntryPunctuation>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Style {
    #[default]
    Majority,
    Period,
    None,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct EntryPunctuation {
    style: Style,
    /// Share of the descriptions that a majority must have.
    threshold: Share,
    /// Number of descriptions below which there is no majority.
    minimum: usize,
}

impl Default for EntryPunctuation {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.9),
            minimum: 10,
        }
    }
}

impl TreeRule for EntryPunctuation {
    fn check(&self, document: &Document, tree: &dyn Tree, findings: &mut Findings) {
        if document.is_generated() {
            return;
        }
        for population in Population::ALL {
            self.check_population(document, population, tree, findings);
        }
    }
}

impl EntryPunctuation {
    fn check_population(&self, document: &Document, population: Population, tree: &dyn Tree, findings: &mut Findings) {
        let norm = match self.style {
            Style::Period => Norm::Named(Close::Period),
            Style::None => Norm::Named(Close::None),
            Style::Majority => period::norm(document, population, self.threshold, self.minimum),
        };
        if norm.is_silent() {
            return;
        }
        let marks = Marks::default();
        let departs = |description: &Description| {
            let wanted = norm.way(document, description.entry);
            match (wanted, description.ending) {
                (Some(Close::Period), Ending::Bare(_)) => true,
                (Some(Close::Period), Ending::Marked(_)) => marks.instead(document, description, self).is_some(),
                (Some(Close::None), Ending::Marked(_)) => !period::has_sentences(document, description),
                _ => false,
            }
        };
        let departing: Vec<&Description> = population.descriptions(document).filter(|it| departs(it)).collect();
        if departing.is_empty() {
            return;
        }
        let asked = match self.style {
            Style::Majority => asked_close(document, tree),
            _ => None,
        };
        let judged = population
            .descriptions(document)
            .filter(|it| period::close(it).is_some());
        let passages = Passages::count(document, judged.map(|it| (it.entry, departs(it))));
        for description in departing {
            let wanted = norm.way(document, description.entry);
            // What the guide asks for is right, however few keep to it.
            let is_asked_for = asked.is_some_and(|asked| wanted != Some(asked));
            let is_meant = self.style == Style::Majority && passages.is_meant(document, description.entry);
            if !is_asked_for && !is_meant {
                let is_marked = wanted == Some(Close::Period);
                let instead = marks.instead(document, description, self).filter(|_| is_marked);
                let finding = match instead {
                    Some(habit) => report_mark(document, description, habit),
                    None => report(document, &marks, description, &norm),
                };
                findings.extend(finding.map(|finding| norm.leveled(document, description.entry, finding)));
            }
        }
    }
}

fn report(document: &Document, marks: &Marks, description: &Description, norm: &Norm<Close>) -> Option<Finding> {
    let file = document.file();
    let reason = norm.reason(document, description.entry, "descriptions", |way| {
        let verb = match way {
            Close::Period => "end with one",
            Close::None => "end without",
        };
        verb.to_owned()
    });
    let (place, message, title, edit) = match description.ending {
        Ending::Bare(at) => {
            let before = Span::new(description.span.start as usize, at as usize);
            let mark = marks.fitting(document, document.slice(before));
            let title = format!("write `{mark}`");
            let edit = Edit::insert(file, at as usize, mark.to_string());
            let place = last_word(document, description, at);
            (place, format!("no final period, but {reason}"), title, edit)
        }
        Ending::Marked(mark) => {
            let edit = Edit::delete(file, mark);
            (
                mark,
                format!("final period, but {reason}"),
                "remove it".to_owned(),
                edit,
            )
        }
        Ending::Settled | Ending::Open | Ending::Other => return None,
    };
    let fix = Fix::new(title, Applicability::Safe, &[Effect::Text], vec![edit]);
    Some(finding(document, place, message).fix(fix))
}

fn report_mark(document: &Document, description: &Description, habit: Habit<char>) -> Option<Finding> {
    let Ending::Marked(mark) = description.ending else {
        return None;
    };
    let (wanted, written) = (habit.way, document.slice(mark));
    let message = format!(
        "`{written}` at the end, but {} of {} have `{wanted}`",
        habit.count, habit.total
    );
    let edit = Edit::replace(document.file(), mark, wanted.to_string());
    let fix = Fix::new(
        format!("write `{wanted}`"),
        Applicability::Safe,
        &[Effect::Text],
        vec![edit],
    );
    Some(finding(document, mark, message).fix(fix))
}

/// The last character before a place where a period is due.
fn last_word(document: &Document, description: &Description, at: u32) -> Span {
    let start = description.span.start as usize;
    let text = &document.source().text()[start..at as usize];
    let last = text.chars().next_back().map_or(0, char::len_utf8);
    Span::new(at as usize - last, at as usize)
}

/// The marks that the sentences of a file end in, by the scripts that have marks of their own.
#[derive(Default)]
struct Marks([OnceCell<Tally<char>>; SCRIPTS.len()]);

impl Marks {
    /// The mark for a sentence that ends in a text: what the file mostly has there, or the usual one.
    fn fitting(&self, document: &Document, text: &str) -> char {
        let Some(script) = script(text) else {
            return '.';
        };
        let most = self.of(document, script).most();
        most.map_or(SCRIPTS[script].0, |habit| habit.way)
    }

    /// The mark that descriptions have clearly, where one has a full stop behind a letter of their script.
    fn instead(&self, document: &Document, description: &Description, rule: &EntryPunctuation) -> Option<Habit<char>> {
        let Ending::Marked(mark) = description.ending else {
            return None;
        };
        let before = Span::new(description.span.start as usize, mark.start as usize);
        let last = document.slice(before).chars().next_back()?;
        if document.slice(mark) != "." || last.is_ascii() {
            return None;
        }
        let script = SCRIPTS.iter().position(|(_, is_letter)| is_letter(last))?;
        let habit = self.of(document, script).habit(rule.threshold, rule.minimum)?;
        (habit.way != '.').then_some(habit)
    }

    fn of(&self, document: &Document, script: usize) -> &Tally<char> {
        self.0[script].get_or_init(|| {
            let mut marks = Tally::default();
            for description in document.descriptions() {
                if let Ending::Marked(mark) = description.ending {
                    let before = Span::new(description.span.start as usize, mark.start as usize);
                    let is_same = self::script(document.slice(before)) == Some(script);
                    marks.extend(document.slice(mark).chars().filter(|_| is_same));
                }
            }
            marks
        })
    }
}

type Letters = fn(char) -> bool;

/// Scripts whose sentences do not end in a full stop: their mark, and the letters they are known by.
const SCRIPTS: [(char, Letters); 3] = [
    (
        '。',
        |letter| matches!(u32::from(letter), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF),
    ),
    ('।', |letter| matches!(u32::from(letter), 0x0900..=0x09FF)),
    // Urdu, by letters that Arabic and Persian lack.
    ('۔', |letter| matches!(letter, 'ٹ' | 'ڈ' | 'ڑ' | 'ے' | 'ں' | 'ھ' | 'ہ')),
];

/// The script of the last letter of a text, where it is one of those: a name in Latin letters stands in the
/// sentence of another script.
fn script(text: &str) -> Option<usize> {
    if text.is_ascii() {
        return None;
    }
    let of = |letter: char| SCRIPTS.iter().position(|(_, is_letter)| is_letter(letter));
    text.chars().rev().filter(|sign| !sign.is_ascii()).find_map(of)
}
