//! Separators between title and description that depart from those of the file.

use std::cell::LazyCell;

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Doubt, Effect, EntryId, Separation, Separator};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{Findings, Group, Level, Preset, RuleInfo, Share, TreeRule, finding, tree_rule};
use crate::source::Span;
use crate::style::guide::asked_marks;
use crate::style::passage::{Norm, Passages};
use crate::style::separator::separators;
use crate::tree::Tree;

pub static INFO: RuleInfo = RuleInfo {
    name: "entry-separator",
    page: include_str!("../../rules/entry-separator.md"),
    group: Group::Entries,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: tree_rule::<EntrySeparator>,
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

impl TreeRule for EntrySeparator {
    fn check(&self, document: &Document, tree: &dyn Tree, findings: &mut Findings) {
        if document.is_generated() {
            return;
        }
        let norm = match self.style {
            Style::Named(wanted) => Norm::Named(wanted),
            Style::Majority => match separators(document).habit(self.threshold, self.minimum) {
                Some(habit) if habit.count == habit.total => return,
                Some(habit) => Norm::Document(habit),
                None => {
                    let ways = separations(document).map(|(entry, separation)| (entry, separation.way));
                    Norm::of_sections(document, ways, self.threshold, self.minimum)
                }
            },
        };
        let wanted = |entry: EntryId, separation: &Separation| {
            let way = norm.way(document, entry);
            way.filter(|way| *way != separation.way)
        };
        let passages = (self.style == Style::Majority).then(|| {
            let judged = separations(document);
            Passages::count(document, judged.map(|(entry, it)| (entry, wanted(entry, it).is_some())))
        });
        let asked = LazyCell::new(|| match self.style {
            Style::Majority => asked_marks(document, tree),
            Style::Named(_) => Vec::new(),
        });
        for (entry, separation) in separations(document) {
            let Some(wanted) = wanted(entry, separation).filter(|_| separation.doubt == Doubt::None) else {
                continue;
            };
            let is_meant = passages
                .as_ref()
                .is_some_and(|passages| passages.is_meant(document, entry));
            // A section is no authority against the guide.
            let is_of_section = matches!(norm, Norm::Sections(_));
            let is_asked_for = || {
                is_of_section
                    && asked.iter().any(|mark| mark == separation.way.mark)
                    && !asked.iter().any(|mark| mark == wanted.mark)
            };
            if !is_meant && !is_asked_for() && !comes_later(document, separation, wanted) {
                let reason = match norm {
                    Norm::Named(_) => format!("the configuration asks for `{wanted}`"),
                    _ => norm.reason(document, entry, "entries", |way| format!("have `{way}`")),
                };
                let finding = report(document, separation, wanted, &reason);
                findings.push(norm.leveled(document, entry, finding));
            }
        }
    }
}

fn separations(document: &Document) -> impl Iterator<Item = (EntryId, &Separation)> {
    let descriptions = document.descriptions().iter();
    descriptions.filter_map(|description| Some((description.entry, description.separation.as_ref()?)))
}

/// Whether the wanted separator stands a few words further on, so that what is before it belongs to the title.
fn comes_later(document: &Document, separation: &Separation, wanted: Separator) -> bool {
    const WORDS: usize = 3;
    const LONGEST: usize = 60;
    let start = separation.span.end;
    let line = document.line_around(start, LONGEST);
    let behind = document.slice(Span::new(start as usize, line.end.max(start) as usize));
    let wanted = wanted.to_string();
    let place = behind.find(&wanted).filter(|_| !wanted.trim().is_empty());
    place.is_some_and(|place| behind[..place].split_whitespace().count() <= WORDS)
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
