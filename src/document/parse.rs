//! From text to tables: one walk over the parser's tree.
//!
//! Positions of the parser are 1-based byte columns with an inclusive end. Five of its habits are set
//! right here: cells that hold `\|` shift what follows by a byte for each, an item may end at column 0 of
//! the next line, a tab that indents a line too little moves what stands in it to the right, lines that begin
//! in a link behind its text are not counted, and NUL is replaced by a longer character (so it is replaced by
//! a shorter one first).

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::OnceLock;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Ast, AstNode, LineColumn, ListDelimType, ListType, NodeHeading, NodeList, NodeValue, Sourcepos};
use comrak::{Arena, Options};

use super::align::align;
use super::content::Content;
use super::emphasis::{Emphasis, Stress};
use super::html::{self, Piece};
use super::link::{self, Link, LinkKind, Parts};
use super::list::{self, Item, ItemId, List, ListId, ListKind, RunId};
use super::prose::{Prose, ProseKind};
use super::section::{self, Heading, HeadingStyle};
use super::slug::{Anchor, AnchorKind, HeadingAnchors};
use super::{
    Block, BlockId, BlockKind, Comment, Document, Row, Table, definition, directive, entry, front_matter, guard,
};
use crate::source::{FileId, Source, Span, last_from};

/// The parser's options for a text: GitHub's Markdown.
pub(super) fn options(text: &str) -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.parse.leave_footnote_definitions = true;
    guard::spare(&mut options, text);
    options
}

/// The part of a text that is Markdown, with NUL replaced so that offsets stay.
pub(super) fn body(text: &str, start: usize) -> Cow<'_, str> {
    let body = &text[start..];
    if memchr::memchr(0, body.as_bytes()).is_some() {
        return Cow::Owned(body.replace('\0', "\u{1A}"));
    }
    Cow::Borrowed(body)
}

/// From the parser's positions to offsets in the source.
pub(super) struct Positions<'s> {
    source: &'s Source,
    first_line: usize,
    /// By how many lines the inlines of the open paragraph stand below where the parser says.
    shift: usize,
    /// Where the open paragraph starts, its definitions with it.
    text_start: u32,
    /// Whether there is anything that looks like a definition, or like an escaped pipe.
    may_define: bool,
    /// Asked where there is a table.
    may_escape: OnceCell<bool>,
    may_hold_tabs: bool,
    is_behind_break: bool,
    lazy_line: Option<LazyLine>,
    /// Those of the open paragraph that the parser did not count, in their order.
    uncounted: Vec<LinePart>,
    /// The ends of links, as the parser has them, with the offsets where they end.
    tails: Vec<((usize, usize), usize)>,
    /// The end of the last link that was looked at.
    looked_until: (usize, usize),
}

/// A line of the source as a part of one of the parser, which does not count the lines that begin inside of a link,
/// behind its text: to it they belong to the line before.
#[derive(Clone, Copy)]
struct LinePart {
    /// The line of the parser, from 1, and the column, from 0, that it gives to the first byte of the text.
    line: usize,
    column: usize,
    /// The line in the source, from 0, and where its text begins.
    index: usize,
    start: usize,
}

/// A line that goes on with a paragraph though a tab indents it too little; the parser counts the blanks that it makes
/// of the rest of the tab besides the tab.
#[derive(Clone, Copy)]
struct LazyLine {
    line: usize,
    surplus: usize,
}

/// A cell whose inlines the parser places too far left, by the backslashes of its escaped pipes.
pub(super) struct ShiftedCell {
    span: Span,
    /// Where the escaped pipes stand in the cell when the backslashes before them are gone.
    escapes: Vec<usize>,
}

impl ShiftedCell {
    fn place(&self, offset: u32) -> usize {
        let inside = offset.saturating_sub(self.span.start) as usize;
        let backslashes = self.escapes.partition_point(|escape| *escape < inside);
        (offset as usize + backslashes).min(self.span.end as usize)
    }
}

impl<'s> Positions<'s> {
    pub fn new(source: &'s Source, first_line: usize) -> Self {
        Self {
            source,
            first_line,
            shift: 0,
            text_start: 0,
            may_define: has(source, "]:"),
            may_escape: OnceCell::new(),
            may_hold_tabs: memchr::memchr(b'\t', source.text().as_bytes()).is_some(),
            is_behind_break: false,
            lazy_line: None,
            uncounted: Vec::new(),
            tails: Vec::new(),
            looked_until: (0, 0),
        }
    }

