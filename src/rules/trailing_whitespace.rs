//! Blanks at the ends of lines.

use serde::Deserialize;

use crate::document::{BlockKind, Document};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "trailing-whitespace",
    page: include_str!("../../rules/trailing-whitespace.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<TrailingWhitespace>,
};

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct TrailingWhitespace {
    /// Share of the lines above which the file is reported once.
    once_above: f64,
}

impl Default for TrailingWhitespace {
    fn default() -> Self {
        Self { once_above: 0.05 }
    }
}

/// How many lines must have trailing blanks before they are reported once.
const MANY: usize = 10;

impl DocumentRule for TrailingWhitespace {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let blanks = trailing_blanks(document);
        let share = blanks.len() as f64 / document.source().line_count() as f64;
        if blanks.len() >= MANY && share > self.once_above {
            let message = format!("{} lines end in blanks", blanks.len());
            let edits = blanks.iter().map(|&span| Edit::delete(document.file(), span));
            let fix = Fix::new("remove the blanks", Applicability::Safe, &[], edits.collect());
            findings.push(finding(document, blanks[0], message).fix(fix));
            return;
        }
        for span in blanks {
            let edit = Edit::delete(document.file(), span);
            let fix = Fix::new("remove the blanks", Applicability::Safe, &[], vec![edit]);
            findings.push(finding(document, span, "line ends in blanks").fix(fix));
        }
    }
}

fn trailing_blanks(document: &Document) -> Vec<Span> {
    let source = document.source();
    let mut blanks = Vec::new();
    for (index, line) in source.lines().enumerate() {
        let text = source.slice(line);
        let kept = text.trim_end_matches([' ', '\t']).len();
        if kept == text.len() {
            continue;
        }
        let span = Span::new(line.start as usize + kept, line.end as usize);
        let is_break = document.has_hard_break(index) && text[kept..].ends_with("  ");
        if !is_break && !is_verbatim(document, span) {
            blanks.push(span);
        }
    }
    blanks
}

/// Whether blanks mean something where they stand: in code, preformatted HTML and front matter.
fn is_verbatim(document: &Document, span: Span) -> bool {
    let in_front_matter = document
        .front_matter()
        .is_some_and(|front_matter| span.start < front_matter.span.end);
    let before = document.code().partition_point(|code| code.start <= span.start);
    let in_code = document.code()[..before]
        .last()
        .is_some_and(|code| span.start <= code.end);
    let before = document
        .blocks()
        .partition_point(|block| block.span.start <= span.start);
    let in_html = document.blocks()[..before]
        .last()
        .is_some_and(|block| matches!(block.kind, BlockKind::Html { verbatim: true }) && span.start <= block.span.end);
    in_front_matter || in_code || in_html
}
