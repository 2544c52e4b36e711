//! Headings and items whose marker touches their text, so that they are neither.

use serde::Deserialize;

use crate::document::{Block, BlockKind, Document, Effect};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::scan::ByteSet;
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "missing-space-after-marker",
    page: include_str!("../../rules/missing-space-after-marker.md"),
    group: Group::Structure,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<MissingSpaceAfterMarker>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct MissingSpaceAfterMarker {}

impl DocumentRule for MissingSpaceAfterMarker {
    fn check(&self, document: &Document, findings: &mut Findings) {
        for block in document
            .blocks()
            .iter()
            .filter(|block| block.kind == BlockKind::Paragraph)
        {
            let source = document.source();
            let may_begin = |start: usize| {
                let begins = |byte: &u8| BEGINNINGS.has(*byte);
                source.text().as_bytes().get(start).is_some_and(begins)
            };
            let is_line = memchr::memchr2(b'\n', b'\r', document.slice(block.span).as_bytes()).is_none();
            // Most paragraphs are one line that begins with a letter or a link.
            if is_line && !may_begin(block.span.start as usize) {
                continue;
            }
            let first = source.line_of(block.span.start as usize);
            let last = source.line_of(block.span.end as usize);
            for index in first..=last {
                if !may_begin(source.line_start(index).max(block.span.start as usize)) {
                    continue;
                }
                let line = Line::of(document, index, block);
                match line.marker() {
                    Some(Marker::Heading(marks)) if line.is_heading(block) => {
                        // The lines behind it become a paragraph of their own.
                        let whole = Span::new(line.start, block.span.end as usize);
                        report(document, whole, marks, "heading", findings);
                    }
                    Some(marker @ (Marker::Bullet(_) | Marker::Number(_))) if line.is_item(&marker) => {
                        let whole = Span::new(line.start, line.end);
                        report(document, whole, marker.length(), "item", findings);
                    }
                    _ => {}
                }
            }
        }
    }
}

/// What a marker begins with, and what may stand before it.
const BEGINNINGS: ByteSet = ByteSet::of(b"#-*+0123456789 \t>");

/// Inserts a blank, and writes all again that becomes something else by it.
fn report(document: &Document, whole: Span, marks: usize, what: &str, findings: &mut Findings) {
    let marker = Span::new(whole.start as usize, whole.start as usize + marks);
    let text = document.slice(whole);
    let spaced = format!("{} {}", &text[..marks], &text[marks..]);
    let edit = Edit::replace(document.file(), whole, spaced);
    let effects = &[Effect::Entries, Effect::Anchors];
    let fix = Fix::new("insert a blank", Applicability::Safe, effects, vec![edit]);
    let message = format!(
        "no blank between `{}` and the text, so this is no {what}",
        document.slice(marker)
    );
    findings.push(finding(document, marker, message).fix(fix));
}

/// What a line begins with, directly before its text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// So many `#`.
    Heading(usize),
    Bullet(u8),
    /// A number of so many digits.
    Number(usize),
}

impl Marker {
    fn length(self) -> usize {
        match self {
            Marker::Heading(marks) => marks,
            Marker::Bullet(_) => 1,
            Marker::Number(digits) => digits + 1,
        }
    }
}

/// A line of a paragraph, without its indentation.
struct Line<'d> {
    document: &'d Document,
    index: usize,
    start: usize,
    end: usize,
    text: &'d str,
}

impl<'d> Line<'d> {
    fn of(document: &'d Document, index: usize, paragraph: &Block) -> Self {
        let line = document.source().line_content(index);
        let start = line.start.max(paragraph.span.start) as usize;
        let end = line.end.min(paragraph.span.end).max(start as u32) as usize;
        let text = document.slice(Span::new(start, end));
        let start = start + (text.len() - text.trim_start_matches([' ', '\t', '>']).len());
        Self {
            document,
            index,
            start,
            end,
            text: document.slice(Span::new(start, end)),
        }
    }

