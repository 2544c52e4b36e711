//! Bars that line up, and tables that are written anew.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};
use unicode_width::UnicodeWidthStr;

use super::{Departure, Kind};
use crate::document::{Document, Row, Table, borders};
use crate::edit::Edit;
use crate::rule::Share;
use crate::source::Span;
use crate::style::table::is_blank;

/// How many rows are looked at before a table is known not to be aligned.
const SAMPLE: usize = 8;

/// How wide a text is: in a terminal, or for an editor that counts characters.
type Measure = fn(&str) -> usize;

const MEASURES: [Measure; 2] = [
    |text| if text.is_ascii() { text.len() } else { text.width() },
    |text| text.chars().count(),
];

/// The rows of an aligned table whose bars are out of line and fit into it.
pub(super) fn departures(document: &Document, rows: &[Row], threshold: Share, minimum: usize) -> Vec<Departure> {
    let texts = || {
        rows.iter()
            .map(|row| document.slice(row.span).trim_end_matches(is_blank))
    };
    if rows.len() < minimum || !is_worth_it(texts(), rows.len()) || texts().any(|text| text.contains('\t')) {
        return Vec::new();
    }
    let aligned = MEASURES.map(|measure| Aligned::of(texts(), measure));
    let Some(best) = aligned.iter().max_by_key(|aligned| aligned.count) else {
        return Vec::new();
    };
    let is_habit = best.count as f64 >= threshold.0 * rows.len() as f64;
    if !is_habit || best.count == rows.len() {
        return Vec::new();
    }
    let is_in_line = |text: &str| aligned.iter().any(|aligned| aligned.holds(text));
    let Some(columns) = Columns::of(texts().filter(|text| best.holds(text)), best.measure) else {
        return Vec::new();
    };
    let reason = format!("those of {} of {} rows line up", best.count, rows.len());
    let outside = rows.iter().zip(texts()).filter(|(_, text)| !is_in_line(text));
    let departures = outside.filter_map(|(row, text)| {
        let edits = columns.fit(document, row, text)?;
        let is_changed = !edits.is_empty();
        is_changed.then(|| Departure::new(Kind::Alignment, row, reason.clone(), edits))
    });
    departures.collect()
}

/// The rows whose bars stand where those of at least half of the rows do.
pub(super) fn in_line<'d>(document: &'d Document, rows: &'d [Row]) -> impl Iterator<Item = Span> + 'd {
    let text = |row: &Row| document.slice(row.span).trim_end_matches(is_blank);
    let aligned = MEASURES.map(|measure| Aligned::of(rows.iter().map(text), measure));
    let is_in_line = move |row: &&Row| {
        let mut aligned = aligned.iter().filter(|aligned| aligned.count * 2 > rows.len());
        aligned.any(|aligned| aligned.holds(text(row)))
    };
    rows.iter().filter(is_in_line).map(|row| row.span)
}

/// Whether so many of the first rows have their bars in the same places that the table may be aligned.
fn is_worth_it<'t>(texts: impl Iterator<Item = &'t str>, rows: usize) -> bool {
    let mut counts: FxHashMap<u64, usize> = FxHashMap::default();
    for text in texts.take(SAMPLE) {
        for measure in MEASURES {
            *counts.entry(places(text, measure)).or_default() += 1;
        }
    }
    counts.values().any(|count| *count >= rows.min(SAMPLE) / 2)
}

/// The columns of the bars of a row, as one number.
fn places(text: &str, measure: Measure) -> u64 {
    let mut hasher = FxHasher::default();
    let mut start = 0;
    for border in borders(text) {
        hasher.write_usize(measure(&text[start..border]));
        start = border + 1;
    }
    hasher.write_u8(u8::from(start < text.len()));
    hasher.finish()
}

/// The places of bars that most rows of a table have.
struct Aligned {
    places: u64,
    count: usize,
    measure: Measure,
}

impl Aligned {
    fn of<'t>(texts: impl Iterator<Item = &'t str>, measure: Measure) -> Self {
        let mut counts: FxHashMap<u64, usize> = FxHashMap::default();
        for text in texts {
            *counts.entry(places(text, measure)).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(places, count)| (*count, *places));
        let (places, count) = most.unwrap_or_default();
        Self { places, count, measure }
    }

    fn holds(&self, text: &str) -> bool {
        places(text, self.measure) == self.places
    }
}

