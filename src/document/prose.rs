//! Spans of text that a person reads.

use std::borrow::Cow;

use super::Document;
use crate::scan;
use crate::source::Span;

/// Where a piece of prose stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProseKind {
    /// Paragraphs, headings, table cells and link texts.
    Text,
    /// The alternative text of an image.
    Alt,
    /// The title of a link, image or definition.
    Title,
    /// Text between tags, and `alt` and `title` attributes.
    Html,
    Comment,
}

/// A piece of prose as it stands in the source: backslash escapes and entities are not decoded.
#[derive(Debug, Clone, Copy)]
pub struct Prose {
    pub span: Span,
    pub kind: ProseKind,
}

pub(super) fn plain_text(document: &Document, span: Span) -> Cow<'_, str> {
    let first = document.prose().partition_point(|prose| prose.span.start < span.start);
    // Most texts are one piece of prose, and nothing else has a place in them.
    if document
        .prose()
        .get(first)
        .is_some_and(|prose| prose.span == span && is_text(prose))
    {
        return decode(scan::trim(document.slice(span)));
    }
    let mut pieces = document.prose()[first..]
        .iter()
        .take_while(|prose| prose.span.start < span.end)
        .filter(|prose| is_text(prose))
        .map(|prose| prose.span)
        .peekable();
    let first_code = document.code().partition_point(|code| code.start < span.start);
    let mut code = document.code()[first_code..]
        .iter()
        .take_while(|code| code.start < span.end)
        .peekable();
    if code.peek().is_none() {
        let only = pieces.next();
        let Some(only) = only else {
            return Cow::Borrowed("");
        };
        if pieces.peek().is_none() {
            let only = Span::new(only.start as usize, only.end.min(span.end) as usize);
            return decode(document.slice(only).trim());
        }
        return join(document, span, std::iter::once(only).chain(pieces));
    }
    let mut all: Vec<Span> = pieces.chain(code.map(|code| trim_backticks(document, *code))).collect();
    all.sort_unstable();
    join(document, span, all.into_iter())
}

fn is_text(prose: &Prose) -> bool {
    matches!(prose.kind, ProseKind::Text | ProseKind::Html)
}

fn join(document: &Document, span: Span, pieces: impl Iterator<Item = Span>) -> Cow<'_, str> {
    let mut text = String::new();
    let mut last_end = None;
    for piece in pieces {
        let piece = Span::new(piece.start as usize, piece.end.min(span.end).max(piece.start) as usize);
        let gap = last_end.map(|end| document.source().text().get(end..piece.start as usize));
        if gap.flatten().is_some_and(|gap| gap.contains(['\n', '\r'])) {
            text.push(' ');
        }
        text.push_str(&decode(document.slice(piece)));
        last_end = Some(piece.end as usize);
    }
    let trimmed = text.trim();
    if trimmed.len() < text.len() {
        text = trimmed.to_owned();
    }
    Cow::Owned(text)
}

fn trim_backticks(document: &Document, code: Span) -> Span {
    let slice = document.slice(code);
    let inner = slice.trim_matches('`');
    if inner.is_empty() {
        return code;
    }
    let start = code.start as usize + (slice.len() - slice.trim_start_matches('`').len());
    Span::new(start, start + inner.len())
}

/// Removes backslash escapes and decodes the entities that titles hold; others stay as they are.
fn decode(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\\', b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match characters.peek() {
            Some(next) if character == '\\' && next.is_ascii_punctuation() => {}
            _ => decoded.push(character),
        }
        if character == '\\' {
            decoded.extend(characters.next());
        }
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    for (entity, character) in entities {
        if decoded.contains(entity) {
            decoded = decoded.replace(entity, character);
        }
    }
    Cow::Owned(decoded)
}