    /// Is shown each node before its span is asked for.
    #[inline]
    pub fn enter<'a>(&mut self, node: &'a AstNode<'a>, ast: &Ast) {
        if self.may_hold_tabs {
            if self.is_behind_break {
                self.begin_line(ast.sourcepos.start);
            }
            self.is_behind_break = matches!(ast.value, NodeValue::SoftBreak | NodeValue::LineBreak);
        }
        if matches!(ast.value, NodeValue::Link(_) | NodeValue::Image(_)) {
            self.enter_link(node, ast);
        }
    }

    /// Looks for lines that begin inside of a link and of those in it.
    fn enter_link<'a>(&mut self, node: &'a AstNode<'a>, ast: &Ast) {
        let end = (ast.sourcepos.end.line, ast.sourcepos.end.column);
        // What lies in another one was looked at with it.
        if end <= self.looked_until {
            return;
        }
        self.looked_until = end;
        let is_on_one_line = ast.sourcepos.start.line == end.0;
        if is_on_one_line && !self.is_beyond_line(ast.sourcepos.end) && self.tail(node, ast).is_none() {
            return;
        }
        for edge in node.traverse() {
            if let NodeEdge::End(inner) = edge
                && let data = inner.data()
                && matches!(data.value, NodeValue::Link(_) | NodeValue::Image(_))
            {
                let end = data.sourcepos.end;
                self.count_lines(end, None);
                if let Some(tail) = self.tail(inner, &data) {
                    self.count_lines(end, Some(tail));
                    self.tails.push(((end.line, end.column), tail));
                }
            }
        }
    }

    fn is_beyond_line(&self, end: LineColumn) -> bool {
        let column = self.column(end.line, end.column);
        let part = self.part(end.line, column);
        part.start + column > self.source.line_start(part.index + 1) + part.column
    }

    /// Notes the lines that begin before the end of a link, or before the end of its tail.
    fn count_lines(&mut self, end: LineColumn, tail: Option<usize>) {
        let column = self.column(end.line, end.column);
        loop {
            let last = self.uncounted.last().filter(|last| last.line == end.line);
            let part = last.copied().unwrap_or_else(|| self.part(end.line, column));
            let index = part.index + 1;
            let start = self.source.line_start(index);
            let until = tail.unwrap_or((part.start + column).saturating_sub(part.column));
            if until <= start || index >= self.source.line_count() {
                return;
            }
            self.uncounted.push(LinePart {
                line: end.line,
                column: (start + part.column).saturating_sub(part.start),
                index,
                start: start + self.prefix(index),
            });
        }
    }

    /// Where a link ends of which the parser shows the end of the address, since a line ends behind that.
    fn tail<'a>(&self, node: &'a AstNode<'a>, ast: &Ast) -> Option<usize> {
        let (NodeValue::Link(target) | NodeValue::Image(target)) = &ast.value else {
            return None;
        };
        let Sourcepos { start, end } = ast.sourcepos;
        let end = self.byte(end.line, end.column);
        let text = self.source.text();
        let last = *text.as_bytes().get(end.checked_sub(1)?)?;
        if matches!(last, b')' | b']') && !target.url.ends_with(char::from(last)) {
            return None;
        }
        let start = self.byte(start.line, start.column.saturating_sub(1));
        let slice = text.get(start..end).filter(|slice| slice.starts_with(['[', '!']))?;
        let text_end = |child: &'a AstNode<'a>| self.span(child.data().sourcepos).end as usize;
        let text_end = node
            .last_child()
            .map_or(1, |child| text_end(child).saturating_sub(start));
        if link::take_apart(slice, text_end, &target.url).is_some() {
            return None;
        }
        let behind = self.skip_blanks(end);
        let close = match link::title(text, behind) {
            Some((_, title_end)) if behind > end => self.skip_blanks(title_end),
            _ => behind,
        };
        (text.as_bytes().get(close) == Some(&b')')).then_some(close + 1)
    }

    /// The first place from an offset on that holds no blank, and nothing of what stands before the text of a line.
    fn skip_blanks(&self, from: usize) -> usize {
        let bytes = self.source.text().as_bytes();
        let mut at = from;
        loop {
            match bytes.get(at) {
                Some(b' ' | b'\t') => at += 1,
                Some(b'\n' | b'\r') => {
                    let line = self.source.line_of(at) + 1;
                    if line >= self.source.line_count() {
                        return at;
                    }
                    at = self.source.line_start(line) + self.prefix(line);
                }
                _ => return at,
            }
        }
    }

    /// Compares where the parser says that the text of a line begins with where it does.
    fn begin_line(&mut self, first: LineColumn) {
        const TAB_STOP: usize = 4;
        let text = self.line(self.part(first.line, first.column.saturating_sub(1)).index);
        let indent = indent(text);
        let surplus = (first.column.saturating_sub(1)).saturating_sub(indent);
        if (1..TAB_STOP).contains(&surplus) && text[..indent].contains('\t') && !text[indent..].starts_with('\\') {
            let line = first.line;
            self.lazy_line = Some(LazyLine { line, surplus });
        }
    }

    /// A line by its index, without its ending.
    fn line(&self, index: usize) -> &'s str {
        let last = self.source.line_count() - 1;
        self.source.slice(self.source.line_content(index.min(last)))
    }

    /// The offset of a line, from 1.
    fn line_start(&self, line: usize) -> usize {
        self.source.line_start((self.first_line + line).saturating_sub(1))
    }

    /// The offset of a line, from 1, and a column, from 0.
    fn byte(&self, line: usize, column: usize) -> usize {
        let column = self.column(line, column);
        let part = self.part(line, column);
        (part.start + column).saturating_sub(part.column).min(self.source.len())
    }

    /// A column without the blanks that the parser makes of a tab.
    fn column(&self, line: usize, column: usize) -> usize {
        let lazy = self.lazy_line.filter(|lazy| lazy.line == line);
        column.saturating_sub(lazy.map_or(0, |lazy| lazy.surplus))
    }

    /// The line of the source that holds a line of the parser, from 1, at a column, from 0.
    fn part(&self, line: usize, column: usize) -> LinePart {
        let index = |line: usize| (self.first_line + line).saturating_sub(1);
        let before = self
            .uncounted
            .partition_point(|one| (one.line, one.column) <= (line, column));
        let shift = match self.uncounted[..before].last() {
            Some(last) if last.line == line => return *last,
            Some(last) => last.index - index(last.line),
            None => self.shift,
        };
        let believed = index(line);
        let index = believed + shift;
        let (column, prefix) = match shift {
            0 => (0, 0),
            _ => (self.prefix(believed), self.prefix(index)),
        };
        LinePart {
            line,
            column,
            index,
            start: self.source.line_start(index) + prefix,
        }
    }

    /// How many bytes of a line come before the text of the open paragraph.
    fn prefix(&self, line: usize) -> usize {
        let span = self.source.line_content(line.min(self.source.line_count() - 1));
        if span.start <= self.text_start && self.text_start <= span.end {
            return (self.text_start - span.start) as usize;
        }
        indent(self.source.slice(span))
    }

    #[inline]
    pub fn span(&self, position: Sourcepos) -> Span {
        let (from, to) = (position.start, position.end);
        // Nearly all begin and end on one line, where the parser says, and between two characters.
        let is_told = self.shift == 0 && self.uncounted.is_empty() && self.lazy_line.is_none();
        if from.line == to.line && is_told {
            let line = self.line_start(from.line);
            let (start, end) = (line + from.column.saturating_sub(1), line + to.column);
            let text = self.source.text();
            if start <= end && text.is_char_boundary(start) && text.is_char_boundary(end) {
                return Span::new(start, end);
            }
        }
        self.span_of_lines(position)
    }

    fn span_of_lines(&self, position: Sourcepos) -> Span {
        let start = self.byte(position.start.line, position.start.column.saturating_sub(1));
        let tail = (position.end.line, position.end.column);
        let end = match self.tails.binary_search_by_key(&tail, |(end, _)| *end) {
            Ok(place) => self.tails[place].1,
            Err(_) => self.byte(position.end.line, position.end.column),
        };
        let text = self.source.text();
        let (start, end) = (text.floor_char_boundary(start), text.ceil_char_boundary(end));
        Span::new(start, end.max(start))
    }

    /// Takes the definitions at its start out of a paragraph's or heading's span, for its inlines too.
    pub fn enter_text(&mut self, span: Span) -> Span {
        if !self.may_define {
            return span;
        }
        self.shift = definition::leading_lines(self.source, span);
        if self.shift == 0 {
            return span;
        }
        self.text_start = span.start;
        let line = self.source.line_of(span.start as usize) + self.shift;
        Span::new(self.source.line_start(line) + self.prefix(line), span.end as usize)
    }

    pub fn leave_text(&mut self) {
        self.shift = 0;
        self.uncounted.clear();
        self.tails.clear();
    }

    /// The span of an inline, moved to where it really stands in a cell with escaped pipes.
    pub fn inline_span(&self, position: Sourcepos, cell: Option<&ShiftedCell>) -> Span {
        let Some(cell) = cell else {
            return self.span(position);
        };
        // Moved before they are cut at characters: where the parser says may lie inside of one.
        let start = self.byte(position.start.line, position.start.column.saturating_sub(1));
        let end = self.byte(position.end.line, position.end.column);
        let text = self.source.text();
        let start = text.floor_char_boundary(cell.place(start as u32));
        Span::new(start, text.floor_char_boundary(cell.place(end as u32)).max(start))
    }

    /// The cell at a position, if it holds escaped pipes.
    pub fn shifted_cell(&self, position: Sourcepos) -> Option<ShiftedCell> {
        if !*self.may_escape.get_or_init(|| has(self.source, "\\|")) {
            return None;
        }
        let span = self.span(position);
        let escapes = memchr::memmem::find_iter(self.source.slice(span).as_bytes(), b"\\|");
        let escapes: Vec<usize> = escapes.enumerate().map(|(before, at)| at - before).collect();
        (!escapes.is_empty()).then_some(ShiftedCell { span, escapes })
    }

    /// A block's span, without the line endings that it may end in.
    pub fn block_span(&self, position: Sourcepos) -> Span {
        let span = self.span(position);
        let text = self.source.slice(span).as_bytes();
        let breaks = text.iter().rev().take_while(|byte| matches!(byte, b'\n' | b'\r'));
        Span::new(span.start as usize, span.end as usize - breaks.count())
    }
}

