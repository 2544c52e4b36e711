//! Fixes of items.

use crate::document::{Document, Effect, Node};
use crate::edit::{Applicability, Edit, Fix};
use crate::source::Span;

/// Puts a blank behind the marker of an item.
pub(super) fn marker(document: &Document, paragraph: &Node) -> Option<Fix> {
    // All of it, since it becomes something else.
    let rest = document.slice(paragraph.span).strip_prefix('-')?;
    let edit = Edit::replace(document.file(), paragraph.span, format!("- {rest}"));
    let effects: &[Effect] = &[Effect::Entries, Effect::Anchors];
    Fix::new("insert a blank", Applicability::Safe, effects, vec![edit])
}

/// Sets a description off by ` - `, with at most this trust.
pub(super) fn separator(document: &Document, first: &Node, highest: Applicability) -> Option<Fix> {
    let slice = document.slice(first.span);
    let rest = slice.trim_start();
    let mark = rest.chars().next()?;
    let text = rest[mark.len_utf8()..].trim_start();
    let has_gap = text.len() + mark.len_utf8() < rest.len();
    let trust = match mark {
        '-' if has_gap => Applicability::Safe,
        '–' | '—' if !text.starts_with(['–', '—', '-']) => Applicability::Safe,
        ':' if has_gap => Applicability::Unsafe,
        '/' if has_gap && rest.len() < slice.len() => Applicability::Unsafe,
        _ if rest.len() < slice.len() && mark.is_uppercase() => {
            let start = first.span.start as usize;
            let edit = Edit::replace(
                document.file(),
                Span::new(start, start + slice.len() - rest.len()),
                " - ",
            );
            return Fix::new(
                "set it off by ` - `",
                Applicability::Unsafe,
                &[Effect::Text],
                vec![edit],
            );
        }
        _ => return None,
    };
    if text.is_empty() {
        return None;
    }
    let start = first.span.start as usize;
    let edit = Edit::replace(
        document.file(),
        Span::new(start, start + slice.len() - text.len()),
        " - ",
    );
    Fix::new("set it off by ` - `", trust.min(highest), &[Effect::Text], vec![edit])
}

/// Ends a description of so many nodes in a period, with at most this trust.
pub(super) fn end(document: &Document, last: &Node, count: usize, highest: Applicability) -> Option<Fix> {
    let slice = document.slice(last.span).trim_end();
    let sign = slice.chars().next_back()?;
    let is_word = sign.is_alphanumeric();
    if !is_word && !matches!(sign, ')' | '`' | '*' | '_' | '%' | '+' | '#') {
        return None;
    }
    let trust = match is_word && count == 1 && !sign.is_numeric() {
        true => Applicability::Safe,
        false => Applicability::Unsafe,
    };
    let edit = Edit::insert(document.file(), last.span.start as usize + slice.len(), ".");
    Fix::new("add a period", trust.min(highest), &[Effect::Text], vec![edit])
}

/// Gives the first word of a description a capital.
pub(super) fn capital(document: &Document, node: &Node, word: &str) -> Option<Fix> {
    let slice = document.slice(node.span);
    let start = slice.find(word)?;
    let first = word.chars().next().filter(|first| first.is_lowercase())?;
    // The name of a command or of a file, or one that is written small.
    let is_plain = word.chars().all(char::is_alphabetic) && !slice[start + word.len()..].starts_with(['.', '/', '_']);
    if !is_plain || !slice[..start].trim_matches([' ', '-']).is_empty() {
        return None;
    }
    let start = node.span.start as usize + start;
    let raised: String = first.to_uppercase().collect();
    let edit = Edit::replace(document.file(), Span::new(start, start + first.len_utf8()), raised);
    Fix::new(
        "begin with a capital",
        Applicability::Unsafe,
        &[Effect::Text],
        vec![edit],
    )
}
