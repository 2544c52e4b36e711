//! Entries that are compared with one another.

use crate::document::{Document, Entry, EntryId};

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
    !rest.trim_matches([' ', '\t', '>', '\n', '\r']).is_empty()
}
