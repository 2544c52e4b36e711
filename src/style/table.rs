//! The bars and blanks of table rows.

use std::fmt;

use super::{Tally, Trait};
use crate::document::{Document, borders};

/// The blanks between the bars of a row and its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Padding {
    Spaced,
    Tight,
    Mixed,
}

impl fmt::Display for Padding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Padding::Spaced => "| a | b |",
            Padding::Tight => "|a|b|",
            Padding::Mixed => "|a | b|",
        })
    }
}

/// How the source of a row looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Whether there are bars at its start and its end.
    pub ends: (bool, bool),
    /// `None` for a row of empty cells.
    pub padding: Option<Padding>,
}

/// The shape of a row; a line without bars has none. Blanks in empty cells are no padding.
pub fn shape(row: &str) -> Option<Shape> {
    let row = row.trim_matches(is_blank);
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let mut sides = (false, false);
    let mut judge = |is_spaced: bool| match is_spaced {
        true => sides.0 = true,
        false => sides.1 = true,
    };
    let mut last = None;
    let mut start = 0;
    for border in borders(row).map(Some).chain([None]) {
        let cell = &row.as_bytes()[start..border.unwrap_or(row.len())];
        if let Some(first) = cell.first()
            && !cell.iter().all(is_blank)
        {
            if start > 0 {
                judge(is_blank(first));
            }
            if border.is_some() {
                judge(cell.last().is_some_and(is_blank));
            }
        }
        last = border.or(last);
        start = border.map_or(row.len(), |border| border + 1);
    }
    let padding = match sides {
        (true, true) => Some(Padding::Mixed),
        (true, false) => Some(Padding::Spaced),
        (false, true) => Some(Padding::Tight),
        (false, false) => None,
    };
    let ends = (row.starts_with('|'), last? + 1 == row.len());
    Some(Shape { ends, padding })
}

pub fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t')
}

/// The paddings of the rows of a file.
pub fn paddings(document: &Document) -> Tally<Padding> {
    let shapes = document.rows().iter().filter_map(|row| shape(document.slice(row.span)));
    shapes.filter_map(|shape| shape.padding).collect()
}

pub(super) fn describe(document: &Document) -> Trait {
    Trait::new("table padding", "table-format", &paddings(document))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_told_by_bars_that_are_no_text() {
        let padding = |row| shape(row).and_then(|shape| shape.padding);
        assert_eq!(padding("| a \\| b | c |"), Some(Padding::Spaced));
        assert_eq!(padding("|a\\||b|"), Some(Padding::Tight));
        assert_eq!(padding("| a|b |"), Some(Padding::Mixed));
        assert_eq!(padding("| a |  || b | "), Some(Padding::Spaced));
        assert_eq!(padding("a | b"), Some(Padding::Spaced));
        assert_eq!(padding("| | |"), None);
        assert_eq!(shape("a | b |").map(|shape| shape.ends), Some((false, true)));
        assert_eq!(shape("no row"), None);
    }
}
