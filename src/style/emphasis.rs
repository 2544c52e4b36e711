//! The marks of emphasised and of strong text.

use std::fmt;

use super::{Tally, Trait};
use crate::document::{Document, Emphasis, Stress};

/// `*` or `_`, or two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub byte: u8,
    pub stress: Stress,
}

impl fmt::Display for Mark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = char::from(self.byte);
        (0..self.stress.width()).try_for_each(|_| write!(formatter, "{mark}"))
    }
}

/// The mark of an emphasis, if the other one could stand in its place: inside words only `*` works, and
/// beside other marks nobody can say what belongs to what.
pub fn free_mark(document: &Document, emphasis: &Emphasis) -> Option<Mark> {
    let text = document.source().text();
    let (start, end) = (emphasis.span.start as usize, emphasis.span.end as usize);
    let byte = text.as_bytes()[start];
    let inner = &text[start + emphasis.stress.width()..end - emphasis.stress.width()];
    let other = if byte == b'*' { b'_' } else { b'*' };
    let around = [text[..start].chars().next_back(), text[end..].chars().next()];
    let is_beside_mark = |character: Option<char>| matches!(character, Some('*' | '_' | '\\'));
    let is_inside_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let is_bound = memchr::memchr(other, inner.as_bytes()).is_some()
        || inner.starts_with(char::from(byte))
        || inner.ends_with(char::from(byte))
        || around.into_iter().any(is_beside_mark)
        || around.into_iter().any(is_inside_word);
    let stress = emphasis.stress;
    (!is_bound).then_some(Mark { byte, stress })
}

/// Whether an emphasis is a line of its own, as captions are, or stands in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Line,
    Text,
}

impl Extent {
    pub const ALL: [Extent; 2] = [Extent::Line, Extent::Text];

    fn of(document: &Document, emphasis: &Emphasis) -> Self {
        let line = document.source().line_of(emphasis.span.start as usize);
        let line = document.slice(document.source().line_content(line));
        match line.trim().len() == emphasis.span.len() {
            true => Self::Line,
            false => Self::Text,
        }
    }
}

/// The emphasised or the strong texts of a file that are of one extent.
pub fn emphases(document: &Document, stress: Stress, extent: Extent) -> impl Iterator<Item = &Emphasis> {
    let these = document
        .emphases()
        .iter()
        .filter(move |emphasis| emphasis.stress == stress);
    these.filter(move |emphasis| Extent::of(document, emphasis) == extent)
}

/// The marks of the emphasised or the strong texts of a file, as far as they could be others.
pub fn marks(document: &Document, stress: Stress) -> Tally<Mark> {
    let these = document.emphases().iter().filter(|emphasis| emphasis.stress == stress);
    these.filter_map(|emphasis| free_mark(document, emphasis)).collect()
}

pub(super) fn describe_emphasis(document: &Document) -> Trait {
    Trait::new("emphasis", "emphasis-marker", &marks(document, Stress::Emphasis))
}

pub(super) fn describe_strong(document: &Document) -> Trait {
    Trait::new("strong", "strong-marker", &marks(document, Stress::Strong))
}
