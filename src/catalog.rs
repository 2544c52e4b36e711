//! The entries of all files of a run, one compact table.

use std::borrow::Cow;
use std::sync::Arc;

use crate::document::{Document, Entry, EntryKind, Scopes, SectionId};
use crate::encoding;
use crate::rule::RuleInfo;
use crate::source::{FileId, Source, Span};
use crate::url::canonical_key;

/// One entry of one file.
#[derive(Debug, Clone)]
pub struct Row {
    pub file: FileId,
    pub kind: EntryKind,
    /// The whole entry with its children.
    pub span: Span,
    /// The title, or the link if there is one.
    pub place: Span,
    /// The list or table that holds the entry.
    pub container: Span,
    title: Text,
    /// Whether the title says which thing the entry lists, and not only `PDF`.
    pub is_named: bool,
    url: Text,
    /// The canonical key of the address; empty where it has none.
    key: Text,
    /// Its place among the sections of the file, and the heading as it is read.
    pub section: u32,
    pub section_title: Arc<str>,
    /// What the entry says by itself, without its marker.
    text: Span,
}

/// A text of a row: mostly a place in the file, so that the rows of many files need little memory.
#[derive(Debug, Clone)]
enum Text {
    At(Span),
    Own(Box<str>),
}

impl Text {
    fn of(source: &Source, text: Cow<'_, str>) -> Self {
        match text {
            Cow::Borrowed(text) => source.place_of(text).map_or_else(|| Self::Own(text.into()), Self::At),
            Cow::Owned(text) => Self::Own(text.into()),
        }
    }

    fn read<'t>(&'t self, source: &'t Source) -> &'t str {
        match self {
            Self::At(span) => source.slice(*span),
            Self::Own(text) => text,
        }
    }
}

/// What the catalog knows of a file beside its entries.
#[derive(Debug, Clone, Copy)]
pub struct File<'f> {
    pub source: &'f Source,
    pub scopes: &'f Scopes,
}

/// The entries of all files, in the order of the files and of the text.
#[derive(Debug, Default)]
pub struct Catalog<'f> {
    files: Vec<File<'f>>,
    rows: Vec<&'f Row>,
}

impl<'f> Catalog<'f> {
    pub fn new(files: Vec<File<'f>>, rows: Vec<&'f Row>) -> Self {
        Self { files, rows }
    }

    pub fn file(&self, id: FileId) -> &File<'f> {
        &self.files[id.0 as usize]
    }

    pub fn rows(&self) -> &[&'f Row] {
        &self.rows
    }

    pub fn title(&self, row: &'f Row) -> &'f str {
        row.title.read(self.file(row.file).source)
    }

    pub fn url(&self, row: &'f Row) -> &'f str {
        row.url.read(self.file(row.file).source)
    }

    /// The canonical key of the address of an entry; empty where it has none.
    pub fn key(&self, row: &'f Row) -> &'f str {
        row.key.read(self.file(row.file).source)
    }

    /// Whether a suppression comment switches the rule off at an entry, so that it does not count.
    pub fn is_disabled(&self, row: &Row, rule: &RuleInfo) -> bool {
        self.file(row.file).scopes.hiding(rule.name, row.place.start).is_some()
    }

    /// Whether two entries say the same, blanks apart.
    pub fn agree(&self, first: &Row, second: &Row) -> bool {
        let words = |row: &Row| self.file(row.file).source.slice(row.text).split_whitespace();
        words(first).eq(words(second))
    }

    /// The lines that go when an entry goes; `None` where it cannot go alone, because it has children or shares
    /// its lines with something else.
    pub fn removal(&self, row: &Row) -> Option<Span> {
        if row.text.end != row.span.end {
            return None;
        }
        let source = self.file(row.file).source;
        let first = source.line_of(row.span.start as usize);
        let last = source.line_of(row.span.end.max(1) as usize - 1);
        let start = source.line_start(first);
        let before = &source.text()[start..row.span.start as usize];
        if !before.trim().is_empty() {
            return None;
        }
        let stands_apart = first > 0
            && source.is_blank_line(first - 1)
            && last + 2 < source.line_count()
            && source.is_blank_line(last + 1);
        Some(Span::new(
            start,
            source.line_start(last + 1 + usize::from(stands_apart)),
        ))
    }
}

/// The rows of one document.
pub fn rows(document: &Document) -> Vec<Row> {
    let mut section: Option<(SectionId, Arc<str>)> = None;
    let mut rows = Vec::with_capacity(document.entries().len());
    for entry in document.entries() {
        let known = section.take().filter(|(id, _)| *id == entry.section);
        let (_, title) =
            section.insert(known.unwrap_or_else(|| (entry.section, section_title(document, entry.section))));
        rows.push(row(document, entry, title.clone()));
    }
    rows
}

fn section_title(document: &Document, section: SectionId) -> Arc<str> {
    let heading = document.section(section).heading;
    let heading = heading.map(|heading| &document.headings()[heading as usize]);
    heading
        .map(|heading| document.plain_text(heading.text))
        .unwrap_or_default()
        .into()
}

/// What each entry says by itself, without its marker.
pub fn texts(document: &Document) -> impl Iterator<Item = Span> {
    document.entries().iter().map(|entry| text(document, entry))
}

fn text(document: &Document, entry: &Entry) -> Span {
    let content = entry.item.map_or(entry.head.start, |item| document.item(item).content);
    Span::new(content.min(entry.head.end) as usize, entry.head.end as usize)
}

fn row(document: &Document, entry: &Entry, section_title: Arc<str>) -> Row {
    let link = entry.link.map(|link| document.link(link));
    let url = link.map_or("", |link| document.url(link));
    let (title, is_named) = document.title_and_name(entry);
    let title = encoding::repaired(title);
    let source = document.source();
    Row {
        file: document.file(),
        kind: entry.kind,
        span: entry.span,
        place: link.map_or(entry.title, |link| link.span),
        container: container(document, entry),
        title: Text::of(source, title),
        is_named,
        url: Text::of(source, url.into()),
        key: Text::of(source, canonical_key(url).unwrap_or_default()),
        section: entry.section.0,
        section_title,
        text: text(document, entry),
    }
}

fn container(document: &Document, entry: &Entry) -> Span {
    let block = match entry.item {
        Some(item) => document.list(document.item(item).list).block,
        None => {
            let row = document.rows().partition_point(|row| row.span.start < entry.span.start) as u32;
            let next = document.tables().partition_point(|table| table.rows.start <= row);
            let table = document.tables()[..next]
                .last()
                .filter(|table| table.rows.contains(&row));
            match table {
                Some(table) => table.block,
                None => return entry.span,
            }
        }
    };
    document.block(block).span
}
