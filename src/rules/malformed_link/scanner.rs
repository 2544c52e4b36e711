//! The text around a bracket, as far as a link may reach.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::target::is_address;
use crate::document::Document;
use crate::source::{Span, last_from};

/// How many bytes the text of a link may have.
const LONGEST_TEXT: usize = 1000;

/// How many bytes an address may have.
const LONGEST_ADDRESS: usize = 2000;

pub struct Scanner<'d> {
    pub document: &'d Document,
    pub text: &'d str,
    anchors: OnceCell<FxHashSet<&'d str>>,
}

/// An address as far as it goes without a blank.
pub struct Token<'d> {
    pub text: &'d str,
    pub end: usize,
    pub stop: Stop,
}

/// What ends an address.
#[derive(PartialEq, Eq)]
pub enum Stop {
    /// A parenthesis that it did not open.
    Parenthesis,
    /// A full-width parenthesis.
    Wide,
    Blank,
    /// The end of the line, or of the text.
    Line,
}

impl<'d> Scanner<'d> {
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            text: document.source().text(),
            anchors: OnceCell::new(),
        }
    }

    pub fn has_anchor(&self, anchor: &str) -> bool {
        let names = || self.document.anchors().iter().map(|anchor| &*anchor.name).collect();
        self.anchors.get_or_init(names).contains(anchor)
    }

    /// Whether a text holds a link, which none that is a link may.
    pub fn holds_link(&self, text: Span) -> bool {
        self.document.links_in(text).iter().any(|link| !link.is_image)
    }

    /// The bracket that a closing one belongs to, if it is text as well.
    pub fn opener(&self, close: usize, leaf: Span, pair: (u8, u8)) -> Option<usize> {
        let first = close.saturating_sub(LONGEST_TEXT).max(leaf.start as usize);
        let bytes = &self.text.as_bytes()[..close];
        memchr::memrchr(pair.0, &bytes[first..])?;
        let mut depth = 0usize;
        for at in memchr::memrchr2_iter(pair.0, pair.1, &bytes[first..]) {
            let at = first + at;
            if !self.counts(at) {
                continue;
            }
            if bytes[at] == pair.1 {
                depth += 1;
            } else if depth == 0 {
                return self.document.is_literal(at as u32).then_some(at);
            } else {
                depth -= 1;
            }
        }
        None
    }

    /// Whether a bracket is neither escaped nor code.
    fn counts(&self, at: usize) -> bool {
        let code = last_from(self.document.code(), at as u32, |code| code.start);
        let is_code = code.is_some_and(|code| code.contains(at as u32));
        !is_code && !self.document.is_escaped(at as u32)
    }

    /// The text before an offset, as far as the text of a link reaches.
    pub fn text_before(&self, end: usize, leaf: Span) -> &'d str {
        let first = end.saturating_sub(LONGEST_TEXT).max(leaf.start as usize);
        &self.text[self.text.ceil_char_boundary(first)..end]
    }

    /// The rest of the line, as far as it belongs to the same text and an address reaches.
    pub fn line_from(&self, start: usize, leaf: Span) -> &'d str {
        let last = self
            .text
            .floor_char_boundary(start + LONGEST_ADDRESS)
            .min(leaf.end as usize);
        let rest = &self.text[start.min(last)..last];
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes());
        &rest[..end.unwrap_or(rest.len())]
    }

    /// Whether the line does not end at an offset.
    fn goes_on(&self, offset: usize, leaf: Span) -> bool {
        offset < leaf.end as usize && !self.text[offset..].starts_with(['\n', '\r'])
    }

    /// The token at an offset, if it begins as the address of a page does.
    pub fn address(&self, start: usize, leaf: Span) -> Option<Token<'d>> {
        let token = is_address(self.line_from(start, leaf)).then(|| self.token(start, leaf))??;
        is_address(token.text).then_some(token)
    }

    pub fn token(&self, start: usize, leaf: Span) -> Option<Token<'d>> {
        let line = self.line_from(start, leaf);
        let mut depth = 0usize;
        let found = line.char_indices().find_map(|(at, character)| match character {
            '(' => {
                depth += 1;
                None
            }
            ')' if depth == 0 => Some((at, Stop::Parenthesis)),
            ')' => {
                depth -= 1;
                None
            }
            '）' => Some((at, Stop::Wide)),
            '<' => Some((at, Stop::Blank)),
            // Another link begins here.
            ']' if line[at..].starts_with("](") => Some((line[..at].rfind('[').unwrap_or(at), Stop::Blank)),
            other if other.is_whitespace() => Some((at, Stop::Blank)),
            _ => None,
        });
        let (length, stop) = match found {
            Some((at, Stop::Blank)) if line[at..].trim().is_empty() => (at, Stop::Line),
            Some(found) => found,
            None if self.goes_on(start + line.len(), leaf) => return None,
            None => (line.len(), Stop::Line),
        };
        Some(Token {
            text: &line[..length],
            end: start + length,
            stop,
        })
    }
}
