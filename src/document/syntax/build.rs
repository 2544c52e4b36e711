//! From the parser's tree to the nodes of mdast.

use comrak::nodes::{AstNode, ListType, NodeCode, NodeValue, Sourcepos};
use comrak::{Arena, Options};

use super::{Node, NodeId, NodeKind, Syntax};
use crate::document::align::align;
use crate::document::parse::{self, Positions, ShiftedCell};
use crate::document::{Document, LinkKind};
use crate::source::{Source, Span};

/// The width of a task box that holds a tab, and of the blank behind it.
const TAB_BOX: u32 = 4;

/// Reads the tree of a document's text.
pub fn build(document: &Document) -> Syntax {
    let source = document.source();
    let text = parse::body(source.text(), source.line_start(0));
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, &text, &options(&text));
    let mut builder = Builder::new(document);
    builder.walk(root);
    builder.add_definitions();
    builder.flatten()
}

/// Those of every document, without what remark has no node for.
fn options(text: &str) -> Options<'static> {
    let mut options = parse::options(text);
    options.extension.alerts = false;
    options
}

/// A node with the places of its children.
struct Draft {
    node: Node,
    /// What is added to the value of the node, piece by piece.
    more: String,
    children: Vec<usize>,
}

impl Draft {
    fn new(node: Node) -> Self {
        Self {
            node,
            more: String::new(),
            children: Vec::new(),
        }
    }

    /// Adds the pieces to the value.
    fn settle(&mut self) {
        if !self.more.is_empty() {
            self.node.value = [&self.node.value, self.more.as_str()].concat().into();
            self.more.clear();
        }
    }
}

struct Builder<'d> {
    document: &'d Document,
    source: &'d Source,
    positions: Positions<'d>,
    drafts: Vec<Draft>,
    roots: Vec<usize>,
    open: Vec<usize>,
    /// The image whose alternative text is being read.
    image: Option<usize>,
    shifted_cell: Option<ShiftedCell>,
}

impl<'d> Builder<'d> {
    fn new(document: &'d Document) -> Self {
        let source = document.source();
        Self {
            document,
            source,
            positions: Positions::new(source, 0),
            drafts: Vec::new(),
            roots: Vec::new(),
            open: Vec::new(),
            image: None,
            shifted_cell: None,
        }
    }

