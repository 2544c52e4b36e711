//! Entries: what a list lists, whether it is written as a bullet, a numbered item or a table row.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::list::{ItemId, ListKind};
use super::{Document, LinkId, LinkKind, ProseKind, Row, SectionId, section};
use crate::sieve::Sieve;
use crate::source::Span;

/// An entry by its place in [`Document::entries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// How an entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    Bullet,
    Numbered,
    TableRow,
}

/// One entry of a list. Tables of contents hold none.
#[derive(Debug, Clone)]
pub struct Entry {
    pub kind: EntryKind,
    /// The whole item with its children, or the row.
    pub span: Span,
    /// What belongs to the entry alone: its first paragraph, or the row.
    pub head: Span,
    /// The bullet or the number; `None` for a row.
    pub marker: Option<Span>,
    pub number: Option<u32>,
    pub item: Option<ItemId>,
    pub section: SectionId,
    /// The entry whose item holds this one.
    pub parent: Option<EntryId>,
    /// 0 for an entry in no other item.
    pub nesting: u32,
    /// The link that the entry begins with.
    pub link: Option<LinkId>,
    /// Its other links, images left out.
    pub alternates: Vec<LinkId>,
    /// The text of the primary link, or the text of the entry up to its separator.
    pub title: Span,
    /// From the end of the title to the description: blanks, dashes, colons.
    pub separator: Option<Span>,
    pub description: Option<Span>,
}

/// Link texts that say what kind of thing they lead to, not which; sorted.
#[rustfmt::skip]
const GENERIC_TITLES: &[&str] = &[
    "api", "apk", "app", "app store", "archive", "article", "arxiv", "blog", "book", "code", "conda",
    "course", "crates.io", "demo", "discord", "doc", "docker", "docs", "documentation", "download", "example",
    "examples", "forum", "gitee", "github", "gitlab", "google play", "here", "home", "homepage",
    "huggingface", "info", "lecture", "lectures", "link", "maven", "more", "note", "notes", "npm", "official",
    "page", "paper", "pdf", "playlist", "post", "preprint", "project", "pypi", "readme", "repo", "repository",
    "rubygems", "site", "slides", "source", "source code", "summary", "talk", "tutorial", "twitter", "url",
    "video", "videos", "web", "webpage", "website", "wiki", "youtube", "ссылка", "代码", "官网", "论文", "链接",
];

/// Builds the entries and marks the lists that are tables of contents.
pub(super) fn build(document: &mut Document) -> Vec<Entry> {
    let firsts = first_links(document);
    let leading = leading_links(document, &firsts);
    mark_contents(document, &leading);
    let mut entries = Vec::with_capacity(document.items.len() + document.rows.len());
    let mut entry_of_item: Vec<Option<EntryId>> = vec![None; document.items.len()];
    for index in 0..document.items.len() {
        let item = &document.items[index];
        let list = &document.lists[item.list.0 as usize];
        if list.is_contents {
            continue;
        }
        let parent = list.parent.and_then(|parent| entry_of_item[parent.0 as usize]);
        let id = ItemId(index as u32);
        let Some(entry) = from_item(document, id, firsts[index], leading[index], parent) else {
            continue;
        };
        entry_of_item[index] = Some(EntryId(entries.len() as u32));
        entries.push(entry);
    }
    let first_row = entries.len();
    for table in 0..document.tables.len() {
        from_table(document, table, &mut entries);
    }
    if first_row > 0 && entries.len() > first_row {
        entries = in_text_order(entries);
    }
    entries
}

/// Sorts entries by place and lets the parents follow.
fn in_text_order(entries: Vec<Entry>) -> Vec<Entry> {
    let mut order: Vec<u32> = (0..entries.len() as u32).collect();
    order.sort_by_key(|&index| entries[index as usize].span.start);
    let mut place = vec![0u32; entries.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old as usize] = new as u32;
    }
    let mut sorted = entries;
    for entry in &mut sorted {
        entry.parent = entry.parent.map(|parent| EntryId(place[parent.0 as usize]));
    }
    sorted.sort_by_key(|entry| entry.span.start);
    sorted
}

/// For each item the place of the first link that does not begin before its head.
fn first_links(document: &Document) -> Vec<u32> {
    let mut at = 0;
    let heads = document.items.iter().map(|item| item.head);
    // Items follow one another, and so do their links: a look at the next one is cheaper than a search.
    let firsts = heads.map(|head| {
        let Some(head) = head else { return at as u32 };
        if at > 0 && document.links[at - 1].span.start >= head.start {
            at = first_link_from(document, head.start);
        }
        let behind = document.links[at..].iter();
        at += behind.take_while(|link| link.span.start < head.start).count();
        at as u32
    });
    firsts.collect()
}

