//! One parsed list: flat tables of what the text holds, owned and without a tree to walk.
//!
//! Only this module knows the parser. Every span lies on character boundaries of the source, and every
//! table is in the order of the text.

mod align;
mod anchor;
mod content;
mod damage;
mod definition;
mod description;
mod directive;
mod emphasis;
mod ending;
mod entry;
mod front_matter;
mod guard;
mod host;
mod html;
mod intern;
mod language;
mod link;
mod list;
mod parse;
mod prose;
mod reading;
mod section;
mod signs;
mod slug;
mod syntax;
mod table;
mod walk;
mod words;

pub use anchor::LinkedAnchors;
pub use content::{Content, Effect, Side, Touched, render_html};
pub use damage::{DamagedFile, DamagedProse};
pub use definition::{Definition, label_key};
pub use description::{Description, Doubt, Flow, Separation, Separator};
pub use directive::{Directive, DirectiveName, NameId, Scope, Scopes, Verb};
pub use emphasis::{Emphasis, Stress};
pub use ending::{Ending, PERIODS};
pub use entry::{Entry, EntryId, EntryKind, is_generic as is_generic_title};
pub use front_matter::FrontMatter;
pub use host::{HostId, Hosts, behind_scheme};
pub use html::Comment;
pub use link::{Address, AddressPlace, Link, LinkId, LinkKind};
pub use list::{Item, ItemId, List, ListId, ListKind, Run, RunId};
pub use prose::{Prose, ProseKind};
pub use section::{Heading, HeadingStyle, Section, SectionId};
pub use signs::Sign;
pub use slug::{Anchor, AnchorKind, Slugger, base_slug};
pub use syntax::{Node, NodeId, NodeKind, Syntax};
pub use table::borders;
pub use words::{Form, FormId, Shape, Word, Words};

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::encoding::Damage;
use crate::invisible;
use crate::source::{FileId, Location, Source, Span, last_from, within};

/// Where lists that best-of-generator writes tell their readers how to make one.
const BEST_OF: &str = "https://github.com/best-of-lists/best-of/";

/// A block by its place in [`Document::blocks`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    Paragraph,
    Heading,
    List,
    Item,
    Quote,
    Code,
    Html,
    ThematicBreak,
    Table,
    Footnote,
}

/// A block of the document, in pre-order.
#[derive(Debug, Clone)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span,
    pub parent: Option<BlockId>,
    /// The place behind the last descendant in [`Document::blocks`].
    pub end: u32,
}

/// A table, by its rows.
#[derive(Debug, Clone)]
pub struct Table {
    pub block: BlockId,
    /// Body rows, as places in [`Document::rows`]; the header is not among them.
    pub rows: std::ops::Range<u32>,
    pub header: Vec<Span>,
}

/// A body row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    pub span: Span,
    pub cells: Vec<Span>,
}

/// One parsed file.
#[derive(Debug)]
pub struct Document {
    file: FileId,
    source: Source,
    front_matter: Option<FrontMatter>,
    blocks: Vec<Block>,
    headings: Vec<Heading>,
    sections: Vec<Section>,
    lists: Vec<List>,
    items: Vec<Item>,
    runs: Vec<Run>,
    tables: Vec<Table>,
    rows: Vec<Row>,
    links: Vec<Link>,
    definitions: Vec<Definition>,
    prose: Vec<Prose>,
    emphases: Vec<Emphasis>,
    code: Vec<Span>,
    comments: Vec<Comment>,
    directives: Vec<Directive>,
    scopes: Scopes,
    /// Inline HTML that goes over more than one line.
    long_tags: Vec<Span>,
    anchors: Vec<Anchor>,
    entries: Vec<Entry>,
    hard_break_lines: Vec<u32>,
    /// Made when a rule asks for it.
    beyond_ascii: OnceLock<Vec<Span>>,
    has_control_of_ascii: OnceLock<bool>,
    is_generated: OnceLock<bool>,
    addresses: OnceLock<Vec<Address>>,
    hosts: OnceLock<Hosts>,
    words: OnceLock<Words>,
    descriptions: OnceLock<Vec<Description>>,
    syntax: OnceLock<Syntax>,
    is_english: OnceLock<bool>,
    damaged: OnceLock<Vec<DamagedProse>>,
    damaged_file: OnceLock<Option<DamagedFile>>,
}

impl Document {
    /// Parses one source. Never fails: every text is a document.
    pub fn parse(file: FileId, source: Source) -> Self {
        parse::parse(file, source)
    }

