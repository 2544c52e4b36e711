//! Edits of items that keep what stands under them attached, and lists apart.

use crate::document::{BlockId, BlockKind, Document, Effect, Item, List, ListKind};
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

/// Writes other blanks behind a marker, and moves what stands under the item by as much.
pub fn pad(document: &Document, item: &Item, blanks: &str, edits: &mut Vec<Edit>) {
    let source = document.source();
    let line = source.line_start(source.line_of(item.marker.start as usize));
    let behind = column_behind(0, document.slice(Span::new(line, item.marker.end as usize)));
    let old = Span::new(item.marker.end as usize, item.content as usize);
    let columns = column_behind(behind, blanks) as isize - column_behind(behind, document.slice(old)) as isize;
    edits.push(Edit::replace(document.file(), old, blanks));
    move_children(document, item, columns, edits);
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
pub fn remark(document: &Document, list: &List, mark: u8) -> Option<Fix> {
    let file = document.file();
    let mark = char::from(mark).to_string();
    // Each marker is written as a whole: where it begins, a list may end.
    let edit = |item: &Item| {
        let number = Span::new(item.marker.start as usize, item.marker.end as usize - 1);
        Edit::replace(file, item.marker, format!("{}{mark}", document.slice(number)))
    };
    let mut edits: Vec<Edit> = document.items_of_list(list).map(edit).collect();
    let previous = neighbour(document, list, document.previous_sibling(list.block));
    let next = neighbour(document, list, document.next_sibling(list.block));
    let has_one_item = document.items_of_list(list).nth(1).is_none();
    let is_apart = |beside: &List| {
        // One item among others that all stand apart is one of them.
        let is_alone = has_one_item && !beside.is_tight;
        !adjoins(document, list, beside) && !is_alone
    };
    if previous.is_some_and(is_apart) || next.is_some_and(is_apart) {
        return None;
    }
    let (trust, effects): (_, &'static [Effect]) = match (previous, next) {
        (None, None) => (Applicability::Safe, &[]),
        _ => (Applicability::Unsafe, &[Effect::Lists, Effect::Numbers]),
    };
    // The next list grows into this one: its first character is written again as it is, so that the change is
    // declared there too, and so is that of the one before, which may become loose.
    edits.extend([previous, next].into_iter().flatten().map(|beside| {
        let start = document.block(beside.block).span.start as usize;
        let start = Span::new(start, start + 1);
        Edit::replace(file, start, document.slice(start))
    }));
    Fix::new(format!("use `{mark}`"), trust, effects, edits)
}

/// The list directly before or behind another one, if both are bullets or both are numbers.
fn neighbour<'d>(document: &'d Document, list: &List, beside: Option<BlockId>) -> Option<&'d List> {
    let beside = beside.filter(|&id| document.block(id).kind == BlockKind::List)?;
    let place = document.lists().binary_search_by_key(&beside, |list| list.block).ok()?;
    let is_bullet = |list: &List| matches!(list.kind, ListKind::Bullet(_));
    let beside = &document.lists()[place];
    (is_bullet(list) == is_bullet(beside)).then_some(beside)
}

/// The lists that are one to the eye and cut in pieces by their marks, no blank line between, if this is the
/// first of them.
pub fn pieces<'d>(document: &'d Document, first: &'d List) -> Vec<&'d List> {
    let adjoining = |list: &'d List, beside: Option<BlockId>| {
        let beside = neighbour(document, list, beside);
        beside.filter(|beside| adjoins(document, list, beside))
    };
    if adjoining(first, document.previous_sibling(first.block)).is_some() {
        return Vec::new();
    }
    let next = |list: &&'d List| adjoining(list, document.next_sibling(list.block));
    std::iter::successors(Some(first), next).collect()
}

/// Whether two lists stand on lines next to one another.
fn adjoins(document: &Document, list: &List, beside: &List) -> bool {
    let (one, other) = (document.block(list.block).span, document.block(beside.block).span);
    let start = one.end.min(other.end) as usize;
    let between = Span::new(start, start.max(one.start.max(other.start) as usize));
    document.slice(between).matches('\n').count() <= 1
}
