//! Blanks at the ends of lines.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{BlockKind, Document};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::source::{Span, last_from};

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
    once_above: Share,
}

impl Default for TrailingWhitespace {
    fn default() -> Self {
        Self {
            once_above: Share(0.05),
        }
    }
}

/// How many lines must have trailing blanks before they are reported once.
const MANY: usize = 10;

impl DocumentRule for TrailingWhitespace {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let is_hidden = |span: &Span| document.is_disabled(INFO.name, span.start);
        let (hidden, shown): (Vec<Span>, Vec<Span>) = trailing_blanks(document).into_iter().partition(is_hidden);
        let lines = document.source().line_count();
        let report_line = |span: &Span| report(document, std::slice::from_ref(span), "line ends in blanks");
        if shown.len() >= MANY && self.once_above.is_exceeded(shown.len(), lines) {
            let message = format!("{} lines end in blanks", shown.len());
            findings.push(report(document, &shown, message));
        } else {
            findings.extend(shown.iter().map(report_line));
        }
        findings.extend(hidden.iter().map(report_line));
    }
}

fn report(document: &Document, blanks: &[Span], message: impl Into<String>) -> Finding {
    let edits = blanks.iter().map(|&span| Edit::delete(document.file(), span));
    let fix = Fix::new("remove the blanks", Applicability::Safe, &[], edits.collect());
    finding(document, blanks[0], message).fix(fix)
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
        // Without the blank a backslash would break the line.
        let is_guard = text[..kept].ends_with('\\');
        if !is_break && !is_guard && !is_verbatim(document, span) {
            blanks.push(span);
        }
    }
    blanks
}

/// Whether blanks are kept where they stand: in code, HTML, comments and front matter.
fn is_verbatim(document: &Document, span: Span) -> bool {
    let start = span.start;
    let in_front_matter = document
        .front_matter()
        .is_some_and(|front_matter| start < front_matter.span.end);
    let in_code = last_from(document.code(), start, |code| code.start).is_some_and(|code| start <= code.end);
    let in_html = last_from(document.blocks(), start, |block| block.span.start)
        .is_some_and(|block| block.kind == BlockKind::Html && start <= block.span.end);
    let in_comment = last_from(document.comments(), start, |comment| comment.span.start)
        .is_some_and(|comment| start < comment.span.end);
    let in_tag = last_from(document.long_tags(), start, |tag| tag.start).is_some_and(|tag| start < tag.end);
    in_front_matter || in_code || in_html || in_comment || in_tag
}