fn has(source: &Source, sign: &str) -> bool {
    memchr::memmem::find(source.text().as_bytes(), sign.as_bytes()).is_some()
}

/// How many bytes of a line come before its text, blanks and signs of quotations.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '>']).len()
}

pub(super) fn parse(file: FileId, source: Source) -> Document {
    parse_and(file, source, &mut |_, _| {})
}

/// A document with its content, of one tree.
pub(super) fn parse_with_content(file: FileId, source: Source) -> (Document, Content) {
    let mut content = Content::default();
    let document = parse_and(file, source, &mut |source, root| {
        content = Content::of_tree(source, root);
    });
    (document, content)
}

/// Parses a source and shows its tree.
fn parse_and(file: FileId, source: Source, see: &mut dyn for<'a> FnMut(&Source, &'a AstNode<'a>)) -> Document {
    let (front_matter, first_line) = front_matter::find(&source);
    let body_start = source.line_start(first_line);
    let mut walker = Walker::new(&source, first_line);
    {
        let text = body(source.text(), body_start);
        let arena = Arena::new();
        let root = comrak::parse_document(&arena, &text, &options(&text));
        walker.walk(root);
        see(&source, root);
    }
    let Tables {
        blocks,
        mut headings,
        mut lists,
        items,
        tables,
        rows,
        mut links,
        mut prose,
        mut emphases,
        mut code,
        mut comments,
        mut hard_break_lines,
        long_tags,
        anchors,
    } = walker.tables;

    links.sort_by_key(|link| (link.span.start, std::cmp::Reverse(link.span.end)));
    prose.sort_by_key(|prose| prose.span.start);
    // Where the parser is off, two texts may fit one place.
    prose.dedup_by(|next, before| next.span.start < before.span.end);
    emphases.sort_by_key(|emphasis| emphasis.span.start);
    code.sort_unstable();
    code.dedup_by(|next, before| next.start < before.end);
    comments.sort_by_key(|comment| comment.span.start);
    headings.sort_by_key(|heading| heading.span.start);
    hard_break_lines.sort_unstable();

    let definitions = definition::find(&source, body_start, &blocks, &prose, &links);
    if definitions.iter().any(|definition| definition.title.is_some()) {
        // After a tab that indents too little the parser is off, and shows what defines.
        let is_apart = |title: &Span| {
            let before = last_from(&prose, title.end.saturating_sub(1), |prose| prose.span.start);
            before.is_none_or(|before| before.span.end <= title.start)
        };
        let titles = definitions.iter().filter_map(|definition| definition.title);
        let kind = ProseKind::Title;
        let titles: Vec<Prose> = titles.filter(is_apart).map(|span| Prose { span, kind }).collect();
        prose.extend(titles);
        prose.sort_by_key(|prose| prose.span.start);
    }
    let runs = list::join_runs(&mut lists, &items, &blocks, &source);
    let sections = section::build(
        &headings,
        |heading| blocks[heading.block.0 as usize].parent.is_none(),
        source.len(),
    );
    let directives = directive::find(&source, &comments);
    let mut document = Document {
        file,
        source,
        front_matter,
        blocks,
        headings,
        sections,
        lists,
        items,
        runs,
        tables,
        rows,
        links,
        definitions,
        prose,
        emphases,
        code,
        comments,
        scopes: directive::Scopes::of(&directives),
        directives,
        long_tags,
        anchors,
        entries: Vec::new(),
        hard_break_lines,
        beyond_ascii: OnceLock::new(),
        has_control_of_ascii: OnceLock::new(),
        is_generated: OnceLock::new(),
        addresses: OnceLock::new(),
        hosts: OnceLock::new(),
        words: OnceLock::new(),
        descriptions: OnceLock::new(),
        syntax: OnceLock::new(),
        is_english: OnceLock::new(),
        damaged: OnceLock::new(),
        damaged_file: OnceLock::new(),
    };
    document.entries = entry::build(&mut document);
    document
}

