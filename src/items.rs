//! Edits of items that keep what stands under them attached, and lists apart.

use crate::document::{BlockId, BlockKind, Document, Effect, Item, List, ListId, ListKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::source::Span;

const TAB: usize = 4;

/// The column behind a text that begins at a column; a tab goes to the next multiple of 4.
pub fn column_behind(start: usize, text: &str) -> usize {
    text.bytes().fold(start, |column, byte| match byte {
        b'\t' => column / TAB * TAB + TAB,
        _ => column + 1,
    })
}

/// Moves the lines under an item by so many columns, those that are indented as far as its content; lines
/// that run on without an indent stay, and so do those with tabs.
pub fn move_children(document: &Document, item: &Item, columns: isize, edits: &mut Vec<Edit>) {
    let file = document.file();
    let source = document.source();
    let first = source.line_of(item.marker.start as usize);
    let head = Span::new(source.line_start(first), item.content as usize);
    let indent = column_behind(0, source.slice(head));
    for line in first + 1..=last_line(document, item) {
        let content = source.line_content(line);
        let text = source.slice(content);
        let blanks = text.len() - text.trim_start_matches(' ').len();
        let is_child = blanks >= indent && blanks < text.len();
        if !is_child || columns == 0 {
            continue;
        }
        let start = content.start as usize;
        edits.push(match usize::try_from(columns) {
            Ok(columns) => Edit::insert(file, start, " ".repeat(columns)),
            Err(_) => Edit::delete(file, Span::new(start, start + columns.unsigned_abs())),
        });
    }
}

/// The last line of an item, by its index from 0.
fn last_line(document: &Document, item: &Item) -> usize {
    let end = document.block(item.block).span.end.max(item.marker.end) as usize;
    document.source().line_of(end.saturating_sub(1))
}

/// Writes another indent before an item and the lines under it: what follows `kept` in `old` is replaced.
/// Lines that do not begin with the indent of the item stay.
pub fn reindent(document: &Document, item: &Item, old: &str, kept: usize, new: &str, edits: &mut Vec<Edit>) {
    let source = document.source();
    let first = source.line_of(item.marker.start as usize);
    for line in first..=last_line(document, item) {
        let content = source.line_content(line);
        let text = source.slice(content);
        if text.starts_with(old) && text.len() > old.len() {
            let start = content.start as usize;
            let span = Span::new(start + kept, start + old.len());
            edits.push(Edit::replace(document.file(), span, new));
        }
    }
}

/// Writes another bullet, or another mark behind the numbers, in a list. None where the mark keeps the list
/// apart from another one; unsafe where the list grows together with one that it was cut off from.
pub fn remark(document: &Document, id: ListId, mark: u8) -> Option<Fix> {
    let file = document.file();
    let mark = char::from(mark).to_string();
    let list = document.list(id);
    // Each marker is written as a whole: where it begins, a list may end.
    let edit = |item: &Item| {
        let number = Span::new(item.marker.start as usize, item.marker.end as usize - 1);
        Edit::replace(file, item.marker, format!("{}{mark}", document.slice(number)))
    };
    let mut edits: Vec<Edit> = document.items_of_list(list).map(edit).collect();
    let span = document.block(list.block).span;
    let previous = neighbour(document, list, document.previous_sibling(list.block));
    let next = neighbour(document, list, document.next_sibling(list.block));
    let is_apart = |from: u32, to: u32| {
        let between = Span::new(from as usize, to.max(from) as usize);
        document.slice(between).matches('\n').count() > 1
    };
    if previous.is_some_and(|previous| is_apart(previous.end, span.start))
        || next.is_some_and(|next| is_apart(span.end, next.start))
    {
        return None;
    }
    let (trust, effects): (_, &'static [Effect]) = match (previous, next) {
        (None, None) => (Applicability::Safe, &[]),
        _ => (Applicability::Unsafe, &[Effect::Lists, Effect::Numbers]),
    };
    // The next list grows into this one: its first character is written again as it is, so that the change is
    // declared there too.
    edits.extend(next.map(|next| {
        let start = Span::new(next.start as usize, next.start as usize + 1);
        Edit::replace(file, start, document.slice(start))
    }));
    Fix::new(format!("use `{mark}`"), trust, effects, edits)
}

/// A list directly beside another one, if both are bullets or both are numbers.
fn neighbour(document: &Document, list: &List, beside: Option<BlockId>) -> Option<Span> {
    let beside = beside.filter(|&id| document.block(id).kind == BlockKind::List)?;
    let place = document.lists().binary_search_by_key(&beside, |list| list.block).ok()?;
    let is_bullet = |list: &List| matches!(list.kind, ListKind::Bullet(_));
    let is_same_sort = is_bullet(list) == is_bullet(&document.lists()[place]);
    is_same_sort.then(|| document.block(beside).span)
}
