//! Punctuation marks that stand twice.

use serde::Deserialize;

use crate::document::{Document, Effect, Node, NodeId, NodeKind, Syntax};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-repeat-punctuation",
    page: include_str!("../../rules/no-repeat-punctuation.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoRepeatPunctuation>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoRepeatPunctuation {
    /// Whether addresses and HTML count too.
    quirks: bool,
}

/// The marks that are never meant twice; dots are.
const MARKS: [char; 9] = ['！', '!', '~', '～', '，', ',', '·', '?', '？'];

/// How many bytes may stand between two characters that are shown beside one another.
const LONGEST_GAP: usize = 256;

impl DocumentRule for NoRepeatPunctuation {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        for (id, holder) in syntax.nodes() {
            if !matches!(holder.kind, NodeKind::Paragraph | NodeKind::Heading(_)) {
                continue;
            }
            let mut last = None;
            for (place, node) in syntax.descendants(id) {
                match node.kind {
                    NodeKind::InlineCode => last = None,
                    NodeKind::Text | NodeKind::Html => {
                        if self.quirks || is_text(document, syntax, place) {
                            self.check_text(document, node, &mut last, findings);
                        } else {
                            last = None;
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Whether a node is text that somebody wrote, and no tag and no address.
fn is_text(document: &Document, syntax: &Syntax, id: NodeId) -> bool {
    let is_address = syntax
        .parent(id)
        .is_some_and(|parent| parent.kind == NodeKind::Link && !document.slice(parent.span).starts_with('['));
    syntax.node(id).kind == NodeKind::Text && !is_address
}

impl NoRepeatPunctuation {
    fn check_text(&self, document: &Document, node: &Node, last: &mut Option<char>, findings: &mut Findings) {
        let text = document.slice(node.span);
        let mut at = 0;
        for sign in node.value.chars() {
            // Between the decoded characters of the node backslashes, entities and line prefixes may stand.
            let near = &text[at..text.floor_char_boundary(at + LONGEST_GAP)];
            let shown = match near.find(sign) {
                Some(found) => at + found..at + found + sign.len_utf8(),
                None => at..at + near.chars().next().map_or(0, char::len_utf8),
            };
            if near[shown.start - at..].starts_with(sign) {
                at = shown.end;
            }
            if *last == Some(sign) && MARKS.contains(&sign) {
                let start = node.span.start as usize;
                let span = Span::new(start + shown.start, start + shown.end);
                report(
                    document,
                    sign,
                    span,
                    self.quirks && node.kind == NodeKind::Html,
                    findings,
                );
            }
            *last = Some(sign);
        }
    }
}

fn report(document: &Document, sign: char, span: Span, is_quirk: bool, findings: &mut Findings) {
    let width = sign.len_utf8();
    let before = (span.start as usize)
        .checked_sub(width)
        .map(|start| Span::new(start, span.end as usize));
    let before =
        before.filter(|pair| document.source().text().get(pair.range()) == Some(format!("{sign}{sign}").as_str()));
    let fix = before
        .filter(|_| !is_quirk && document.is_literal(span.start))
        .and_then(|pair| {
            let edit = Edit::replace(document.file(), pair, sign);
            Fix::new(
                format!("write one `{sign}`"),
                Applicability::Unsafe,
                &[Effect::Text, Effect::Anchors],
                vec![edit],
            )
        });
    let found = finding(document, span, format!("`{sign}` stands twice")).fix(fix);
    findings.push(if is_quirk { found.help(AS_ORIGINAL) } else { found });
}
