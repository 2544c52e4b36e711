//! Marks of emphasised text that depart from those of the file.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Emphasis, Stress};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, report_places,
};
use crate::source::Span;
use crate::style::Tally;
use crate::style::emphasis::{self, Extent, Mark};

pub static INFO: RuleInfo = RuleInfo {
    name: "emphasis-marker",
    page: include_str!("../../rules/emphasis-marker.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<EmphasisMarker>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum Style {
    #[default]
    #[serde(rename = "majority")]
    Majority,
    /// That of the first one.
    #[serde(rename = "first")]
    First,
    #[serde(rename = "*")]
    Asterisk,
    #[serde(rename = "_")]
    Underscore,
}

/// The options of this rule and of the one for strong text.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Marker {
    style: Style,
    /// Share of the texts that a majority must have.
    threshold: Share,
    /// Number of texts below which there is no majority.
    minimum: usize,
}

impl Default for Marker {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.95),
            minimum: 10,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
struct EmphasisMarker(Marker);

/// From how many departures on they are reported once.
const MANY: usize = 10;

impl DocumentRule for EmphasisMarker {
    fn check(&self, document: &Document, findings: &mut Findings) {
        self.0.check(document, &INFO, Stress::Emphasis, findings);
    }
}

impl Marker {
    pub(super) fn check(&self, document: &Document, info: &RuleInfo, stress: Stress, findings: &mut Findings) {
        let named = |byte| (Mark { byte, stress }, "the configuration asks for it".to_owned());
        if self.style == Style::First {
            return report_after_first(document, stress, findings);
        }
        for extent in Extent::ALL {
            let wanted = match self.style {
                Style::Majority | Style::First => self.majority(document, stress, extent),
                Style::Asterisk => Some(named(b'*')),
                Style::Underscore => Some(named(b'_')),
            };
            let Some((wanted, reason)) = wanted else {
                continue;
            };
            let others = emphasis::emphases(document, stress, extent).filter(|emphasis| {
                let mark = emphasis::free_mark(document, emphasis);
                mark.is_some_and(|mark| mark != wanted)
            });
            let places = others.map(|emphasis| emphasis.span).collect();
            let report = |places: &[Span]| report(document, places, wanted, &reason);
            report_places(document, info, places, |count| count >= MANY, report, findings);
        }
    }

    /// The mark that most texts of one extent have, where others have another one.
    fn majority(&self, document: &Document, stress: Stress, extent: Extent) -> Option<(Mark, String)> {
        let marks = emphasis::emphases(document, stress, extent);
        let marks: Tally<Mark> = marks
            .filter_map(|emphasis| emphasis::free_mark(document, emphasis))
            .collect();
        let habit = marks.habit(self.threshold, self.minimum)?;
        if habit.count == habit.total || document.is_generated() {
            return None;
        }
        let texts = match (stress, extent) {
            (Stress::Emphasis, Extent::Text) => "emphasised texts",
            (Stress::Strong, Extent::Text) => "strong texts",
            (Stress::Emphasis, Extent::Line) => "emphasised lines",
            (Stress::Strong, Extent::Line) => "strong lines",
        };
        let reason = format!("{} of {} {texts} have `{}`", habit.count, habit.total, habit.way);
        Some((habit.way, reason))
    }
}

/// Reports every text that is not marked as the first one is.
fn report_after_first(document: &Document, stress: Stress, findings: &mut Findings) {
    let text = document.source().text().as_bytes();
    let byte = |emphasis: &Emphasis| text[emphasis.span.start as usize];
    let mut these = document.emphases().iter().filter(|emphasis| emphasis.stress == stress);
    let Some(first) = these.next() else {
        return;
    };
    let wanted = Mark {
        byte: byte(first),
        stress,
    };
    let reason = format!("the first one has `{wanted}`");
    for other in these.filter(|other| byte(other) != wanted.byte) {
        let found = report(document, &[other.span], wanted, &reason);
        let is_free = emphasis::free_mark(document, other).is_some();
        findings.push(if is_free { found } else { found.fix(None) });
    }
}

fn report(document: &Document, places: &[Span], wanted: Mark, reason: &str) -> Finding {
    let width = wanted.stress.width();
    let first = places[0];
    let opening = Span::new(first.start as usize, first.start as usize + width);
    let mark = document.slice(opening);
    let message = match places {
        [_] => format!("mark `{mark}`, but {reason}"),
        many => format!("mark `{mark}` in {} places, but {reason}", many.len()),
    };
    let mark = wanted.to_string();
    let edits = places.iter().flat_map(|place| {
        let (start, end) = (place.start as usize, place.end as usize);
        let marks = [Span::new(start, start + width), Span::new(end - width, end)];
        marks.map(|span| Edit::replace(document.file(), span, mark.clone()))
    });
    let fix = Fix::new(format!("use `{mark}`"), Applicability::Safe, &[], edits.collect());
    finding(document, first, message).fix(fix)
}