#[derive(Default)]
struct Tables {
    blocks: Vec<Block>,
    headings: Vec<Heading>,
    lists: Vec<List>,
    items: Vec<Item>,
    tables: Vec<Table>,
    rows: Vec<Row>,
    links: Vec<Link>,
    prose: Vec<Prose>,
    emphases: Vec<Emphasis>,
    code: Vec<Span>,
    comments: Vec<Comment>,
    hard_break_lines: Vec<u32>,
    long_tags: Vec<Span>,
    anchors: Vec<Anchor>,
}

impl Tables {
    /// Tables with room for about as much as a list of so many bytes holds.
    fn with_room_for(bytes: usize) -> Self {
        Self {
            blocks: Vec::with_capacity(bytes / 96),
            items: Vec::with_capacity(bytes / 192),
            links: Vec::with_capacity(bytes / 160),
            prose: Vec::with_capacity(bytes / 48),
            ..Self::default()
        }
    }
}

struct OpenList {
    id: ListId,
    last: Option<ItemId>,
}

/// An `<a href>` that waits for its `</a>`.
struct OpenAnchor {
    tag: Span,
    url: Span,
    block: BlockId,
}

struct Walker<'s> {
    source: &'s Source,
    positions: Positions<'s>,
    tables: Tables,
    open_blocks: Vec<BlockId>,
    open_lists: Vec<OpenList>,
    open_items: Vec<ItemId>,
    open_anchor: Option<OpenAnchor>,
    /// Depth of images around the current inline: their text is alternative text.
    image_depth: usize,
    /// The tag that ends text that is code, and the block that it was opened in.
    hidden_until: Option<(&'static str, BlockId)>,
    /// Whether the current inline is the address of an autolink or a bare URL.
    in_address: bool,
    /// The cell around the current inline, if it holds escaped pipes.
    shifted_cell: Option<ShiftedCell>,
    cells: Vec<Span>,
    heading_anchors: HeadingAnchors,
}

impl<'s> Walker<'s> {
    fn new(source: &'s Source, first_line: usize) -> Self {
        Self {
            source,
            positions: Positions::new(source, first_line),
            tables: Tables::with_room_for(source.len()),
            open_blocks: Vec::new(),
            open_lists: Vec::new(),
            open_items: Vec::new(),
            open_anchor: None,
            image_depth: 0,
            hidden_until: None,
            in_address: false,
            shifted_cell: None,
            cells: Vec::new(),
            heading_anchors: HeadingAnchors::default(),
        }
    }

