//! Texts in brackets that no definition makes links of.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::diagnostic::excerpt;
use crate::document::{Document, Node, NodeKind, label_key};
use crate::edit::{Applicability, Edit, Fix};
use crate::pattern::Patterns;
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;
use rustc_hash::FxHashSet;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-undefined-references",
    page: include_str!("../../rules/no-undefined-references.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoUndefinedReferences>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoUndefinedReferences {
    /// What stands in brackets on purpose.
    ignore: Patterns,
    /// Whether footnotes without a definition count too.
    quirks: bool,
}

/// The longest label has 999 characters, of four bytes at most.
const LONGEST_LABEL: usize = 4 * 1000;

/// What a text in brackets would refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Link,
    Image,
    Footnote,
}

/// An opening bracket and the brackets that follow it: `[`, `[…]`, `[…][` or `[…][…]`.
type Brackets = Vec<usize>;

/// What is defined in a document.
#[derive(Default)]
struct Defined {
    links: FxHashSet<String>,
    footnotes: FxHashSet<String>,
}

impl DocumentRule for NoUndefinedReferences {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        let mut defined = Defined::default();
        for (_, node) in syntax.nodes() {
            let key = || label_key(&node.value);
            match node.kind {
                NodeKind::Definition => defined.links.insert(key()),
                NodeKind::FootnoteDefinition => defined.footnotes.insert(key()),
                _ => continue,
            };
        }
        for (id, node) in syntax.nodes() {
            let holds_text = node.kind.is_parent()
                && !matches!(
                    node.kind,
                    NodeKind::Quote
                        | NodeKind::List { .. }
                        | NodeKind::Item { .. }
                        | NodeKind::Table
                        | NodeKind::Row
                        | NodeKind::FootnoteDefinition
                );
            if !holds_text {
                continue;
            }
            let mut open: Vec<Brackets> = Vec::new();
            let mut end = 0;
            let mut report = |brackets: &Brackets| self.report(document, brackets, &defined, findings);
            let children = syntax.children(Some(id)).map(|(_, child)| child);
            for text in children.filter(|child| child.kind == NodeKind::Text) {
                // Where the parser is off, brackets of two texts belong to none.
                if text.span.start < end {
                    continue;
                }
                end = text.span.end;
                let mut slice = document.slice(text.span);
                if self.quirks && is_bare_address(document, node) {
                    // These end no address.
                    slice = slice.trim_end_matches([']', ')', '.', ',', ':', ';', '!', '?', '"', '\'']);
                }
                if !(self.quirks && has_late_address(slice, open.len())) {
                    scan(slice, text.span.start as usize, &mut open, &mut report);
                }
            }
            open.iter().for_each(report);
        }
    }
}

fn is_bare_address(document: &Document, node: &Node) -> bool {
    node.kind == NodeKind::Link && !document.slice(node.span).starts_with(['[', '<'])
}

/// Whether a text holds a bare address that the original finds late: behind a bracket that is still open, with so
/// many open before the text, or `www.` behind a sign. For the original such a text has no place, so that it finds
/// nothing in it.
fn has_late_address(text: &str, open: usize) -> bool {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i-u)\bhttps?://[-\w]*\.|\bwww\.[-\w]|[-.\w+]@[-\w]+\.[-\w]").expect("a fixed expression")
    });
    if open == 0 && memchr::memchr(b'[', text.as_bytes()).is_none() {
        return false;
    }
    let (mut depth, mut seen) = (open, 0);
    ADDRESS.find_iter(text).any(|address| {
        for byte in text[seen..address.start()].bytes() {
            depth = match byte {
                b'[' => depth + 1,
                b']' => depth.saturating_sub(1),
                _ => depth,
            };
        }
        seen = address.start();
        let before = text[..seen].chars().next_back();
        let is_late = |sign: char| !sign.is_alphanumeric() && !sign.is_whitespace() && !"(*_~[]".contains(sign);
        depth > 0 || address.as_str().starts_with(['w', 'W']) && before.is_some_and(is_late)
    })
}

/// Finds the brackets of a text that belong together.
fn scan(text: &str, start: usize, open: &mut Vec<Brackets>, mut report: impl FnMut(&Brackets)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'[', b']', b'\\', &bytes[at..]) {
        at += found;
        match (bytes[at], open.last_mut()) {
            (b'[', _) => open.push(vec![start + at]),
            (b'\\', _) => at += usize::from(matches!(bytes.get(at + 1), Some(b'[' | b']'))),
            (_, None) => {}
            (_, Some(last)) if bytes.get(at + 1) == Some(&b'[') && last.len() != 3 => {
                last.extend([start + at + 1, start + at + 1]);
                at += 1;
            }
            (_, Some(last)) => {
                last.push(start + at + 1);
                report(last);
                open.pop();
            }
        }
        at += 1;
    }
}

impl NoUndefinedReferences {
    fn report(&self, document: &Document, brackets: &Brackets, defined: &Defined, findings: &mut Findings) {
        let source = document.source().text();
        let (first, end) = match brackets[..] {
            [] | [_] => return,
            [start, end] | [start, end, _] => (Span::new(start, end), end),
            [start, end, ..] => (Span::new(start, end), brackets[brackets.len() - 1]),
        };
        if first.len() == 2 && brackets.len() < 4 {
            return;
        }
        let second = match brackets[..] {
            [_, _, start, end] if end > start + 2 => Some(Span::new(start, end)),
            _ => None,
        };
        let kind = match (
            source[..first.start as usize].ends_with('!'),
            &source[first.start as usize + 1..],
        ) {
            (true, _) => Kind::Image,
            (_, rest) if rest.starts_with('^') => Kind::Footnote,
            _ => Kind::Link,
        };
        let named = second.unwrap_or(first);
        let named = document.slice(Span::new(named.start as usize + 1, named.end as usize - 1));
        // Brackets in brackets hold the same text again and again: what is too long for a label is not read.
        let is_label = named.len() <= LONGEST_LABEL;
        let key = if is_label { label_key(named) } else { String::new() };
        let is_known = match kind {
            Kind::Footnote if !is_label => true,
            Kind::Footnote => {
                let key = key.strip_prefix('^').unwrap_or(&key);
                key.contains(' ') || defined.footnotes.contains(key) || !self.quirks
            }
            _ => defined.links.contains(&key) || is_alert(&key),
        };
        if is_known || is_label && !self.ignore.is_empty() && self.ignore.matches(named) {
            return;
        }
        let what = match kind {
            Kind::Link => "link",
            Kind::Image => "image",
            Kind::Footnote => "footnote",
        };
        let start = first.start as usize;
        let whole = Span::new(start, end);
        let message = format!(
            "`{}` looks like a {what}, but nothing defines it",
            excerpt(document.slice(whole))
        );
        let mut edits = vec![Edit::insert(document.file(), start, "\\")];
        if document.link_around(first.start).is_some() {
            // In the text of a link the closing bracket alone would end it.
            edits.push(Edit::insert(document.file(), first.end as usize - 1, "\\"));
        }
        let fix = Fix::new("write a backslash before it", Applicability::Safe, &[], edits);
        let found = finding(document, whole, message).fix(fix);
        findings.push(match kind {
            Kind::Footnote => found.help(AS_ORIGINAL),
            _ => found.help("define it, or write a backslash before the bracket"),
        });
    }
}

/// Whether a label is the first line of an alert.
fn is_alert(key: &str) -> bool {
    matches!(key, "!note" | "!tip" | "!important" | "!warning" | "!caution")
}