/// To which side of its column a cell keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Middle,
}

/// The columns of an aligned table.
struct Columns {
    columns: Vec<Column>,
    measure: Measure,
}

#[derive(Debug, Clone, Copy)]
struct Column {
    width: usize,
    side: Side,
    /// Blanks between a bar and the side of the cell that keeps to it.
    padding: usize,
}

/// Above this share of the rows a column keeps to one side.
const CLEAR: Share = Share(0.9);

impl Columns {
    /// The columns of rows whose bars line up; `None` where cells keep to no side.
    fn of<'t>(texts: impl Iterator<Item = &'t str>, measure: Measure) -> Option<Self> {
        let mut widths: Vec<usize> = Vec::new();
        let mut blanks: Vec<Vec<(usize, usize)>> = Vec::new();
        for text in texts {
            for (index, (_, cell)) in cells(text).into_iter().enumerate() {
                if index >= widths.len() {
                    widths.push(measure(cell));
                    blanks.push(Vec::new());
                }
                let trimmed = cell.trim_matches(is_blank);
                if !trimmed.is_empty() {
                    let left = cell.len() - cell.trim_start_matches(is_blank).len();
                    blanks[index].push((left, cell.len() - left - trimmed.len()));
                }
            }
        }
        let columns = widths.into_iter().zip(blanks);
        let columns: Option<Vec<Column>> = columns.map(|(width, blanks)| Column::of(width, &blanks)).collect();
        columns.map(|columns| Self { columns, measure })
    }

    /// The edits that bring the bars of a row in line, if its cells fit.
    fn fit(&self, document: &Document, row: &Row, text: &str) -> Option<Vec<Edit>> {
        let cells = cells(text);
        if cells.len() != self.columns.len() || !(text.starts_with('|') && text.ends_with('|')) {
            return None;
        }
        let mut edits = Vec::new();
        for ((at, cell), column) in cells.into_iter().zip(&self.columns) {
            edits.extend(column.place(document, row.span.start as usize + at, cell, self.measure)?);
        }
        Some(edits)
    }
}

impl Column {
    fn of(width: usize, blanks: &[(usize, usize)]) -> Option<Self> {
        let padding = blanks.iter().map(|(left, right)| *left.min(right)).min().unwrap_or(1);
        let keeps = |count: usize| CLEAR.is_exceeded(count, blanks.len());
        let left = blanks.iter().filter(|blanks| blanks.0 == padding).count();
        let right = blanks.iter().filter(|blanks| blanks.1 == padding).count();
        let side = match (blanks.is_empty() || keeps(left), keeps(right)) {
            (true, _) => Side::Left,
            (_, true) => Side::Right,
            _ => return None,
        };
        Some(Self { width, side, padding })
    }

    /// The edits of the blanks around a cell; `None` where it is too wide.
    fn place(&self, document: &Document, at: usize, cell: &str, measure: Measure) -> Option<Vec<Edit>> {
        let trimmed = cell.trim_matches(is_blank);
        let slack = self.width.checked_sub(measure(trimmed))?;
        let rest = slack.checked_sub(self.padding)?;
        let (left, right) = match self.side {
            _ if trimmed.is_empty() => (0, slack),
            Side::Left => (self.padding, rest),
            Side::Right => (rest, self.padding),
            Side::Middle => (slack / 2, slack - slack / 2),
        };
        // A text keeps the least distance that the column has, and a backslash must not touch the bar.
        let is_cramped =
            !trimmed.is_empty() && (left.min(right) < self.padding || trimmed.ends_with('\\') && right == 0);
        (!is_cramped).then(|| blanks_around(document, at, cell, left, right))
    }
}

/// The edits that leave so many blanks before and behind the text of a cell.
fn blanks_around(document: &Document, at: usize, cell: &str, left: usize, right: usize) -> Vec<Edit> {
    let trimmed = cell.trim_matches(is_blank);
    let start = if trimmed.is_empty() {
        0
    } else {
        cell.len() - cell.trim_start_matches(is_blank).len()
    };
    let end = start + trimmed.len();
    let sides = [(0, start, left), (end, cell.len(), right)];
    let changed = sides
        .into_iter()
        .filter(|(from, to, blanks)| cell[*from..*to] != *" ".repeat(*blanks));
    changed
        .map(|(from, to, blanks)| Edit::replace(document.file(), Span::new(at + from, at + to), " ".repeat(blanks)))
        .collect()
}

