//! What a document says, as a stream of tokens with their places: the measure by which a fix proves
//! that it lost nothing.

use comrak::Arena;
use comrak::nodes::{AstNode, ListType, NodeValue};

use super::align::align;
use super::parse::{Positions, body, options};
use super::{definition, front_matter, slug};
use crate::source::{Source, Span};

/// A kind of content that a fix may declare to change inside its edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Visible text, blanks inside a line among it.
    Text,
    /// Links: that they are there, and where they lead.
    Links,
    /// Anchors of headings.
    Anchors,
    /// Raw HTML and comments.
    Html,
    /// The first number of a list.
    Numbers,
    /// Where one list ends and the next begins.
    Lists,
    /// Everything: whole entries go.
    Entries,
}

/// Spans in one text in which declared effects may show.
#[derive(Debug, Default, Clone)]
pub struct Touched {
    spans: Vec<(Span, &'static [Effect])>,
}

impl Touched {
    /// Adds a span; spans must come in the order of their starts and be disjoint.
    pub fn push(&mut self, span: Span, effects: &'static [Effect]) {
        self.spans.push((span, effects));
    }

    /// Whether an edit inside `place` may show in content of this kind.
    fn allows(&self, place: Span, effect: Effect) -> bool {
        let first = self.spans.partition_point(|(span, _)| span.end < place.start);
        self.spans[first..]
            .iter()
            .take_while(|(span, _)| span.start < place.end)
            .filter(|(span, _)| span.end > place.start || effect == Effect::Anchors)
            .any(|(_, effects)| effects.contains(&effect) || effects.contains(&Effect::Entries))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Char(char),
    /// The boundary of a block or inline, by its name.
    Open(&'static str, u32),
    Close(&'static str),
    Target(Box<str>),
    Anchor(Box<str>),
    Code(char),
    Html(char),
    ListStart(usize),
}

impl Value {
    fn effect(&self) -> Effect {
        match self {
            Value::Char(_) => Effect::Text,
            Value::Target(_)
            | Value::Open("link" | "image" | "title", _)
            | Value::Close("link" | "image" | "title") => Effect::Links,
            Value::Anchor(_) => Effect::Anchors,
            Value::Html(_) | Value::Open("html", _) | Value::Close("html") => Effect::Html,
            Value::ListStart(_) => Effect::Numbers,
            Value::Open("list", _) => Effect::Lists,
            Value::Code(_) | Value::Open(..) | Value::Close(_) => Effect::Entries,
        }
    }
}

#[derive(Debug, Clone)]
struct Token {
    at: u32,
    /// How many bytes the token stands for: a heading's anchor for the whole heading, others for one.
    length: u32,
    value: Value,
}

/// The content of one text.
#[derive(Debug)]
pub struct Content {
    tokens: Vec<Token>,
}

impl Content {
    /// Reads the content of a text. The structure of blocks and inlines, visible text, code, raw HTML,
    /// link targets and heading anchors are in it; what no reader sees (markers, blanks, escapes) is not.
    pub fn of(source: &Source) -> Self {
        let (front_matter, first_line) = front_matter::find(source);
        let start = source.line_start(first_line);
        let text = body(source.text(), start);
        let arena = Arena::new();
        let root = comrak::parse_document(&arena, &text, &options());
        let mut reader = Reader {
            source,
            positions: Positions::new(source, first_line),
            tokens: Vec::with_capacity(text.len()),
            slugger: slug::Slugger::default(),
            titles: definition::titles(source, start),
            shifted_cell: None,
            heading: None,
        };
        if let Some(front_matter) = front_matter {
            reader.raw(source.slice(front_matter.span), front_matter.span, Value::Code);
        }
        reader.walk(root);
        Self { tokens: reader.tokens }
    }

    /// Whether the two say the same, apart from what may have changed where edits touched them.
    pub fn equals(&self, touched: &Touched, after: &Content, touched_after: &Touched) -> bool {
        let before = visible(&self.tokens, touched);
        let after = visible(&after.tokens, touched_after);
        before.eq(after)
    }
}

/// The tokens that may not change. Runs of blanks count as one, and blanks at the edge of a block as none.
fn visible<'t>(tokens: &'t [Token], touched: &'t Touched) -> impl Iterator<Item = &'t Value> {
    static BLANK: Value = Value::Char(' ');
    let mut pending_blank = false;
    let mut at_edge = true;
    let mut held: Option<&Value> = None;
    let mut tokens = tokens.iter();
    std::iter::from_fn(move || {
        if let Some(value) = held.take() {
            return Some(value);
        }
        loop {
            let token = tokens.next()?;
            let place = Span::new(token.at as usize, (token.at + token.length) as usize);
            if touched.allows(place, token.value.effect()) {
                continue;
            }
            match &token.value {
                Value::Char(' ') => pending_blank = !at_edge,
                value @ Value::Char(_) => {
                    at_edge = false;
                    if std::mem::take(&mut pending_blank) {
                        held = Some(value);
                        return Some(&BLANK);
                    }
                    return Some(value);
                }
                value => {
                    if is_block_edge(value) {
                        pending_blank = false;
                        at_edge = true;
                    }
                    return Some(value);
                }
            }
        }
    })
}

fn is_block_edge(value: &Value) -> bool {
    matches!(value, Value::Open(name, _) | Value::Close(name) if !is_inline(name))
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "emphasis" | "strong" | "strike" | "link" | "image" | "code" | "html"
    )
}

struct Reader<'s> {
    source: &'s Source,
    positions: Positions<'s>,
    tokens: Vec<Token>,
    slugger: slug::Slugger,
    /// The titles of reference definitions.
    titles: Vec<Span>,
    shifted_cell: Option<Span>,
    /// The place of the open heading and its text so far.
    heading: Option<(u32, String)>,
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

    fn push(&mut self, at: u32, value: Value) {
        let length = 1;
        self.tokens.push(Token { at, length, value });
    }

    fn open<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        if let NodeValue::TableCell = data.value {
            self.shifted_cell = self.positions.shifted_cell(data.sourcepos);
        }
        let span = self.positions.inline_span(data.sourcepos, self.shifted_cell);
        match &data.value {
            NodeValue::Text(literal) => {
                if let Some((_, heading)) = &mut self.heading {
                    heading.push_str(literal);
                }
                self.aligned(literal, span);
            }
            NodeValue::SoftBreak => {
                if let Some((_, heading)) = &mut self.heading {
                    heading.push(' ');
                }
                self.push(span.start, Value::Char(' '));
            }
            NodeValue::LineBreak => self.push(span.start, Value::Open("break", 0)),
            NodeValue::Code(code) => {
                if let Some((_, heading)) = &mut self.heading {
                    heading.push_str(&code.literal);
                }
                self.push(span.start, Value::Open("code", 0));
                self.raw(&code.literal, span, Value::Code);
            }
            NodeValue::HtmlInline(html) => self.raw(html, span, Value::Html),
            NodeValue::CodeBlock(code) => {
                self.push(span.start, Value::Open("code block", 0));
                self.raw(&code.info, span, Value::Code);
                self.raw(code.literal.trim_end_matches('\n'), span, Value::Code);
            }
            NodeValue::HtmlBlock(html) => {
                self.push(span.start, Value::Open("html", 0));
                self.raw(html.literal.trim_end_matches('\n'), span, Value::Html);
                self.push(span.start, Value::Close("html"));
            }
            NodeValue::Heading(heading) => {
                self.heading = Some((span.start, String::new()));
                self.push(span.start, Value::Open("heading", u32::from(heading.level)));
            }
            NodeValue::List(list) => {
                let is_ordered = list.list_type == ListType::Ordered;
                let shape = u32::from(is_ordered) * 2 + u32::from(list.tight);
                self.push(span.start, Value::Open("list", shape));
                if is_ordered {
                    self.push(span.start, Value::ListStart(list.start));
                }
            }
            NodeValue::Link(target) => {
                self.push(span.start, Value::Open("link", 0));
                self.target(span, &target.url, &target.title);
            }
            NodeValue::Image(target) => {
                self.push(span.start, Value::Open("image", 0));
                self.target(span, &target.url, &target.title);
            }
            NodeValue::TaskItem(task) => {
                let state = u32::from(task.symbol.is_some()) + 1;
                self.push(span.start, Value::Open("item", state));
            }
            NodeValue::Table(table) => {
                self.push(span.start, Value::Open("table", table.num_columns as u32));
            }
            NodeValue::FootnoteReference(note) => self.target(span, &note.name, ""),
            NodeValue::FootnoteDefinition(note) => {
                self.push(span.start, Value::Open("footnote", 0));
                self.target(span, &note.name, "");
            }
            other => {
                if let Some(name) = name(other) {
                    self.push(span.start, Value::Open(name, 0));
                }
            }
        }
    }

