//! How titles are set: plain, bold, as code, in quotation marks.

use std::fmt;

use super::{Tally, Trait};
use crate::document::{Document, Entry, EntryKind};

/// How a title is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    Plain,
    Bold,
    Italic,
    Code,
    Quoted,
}

impl fmt::Display for Quoting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Plain => "plain",
            Self::Bold => "bold",
            Self::Italic => "italic",
            Self::Code => "code",
            Self::Quoted => "quoted",
        })
    }
}

/// How the titles of a document are set that are links.
pub fn quotings(document: &Document) -> Tally<Quoting> {
    let entries = document
        .entries()
        .iter()
        .filter(|entry| entry.kind != EntryKind::TableRow);
    entries.filter_map(|entry| quoting(document, entry)).collect()
}

fn quoting(document: &Document, entry: &Entry) -> Option<Quoting> {
    let link = document.link(entry.link?);
    let text = document.slice(link.text).trim();
    let before = &document.source().text()[entry.head.start as usize..link.span.start as usize];
    let is_set = |mark: &str| text.starts_with(mark) && text.ends_with(mark) || before.ends_with(mark);
    Some(if is_set("**") || is_set("__") {
        Quoting::Bold
    } else if is_set("*") || is_set("_") {
        Quoting::Italic
    } else if text.starts_with('`') && text.ends_with('`') {
        Quoting::Code
    } else if text.starts_with(['"', '“', '«', '「']) && text.ends_with(['"', '”', '»', '」']) || before.ends_with('"')
    {
        Quoting::Quoted
    } else {
        Quoting::Plain
    })
}

pub(super) fn describe(document: &Document) -> Trait {
    Trait::new("title quoting", None, &quotings(document))
}
