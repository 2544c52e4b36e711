//! Raw HTML in a document: tags, attributes, text and comments, found by a small scanner.

use crate::source::Span;

/// An HTML comment.
#[derive(Debug, Clone)]
pub struct Comment {
    /// From `<!--` to `-->`.
    pub span: Span,
    /// The block or inline that follows it under the same parent.
    pub next_sibling: Option<Span>,
}

/// A piece of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(Span),
    /// From `<` to `>`.
    Tag(Span),
    Comment(Span),
}

/// Calls `visit` for every piece of `text`, whose first byte stands at `base`.
pub(super) fn scan(text: &str, base: usize, mut visit: impl FnMut(Piece)) {
    let bytes = text.as_bytes();
    let span = |start: usize, end: usize| Span::new(base + start, base + end);
    let mut at = 0;
    while at < bytes.len() {
        let open = memchr::memchr(b'<', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        if open > at {
            visit(Piece::Text(span(at, open)));
        }
        if open == bytes.len() {
            return;
        }
        if text[open..].starts_with("<!--") {
            let end =
                memchr::memmem::find(&bytes[open + 4..], b"-->").map_or(bytes.len(), |found| open + 4 + found + 3);
            visit(Piece::Comment(span(open, end)));
            at = end;
        } else if bytes
            .get(open + 1)
            .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
        {
            let end = tag_end(bytes, open);
            visit(Piece::Tag(span(open, end)));
            at = end;
        } else {
            visit(Piece::Text(span(open, open + 1)));
            at = open + 1;
        }
    }
}

fn tag_end(bytes: &[u8], open: usize) -> usize {
    let mut quote = None;
    for (index, &byte) in bytes.iter().enumerate().skip(open + 1) {
        match (quote, byte) {
            (None, b'>') => return index + 1,
            (None, b'"' | b'\'') if bytes[index - 1] == b'=' => quote = Some(byte),
            (Some(open_quote), byte) if byte == open_quote => quote = None,
            _ => {}
        }
    }
    bytes.len()
}

/// The name of a tag as written, with its slash where it closes: `a`, `/a`.
pub(super) fn tag_name(tag: &str) -> &str {
    let start = tag.len() - tag.trim_start_matches('<').len();
    let name = tag.get(start..).unwrap_or_default();
    let is_name =
        |(index, byte): &(usize, u8)| byte.is_ascii_alphanumeric() || *byte == b'-' || *index == 0 && *byte == b'/';
    let length = name.bytes().enumerate().take_while(is_name).count();
    &name[..length]
}

/// The level of a heading's tag, and whether it is the closing one.
pub(super) fn heading_level(name: &str) -> Option<(u8, bool)> {
    let (is_closing, name) = match name.strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, name),
    };
    let level = name.strip_prefix(['h', 'H'])?.parse().ok()?;
    (1..=6).contains(&level).then_some((level, is_closing))
}

/// The value of an attribute without its quotes, as offsets in the tag.
pub(super) fn attribute(tag: &str, name: &str) -> Option<(usize, usize)> {
    let bytes = tag.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        let start = at + bytes[at..].iter().position(u8::is_ascii_alphabetic)?;
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':');
        let end = start + bytes[start..].iter().take_while(|byte| is_name(byte)).count();
        at = skip_white_space(bytes, end);
        if bytes.get(at) != Some(&b'=') {
            at = at.max(end);
            continue;
        }
        at = skip_white_space(bytes, at + 1);
        let (value, after) = match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) => {
                let close = memchr::memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |found| at + 1 + found);
                ((at + 1, close), close + 1)
            }
            _ => {
                let length = bytes[at..]
                    .iter()
                    .take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'>')
                    .count();
                ((at, at + length), at + length)
            }
        };
        if tag[start..end].eq_ignore_ascii_case(name) {
            return Some(value);
        }
        at = after;
    }
    None
}

fn skip_white_space(bytes: &[u8], start: usize) -> usize {
    let blanks = bytes.get(start..).unwrap_or_default();
    start + blanks.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_follow_one_another() {
        let text = "a<b c='>'>d<!-- e --></b> 1 < 2";
        let mut pieces = Vec::new();
        scan(text, 0, |piece| pieces.push(piece));
        let slices: Vec<&str> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(span) | Piece::Tag(span) | Piece::Comment(span) => &text[span.range()],
            })
            .collect();
        assert_eq!(slices, ["a", "<b c='>'>", "d", "<!-- e -->", "</b>", " 1 ", "<", " 2"]);
    }

    #[test]
    fn attributes_are_found_by_name() {
        let tag = r#"<a class=x href = "u v" title='t'>"#;
        let value = |name| attribute(tag, name).map(|(start, end)| &tag[start..end]);
        assert_eq!(value("href"), Some("u v"));
        assert_eq!(value("title"), Some("t"));
        assert_eq!(value("class"), Some("x"));
        assert_eq!(value("id"), None);
        assert_eq!(tag_name("</A >"), "/A");
    }
}
