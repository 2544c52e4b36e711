//! Blank lines between blocks that depart from those of the file.

mod gap;

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::Document;
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, report_places,
};
use crate::source::Span;
use crate::style::Tally;

use gap::{Gap, PLACES, Place};

pub static INFO: RuleInfo = RuleInfo {
    name: "blank-lines",
    page: include_str!("../../rules/blank-lines.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<BlankLines>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Style {
    #[default]
    Majority,
    One,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct BlankLines {
    style: Style,
    /// Share of the places of one kind that a majority must have.
    threshold: Share,
    /// Number of places below which there is no majority.
    minimum: usize,
}

impl Default for BlankLines {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.95),
            minimum: 10,
        }
    }
}

/// From how many departures of one kind on they are reported once.
const MANY: usize = 10;

/// How many places there must be that agree with one another against the others to be meant.
const BLOCK: usize = 3;

/// Above this share of the headings of one level they are meant.
const OFTEN: Share = Share(0.25);

impl DocumentRule for BlankLines {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let gaps: Vec<Gap> = gap::gaps(document).collect();
        let mut counts = Counts::default();
        gaps.iter().for_each(|gap| counts.add(gap));
        let has_runs = gaps.iter().any(|gap| gap.lines > 1);
        let is_even = counts
            .places
            .iter()
            .all(|lines| lines.most().is_none_or(|most| most.count == most.total));
        if self.style == Style::Majority && (is_even && !has_runs || document.is_generated()) {
            return;
        }
        for place in PLACES {
            let own = gaps.iter().filter(|gap| gap.place == place);
            let mut departures: Vec<Departure> = own.filter_map(|gap| self.departure(document, &counts, gap)).collect();
            departures.sort_by_key(|departure| departure.at);
            let spans = departures.iter().map(|departure| departure.at).collect();
            let find = |span: &Span| {
                let found = departures.binary_search_by_key(span, |departure| departure.at).ok()?;
                Some(&departures[found])
            };
            let report = |spans: &[Span]| report(document, place, &spans.iter().filter_map(find).collect::<Vec<_>>());
            report_places(document, &INFO, spans, |count| count >= MANY, report, findings);
        }
    }
}

/// How many blank lines there are in the places of a file.
#[derive(Default)]
struct Counts {
    /// By the kind of place.
    places: [Tally<u8>; PLACES.len()],
    /// By the kind of place and what stands there.
    groups: [[Tally<u8>; gap::GROUPS]; PLACES.len()],
    /// Wherever there are any.
    runs: Tally<u8>,
}

impl Counts {
    fn add(&mut self, gap: &Gap) {
        let place = gap.place as usize;
        self.places[place].add(gap.lines);
        for group in gap.groups {
            self.groups[place][group].add(gap.lines);
        }
        if gap.lines > 0 {
            self.runs.add(gap.lines);
        }
    }

    /// Whether headings of one level, or the places before one kind of block, often have so many, or more
    /// than one too.
    fn is_meant(&self, gap: &Gap) -> bool {
        let is_like = |lines: u8| lines == gap.lines || lines > 1 && gap.lines > 1;
        let mut groups = gap.groups.iter().map(|&group| &self.groups[gap.place as usize][group]);
        groups.any(|group| {
            let ways = group.ways().into_iter();
            let count = ways.filter(|(lines, _)| is_like(*lines)).map(|(_, count)| count).sum();
            count >= BLOCK && OFTEN.is_exceeded(count, group.total()) || count > 1 && count == group.total()
        })
    }
}

/// A place with another number of blank lines than it should have.
struct Departure {
    at: Span,
    lines: u8,
    wanted: u8,
    reason: String,
    edit: Edit,
}

impl BlankLines {
    fn departure(&self, document: &Document, counts: &Counts, gap: &Gap) -> Option<Departure> {
        let (wanted, reason) = match self.style {
            Style::Majority => self.majority(counts, gap)?,
            Style::One => (1, "the configuration asks for one".to_owned()),
        };
        if gap.lines == wanted {
            return None;
        }
        let (at, edit) = gap.with_lines(document, wanted)?;
        Some(Departure {
            at,
            lines: gap.lines,
            wanted,
            reason,
            edit,
        })
    }

    fn majority(&self, counts: &Counts, gap: &Gap) -> Option<(u8, String)> {
        let place = &counts.places[gap.place as usize];
        if let Some(habit) = place.habit(self.threshold, self.minimum) {
            if habit.way == gap.lines || counts.is_meant(gap) {
                return None;
            }
            let (count, total, way) = (habit.count, habit.total, number(habit.way));
            return Some((
                habit.way,
                format!("{count} of {total} {} have {way}", gap.place.places()),
            ));
        }
        let own = place.count(gap.lines);
        let is_used = if place.total() < self.minimum {
            own > 1 && own * 2 > place.total()
        } else {
            own as f64 > (1.0 - self.threshold.0) * place.total() as f64
        };
        if gap.lines < 2 || is_used || counts.is_meant(gap) {
            return None;
        }
        let habit = counts.runs.habit(self.threshold, self.minimum)?;
        let (count, total) = (habit.count, habit.total);
        (habit.way == 1).then(|| (1, format!("{count} of {total} gaps in the file have one")))
    }
}

fn report(document: &Document, place: Place, departures: &[&Departure]) -> Finding {
    let first = departures[0];
    let message = match departures {
        [only] => format!("{} {}, but {}", lines(only.lines), place.as_str(), only.reason),
        many => format!(
            "another number of blank lines than {} {} {} times, but {}",
            first.wanted,
            place.as_str(),
            many.len(),
            first.reason
        ),
    };
    let title = format!("leave {}", lines(first.wanted));
    let edits = departures.iter().map(|departure| departure.edit.clone());
    let fix = Fix::new(title, Applicability::Safe, &[], edits.collect());
    finding(document, first.at, message).fix(fix)
}

fn lines(count: u8) -> String {
    match count {
        0 => "no blank line".to_owned(),
        1 => "1 blank line".to_owned(),
        many => format!("{many} blank lines"),
    }
}

fn number(count: u8) -> String {
    match count {
        0 => "none".to_owned(),
        1 => "one".to_owned(),
        many => many.to_string(),
    }
}
