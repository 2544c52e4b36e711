//! Edits that make a line of a paragraph the start of a block of its own.
//!
//! Where a paragraph is cut, it and the blocks around it end elsewhere. A fix may only change content where
//! it edits, so these edits also cover the places where those blocks and their neighbours, which may become
//! one list with the new block, begin, and leave them as they are.

use crate::document::{Block, BlockId, BlockKind, Document};
use crate::edit::Edit;
use crate::source::Span;

/// The paragraph that holds a line, by its index from 0, if the line begins in one.
pub fn paragraph_of_line(document: &Document, line: usize) -> Option<BlockId> {
    let content = document.source().line_content(line);
    let text = document.slice(content);
    let start = content.start + (text.len() - text.trim_start_matches([' ', '\t']).len()) as u32;
    let begun = document.blocks().partition_point(|block| block.span.start <= start);
    let id = BlockId(begun.checked_sub(1)? as u32);
    let block = document.block(id);
    (block.kind == BlockKind::Paragraph && start < block.span.end).then_some(id)
}

/// Whether a text, the start of a line, begins a heading, an item, a quotation or HTML.
pub fn begins_block(text: &str) -> bool {
    marker_length(text).is_some()
}

/// The length of the indentation, the marker and the blanks that a block begins with, if the text begins one.
fn marker_length(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(' ');
    let indent = text.len() - rest.len();
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match rest.as_bytes().first()? {
        b'<' => return Some(indent),
        b'#' if hashes <= 6 => hashes,
        b'-' | b'*' | b'+' | b'>' => 1,
        _ if (1..10).contains(&digits) && rest[digits..].starts_with(['.', ')']) => digits + 1,
        _ => return None,
    };
    let content = rest[marker..].trim_start_matches([' ', '\t']);
    let is_marker = rest[marker..].starts_with(' ') && !content.is_empty();
    is_marker.then_some(text.len() - content.len())
}

/// The edits that make these replacements, each at the start of a line of the paragraph.
pub fn edits(document: &Document, paragraph: BlockId, replacements: &[(Span, String)]) -> Vec<Edit> {
    let mut covered: Vec<Span> = Vec::new();
    let ancestors = std::iter::successors(Some(paragraph), |&id| document.block(id).parent);
    for id in ancestors.take(DEEPEST) {
        let beside = [Some(id), document.previous_sibling(id), document.next_sibling(id)];
        covered.extend(
            beside
                .iter()
                .flatten()
                .map(|&id| first_character(document, document.block(id).span.start)),
        );
    }
    for (span, _) in replacements {
        covered.extend(around(document, document.block(paragraph), *span));
    }
    covered.sort_unstable();
    merge(&mut covered);
    let edit = |&span: &Span| Edit::replace(document.file(), span, replaced(document, span, replacements));
    covered.iter().map(edit).collect()
}

/// How many lines of HTML may come out of a paragraph.
const LONGEST_HTML: usize = 64;

/// How many blocks around a paragraph may end elsewhere.
const DEEPEST: usize = 16;

fn first_character(document: &Document, offset: u32) -> Span {
    let length = document.source().text()[offset as usize..]
        .chars()
        .next()
        .map_or(0, char::len_utf8);
    Span::new(offset as usize, offset as usize + length)
}

/// From the end of the line before to the first character behind the marker, and from the end of the line to
/// the next one; HTML takes all lines up to a blank one.
fn around(document: &Document, paragraph: &Block, span: Span) -> [Span; 2] {
    let source = document.source();
    let before = line_before(document, span);
    let line = source.line_of(span.start as usize);
    let content = source.line_content(line);
    let rest = document.slice(Span::new(span.end as usize, content.end.max(span.end) as usize));
    let first = first_character(document, span.end + marker_length(rest).unwrap_or_default() as u32);
    if document.slice(first) == "<" {
        let lines = (line..source.line_count())
            .take(LONGEST_HTML)
            .take_while(|&line| !source.is_blank_line(line));
        let end = source.line_content(lines.last().unwrap_or(line)).end;
        return [Span::new(before, end.max(first.end) as usize), Span::default()];
    }
    let end = content.end.max(first.end);
    let below = source.line_content(line + 1);
    let text = document.slice(below);
    let start = below.start + (text.len() - text.trim_start_matches([' ', '\t']).len()) as u32;
    let next = first_character(document, start);
    let rest = match end < paragraph.span.end {
        true => Span::new(end as usize, next.end.max(end) as usize),
        false => Span::default(),
    };
    [Span::new(before, first.end as usize), rest]
}

fn line_before(document: &Document, span: Span) -> usize {
    let source = document.source();
    let start = source.line_start(source.line_of(span.start as usize));
    let before = &source.text()[..start];
    // Of the blank lines before a paragraph no more than the last is looked at.
    let line = &before[source.line_start(source.line_of(start.saturating_sub(1))).min(start)..];
    start - line.len() + line.trim_end().len()
}

fn merge(spans: &mut Vec<Span>) {
    spans.retain(|span| !span.is_empty());
    spans.dedup_by(|later, earlier| {
        let is_joined = later.start <= earlier.end;
        if is_joined {
            earlier.end = earlier.end.max(later.end);
        }
        is_joined
    });
}

fn replaced(document: &Document, span: Span, replacements: &[(Span, String)]) -> String {
    let mut text = String::new();
    let mut last = span.start;
    let first = replacements.partition_point(|(place, _)| place.start < span.start);
    for (place, replacement) in replacements[first..]
        .iter()
        .take_while(|(place, _)| span.encloses(*place))
    {
        text.push_str(document.slice(Span::new(last as usize, place.start as usize)));
        text.push_str(replacement);
        last = place.end;
    }
    text.push_str(document.slice(Span::new(last as usize, span.end as usize)));
    text
}
