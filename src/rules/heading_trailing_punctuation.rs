//! Headings that end in a mark, or that lack the one that the others end in.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Heading, HeadingStyle};
use crate::edit::{Applicability, Edit};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, reword};
use crate::source::Span;
use crate::style::{Habit, Tally};

pub static INFO: RuleInfo = RuleInfo {
    name: "heading-trailing-punctuation",
    page: include_str!("../../rules/heading-trailing-punctuation.md"),
    group: Group::Text,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<HeadingTrailingPunctuation>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum Style {
    #[default]
    #[serde(rename = "majority")]
    Majority,
    #[serde(rename = "none")]
    None,
    #[serde(rename = ":")]
    Colon,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct HeadingTrailingPunctuation {
    style: Style,
    /// Share of the headings that a majority must have.
    threshold: Share,
    /// Number of headings below which there is no majority.
    minimum: usize,
}

impl Default for HeadingTrailingPunctuation {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.9),
            minimum: 5,
        }
    }
}

/// How a heading ends.
struct Ending<'d> {
    heading: &'d Heading,
    mark: Option<char>,
    /// The mark with the blanks before it, or the place where one would stand.
    span: Span,
}

impl DocumentRule for HeadingTrailingPunctuation {
    fn check(&self, document: &Document, findings: &mut Findings) {
        // The title stands alone.
        let headings = document.headings().iter().skip(1);
        let endings: Vec<Ending<'_>> = headings.filter_map(|heading| ending(document, heading)).collect();
        let (wanted, habit) = match self.style {
            Style::Majority => {
                let tally: Tally<Option<char>> = endings.iter().map(|ending| ending.mark).collect();
                match tally.habit(self.threshold, self.minimum) {
                    Some(habit) => (habit.way, Some(habit)),
                    None => return,
                }
            }
            Style::None => (None, None),
            Style::Colon => (Some(':'), None),
        };
        let departs = |ending: &&Ending<'_>| ending.mark != wanted;
        if !endings.iter().any(|ending| departs(&ending)) || document.is_generated() {
            return;
        }
        let levels: Tally<(u8, bool)> = endings
            .iter()
            .map(|ending| (ending.heading.level, departs(&ending)))
            .collect();
        for ending in endings.iter().filter(departs) {
            let level = ending.heading.level;
            // A level may have a way of its own.
            if habit.is_none() || levels.count((level, true)) <= levels.count((level, false)) {
                findings.push(report(document, ending, wanted, habit));
            }
        }
    }
}

/// How a heading ends, where that tells something: a mark with a meaning, a picture or a link does not.
fn ending<'d>(document: &'d Document, heading: &'d Heading) -> Option<Ending<'d>> {
    if heading.style == HeadingStyle::Html {
        return None;
    }
    let text = document.slice(heading.text);
    let start = heading.text.start as usize;
    let inner = text.trim_end_matches(['*', '_', '~']);
    let last = inner.chars().next_back()?;
    let end = start + inner.len();
    if !document.is_literal((end - last.len_utf8()) as u32) {
        return None;
    }
    if !is_mark(last) {
        let tells = last.is_alphanumeric() || matches!(last, ')' | '"' | '”' | '+' | '#');
        return tells.then_some(Ending {
            heading,
            mark: None,
            span: Span::at(heading.text.end as usize),
        });
    }
    let rest = inner.trim_end_matches(is_mark);
    let is_run = inner.len() > rest.len() + last.len_utf8();
    let is_sentence = last == '.' && (heading.style == HeadingStyle::Setext || has_sentence(rest));
    let is_plain = !rest.is_empty() && !is_run && !is_sentence && !text.contains(['\n', '\r']);
    (is_plain && !belongs_to_word(rest, last)).then(|| Ending {
        heading,
        mark: Some(last),
        span: Span::new(start + rest.trim_end().len(), end),
    })
}

fn is_mark(character: char) -> bool {
    matches!(character, ':' | '.' | ',' | ';' | '：' | '。' | '，' | '；' | '、')
}

/// Whether a sentence ends inside a text, so that the last one ends as it should.
fn has_sentence(text: &str) -> bool {
    [". ", "? ", "! "].iter().any(|end| text.contains(end))
}

/// Words that are written with a dot.
const ABBREVIATIONS: &[&str] = &[
    "al", "approx", "co", "corp", "dept", "dr", "ed", "eds", "esp", "etc", "ext", "inc", "incl", "jr", "ltd", "misc",
    "mr", "mrs", "no", "nr", "prof", "resp", "sr", "st", "vol", "vs",
];

/// Whether a mark is a part of the last word: of an abbreviation, a `:name:` of a picture, an `&entity;`.
fn belongs_to_word(rest: &str, mark: char) -> bool {
    let word = rest
        .rsplit(|character: char| character.is_whitespace())
        .next()
        .unwrap_or_default();
    match mark {
        ':' => word
            .rsplit_once(':')
            .is_some_and(|(_, name)| name.bytes().all(is_of_name)),
        ';' => word.contains('&'),
        '.' => {
            let word = word.trim_start_matches(|character: char| !character.is_alphanumeric());
            let is_initial = word.chars().nth(1).is_none();
            let is_known = || ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known));
            is_initial || word.contains('.') || is_known()
        }
        _ => false,
    }
}

/// Whether a byte is one of the name of a picture, as in `:+1:`.
fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+')
}

fn report(
    document: &Document,
    ending: &Ending<'_>,
    wanted: Option<char>,
    habit: Option<Habit<Option<char>>>,
) -> Finding {
    let what = match ending.mark {
        Some(mark) => format!("`{mark}` at the end of a heading"),
        None => "heading without a mark at its end".to_owned(),
    };
    let others = match wanted {
        Some(mark) => format!("end in `{mark}`"),
        None => "end without a mark".to_owned(),
    };
    let message = match habit {
        Some(habit) => format!("{what}, but {} of {} headings {others}", habit.count, habit.total),
        None => format!("{what}, but the configuration asks for another"),
    };
    let title = match wanted {
        Some(mark) => format!("end it in `{mark}`"),
        None => "remove the mark".to_owned(),
    };
    // The last letter is written again as it is, so that the change lies inside the heading that is left.
    let before = document.slice(Span::new(
        ending.heading.text.start as usize,
        ending.span.start as usize,
    ));
    let last = before.chars().next_back();
    let start = ending.span.start as usize - last.map_or(0, char::len_utf8);
    let text: String = last.into_iter().chain(wanted).collect();
    let edit = Edit::replace(document.file(), Span::new(start, ending.span.end as usize), text);
    let fix = reword(document, title, Applicability::Safe, vec![edit]);
    let at = match ending.mark {
        Some(_) => ending.span,
        None => ending.heading.text,
    };
    finding(document, at, message).fix(fix)
}
