//! Blanks before and behind the markers of items.

use std::fmt;

use super::{Tally, Trait};
use crate::document::{Document, Item, List, ListKind};
use crate::items::column_behind;
use crate::source::Span;

/// What an indent is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blanks {
    Spaces(u8),
    Tab,
    /// Blanks and tabs, or more than one tab.
    Mixed,
}

impl Blanks {
    pub fn of(text: &str) -> Self {
        match text {
            "\t" => Blanks::Tab,
            _ if text.contains('\t') => Blanks::Mixed,
            _ => Blanks::Spaces(text.len().min(usize::from(u8::MAX)) as u8),
        }
    }

    /// The text of these blanks, where there is one.
    pub fn text(self) -> Option<String> {
        match self {
            Blanks::Spaces(count) => Some(" ".repeat(usize::from(count))),
            Blanks::Tab => Some("\t".to_owned()),
            Blanks::Mixed => None,
        }
    }
}

impl fmt::Display for Blanks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Blanks::Spaces(0) => formatter.write_str("no blanks"),
            Blanks::Spaces(1) => formatter.write_str("1 blank"),
            Blanks::Spaces(count) => write!(formatter, "{count} blanks"),
            Blanks::Tab => formatter.write_str("a tab"),
            Blanks::Mixed => formatter.write_str("blanks and tabs"),
        }
    }
}

/// Behind more blanks than these stands code.
const DEEPEST: usize = 4;

/// The blanks between a marker and its content. None where there is no content, or where it is code.
pub fn padding(document: &Document, item: &Item) -> Option<Blanks> {
    let blanks = document.slice(Span::new(item.marker.end as usize, item.content as usize));
    let rest = &document.source().text().as_bytes()[item.content as usize..];
    let is_empty = matches!(rest.first(), None | Some(b'\n' | b'\r'));
    match blanks {
        _ if is_empty => None,
        " " => Some(Blanks::Spaces(1)),
        _ => {
            let marker = column_behind(0, indent_text(document, item)?) + item.marker.len();
            let is_code = column_behind(marker, blanks) > marker + DEEPEST;
            (!is_code).then(|| Blanks::of(blanks))
        }
    }
}

/// What stands before a marker in its line, where it is blanks alone.
pub fn indent_text<'d>(document: &'d Document, item: &Item) -> Option<&'d str> {
    let text = document.source().text();
    let before = &text.as_bytes()[..item.marker.start as usize];
    let blanks = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t'));
    let start = before.len() - blanks.count();
    let begins_line =
        start == document.source().bom_len() || text.as_bytes().get(start.wrapping_sub(1)) == Some(&b'\n');
    begins_line.then(|| &text[start..before.len()])
}

/// The indent of an item against the item around it; none where it does not stand in a line of its own.
pub fn indent(document: &Document, item: &Item) -> Option<Blanks> {
    let own = indent_text(document, item)?;
    let list = document.list(item.list);
    let parent = list.parent.map(|parent| document.item(parent));
    let outer = match parent {
        Some(parent) => indent_text(document, parent)?,
        None => "",
    };
    // A list in a footnote is indented with it.
    (document.block(list.block).parent == parent.map(|parent| parent.block)).then_some(())?;
    Some(own.strip_prefix(outer).map_or(Blanks::Mixed, Blanks::of))
}

/// Whether numbers of different widths stand so that they, or their texts, line up.
pub fn is_aligned(document: &Document, list: &List) -> bool {
    let source = document.source();
    let column = |offset: u32| offset as usize - source.line_start(source.line_of(offset as usize));
    let columns = |item: &Item| (column(item.marker.end), column(item.content));
    let mut items = document.items_of_list(list);
    let Some((first, (marker, content))) = items.next().map(|first| (first, columns(first))) else {
        return false;
    };
    items
        .filter(|item| item.marker.len() != first.marker.len())
        .any(|item| {
            let own = columns(item);
            own.0 == marker || own.1 == content
        })
}

/// Where the blanks stand that are compared with one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    BehindBullet,
    BehindNumber,
    /// Before an item in no other item.
    Outer,
    /// Before an item under a marker of one character, of two, and of more.
    UnderBullet,
    UnderDigit,
    UnderNumber,
}

impl Place {
    pub const ALL: [Place; 6] = [
        Place::BehindBullet,
        Place::BehindNumber,
        Place::Outer,
        Place::UnderBullet,
        Place::UnderDigit,
        Place::UnderNumber,
    ];

    pub fn behind(list: &List) -> Self {
        match list.kind {
            ListKind::Bullet(_) => Place::BehindBullet,
            ListKind::Ordered(_) => Place::BehindNumber,
        }
    }

    pub fn before(document: &Document, list: &List) -> Self {
        match list.parent.map(|parent| document.item(parent).marker.len()) {
            None => Place::Outer,
            Some(0 | 1) => Place::UnderBullet,
            Some(2) => Place::UnderDigit,
            Some(_) => Place::UnderNumber,
        }
    }
}

/// The blanks of a file, by their places, those of its tables of contents left out: they are often generated.
pub fn indents(document: &Document) -> [Tally<Blanks>; Place::ALL.len()] {
    let mut indents: [Tally<Blanks>; Place::ALL.len()] = Default::default();
    for item in document.items() {
        let list = document.list(item.list);
        if list.is_contents {
            continue;
        }
        if let Some(blanks) = padding(document, item) {
            indents[Place::behind(list) as usize].add(blanks);
        }
        if let Some(blanks) = indent(document, item) {
            indents[Place::before(document, list) as usize].add(blanks);
        }
    }
    indents
}

pub(super) fn describe_padding(document: &Document) -> Trait {
    let indents = indents(document);
    Trait::new(
        "blanks behind bullets",
        "list-item-indent",
        &indents[Place::BehindBullet as usize],
    )
}

pub(super) fn describe_nesting(document: &Document) -> Trait {
    let indents = indents(document);
    Trait::new(
        "indent of nested items",
        "list-item-indent",
        &indents[Place::UnderBullet as usize],
    )
}