    /// Parses one source once for its document and for its content.
    pub fn parse_with_content(file: FileId, source: Source) -> (Self, Content) {
        parse::parse_with_content(file, source)
    }

    pub fn file(&self) -> FileId {
        self.file
    }

    /// A place in this file.
    pub fn location(&self, span: Span) -> Location {
        let file = self.file;
        Location { file, span }
    }

    #[inline]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What outlives the document: its source, its suppression comments, and what they switch off where.
    pub fn into_parts(self) -> (Source, Vec<Directive>, Scopes) {
        (self.source, self.directives, self.scopes)
    }

    #[inline]
    pub fn slice(&self, span: Span) -> &str {
        self.source.slice(span)
    }

    /// The characters that are not ASCII, with their places: where rules about rare ones look.
    pub fn rare_characters(&self) -> impl Iterator<Item = (usize, char)> + '_ {
        let parts = self.beyond_ascii.get_or_init(|| self.source.beyond_ascii());
        parts.iter().flat_map(|&part| {
            let characters = self.slice(part).char_indices();
            characters.map(move |(at, character)| (part.start as usize + at, character))
        })
    }

    /// Whether the text has a control character of ASCII that is no blank.
    pub fn has_control_of_ascii(&self) -> bool {
        let has_control = || invisible::has_control_of_ascii(self.source.text());
        *self.has_control_of_ascii.get_or_init(has_control)
    }

    /// The tree of the text as remark sees it.
    pub fn syntax(&self) -> &Syntax {
        self.syntax.get_or_init(|| syntax::build(self))
    }

    pub fn front_matter(&self) -> Option<&FrontMatter> {
        self.front_matter.as_ref()
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    #[inline]
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }

    /// The direct children of a block, or the top-level blocks.
    pub fn children(&self, parent: Option<BlockId>) -> impl Iterator<Item = BlockId> + '_ {
        let (mut next, end) = match parent {
            Some(id) => (id.0 + 1, self.block(id).end),
            None => (0, self.blocks.len() as u32),
        };
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let id = BlockId(next);
                next = self.block(id).end;
                id
            })
        })
    }

    pub fn next_sibling(&self, id: BlockId) -> Option<BlockId> {
        let block = self.block(id);
        let next = self.blocks.get(block.end as usize)?;
        (next.parent == block.parent).then_some(BlockId(block.end))
    }

    pub fn previous_sibling(&self, id: BlockId) -> Option<BlockId> {
        let parent = self.block(id).parent;
        let mut at = BlockId(id.0.checked_sub(1)?);
        while Some(at) != parent {
            let block = self.block(at);
            if block.parent == parent {
                return Some(at);
            }
            at = block.parent?;
        }
        None
    }

    pub fn headings(&self) -> &[Heading] {
        &self.headings
    }

    /// The heading that holds an offset.
    pub fn heading_at(&self, offset: u32) -> Option<&Heading> {
        last_from(&self.headings, offset, |heading| heading.span.start).filter(|heading| heading.span.contains(offset))
    }

    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0 as usize]
    }

    /// The texts of the headings from the outermost section to this one.
    pub fn section_path(&self, id: SectionId) -> Vec<Cow<'_, str>> {
        let mut path = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next {
            let section = self.section(id);
            if let Some(heading) = section.heading {
                path.push(self.plain_text(self.headings[heading as usize].text));
            }
            next = section.parent;
        }
        path.reverse();
        path
    }

    pub fn lists(&self) -> &[List] {
        &self.lists
    }

    pub fn list(&self, id: ListId) -> &List {
        &self.lists[id.0 as usize]
    }

    pub fn items(&self) -> &[Item] {
        &self.items
    }

    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.0 as usize]
    }

    /// The items of one list, without those of nested lists.
    pub fn items_of(&self, list: ListId) -> impl Iterator<Item = ItemId> + '_ {
        let mut next = self.list(list).first;
        std::iter::from_fn(move || {
            let id = next?;
            next = self.item(id).next;
            Some(id)
        })
    }

    /// The items of one list by themselves.
    pub fn items_of_list<'d>(&'d self, list: &List) -> impl Iterator<Item = &'d Item> + use<'d> {
        let first = list.first.map(|first| self.item(first));
        std::iter::successors(first, |item| item.next.map(|next| self.item(next)))
    }

    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The cells of a row as they stand in the source, those that the table has no column for among them.
    pub fn source_cells(&self, row: &Row) -> Vec<Span> {
        table::cells(self.slice(row.span), row.span.start)
    }

    #[inline]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    #[inline]
    pub fn link(&self, id: LinkId) -> &Link {
        &self.links[id.0 as usize]
    }

    /// The links that begin inside a span.
    pub fn links_in(&self, span: Span) -> &[Link] {
        within(&self.links, span, |link| link.span.start)
    }

    /// The addresses where they are written: those of the links, then those of the definitions.
    pub fn addresses(&self) -> impl Iterator<Item = Address> + '_ {
        let all = self.addresses.get_or_init(|| {
            let defined = self.definitions.iter().map(|definition| Address {
                span: definition.url_span,
                place: AddressPlace::Definition,
                holder: definition.span,
            });
            let mut all = Vec::with_capacity(self.links.len() + self.definitions.len());
            all.extend(self.links.iter().filter_map(link::address).chain(defined));
            all
        });
        all.iter().copied()
    }

    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The text that a person reads: without code, URLs, tags and front matter.
    #[inline]
    pub fn prose(&self) -> &[Prose] {
        &self.prose
    }

    /// The prose that begins inside a span.
    pub fn prose_in(&self, span: Span) -> &[Prose] {
        within(&self.prose, span, |prose| prose.span.start)
    }

    /// The prose that was decoded with the wrong encoding, in the order of the text.
    pub fn damaged_prose(&self) -> &[DamagedProse] {
        self.damaged.get_or_init(|| damage::find(self))
    }

    /// The damage that holds an offset.
    pub fn damage_at(&self, offset: u32) -> Option<&Damage> {
        damage::at(self.damaged_prose(), offset)
    }

    /// What is wrong with the file as a whole, if a large part of it went through a code page of the East and lost bytes.
    pub fn damaged_file(&self) -> Option<&DamagedFile> {
        let file = self.damaged_file.get_or_init(|| damage::file(self));
        file.as_ref()
    }

    /// Emphasised and strong texts.
    pub fn emphases(&self) -> &[Emphasis] {
        &self.emphases
    }

    /// Code spans and the contents of code blocks.
    pub fn code(&self) -> &[Span] {
        &self.code
    }

    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// Whether a program writes the file, as a comment at its start says, or links that the program puts there:
    /// who mends it mends its data.
    pub fn is_generated(&self) -> bool {
        const FIRST: usize = 40;
        *self.is_generated.get_or_init(|| {
            let mut generators = self.links.iter().take(FIRST);
            generators.any(|link| self.url(link).starts_with(BEST_OF)) || self.says_generated()
        })
    }

    fn says_generated(&self) -> bool {
        let first = self.comments.iter().take(3);
        first.map(|comment| self.slice(comment.span)).any(|comment| {
            let comment = comment[..comment.floor_char_boundary(400)]
                .to_lowercase()
                .replace('’', "'");
            // Who names a section speaks of that alone: mostly of a table of contents.
            let is_whole = !comment.contains("this section");
            let says_so = [
                "do not edit",
                "don't edit",
                "do not modify",
                "auto-generated",
                "autogenerated",
                "automatically generated",
            ]
            .iter()
            .any(|words| comment.contains(words));
            is_whole && says_so
        })
    }

    /// Inline HTML that goes over more than one line.
    pub fn long_tags(&self) -> &[Span] {
        &self.long_tags
    }

    /// The paragraph, heading or table cell around an offset, if it stands in one.
    pub fn leaf(&self, offset: u32) -> Option<Span> {
        let block = last_from(&self.blocks, offset, |block| block.span.start)?;
        let leaf = match block.kind {
            BlockKind::Paragraph | BlockKind::Heading => Some(block.span),
            BlockKind::Table => self.cell(offset),
            _ => None,
        };
        leaf.filter(|leaf| leaf.start <= offset && offset <= leaf.end)
    }

    fn cell(&self, offset: u32) -> Option<Span> {
        let row = last_from(&self.rows, offset, |row| row.span.start).filter(|row| offset <= row.span.end);
        let cells = match row {
            Some(row) => &row.cells,
            None => &last_from(&self.tables, offset, |table| self.block(table.block).span.start)?.header,
        };
        last_from(cells, offset, |cell| cell.start).copied()
    }

    /// Whether a character is part of the text itself: in prose, and not escaped.
    pub fn is_literal(&self, offset: u32) -> bool {
        let prose = last_from(&self.prose, offset, |prose| prose.span.start);
        let is_text = prose.is_some_and(|prose| prose.kind == ProseKind::Text && prose.span.contains(offset));
        is_text && !self.is_escaped(offset)
    }

    /// Whether a backslash takes the meaning from the character at an offset.
    pub fn is_escaped(&self, offset: u32) -> bool {
        let before = self.source.text()[..offset as usize].bytes().rev();
        before.take_while(|byte| *byte == b'\\').count() % 2 == 1
    }

    /// Whether text counts as it stands at an offset: in code, raw HTML, comments and front matter.
    pub fn is_verbatim(&self, offset: u32) -> bool {
        let in_front_matter = self
            .front_matter
            .as_ref()
            .is_some_and(|front_matter| offset < front_matter.span.end);
        let in_code = last_from(&self.code, offset, |code| code.start).is_some_and(|code| offset < code.end);
        // Up to the end of the last line: blanks there belong to the block.
        let in_block = last_from(&self.blocks, offset, |block| block.span.start)
            .is_some_and(|block| matches!(block.kind, BlockKind::Code | BlockKind::Html) && offset <= block.span.end);
        let in_comment = last_from(&self.comments, offset, |comment| comment.span.start)
            .is_some_and(|comment| offset < comment.span.end);
        let in_tag = last_from(&self.long_tags, offset, |tag| tag.start).is_some_and(|tag| offset < tag.end);
        in_front_matter || in_code || in_block || in_comment || in_tag
    }

    pub fn directives(&self) -> &[Directive] {
        &self.directives
    }

    /// Whether a suppression comment switches a rule off at an offset.
    pub fn is_disabled(&self, rule: &str, offset: u32) -> bool {
        self.scopes.hiding(rule, offset).is_some()
    }

    #[inline]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    #[inline]
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// What stands before an offset in its line.
    pub fn line_before(&self, offset: u32) -> Span {
        let start = self.source.line_start(self.source.line_of(offset as usize));
        Span::new(start.max(self.source.bom_len()).min(offset as usize), offset as usize)
    }

    /// The line that holds an offset, at most so many bytes of it before and behind the offset.
    pub fn line_around(&self, offset: u32, reach: usize) -> Span {
        let line = self.source.line_content(self.source.line_of(offset as usize));
        self.near(line, offset, reach)
    }

    /// The part of a span that lies at most so many bytes before and behind an offset in it.
    fn near(&self, span: Span, offset: u32, reach: usize) -> Span {
        let text = self.source.text();
        let offset = offset as usize;
        let start = text.floor_char_boundary(offset.saturating_sub(reach));
        let end = text.floor_char_boundary(offset + reach);
        Span::new(
            start.max(span.start as usize).min(offset),
            end.min(span.end as usize).max(offset),
        )
    }

    /// Whether a line, by its index from 0, ends in a hard break.
    pub fn has_hard_break(&self, line: usize) -> bool {
        self.hard_break_lines.binary_search(&(line as u32)).is_ok()
    }

    /// The address a link leads to, decoded.
    pub fn url<'a>(&'a self, link: &'a Link) -> &'a str {
        match (&link.decoded_url, link.url_span) {
            (Some(url), _) => url,
            (None, Some(span)) => self.slice(span),
            (None, None) => "",
        }
    }

    /// Where the address of a link is written: in it, or in the definition that it refers to.
    pub fn address_spans(&self, link: &Link) -> Vec<Span> {
        if let Some(span) = link.url_span {
            return vec![span];
        }
        let url = self.url(link);
        let definitions = self.definitions.iter().map(|definition| definition.url_span);
        definitions.filter(|span| self.slice(*span) == url).collect()
    }

    /// What a person reads in a span: prose and code, without markup, addresses and tags.
    pub fn plain_text(&self, span: Span) -> Cow<'_, str> {
        prose::plain_text(self, span)
    }

    /// The title of an entry as a person reads it; a generic one (`info`, `PDF`) follows its parent's.
    pub fn title(&self, entry: &Entry) -> Cow<'_, str> {
        entry::title(self, entry).0
    }

    /// The title of an entry as a person reads it, without that of its parent.
    pub fn own_title(&self, entry: &Entry) -> Cow<'_, str> {
        entry::own_title(self, entry)
    }

    /// The title of an entry, and whether it says which thing the entry lists, by itself or through its
    /// parent: `PDF` alone does not.
    pub fn title_and_name(&self, entry: &Entry) -> (Cow<'_, str>, bool) {
        entry::title(self, entry)
    }

    /// The places that fragments lead to: headings, and tags with an `id` or a `name`.
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }
}
