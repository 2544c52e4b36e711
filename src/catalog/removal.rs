//! How an entry goes: its lines, and the numbers of those behind it.

use rustc_hash::FxHashSet;

use super::{Catalog, Row};
use crate::document::EntryKind;
use crate::edit::Edit;
use crate::source::Span;

impl Catalog<'_> {
    fn words<'c>(&'c self, row: &Row) -> impl Iterator<Item = &'c str> {
        self.file(row.file).source.slice(row.text).split_whitespace()
    }

    /// Whether two entries say the same, blanks apart.
    pub fn agree(&self, first: &Row, later: &Row) -> bool {
        self.words(first).eq(self.words(later))
    }

    /// Whether all that a later entry says stands in the first.
    pub fn says_no_more(&self, first: &Row, later: &Row) -> bool {
        fn trimmed(word: &str) -> &str {
            word.trim_end_matches(['.', ','])
        }
        let known: FxHashSet<&str> = self.words(first).map(trimmed).collect();
        self.words(later).all(|word| known.contains(trimmed(word)))
    }

    /// Whether two entries stand in one list or table of one section, with nothing between that makes groups: items that
    /// hold lists of their own, texts, rows whose first cell is left blank under another.
    pub fn stand_together(&self, first: &Row, later: &Row) -> bool {
        let is_grouped = |row: &Row| row.kind == EntryKind::TableRow && self.begins_blank(row);
        first.file == later.file
            && first.section == later.section
            && first.container == later.container
            && !is_grouped(first)
            && !is_grouped(later)
    }

    /// Whether the first cell of a row is blank.
    fn begins_blank(&self, row: &Row) -> bool {
        let text = self.file(row.file).source.slice(row.span).bytes();
        let before = text.take_while(|byte| matches!(byte, b'|' | b' ' | b'\t'));
        before.filter(|byte| *byte == b'|').count() > 1
    }

    /// Whether an entry is all that its list or table holds.
    pub fn is_alone(&self, row: &Row) -> bool {
        self.listed_with(row).nth(1).is_none()
    }

    /// The entries of the list or table that holds an entry, itself among them.
    fn listed_with(&self, row: &Row) -> impl Iterator<Item = &Row> {
        let container = row.container;
        let rows = self.rows_of(row.file);
        let first = rows.partition_point(|other| other.span.start < container.start);
        let inside = rows[first..]
            .iter()
            .take_while(move |other| other.span.start < container.end);
        inside.filter(move |other| other.container == container)
    }

    /// The lines that go when an entry goes; `None` where it cannot go alone, because it has children or shares
    /// its lines with something else.
    pub fn removal(&self, row: &Row) -> Option<Span> {
        if row.text.end != row.span.end {
            return None;
        }
        let source = self.file(row.file).source;
        let first = source.line_of(row.span.start as usize);
        let last = source.line_of(row.span.end.max(1) as usize - 1);
        let start = source.line_start(first);
        let before = &source.text()[start..row.span.start as usize];
        if !before.trim().is_empty() {
            return None;
        }
        let stands_apart = first > 0
            && source.is_blank_line(first - 1)
            && last + 2 < source.line_count()
            && source.is_blank_line(last + 1);
        Some(Span::new(
            start,
            source.line_start(last + 1 + usize::from(stands_apart)),
        ))
    }

    /// The numbers of the entries behind one that goes, where they count on by one.
    pub fn renumbering(&self, gone: &Row) -> Vec<Edit> {
        if gone.kind != EntryKind::Numbered {
            return Vec::new();
        }
        let listed: Vec<&Row> = self.listed_with(gone).collect();
        let numbers: Option<Vec<(Span, u64)>> = listed.iter().map(|row| self.number(row)).collect();
        let Some(numbers) = numbers else {
            return Vec::new();
        };
        let counts_on = numbers.windows(2).all(|pair| pair[0].1 + 1 == pair[1].1);
        let behind = listed.partition_point(|row| row.span.start <= gone.span.start);
        let behind = &numbers[behind..];
        // A shorter number would move what stands under the entry.
        let keeps_width = behind.iter().all(|(span, number)| {
            let width = (number - 1).to_string().len();
            width == (span.end - span.start) as usize
        });
        if !counts_on || !keeps_width {
            return Vec::new();
        }
        let lower = |(span, number): &(Span, u64)| Edit::replace(gone.file, *span, (number - 1).to_string());
        behind.iter().map(lower).collect()
    }

    /// The digits before an entry.
    fn number(&self, row: &Row) -> Option<(Span, u64)> {
        let start = row.span.start as usize;
        let text = self.file(row.file).source.slice(row.span);
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        let number: u64 = text[..length].parse().ok().filter(|number| *number > 0)?;
        Some((Span::new(start, start + length), number))
    }
}
