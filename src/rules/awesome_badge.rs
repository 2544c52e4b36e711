//! The badge beside the main heading that says that a list is awesome.

use serde::Deserialize;

use crate::document::{Document, Effect, Node, NodeId, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "awesome-badge",
    page: include_str!("../../rules/awesome-badge.md"),
    group: Group::Structure,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<AwesomeBadge>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct AwesomeBadge {
    /// Whether the mistakes of the original check count too.
    quirks: bool,
}

const LINKS: [&str; 2] = ["https://awesome.re", "https://github.com/sindresorhus/awesome"];

const PICTURES: [&str; 3] = [
    "https://awesome.re/badge.svg",
    "https://awesome.re/badge-flat.svg",
    "https://awesome.re/badge-flat2.svg",
];

const BADGE: &str = "[![Awesome](https://awesome.re/badge.svg)](https://awesome.re)";

/// Whether a heading has the badge.
enum Badge {
    Right,
    /// With a picture from elsewhere.
    Foreign(NodeId),
    Missing,
}

impl DocumentRule for AwesomeBadge {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        let is_heading = |node: &Node| matches!(node.kind, NodeKind::Heading(_));
        if self.quirks {
            let firsts = syntax
                .nodes()
                .filter(|(id, node)| is_heading(node) && syntax.is_first_child(*id));
            for (id, node) in firsts {
                self.check_heading(document, id, node, findings);
            }
            return;
        }
        let mut blocks = syntax.children(None);
        if let Some((id, node)) = blocks.find(|(_, node)| node.kind == NodeKind::Heading(1)) {
            self.check_heading(document, id, node, findings);
        }
    }
}

impl AwesomeBadge {
    fn check_heading(&self, document: &Document, id: NodeId, node: &Node, findings: &mut Findings) {
        match self.badge(document, id, node) {
            Badge::Right => {}
            Badge::Foreign(picture) => {
                let span = document.syntax().node(picture).span;
                let help = format!("use {}", PICTURES[0]);
                let fix = replace_address(document, span, PICTURES[0], Applicability::Safe);
                findings.push(finding(document, span, "badge from elsewhere").help(help).fix(fix));
            }
            Badge::Missing => {
                let finding = finding(document, node.span, "no badge of awesome beside the main heading");
                findings.push(match node.parent {
                    Some(_) => finding.help(AS_ORIGINAL),
                    None => finding.help(format!("add `{BADGE}`")).fix(self.add(document, id, node)),
                });
            }
        }
    }

    fn badge(&self, document: &Document, id: NodeId, node: &Node) -> Badge {
        let syntax = document.syntax();
        let mut badge = Badge::Missing;
        if node.kind != NodeKind::Heading(1) {
            return badge;
        }
        let links = syntax.children(Some(id)).filter(|(_, link)| match link.kind {
            NodeKind::Link => LINKS.contains(&&*link.url) || !self.quirks && leads_to_awesome(&link.url),
            NodeKind::LinkReference => !self.quirks && leads_to_awesome(&link.url),
            _ => false,
        });
        for (link, _) in links {
            for (picture, image) in syntax.children(Some(link)) {
                match image.kind {
                    NodeKind::Image if !PICTURES.contains(&&*image.url) => return Badge::Foreign(picture),
                    NodeKind::Image => badge = Badge::Right,
                    NodeKind::ImageReference if !self.quirks => badge = Badge::Right,
                    _ => {}
                }
            }
        }
        badge
    }

    /// Sets a badge with another address right, or adds one behind the heading.
    fn add(&self, document: &Document, id: NodeId, node: &Node) -> Option<Fix> {
        let syntax = document.syntax();
        if node.kind != NodeKind::Heading(1) {
            return None;
        }
        let has_badge = |link: NodeId| syntax.descendants(link).any(|(_, image)| image.kind == NodeKind::Image);
        let mut links = syntax
            .children(Some(id))
            .filter(|(_, link)| leads_to_awesome(&link.url));
        if let Some((_, link)) = links.find(|(id, link)| link.kind == NodeKind::Link && has_badge(*id)) {
            return replace_address(document, link.span, LINKS[0], Applicability::Safe);
        }
        let heading = document.heading_at(node.span.start)?;
        // With the last sign before it, so that the anchor is seen to change.
        let (start, last) = document.slice(heading.text).char_indices().next_back()?;
        let span = Span::new(heading.text.start as usize + start, heading.text.end as usize);
        let edit = Edit::replace(document.file(), span, format!("{last} {BADGE}"));
        let effects: &[Effect] = &[Effect::Text, Effect::Links, Effect::Anchors];
        Fix::new("add the badge", Applicability::Unsafe, effects, vec![edit])
    }
}

/// Whether an address is one of those of the main list.
fn leads_to_awesome(address: &str) -> bool {
    let place = address.split_once("://").map_or(address, |(_, place)| place);
    let place = place.strip_prefix("www.").unwrap_or(place);
    let place = place.split(['#', '?']).next().unwrap_or_default().trim_end_matches('/');
    place.eq_ignore_ascii_case("github.com/sindresorhus/awesome") || place.eq_ignore_ascii_case("awesome.re")
}

/// Gives a link or an image another address.
fn replace_address(document: &Document, span: Span, address: &str, trust: Applicability) -> Option<Fix> {
    let link = document.links_in(span).iter().find(|link| link.span == span)?;
    let edit = Edit::replace(document.file(), link.url_span?, address);
    Fix::new("use the address of the badge", trust, &[Effect::Links], vec![edit])
}