/// For each item the link it begins with, if any.
fn leading_links(document: &Document, firsts: &[u32]) -> Vec<Option<LinkId>> {
    let items = document.items.iter().zip(firsts);
    items
        .map(|(item, &first)| leading_link(document, item.head?, first as usize))
        .collect()
}

fn leading_link(document: &Document, head: Span, first: usize) -> Option<LinkId> {
    let id = words_link(document, first, head.end)?;
    let link = document.link(id);
    let lead = Span::new(head.start as usize, link.span.start as usize);
    let says_nothing = || {
        let mut prose = document.prose_in(lead).iter();
        prose.all(|prose| prose.kind != ProseKind::Text || is_mark(document.slice(prose.span)))
    };
    // Most entries begin with their link.
    (lead.is_empty() || says_nothing()).then_some(id)
}

/// The first link with words, from a place in the table on and before an end.
fn words_link(document: &Document, first: usize, end: u32) -> Option<LinkId> {
    for (at, link) in document.links.iter().enumerate().skip(first) {
        if link.span.start >= end {
            break;
        }
        if !link.is_image && !is_only_image(document, at) {
            return Some(LinkId(at as u32));
        }
    }
    None
}

/// Whether a text before a link is a mark and no words: signs, numbers, `:shortcodes:`, and what stands
/// in brackets, such as a year or a kind.
fn is_mark(text: &str) -> bool {
    let mut depth = 0usize;
    text.split_whitespace().all(|word| {
        let is_shortcode = word.len() > 2 && word.starts_with(':') && word.ends_with(':');
        let opened = word.matches(['[', '(', '（', '【']).count();
        let closed = word.matches([']', ')', '）', '】']).count();
        let is_bracketed = depth + opened > 0;
        depth = (depth + opened).saturating_sub(closed);
        is_shortcode || is_bracketed || !word.contains(char::is_alphabetic)
    })
}

fn first_link_from(document: &Document, offset: u32) -> usize {
    document.links.partition_point(|link| link.span.start < offset)
}

/// Whether the text of a link, by its place in the table, holds images and nothing to read.
fn is_only_image(document: &Document, link: usize) -> bool {
    let text = document.links[link].text;
    // What is in a link follows it.
    let behind = document.links[link + 1..].iter();
    let mut inner = behind.take_while(|inner| inner.span.start < text.end);
    inner.any(|inner| inner.is_image && inner.span.start >= text.start)
        && !document
            .prose_in(text)
            .iter()
            .any(|prose| prose.kind == ProseKind::Text && !document.slice(prose.span).trim().is_empty())
}

fn mark_contents(document: &mut Document, leading: &[Option<LinkId>]) {
    let mut item = 0;
    let mut contents = Vec::new();
    for top in 0..document.lists.len() {
        if document.lists[top].depth > 0 {
            continue;
        }
        let end = document.block(document.lists[top].block).end;
        let mut count = Contents::default();
        while item < document.items.len() && document.items[item].block.0 < end {
            count.add(document, leading[item]);
            item += 1;
        }
        if count.is_contents() {
            let lists = document.lists[top..].iter().take_while(|list| list.block.0 < end);
            contents.push(top..top + lists.count());
        }
    }
    for list in contents.into_iter().flatten() {
        document.lists[list].is_contents = true;
    }
}

/// Counts by which a list or table is known as a table of contents.
#[derive(Default)]
struct Contents<'d> {
    items: usize,
    linked: usize,
    /// Links to a fragment of the document itself.
    anchors: usize,
    /// Links to a fragment of the front page of one and the same repository.
    repository_anchors: usize,
    repository: Option<&'d str>,
}

impl<'d> Contents<'d> {
    fn add(&mut self, document: &'d Document, link: Option<LinkId>) {
        self.items += 1;
        let Some(link) = link else { return };
        self.linked += 1;
        let url = document.url(document.link(link));
        let Some(page) = memchr::memchr(b'#', url.as_bytes()) else {
            return;
        };
        let (page, fragment) = (&url[..page], &url[page + 1..]);
        if is_own_fragment(document, page, fragment) {
            self.anchors += 1;
        } else if let Some(repository) = repository_of_anchor(page, fragment) {
            let is_same = *self.repository.get_or_insert(repository) == repository;
            self.repository_anchors += usize::from(is_same);
        }
    }

    fn is_contents(&self) -> bool {
        let most = |anchors: usize| anchors * 10 >= self.linked * 7;
        let is_known =
            self.anchors >= 2 && most(self.anchors) || self.repository_anchors >= 3 && most(self.repository_anchors);
        is_known && self.linked * 2 >= self.items
    }
}

/// Whether an address leads to a place of its own file, which it may name.
fn is_own_fragment(document: &Document, path: &str, fragment: &str) -> bool {
    let path = path.strip_prefix("./").unwrap_or(path);
    let file = || document.source.path().file_name().and_then(|name| name.to_str());
    !fragment.is_empty() && (path.is_empty() || Some(path) == file())
}

