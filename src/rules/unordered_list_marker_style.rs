//! Bullets that depart from those of the file.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{BlockId, BlockKind, Document, Effect, List, ListId, ListKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::source::Span;
use crate::style::Tally;
use crate::style::bullet::{self, Bullet};

pub static INFO: RuleInfo = RuleInfo {
    name: "unordered-list-marker-style",
    page: include_str!("../../rules/unordered-list-marker-style.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<UnorderedListMarkerStyle>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum Style {
    #[default]
    #[serde(rename = "majority")]
    Majority,
    #[serde(rename = "-")]
    Hyphen,
    #[serde(rename = "*")]
    Asterisk,
    #[serde(rename = "+")]
    Plus,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct UnorderedListMarkerStyle {
    style: Style,
    /// Share of the items that a majority must have.
    threshold: Share,
    /// Number of items below which there is no majority.
    minimum: usize,
}

impl Default for UnorderedListMarkerStyle {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.95),
            minimum: 10,
        }
    }
}

impl DocumentRule for UnorderedListMarkerStyle {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let habit = match self.style {
            Style::Majority => self.habit(document),
            Style::Hyphen => Habit::named(b'-'),
            Style::Asterisk => Habit::named(b'*'),
            Style::Plus => Habit::named(b'+'),
        };
        for (index, list) in document.lists().iter().enumerate() {
            let ListKind::Bullet(bullet) = list.kind else {
                continue;
            };
            // A table of contents is often generated, with bullets of its own.
            if list.is_contents && self.style == Style::Majority {
                continue;
            }
            let wanted = habit.wanted(list);
            if let Some((wanted, reason)) = wanted.filter(|(wanted, _)| *wanted != bullet) {
                let id = ListId(index as u32);
                findings.extend(report(document, id, list, bullet, wanted, reason));
            }
        }
    }
}

/// The bullets of a file: of every depth that has a clear one, and of the whole.
#[derive(Default)]
struct Habit {
    whole: Option<(u8, String)>,
    by_depth: Vec<Option<(u8, String)>>,
}

impl Habit {
    fn named(bullet: u8) -> Self {
        Self {
            whole: Some((bullet, "the configuration asks for it".to_owned())),
            by_depth: Vec::new(),
        }
    }

    fn wanted(&self, list: &List) -> Option<(u8, &str)> {
        let depth = self.by_depth.get(list.depth as usize).and_then(Option::as_ref);
        depth
            .or(self.whole.as_ref())
            .map(|(bullet, reason)| (*bullet, reason.as_str()))
    }
}

impl UnorderedListMarkerStyle {
    fn habit(&self, document: &Document) -> Habit {
        let bullets = bullet::bullets(document);
        let by_depth = bullets.by_depth.iter();
        Habit {
            whole: self.majority(&bullets.whole),
            by_depth: by_depth
                .map(|tally| self.majority(tally).or_else(|| unanimous(tally)))
                .collect(),
        }
    }

    fn majority(&self, bullets: &Tally<Bullet>) -> Option<(u8, String)> {
        let habit = bullets.habit(self.threshold, self.minimum)?;
        let reason = format!("{} of {} items have `{}`", habit.count, habit.total, habit.way);
        Some((habit.way.0, reason))
    }
}

/// The bullet that all of the few items of a depth have.
fn unanimous(bullets: &Tally<Bullet>) -> Option<(u8, String)> {
    const FEW: usize = 3;
    let habit = bullets.habit(Share(1.0), FEW)?;
    let reason = format!("all {} items of this depth have `{}`", habit.count, habit.way);
    Some((habit.way.0, reason))
}

/// How a list stands to the lists next to it.
enum Neighbour {
    None,
    /// Blank lines between: the other bullet keeps two lists apart on purpose.
    Apart,
    /// On the next line: the odd bullet cuts one list in pieces.
    Adjoining,
}

fn report(document: &Document, id: ListId, list: &List, bullet: u8, wanted: u8, reason: &str) -> Option<Finding> {
    let first = document.item(list.first?).marker;
    let wanted = char::from(wanted).to_string();
    let file = document.file();
    let mut edits: Vec<Edit> = document
        .items_of(id)
        .map(|item| Edit::replace(file, document.item(item).marker, wanted.clone()))
        .collect();
    let (previous, next) = neighbours(document, list);
    let applicability = match (
        neighbour(document, previous, list.block),
        neighbour_after(document, list, next),
    ) {
        (Neighbour::Apart, _) | (_, Neighbour::Apart) => return None,
        (Neighbour::None, Neighbour::None) => Applicability::Safe,
        _ => {
            // The next list grows into this one: its first character is written again as it is, so that the
            // change is declared there too.
            edits.extend(next.map(|span| {
                let start = Span::new(span.start as usize, span.start as usize + 1);
                Edit::replace(file, start, document.slice(start))
            }));
            Applicability::Unsafe
        }
    };
    let fix = Fix::new(format!("use `{wanted}`"), applicability, &[Effect::Lists], edits);
    let message = format!("bullet `{}`, but {reason}", char::from(bullet));
    Some(finding(document, first, message).fix(fix))
}

/// The lists directly before and behind a list under the same parent.
fn neighbours(document: &Document, list: &List) -> (Option<Span>, Option<Span>) {
    let list_span = |id: BlockId| {
        let block = document.block(id);
        (block.kind == BlockKind::List).then_some(block.span)
    };
    let previous = document.previous_sibling(list.block).and_then(list_span);
    let next = document.next_sibling(list.block).and_then(list_span);
    (previous, next)
}

fn neighbour(document: &Document, previous: Option<Span>, list: BlockId) -> Neighbour {
    let start = document.block(list).span.start;
    previous.map_or(Neighbour::None, |previous| gap(document, previous.end, start))
}

fn neighbour_after(document: &Document, list: &List, next: Option<Span>) -> Neighbour {
    let end = document.block(list.block).span.end;
    next.map_or(Neighbour::None, |next| gap(document, end, next.start))
}

fn gap(document: &Document, from: u32, to: u32) -> Neighbour {
    let between = document.slice(Span::new(from as usize, to as usize));
    if between.matches('\n').count() > 1 {
        Neighbour::Apart
    } else {
        Neighbour::Adjoining
    }
}
