//! Headings with nothing under them.

use std::borrow::Cow;

use serde::Deserialize;

use crate::document::{Block, BlockKind, Document, Heading, ProseKind};
use crate::pattern::Patterns;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "empty-section",
    page: include_str!("../../rules/empty-section.md"),
    group: Group::Structure,
    level: Level::Warn,
    fixes: None,
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<EmptySection>,
};

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct EmptySection {
    /// Texts of headings that may be empty.
    allow: Patterns,
    /// Share of the headings above which empty sections are reported once.
    once_above: Share,
}

impl Default for EmptySection {
    fn default() -> Self {
        Self {
            allow: Patterns::default(),
            once_above: Share(0.1),
        }
    }
}

/// How many sections must be empty before they are reported once.
const MANY: usize = 5;

impl DocumentRule for EmptySection {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let empty: Vec<(&Heading, Cow<'_, str>)> = empty_sections(document)
            .into_iter()
            .map(|heading| (heading, document.plain_text(heading.text)))
            .filter(|(_, text)| !self.allow.matches(text))
            .collect();
        let total = document.headings().len();
        let is_hidden = |heading: &Heading| document.is_disabled(INFO.name, heading.span.start);
        let (hidden, shown): (Vec<_>, Vec<_>) = empty.into_iter().partition(|(heading, _)| is_hidden(heading));
        let report = |(heading, text): &(&Heading, Cow<'_, str>)| {
            let message = format!("section “{text}” is empty");
            finding(document, heading.span, message).help("add an entry, or remove the heading")
        };
        if shown.len() >= MANY && self.once_above.is_exceeded(shown.len(), total) {
            let message = format!("{} of {total} sections are empty", shown.len());
            let once = finding(document, shown[0].0.span, message).level(Level::Info);
            findings.push(once.help("fill them, or remove their headings"));
        } else {
            findings.extend(shown.iter().map(report));
        }
        findings.extend(hidden.iter().map(report));
    }
}

/// The headings that nothing follows but a heading of the same or a higher level, or the end.
fn empty_sections(document: &Document) -> Vec<&Heading> {
    let mut headings = document.headings().iter().peekable();
    let mut empty = Vec::new();
    let mut open: Option<&Heading> = None;
    let mut is_empty = false;
    let mut is_title = true;
    let close = |open: Option<&'_ Heading>, end: u32| {
        let heading = open?;
        let rest = Span::new(heading.span.end as usize, end as usize);
        let definitions = document.definitions();
        let next = definitions.partition_point(|definition| definition.span.start < rest.start);
        let holds_definition = definitions
            .get(next)
            .is_some_and(|definition| rest.encloses(definition.span));
        let leads_elsewhere = !document.links_in(heading.text).is_empty();
        (!holds_definition && !leads_elsewhere).then_some(heading.block)
    };
    for id in document.children(None) {
        let block = document.block(id);
        if block.kind != BlockKind::Heading {
            is_empty &= !is_content(document, block);
            continue;
        }
        let heading = headings.find(|heading| heading.block == id);
        let is_closed = heading.is_some_and(|next| open.is_some_and(|open| next.level <= open.level));
        if is_empty && is_closed && !is_title {
            empty.extend(close(open, block.span.start));
        }
        is_title = open.is_none();
        open = heading;
        is_empty = true;
    }
    if is_empty && !is_title {
        empty.extend(close(open, document.source().len() as u32));
    }
    let is_empty = |heading: &&Heading| empty.binary_search(&heading.block).is_ok();
    document.headings().iter().filter(is_empty).collect()
}

/// Whether a block holds something to see; anchors and rules are nothing, a comment is left on purpose.
fn is_content(document: &Document, block: &Block) -> bool {
    match block.kind {
        BlockKind::ThematicBreak => false,
        BlockKind::Paragraph | BlockKind::Html => {
            let span = block.span;
            let has_text = document
                .prose_in(span)
                .iter()
                .any(|prose| prose.kind != ProseKind::Title && !document.slice(prose.span).trim().is_empty());
            let first_code = document.code().partition_point(|code| code.start < span.start);
            let has_code = document
                .code()
                .get(first_code)
                .is_some_and(|code| code.start < span.end);
            let has_link = !document.links_in(span).is_empty();
            let is_anchor = document.slice(span).contains("<a ");
            has_text || has_code || has_link || !is_anchor
        }
        _ => true,
    }
}
