//! Badges of services that test software.

use serde::Deserialize;

use crate::document::{Document, Effect, Node, NodeId, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "awesome-no-ci-badge",
    page: include_str!("../../rules/awesome-no-ci-badge.md"),
    group: Group::Structure,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<AwesomeNoCiBadge>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct AwesomeNoCiBadge {
    /// Whether the mistakes of the original check count too.
    quirks: bool,
}

/// Where badges of such services come from.
const BADGES: [&str; 6] = [
    "travis-ci.org/",
    "travis-ci.com/",
    "circleci.com/",
    "/actions/workflows/",
    "img.shields.io/travis/",
    "img.shields.io/circleci/",
];

impl DocumentRule for AwesomeNoCiBadge {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let images = document
            .syntax()
            .nodes()
            .filter(|(_, node)| node.kind == NodeKind::Image);
        for (id, node) in images.filter(|(_, node)| self.counts(node)) {
            let help = match is_badge(node) {
                true => "a list has no software to test: leave the badge to those of its entries",
                false => AS_ORIGINAL,
            };
            let finding = finding(document, node.span, "badge of a service that tests software").help(help);
            findings.push(finding.fix(remove(document, id)));
        }
    }
}

impl AwesomeNoCiBadge {
    fn counts(&self, image: &Node) -> bool {
        match self.quirks {
            true => is_titled(image) || has_name(&image.url),
            false => is_badge(image),
        }
    }
}

fn is_badge(image: &Node) -> bool {
    let url = image.url.to_lowercase();
    is_titled(image) || BADGES.iter().any(|badge| url.contains(badge))
}

fn is_titled(image: &Node) -> bool {
    image.title.to_lowercase().contains("build status") || has_name(&image.title)
}

/// Whether a text has the name of a service in it, be it in another word.
fn has_name(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("travis") || text.contains("circleci")
}

/// Takes an image away, with the link that holds nothing else.
fn remove(document: &Document, image: NodeId) -> Option<Fix> {
    let syntax = document.syntax();
    let node = syntax.node(image);
    let holder = node.parent.filter(|holder| {
        let holds_one = syntax.node(*holder).end == image.0 + 1 && holder.0 + 1 == image.0;
        holds_one && syntax.node(*holder).kind == NodeKind::Link
    });
    let source = document.source();
    let text = source.text();
    let mut span = syntax.node(holder.unwrap_or(image)).span;
    let mut kept = String::new();
    if document.leaf(span.start)? == span {
        let lines = (source.line_of(span.start as usize), source.line_of(span.end as usize));
        span = source.with_gap(Span::new(source.line_start(lines.0), source.line_start(lines.1 + 1)));
    } else if let Some(before) = text[..span.start as usize].strip_suffix(' ') {
        // With the sign beside it, so that what begins or ends here is seen to change.
        kept.extend(before.chars().next_back());
        span.start = (before.len() - kept.len()) as u32;
    } else if let Some(after) = text[span.end as usize..].strip_prefix(' ') {
        kept.extend(after.chars().next());
        span.end += 1 + kept.len() as u32;
    }
    let edit = Edit::replace(document.file(), span, kept);
    let effects: &[Effect] = &[Effect::Entries, Effect::Anchors];
    Fix::new("remove the badge", Applicability::Unsafe, effects, vec![edit])
}
