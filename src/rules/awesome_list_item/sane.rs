//! What is right where the original is mistaken.

use crate::document::{Document, Node, PERIODS};
use crate::names;
use crate::source::last_from;

/// Whether a list is a table of contents, whatever it is called.
pub(super) fn is_contents(document: &Document, list: &Node) -> bool {
    let own = last_from(document.lists(), list.span.start, |list| {
        document.block(list.block).span.start
    });
    own.is_some_and(|own| own.is_contents && document.block(own.block).span.start == list.span.start)
}

/// Whether an address leads to a place beside the list or in it.
pub(super) fn is_relative(address: &str) -> bool {
    let is_written = !address.is_empty() && !address.contains([' ', ':']);
    let has_mistake = address.starts_with("http//") || address.starts_with("https//") || address.starts_with("www.");
    is_written && !has_mistake
}

/// Whether a word may begin a description: with a capital, or in letters that have none.
pub(super) fn begins_right(word: &str) -> bool {
    let Some(first) = word.chars().find(|character| character.is_alphanumeric()) else {
        return true;
    };
    !first.is_lowercase() || word.contains(char::is_uppercase) || names::is_small(word)
}

/// Whether a description ends as a sentence does in any script.
pub(super) fn ends_right(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', '»', '」', '』', ')', '）']);
    text.ends_with(PERIODS) || text.ends_with(['!', '?', '…', '！', '？', '؟'])
}