    fn marker(&self) -> Option<Marker> {
        let bytes = self.text.as_bytes();
        match *bytes.first()? {
            b'#' => {
                let marks = bytes.iter().take_while(|byte| **byte == b'#').count();
                let begins_text = |c: char| c.is_alphanumeric() || !c.is_ascii() || "[*`<\"".contains(c);
                let is_text = self.text[marks..].starts_with(begins_text);
                (marks <= 6 && is_text).then_some(Marker::Heading(marks))
            }
            bullet @ (b'-' | b'*' | b'+') => Some(Marker::Bullet(bullet)),
            b'0'..=b'9' => {
                let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
                (digits <= 3 && bytes.get(digits) == Some(&b'.')).then_some(Marker::Number(digits))
            }
            _ => None,
        }
    }

    /// Two marks or more at the start of a paragraph are a heading. One may be a tag, unless it begins a
    /// document without a title.
    fn is_heading(&self, paragraph: &Block) -> bool {
        let is_first = self.start == paragraph.span.start as usize;
        let is_block = match paragraph.parent {
            Some(parent) => self.document.block(parent).kind == BlockKind::Quote,
            None => true,
        };
        let is_title = || {
            let begins = self
                .document
                .blocks()
                .first()
                .is_some_and(|first| first.span == paragraph.span);
            let is_title = self.text[1..].starts_with(char::is_uppercase);
            begins && is_title && self.document.headings().iter().all(|heading| heading.level > 1)
        };
        // `##1234` names a ticket.
        let word = self
            .text
            .trim_start_matches('#')
            .split_whitespace()
            .next()
            .unwrap_or_default();
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        is_first && is_block && (self.text.starts_with("##") || is_title())
    }

    /// Whether the lines around prove that this one was meant as an item.
    fn is_item(&self, marker: &Marker) -> bool {
        let rest = &self.text[marker.length()..];
        let is_box = ["[ ]", "[x]", "[X]"].iter().any(|mark| rest.starts_with(mark));
        let has_link = rest.contains("](") || rest.contains("][");
        let opens_link = is_box || has_link && (rest.starts_with('[') || rest.starts_with("!["));
        // A line that goes on with an option or a version begins small.
        let begins_word = !matches!(marker, Marker::Number(_))
            && rest.starts_with(|c: char| {
                c.is_uppercase() || c == '`' || c.is_alphabetic() && !c.is_ascii() && !c.is_lowercase()
            })
            && rest
                .split_whitespace()
                .next()
                .is_some_and(|word| word.chars().count() > 2 || !word.is_ascii());
        if !opens_link && !begins_word || !self.document.is_literal(self.start as u32) {
            return false;
        }
        let above = self.neighbour(marker, self.lines_above());
        let below = self.neighbour(marker, self.lines_below());
        match opens_link {
            true => above.is_some() || below.is_some(),
            false => above == Some(Neighbour::Item) && below == Some(Neighbour::Item),
        }
    }

    fn lines_above(&self) -> impl Iterator<Item = &'d str> {
        let source = self.document.source();
        (0..self.index)
            .rev()
            .map(|index| source.slice(source.line_content(index)))
    }

    fn lines_below(&self) -> impl Iterator<Item = &'d str> {
        let source = self.document.source();
        (self.index + 1..source.line_count()).map(|index| source.slice(source.line_content(index)))
    }

    /// The nearest line that is an item of this kind, or a link that touches the same marker, if no other
    /// text stands between.
    fn neighbour(&self, marker: &Marker, lines: impl Iterator<Item = &'d str>) -> Option<Neighbour> {
        let mut lines = lines
            .map(|line| line.trim_start_matches([' ', '\t', '>']))
            .filter(|line| !line.is_empty());
        let line = lines.next()?;
        let rest = match marker {
            Marker::Bullet(bullet) => line.strip_prefix(char::from(*bullet))?,
            Marker::Number(_) => {
                let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
                (rest.len() < line.len()).then_some(rest)?.strip_prefix('.')?
            }
            Marker::Heading(_) => return None,
        };
        if rest.starts_with([' ', '\t']) {
            return Some(Neighbour::Item);
        }
        (rest.starts_with('[') && rest.contains("](")).then_some(Neighbour::Slip)
    }
}

/// What stands next to a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Neighbour {
    Item,
    /// A link whose marker touches it, too.
    Slip,
}