    fn walk<'a>(&mut self, root: &'a AstNode<'a>) {
        let mut node = root;
        loop {
            let is_leaf = self.open(node);
            if let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            // Most nodes are leaves of which the end says nothing.
            if !is_leaf {
                self.close(node);
            }
            node = match self.pass(node, root) {
                Some(next) => next,
                None => return,
            };
        }
    }

    /// Closes the nodes that end with one that is closed; the node that follows.
    fn pass<'a>(&mut self, mut node: &'a AstNode<'a>, root: &'a AstNode<'a>) -> Option<&'a AstNode<'a>> {
        while !node.same_node(root) {
            if let Some(next) = node.next_sibling() {
                return Some(next);
            }
            node = node.parent()?;
            self.close(node);
        }
        None
    }

    /// Opens a node; whether it is an inline that holds no others.
    fn open<'a>(&mut self, node: &'a AstNode<'a>) -> bool {
        let data = node.data();
        let position = data.sourcepos;
        self.positions.enter(node, &data);
        if let Some(name) = self.heading_anchors.enter(&data.value) {
            let span = self.inline_span(position);
            self.anchor(AnchorKind::Heading, name, span);
        }
        match &data.value {
            NodeValue::Text(literal) => self.text(literal, position),
            NodeValue::Link(_) => self.in_address = self.is_address(position),
            NodeValue::Image(_) => self.image_depth += 1,
            NodeValue::Code(_) => self.code(position),
            NodeValue::Emph => self.emphasis(Stress::Emphasis, position),
            NodeValue::Strong => self.emphasis(Stress::Strong, position),
            NodeValue::LineBreak => {
                let line = self.source.line_of(self.positions.span(position).start as usize);
                self.tables.hard_break_lines.push(line as u32);
            }
            NodeValue::HtmlInline(_) => self.html_inline(node, position),
            NodeValue::Paragraph => {
                let block = self.open_text(BlockKind::Paragraph, position);
                self.note_head(block);
            }
            NodeValue::Heading(heading) => self.heading(*heading, position),
            NodeValue::List(list) => self.list(list, position),
            NodeValue::Item(_) | NodeValue::TaskItem(_) => self.item(position),
            NodeValue::BlockQuote | NodeValue::Alert(_) => {
                self.open_block(BlockKind::Quote, position);
            }
            NodeValue::CodeBlock(_) => {
                let block = self.open_block(BlockKind::Code, position);
                let span = self.tables.blocks[block.0 as usize].span;
                self.tables.code.push(span);
            }
            NodeValue::HtmlBlock(_) => {
                let block = self.open_block(BlockKind::Html, position);
                self.html_block(node, block);
            }
            NodeValue::ThematicBreak => {
                self.open_block(BlockKind::ThematicBreak, position);
            }
            NodeValue::Table(_) => {
                let block = self.open_block(BlockKind::Table, position);
                let row = self.tables.rows.len() as u32;
                self.tables.tables.push(Table {
                    block,
                    rows: row..row,
                    header: Vec::new(),
                });
            }
            NodeValue::TableRow(_) => self.cells.clear(),
            NodeValue::TableCell => {
                let span = self.positions.span(position);
                self.cells.push(span);
                self.shifted_cell = self.positions.shifted_cell(position);
            }
            NodeValue::FootnoteDefinition(_) => {
                self.open_block(BlockKind::Footnote, position);
            }
            _ => {}
        }
        is_leaf(&data.value)
    }

    fn close<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        if let Some(name) = self.heading_anchors.leave(&data.value) {
            let span = self.tables.blocks[self.current_block().0 as usize].span;
            self.anchor(AnchorKind::Heading, name, span);
        }
        match &data.value {
            NodeValue::Link(target) => {
                self.in_address = false;
                self.link(node, &target.url, false);
            }
            NodeValue::Image(target) => {
                self.image_depth -= 1;
                self.link(node, &target.url, true);
            }
            NodeValue::Paragraph
            | NodeValue::Heading(_)
            | NodeValue::BlockQuote
            | NodeValue::Alert(_)
            | NodeValue::CodeBlock(_)
            | NodeValue::HtmlBlock(_)
            | NodeValue::ThematicBreak
            | NodeValue::Table(_)
            | NodeValue::FootnoteDefinition(_) => self.close_block(),
            NodeValue::List(_) => {
                self.open_lists.pop();
                self.close_block();
            }
            NodeValue::Item(_) | NodeValue::TaskItem(_) => {
                self.open_items.pop();
                self.close_block();
            }
            NodeValue::TableRow(is_header) => self.row(*is_header, data.sourcepos),
            NodeValue::TableCell => {
                self.shifted_cell = None;
                self.open_anchor = None;
                self.hidden_until = None;
            }
            _ => {}
        }
    }

    fn open_block(&mut self, kind: BlockKind, position: Sourcepos) -> BlockId {
        let id = BlockId(self.tables.blocks.len() as u32);
        let mut span = self.positions.block_span(position);
        let parent = self.open_blocks.last().copied();
        if let Some(parent) = parent {
            let outer = self.tables.blocks[parent.0 as usize].span;
            span.start = span.start.clamp(outer.start, outer.end);
            span.end = span.end.clamp(span.start, outer.end);
        }
        self.tables.blocks.push(Block {
            kind,
            span,
            parent,
            end: id.0 + 1,
        });
        self.open_blocks.push(id);
        id
    }

    fn open_text(&mut self, kind: BlockKind, position: Sourcepos) -> BlockId {
        let id = self.open_block(kind, position);
        let block = &mut self.tables.blocks[id.0 as usize];
        block.span = self.positions.enter_text(block.span);
        id
    }

    fn close_block(&mut self) {
        self.open_anchor = None;
        self.positions.leave_text();
        if let Some(id) = self.open_blocks.pop() {
            self.tables.blocks[id.0 as usize].end = self.tables.blocks.len() as u32;
        }
    }

    fn current_block(&self) -> BlockId {
        self.open_blocks.last().copied().unwrap_or(BlockId(0))
    }

    fn note_head(&mut self, paragraph: BlockId) {
        let Some(&item) = self.open_items.last() else {
            return;
        };
        let item = &mut self.tables.items[item.0 as usize];
        if item.block.0 + 1 == paragraph.0 {
            item.head = Some(self.tables.blocks[paragraph.0 as usize].span);
        }
    }

    fn heading(&mut self, heading: NodeHeading, position: Sourcepos) {
        let block = self.open_text(BlockKind::Heading, position);
        let span = self.tables.blocks[block.0 as usize].span;
        let style = match (heading.setext, heading.closed) {
            (true, _) => HeadingStyle::Setext,
            (false, true) => HeadingStyle::AtxClosed,
            (false, false) => HeadingStyle::Atx,
        };
        self.tables.headings.push(Heading {
            block,
            level: heading.level,
            style,
            span,
            text: heading_text(self.source, span, &heading),
        });
    }

    fn list(&mut self, list: &NodeList, position: Sourcepos) {
        let block = self.open_block(BlockKind::List, position);
        let id = ListId(self.tables.lists.len() as u32);
        let kind = match (list.list_type, list.delimiter) {
            (ListType::Bullet, _) => ListKind::Bullet(list.bullet_char),
            (ListType::Ordered, ListDelimType::Period) => ListKind::Ordered(b'.'),
            (ListType::Ordered, ListDelimType::Paren) => ListKind::Ordered(b')'),
        };
        self.tables.lists.push(List {
            block,
            kind,
            is_tight: list.tight,
            depth: self.open_lists.len() as u32,
            parent: self.open_items.last().copied(),
            first: None,
            run: RunId(0),
            is_contents: false,
        });
        self.open_lists.push(OpenList { id, last: None });
    }

    fn item(&mut self, position: Sourcepos) {
        let block = self.open_block(BlockKind::Item, position);
        let span = self.tables.blocks[block.0 as usize].span;
        let id = ItemId(self.tables.items.len() as u32);
        let (marker, number, content) = list::marker(self.source, span.start as usize);
        // The parser ends an item without content before its marker, now and then.
        for open in self.open_blocks.iter().rev() {
            let span = &mut self.tables.blocks[open.0 as usize].span;
            if span.end >= marker.end {
                break;
            }
            span.end = marker.end;
        }
        let Some(open) = self.open_lists.last_mut() else {
            return;
        };
        self.tables.items.push(Item {
            block,
            list: open.id,
            marker,
            number,
            content,
            head: None,
            next: None,
        });
        match open.last.replace(id) {
            Some(last) => self.tables.items[last.0 as usize].next = Some(id),
            None => self.tables.lists[open.id.0 as usize].first = Some(id),
        }
        self.open_items.push(id);
    }

    fn row(&mut self, is_header: bool, position: Sourcepos) {
        let Some(table) = self.tables.tables.last_mut() else {
            return;
        };
        let span = self.positions.block_span(position);
        // The next row has as many cells.
        let next = Vec::with_capacity(self.cells.len());
        let mut cells = std::mem::replace(&mut self.cells, next);
        // Cells that the parser adds to a short row stand nowhere.
        cells.retain(|cell| cell.start < span.end);
        for cell in &mut cells {
            cell.end = cell.end.min(span.end);
        }
        if is_header {
            table.header = cells;
            return;
        }
        self.tables.rows.push(Row { span, cells });
        table.rows.end = self.tables.rows.len() as u32;
    }

    /// The span of an inline, moved to where it really stands in a cell with escaped pipes.
    fn inline_span(&self, position: Sourcepos) -> Span {
        self.positions.inline_span(position, self.shifted_cell.as_ref())
    }

    /// Whether a link is written as an address, not in brackets.
    fn is_address(&self, position: Sourcepos) -> bool {
        let start = self.inline_span(position).start as usize;
        self.source.text().as_bytes().get(start) != Some(&b'[')
    }

    fn text(&mut self, literal: &str, position: Sourcepos) {
        if self.in_address || self.is_hidden() {
            return;
        }
        let mut span = self.inline_span(position);
        let slice = self.source.slice(span);
        if slice != literal && align(literal, slice).is_none() {
            // A text behind a leading escape may begin a byte late; any other misfit is no known place.
            let start = span.start.saturating_sub(1) as usize;
            let widened = self.source.text().get(start..span.end as usize);
            match widened.map(|slice| align(literal, slice)) {
                Some(Some(_)) => span.start = start as u32,
                _ => return,
            }
        }
        if span.is_empty() || !self.is_in_block(span) {
            return;
        }
        let kind = if self.image_depth > 0 {
            ProseKind::Alt
        } else {
            ProseKind::Text
        };
        self.tables.prose.push(Prose { span, kind });
    }

    /// Whether a place lies in the open block: another one is in doubt, and so is no place.
    fn is_in_block(&self, span: Span) -> bool {
        self.tables.blocks[self.current_block().0 as usize].span.encloses(span)
    }

    /// Whether a tag in the same block makes code of the text.
    fn is_hidden(&self) -> bool {
        self.hidden_until
            .is_some_and(|(_, block)| self.open_blocks.last() == Some(&block))
    }

    fn code(&mut self, position: Sourcepos) {
        let span = self.inline_span(position);
        let is_code = matches!(self.source.slice(span).as_bytes(), [b'`', .., b'`']);
        if is_code && self.is_in_block(span) {
            self.tables.code.push(span);
        }
    }

    fn emphasis(&mut self, stress: Stress, position: Sourcepos) {
        let span = self.inline_span(position);
        let emphasis = Emphasis::at(stress, span, self.source.slice(span));
        self.tables.emphases.extend(emphasis);
    }

    fn link<'a>(&mut self, node: &'a AstNode<'a>, url: &str, is_image: bool) {
        let span = self.inline_span(node.data().sourcepos);
        if span.is_empty() || !self.is_in_block(span) {
            return;
        }
        let slice = self.source.slice(span);
        let base = span.start as usize;
        let block = self.current_block();
        let shift = |(start, end): (usize, usize)| Span::new(base + start, base + end);
        let link = match slice.as_bytes().first() {
            Some(b'[' | b'!') => {
                let text_end = node.last_child().map_or(usize::from(is_image) + 1, |child| {
                    let end = self.inline_span(child.data().sourcepos).end as usize;
                    end.saturating_sub(base)
                });
                let Some(Parts {
                    kind,
                    text,
                    destination,
                    title,
                }) = link::take_apart(slice, text_end, url)
                else {
                    return;
                };
                Link {
                    kind,
                    is_image,
                    span,
                    text: shift(text),
                    url_span: destination.map(shift),
                    decoded_url: None,
                    title: title.map(shift),
                    block,
                }
            }
            Some(b'<') if slice.len() > 1 && slice.ends_with('>') => {
                let inner = Span::new(base + 1, (base + slice.len()).saturating_sub(1));
                Link {
                    kind: LinkKind::Autolink,
                    is_image,
                    span,
                    text: inner,
                    url_span: Some(inner),
                    decoded_url: None,
                    title: None,
                    block,
                }
            }
            _ if is_address_of(slice, url) => Link {
                kind: LinkKind::BareUrl,
                is_image,
                span,
                text: span,
                url_span: Some(span),
                decoded_url: None,
                title: None,
                block,
            },
            // A place in doubt is no place: after a tab that indents too little the parser is off.
            _ => return,
        };
        let written = link.url_span.map(|span| self.source.slice(span));
        let decoded_url = (written != Some(url)).then(|| url.into());
        if let Some(title) = link.title.filter(|title| !title.is_empty()) {
            self.tables.prose.push(Prose {
                span: title,
                kind: ProseKind::Title,
            });
        }
        self.tables.links.push(Link { decoded_url, ..link });
    }

    fn html_inline<'a>(&mut self, node: &'a AstNode<'a>, position: Sourcepos) {
        let span = self.inline_span(position);
        let slice = self.source.slice(span);
        if !slice.starts_with('<') || !self.is_in_block(span) {
            return;
        }
        if slice.contains('\n') {
            self.tables.long_tags.push(span);
        }
        let block = self.current_block();
        let mut pieces = Vec::new();
        html::scan(slice, span.start as usize, |piece| pieces.push(piece));
        for piece in pieces {
            match piece {
                Piece::Text(_) => {}
                Piece::Tag(tag) => {
                    let name = html::tag_name(self.source.slice(tag));
                    match self.hidden_until {
                        Some((end, _)) if self.is_hidden() && name.eq_ignore_ascii_case(end) => {
                            self.hidden_until = None;
                        }
                        Some(_) if self.is_hidden() => {}
                        _ => self.hidden_until = hidden_by(name).map(|end| (end, block)),
                    }
                    self.tag(tag, block);
                }
                Piece::Comment(comment) => {
                    let next = node.following_siblings().skip(1).find(|next| !is_blank(next));
                    let next = next.map(|next| self.inline_span(next.data().sourcepos));
                    self.comment(comment, next);
                }
            }
        }
    }

    fn html_block<'a>(&mut self, node: &'a AstNode<'a>, block: BlockId) {
        let span = self.tables.blocks[block.0 as usize].span;
        let next = node
            .next_sibling()
            .map(|next| self.positions.block_span(next.data().sourcepos));
        let mut pieces = Vec::new();
        html::scan(self.source.slice(span), span.start as usize, |piece| pieces.push(piece));
        let mut hidden_until: Option<&str> = None;
        let mut open_heading: Option<(u8, Span)> = None;
        for piece in pieces {
            let anchor = self.heading_anchors.html(self.source.text(), &piece);
            match piece {
                Piece::Comment(comment) => {
                    let is_last = self.source.slice(span)[comment.end as usize - span.start as usize..]
                        .trim()
                        .is_empty();
                    self.comment(comment, if is_last { next } else { Some(span) });
                }
                Piece::Tag(tag) => {
                    let name = html::tag_name(self.source.slice(tag));
                    if let Some(anchor) = anchor {
                        let start = open_heading.map_or(tag.start, |(_, open)| open.start) as usize;
                        self.anchor(AnchorKind::Heading, anchor, Span::new(start, tag.end as usize));
                    }
                    match (html::heading_level(name), open_heading) {
                        (Some((level, false)), _) => open_heading = Some((level, tag)),
                        (Some((_, true)), Some((level, open))) => {
                            self.html_heading(block, level, open, tag);
                            open_heading = None;
                        }
                        _ => {}
                    }
                    match hidden_until {
                        Some(end) if name.eq_ignore_ascii_case(end) => hidden_until = None,
                        Some(_) => self.anchor_attributes(tag),
                        None => {
                            hidden_until = hidden_by(name);
                            match hidden_until {
                                None => self.tag(tag, block),
                                Some(_) => self.anchor_attributes(tag),
                            }
                        }
                    }
                }
                Piece::Text(text) if hidden_until.is_none() => {
                    let slice = self.source.slice(text);
                    let start = text.start as usize + (slice.len() - slice.trim_start().len());
                    let span = Span::new(start, start + slice.trim().len());
                    if !span.is_empty() {
                        self.tables.prose.push(Prose {
                            span,
                            kind: ProseKind::Html,
                        });
                    }
                }
                Piece::Text(_) => {}
            }
        }
    }

    fn html_heading(&mut self, block: BlockId, level: u8, open: Span, close: Span) {
        self.tables.headings.push(Heading {
            block,
            level,
            style: HeadingStyle::Html,
            span: Span::new(open.start as usize, close.end as usize),
            text: Span::new(open.end as usize, close.start as usize),
        });
    }

    fn comment(&mut self, span: Span, next_sibling: Option<Span>) {
        let slice = self.source.slice(span);
        let end = span.end as usize - if slice.ends_with("-->") { 3 } else { 0 };
        let inner = Span::new((span.start as usize + 4).min(end), end);
        if !inner.is_empty() {
            self.tables.prose.push(Prose {
                span: inner,
                kind: ProseKind::Comment,
            });
        }
        self.tables.comments.push(Comment { span, next_sibling });
    }

    fn anchor(&mut self, kind: AnchorKind, name: impl Into<Box<str>>, span: Span) {
        let name = name.into();
        self.tables.anchors.push(Anchor { kind, name, span });
    }

    /// Notes the `id` and the `name` of a tag.
    fn anchor_attributes(&mut self, tag: Span) {
        let slice = self.source.slice(tag);
        for attribute in ["id", "name"] {
            if let Some((start, end)) = html::attribute(slice, attribute)
                && start < end
            {
                self.anchor(AnchorKind::Attribute, &slice[start..end], tag);
            }
        }
    }

    fn tag(&mut self, tag: Span, block: BlockId) {
        let slice = self.source.slice(tag);
        let has_attributes = memchr::memchr(b'=', slice.as_bytes()).is_some();
        if has_attributes {
            self.anchor_attributes(tag);
        }
        let at = |(start, end): (usize, usize)| Span::new(tag.start as usize + start, tag.start as usize + end);
        let name = html::tag_name(slice);
        match name {
            "a" | "A" => {
                self.open_anchor = html::attribute(slice, "href").map(|url| OpenAnchor {
                    tag,
                    url: at(url),
                    block,
                });
            }
            "/a" | "/A" => {
                if let Some(open) = self.open_anchor.take() {
                    self.tables.links.push(Link {
                        kind: LinkKind::Html,
                        is_image: false,
                        span: Span::new(open.tag.start as usize, tag.end as usize),
                        text: Span::new(open.tag.end as usize, tag.start as usize),
                        url_span: Some(open.url),
                        decoded_url: None,
                        title: None,
                        block: open.block,
                    });
                }
            }
            "img" | "IMG" => {
                if let Some(url) = html::attribute(slice, "src") {
                    let alt = html::attribute(slice, "alt").map(at);
                    self.tables.links.push(Link {
                        kind: LinkKind::Html,
                        is_image: true,
                        span: tag,
                        text: alt.unwrap_or(Span::at(tag.end as usize)),
                        url_span: Some(at(url)),
                        decoded_url: None,
                        title: None,
                        block,
                    });
                }
            }
            _ => {}
        }
        for attribute in ["alt", "title"] {
            if has_attributes
                && slice.contains(attribute)
                && let Some(value) = html::attribute(slice, attribute).map(at)
                && !value.is_empty()
            {
                self.tables.prose.push(Prose {
                    span: value,
                    kind: ProseKind::Html,
                });
            }
        }
    }
}