    fn close<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        if let NodeValue::TableCell = data.value {
            self.shifted_cell = None;
        }
        let span = self.positions.inline_span(data.sourcepos, self.shifted_cell);
        if let NodeValue::Heading(_) = &data.value
            && let Some((at, text)) = self.heading.take()
        {
            let anchor = self.slugger.slug(&text);
            self.tokens.push(Token {
                at,
                length: span.end.saturating_sub(at).max(1),
                value: Value::Anchor(anchor.into()),
            });
        }
        match &data.value {
            // A list ends where something that is no item follows: lists that grow together differ in
            // their starts alone.
            NodeValue::List(_) | NodeValue::HtmlBlock(_) | NodeValue::CodeBlock(_) => {}
            value => {
                if let Some(name) = name(value) {
                    self.push(span.start, Value::Close(name));
                }
            }
        }
    }

    /// An address at the start of its link, and the title where it is written: in the link or in the
    /// definition that the link refers to.
    fn target(&mut self, link: Span, url: &str, title: &str) {
        self.push(link.start, Value::Target(url.into()));
        if title.is_empty() {
            return;
        }
        let in_link = self.source.slice(link).rfind(title).map(|start| {
            let start = link.start as usize + start;
            Span::new(start, start + title.len())
        });
        let is_same = |span: &&Span| self.source.slice(**span) == title;
        let place = in_link.or_else(|| self.titles.iter().find(is_same).copied());
        self.push(link.start, Value::Open("title", 0));
        self.raw(title, place.unwrap_or(link), Value::Char);
        self.push(link.start, Value::Close("title"));
    }

