//! More than one heading of the first level.

use serde::Deserialize;

use crate::document::{Document, Effect, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::{Location, Span};

pub static INFO: RuleInfo = RuleInfo {
    name: "no-multiple-toplevel-headings",
    page: include_str!("../../rules/no-multiple-toplevel-headings.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoMultipleToplevelHeadings>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoMultipleToplevelHeadings {
    /// Whether `<h1` counts in a comment too.
    quirks: bool,
}

impl DocumentRule for NoMultipleToplevelHeadings {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let mut first = None;
        for (_, node) in document.syntax().nodes() {
            let is_title = match node.kind {
                NodeKind::Heading(level) => level == 1,
                NodeKind::Html if node.value.starts_with("<!--") && !self.quirks => false,
                NodeKind::Html => html_level(&node.value) == Some('1'),
                _ => false,
            };
            if !is_title {
                continue;
            }
            let Some(title) = first else {
                first = Some(node.span);
                continue;
            };
            let file = document.file();
            let found = finding(document, node.span, "second heading of the first level");
            let found = found.related(Location { file, span: title }, "the first one");
            let found = match node.kind {
                NodeKind::Html if node.value.starts_with("<!--") => found.help(AS_ORIGINAL),
                NodeKind::Html => found,
                _ => found.fix(fix(document, node.span)),
            };
            findings.push(found);
        }
    }
}

/// The level of the first heading tag in some HTML.
fn html_level(html: &str) -> Option<char> {
    let tags = html
        .match_indices("<h")
        .map(|(at, tag)| html[at + tag.len()..].chars().next());
    tags.flatten().find(|level| ('1'..='6').contains(level))
}

/// Makes a heading of the second level of it.
fn fix(document: &Document, heading: Span) -> Option<Fix> {
    let text = document.slice(heading);
    let file = document.file();
    // The first character is written again where the change shows: at the start of the heading.
    let start = heading.start as usize;
    let length = text.chars().next().map_or(0, char::len_utf8);
    let first = Span::new(start, start + length);
    let edits = if text.starts_with('#') {
        vec![Edit::replace(file, first, "##")]
    } else {
        let underline = text.rfind('\n')? + 1;
        let length = text[underline..].len() - text[underline..].trim_start_matches([' ', '\t', '>']).len();
        let start = heading.start as usize + underline + length;
        let line = Span::new(start, heading.end as usize);
        let width = document.slice(line).trim_end().len();
        let underlined = Edit::replace(file, Span::new(start, start + width), "-".repeat(width));
        vec![Edit::replace(file, first, document.slice(first)), underlined]
    };
    Fix::new(
        "make it one of the second level",
        Applicability::Unsafe,
        &[Effect::Entries],
        edits,
    )
}
