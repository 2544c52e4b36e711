//! Descriptions that begin with the name of what they describe.

use serde::Deserialize;

use crate::document::{Document, Effect, Node, NodeId, NodeKind, Syntax};
use crate::edit::{Applicability, Edit, Fix};
use crate::original;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-repeat-item-in-description",
    page: include_str!("../../rules/no-repeat-item-in-description.md"),
    group: Group::Entries,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoRepeatItemInDescription>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoRepeatItemInDescription {
    /// Whether the mistakes of the original check count too.
    quirks: bool,
}

const SEPARATOR: &str = " - ";

/// What is read of an item.
struct Parts<'s> {
    link: &'s Node,
    name: String,
    /// The text that holds the separator.
    text: &'s Node,
    description: String,
}

impl DocumentRule for NoRepeatItemInDescription {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        for (item, _) in syntax
            .nodes()
            .filter(|(_, node)| matches!(node.kind, NodeKind::Item { .. }))
        {
            let mut blocks = syntax.children(Some(item));
            let Some((paragraph, _)) = blocks.find(|(_, node)| node.kind == NodeKind::Paragraph) else {
                continue;
            };
            let Some(parts) = self
                .parts(syntax, paragraph)
                .filter(|parts| original::begins_with_name(&parts.description, &parts.name))
            else {
                continue;
            };
            let message = format!("description begins with the name of the item, “{}”", parts.name);
            let finding = finding(document, parts.link.span, message);
            findings.push(finding.help("say what it is at once").fix(shortened(document, &parts)));
        }
    }
}

impl NoRepeatItemInDescription {
    fn is_link(&self, node: &Node) -> bool {
        node.kind == NodeKind::Link || !self.quirks && node.kind == NodeKind::LinkReference
    }

    fn parts<'s>(&self, syntax: &'s Syntax, paragraph: NodeId) -> Option<Parts<'s>> {
        let children: Vec<(NodeId, &Node)> = syntax.children(Some(paragraph)).collect();
        let main = (0..children.len()).find(|&place| {
            let (id, node) = children[place];
            let has_image = syntax
                .children(Some(id))
                .any(|(_, child)| child.kind == NodeKind::Image);
            let next = children[place + 1..].iter().find(|(_, next)| !is_blank(next));
            self.is_link(node) && !has_image && next.is_none_or(|(_, next)| !self.is_link(next))
        })?;
        let (link, after) = (children[main], &children[main + 1..]);
        let separator = after.iter().position(|(_, node)| {
            let is_styled = matches!(node.kind, NodeKind::Emphasis | NodeKind::Strong | NodeKind::InlineCode);
            node.kind == NodeKind::Text && node.value.contains(SEPARATOR) || !is_styled && !is_blank(node)
        })?;
        let (_, text) = after[separator];
        let (_, rest) = text
            .value
            .split_once(SEPARATOR)
            .filter(|_| text.kind == NodeKind::Text)?;
        let mut description = rest.to_owned();
        description.extend(after[separator + 1..].iter().map(|(id, _)| syntax.plain_text(*id)));
        let name = syntax.plain_text(link.0);
        Some(Parts {
            link: link.1,
            name,
            text,
            description: description.trim().to_owned(),
        })
    }
}

/// Whether it is a text of white space alone.
fn is_blank(node: &Node) -> bool {
    node.kind == NodeKind::Text && node.value.trim().is_empty()
}

/// Leaves out the name, and the verb and the article behind it.
fn shortened(document: &Document, parts: &Parts<'_>) -> Option<Fix> {
    let slice = document.slice(parts.text.span);
    if slice != &*parts.text.value {
        return None;
    }
    let start = slice.find(SEPARATOR)? + SEPARATOR.len();
    let start = start + (slice.len() - start - slice[start..].trim_start().len());
    let name = slice.get(start..start + parts.name.len())?;
    let rest = &slice[start + name.len()..];
    let verbs = [" is a ", " is an ", " is the ", " are ", " is ", ": ", " - ", ", "];
    let rest = verbs.iter().find_map(|verb| rest.strip_prefix(verb))?;
    let first = rest.chars().next().filter(|first| first.is_alphabetic())?;
    let from = parts.text.span.start as usize + start;
    let to = parts.text.span.end as usize - rest.len() + first.len_utf8();
    let raised: String = first.to_uppercase().collect();
    let edit = Edit::replace(document.file(), Span::new(from, to), raised);
    Fix::new("leave out the name", Applicability::Unsafe, &[Effect::Text], vec![edit])
}
