//! Items as the JavaScript awesome-lint wants them: a link, ` - `, and a sentence.

mod description;
mod repair;
mod sane;

use serde::Deserialize;

use crate::document::{Document, Node, NodeId, NodeKind, Syntax};
use crate::edit::{Applicability, Fix};
use crate::original::{self, is_address};
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, start};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "awesome-list-item",
    page: include_str!("../../rules/awesome-list-item.md"),
    group: Group::Entries,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<AwesomeListItem>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct AwesomeListItem {
    /// Whether the mistakes of the original check count too.
    quirks: bool,
}

impl DocumentRule for AwesomeListItem {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        for (id, _) in syntax.nodes().filter(|(_, node)| node.kind == NodeKind::Paragraph) {
            check_marker(document, id, findings);
        }
        match self.start(syntax) {
            Start::Document => self.check_lists(document, syntax.nodes(), findings),
            Start::Behind(heading) => {
                for (id, _) in syntax
                    .children(None)
                    .filter(|(id, node)| *id > heading && is_list(node))
                {
                    self.check_lists(
                        document,
                        std::iter::once((id, syntax.node(id))).chain(syntax.descendants(id)),
                        findings,
                    );
                }
            }
            Start::Nowhere => {}
            Start::Unknown => {
                let message = "heading of the contents that is not one of the document itself";
                findings.push(finding(document, start(document), message).help(AS_ORIGINAL));
            }
        }
    }
}

/// From where on lists count.
enum Start {
    Document,
    /// This heading of the document itself; only its lists and those in them count then.
    Behind(NodeId),
    Nowhere,
    /// The original fails here.
    Unknown,
}

impl AwesomeListItem {
    /// Lists count from the first heading behind the contents on.
    fn start(&self, syntax: &Syntax) -> Start {
        let Some(contents) = original::contents(syntax) else {
            return Start::Document;
        };
        if syntax.node(contents).parent.is_some() {
            return if self.quirks { Start::Unknown } else { Start::Document };
        }
        let is_behind = |(id, node): &(NodeId, &Node)| *id > contents && matches!(node.kind, NodeKind::Heading(_));
        let mut blocks = syntax.children(None);
        blocks
            .find(is_behind)
            .map_or(Start::Nowhere, |(id, _)| Start::Behind(id))
    }

    /// Checks the items of the lists among some nodes.
    fn check_lists<'d>(
        &self,
        document: &'d Document,
        nodes: impl Iterator<Item = (NodeId, &'d Node)>,
        findings: &mut Findings,
    ) {
        for (id, list) in nodes.filter(|(_, node)| is_list(node)) {
            if !self.quirks && sane::is_contents(document, list) {
                continue;
            }
            let quirks = self.quirks;
            let checked = Item { document, quirks };
            let items = document.syntax().children(Some(id));
            findings.extend(items.filter_map(|(item, _)| checked.check(item)));
        }
    }
}

fn is_list(node: &Node) -> bool {
    matches!(node.kind, NodeKind::List { .. })
}

fn is_link(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Link | NodeKind::LinkReference)
}

/// `-[title](address)`
fn check_marker(document: &Document, paragraph: NodeId, findings: &mut Findings) {
    let syntax = document.syntax();
    let mut children = syntax.children(Some(paragraph));
    let (Some((_, mark)), Some((_, link))) = (children.next(), children.next()) else {
        return;
    };
    if mark.kind == NodeKind::Text && &*mark.value == "-" && is_link(link) {
        let finding = finding(
            document,
            mark.span,
            "no blank between the marker of an item and its link",
        );
        findings.push(finding.fix(repair::marker(document, syntax.node(paragraph))));
    }
}

/// What is wrong with an item, and where.
pub(super) struct Fault {
    message: &'static str,
    help: Option<&'static str>,
    /// Of a node, or of nothing.
    span: Span,
    fix: Option<Fix>,
}

impl Fault {
    fn new(span: Span, message: &'static str) -> Self {
        Self {
            message,
            help: None,
            span,
            fix: None,
        }
    }

    fn help(self, help: &'static str) -> Self {
        let help = Some(help);
        Self { help, ..self }
    }

    fn fix(self, fix: Option<Fix>) -> Self {
        Self { fix, ..self }
    }
}

struct Item<'d> {
    document: &'d Document,
    quirks: bool,
}

impl<'d> Item<'d> {
    fn syntax(&self) -> &'d Syntax {
        self.document.syntax()
    }

    fn check(&self, item: NodeId) -> Option<crate::diagnostic::Finding> {
        let fault = self.fault(item)?;
        let mut finding = finding(self.document, fault.span, fault.message).fix(fault.fix);
        if let Some(help) = fault.help {
            finding = finding.help(help);
        }
        Some(finding)
    }

    fn fault(&self, item: NodeId) -> Option<Fault> {
        const INVALID: &str = "item that begins with neither a text nor a link";
        let syntax = self.syntax();
        let Some((paragraph, node)) = syntax.children(Some(item)).next() else {
            return Some(Fault::new(start(self.document), "item without a text"));
        };
        let children: Vec<(NodeId, &Node)> = syntax.children(Some(paragraph)).collect();
        let Some((_, first)) = children.first().filter(|_| node.kind == NodeKind::Paragraph) else {
            return Some(Fault::new(node.span, INVALID));
        };
        if first.kind == NodeKind::Text {
            return None;
        }
        let is_set_off = |place: &usize| {
            let next = children.get(place + 1);
            let has_dash = next.is_some_and(|(_, next)| next.kind == NodeKind::Text && next.value.starts_with(" - "));
            is_link(children[*place].1) && has_dash
        };
        let place = (0..children.len()).find(is_set_off);
        let place = place.or_else(|| children.iter().position(|(_, node)| is_link(node)));
        let place = place.unwrap_or(0);
        let (link, node) = children[place];
        self.link_fault(link, node)
            .or_else(|| self.description_fault(link, &children[place + 1..]))
    }

    fn link_fault(&self, link: NodeId, node: &Node) -> Option<Fault> {
        const NO_LINK: &str = "item that does not begin with a link to its thing";
        let syntax = self.syntax();
        match node.kind {
            NodeKind::LinkReference => return None,
            NodeKind::Link => {}
            _ => return Some(Fault::new(node.span, NO_LINK)),
        }
        let is_relative = sane::is_relative(&node.url);
        if !is_address(&node.url) && (self.quirks || !is_relative) {
            let fault = Fault::new(node.span, "link of an item with an address that is not whole");
            return Some(match is_relative {
                true => fault.help(AS_ORIGINAL),
                false => fault,
            });
        }
        if syntax.plain_text(link).is_empty() {
            return Some(Fault::new(node.span, "link of an item without a text"));
        }
        let is_plain = |node: &Node| {
            matches!(
                node.kind,
                NodeKind::Text | NodeKind::Emphasis | NodeKind::Strong | NodeKind::InlineCode
            )
        };
        let mut parts = syntax.children(Some(link));
        let (_, other) = parts.find(|(_, part)| !is_plain(part))?;
        Some(Fault::new(other.span, "link of an item with more than text"))
    }
}
