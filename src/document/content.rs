//! What a document says, as a stream of tokens with their places: the measure by which a fix proves
//! that it lost nothing.

mod read;
mod side;

use comrak::Arena;
use comrak::nodes::AstNode;

use super::front_matter;
use super::parse::{body, options};
use crate::source::{Source, Span};

pub use side::Side;

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

impl Touched {
    /// The widest place around a place that no edit touches, not at its ends either; nothing where one does.
    fn clear_around(&self, place: Span) -> Span {
        let next = self.spans.partition_point(|(span, _)| span.end < place.start);
        let start = next.checked_sub(1).map_or(0, |before| self.spans[before].0.end + 1);
        let end = self.spans.get(next).map_or(u32::MAX, |(span, _)| span.start);
        Span {
            start,
            end: end.max(start),
        }
    }

    /// Whether whole entries went right before a place: what holds them begins there now, as a list whose first item went.
    fn ends_at(&self, at: u32) -> bool {
        let first = self.spans.partition_point(|(span, _)| span.end < at);
        self.spans[first..]
            .iter()
            .take_while(|(span, _)| span.start <= at)
            .any(|(span, effects)| span.end == at && effects.contains(&Effect::Entries))
    }
}

/// What kind of text a character belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextKind {
    Visible,
    Code,
    Html,
}

impl TextKind {
    fn effect(self) -> Effect {
        match self {
            TextKind::Visible => Effect::Text,
            TextKind::Code => Effect::Entries,
            TextKind::Html => Effect::Html,
        }
    }
}

/// What begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Alert,
    Break,
    Cell,
    Code,
    CodeBlock,
    Emphasis,
    Footnote,
    Heading,
    Html,
    Image,
    Item,
    Link,
    List,
    Paragraph,
    Quote,
    Row,
    Rule,
    Strike,
    Strong,
    Table,
    Title,
}

impl Node {
    fn is_inline(self) -> bool {
        use Node::{Code, Emphasis, Html, Image, Link, Strike, Strong, Title};
        matches!(self, Emphasis | Strong | Strike | Link | Image | Code | Html | Title)
    }
}

/// Small, since there are several for each link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    /// Characters that stand in the source from the token's place on, as they are.
    Run(TextKind),
    /// A character that the parser made of something else, or found elsewhere.
    Char(TextKind, char),
    /// The boundary of a block or inline, with what else there is to know of it.
    Open(Node, u32),
    Close(Node),
    /// An address that stands at the token's place as it is.
    Target,
    /// An address that is written in another way, by its number among the texts of the content.
    Address(u32),
    /// The same of an anchor.
    Anchor(u32),
    ListStart(u32),
}

impl Value {
    fn effect(self) -> Effect {
        match self {
            Value::Run(kind) | Value::Char(kind, _) => kind.effect(),
            Value::Target
            | Value::Address(_)
            | Value::Open(Node::Link | Node::Image | Node::Title, _)
            | Value::Close(Node::Link | Node::Image | Node::Title) => Effect::Links,
            Value::Anchor(_) => Effect::Anchors,
            Value::Open(Node::Html, _) | Value::Close(Node::Html) => Effect::Html,
            Value::ListStart(_) => Effect::Numbers,
            Value::Open(Node::List, _) => Effect::Lists,
            Value::Open(..) | Value::Close(_) => Effect::Entries,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Token {
    at: u32,
    /// How many bytes the token stands for: a run all of its own, an anchor its heading's, others one.
    length: u32,
    /// Where the link of a target begins, which may be written elsewhere; for others the place again.
    holder: u32,
    value: Value,
}

impl Token {
    fn place(self) -> Span {
        Span {
            start: self.at,
            end: self.at + self.length,
        }
    }

    fn holder(self) -> Span {
        Span {
            start: self.holder,
            end: self.holder + 1,
        }
    }
}

/// The content of one text.
#[derive(Debug, Default)]
pub struct Content {
    tokens: Vec<Token>,
    /// What stands nowhere in the source as it is.
    texts: Vec<Box<str>>,
}

impl Content {
    /// Reads the content of a text. The structure of blocks and inlines, visible text, code, raw HTML,
    /// link targets and heading anchors are in it; what no reader sees (markers, blanks, escapes) is not.
    pub fn of(source: &Source) -> Self {
        let (_, first_line) = front_matter::find(source);
        let text = body(source.text(), source.line_start(first_line));
        let arena = Arena::new();
        let root = comrak::parse_document(&arena, &text, &options(&text));
        Self::of_tree(source, root)
    }

    /// The content of a text that is parsed already.
    pub(super) fn of_tree<'a>(source: &Source, root: &'a AstNode<'a>) -> Self {
        read::content(source, root)
    }

    /// The same without room for more.
    pub(crate) fn shrunk(mut self) -> Self {
        self.tokens.shrink_to_fit();
        self.texts.shrink_to_fit();
        self
    }
}

/// The HTML of a text, for tests that compare it before and after a fix.
pub fn render_html(text: &str) -> String {
    let mut options = options(text);
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
        let contents = (Content::of(&before), Content::of(&after));
        let (old, new) = (
            Side::new(&before, &contents.0, &touched),
            Side::new(&after, &contents.1, &touched_after),
        );
        assert!(old.equals(new), "{old:?} {new:?}");
        let untouched = Touched::default();
        assert!(!Side::new(&before, &contents.0, &untouched).equals(Side::new(&after, &contents.1, &untouched)));
    }
}
