//! From the parser's tree to tokens.

use comrak::nodes::{AstNode, ListType, NodeValue};
use rustc_hash::FxHashMap;

use super::super::align::align;
use super::super::parse::{Positions, ShiftedCell};
use super::super::slug::HeadingAnchors;
use super::super::{definition, front_matter, html};
use super::{Content, Node, TextKind, Token, Value};
use crate::source::{Source, Span};

/// Reads the tree of a text.
pub(super) fn content<'a>(source: &Source, root: &'a AstNode<'a>) -> Content {
    let (front_matter, first_line) = front_matter::find(source);
    let start = source.line_start(first_line);
    let mut reader = Reader {
        source,
        positions: Positions::new(source, first_line),
        content: Content {
            tokens: Vec::with_capacity(source.len() / 16),
            texts: Vec::new(),
        },
        anchors: HeadingAnchors::default(),
        defined: defined(source, start),
        shifted_cell: None,
        heading: 0,
    };
    if let Some(front_matter) = front_matter {
        reader.raw(source.slice(front_matter.span), front_matter.span, TextKind::Code);
    }
    reader.walk(root);
    reader.content
}

fn defined(source: &Source, start: usize) -> FxHashMap<&str, Span> {
    let mut defined = FxHashMap::default();
    for span in definition::parts(source, start) {
        defined.entry(source.slice(span)).or_insert(span);
    }
    defined
}

/// The place of a token that stands nowhere in the source.
const NOWHERE: u32 = u32::MAX - 1;

struct Reader<'s> {
    source: &'s Source,
    positions: Positions<'s>,
    content: Content,
    anchors: HeadingAnchors,
    /// Where reference definitions hold their addresses and titles.
    defined: FxHashMap<&'s str, Span>,
    shifted_cell: Option<ShiftedCell>,
    /// Where the open heading begins.
    heading: u32,
}

