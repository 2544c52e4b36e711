//! The bullets of unordered lists, and the marks behind the numbers of ordered ones.

use std::fmt;

use super::{Tally, Trait};
use crate::document::{Document, List, ListKind};
use crate::items;
use crate::rule::{AS_ORIGINAL, Findings, Share, finding};

/// `-`, `*` or `+`, or `.` or `)` behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(pub u8);

impl fmt::Display for Mark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", char::from(self.0))
    }
}

/// The marks of a file, those of its tables of contents left out: they are often generated.
#[derive(Debug, Default)]
pub struct Marks {
    pub whole: Tally<Mark>,
    pub by_depth: Vec<Tally<Mark>>,
}

/// Items nested deeper are counted as if they stood at this depth.
const DEEPEST: usize = 64;

pub fn bullets(document: &Document) -> Marks {
    marks(document, |kind| match kind {
        ListKind::Bullet(bullet) => Some(Mark(bullet)),
        ListKind::Ordered(_) => None,
    })
}

pub fn number_marks(document: &Document) -> Marks {
    marks(document, |kind| match kind {
        ListKind::Bullet(_) => None,
        ListKind::Ordered(mark) => Some(Mark(mark)),
    })
}

fn marks(document: &Document, mark: impl Fn(ListKind) -> Option<Mark>) -> Marks {
    let mut marks = Marks::default();
    for item in document.items() {
        let list = document.list(item.list);
        if let Some(mark) = mark(list.kind).filter(|_| !list.is_contents) {
            let depth = (list.depth as usize).min(DEEPEST);
            if marks.by_depth.len() <= depth {
                marks.by_depth.resize_with(depth + 1, Tally::default);
            }
            marks.whole.add(mark);
            marks.by_depth[depth].add(mark);
        }
    }
    marks
}

/// The marks that lists are to have, and why: those of every depth that has a clear one, and that of the whole.
#[derive(Debug, Default)]
pub struct Wanted {
    whole: Option<(Mark, String)>,
    by_depth: Vec<Option<(Mark, String)>>,
}

impl Wanted {
    /// The mark that the configuration names.
    pub fn named(mark: Mark) -> Self {
        Self {
            whole: Some((mark, format!("the configuration asks for `{mark}`"))),
            by_depth: Vec::new(),
        }
    }

    /// The marks that most items have; what the items are called is for the reason.
    pub fn majority(marks: &Marks, items: &str, threshold: Share, minimum: usize) -> Self {
        // Where no list departs there is nothing to want.
        if marks.whole.ways().len() < 2 {
            return Self::default();
        }
        let majority = |tally: &Tally<Mark>| {
            let habit = tally.habit(threshold, minimum)?;
            let reason = format!("{} of {} {items} have `{}`", habit.count, habit.total, habit.way);
            Some((habit.way, reason))
        };
        // All of the few items of a depth.
        let unanimous = |tally: &Tally<Mark>| {
            let habit = tally.habit(Share(1.0), FEW)?;
            let reason = format!("all {} {items} of this depth have `{}`", habit.count, habit.way);
            Some((habit.way, reason))
        };
        let by_depth = marks.by_depth.iter();
        Self {
            whole: majority(&marks.whole),
            by_depth: by_depth
                .map(|tally| majority(tally).or_else(|| unanimous(tally)))
                .collect(),
        }
    }

    pub fn of(&self, list: &List) -> Option<(Mark, &str)> {
        let depth = self.by_depth.get(list.depth as usize).and_then(Option::as_ref);
        let wanted = depth.or(self.whole.as_ref());
        wanted.map(|(mark, reason)| (*mark, reason.as_str()))
    }
}

/// Reports every item, of the lists that count, that is not marked as the first one is, or as an earlier one that
/// is none of the document's.
pub fn report_after_first(
    document: &Document,
    what: &str,
    earlier: Option<Mark>,
    counts: impl Fn(&&List) -> bool,
    findings: &mut Findings,
) {
    let mark = |kind: ListKind| match kind {
        ListKind::Bullet(mark) | ListKind::Ordered(mark) => mark,
    };
    let lists = || document.lists().iter().filter(&counts);
    let first = earlier.or_else(|| lists().next().map(|first| Mark(mark(first.kind))));
    let Some(Mark(wanted)) = first else {
        return;
    };
    for list in lists().filter(|list| mark(list.kind) != wanted) {
        let message = format!(
            "{what} with `{}`, but the first one has `{}`",
            Mark(mark(list.kind)),
            Mark(wanted)
        );
        // The marks of a list change together: the first of its findings says how.
        let mut fix = items::remark(document, list, wanted);
        for item in document.items_of_list(list) {
            let found = finding(document, item.marker, message.clone()).fix(fix.take());
            findings.push(if earlier.is_some() {
                found.help(AS_ORIGINAL)
            } else {
                found
            });
        }
    }
}

/// How many items of a depth that all have the same mark are a custom.
const FEW: usize = 3;

pub(super) fn describe_bullets(document: &Document) -> Trait {
    Trait::new("bullet", "unordered-list-marker-style", &bullets(document).whole)
}

pub(super) fn describe_numbers(document: &Document) -> Trait {
    Trait::new(
        "mark behind numbers",
        "ordered-list-marker-style",
        &number_marks(document).whole,
    )
}