    fn walk<'a>(&mut self, root: &'a AstNode<'a>) {
        use comrak::arena_tree::NodeEdge;
        for edge in root.traverse() {
            match edge {
                NodeEdge::Start(node) => self.open(node),
                NodeEdge::End(node) => self.close(node),
            }
        }
    }

    fn open<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        let position = data.sourcepos;
        self.positions.enter(node, &data);
        if self.image.is_some() {
            self.alternative(&data.value);
            return;
        }
        match &data.value {
            NodeValue::Text(literal) => self.text(literal, position),
            NodeValue::SoftBreak => self.soft_break(),
            NodeValue::LineBreak => self.line_break(),
            value => {
                if let NodeValue::TableCell = value {
                    self.shifted_cell = self.positions.shifted_cell(position);
                }
                if let Some(draft) = self.draft(value, position) {
                    let place = self.push(draft);
                    self.open.push(place);
                    if matches!(value, NodeValue::Image(_)) {
                        self.image = Some(place);
                    }
                }
            }
        }
    }

    /// The node that a value of the parser is; `None` for the document.
    fn draft(&mut self, value: &NodeValue, position: Sourcepos) -> Option<Node> {
        let block = |kind: NodeKind| Some(node(kind, self.positions.block_span(position)));
        match value {
            NodeValue::Paragraph | NodeValue::Heading(_) => {
                let span = self.positions.block_span(position);
                let kind = match value {
                    NodeValue::Heading(heading) => NodeKind::Heading(heading.level),
                    _ => NodeKind::Paragraph,
                };
                Some(node(kind, self.positions.enter_text(span)))
            }
            NodeValue::BlockQuote | NodeValue::Alert(_) => block(NodeKind::Quote),
            NodeValue::List(list) => {
                let is_ordered = list.list_type == ListType::Ordered;
                block(NodeKind::List { is_ordered })
            }
            NodeValue::Item(_) => block(NodeKind::Item { checked: None }),
            NodeValue::TaskItem(item) => {
                let checked = Some(item.symbol.is_some());
                block(NodeKind::Item { checked })
            }
            NodeValue::ThematicBreak => block(NodeKind::ThematicBreak),
            NodeValue::HtmlBlock(html) => block(NodeKind::Html).map(|node| valued(node, html.literal.trim_end())),
            NodeValue::CodeBlock(code) => {
                let is_fenced = code.fenced;
                let mut span = self.positions.block_span(position);
                if !is_fenced {
                    span.start -= indent_before(self.source, span.start);
                }
                Some(Node {
                    title: code.info.as_str().into(),
                    ..valued(node(NodeKind::Code { is_fenced }, span), &code.literal)
                })
            }
            NodeValue::FootnoteDefinition(footnote) => {
                block(NodeKind::FootnoteDefinition).map(|node| valued(node, &footnote.name))
            }
            NodeValue::Table(_) => block(NodeKind::Table),
            NodeValue::TableRow(_) => block(NodeKind::Row),
            NodeValue::TableCell => Some(node(NodeKind::Cell, self.positions.span(position))),
            _ => self.inline_draft(value, self.inline_span(position)),
        }
    }

    fn inline_draft(&self, value: &NodeValue, span: Span) -> Option<Node> {
        Some(match value {
            NodeValue::Emph => node(NodeKind::Emphasis, span),
            NodeValue::Strong => node(NodeKind::Strong, span),
            NodeValue::Strikethrough => node(NodeKind::Strike, span),
            NodeValue::Code(NodeCode { literal, .. }) => valued(node(NodeKind::InlineCode, span), literal),
            NodeValue::HtmlInline(literal) => valued(node(NodeKind::Html, span), literal),
            NodeValue::FootnoteReference(footnote) => valued(node(NodeKind::FootnoteReference, span), &footnote.name),
            NodeValue::Link(target) | NodeValue::Image(target) => {
                let is_image = matches!(value, NodeValue::Image(_));
                let kind = match (is_image, self.is_reference(span)) {
                    (false, false) => NodeKind::Link,
                    (false, true) => NodeKind::LinkReference,
                    (true, false) => NodeKind::Image,
                    (true, true) => NodeKind::ImageReference,
                };
                Node {
                    url: target.url.as_str().into(),
                    title: target.title.as_str().into(),
                    ..node(kind, span)
                }
            }
            _ => return None,
        })
    }

    /// Whether a link or image is written with a label instead of an address.
    fn is_reference(&self, span: Span) -> bool {
        let links = self
            .document
            .links_in(Span::new(span.start as usize, span.start as usize + 1));
        let link = links.iter().find(|link| link.span == span);
        match link.map(|link| link.kind) {
            Some(kind) => matches!(
                kind,
                LinkKind::FullReference | LinkKind::CollapsedReference | LinkKind::ShortcutReference
            ),
            None => {
                let slice = self.source.slice(span);
                slice.starts_with(['[', '!']) && slice.ends_with(']')
            }
        }
    }

    fn close<'a>(&mut self, ast: &'a AstNode<'a>) {
        let data = ast.data();
        match &data.value {
            NodeValue::Text(_) | NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::Document => return,
            NodeValue::Paragraph | NodeValue::Heading(_) => {
                self.positions.leave_text();
                self.take_tab_box();
            }
            NodeValue::TableCell => self.shifted_cell = None,
            NodeValue::Image(_) => {
                let span = self.inline_span(data.sourcepos);
                match self.image {
                    // An image in the alternative text of another.
                    Some(open) if self.drafts[open].node.span != span => return,
                    _ => self.image = None,
                }
            }
            _ if self.image.is_some() => return,
            _ => {}
        }
        self.open.pop();
    }

    /// Takes a task box that holds a tab, which is none to the parser, out of the text that has just been read.
    fn take_tab_box(&mut self) {
        let [.., item, paragraph] = self.open[..] else {
            return;
        };
        let is_first = self.drafts[item].children.first() == Some(&paragraph);
        let text = self.drafts[paragraph].children.first().copied();
        let Some(text) = text.filter(|_| is_first && self.drafts[item].node.kind == NodeKind::Item { checked: None })
        else {
            return;
        };
        self.drafts[text].settle();
        let rest = self.drafts[text].node.value.strip_prefix("[\t]");
        let Some(rest) = rest.and_then(|rest| rest.strip_prefix([' ', '\t'])).map(Box::from) else {
            return;
        };
        self.drafts[text].node.value = rest;
        self.drafts[text].node.span.start += TAB_BOX;
        self.drafts[paragraph].node.span.start += TAB_BOX;
        self.drafts[item].node.kind = NodeKind::Item { checked: Some(false) };
    }

    fn inline_span(&self, position: Sourcepos) -> Span {
        self.positions.inline_span(position, self.shifted_cell.as_ref())
    }

    fn push(&mut self, node: Node) -> usize {
        let place = self.drafts.len();
        self.drafts.push(Draft::new(node));
        match self.open.last() {
            Some(&parent) => self.drafts[parent].children.push(place),
            None => self.roots.push(place),
        }
        place
    }

    /// The last child of the open node, and where it ends, or where the first child may begin.
    fn last_child(&self) -> (Option<usize>, u32) {
        let Some(&parent) = self.open.last() else {
            return (None, 0);
        };
        match self.drafts[parent].children.last() {
            Some(&last) => (Some(last), self.drafts[last].node.span.end),
            None => (None, self.drafts[parent].node.span.start),
        }
    }

    fn text(&mut self, literal: &str, position: Sourcepos) {
        let mut span = self.inline_span(position);
        let slice = self.source.slice(span);
        if slice != literal && align(literal, slice).is_none() {
            // A text behind a leading escape may begin a byte late.
            let start = span.start.saturating_sub(1) as usize;
            let widened = self.source.text().get(start..span.end as usize);
            if widened.is_some_and(|slice| align(literal, slice).is_some()) {
                span.start = start as u32;
            }
        } else if slice.starts_with(|sign: char| sign.is_ascii_punctuation())
            && self.document.is_escaped(span.start)
            && self.last_child().1 < span.start
        {
            span.start -= 1;
        }
        self.add_text(literal, span);
    }

    /// Adds a text, to the one before it if there is one.
    fn add_text(&mut self, literal: &str, span: Span) {
        if let (Some(last), _) = self.last_child()
            && self.drafts[last].node.kind == NodeKind::Text
        {
            let Draft { node: text, more, .. } = &mut self.drafts[last];
            more.push_str(literal);
            text.span.end = text.span.end.max(span.end);
            return;
        }
        self.push(valued(node(NodeKind::Text, span), literal));
    }

    fn soft_break(&mut self) {
        let (_, end) = self.last_child();
        self.add_text("\n", Span::at(end as usize));
    }

    fn line_break(&mut self) {
        let (_, end) = self.last_child();
        let text = &self.source.text()[end as usize..];
        let line = text.find('\n').map_or(text.len(), |place| place + 1);
        self.push(node(NodeKind::Break, Span::new(end as usize, end as usize + line)));
    }

    /// Adds to the alternative text of the open image.
    fn alternative(&mut self, value: &NodeValue) {
        let more = match value {
            NodeValue::Text(literal) => literal,
            NodeValue::Code(code) => code.literal.as_str(),
            NodeValue::SoftBreak | NodeValue::LineBreak => "\n",
            _ => return,
        };
        if let Some(image) = self.image {
            self.drafts[image].more.push_str(more);
        }
    }

    /// Puts the definitions, which the parser consumes, where they stand.
    fn add_definitions(&mut self) {
        for definition in self.document.definitions() {
            let span = definition.span;
            let is_before = |drafts: &[Draft], place: usize| drafts[place].node.span.start <= span.start;
            let mut parent: Option<usize> = None;
            loop {
                let siblings = parent.map_or(&self.roots, |parent| &self.drafts[parent].children);
                let next = siblings.partition_point(|&place| is_before(&self.drafts, place));
                let before = next.checked_sub(1).map(|place| siblings[place]);
                let is_in_list =
                    parent.is_some_and(|list| matches!(self.drafts[list].node.kind, NodeKind::List { .. }));
                let holder = before.filter(|&place| is_in_list || holds_blocks(&self.drafts[place].node, span));
                if let Some(holder) = holder {
                    parent = Some(holder);
                    continue;
                }
                let place = self.drafts.len();
                let draft = Node {
                    url: self.source.slice(definition.url_span).into(),
                    title: definition.title.map_or("", |title| self.source.slice(title)).into(),
                    ..valued(node(NodeKind::Definition, span), self.source.slice(definition.label))
                };
                self.drafts.push(Draft::new(draft));
                match parent {
                    Some(parent) => self.drafts[parent].children.insert(next, place),
                    None => self.roots.insert(next, place),
                }
                break;
            }
        }
    }

    /// Parents before their children, in the order of the text.
    fn flatten(mut self) -> Syntax {
        let mut nodes: Vec<Node> = Vec::with_capacity(self.drafts.len());
        // Each with its parent; a place that is `None` ends the parent.
        let mut stack: Vec<(Option<usize>, Option<NodeId>)> =
            self.roots.iter().rev().map(|&place| (Some(place), None)).collect();
        while let Some((place, parent)) = stack.pop() {
            let Some(place) = place else {
                if let Some(parent) = parent {
                    nodes[parent.0 as usize].end = nodes.len() as u32;
                }
                continue;
            };
            let id = NodeId(nodes.len() as u32);
            self.drafts[place].settle();
            let Draft { node, children, .. } = &mut self.drafts[place];
            let own = std::mem::replace(node, self::node(NodeKind::Text, Span::at(0)));
            nodes.push(Node {
                parent,
                end: id.0 + 1,
                ..own
            });
            if !children.is_empty() {
                stack.push((None, Some(id)));
                stack.extend(children.iter().rev().map(|&child| (Some(child), Some(id))));
            }
        }
        Syntax { nodes }
    }
}

/// How many bytes before an offset are the indent that makes code.
fn indent_before(source: &Source, offset: u32) -> u32 {
    const INDENT: usize = 4;
    let before = source.text().as_bytes()[..offset as usize].iter().rev();
    let spaces = before.clone().take(INDENT).take_while(|byte| **byte == b' ').count();
    let has_tab = before.clone().nth(spaces) == Some(&b'\t') && spaces < INDENT;
    (spaces + usize::from(has_tab)) as u32
}

/// Whether a node may hold a definition that stands at a place.
fn holds_blocks(node: &Node, span: Span) -> bool {
    let is_container = matches!(
        node.kind,
        NodeKind::Quote | NodeKind::List { .. } | NodeKind::Item { .. } | NodeKind::FootnoteDefinition
    );
    is_container && span.start < node.span.end
}

fn node(kind: NodeKind, span: Span) -> Node {
    Node {
        kind,
        span,
        parent: None,
        end: 0,
        value: Box::default(),
        url: Box::default(),
        title: Box::default(),
    }
}

fn valued(node: Node, value: &str) -> Node {
    let value = value.into();
    Node { value, ..node }
}