/// Whether a node is an inline that holds no others.
fn is_leaf(value: &NodeValue) -> bool {
    matches!(
        value,
        NodeValue::Text(_)
            | NodeValue::SoftBreak
            | NodeValue::LineBreak
            | NodeValue::Code(_)
            | NodeValue::HtmlInline(_)
    )
}

/// Whether a text is what an address is written as: the address, perhaps without its scheme.
fn is_address_of(text: &str, url: &str) -> bool {
    url.ends_with(text) || text.contains("&amp;") && url.ends_with(&text.replace("&amp;", "&"))
}

/// Whether a node is white space between others.
fn is_blank<'a>(node: &'a AstNode<'a>) -> bool {
    match &node.data().value {
        NodeValue::Text(text) => text.trim().is_empty(),
        NodeValue::SoftBreak => true,
        _ => false,
    }
}

/// The tag that ends what a tag hides: text that nobody reads as it stands.
fn hidden_by(name: &str) -> Option<&'static str> {
    let hidden = [
        ("script", "/script"),
        ("style", "/style"),
        ("code", "/code"),
        ("kbd", "/kbd"),
        ("samp", "/samp"),
        ("tt", "/tt"),
        ("pre", "/pre"),
    ];
    let found = hidden.iter().find(|(open, _)| name.eq_ignore_ascii_case(open));
    found.map(|(_, close)| *close)
}