/// The front page that an address leads into, where it has a fragment of a repository's README.
fn repository_of_anchor<'u>(page: &'u str, fragment: &str) -> Option<&'u str> {
    let path = page.strip_prefix("https://github.com/")?;
    let is_front_page = path.trim_end_matches('/').split('/').count() == 2;
    (is_front_page && !fragment.is_empty() && fragment != "readme").then_some(page)
}

fn from_item(
    document: &Document,
    id: ItemId,
    first: u32,
    link: Option<LinkId>,
    parent: Option<EntryId>,
) -> Option<Entry> {
    let item = document.item(id);
    let span = document.block(item.block).span;
    let head = item.head.filter(|head| !head.is_empty())?;
    let list = document.list(item.list);
    let kind = match list.kind {
        ListKind::Bullet(_) => EntryKind::Bullet,
        ListKind::Ordered(_) => EntryKind::Numbered,
    };
    let (title, title_end) = match link {
        Some(link) => {
            let link = document.link(link);
            (link.text, link.span.end as usize)
        }
        None => {
            let title = plain_title(document.slice(head));
            let span = Span::new(head.start as usize, head.start as usize + title);
            (span, span.end as usize)
        }
    };
    let (separator, description) = after_title(document, title_end, head.end as usize);
    Some(Entry {
        kind,
        span,
        head,
        marker: Some(item.marker),
        number: item.number,
        item: Some(id),
        section: section::at(&document.sections, span.start),
        parent,
        nesting: list.depth,
        link,
        alternates: alternates(document, first as usize, head.end, link),
        title,
        separator,
        description,
    })
}

/// The other links from a place in the table on and before an end.
fn alternates(document: &Document, first: usize, end: u32, link: Option<LinkId>) -> Vec<LinkId> {
    let mut alternates = Vec::new();
    for (at, other) in (first as u32..).zip(&document.links[first..]) {
        if other.span.start >= end {
            break;
        }
        if !other.is_image && Some(LinkId(at)) != link {
            alternates.push(LinkId(at));
        }
    }
    alternates
}

/// Where the title of an entry without a link ends: before ` - ` and its kin, or at the end of the line.
fn plain_title(text: &str) -> usize {
    const SEPARATORS: [&str; 5] = [" - ", " – ", " — ", ": ", "："];
    let end = memchr::memchr2(b'\n', b'\r', text.as_bytes()).unwrap_or(text.len());
    let line = &text[..end];
    // A separator that begins the line parts nothing further on either.
    let leading = SEPARATORS.iter().position(|separator| line.starts_with(separator));
    let parts = |at: &usize| {
        let rest = &line.as_bytes()[*at..];
        let found = SEPARATORS
            .iter()
            .position(|separator| rest.starts_with(separator.as_bytes()));
        found.is_some() && found != leading
    };
    memchr::memchr3_iter(b' ', b':', SEPARATORS[4].as_bytes()[0], line.as_bytes())
        .find(parts)
        .unwrap_or(line.trim_end().len())
}

/// The separator and the description behind a title.
fn after_title(document: &Document, from: usize, to: usize) -> (Option<Span>, Option<Span>) {
    let text = &document.source().text()[from..to];
    let marks = text.len() - text.trim_start_matches(['*', '_', '~', ')', ']', '`']).len();
    let rest = &text[marks..];
    let is_separator = |character: char| {
        character.is_whitespace()
            || matches!(
                character,
                '-' | '–' | '—' | ':' | '：' | ',' | '，' | '.' | '|' | '·' | '='
            )
    };
    let length = rest.find(|character| !is_separator(character)).unwrap_or(rest.len());
    let start = from + marks;
    let description = Span::new(start + length, start + rest.trim_end().len().max(length));
    let separator = Span::new(start, start + length);
    (
        (!separator.is_empty()).then_some(separator),
        (!description.is_empty()).then_some(description),
    )
}

fn from_table(document: &Document, table: usize, entries: &mut Vec<Entry>) {
    let rows = document.tables[table].rows.clone();
    let rows = &document.rows[rows.start as usize..rows.end as usize];
    let Some(column) = link_column(document, rows) else {
        return;
    };
    let links: Vec<Option<LinkId>> = rows.iter().map(|row| cell_link(document, row, column)).collect();
    let mut count = Contents::default();
    links.iter().for_each(|link| count.add(document, *link));
    if count.is_contents() {
        return;
    }
    for (row, link) in rows.iter().zip(links) {
        entries.extend(from_row(document, row, column, link));
    }
}

