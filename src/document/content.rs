//! What a document says, as a stream of tokens with their places: the measure by which a fix proves
//! that it lost nothing.

use comrak::Arena;
use comrak::nodes::{AstNode, ListType, NodeValue};
use rustc_hash::FxHashMap;

use super::align::align;
use super::parse::{Positions, ShiftedCell, body, options};
use super::slug::HeadingAnchors;
use super::{definition, front_matter, html};
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

#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    /// Characters that stand in the source from the token's place on, as they are.
    Run(TextKind),
    /// A character that the parser made of something else, or found elsewhere.
    Char(TextKind, char),
    /// The boundary of a block or inline, by its name.
    Open(&'static str, u32),
    Close(&'static str),
    Target(Box<str>),
    Anchor(Box<str>),
    ListStart(usize),
}

impl Value {
    fn effect(&self) -> Effect {
        match self {
            Value::Run(kind) | Value::Char(kind, _) => kind.effect(),
            Value::Target(_)
            | Value::Open("link" | "image" | "title", _)
            | Value::Close("link" | "image" | "title") => Effect::Links,
            Value::Anchor(_) => Effect::Anchors,
            Value::Open("html", _) | Value::Close("html") => Effect::Html,
            Value::ListStart(_) => Effect::Numbers,
            Value::Open("list", _) => Effect::Lists,
            Value::Open(..) | Value::Close(_) => Effect::Entries,
        }
    }
}

#[derive(Debug, Clone)]
struct Token {
    at: u32,
    /// How many bytes the token stands for: a run all of its own, an anchor its heading's, others one.
    length: u32,
    /// Where the link of a target begins, which may be written elsewhere; for others the place again.
    holder: u32,
    value: Value,
}

impl Token {
    fn place(&self) -> Span {
        Span {
            start: self.at,
            end: self.at + self.length,
        }
    }

    fn holder(&self) -> Span {
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
}

/// A text with its content, and where edits touch it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'c> {
    pub source: &'c Source,
    pub content: &'c Content,
    pub touched: &'c Touched,
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
        let (front_matter, first_line) = front_matter::find(source);
        let start = source.line_start(first_line);
        let mut reader = Reader {
            source,
            positions: Positions::new(source, first_line),
            tokens: Vec::with_capacity(source.len() / 16),
            anchors: HeadingAnchors::default(),
            defined: defined(source, start),
            shifted_cell: None,
            heading: 0,
        };
        if let Some(front_matter) = front_matter {
            reader.raw(source.slice(front_matter.span), front_matter.span, TextKind::Code);
        }
        reader.walk(root);
        Self { tokens: reader.tokens }
    }
}

impl<'c> Side<'c> {
    pub fn new(source: &'c Source, content: &'c Content, touched: &'c Touched) -> Self {
        Self {
            source,
            content,
            touched,
        }
    }

    /// Whether the two say the same, apart from what may have changed where edits touched them.
    pub fn equals(self, after: Side<'_>) -> bool {
        let (mut before, mut after) = (Folded::of(self), Folded::of(after));
        loop {
            before.skip_same(&mut after);
            match (before.next(), after.next()) {
                (None, None) => return true,
                (first, second) if first == second => {}
                _ => return false,
            }
        }
    }
}

/// A token or one character of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item<'c> {
    Char(TextKind, char),
    Value(&'c Value),
}

/// What may not change, character by character.
struct Visible<'c> {
    side: Side<'c>,
    next: usize,
    /// The characters left of the open run, where they stand, and whether an edit may show in them.
    run: std::str::Chars<'c>,
    run_at: u32,
    run_kind: TextKind,
    is_run_touched: bool,
    /// Where no edit may show: most tokens stand where the last one does.
    clear: Span,
}

impl<'c> Visible<'c> {
    fn of(side: Side<'c>) -> Self {
        Self {
            side,
            next: 0,
            run: "".chars(),
            run_at: 0,
            run_kind: TextKind::Visible,
            is_run_touched: false,
            clear: Span::default(),
        }
    }

    /// How many bytes of the open run are known to come before the next edit.
    fn clear_length(&self) -> usize {
        match self.is_run_touched {
            true if self.run_at < self.clear.start => 0,
            true => self.clear.end.saturating_sub(self.run_at) as usize,
            false => usize::MAX,
        }
    }

    /// Whether an edit touches a place.
    fn is_touched(&mut self, place: Span) -> bool {
        if self.clear.encloses(place) {
            return false;
        }
        self.clear = self.side.touched.clear_around(place);
        !self.clear.encloses(place)
    }

    /// Whether an edit may show in what stands at a place.
    fn may_differ(&mut self, place: Span, effect: Effect) -> bool {
        self.is_touched(place) && self.side.touched.allows(place, effect)
    }

    /// Leaves out so many bytes of the open run.
    fn step_over(&mut self, length: usize) {
        self.run = self.run.as_str()[length..].chars();
        self.run_at += length as u32;
    }
}

impl<'c> Iterator for Visible<'c> {
    type Item = Item<'c>;

    fn next(&mut self) -> Option<Item<'c>> {
        loop {
            if let Some(character) = self.run.next() {
                let at = self.run_at;
                self.run_at += character.len_utf8() as u32;
                let place = Span {
                    start: at,
                    end: self.run_at,
                };
                if self.is_run_touched && self.may_differ(place, self.run_kind.effect()) {
                    continue;
                }
                return Some(Item::Char(self.run_kind, character));
            }
            let token = self.side.content.tokens.get(self.next)?;
            self.next += 1;
            let effect = token.value.effect();
            let is_touched = self.may_differ(token.place(), effect)
                || token.holder != token.at && self.may_differ(token.holder(), effect);
            match &token.value {
                Value::Run(kind) => {
                    self.run = self.side.source.slice(token.place()).chars();
                    self.run_at = token.at;
                    self.run_kind = *kind;
                    self.is_run_touched = is_touched;
                }
                _ if is_touched => {}
                Value::Open(..) | Value::ListStart(_)
                    if self.is_touched(token.place()) && self.side.touched.ends_at(token.at) => {}
                Value::Char(kind, character) => return Some(Item::Char(*kind, *character)),
                value => return Some(Item::Value(value)),
            }
        }
    }
}

