//! Link reference definitions, which the parser consumes: found again in the text it left over.

use super::link;
use super::{Block, BlockKind, Document, Link, Prose};
use crate::source::{Source, Span, last_from};

/// `[label]: destination "title"`
#[derive(Debug, Clone)]
pub struct Definition {
    pub span: Span,
    pub label: Span,
    pub url_span: Span,
    pub title: Option<Span>,
}

impl Definition {
    /// The label in the form in which labels are compared.
    pub fn key(&self, document: &Document) -> String {
        label_key(document.slice(self.label))
    }

    /// Whether it is a comment in the form of a definition: `[//]: # (text)`.
    pub fn is_comment(&self, document: &Document) -> bool {
        let label = document.slice(self.label).trim();
        let is_mark = !label.chars().any(char::is_alphanumeric) || label.eq_ignore_ascii_case("comment");
        is_mark || label.starts_with("_metadata") || matches!(document.slice(self.url_span), "" | "#")
    }

    /// The lines that are to go with it; `None` where something else stands on them.
    pub fn lines(&self, source: &Source) -> Option<Span> {
        let text = source.text();
        let first = source.line_of(self.span.start as usize);
        let last = source.line_of(self.span.end as usize);
        let before = &text[source.line_start(first)..self.span.start as usize];
        let after = &text[self.span.end as usize..source.line_start(last + 1)];
        let is_alone = before.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>')) && after.trim().is_empty();
        is_alone.then(|| source.with_gap(Span::new(source.line_start(first), source.line_start(last + 1))))
    }
}