/// The column whose links tell the rows apart: the first in which half of the rows have a link and hardly
/// two have the same, else the one with the most different links.
fn link_column(document: &Document, rows: &[Row]) -> Option<usize> {
    let columns = rows.iter().map(|row| row.cells.len()).max()?;
    let mut best = None;
    let mut most = 0;
    for column in 0..columns {
        let links = rows.iter().filter_map(|row| cell_link(document, row, column));
        let mut urls: Vec<&str> = links.map(|link| document.url(document.link(link))).collect();
        let linked = urls.len();
        urls.sort_unstable();
        urls.dedup();
        if linked * 2 >= rows.len() && urls.len() * 10 >= linked * 9 {
            return Some(column);
        }
        if urls.len() > most {
            most = urls.len();
            best = Some(column);
        }
    }
    best
}

fn cell_link(document: &Document, row: &Row, column: usize) -> Option<LinkId> {
    let cell = row.cells.get(column)?;
    words_link(document, first_link_from(document, cell.start), cell.end)
}

/// A row is called by the first cell with words, which mostly holds the link.
fn from_row(document: &Document, row: &Row, column: usize, link: Option<LinkId>) -> Option<Entry> {
    let named = row
        .cells
        .iter()
        .take(column + 1)
        .position(|cell| has_words(document, *cell));
    let title_column = named.unwrap_or(0);
    let title = match link {
        Some(link) if title_column == column => document.link(link).text,
        _ => trim(document, *row.cells.get(title_column)?),
    };
    let description = row
        .cells
        .iter()
        .enumerate()
        .filter(|(place, _)| *place > title_column && *place != column)
        .map(|(_, cell)| trim(document, *cell))
        .find(|cell| !cell.is_empty());
    Some(Entry {
        kind: EntryKind::TableRow,
        span: row.span,
        head: row.span,
        marker: None,
        number: None,
        item: None,
        section: section::at(&document.sections, row.span.start),
        parent: None,
        nesting: 0,
        link,
        alternates: alternates(document, first_link_from(document, row.span.start), row.span.end, link),
        title,
        separator: None,
        description,
    })
}

fn has_words(document: &Document, cell: Span) -> bool {
    let has_plain_letter = || {
        let mut pieces = document.prose_in(cell).iter();
        let first = pieces.find(|prose| prose.kind == ProseKind::Text && prose.span.end <= cell.end);
        let text = first.map_or("", |prose| document.slice(prose.span)).as_bytes();
        text.iter().any(u8::is_ascii_alphabetic) && memchr::memchr(b'&', text).is_none()
    };
    has_plain_letter() || document.plain_text(cell).contains(char::is_alphabetic)
}

fn trim(document: &Document, span: Span) -> Span {
    let slice = document.slice(span);
    let start = span.start as usize + (slice.len() - slice.trim_start().len());
    Span::new(start, start + slice.trim().len())
}

/// The title, and whether it says which thing the entry lists, by itself or through its parent.
pub(super) fn title<'d>(document: &'d Document, entry: &Entry) -> (Cow<'d, str>, bool) {
    let own = own_title(document, entry);
    match entry.parent {
        _ if !is_generic(&own) => (own, true),
        Some(parent) => {
            let (parent, _) = title(document, document.entry(parent));
            (Cow::Owned(format!("{parent} › {own}")), true)
        }
        None => (own, false),
    }
}

/// The length in bytes of the longest generic title.
const LONGEST_GENERIC: usize = 13;

static SIEVE: LazyLock<Sieve> = LazyLock::new(|| Sieve::of(GENERIC_TITLES.iter().copied()));

/// Whether a text says what kind of thing it leads to, not which.
pub fn is_generic(title: &str) -> bool {
    let is_known = || GENERIC_TITLES.binary_search(&title.to_lowercase().as_str()).is_ok();
    title.len() <= LONGEST_GENERIC && (!title.is_ascii() || SIEVE.may_hold(title)) && is_known()
}

pub(super) fn own_title<'d>(document: &'d Document, entry: &Entry) -> Cow<'d, str> {
    let text = document.plain_text(entry.title);
    if !text.is_empty() {
        return text;
    }
    match entry.link.map(|link| document.link(link)) {
        Some(link) if link.kind == LinkKind::Html => {
            let mut text = String::new();
            super::html::scan(document.slice(link.text), 0, |piece| {
                if let super::html::Piece::Text(span) = piece {
                    text.push_str(&document.slice(link.text)[span.range()]);
                }
            });
            Cow::Owned(text.trim().to_owned())
        }
        Some(link) => Cow::Borrowed(document.url(link)),
        None => Cow::Borrowed(document.slice(entry.title).trim()),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn generic_titles_are_sorted_for_their_search() {
        assert!(super::GENERIC_TITLES.is_sorted());
        let longest = super::GENERIC_TITLES.iter().map(|title| title.len()).max();
        assert_eq!(longest, Some(super::LONGEST_GENERIC));
    }
}
