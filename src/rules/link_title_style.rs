//! Titles of links that do not stand in single quotes.

use serde::Deserialize;

use crate::document::{Document, Node, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "link-title-style",
    page: include_str!("../../rules/link-title-style.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<LinkTitleStyle>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct LinkTitleStyle {}

impl DocumentRule for LinkTitleStyle {
    fn check(&self, document: &Document, findings: &mut Findings) {
        for (_, node) in document.syntax().nodes() {
            let is_titled = matches!(node.kind, NodeKind::Definition | NodeKind::Image | NodeKind::Link);
            if !is_titled || node.title.is_empty() {
                continue;
            }
            let text = document.slice(node.span);
            let text = match node.kind {
                NodeKind::Definition => text,
                _ => text.strip_suffix(')').unwrap_or(text),
            };
            let marks = match text.trim_end_matches([' ', '\t']).bytes().next_back() {
                Some(b'"') => "double quotes",
                Some(b')') => "parentheses",
                _ => continue,
            };
            let message = format!("title in {marks}, expected single quotes");
            findings.push(finding(document, node.span, message).fix(fix(document, node)));
        }
    }
}

/// Writes single quotes; one inside of the title gets a backslash.
fn fix(document: &Document, node: &Node) -> Option<Fix> {
    let title = match node.kind {
        NodeKind::Definition => {
            let mut definitions = document.definitions().iter();
            definitions.find(|definition| definition.span == node.span)?.title?
        }
        _ => {
            let mut links = document.links_in(node.span).iter();
            links.find(|link| link.span == node.span)?.title?
        }
    };
    let mut inner = String::with_capacity(title.len() + 2);
    let mut is_escaped = false;
    for sign in document.slice(title).chars() {
        if sign == '\'' && !is_escaped {
            inner.push('\\');
        }
        inner.push(sign);
        is_escaped = sign == '\\' && !is_escaped;
    }
    let whole = Span::new(title.start as usize - 1, title.end as usize + 1);
    let edit = Edit::replace(document.file(), whole, format!("'{inner}'"));
    Fix::new("use single quotes", Applicability::Safe, &[], vec![edit])
}