/// Visible items in which a run of blanks counts as one, and blanks at the edge of a block as none.
struct Folded<'c> {
    items: Visible<'c>,
    held: Option<Item<'c>>,
    is_blank_pending: bool,
    is_at_edge: bool,
}

impl<'c> Folded<'c> {
    fn of(side: Side<'c>) -> Self {
        Self {
            items: Visible::of(side),
            held: None,
            is_blank_pending: false,
            is_at_edge: true,
        }
    }

    /// Steps over the text that both go on with, where no edit shows: character by character they would give the
    /// same, and nearly all text is the same.
    fn skip_same(&mut self, other: &mut Self) {
        let is_alike = self.held.is_none()
            && other.held.is_none()
            && self.is_blank_pending == other.is_blank_pending
            && self.is_at_edge == other.is_at_edge
            && self.items.run_kind == other.items.run_kind;
        let most = self.items.clear_length().min(other.items.clear_length());
        if !is_alike || most == 0 {
            return;
        }
        let (own, others) = (self.items.run.as_str(), other.items.run.as_str());
        let same = own
            .bytes()
            .zip(others.bytes())
            .take(most)
            .take_while(|(one, other)| one == other);
        let same = &own[..own.floor_char_boundary(same.count())];
        let length = same.len();
        let is_visible = self.items.run_kind == TextKind::Visible;
        let text = if is_visible {
            same.trim_end_matches(BLANKS)
        } else {
            same
        };
        let ends_blank = text.len() < length;
        for folded in [self, other] {
            folded.items.step_over(length);
            folded.is_at_edge &= text.is_empty();
            if length > 0 {
                folded.is_blank_pending = ends_blank && !folded.is_at_edge;
            }
        }
    }
}

/// What counts as one blank where several follow one another.
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

impl<'c> Iterator for Folded<'c> {
    type Item = Item<'c>;

    fn next(&mut self) -> Option<Item<'c>> {
        if let Some(item) = self.held.take() {
            return Some(item);
        }
        loop {
            let item = self.items.next()?;
            match item {
                Item::Char(TextKind::Visible, ' ' | '\t' | '\n' | '\r') => self.is_blank_pending = !self.is_at_edge,
                Item::Char(..) => {
                    self.is_at_edge = false;
                    if std::mem::take(&mut self.is_blank_pending) {
                        self.held = Some(item);
                        return Some(Item::Char(TextKind::Visible, ' '));
                    }
                    return Some(item);
                }
                Item::Value(value) if is_block_edge(value) => {
                    self.is_blank_pending = false;
                    self.is_at_edge = true;
                    return Some(item);
                }
                _ => return Some(item),
            }
        }
    }
}

fn is_block_edge(value: &Value) -> bool {
    matches!(value, Value::Open(name, _) | Value::Close(name) if !is_inline(name))
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "emphasis" | "strong" | "strike" | "link" | "image" | "code" | "html" | "title"
    )
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
    tokens: Vec<Token>,
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

    fn push(&mut self, at: u32, value: Value) {
        self.tokens.push(Token {
            at,
            length: 1,
            holder: at,
            value,
        });
    }

    fn open<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        self.positions.enter(&data);
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
            NodeValue::LineBreak => self.push(span.start, Value::Open("break", 0)),
            NodeValue::Code(code) => {
                self.push(span.start, Value::Open("code", 0));
                self.raw(&code.literal, span, TextKind::Code);
            }
            NodeValue::HtmlInline(html) => self.raw(html, span, TextKind::Html),
            NodeValue::CodeBlock(code) => {
                self.push(span.start, Value::Open("code block", 0));
                self.raw(&code.info, span, TextKind::Code);
                self.raw(code.literal.trim_end_matches('\n'), span, TextKind::Code);
            }
            NodeValue::HtmlBlock(block) => {
                self.push(span.start, Value::Open("html", 0));
                // Headings of HTML count for the numbers of anchors; they themselves are HTML.
                html::scan(&block.literal, 0, |piece| {
                    self.anchors.html(&block.literal, &piece);
                });
                self.raw(block.literal.trim_end_matches('\n'), span, TextKind::Html);
                self.push(span.start, Value::Close("html"));
            }
            NodeValue::Heading(heading) => {
                self.heading = span.start;
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
                let shape = table.alignments.iter().fold(1, |shape: u32, alignment| {
                    shape.wrapping_mul(31).wrapping_add(*alignment as u32)
                });
                self.push(span.start, Value::Open("table", shape));
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
            self.tokens.push(Token {
                at,
                length: span.end.saturating_sub(at).max(1),
                holder: at,
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
        let place = self.address(link, url);
        self.tokens.push(Token {
            at: place.start,
            length: place.len().max(1) as u32,
            holder: link.start,
            value: Value::Target(url.into()),
        });
        if title.is_empty() {
            return;
        }
        let in_link = self.source.slice(link).rfind(title).map(|start| {
            let start = link.start as usize + start;
            Span::new(start, start + title.len())
        });
        let place = in_link.or_else(|| self.defined.get(title).copied());
        self.push(link.start, Value::Open("title", 0));
        self.raw(title, place.unwrap_or(link), TextKind::Visible);
        self.push(link.start, Value::Close("title"));
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
        self.tokens.push(Token {
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