impl Reader<'_> {
    fn walk<'a>(&mut self, root: &'a AstNode<'a>) {
        use comrak::arena_tree::NodeEdge;
        for edge in root.traverse() {
            match edge {
                NodeEdge::Start(node) => self.open(node),
                NodeEdge::End(node) => self.close(node),
            }
        }
    }

    /// The number of a text among those of the content.
    fn text(&mut self, text: &str) -> u32 {
        self.content.texts.push(text.into());
        self.content.texts.len() as u32 - 1
    }

    fn push(&mut self, at: u32, value: Value) {
        self.content.tokens.push(Token {
            at,
            length: 1,
            holder: at,
            value,
        });
    }

    fn open<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        self.positions.enter(node, &data);
        self.anchors.enter(&data.value);
        if let NodeValue::TableCell = data.value {
            self.shifted_cell = self.positions.shifted_cell(data.sourcepos);
        }
        let mut span = self.positions.inline_span(data.sourcepos, self.shifted_cell.as_ref());
        if matches!(data.value, NodeValue::Paragraph | NodeValue::Heading(_)) {
            span = self.positions.enter_text(span);
        }
        match &data.value {
            NodeValue::Text(literal) => {
                self.aligned(literal, span);
            }
            NodeValue::SoftBreak => {
                self.push(span.start, Value::Char(TextKind::Visible, ' '));
            }
            NodeValue::LineBreak => self.push(span.start, Value::Open(Node::Break, 0)),
            NodeValue::Code(code) => {
                self.push(span.start, Value::Open(Node::Code, 0));
                self.raw(&code.literal, span, TextKind::Code);
            }
            NodeValue::HtmlInline(html) => self.raw(html, span, TextKind::Html),
            NodeValue::CodeBlock(code) => {
                self.push(span.start, Value::Open(Node::CodeBlock, 0));
                self.raw(&code.info, span, TextKind::Code);
                self.raw(code.literal.trim_end_matches('\n'), span, TextKind::Code);
            }
            NodeValue::HtmlBlock(block) => {
                self.push(span.start, Value::Open(Node::Html, 0));
                // Headings of HTML count for the numbers of anchors; they themselves are HTML.
                html::scan(&block.literal, 0, |piece| {
                    self.anchors.html(&block.literal, &piece);
                });
                self.raw(block.literal.trim_end_matches('\n'), span, TextKind::Html);
                self.push(span.start, Value::Close(Node::Html));
            }
            NodeValue::Heading(heading) => {
                self.heading = span.start;
                self.push(span.start, Value::Open(Node::Heading, u32::from(heading.level)));
            }
            NodeValue::List(list) => {
                let is_ordered = list.list_type == ListType::Ordered;
                let shape = u32::from(is_ordered) * 2 + u32::from(list.tight);
                self.push(span.start, Value::Open(Node::List, shape));
                if is_ordered {
                    self.push(span.start, Value::ListStart(list.start as u32));
                }
            }
            NodeValue::Link(target) => {
                self.push(span.start, Value::Open(Node::Link, 0));
                self.target(span, &target.url, &target.title);
            }
            NodeValue::Image(target) => {
                self.push(span.start, Value::Open(Node::Image, 0));
                self.target(span, &target.url, &target.title);
            }
            NodeValue::TaskItem(task) => {
                let state = u32::from(task.symbol.is_some()) + 1;
                self.push(span.start, Value::Open(Node::Item, state));
            }
            NodeValue::Table(table) => {
                let shape = table.alignments.iter().fold(1, |shape: u32, alignment| {
                    shape.wrapping_mul(31).wrapping_add(*alignment as u32)
                });
                self.push(span.start, Value::Open(Node::Table, shape));
            }
            NodeValue::FootnoteReference(note) => self.target(span, &note.name, ""),
            NodeValue::FootnoteDefinition(note) => {
                self.push(span.start, Value::Open(Node::Footnote, 0));
                self.target(span, &note.name, "");
            }
            other => {
                if let Some(node) = boundary(other) {
                    self.push(span.start, Value::Open(node, 0));
                }
            }
        }
    }

    fn close<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        // Most nodes are text, of which nothing ends.
        if matches!(
            data.value,
            NodeValue::Text(_) | NodeValue::SoftBreak | NodeValue::Code(_)
        ) {
            return;
        }
        if let NodeValue::TableCell = data.value {
            self.shifted_cell = None;
        }
        let mut span = self.positions.inline_span(data.sourcepos, self.shifted_cell.as_ref());
        if matches!(data.value, NodeValue::Paragraph | NodeValue::Heading(_)) {
            self.positions.leave_text();
            span = self.positions.inline_span(data.sourcepos, None);
        }
        if let Some(anchor) = self.anchors.leave(&data.value) {
            let at = self.heading;
            let value = Value::Anchor(self.text(&anchor));
            self.content.tokens.push(Token {
                at,
                length: span.end.saturating_sub(at).max(1),
                holder: at,
                value,
            });
        }
        match &data.value {
            // A list ends where something that is no item follows: lists that grow together differ in
            // their starts alone.
            NodeValue::List(_) | NodeValue::HtmlBlock(_) | NodeValue::CodeBlock(_) => {}
            value => {
                if let Some(node) = boundary(value) {
                    self.push(span.start, Value::Close(node));
                }
            }
        }
    }

    /// An address at the start of its link, and the title where it is written: in the link or in the
    /// definition that the link refers to.
    fn target(&mut self, link: Span, url: &str, title: &str) {
        let place = self.address(link, url);
        // The token of an empty address stands for one byte, as all do.
        let value = match !url.is_empty() && self.source.slice(place) == url {
            true => Value::Target,
            false => Value::Address(self.text(url)),
        };
        self.content.tokens.push(Token {
            at: place.start,
            length: place.len().max(1) as u32,
            holder: link.start,
            value,
        });
        if title.is_empty() {
            return;
        }
        let in_link = self.source.slice(link).rfind(title).map(|start| {
            let start = link.start as usize + start;
            Span::new(start, start + title.len())
        });
        let place = in_link.or_else(|| self.defined.get(title).copied());
        self.push(link.start, Value::Open(Node::Title, 0));
        self.raw(title, place.unwrap_or(link), TextKind::Visible);
        self.push(link.start, Value::Close(Node::Title));
    }

    /// Where an address is written: in the link, in a definition, or somewhere in the link where it is
    /// written in another way.
    fn address(&self, link: Span, url: &str) -> Span {
        if url.is_empty() {
            return Span::at(link.start as usize);
        }
        let slice = self.source.slice(link);
        // Mostly the address is what a link ends in.
        let last = slice.strip_suffix(')').and_then(|link| link.strip_suffix(url));
        if let Some(start) = last.map(str::len).or_else(|| slice.rfind(url)) {
            let start = link.start as usize + start;
            return Span::new(start, start + url.len());
        }
        self.defined.get(url).copied().unwrap_or(link)
    }

    /// Visible text, each character at its place in the source.
    fn aligned(&mut self, literal: &str, span: Span) {
        let slice = self.source.slice(span);
        if slice == literal {
            self.run(span, TextKind::Visible);
            return;
        }
        let offsets = align(literal, slice);
        for (index, character) in literal.chars().enumerate() {
            let offset = offsets.as_ref().and_then(|offsets| offsets.get(index)).copied();
            // A character whose place is not known stands nowhere, so that no edit excuses it.
            let at = offset.map_or(NOWHERE, |offset| span.start + offset as u32);
            self.push(at, Value::Char(TextKind::Visible, character));
        }
    }

    /// Text that is not decoded: where it stands as a whole, or each character at the next place in the
    /// source that holds it.
    fn raw(&mut self, literal: &str, span: Span, kind: TextKind) {
        let slice = self.source.slice(span);
        if let Some(start) = slice.find(literal) {
            let start = span.start as usize + start;
            self.run(Span::new(start, start + literal.len()), kind);
            return;
        }
        let mut at = 0;
        for character in literal.chars() {
            let found = slice[at..].find(as_written(character)).map(|offset| at + offset);
            let place = found.unwrap_or(at.min(slice.len()));
            self.push(span.start + place as u32, Value::Char(kind, character));
            if let Some(found) = found {
                at = found + character.len_utf8();
            }
        }
    }

    fn run(&mut self, span: Span, kind: TextKind) {
        self.content.tokens.push(Token {
            at: span.start,
            length: span.len() as u32,
            holder: span.start,
            value: Value::Run(kind),
        });
    }
}

/// NUL is given to the parser as another control character.
fn as_written(character: char) -> char {
    if character == '\u{1A}' { '\0' } else { character }
}

fn boundary(value: &NodeValue) -> Option<Node> {
    Some(match value {
        NodeValue::BlockQuote => Node::Quote,
        NodeValue::Alert(_) => Node::Alert,
        NodeValue::List(_) => Node::List,
        NodeValue::Item(_) | NodeValue::TaskItem(_) => Node::Item,
        NodeValue::Paragraph => Node::Paragraph,
        NodeValue::Heading(_) => Node::Heading,
        NodeValue::ThematicBreak => Node::Rule,
        NodeValue::Table(_) => Node::Table,
        NodeValue::TableRow(_) => Node::Row,
        NodeValue::TableCell => Node::Cell,
        NodeValue::Emph => Node::Emphasis,
        NodeValue::Strong => Node::Strong,
        NodeValue::Strikethrough => Node::Strike,
        NodeValue::Link(_) => Node::Link,
        NodeValue::Image(_) => Node::Image,
        NodeValue::FootnoteDefinition(_) => Node::Footnote,
        _ => return None,
    })
}
