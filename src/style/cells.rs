//! The cells of a table by their widths, as remark-lint measures them.

use unicode_width::UnicodeWidthStr;

use crate::document::{Document, NodeId, NodeKind, borders};
use crate::source::Span;

/// How the width of a text is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// By what a terminal shows.
    Columns,
    /// By units of UTF-16, as JavaScript does.
    Units,
}

impl Measure {
    pub fn of(self, text: &str) -> usize {
        match self {
            _ if text.is_ascii() => text.len(),
            Measure::Columns => text.width(),
            Measure::Units => text.encode_utf16().count(),
        }
    }
}

/// How the cells of a column are aligned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Alignment {
    #[default]
    Left,
    Center,
    Right,
}

/// A cell between the bars that it may have.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    pub column: usize,
    pub alignment: Alignment,
    pub is_delimiter: bool,
    /// Spaces behind the opening bar, if it has one; all of them where the cell is empty.
    pub left: Option<usize>,
    /// Spaces before the closing bar, if it has one.
    pub right: Option<usize>,
    pub text: Span,
    /// The width of the text.
    pub middle: usize,
    /// Where the closing bar stands, or the row ends.
    pub end: u32,
}

impl Cell {
    pub fn width(&self) -> usize {
        self.left.unwrap_or(0) + self.middle + self.right.unwrap_or(0)
    }
}

/// The cells of a table, by rows; those of the delimiter row come behind those of the header.
pub fn cells(document: &Document, table: NodeId, measure: Measure) -> Vec<Cell> {
    let source = document.source();
    let syntax = document.syntax();
    let rows = syntax
        .children(Some(table))
        .filter(|(_, row)| row.kind == NodeKind::Row);
    let mut cells = Vec::new();
    let mut alignments: Vec<Alignment> = Vec::new();
    for (index, (_, row)) in rows.enumerate() {
        let line = source.line_of(row.span.start as usize);
        let row = row_of_line(document, line, row.span.start);
        let first = cells.len();
        push(document, row, measure, &mut cells);
        if index > 0 {
            align(&mut cells[first..], &alignments);
            continue;
        }
        let below = source.line_content(line + 1);
        let text = document.slice(below);
        let start = below.start as usize + (text.len() - text.trim_start_matches([' ', '\t', '>']).len());
        let delimiters = cells.len();
        push(document, Span::new(start, below.end as usize), measure, &mut cells);
        for cell in &mut cells[delimiters..] {
            cell.is_delimiter = true;
            alignments.push(alignment(document.slice(cell.text)));
        }
        align(&mut cells[first..], &alignments);
    }
    cells
}

/// A row without its indent.
pub fn row_of_line(document: &Document, line: usize, start: u32) -> Span {
    let end = document.source().line_content(line).end;
    let text = document.slice(Span::new(start as usize, end.max(start) as usize));
    let start = start as usize + (text.len() - text.trim_start_matches([' ', '\t']).len());
    Span::new(start, (end as usize).max(start))
}

fn align(cells: &mut [Cell], alignments: &[Alignment]) {
    for cell in cells {
        cell.alignment = alignments.get(cell.column).copied().unwrap_or_default();
    }
}

fn alignment(delimiter: &str) -> Alignment {
    match (delimiter.starts_with(':'), delimiter.ends_with(':')) {
        (true, true) => Alignment::Center,
        (false, true) => Alignment::Right,
        _ => Alignment::Left,
    }
}

/// Adds the cells of a row, each with its opening bar.
fn push(document: &Document, row: Span, measure: Measure, cells: &mut Vec<Cell>) {
    let text = document.slice(row);
    let last = text.trim_end_matches([' ', '\t']).len();
    // The closing bar belongs to the last cell.
    let mut starts: Vec<usize> = borders(text).filter(|bar| *bar > 0 && bar + 1 < last).collect();
    starts.insert(0, 0);
    for (column, &start) in starts.iter().enumerate() {
        let end = starts.get(column + 1).copied();
        let at = |offset: usize| row.start as usize + offset;
        cells.push(cell(
            document,
            at(start),
            end.map(at),
            row.end as usize,
            column,
            measure,
        ));
    }
}

fn cell(document: &Document, start: usize, next: Option<usize>, row: usize, column: usize, measure: Measure) -> Cell {
    let text = document.source().text();
    let bytes = text.as_bytes();
    let spaces = |from: usize| bytes[from..row].iter().take_while(|byte| **byte == b' ').count();
    let mut from = start;
    let mut left = None;
    if bytes.get(start) == Some(&b'|') && start < row {
        let count = spaces(start + 1);
        left = Some(count);
        from = start + 1 + count;
    }
    let mut end = next.unwrap_or(row);
    if next.is_none() {
        let closed = text[start..row].trim_end_matches(' ').len() + start;
        if closed > from && bytes[closed - 1] == b'|' {
            end = closed - 1;
        }
    }
    let mut to = end;
    let mut right = None;
    if end < row && bytes[end] == b'|' {
        while to > from + 1 && bytes[to - 1] == b' ' {
            to -= 1;
        }
        right = Some(end - to);
    }
    let inner = Span::new(from, to.max(from));
    Cell {
        column,
        alignment: Alignment::Left,
        is_delimiter: false,
        left,
        right,
        text: inner,
        middle: measure.of(document.slice(inner)),
        end: end as u32,
    }
}

/// The widest of each column, by what is asked of a cell.
pub fn widest(cells: &[Cell], width: impl Fn(&Cell) -> usize) -> Vec<usize> {
    let mut widest = Vec::new();
    for cell in cells {
        if widest.len() <= cell.column {
            widest.resize(cell.column + 1, 0);
        }
        widest[cell.column] = width(cell).max(widest[cell.column]);
    }
    widest
}

/// The width of each column with the blanks that the widest text in it has. A cell that is wider than that has
/// more blanks than it needs.
pub fn fullest(cells: &[Cell]) -> Vec<usize> {
    let texts = widest(cells, |cell| cell.middle);
    widest(cells, |cell| match cell.middle == texts[cell.column] {
        true => cell.width(),
        false => 0,
    })
}
