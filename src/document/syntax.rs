//! The tree of a text, blocks and inlines, as remark sees it: made when a rule asks for it.
//!
//! It follows mdast where that departs from the tables of a [`super::Document`]: front matter is Markdown,
//! alerts are quotations, definitions are blocks, and a text goes on over line breaks.

mod build;

pub(super) use build::build;

use crate::source::Span;

/// A node by its place in the order of the text, parents before their children.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// What a node is, by the names of mdast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    Paragraph,
    Heading(u8),
    ThematicBreak,
    Quote,
    List {
        is_ordered: bool,
    },
    /// An item, with whether its task box is checked, if it has one.
    Item {
        checked: Option<bool>,
    },
    /// A block of HTML, or a tag or comment in a text.
    Html,
    /// A block of code, by its fence or its indent.
    Code {
        is_fenced: bool,
    },
    Definition,
    FootnoteDefinition,
    Table,
    Row,
    Cell,
    Text,
    Emphasis,
    Strong,
    Strike,
    InlineCode,
    /// A hard break, from the blanks or the backslash before it to the next line.
    Break,
    /// An inline link, an autolink or a bare address.
    Link,
    Image,
    LinkReference,
    ImageReference,
    FootnoteReference,
}

impl NodeKind {
    /// Whether nodes of this kind hold others, be it none.
    pub fn is_parent(self) -> bool {
        !matches!(
            self,
            NodeKind::ThematicBreak
                | NodeKind::Html
                | NodeKind::Code { .. }
                | NodeKind::Definition
                | NodeKind::Text
                | NodeKind::InlineCode
                | NodeKind::Break
                | NodeKind::Image
                | NodeKind::ImageReference
                | NodeKind::FootnoteReference
        )
    }
}

/// A block or an inline.
#[derive(Debug, Clone)]
pub struct Node {
    pub kind: NodeKind,
    pub span: Span,
    pub parent: Option<NodeId>,
    /// The place behind the last descendant.
    pub end: u32,
    /// The decoded text of a text, of code and of HTML, the alternative text of an image, the label of a
    /// definition or a footnote; empty for others.
    pub value: Box<str>,
    /// The decoded address of a link, an image or a reference; empty for others.
    pub url: Box<str>,
    /// The decoded title of a link, an image or a reference, the info string of code; empty for others.
    pub title: Box<str>,
}

/// All nodes of a text in its order.
#[derive(Debug, Default)]
pub struct Syntax {
    nodes: Vec<Node>,
}

impl Syntax {
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// All nodes, parents before their children.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.ids(0, self.nodes.len() as u32)
    }

    fn ids(&self, start: u32, end: u32) -> impl Iterator<Item = (NodeId, &Node)> {
        (start..end).map(|place| (NodeId(place), &self.nodes[place as usize]))
    }

    /// What a node holds, at every depth.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Node)> {
        self.ids(id.0 + 1, self.node(id).end)
    }

    /// The direct children of a node, or those of the document.
    pub fn children(&self, parent: Option<NodeId>) -> impl Iterator<Item = (NodeId, &Node)> {
        let (mut next, end) = match parent {
            Some(id) => (id.0 + 1, self.node(id).end),
            None => (0, self.nodes.len() as u32),
        };
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let id = NodeId(next);
                let node = self.node(id);
                next = node.end;
                (id, node)
            })
        })
    }

    pub fn parent(&self, id: NodeId) -> Option<&Node> {
        self.node(id).parent.map(|parent| self.node(parent))
    }

    pub fn next_sibling(&self, id: NodeId) -> Option<(NodeId, &Node)> {
        let node = self.node(id);
        let next = NodeId(node.end);
        let sibling = self.nodes.get(next.0 as usize)?;
        (sibling.parent == node.parent).then_some((next, sibling))
    }

    /// The text of a node as remark joins it: texts, code, alternative texts, tags and comments.
    pub fn plain_text(&self, id: NodeId) -> String {
        let own = self.ids(id.0, self.node(id).end);
        let is_text = |kind| {
            matches!(
                kind,
                NodeKind::Text | NodeKind::InlineCode | NodeKind::Image | NodeKind::ImageReference | NodeKind::Html
            )
        };
        own.filter(|(_, node)| is_text(node.kind))
            .map(|(_, node)| &*node.value)
            .collect()
    }

    /// Where the last text, code, tag or break ends, or the last node that could hold some begins.
    pub fn last_leaf_end(&self) -> u32 {
        let last = self.nodes.iter().map(|node| {
            if node.kind.is_parent() {
                node.span.start
            } else {
                node.span.end
            }
        });
        last.max().unwrap_or(0)
    }
}
