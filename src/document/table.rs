//! Rows of tables as they stand in the source.

use crate::source::Span;

/// The cells between the borders of a row, those that the table has no column for among them. A `|`
/// behind a backslash is no border, one in code is.
pub(super) fn cells(row: &str, start: u32) -> Vec<Span> {
    let mut at = row.len() - row.trim_start_matches([' ', '\t']).len();
    if row[at..].starts_with('|') {
        at += 1;
    }
    let mut cells = Vec::new();
    let span = |from: usize, to: usize| Span::new(start as usize + from, start as usize + to);
    let first = at;
    for border in borders(row).filter(|border| *border >= first) {
        cells.push(span(at, border));
        at = border + 1;
    }
    if !row[at..].trim().is_empty() {
        cells.push(span(at, row.len()));
    }
    cells
}

/// Where the borders of a row stand.
pub fn borders(row: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = row.as_bytes();
    memchr::memchr_iter(b'|', bytes).filter(|&at| at == 0 || bytes[at - 1] != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slices(row: &str) -> Vec<&str> {
        cells(row, 0).into_iter().map(|cell| &row[cell.range()]).collect()
    }

    #[test]
    fn cells_lie_between_borders() {
        assert_eq!(slices("| a | b |"), [" a ", " b "]);
        assert_eq!(slices("a | b | "), ["a ", " b "]);
        assert_eq!(slices(" || `x|y` | a \\| b | |"), ["", " `x", "y` ", " a \\| b ", " "]);
        assert_eq!(slices("a"), ["a"]);
        assert_eq!(slices("|"), [""; 0]);
    }
}