/// The cells between the bars of a row and where they stand in it.
fn cells(text: &str) -> Vec<(usize, &str)> {
    let mut cells = Vec::new();
    let mut start = 0;
    for border in borders(text) {
        if border > 0 {
            cells.push((start, &text[start..border]));
        }
        start = border + 1;
    }
    if start < text.len() {
        cells.push((start, &text[start..]));
    }
    cells
}

/// A line of a table that has a cell for each column and bars at both ends.
struct Line<'d> {
    cells: Vec<(usize, &'d str)>,
    is_delimiter: bool,
}

/// The whole lines of a table, the header and the line below it first.
fn lines<'d>(document: &'d Document, table: &Table) -> Option<Vec<Line<'d>>> {
    let source = document.source();
    let start = document.block(table.block).span.start as usize;
    let header = source.line_of(start);
    let delimiter = source.line_content(header + 1);
    let text = source.slice(delimiter);
    let marks = text.len() - text.trim_start_matches([' ', '\t', '>']).len();
    let head = [
        (Span::new(start, source.line_content(header).end as usize), false),
        (
            Span::new(delimiter.start as usize + marks, delimiter.end as usize),
            true,
        ),
    ];
    let rows = &document.rows()[table.rows.start as usize..table.rows.end as usize];
    let spans = head.into_iter().chain(rows.iter().map(|row| (row.span, false)));
    let lines = spans.filter_map(|(span, is_delimiter)| {
        let text = document.slice(span).trim_end_matches(is_blank);
        let mut cells = cells(text);
        cells.iter_mut().for_each(|(at, _)| *at += span.start as usize);
        let is_whole = text.starts_with('|') && borders(text).last() == Some(text.len() - 1);
        (is_whole && cells.len() == table.header.len()).then_some(Line { cells, is_delimiter })
    });
    let lines: Vec<Line<'d>> = lines.collect();
    let has_head = lines.get(1).is_some_and(|line| line.is_delimiter);
    has_head.then_some(lines)
}

/// The edits that leave one blank beside each cell of a table.
pub(super) fn compact(document: &Document, table: &Table) -> Option<Vec<Edit>> {
    let lines = lines(document, table)?;
    let cells = lines.iter().flat_map(|line| &line.cells);
    let edits = cells.flat_map(|&(at, cell)| {
        let left = usize::from(!cell.trim_matches(is_blank).is_empty());
        blanks_around(document, at, cell, left, 1)
    });
    Some(edits.collect())
}

/// The edits that line up the bars of a table.
pub(super) fn align(document: &Document, table: &Table) -> Option<Vec<Edit>> {
    let lines = lines(document, table)?;
    let measure = MEASURES[0];
    let (delimiter, texts): (Vec<&Line<'_>>, Vec<&Line<'_>>) = lines.iter().partition(|line| line.is_delimiter);
    let mut edits = Vec::new();
    for (index, &(at, dashes)) in delimiter.first()?.cells.iter().enumerate() {
        let cells = || texts.iter().map(|line| line.cells[index]);
        let width = cells().map(|(_, cell)| measure(cell.trim_matches(is_blank))).max();
        let width = width.unwrap_or_default().max(3);
        let trimmed = dashes.trim_matches(is_blank);
        let colons = (trimmed.starts_with(':'), trimmed.ends_with(':'));
        let end = |is_colon: bool| if is_colon { ":" } else { "-" };
        let line = format!(" {}{}{} ", end(colons.0), "-".repeat(width - 2), end(colons.1));
        if line != dashes {
            edits.push(Edit::replace(document.file(), Span::new(at, at + dashes.len()), line));
        }
        let side = match colons {
            (true, true) => Side::Middle,
            (false, true) => Side::Right,
            _ => Side::Left,
        };
        let column = Column {
            width: width + 2,
            side,
            padding: 1,
        };
        edits.extend(
            cells()
                .filter_map(|(at, cell)| column.place(document, at, cell, measure))
                .flatten(),
        );
    }
    edits.sort_by_key(|edit| edit.at);
    Some(edits)
}
