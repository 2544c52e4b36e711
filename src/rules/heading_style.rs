//! Headings that are marked in another way than those of the file.

use serde::Deserialize;

use crate::document::{Document, Heading, HeadingStyle as Mark, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::source::Span;
use crate::style::Habit;
use crate::style::heading::{self, LOWEST_UNDERLINED};

pub static INFO: RuleInfo = RuleInfo {
    name: "heading-style",
    page: include_str!("../../rules/heading-style.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<HeadingStyle>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Style {
    #[default]
    Majority,
    Atx,
    AtxClosed,
    Setext,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct HeadingStyle {
    style: Style,
    /// Share of the headings that a majority must have.
    threshold: Share,
    /// Number of headings below which there is no majority.
    minimum: usize,
    /// Whether every heading counts, and blanks behind one close it.
    quirks: bool,
}

impl Default for HeadingStyle {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.9),
            minimum: 5,
            quirks: false,
        }
    }
}

/// The mark that a heading should have, and why.
#[derive(Clone, Copy)]
enum Wanted {
    Habit(Habit<Mark>),
    Configured(Mark),
}

impl Wanted {
    fn mark(self) -> Mark {
        match self {
            Wanted::Habit(habit) => habit.way,
            Wanted::Configured(mark) => mark,
        }
    }
}

impl DocumentRule for HeadingStyle {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let named = |mark| Some(Wanted::Configured(mark));
        let (upper, lower) = match self.style {
            Style::Majority => {
                let (upper, lower) = heading::marks(document).habits(self.threshold, self.minimum);
                (upper.map(Wanted::Habit), lower.map(Wanted::Habit))
            }
            Style::Atx if self.quirks => return report_each(document, findings),
            Style::Atx => (named(Mark::Atx), named(Mark::Atx)),
            Style::AtxClosed => (named(Mark::AtxClosed), named(Mark::AtxClosed)),
            Style::Setext => (named(Mark::Setext), named(Mark::Atx)),
        };
        if upper.is_none() && lower.is_none() || document.is_generated() {
            return;
        }
        for (index, heading) in document.headings().iter().enumerate() {
            let wanted = if heading.level <= LOWEST_UNDERLINED {
                upper
            } else {
                lower
            };
            let Some(wanted) = wanted.filter(|wanted| wanted.mark() != heading.style) else {
                continue;
            };
            let is_meant = matches!(wanted, Wanted::Habit(_)) && heading::is_title(index, heading);
            if is_meant || !heading::counts(document, heading) {
                continue;
            }
            let message = match wanted {
                Wanted::Habit(habit) => {
                    let (count, total) = (habit.count, habit.total);
                    let has = has(habit.way);
                    format!("{}, but {count} of {total} headings {has}", is(heading.style))
                }
                Wanted::Configured(_) => format!("{}, but the configuration asks for another", is(heading.style)),
            };
            let fix = fix(document, heading, wanted.mark());
            findings.push(finding(document, heading.span, message).fix(fix));
        }
    }
}

/// Reports every heading that has more than an opening `#`, as the original reads it.
fn report_each(document: &Document, findings: &mut Findings) {
    let syntax = document.syntax();
    for (id, node) in syntax.nodes() {
        let NodeKind::Heading(level) = node.kind else {
            continue;
        };
        let last = syntax.children(Some(id)).last().map(|(_, child)| child.span.end);
        let mark = mark_of_original(document, node.span, usize::from(level), last);
        if mark == Mark::Atx {
            continue;
        }
        let headings = document.headings();
        let own = headings
            .binary_search_by_key(&node.span.start, |heading| heading.span.start)
            .ok();
        let own = own.map(|place| &headings[place]).filter(|own| own.style != Mark::Html);
        let found = finding(
            document,
            node.span,
            format!("{}, expected an opening `#` only", is(mark)),
        );
        let is_quirk = own.is_some_and(|own| own.style == Mark::Atx);
        let fix = own.and_then(|own| fix(document, own, Mark::Atx));
        findings.push(if is_quirk { found.help(AS_ORIGINAL) } else { found }.fix(fix));
    }
}

