//! Edits of items that keep what stands under them attached.

use crate::document::{Document, Item};
use crate::edit::Edit;
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
