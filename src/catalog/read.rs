//! The rows of one document.

use std::sync::LazyLock;

use super::{Alternate, Piece, Row, Rows};
use crate::document::{Document, Entry, EntryKind, LinkId, LinkKind, SectionId, is_generic_title};
use crate::sieve::Sieve;
use crate::source::{FileId, Span};
use crate::titles;
use crate::url::{Project, project, push_key};

/// Sections whose links are about the list and not listed by it.
const OTHER_SECTIONS: [&str; 18] = [
    "acknowledgements",
    "acknowledgments",
    "backers",
    "code of conduct",
    "contact",
    "contribute",
    "contributing",
    "contribution",
    "contributions",
    "contributors",
    "credits",
    "donate",
    "license",
    "licence",
    "sponsor",
    "sponsors",
    "star history",
    "support",
];

/// The entries of a document as rows of the catalog.
pub fn rows(document: &Document) -> Rows {
    let mut reader = Reader {
        document,
        rows: Rows {
            file_end: document.source().text().len() as u32,
            ..Rows::default()
        },
        key: String::new(),
    };
    reader.rows.rows.reserve(document.entries().len());
    let mut is_about_list = Vec::with_capacity(document.sections().len());
    for index in 0..document.sections().len() {
        let section = reader.section(SectionId(index as u32));
        let name = reader
            .rows
            .read(document.source(), section)
            .trim_end_matches([':', ' ']);
        is_about_list.push(OTHER_SECTIONS.iter().any(|other| name.eq_ignore_ascii_case(other)));
        reader.rows.sections.push(section);
    }
    for entry in document.entries() {
        reader.push(entry, is_about_list[entry.section.0 as usize]);
    }
    reader.rows
}

/// What each entry says by itself, without its marker.
pub fn texts(document: &Document) -> impl Iterator<Item = Span> {
    document.entries().iter().map(|entry| text(document, entry))
}

fn text(document: &Document, entry: &Entry) -> Span {
    let content = entry.item.map_or(entry.head.start, |item| document.item(item).content);
    Span::new(content.min(entry.head.end) as usize, entry.head.end as usize)
}

struct Reader<'d> {
    document: &'d Document,
    rows: Rows,
    key: String,
}

impl Rows {
    fn piece(&mut self, text: &str) -> Piece {
        let start = self.file_end + self.text.len() as u32;
        self.text.push_str(text);
        Piece {
            start,
            end: start + text.len() as u32,
        }
    }

    /// Adds an entry of which nothing is known but its title and its address.
    pub fn push(&mut self, file: FileId, title: &str, url: &str) {
        let row = self.rows.len() as u32;
        if self.sections.is_empty() {
            let none = self.piece("");
            self.sections.push(none);
        }
        let mut key = String::new();
        let is_page = push_key(url, &mut key);
        let (project, owner) = project_hashes(&key);
        let words = titles::hash(title);
        let (title, url) = (self.piece(title), self.piece(url));
        let place = Span::new(row as usize, row as usize);
        self.rows.push(Row {
            file,
            kind: EntryKind::Bullet,
            counts: true,
            stands: true,
            span: Span::new(row as usize, row as usize + 1),
            place,
            container: Span::default(),
            section: 0,
            text: Span::default(),
            description: Span::default(),
            key: if is_page { super::pages::hash(&key) } else { 0 },
            namer: row,
            words,
            project,
            owner,
            title,
            name: title,
            url,
        });
    }
}

