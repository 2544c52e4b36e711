//! Entries that are compared with one another.

use crate::document::{BlockKind, Document, Entry, EntryId};

/// The entries of each section that stand equally deep and are written alike, as bullets, with numbers or as
/// rows, in however many lists they stand.
pub fn siblings(document: &Document) -> Vec<Vec<EntryId>> {
    let key = |id: &EntryId| {
        let entry = document.entry(*id);
        (entry.section, entry.nesting, entry.kind as u8)
    };
    let mut ids: Vec<EntryId> = (0..document.entries().len() as u32).map(EntryId).collect();
    ids.sort_by_key(key);
    ids.chunk_by(|one, other| key(one) == key(other))
        .map(<[EntryId]>::to_vec)
        .collect()
}

/// Whether an entry holds a list or another block behind its first paragraph.
pub fn is_parent(document: &Document, entry: &Entry) -> bool {
    let rest = &document.source().text()[entry.head.end as usize..entry.span.end.max(entry.head.end) as usize];
    !rest.trim_matches([' ', '\t', '>', '\n', '\r']).is_empty() || is_cut_off(document, entry).unwrap_or(false)
}

/// Whether a comment keeps an entry from the list that is indented below it.
fn is_cut_off(document: &Document, entry: &Entry) -> Option<bool> {
    let item = document.item(entry.item?);
    let comment = document.next_sibling(document.list(item.list).block)?;
    let list = document.next_sibling(comment)?;
    let kinds = (document.block(comment).kind, document.block(list).kind);
    let is_next = item.next.is_none() && kinds == (BlockKind::Html, BlockKind::List);
    let column = |offset: u32| {
        let source = document.source();
        offset as usize - source.line_start(source.line_of(offset as usize))
    };
    Some(is_next && column(document.block(list).span.start) > column(item.marker.start))
}
