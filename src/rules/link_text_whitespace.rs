//! Blanks at the ends of a link's text.

use serde::Deserialize;

use crate::document::{Document, Effect, Link, LinkKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::scan;
use crate::source::{Span, last_from};

pub static INFO: RuleInfo = RuleInfo {
    name: "link-text-whitespace",
    page: include_str!("../../rules/link-text-whitespace.md"),
    group: Group::Links,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<LinkTextWhitespace>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct LinkTextWhitespace {}

const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

impl DocumentRule for LinkTextWhitespace {
    fn check(&self, document: &Document, findings: &mut Findings) {
        // Tables of contents are generated, and would be again.
        let lists = document
            .lists()
            .iter()
            .filter(|list| list.is_contents && list.depth == 0);
        let contents: Vec<Span> = lists.map(|list| document.block(list.block).span).collect();
        let in_contents = |span: Span| {
            last_from(&contents, span.start, |contents| contents.start).is_some_and(|contents| contents.encloses(span))
        };
        let links = document
            .links()
            .iter()
            .filter(|link| !link.is_image && !in_contents(link.span));
        for link in links.filter(|link| matches!(link.kind, LinkKind::Inline | LinkKind::FullReference)) {
            let text = document.slice(link.text);
            if scan::trim(text).len() == text.len() {
                continue;
            }
            let trimmed = text.trim_matches(BLANKS);
            if trimmed.len() == text.len() || document.plain_text(link.text).is_empty() {
                continue;
            }
            let lead = text.len() - text.trim_start_matches(BLANKS).len();
            let trail = text.len() - text.trim_end_matches(BLANKS).len();
            let message = match (lead, trail) {
                (_, 0) => "blank at the start of the link text",
                (0, _) => "blank at the end of the link text",
                _ => "blanks at the start and the end of the link text",
            };
            let fix = trim(document, link, lead, trail);
            findings.push(
                finding(document, link.text, message)
                    .help("move it out of the brackets")
                    .fix(fix),
            );
        }
    }
}

/// Trims the text; where the blank keeps two words apart it goes outside.
fn trim(document: &Document, link: &Link, lead: usize, trail: usize) -> Option<Fix> {
    let file = document.file();
    let source = document.source().text();
    let (start, end) = (link.text.start as usize, link.text.end as usize);
    let mut edits = Vec::new();
    if lead > 0 {
        let before = &source[..link.span.start as usize];
        let text = if parts_words_before(before) { " [" } else { "[" };
        let open = Span::new(link.span.start as usize, start + lead);
        edits.push(Edit::replace(file, open, text));
    }
    if trail > 0 {
        edits.push(Edit::delete(file, Span::new(end - trail, end)));
        let after = &source[link.span.end as usize..];
        if parts_words_after(after) {
            edits.push(Edit::insert(file, link.span.end as usize, " "));
        }
    }
    Fix::new("trim the link text", Applicability::Safe, &[Effect::Text], edits)
}

/// Signs that may stand between a link and the word next to it.
const MARKS: [char; 11] = ['*', '_', '~', '"', '\'', '“', '”', '‘', '’', '<', '\\'];

/// Whether a blank before a link keeps it apart from a word or a sign that does not open.
fn parts_words_before(before: &str) -> bool {
    let neighbour = before.chars().next_back();
    let word = before.trim_end_matches(MARKS).chars().next_back();
    let opens = |c: char| matches!(c, '(' | '[' | '{' | '|' | '（' | '「');
    match neighbour {
        None => false,
        Some(mark) if MARKS.contains(&mark) => word.is_some_and(char::is_alphanumeric),
        Some(other) => !other.is_whitespace() && !opens(other),
    }
}

/// Whether a blank behind a link keeps it apart from a word or a sign that does not close.
fn parts_words_after(after: &str) -> bool {
    let neighbour = after.chars().next();
    let word = after.trim_start_matches(MARKS).chars().next();
    let closes = |c: char| {
        let is_ascii = matches!(c, ')' | ']' | '}' | '|' | '.' | ',' | ';' | ':' | '!' | '?');
        is_ascii || matches!(c, '）' | '」' | '。' | '，' | '、' | '：')
    };
    match neighbour {
        None => false,
        Some(mark) if MARKS.contains(&mark) => word.is_some_and(char::is_alphanumeric),
        Some(other) => !other.is_whitespace() && !closes(other),
    }
}