/// The text of a heading without its marks.
fn heading_text(source: &Source, span: Span, heading: &NodeHeading) -> Span {
    let slice = source.slice(span);
    let (start, end) = if heading.setext {
        let underline = slice.rfind(['\n', '\r']).unwrap_or(slice.len());
        (0, slice[..underline].trim_end().len())
    } else {
        let marks = slice.len() - slice.trim_start_matches(' ').len() + heading.level as usize;
        let text = slice.trim_end_matches([' ', '\t']);
        let text = if heading.closed {
            text.trim_end_matches('#')
        } else {
            text
        };
        (marks.min(slice.len()), text.len())
    };
    let text = slice.get(start..end.max(start)).unwrap_or_default();
    let lead = text.len() - text.trim_start().len();
    let start = span.start as usize + start + lead;
    Span::new(start, start + text.trim().len())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn document(text: &str) -> Document {
        parse(FileId(0), Source::from_text(Path::new("list.md"), text.to_owned()))
    }

    #[test]
    fn inlines_stand_where_they_are_behind_a_tab_that_indents_too_little() {
        for start in [
            "1. - a\n\t",
            "1. a\n   - b\n\t",
            "> > a\n>\t",
            "1. - a\n\tb\n\t",
            "1. a\n\t",
        ] {
            for (text, end) in [
                ("[b](https://a.example)", " c\n"),
                ("https://a.example", ""),
                ("https://a.example", "\n"),
            ] {
                let document = document(&format!("{start}{text}{end}"));
                let links: Vec<&str> = document.links().iter().map(|link| document.slice(link.span)).collect();
                assert_eq!(links, [text], "{start:?}");
                let code = self::document(&format!("{start}x `code`{end}"));
                assert_eq!(code.slice(code.code()[0]), "`code`", "{start:?}");
            }
        }
    }

    #[test]
    fn inlines_stand_where_they_are_behind_links_over_two_lines() {
        for (start, indent) in [
            ("", ""),
            ("- ", "  "),
            ("> ", "> "),
            ("> 1. ", ">    "),
            ("[z]: y\n", ""),
        ] {
            for line_break in ["\n", "\r\n", "\r"] {
                let next = format!("{line_break}{indent}");
                let text = format!(
                    "{start}[a](u{next}'t') b `c`{next}[d](v_(w){next}) [e][f{next}g] `h{next}i` j{next}k `l` <b>{next}\
                     ![![m](n{next})o](p) `q`{next}`r`\n\n[f g]: w\n"
                );
                let document = document(&text);
                let code: Vec<&str> = document.code().iter().map(|code| document.slice(*code)).collect();
                assert_eq!(code, ["`c`", &format!("`h{next}i`"), "`l`", "`q`", "`r`"], "{text:?}");
                let prose = document.prose().iter().filter(|prose| prose.kind == ProseKind::Text);
                let prose: Vec<&str> = prose.map(|prose| document.slice(prose.span).trim()).collect();
                let words: Vec<&str> = prose.into_iter().filter(|text| !text.is_empty()).collect();
                assert_eq!(words, ["a", "b", "d", "e", "j", "k"], "{text:?}");
                if !start.starts_with('>') {
                    let links: Vec<&str> = document.links().iter().map(|link| document.slice(link.text)).collect();
                    let image = format!("![m](n{next})o");
                    assert_eq!(links, ["a", "d", "e", &image, "m"], "{text:?}");
                }
            }
        }
    }
}