impl Reader<'_> {
    /// A text by its place in the file, where it is written there.
    fn piece(&mut self, text: &str) -> Piece {
        match self.document.source().place_of(text) {
            Some(Span { start, end }) if !text.is_empty() => Piece { start, end },
            _ => self.rows.piece(text),
        }
    }

    fn read(&self, piece: Piece) -> &str {
        self.rows.read(self.document.source(), piece)
    }

    fn section(&mut self, id: SectionId) -> Piece {
        let heading = self.document.section(id).heading;
        let heading = heading.map(|heading| self.document.headings()[heading as usize].text);
        let title = heading.map(|heading| self.document.plain_text(heading));
        self.piece(title.as_deref().unwrap_or_default())
    }

    /// An address with the hash of its key, which stays in `key`.
    fn address(&mut self, link: LinkId) -> (Piece, u64) {
        let url = self.document.url(self.document.link(link));
        self.key.clear();
        let key = match push_key(url, &mut self.key) {
            true => super::pages::hash(&self.key),
            false => 0,
        };
        (self.piece(url), key)
    }

    /// Whether an entry has no address of its own, so that its first child with one stands for it.
    fn gives_way(&mut self, namer: u32) -> bool {
        let namer = &mut self.rows.rows[namer as usize];
        namer.key == 0 && std::mem::replace(&mut namer.stands, false)
    }

    fn push(&mut self, entry: &Entry, is_about_list: bool) {
        let document = self.document;
        let row = self.rows.rows.len() as u32;
        let own = document.own_title(entry);
        let parent = entry.parent.map(|parent| self.rows.rows[parent.0 as usize].clone());
        let is_unlinked = entry.link.is_none() && entry.alternates.is_empty();
        let is_generic = says_only_a_kind(&own) || is_unlinked && is_event(&own);
        let (title, name, namer) = match &parent {
            Some(parent) if is_generic => {
                let title = format!("{} › {own}", self.read(parent.name));
                (self.piece(&title), parent.name, parent.namer)
            }
            // A year or a number is called by what follows it.
            _ if !own.contains(char::is_alphabetic) && entry.description.is_some() => {
                let title = self.piece(&own);
                let description = entry.description.map(|description| document.slice(description));
                let name = self.piece(description.unwrap_or_default());
                (title, name, row)
            }
            _ if is_unlinked => {
                let title = self.piece(&own);
                let line = document.slice(entry.head).lines().next().unwrap_or_default();
                let line = Span::new(entry.head.start as usize, entry.head.start as usize + line.len());
                let name = document.plain_text(line);
                (title, if name == own { title } else { self.piece(&name) }, row)
            }
            _ => {
                let title = self.piece(&own);
                (title, title, row)
            }
        };
        let is_named = match &parent {
            Some(parent) => !is_generic || parent.counts,
            // An address stands for what it leads to.
            None => !is_generic || own.contains("://"),
        };
        let link = entry.link.or_else(|| last_address(document, entry));
        self.key.clear();
        let (url, key) = match link {
            Some(link) => self.address(link),
            None => (self.piece(""), 0),
        };
        let (project, owner) = project_hashes(&self.key);
        let stands = namer == row || key != 0 && self.gives_way(namer);
        let words = titles::hash(if namer == row { &own } else { self.read(name) });
        for &other in entry.alternates.iter().filter(|other| Some(**other) != link) {
            if !leads_to_entry(document, other) {
                continue;
            }
            let link = other;
            let (url, key) = self.address(link);
            if key == 0 {
                continue;
            }
            let place = document.link(link).span;
            self.rows.alternates.push(Alternate { row, place, key, url });
        }
        let end = Span::new(entry.head.end as usize, entry.head.end as usize);
        self.rows.rows.push(Row {
            file: document.file(),
            kind: entry.kind,
            counts: is_named && !is_about_list,
            stands,
            span: entry.span,
            place: link.map_or(entry.title, |link| document.link(link).span),
            container: container(document, entry),
            section: entry.section.0,
            text: text(document, entry),
            description: entry.description.unwrap_or(end),
            key,
            namer,
            words,
            project,
            owner,
            title,
            name,
            url,
        });
    }
}

/// The hashes of what the project of a key is called, and of the owner of its repository; 0 for what it has not.
fn project_hashes(key: &str) -> (u32, u32) {
    match project(key) {
        Some(Project::Repository { owner, name }) => (project_hash(name), project_hash(owner)),
        Some(Project::Site { name }) => (project_hash(name), 0),
        None => (0, 0),
    }
}

/// The hash of what a project is called: letters and digits alone.
fn project_hash(name: &str) -> u32 {
    let mut hash = NameHash::default();
    for byte in name.bytes() {
        match FOLDED[usize::from(byte)] {
            0 if byte.is_ascii() => {}
            0 => return foreign_hash(name),
            letter => hash.add(letter),
        }
    }
    hash.finish()
}

