//! Descriptions: what entries say of what they list, and what sets it off from the title.

use std::fmt;

use super::ending::{self, Ending};
use super::walk::{Found, Walk, has_words};
use super::{Document, Entry, EntryId, EntryKind};
use crate::source::Span;

/// What an entry says of what it lists.
#[derive(Debug, Clone)]
pub struct Description {
    pub entry: EntryId,
    /// What sets it off from the title; `None` where that is not to be judged.
    pub separation: Option<Separation>,
    /// From its first character to its last, with the badges and links that trail it.
    pub span: Span,
    pub flow: Flow,
    pub ending: Ending,
}

/// How a description goes on from the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// It stands for itself.
    Apart,
    /// The title is a part of its sentence, or something stands between them.
    Joined,
    /// It is a clause behind a comma or the like.
    Clause,
}

/// The separator of an entry, where it is written.
#[derive(Debug, Clone, Copy)]
pub struct Separation {
    /// From the end of the title, or what belongs to it, to the description.
    pub span: Span,
    /// The mark alone; empty where there is none.
    pub mark: Span,
    pub way: Separator,
    pub doubt: Doubt,
}

/// Whether what follows may be something else than a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    None,
    Some,
}

/// A way to set a description off: a mark, perhaps none, and the blanks around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separator {
    pub mark: &'static str,
    pub has_blank_before: bool,
    pub has_blank_behind: bool,
}

impl fmt::Display for Separator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blank = |has_blank| if has_blank { " " } else { "" };
        let before = blank(self.has_blank_before);
        write!(formatter, "{before}{}{}", self.mark, blank(self.has_blank_behind))
    }
}

impl Separator {
    /// Reads a separator as it is named in a configuration.
    pub fn parse(text: &str) -> Option<Self> {
        let inner = text.trim();
        let mark = match inner {
            "" => "",
            _ => known_mark(inner)?,
        };
        let has_blank_before = text.starts_with(' ');
        let has_blank_behind = !mark.is_empty() && text.ends_with(' ');
        (!text.is_empty()).then_some(Self {
            mark,
            has_blank_before,
            has_blank_behind,
        })
    }
}

/// The marks that separate, the longest runs as they are written.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "-", "–", "—", ":", "：", ",", "，", ".", "--", "---", "――", "——", "――", "::", "->", "=>", "→", "|", "·", "•",
    "=", "~", ";", "；", "―", "−", "‐", "‑", "－", "»", ":-",
];

pub(super) fn known_mark(text: &str) -> Option<&'static str> {
    MARKS.iter().find(|mark| **mark == text).copied()
}

pub(super) fn is_mark_sign(sign: char) -> bool {
    matches!(
        sign,
        '-' | '–'
            | '—'
            | ':'
            | '：'
            | ','
            | '，'
            | '.'
            | '―'
            | '→'
            | '|'
            | '·'
            | '•'
            | '='
            | '>'
            | '~'
            | ';'
            | '；'
            | '−'
            | '‐'
            | '‑'
            | '－'
            | '»'
    )
}

impl Document {
    /// The descriptions of entries with a link, in the order of the entries.
    pub fn descriptions(&self) -> &[Description] {
        self.descriptions.get_or_init(|| {
            let entries = self.entries().iter().enumerate();
            entries
                .filter_map(|(index, entry)| describe(self, EntryId(index as u32), entry))
                .collect()
        })
    }
}

/// Headings of columns that hold descriptions.
#[rustfmt::skip]
const COLUMNS: &[&str] = &[
    "about", "comment", "comments", "description", "descripción", "descrição", "details", "notes", "summary",
    "описание", "介绍", "描述", "简介", "説明", "说明", "설명",
];

fn describe(document: &Document, id: EntryId, entry: &Entry) -> Option<Description> {
    let link = entry.link?;
    let found = match entry.kind {
        EntryKind::TableRow => cell(document, entry)?,
        EntryKind::Bullet | EntryKind::Numbered => Walk::new(document, entry.head, link).find()?,
    };
    Some(Description {
        entry: id,
        separation: found.separation,
        span: found.span,
        flow: found.flow,
        ending: match found.flow {
            Flow::Clause => Ending::Other,
            Flow::Apart | Flow::Joined => ending::of(document, found.span),
        },
    })
}

/// The cell of a row whose column says that it holds descriptions.
fn cell(document: &Document, entry: &Entry) -> Option<Found> {
    let span = entry.description?;
    let row = document
        .rows
        .binary_search_by_key(&entry.span.start, |row| row.span.start)
        .ok()?;
    let column = document.rows[row].cells.iter().position(|cell| cell.encloses(span))?;
    let table = document
        .tables
        .partition_point(|table| table.rows.start as usize <= row)
        .checked_sub(1)?;
    let header = document.tables[table].header.get(column)?;
    let header = document
        .slice(*header)
        .trim_matches(|sign: char| !sign.is_alphanumeric());
    let is_description = header.len() <= 24 && COLUMNS.contains(&header.to_lowercase().as_str());
    let first_link = || document.links_in(span).first();
    (is_description && has_words(document, span, first_link())).then_some(Found {
        separation: None,
        span,
        flow: Flow::Apart,
    })
}
