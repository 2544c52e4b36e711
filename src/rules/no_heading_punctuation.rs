//! Headings that end in a punctuation mark.

use serde::Deserialize;

use crate::document::{Document, Effect, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-heading-punctuation",
    page: include_str!("../../rules/no-heading-punctuation.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoHeadingPunctuation>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoHeadingPunctuation {}

impl DocumentRule for NoHeadingPunctuation {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        for (id, heading) in syntax
            .nodes()
            .filter(|(_, node)| matches!(node.kind, NodeKind::Heading(_)))
        {
            let text = syntax.plain_text(id);
            let Some(mark) = text.chars().next_back().filter(|sign| "!,.:;?".contains(*sign)) else {
                continue;
            };
            let last = syntax.descendants(id).last().map(|(_, node)| node);
            let end = last.filter(|node| node.kind == NodeKind::Text).map(|node| node.span);
            let end = end.filter(|span| document.slice(*span).ends_with(mark));
            let fix = end.and_then(|span| {
                // With the character before: a change of the anchor shows where something is left.
                let text = document.slice(span);
                let kept = text[..text.len() - 1].chars().next_back().map_or(0, char::len_utf8);
                let end = span.end as usize;
                let place = Span::new(end - 1 - kept, end);
                let edit = Edit::replace(
                    document.file(),
                    place,
                    document.slice(Span::new(end - 1 - kept, end - 1)),
                );
                let effects = &[Effect::Text, Effect::Anchors];
                Fix::new(format!("remove `{mark}`"), Applicability::Unsafe, effects, vec![edit])
            });
            let message = format!("heading ends in `{mark}`");
            findings.push(finding(document, heading.span, message).fix(fix));
        }
    }
}
