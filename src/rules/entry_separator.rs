//! Separators between title and description that depart from those of the file.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Doubt, Effect, Separation, Separator};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::source::Span;
use crate::style::passage::Passages;
use crate::style::separator::separators;

pub static INFO: RuleInfo = RuleInfo {
    name: "entry-separator",
    page: include_str!("../../rules/entry-separator.md"),
    group: Group::Entries,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<EntrySeparator>,
};

/// A separator, or `"majority"`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
enum Style {
    #[default]
    Majority,
    Named(Separator),
}

impl TryFrom<String> for Style {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        if name == "majority" {
            return Ok(Self::Majority);
        }
        let separator = Separator::parse(&name).map(Self::Named);
        separator.ok_or("a separator is a mark such as \" - \" or \": \", with its blanks, or \"majority\"")
    }
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct EntrySeparator {
    style: Style,
    /// Share of the entries that a majority must have.
    threshold: Share,
    /// Number of entries below which there is no majority.
    minimum: usize,
}

impl Default for EntrySeparator {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.9),
            minimum: 10,
        }
    }
}

impl DocumentRule for EntrySeparator {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if document.is_generated() {
            return;
        }
        let (wanted, reason, passages) = match self.style {
            Style::Named(wanted) => (wanted, format!("the configuration asks for `{wanted}`"), None),
            Style::Majority => {
                let Some(habit) = separators(document).habit(self.threshold, self.minimum) else {
                    return;
                };
                if habit.count == habit.total {
                    return;
                }
                let judged = separations(document).map(|(entry, separation)| (entry, separation.way != habit.way));
                let reason = format!("{} of {} entries have `{}`", habit.count, habit.total, habit.way);
                (habit.way, reason, Some(Passages::count(document, judged)))
            }
        };
        for (entry, separation) in separations(document) {
            let is_meant = || {
                passages
                    .as_ref()
                    .is_some_and(|passages| passages.is_meant(document, entry))
            };
            if separation.way != wanted && separation.doubt == Doubt::None && !is_meant() {
                findings.push(report(document, separation, wanted, &reason));
            }
        }
    }
}

fn separations(document: &Document) -> impl Iterator<Item = (crate::document::EntryId, &Separation)> {
    let descriptions = document.descriptions().iter();
    descriptions.filter_map(|description| Some((description.entry, description.separation.as_ref()?)))
}

fn report(document: &Document, separation: &Separation, wanted: Separator, reason: &str) -> Finding {
    let message = match separation.way.mark {
        "" => format!("no separator before the description, but {reason}"),
        _ => format!("separator `{}`, but {reason}", separation.way),
    };
    let edit = Edit::replace(document.file(), separation.span, written(document, separation, wanted));
    let fix = Fix::new(
        format!("write `{wanted}`"),
        Applicability::Safe,
        &[Effect::Text],
        vec![edit],
    );
    let place = if separation.span.is_empty() {
        // An empty place shows nothing: the first character of the description does.
        let start = separation.span.end as usize;
        let first = document.source().text()[start..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        Span::new(start, start + first)
    } else {
        separation.span
    };
    finding(document, place, message).fix(fix)
}

/// The separator as it is to be written: with the line break that stands in the place of a blank.
fn written(document: &Document, separation: &Separation, wanted: Separator) -> String {
    let slice = |start: u32, end: u32| document.slice(Span { start, end });
    let before = slice(separation.span.start, separation.mark.start);
    let behind = slice(separation.mark.end, separation.span.end);
    let blank = |has_blank: bool, old: &str| match old.contains('\n') {
        true => old.to_owned(),
        false => " ".repeat(usize::from(has_blank)),
    };
    let before = blank(wanted.has_blank_before, before);
    format!("{before}{}{}", wanted.mark, blank(wanted.has_blank_behind, behind))
}
