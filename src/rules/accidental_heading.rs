//! Rules (`---`) right under a text, which make a heading of it.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{BlockKind, Document, Effect, Heading, HeadingStyle};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "accidental-heading",
    page: include_str!("../../rules/accidental-heading.md"),
    group: Group::Structure,
    level: Level::Warn,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<AccidentalHeading>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct AccidentalHeading {}

/// From how many words on a text with a full stop at its end is a sentence.
const SENTENCE: usize = 5;

/// From how many words on a text is none of a heading, in any case.
const PARAGRAPH: usize = 20;

/// How many hyphens a rule has at least.
const RULE: usize = 3;

impl DocumentRule for AccidentalHeading {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let headings = document.headings();
        let is_setext = |heading: &&Heading| heading.style == HeadingStyle::Setext;
        if !headings.iter().any(|heading| is_setext(&heading)) {
            return;
        }
        let mut blocks = document.blocks().iter();
        let has_rules = blocks.any(|block| block.kind == BlockKind::ThematicBreak);
        let mut accidents = Vec::new();
        let mut meant = 0;
        for heading in headings.iter().filter(is_setext) {
            match reason(document, heading) {
                Some(Reason::Link) if !has_rules => meant += 1,
                Some(reason) => accidents.push((heading, reason)),
                None => meant += 1,
            }
        }
        // Who underlines headings underlines long ones too.
        let has_others = headings.len() > accidents.len() + meant;
        for (heading, reason) in accidents {
            let is_certain = matches!(reason, Reason::Images | Reason::Anchors | Reason::Lines);
            if is_certain || has_others && meant == 0 {
                findings.push(report(document, heading, reason));
            }
        }
    }
}

/// Why a heading was not meant to be one.
#[derive(Clone, Copy)]
enum Reason {
    Lines,
    Sentence,
    Images,
    /// A link alone, which may be a title where no `---` is a rule.
    Link,
    Links,
    /// Links into the document itself, as they stand at the end of a section.
    Anchors,
}

fn reason(document: &Document, heading: &Heading) -> Option<Reason> {
    let text = document.slice(heading.text);
    let is_rule = underline(document, heading).starts_with('-');
    if !is_rule || text.contains("{%") || text.starts_with('{') || is_front_matter(document, heading) {
        return None;
    }
    if text.contains('\n') && !is_title_below(document, heading) {
        return Some(Reason::Lines);
    }
    let plain = document.plain_text(heading.text);
    let links = document.links_in(heading.text);
    if plain.is_empty() {
        return links.iter().any(|link| link.is_image).then_some(Reason::Images);
    }
    let in_link = |span: Span| links.iter().any(|link| !link.is_image && link.span.encloses(span));
    let is_said = |span: Span| document.slice(span).chars().any(char::is_alphanumeric);
    let mut prose = document.prose_in(heading.text).iter().map(|prose| prose.span);
    if !links.is_empty() && prose.all(|span| in_link(span) || !is_said(span)) {
        let is_anchor = links.iter().all(|link| document.url(link).starts_with('#'));
        return Some(match (is_anchor, links.len()) {
            (true, _) => Reason::Anchors,
            (false, 2..) => Reason::Links,
            (false, _) => Reason::Link,
        });
    }
    let words = plain.split_whitespace().count();
    let is_closed = plain.ends_with(['.', ';', ',', '。', '；']) && !plain.ends_with("..");
    let is_sentence = is_closed && (words >= SENTENCE || !plain.is_ascii() && plain.chars().count() >= PARAGRAPH);
    (is_sentence || words >= PARAGRAPH).then_some(Reason::Sentence)
}

fn underline<'d>(document: &'d Document, heading: &Heading) -> &'d str {
    let slice = document.slice(heading.span);
    slice
        .rsplit(['\n', '\r'])
        .next()
        .unwrap_or_default()
        .trim_start_matches([' ', '\t', '>'])
}

/// Whether the last of several lines is the title, as long as the line below it.
fn is_title_below(document: &Document, heading: &Heading) -> bool {
    let last = document.slice(heading.text).rsplit('\n').next().unwrap_or_default();
    let (length, line) = (
        last.trim().chars().count(),
        underline(document, heading).trim_end().len(),
    );
    line > 3 && length.abs_diff(line) <= 2
}

/// Whether a heading is front matter that stands in a wrong place, or that of a slide.
fn is_front_matter(document: &Document, heading: &Heading) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let is_key = |line: &str| match line.trim().split_once(':') {
        Some((key, value)) if value.is_empty() || value.starts_with(' ') => key.bytes().all(is_name),
        _ => line.trim_start().starts_with(['-', '#']),
    };
    let before = document.previous_sibling(heading.block);
    let is_opened = before.is_some_and(|block| document.block(block).kind == BlockKind::ThematicBreak);
    is_opened && document.slice(heading.text).lines().all(is_key)
}

fn report(document: &Document, heading: &Heading, reason: Reason) -> Finding {
    let what = match reason {
        Reason::Lines => "these lines",
        Reason::Sentence => "this sentence",
        Reason::Images => "these images",
        Reason::Link => "this link",
        Reason::Links | Reason::Anchors => "this line of links",
    };
    let line = underline(document, heading).trim_end();
    let line = &line[..line.len().min(RULE)];
    let message = format!("the `{line}` below makes a heading of {what}");
    let help = match line.len() {
        RULE => "put a blank line before the `---`",
        _ => "take the line below away, or put a blank line before it",
    };
    finding(document, heading.text, message)
        .help(help)
        .fix(fix(document, heading))
}

/// Puts a blank line before the rule.
fn fix(document: &Document, heading: &Heading) -> Option<Fix> {
    let source = document.source();
    let last = source.line_of(heading.span.end as usize);
    let line = source.line_start(last);
    let is_rule = document
        .slice(Span::new(line, heading.span.end as usize))
        .starts_with("---");
    if !is_rule || document.block(heading.block).parent.is_some() {
        return None;
    }
    let (start, end) = (heading.span.start as usize, heading.span.end as usize);
    let apart = format!(
        "{}{}{}",
        document.slice(Span::new(start, line)),
        source.line_ending().as_str(),
        document.slice(Span::new(line, end)),
    );
    Fix::new(
        "put a blank line before the rule",
        Applicability::Unsafe,
        &[Effect::Entries],
        vec![Edit::replace(document.file(), heading.span, apart)],
    )
}
