//! Headings with nothing under them.

use serde::Deserialize;

use crate::document::{Block, BlockId, BlockKind, Document, Heading, ProseKind};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
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

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct EmptySection {
    /// Texts of headings that may be empty.
    allow: Vec<String>,
}

impl DocumentRule for EmptySection {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let mut headings = document.headings().iter().peekable();
        let mut open: Option<&Heading> = None;
        let mut is_empty = false;
        let mut is_title = true;
        for id in document.children(None) {
            let block = document.block(id);
            if block.kind != BlockKind::Heading {
                is_empty &= !is_content(document, id, block);
                continue;
            }
            let heading = headings.find(|heading| heading.block == id);
            let closes = heading.is_some_and(|next| open.is_some_and(|open| next.level <= open.level));
            if is_empty && closes && !is_title {
                self.report(document, open, block.span.start, findings);
            }
            is_title = open.is_none();
            open = heading;
            is_empty = true;
        }
        if is_empty && !is_title {
            self.report(document, open, document.source().len() as u32, findings);
        }
    }
}

impl EmptySection {
    fn report(&self, document: &Document, heading: Option<&Heading>, end: u32, findings: &mut Findings) {
        let Some(heading) = heading else { return };
        let rest = Span::new(heading.span.end as usize, end as usize);
        let holds_definition = document
            .definitions()
            .iter()
            .any(|definition| rest.encloses(definition.span));
        let text = document.plain_text(heading.text);
        if holds_definition || self.allow.iter().any(|allowed| *allowed == *text) {
            return;
        }
        let message = format!("section “{text}” is empty");
        let help = "add an entry, or remove the heading";
        findings.push(finding(document, heading.span, message).help(help));
    }
}

/// Whether a block holds something to see; anchors and rules are nothing, a comment is left on purpose.
fn is_content(document: &Document, id: BlockId, block: &Block) -> bool {
    match block.kind {
        BlockKind::ThematicBreak => false,
        BlockKind::Paragraph | BlockKind::Html { .. } => {
            let span = block.span;
            let has_text = document
                .prose_in(span)
                .iter()
                .any(|prose| prose.kind != ProseKind::Title && !document.slice(prose.span).trim().is_empty());
            let has_code = document.code().iter().any(|code| span.encloses(*code));
            let has_link = !document.links_in(span).is_empty();
            let is_anchor = document.slice(span).contains("<a ");
            has_text || has_code || has_link || !is_anchor
        }
        _ => id.0 < document.blocks().len() as u32,
    }
}
