//! Links that lead to the same address, wherever they stand.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::document::{Document, Effect, Node, NodeId, NodeKind, Syntax};
use crate::edit::{Applicability, Edit, Fix};
use crate::original::normalized;
use crate::pattern::Patterns;
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::{Location, Span};

pub static INFO: RuleInfo = RuleInfo {
    name: "double-link",
    page: include_str!("../../rules/double-link.md"),
    group: Group::Duplicates,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<DoubleLink>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct DoubleLink {
    /// Addresses that may be repeated.
    ignore: Patterns,
    /// Whether the mistakes of the original check count too.
    quirks: bool,
}

impl DocumentRule for DoubleLink {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        let in_descriptions = described(syntax);
        let mut places: FxHashMap<Cow<'_, str>, usize> = FxHashMap::default();
        let mut groups: Vec<Vec<(NodeId, &Node)>> = Vec::new();
        for (id, node) in syntax.nodes() {
            if !self.counts(document, node) || in_descriptions.contains(&id) {
                continue;
            }
            let place = *places.entry(normalized(&node.url)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[place].push((id, node));
        }
        for group in groups.iter().filter(|group| group.len() > 1) {
            report(document, group, findings);
        }
    }
}

impl DoubleLink {
    fn counts(&self, document: &Document, node: &Node) -> bool {
        let is_link = match node.kind {
            NodeKind::Link => true,
            NodeKind::LinkReference => !self.quirks,
            _ => false,
        };
        let is_sane = || {
            let is_hidden = document.is_disabled(INFO.name, node.span.start);
            !node.url.starts_with('#') && !is_hidden
        };
        is_link && (self.quirks || is_sane()) && !self.ignore.matches(&node.url)
    }
}

/// The links of descriptions: in the first paragraph of an item, all but the main one.
fn described(syntax: &Syntax) -> FxHashSet<NodeId> {
    let mut links = FxHashSet::default();
    for (item, _) in syntax
        .nodes()
        .filter(|(_, node)| matches!(node.kind, NodeKind::Item { .. }))
    {
        let first = syntax.children(Some(item)).next();
        let Some((paragraph, _)) = first.filter(|(_, node)| node.kind == NodeKind::Paragraph) else {
            continue;
        };
        let is_link = |node: &Node| matches!(node.kind, NodeKind::Link | NodeKind::LinkReference);
        let own = syntax.children(Some(paragraph)).filter(|(_, node)| is_link(node));
        links.extend(
            own.skip(1)
                .filter(|(_, node)| node.kind == NodeKind::Link)
                .map(|(id, _)| id),
        );
    }
    links
}

fn report(document: &Document, group: &[(NodeId, &Node)], findings: &mut Findings) {
    let file = document.file();
    let first = group[0];
    for &(id, node) in group {
        let other = if id == first.0 { group[1].1 } else { first.1 };
        let at = Location { file, span: other.span };
        let mut finding = finding(document, node.span, format!("repeated link: {}", node.url)).related(at, "also here");
        if node.url.starts_with('#') {
            finding = finding.help(AS_ORIGINAL);
        }
        if id != first.0 {
            finding = finding.fix(remove(document, first, (id, node)));
        }
        findings.push(finding);
    }
}

/// Takes the item of a link away that says what the item of another says.
fn remove(document: &Document, first: (NodeId, &Node), later: (NodeId, &Node)) -> Option<Fix> {
    let syntax = document.syntax();
    let item = |id: NodeId| {
        let paragraph = syntax.node(id).parent?;
        let item = syntax.node(paragraph).parent?;
        let node = syntax.node(item);
        let is_only = node.end == syntax.node(paragraph).end && matches!(node.kind, NodeKind::Item { .. });
        is_only.then_some(node)
    };
    let (first, later) = (item(first.0)?, item(later.0)?);
    if document.slice(first.span) != document.slice(later.span) {
        return None;
    }
    let source = document.source();
    let lines = (
        source.line_of(later.span.start as usize),
        source.line_of(later.span.end as usize),
    );
    let span = Span::new(source.line_start(lines.0), source.line_start(lines.1 + 1));
    let edit = Edit::delete(document.file(), span);
    Fix::new(
        "remove the repeated item",
        Applicability::Unsafe,
        &[Effect::Entries],
        vec![edit],
    )
}