/// How the original takes a heading to be marked, by the end of its text.
fn mark_of_original(document: &Document, heading: Span, level: usize, text: Option<u32>) -> Mark {
    if !document.slice(heading).starts_with('#') {
        return Mark::Setext;
    }
    let source = document.source();
    let line = source.line_content(source.line_of(heading.start as usize));
    let is_closed = match text {
        Some(text) => text as usize + level < line.end as usize,
        None => line.len() > 2 * level,
    };
    if is_closed { Mark::AtxClosed } else { Mark::Atx }
}

/// What a heading that departs is.
fn is(mark: Mark) -> &'static str {
    match mark {
        Mark::AtxClosed => "heading with a closing `#`",
        Mark::Setext => "underlined heading",
        Mark::Atx | Mark::Html => "heading with an opening `#` only",
    }
}

/// What the others have.
fn has(mark: Mark) -> &'static str {
    match mark {
        Mark::AtxClosed => "have a closing `#`",
        Mark::Setext => "are underlined",
        Mark::Atx | Mark::Html => "have an opening `#` only",
    }
}

fn fix(document: &Document, heading: &Heading, wanted: Mark) -> Option<Fix> {
    let text = document.slice(heading.text);
    let hashes = "#".repeat(heading.level as usize);
    let before = Span::new(heading.span.start as usize, heading.text.start as usize);
    let source = document.source();
    let line = source.line_content(source.line_of(heading.text.end as usize));
    let end = if heading.style == Mark::Setext {
        heading.span.end
    } else {
        line.end
    };
    let after = Span::new(heading.text.end as usize, end as usize);
    let file = document.file();
    let behind = match wanted {
        // The `#` of the text would close the heading.
        Mark::Atx if ends_in_hashes(text) => return None,
        Mark::Atx => String::new(),
        Mark::AtxClosed => format!(" {hashes}"),
        Mark::Setext if !can_stand_alone(document, heading) => return None,
        Mark::Setext => {
            let sign = if heading.level == 1 { "=" } else { "-" };
            let width = text.chars().count().max(SHORTEST_LINE);
            let line_ending = document.source().line_ending().as_str();
            format!("{line_ending}{}", sign.repeat(width))
        }
        Mark::Html => return None,
    };
    let mut edits = vec![Edit::replace(file, after, behind)];
    match (heading.style, wanted) {
        (Mark::Setext, _) => {
            let start = heading.text.start as usize;
            edits.push(Edit::insert(file, start, format!("{hashes} ")));
        }
        (_, Mark::Setext) => edits.push(Edit::delete(file, before)),
        _ => {}
    }
    let title = match wanted {
        Mark::Setext => "underline it",
        Mark::AtxClosed => "close it with `#`",
        Mark::Atx | Mark::Html => "open it with `#` only",
    };
    Fix::new(title, Applicability::Safe, &[], edits)
}

/// How long a line below a heading is at least.
const SHORTEST_LINE: usize = 3;

fn ends_in_hashes(text: &str) -> bool {
    let rest = text.trim_end_matches('#');
    rest.len() < text.len() && (rest.is_empty() || rest.ends_with([' ', '\t']))
}

/// Whether a text on a line of its own is a paragraph, apart from the line before it.
fn can_stand_alone(document: &Document, heading: &Heading) -> bool {
    let source = document.source();
    let text = document.slice(heading.text);
    let line = source.line_of(heading.span.start as usize);
    let is_apart = line == 0 || source.is_blank_line(line - 1);
    let is_top_level = document.block(heading.block).parent.is_none();
    let words = text.trim_start_matches(['*', '_', '[']);
    let is_block = !words.starts_with(char::is_alphabetic) || text.contains("]:") || text.contains('|');
    is_apart && is_top_level && !is_block
}
