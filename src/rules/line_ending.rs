//! Lines that end in another way than most of the file.

use std::fmt;

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Effect};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, report_places,
};
use crate::source::Span;
use crate::style::Tally;

pub static INFO: RuleInfo = RuleInfo {
    name: "line-ending",
    page: include_str!("../../rules/line-ending.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<LineEnding>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Style {
    #[default]
    Majority,
    Lf,
    Crlf,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct LineEnding {
    style: Style,
    /// Share of the lines that a majority must have.
    threshold: Share,
    /// Number of lines below which there is no majority.
    minimum: usize,
}

impl Default for LineEnding {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.6),
            minimum: 3,
        }
    }
}

/// From how many departures on they are reported once.
const MANY: usize = 3;

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Lf,
    Crlf,
    Cr,
}

impl Ending {
    fn as_str(self) -> &'static str {
        match self {
            Ending::Lf => "\n",
            Ending::Crlf => "\r\n",
            Ending::Cr => "\r",
        }
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Ending::Lf => "LF",
            Ending::Crlf => "CRLF",
            Ending::Cr => "CR",
        })
    }
}

impl DocumentRule for LineEnding {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let text = document.source().text();
        let has_returns = memchr::memchr(b'\r', text.as_bytes()).is_some();
        if !has_returns && self.style != Style::Crlf {
            return;
        }
        let (wanted, reason) = match self.style {
            Style::Majority => {
                let ways: Tally<Ending> = endings(text).map(|(ending, _)| ending).collect();
                let habit = ways.habit(self.threshold, self.minimum);
                let Some(habit) = habit.filter(|habit| habit.count < habit.total && !document.is_generated()) else {
                    return;
                };
                (
                    habit.way,
                    format!("{} of {} lines end in {}", habit.count, habit.total, habit.way),
                )
            }
            Style::Lf => (Ending::Lf, "the configuration asks for LF".to_owned()),
            Style::Crlf => (Ending::Crlf, "the configuration asks for CRLF".to_owned()),
        };
        let others = endings(text).filter(|(ending, _)| *ending != wanted);
        let places = others.map(|(_, span)| span).collect();
        let report = |places: &[Span]| report(document, places, wanted, &reason);
        report_places(document, &INFO, places, |count| count >= MANY, report, findings);
    }
}

/// The ends of the lines of a text.
fn endings(text: &str) -> impl Iterator<Item = (Ending, Span)> + '_ {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'\n', b'\r', bytes).filter_map(|at| {
        let is_second = at > 0 && bytes[at - 1] == b'\r';
        match (bytes[at], bytes.get(at + 1)) {
            (b'\r', Some(b'\n')) => Some((Ending::Crlf, Span::new(at, at + 2))),
            (b'\r', _) => Some((Ending::Cr, Span::new(at, at + 1))),
            _ if is_second => None,
            _ => Some((Ending::Lf, Span::new(at, at + 1))),
        }
    })
}

fn report(document: &Document, places: &[Span], wanted: Ending, reason: &str) -> Finding {
    let first = places[0];
    let message = match places {
        [only] => {
            let ending = match document.slice(*only) {
                "\n" => Ending::Lf,
                "\r" => Ending::Cr,
                _ => Ending::Crlf,
            };
            format!("line ends in {ending}, but {reason}")
        }
        many => format!("{} lines end in another way, but {reason}", many.len()),
    };
    let edits = places
        .iter()
        .map(|&span| Edit::replace(document.file(), span, wanted.as_str()));
    // Code and HTML keep the ends of their lines in what they say.
    let effects = &[Effect::Text, Effect::Html, Effect::Entries];
    let fix = Fix::new(
        format!("end lines in {wanted}"),
        Applicability::Safe,
        effects,
        edits.collect(),
    );
    finding(document, first, message).fix(fix)
}