    /// Visible text, each character at its place in the source.
    fn aligned(&mut self, literal: &str, span: Span) {
        let slice = self.source.slice(span);
        if slice == literal {
            let start = span.start;
            self.tokens
                .extend(literal.char_indices().map(|(offset, character)| Token {
                    at: start + offset as u32,
                    length: 1,
                    value: Value::Char(fold(character)),
                }));
            return;
        }
        let offsets = align(literal, slice);
        for (index, character) in literal.chars().enumerate() {
            let offset = offsets.as_ref().and_then(|offsets| offsets.get(index)).copied();
            self.push(span.start + offset.unwrap_or(0) as u32, Value::Char(fold(character)));
        }
    }

    /// Text that is not decoded: each character at the next place in the source that holds it.
    fn raw(&mut self, literal: &str, span: Span, value: fn(char) -> Value) {
        let slice = self.source.slice(span);
        let mut at = 0;
        for character in literal.chars() {
            let found = slice[at..].find(character).map(|offset| at + offset);
            let place = found.unwrap_or(at.min(slice.len()));
            self.push(span.start + place as u32, value(character));
            if let Some(found) = found {
                at = found + character.len_utf8();
            }
        }
    }
}

fn fold(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' => ' ',
        other => other,
    }
}

fn name(value: &NodeValue) -> Option<&'static str> {
    Some(match value {
        NodeValue::BlockQuote => "quote",
        NodeValue::Alert(_) => "alert",
        NodeValue::List(_) => "list",
        NodeValue::Item(_) | NodeValue::TaskItem(_) => "item",
        NodeValue::Paragraph => "paragraph",
        NodeValue::Heading(_) => "heading",
        NodeValue::ThematicBreak => "rule",
        NodeValue::Table(_) => "table",
        NodeValue::TableRow(_) => "row",
        NodeValue::TableCell => "cell",
        NodeValue::Emph => "emphasis",
        NodeValue::Strong => "strong",
        NodeValue::Strikethrough => "strike",
        NodeValue::Link(_) => "link",
        NodeValue::Image(_) => "image",
        NodeValue::FootnoteDefinition(_) => "footnote",
        _ => return None,
    })
}

/// The HTML of a text, for tests that compare it before and after a fix.
pub fn render_html(text: &str) -> String {
    let mut options = options();
    options.parse.leave_footnote_definitions = false;
    options.render.r#unsafe = true;
    comrak::markdown_to_html(text, &options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::from_text("list.md", text.to_owned())
    }

    #[test]
    fn what_an_edit_declares_may_differ_inside_it() {
        let before = source("- [note]() x\n");
        let after = source("- note x\n");
        let mut touched = Touched::default();
        touched.push(Span::new(2, 3), &[Effect::Links]);
        touched.push(Span::new(7, 10), &[Effect::Links]);
        let mut touched_after = Touched::default();
        touched_after.push(Span::at(2), &[Effect::Links]);
        touched_after.push(Span::at(6), &[Effect::Links]);
        let (before, after) = (Content::of(&before), Content::of(&after));
        assert!(before.equals(&touched, &after, &touched_after), "{before:?} {after:?}");
        assert!(!before.equals(&Touched::default(), &after, &Touched::default()));
    }
}
