//! The entries of all files of a run, one compact table, and what is listed twice in it.

mod find;
mod kinds;
pub mod label;
mod pages;
mod pair;
mod read;
mod removal;
mod repeated;
mod work;
mod works;

use std::sync::OnceLock;

use crate::changes::Changes;
use crate::document::{EntryKind, Scopes};
use crate::rule::RuleInfo;
use crate::source::{FileId, Source, Span};

pub use find::{Hit, address};
pub use pages::{Habit, Pages};
pub use pair::{Naming, Pair};
pub use read::{rows, texts};
pub use works::{Evidence, Match};

/// An entry by its place in the catalog: in the order of the files and of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u32);

/// One entry of one file, in 112 bytes; its title and its address are pieces of its file or of its [`Rows`].
#[derive(Debug, Clone)]
pub struct Row {
    pub file: FileId,
    pub kind: EntryKind,
    /// Whether the entry stands for something of its own: not called `PDF` alone, and not about the list itself.
    pub counts: bool,
    /// Whether its address is that of what is named: it names itself and no child of it has the address, or it is the
    /// first child with one of an entry that has none.
    pub stands: bool,
    /// The whole entry with its children.
    pub span: Span,
    /// The title, or the link if there is one.
    pub place: Span,
    /// The list or table that holds the entry.
    pub container: Span,
    /// Its place among the sections of the file.
    pub section: u32,
    /// What the entry says by itself, without its marker.
    pub text: Span,
    pub description: Span,
    /// The hash of the canonical key of its address; 0 where it has none.
    pub key: u64,
    /// The row of the same file that names the entry: itself, or a parent where it is only called `PDF`.
    pub namer: u32,
    /// The hash of the words of its name.
    pub words: u64,
    /// The hashes of what its project is called, and of the owner of its repository.
    pub project: u32,
    pub owner: u32,
    title: Piece,
    /// What the title of the namer says.
    name: Piece,
    url: Piece,
}

impl Row {
    /// Whether what the entry is compared by is its own title.
    fn is_named(&self) -> bool {
        (self.title.start, self.title.end) == (self.name.start, self.name.end)
    }
}

/// A link of an entry beside its first: to the source code, to a mirror.
#[derive(Debug, Clone)]
pub struct Alternate {
    /// The place of its entry among the rows of the file.
    pub row: u32,
    pub place: Span,
    pub key: u64,
    url: Piece,
}

/// A part of the text of a file, or of what its rows say otherwise, which counts on where the file ends.
#[derive(Debug, Clone, Copy)]
struct Piece {
    start: u32,
    end: u32,
}

/// The entries of one file.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    rows: Vec<Row>,
    alternates: Vec<Alternate>,
    /// The headings of the sections as they are read.
    sections: Vec<Piece>,
    /// What stands in the file in other words, and how long the file is.
    text: String,
    file_end: u32,
}

impl Rows {
    fn read<'t>(&'t self, source: &'t Source, piece: Piece) -> &'t str {
        match piece.start.checked_sub(self.file_end) {
            Some(start) => &self.text[start as usize..(piece.end - self.file_end) as usize],
            None => &source.text()[piece.start as usize..piece.end as usize],
        }
    }
}

/// Which files are compared with one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Collection {
    /// With all others that no collection claims.
    #[default]
    Run,
    /// With those of the same collection.
    Group(u32),
    /// With none.
    Alone,
}

/// What the catalog knows of a file.
#[derive(Debug, Clone, Copy)]
pub struct File<'f> {
    pub source: &'f Source,
    pub scopes: &'f Scopes,
    pub rows: &'f Rows,
    /// What is new in it, as far as that is known.
    pub news: Option<&'f Changes>,
    pub collection: Collection,
}

impl<'f> File<'f> {
    fn read(&self, piece: Piece) -> &'f str {
        self.rows.read(self.source, piece)
    }
}

/// The entries of all files, in the order of the files and of the text.
#[derive(Debug, Default)]
pub struct Catalog<'f> {
    files: Vec<File<'f>>,
    rows: Vec<&'f Row>,
    /// For each file the place of its first row.
    starts: Vec<u32>,
    pages: OnceLock<Pages>,
}

impl<'f> Catalog<'f> {
    pub fn new(files: Vec<File<'f>>) -> Self {
        let mut rows = Vec::with_capacity(files.iter().map(|file| file.rows.rows.len()).sum());
        let mut starts = Vec::with_capacity(files.len());
        for file in &files {
            starts.push(rows.len() as u32);
            rows.extend(&file.rows.rows);
        }
        Self {
            files,
            rows,
            starts,
            pages: OnceLock::new(),
        }
    }

    pub fn file(&self, id: FileId) -> &File<'f> {
        &self.files[id.0 as usize]
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    #[inline]
    pub fn row(&self, id: RowId) -> &'f Row {
        self.rows[id.0 as usize]
    }

    pub fn title(&self, row: &Row) -> &'f str {
        self.file(row.file).read(row.title)
    }

    /// What the entry is compared by: its title, or that of its parent where it says only what kind it is of.
    pub fn name(&self, row: &Row) -> &'f str {
        self.file(row.file).read(row.name)
    }

    pub fn url(&self, row: &Row) -> &'f str {
        self.file(row.file).read(row.url)
    }

    /// The heading over an entry.
    pub fn section(&self, row: &Row) -> &'f str {
        let file = self.file(row.file);
        file.read(file.rows.sections[row.section as usize])
    }

    pub fn description(&self, row: &Row) -> &'f str {
        self.file(row.file).source.slice(row.description)
    }

    /// The rows of a file.
    pub fn rows_of(&self, file: FileId) -> &'f [Row] {
        &self.file(file).rows.rows
    }

    /// The links beside the first ones, each with its entry and its address.
    pub fn alternates(&self) -> impl Iterator<Item = (RowId, &'f Alternate, &'f str)> {
        self.files.iter().zip(&self.starts).flat_map(|(file, start)| {
            let alternates = file.rows.alternates.iter();
            alternates.map(move |one| (RowId(start + one.row), one, file.read(one.url)))
        })
    }

    /// The entries that lead to one page.
    pub fn pages(&self) -> &Pages {
        self.pages.get_or_init(|| Pages::of(self))
    }

    /// Whether the entries of two files are compared.
    pub fn are_compared(&self, first: &Row, second: &Row) -> bool {
        if first.file == second.file {
            return true;
        }
        let collection = self.file(first.file).collection;
        collection != Collection::Alone && collection == self.file(second.file).collection
    }

    /// Whether one of two entries is known to be new, or altered.
    pub fn is_news(&self, pair: &Pair) -> bool {
        let is_new = |row: &Row| self.file(row.file).news.is_some_and(|news| news.touch(row.place));
        is_new(self.row(pair.first)) || is_new(self.row(pair.later))
    }

    /// Whether a suppression comment switches a rule off at an entry, so that it does not count.
    pub fn is_disabled(&self, row: &Row, rule: &RuleInfo) -> bool {
        self.is_off(row, rule.name)
    }

    fn is_off(&self, row: &Row, rule: &str) -> bool {
        self.file(row.file).scopes.hiding(rule, row.place.start).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::Row;

    #[test]
    fn rows_are_small() {
        assert!(size_of::<Row>() <= 112, "{}", size_of::<Row>());
    }
}