/// A label in the form in which labels are compared: without case, each run of blanks as one.
pub fn label_key(label: &str) -> String {
    let mut key = String::with_capacity(label.len());
    for word in label.split(|character: char| character.is_whitespace()) {
        // The mark of a quotation that goes over lines.
        if word.is_empty() || word == ">" && label.contains('\n') {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        // By way of capitals, since `ß` and `ss` are one; one by one, since the last `σ` of a word is no other.
        let small = word.chars().flat_map(char::to_lowercase);
        key.extend(small.flat_map(char::to_uppercase).flat_map(char::to_lowercase));
    }
    key
}

/// Finds the definitions: a line that begins one, in no code or HTML, in no text that is shown and in no
/// link.
pub(super) fn find(
    source: &Source,
    body_start: usize,
    blocks: &[Block],
    prose: &[Prose],
    links: &[Link],
) -> Vec<Definition> {
    let text = source.text();
    memchr::memmem::find_iter(&text.as_bytes()[body_start..], b"]:")
        .filter_map(|found| definition_at(source, body_start + found))
        .filter(|definition| !is_shown(definition.span.start, blocks, prose))
        .filter(|definition| {
            let start = definition.span.start;
            links.binary_search_by_key(&start, |link| link.span.start).is_err()
        })
        .scan(0, |end, definition| {
            // A title may hold what looks like another definition.
            let is_apart = definition.span.start >= *end;
            *end = definition.span.end.max(*end);
            Some(is_apart.then_some(definition))
        })
        .flatten()
        .collect()
}

/// The addresses and titles of what looks like a definition, shown text among it.
pub(super) fn parts(source: &Source, body_start: usize) -> Vec<Span> {
    let body = &source.text().as_bytes()[body_start..];
    memchr::memmem::find_iter(body, b"]:")
        .filter_map(|found| definition_at(source, body_start + found))
        .flat_map(|definition| [Some(definition.url_span), definition.title])
        .flatten()
        .collect()
}

/// How many lines of definitions a paragraph begins with. The parser takes them out of it but counts its
/// lines as if they were still there.
pub(super) fn leading_lines(source: &Source, paragraph: Span) -> usize {
    let text = source.slice(paragraph).as_bytes();
    let may_define = || memchr::memchr_iter(b']', text).any(|at| text.get(at + 1) == Some(&b':'));
    if !text.starts_with(b"[") || !may_define() {
        return 0;
    }
    let first = source.line_of(paragraph.start as usize);
    let mut start = paragraph.start;
    loop {
        let rest = &source.text()[start as usize..paragraph.end as usize];
        let close = Some(rest)
            .filter(|rest| rest.starts_with('['))
            .and_then(|rest| memchr::memmem::find(rest.as_bytes(), b"]:"));
        let definition = close.and_then(|close| definition_at(source, start as usize + close));
        let Some(definition) = definition.filter(|definition| definition.span.start == start) else {
            return source.line_of(start as usize) - first;
        };
        let next = source.line_start(source.line_of(definition.span.end as usize) + 1);
        if next >= paragraph.end as usize {
            return 0;
        }
        let is_prefix = |byte: &u8| matches!(byte, b' ' | b'\t' | b'>');
        let prefix = source.text().as_bytes()[next..]
            .iter()
            .take_while(|byte| is_prefix(byte))
            .count();
        start = (next + prefix) as u32;
    }
}

fn definition_at(source: &Source, close: usize) -> Option<Definition> {
    let text = source.text();
    let line_start = source.line_start(source.line_of(close));
    let open = line_start
        + text[line_start..close]
            .bytes()
            .position(|byte| !matches!(byte, b' ' | b'\t' | b'>'))?;
    if close - open > LONGEST_LABEL {
        return None;
    }
    let label = text[open..close].strip_prefix('[')?;
    if label.trim().is_empty() || label.starts_with('^') || has_bracket(label) {
        return None;
    }
    let tail = &text[close + 2..];
    let line_break = |blanks: &str| blanks.matches('\n').count();
    let start = link::skip_blanks(tail, 0);
    if line_break(&tail[..start]) > 1 {
        return None;
    }
    let (url, after) = link::destination(tail, start)?;
    if url.0 == url.1 && tail.as_bytes().get(start) != Some(&b'<') {
        return None;
    }
    let line_end = |from: usize| tail[from..].find(['\n', '\r']).map_or(tail.len(), |end| from + end);
    let base = close + 2;
    let title = Some(link::skip_blanks(tail, after))
        .filter(|&at| at > after && line_break(&tail[after..at]) <= 1)
        .and_then(|at| link::title(tail, at))
        .filter(|&(_, end)| tail[end..line_end(end)].trim().is_empty());
    let end = match title {
        Some((_, end)) => end,
        None if tail[after..line_end(after)].trim().is_empty() => after,
        None => return None,
    };
    Some(Definition {
        span: Span::new(open, base + end),
        label: Span::new(open + 1, close),
        url_span: Span::new(base + url.0, base + url.1),
        title: title.map(|((start, end), _)| Span::new(base + start, base + end)),
    })
}

/// The longest label that CommonMark allows has 999 characters.
const LONGEST_LABEL: usize = 4000;

fn has_bracket(label: &str) -> bool {
    let mut escaped = false;
    label.bytes().any(|byte| {
        let bracket = !escaped && matches!(byte, b'[' | b']');
        escaped = !escaped && byte == b'\\';
        bracket
    })
}

fn is_shown(offset: u32, blocks: &[Block], prose: &[Prose]) -> bool {
    let in_prose = last_from(prose, offset, |prose| prose.span.start).is_some_and(|prose| prose.span.contains(offset));
    let in_raw = last_from(blocks, offset, |block| block.span.start).is_some_and(|block| {
        let is_raw = matches!(block.kind, BlockKind::Code | BlockKind::Html);
        is_raw && block.span.contains(offset)
    });
    in_prose || in_raw
}

#[cfg(test)]
mod tests {
    use super::label_key;

    #[test]
    fn labels_are_compared_as_commonmark_does() {
        assert_eq!(label_key("  Foo \n\t Bar "), "foo bar");
        assert_eq!(label_key("ẞ"), label_key("SS"));
        assert_eq!(label_key("ΑΓΩΣ"), label_key("αγως"));
        assert_eq!(label_key("Имя"), "имя");
        assert_ne!(label_key("foo-bar"), label_key("foo bar"));
    }
}