/// The letters and digits of the ASCII alphabet in small letters; 0 for all other bytes.
const FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            folded[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    folded
};

/// The same of a name with letters of other alphabets.
fn foreign_hash(name: &str) -> u32 {
    let mut hash = NameHash::default();
    let letters = name.chars().filter(|sign| sign.is_alphanumeric());
    for sign in letters.flat_map(char::to_lowercase) {
        sign.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| hash.add(byte));
    }
    hash.finish()
}

/// A hash of bytes, one by one.
#[derive(Default)]
struct NameHash {
    state: u64,
    length: u32,
}

impl NameHash {
    fn add(&mut self, byte: u8) {
        self.state = (self.state.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.length += 1;
    }

    /// 0 for a single letter, which is no name.
    fn finish(&self) -> u32 {
        match self.length {
            0 | 1 => 0,
            _ => (self.state >> 32) as u32,
        }
    }
}

/// The address of an entry whose title is no link itself: `Title - https://example.org`, `Title ([PDF](…))`.
fn last_address(document: &Document, entry: &Entry) -> Option<LinkId> {
    let first = *entry.alternates.first()?;
    let link = document.link(first);
    let is_last = || {
        document
            .slice(Span::new(link.span.end as usize, entry.head.end as usize))
            .trim()
            .is_empty()
    };
    let is_address = match link.kind {
        LinkKind::BareUrl | LinkKind::Autolink => entry.alternates.len() == 1 && is_last(),
        _ => leads_to_entry(document, first),
    };
    (is_address && entry.kind != EntryKind::TableRow).then_some(first)
}

/// Whether the text of a link says that it leads to what the entry lists: `Source Code`, `Home`.
fn leads_to_entry(document: &Document, link: LinkId) -> bool {
    let text = document.link(link).text;
    text.end - text.start < 40 && says_only_a_kind(&document.plain_text(text))
}

/// Words of titles that say what kind of thing an entry leads to.
const KINDS: [&str; 31] = [
    "article",
    "author",
    "blog",
    "book",
    "code",
    "demo",
    "docs",
    "documentation",
    "edition",
    "english",
    "free",
    "home",
    "homepage",
    "html",
    "link",
    "official",
    "online",
    "page",
    "paper",
    "pdf",
    "post",
    "preprint",
    "project",
    "release",
    "repository",
    "site",
    "slides",
    "source",
    "version",
    "video",
    "website",
];

static KIND_SIEVE: LazyLock<Sieve> = LazyLock::new(|| Sieve::of(KINDS));

/// Whether a title says what kind of thing it leads to, not which: `PDF`, `2nd Edition`, an address.
fn says_only_a_kind(title: &str) -> bool {
    let is_address = || title.starts_with("http") && !title.contains(' ');
    let is_kind = |word: &str| {
        KIND_SIEVE.may_hold(word) && KINDS.iter().any(|kind| kind.eq_ignore_ascii_case(word)) || is_ordinal(word)
    };
    // Most titles are told by their first word.
    let begins_otherwise = || {
        let end = title.bytes().take_while(u8::is_ascii_alphanumeric).count();
        end > 0 && title.as_bytes().get(end).is_none_or(u8::is_ascii) && !is_kind(&title[..end])
    };
    let is_word = |sign: char| sign.is_alphanumeric();
    let words = || title.split(|sign| !is_word(sign)).filter(|word| !word.is_empty());
    is_generic_title(title)
        || is_address()
        || title.len() < 40 && !begins_otherwise() && words().all(is_kind) && words().any(|word| !is_ordinal(word))
}

/// Whether a title says only where something was published: `PLDI 2020`, `CppCon 2019`.
fn is_event(title: &str) -> bool {
    let Some((name, year)) = title.split_once(' ') else {
        return false;
    };
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let capitals = name.bytes().filter(u8::is_ascii_uppercase).count();
    is_year && capitals > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// `2`, `2nd`, `v2`.
fn is_ordinal(word: &str) -> bool {
    word.len() <= 4 && word.bytes().any(|byte| byte.is_ascii_digit())
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
