//! Blanks behind the marks of headings and around cells, where the file writes one.

use crate::document::{Document, HeadingStyle, Row, Table};
use crate::rule::Share;
use crate::source::Span;

/// Above this share a wider padding is no slip.
const HABIT: Share = Share(0.05);

/// What few places there may be for one of them to be a slip.
const FEW: usize = 20;

/// The paddings of one kind.
#[derive(Default)]
struct Paddings {
    wide: Vec<Span>,
    /// Wide ones that line up with others.
    aligned: usize,
    narrow: usize,
}

impl Paddings {
    /// Takes blanks between two places of one line.
    fn add(&mut self, document: &Document, start: u32, end: u32) {
        let Some(blanks) = (start < end).then(|| Span::new(start as usize, end as usize)) else {
            return;
        };
        if !document.slice(blanks).bytes().all(|byte| byte == b' ') {
            return;
        }
        match blanks.len() {
            1 => self.narrow += 1,
            _ => self.wide.push(blanks),
        }
    }

    /// The wide ones, if they are slips: hardly any, or one among few.
    fn slips(self) -> Vec<Span> {
        let wide = self.wide.len() + self.aligned;
        let total = wide + self.narrow;
        let is_one_of_few = total < FEW && wide == 1 && self.narrow > 1;
        match is_one_of_few || !HABIT.is_exceeded(wide, total) {
            true => self.wide,
            false => Vec::new(),
        }
    }
}

/// The blanks behind the marks of headings that are wider than nearly all others.
pub(super) fn behind_marks(document: &Document) -> Vec<Span> {
    let mut headings = Paddings::default();
    let marked = |style| matches!(style, HeadingStyle::Atx | HeadingStyle::AtxClosed);
    for heading in document.headings().iter().filter(|heading| marked(heading.style)) {
        let text = document.slice(heading.span);
        let indent = text.len() - text.trim_start_matches(' ').len();
        let marks = heading.span.start + indent as u32 + u32::from(heading.level);
        headings.add(document, marks, heading.text.start);
    }
    headings.slips()
}

/// The blanks around cells of tables that are not aligned, where nearly all others are one.
pub(super) fn around_cells(document: &Document) -> Vec<Span> {
    let tables = document.tables().iter();
    tables.flat_map(|table| slips_of(document, table)).collect()
}

fn slips_of(document: &Document, table: &Table) -> Vec<Span> {
    let rows = &document.rows()[table.rows.start as usize..table.rows.end as usize];
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Vec::new();
    };
    let has_wide = |span: Span| memchr::memmem::find(document.slice(span).as_bytes(), b"  ").is_some();
    // Most tables have no wide gap anywhere.
    let whole = Span::new(first.span.start as usize, last.span.end.max(first.span.end) as usize);
    if !has_wide(whole) || !rows.iter().any(|row| has_wide(row.span)) {
        return Vec::new();
    }
    let mut paddings = Paddings::default();
    for cell in &table.header {
        let text = document.slice(*cell);
        paddings.narrow += usize::from(!text.trim().is_empty()) * 2;
    }
    for row in rows {
        add_row(document, row, &mut paddings);
    }
    paddings.slips()
}

fn add_row(document: &Document, row: &Row, paddings: &mut Paddings) {
    for cell in document.source_cells(row) {
        let text = document.slice(cell);
        let trimmed = text.trim_start_matches(' ');
        if trimmed.is_empty() {
            continue;
        }
        let start = cell.start + (text.len() - trimmed.len()) as u32;
        let end = cell.start + text.trim_end_matches(' ').len() as u32;
        // Behind the last cell without a border the line ends.
        let is_open = cell.end >= row.span.end;
        // A cell with blanks on one side only is uneven in another way.
        if is_open || (start == cell.start) != (end == cell.end) {
            continue;
        }
        paddings.add(document, cell.start, start);
        if end + 1 < cell.end && lines_up(document, cell.end) {
            paddings.aligned += 1;
        } else {
            paddings.add(document, end, cell.end);
        }
    }
}

/// Borders are compared in so many characters of a line.
const WIDEST: usize = 240;

/// Whether the border at an offset stands below or above another one.
fn lines_up(document: &Document, border: u32) -> bool {
    let source = document.source();
    let line = source.line_of(border as usize);
    let before = document.slice(Span::new(source.line_start(line), border as usize));
    let column = match before.is_ascii() {
        true => before.len(),
        false => before.chars().take(WIDEST + 1).count(),
    };
    let is_border = |line: usize| {
        let text = document.slice(source.line_content(line));
        match text.as_bytes().get(..=column) {
            Some(head) if head.is_ascii() => head[column] == b'|',
            _ => text.chars().nth(column) == Some('|'),
        }
    };
    let below = Some(line + 1).filter(|&below| below < source.line_count());
    column <= WIDEST && line.checked_sub(1).into_iter().chain(below).any(is_border)
}
