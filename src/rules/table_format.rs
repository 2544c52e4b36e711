//! Rows of tables whose bars and blanks depart from those of the other rows.

mod layout;

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Row, Table};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, report_places,
};
use crate::source::Span;
use crate::style::Tally;
use crate::style::table::{self, Padding, Shape, is_blank};

pub static INFO: RuleInfo = RuleInfo {
    name: "table-format",
    page: include_str!("../../rules/table-format.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<TableFormat>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Style {
    #[default]
    Majority,
    Compact,
    Aligned,
    Leave,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct TableFormat {
    style: Style,
    /// Share of the rows that a majority must have.
    threshold: Share,
    /// Number of rows below which there is no majority.
    minimum: usize,
}

impl Default for TableFormat {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.95),
            minimum: 10,
        }
    }
}

/// From how many rows of one table on they are reported once.
const MANY: usize = 5;

/// How many rows of a table must agree to be meant, whatever the rest of the file does.
const BLOCK: usize = 3;

impl DocumentRule for TableFormat {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if document.tables().is_empty() || self.style == Style::Leave {
            return;
        }
        if self.style != Style::Majority {
            let tables = document.tables().iter();
            findings.extend(tables.filter_map(|table| self.rewrite(document, table)));
            return;
        }
        let mut file = Counts::default();
        let tables = document.tables().iter();
        let counts: Vec<Counts> = tables.map(|table| Counts::of(document, table, &mut file)).collect();
        let is_generated = std::cell::LazyCell::new(|| document.is_generated());
        for (table, counts) in document.tables().iter().zip(&counts) {
            let departures = self.departures(document, table, counts, &file);
            if departures.is_empty() || *is_generated {
                continue;
            }
            for kind in [Kind::Ends, Kind::Spaced, Kind::Tight, Kind::Alignment] {
                let these = departures.iter().filter(|departure| departure.kind == kind);
                let these: Vec<&Departure> = these.collect();
                let places = these.iter().map(|departure| departure.row).collect();
                let find = |row: &Span| {
                    let found = these.binary_search_by_key(row, |departure| departure.row).ok()?;
                    Some(these[found])
                };
                let report = |rows: &[Span]| report(document, &rows.iter().filter_map(find).collect::<Vec<_>>());
                report_places(document, &INFO, places, |count| count >= MANY, report, findings);
            }
        }
    }
}

/// How the rows of one table look.
#[derive(Default)]
struct Counts {
    paddings: Tally<Padding>,
    ends: Tally<(bool, bool)>,
}

impl Counts {
    /// Counts the rows of a table, for the file too.
    fn of(document: &Document, table: &Table, file: &mut Self) -> Self {
        let mut counts = Self::default();
        for (_, shape) in shapes(document, table) {
            for counts in [&mut counts, &mut *file] {
                counts.ends.add(shape.ends);
                if let Some(padding) = shape.padding {
                    counts.paddings.add(padding);
                }
            }
        }
        counts
    }
}

fn rows<'d>(document: &'d Document, table: &Table) -> &'d [Row] {
    &document.rows()[table.rows.start as usize..table.rows.end as usize]
}

/// The rows of a table that have a shape.
fn shapes<'d>(document: &'d Document, table: &Table) -> impl Iterator<Item = (&'d Row, Shape)> {
    let rows = rows(document, table).iter();
    rows.filter_map(|row| Some((row, table::shape(document.slice(row.span))?)))
}

/// In what a row departs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ends,
    Spaced,
    Tight,
    Alignment,
}

/// A row that departs from the others.
struct Departure {
    kind: Kind,
    row: Span,
    reason: String,
    edits: Vec<Edit>,
}

impl TableFormat {
    fn departures(&self, document: &Document, table: &Table, counts: &Counts, file: &Counts) -> Vec<Departure> {
        let paddings = &counts.paddings;
        let mut departures = layout::departures(document, rows(document, table), self.threshold, self.minimum);
        let padding = self.padding(paddings, &file.paddings);
        let closed = self.closed(&counts.ends, &file.ends);
        if padding.is_none() && closed.is_none() {
            return departures;
        }
        let mut aligned: Vec<Span> = departures.iter().map(|departure| departure.row).collect();
        // A blank more or less may be what keeps the bars in line.
        aligned.extend(layout::in_line(document, rows(document, table)));
        aligned.sort_unstable_by_key(|row| row.start);
        for (row, shape) in shapes(document, table) {
            if let Some(reason) = closed.as_ref().filter(|_| shape.ends != (true, true))
                && document.source_cells(row).len() == table.header.len()
            {
                let edits = close(document, row.span, shape);
                departures.push(Departure::new(Kind::Ends, row, reason.clone(), edits));
            }
            if let Some((wanted, reason)) = padding.as_ref()
                && aligned.binary_search_by_key(&row.span.start, |row| row.start).is_err()
                && let Some(own) = shape.padding.filter(|own| own != wanted)
                && self.is_slip(paddings, own)
                && let Some(edits) = pad(document, row, *wanted)
            {
                let kind = if *wanted == Padding::Tight {
                    Kind::Tight
                } else {
                    Kind::Spaced
                };
                departures.push(Departure::new(kind, row, reason.clone(), edits));
            }
        }
        departures
    }

    /// Why a row must have a bar at both ends: nearly all have them, of the table, or of the file where the table
    /// mostly has them too.
    fn closed(&self, table: &Tally<(bool, bool)>, file: &Tally<(bool, bool)>) -> Option<String> {
        let own = table.habit(self.threshold, self.minimum);
        let shared = || file.habit(self.threshold, self.minimum);
        let (habit, rows) = match own {
            Some(own) => (own, "rows of the table"),
            None => (shared()?, "rows of the file"),
        };
        let closed = table.count((true, true));
        let open = table.total() - closed;
        let is_slip = open > 0 && (own.is_some() || open < BLOCK && open <= closed);
        (habit.way == (true, true) && is_slip).then(|| format!("{} of {} {rows} have them", habit.count, habit.total))
    }

    /// The padding that nearly all rows have: of the table, or of the file where the table mostly has it too.
    fn padding(&self, table: &Tally<Padding>, file: &Tally<Padding>) -> Option<(Padding, String)> {
        let own = table.habit(self.threshold, self.minimum);
        let shared = || file.habit(self.threshold, self.minimum);
        let (habit, rows) = match own {
            Some(own) => (own, "rows of the table"),
            None => (shared()?, "rows of the file"),
        };
        let most = table.most()?;
        let is_clear = habit.way != Padding::Mixed && most.way == habit.way && most.count < most.total;
        let reason = format!("{} of {} {rows} are like `{}`", habit.count, habit.total, habit.way);
        is_clear.then_some((habit.way, reason))
    }

    /// Whether so few rows of a table have this padding that it is no way of its own.
    fn is_slip(&self, table: &Tally<Padding>, padding: Padding) -> bool {
        let count = table.count(padding);
        count < BLOCK || !Share(1.0 - self.threshold.0).is_exceeded(count, table.total())
    }

    /// The finding for a table that is written in another way than the configuration asks for.
    fn rewrite(&self, document: &Document, table: &Table) -> Option<Finding> {
        let (title, edits) = match self.style {
            Style::Aligned => ("line up the bars", layout::align(document, table)?),
            _ => ("leave one blank beside each cell", layout::compact(document, table)?),
        };
        let first = edits.first()?.at.span.start as usize;
        let at = document.source().line_content(document.source().line_of(first));
        let name = match self.style {
            Style::Aligned => "aligned",
            _ => "compact",
        };
        let message = format!("table is not {name}, but the configuration asks for it");
        let fix = Fix::new(title, Applicability::Safe, &[], edits);
        Some(finding(document, at, message).fix(fix))
    }
}

impl Departure {
    fn new(kind: Kind, row: &Row, reason: String, edits: Vec<Edit>) -> Self {
        Self {
            kind,
            row: row.span,
            reason,
            edits,
        }
    }
}

fn report(document: &Document, departures: &[&Departure]) -> Finding {
    let first = departures[0];
    let name = match first.kind {
        Kind::Ends => "no bar at an end of the row",
        Kind::Spaced => "no blank beside some of the bars",
        Kind::Tight => "blanks beside some of the bars",
        Kind::Alignment => "bars out of line",
    };
    let message = match departures {
        [_] => format!("{name}, but {}", first.reason),
        many => format!("{name} in {} rows, but {}", many.len(), first.reason),
    };
    let title = match first.kind {
        Kind::Ends => "add the bars",
        Kind::Spaced => "add the blanks",
        Kind::Tight => "remove the blanks",
        Kind::Alignment => "line up the bars",
    };
    let edits = departures.iter().flat_map(|departure| departure.edits.iter().cloned());
    let fix = Fix::new(title, Applicability::Safe, &[], edits.collect());
    finding(document, first.row, message).fix(fix)
}

/// The edits that add the bars at the ends of a row.
fn close(document: &Document, row: Span, shape: Shape) -> Vec<Edit> {
    let text = document.slice(row);
    let start = row.start as usize + text.len() - text.trim_start_matches(is_blank).len();
    let end = row.start as usize + text.trim_end_matches(is_blank).len();
    let is_tight = shape.padding == Some(Padding::Tight);
    let (first, last) = if is_tight { ("|", "|") } else { ("| ", " |") };
    let mut edits = Vec::new();
    if !shape.ends.0 {
        edits.push(Edit::insert(document.file(), start, first));
    }
    if !shape.ends.1 {
        edits.push(Edit::insert(document.file(), end, last));
    }
    edits
}

/// The edits that give each cell its blanks or take them; no blank may go behind a backslash.
fn pad(document: &Document, row: &Row, wanted: Padding) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let text = document.source().text();
    for cell in document.source_cells(row) {
        let content = document.slice(cell);
        let trimmed = content.trim_matches(is_blank);
        if trimmed.is_empty() {
            if content.is_empty() && wanted == Padding::Spaced && text[cell.end as usize..].starts_with('|') {
                edits.push(Edit::insert(document.file(), cell.start as usize, " "));
            }
            continue;
        }
        let start = cell.start as usize + content.len() - content.trim_start_matches(is_blank).len();
        let end = start + trimmed.len();
        let (left, right) = (Span::new(cell.start as usize, start), Span::new(end, cell.end as usize));
        let is_behind_bar = cell.start > 0 && text[..cell.start as usize].ends_with('|');
        let is_before_bar = text[cell.end as usize..].starts_with('|');
        let is_between_bars = is_behind_bar && is_before_bar;
        for (blanks, other, is_beside_bar) in [(left, right, is_behind_bar), (right, left, is_before_bar)] {
            match wanted {
                _ if !is_beside_bar => {}
                Padding::Spaced if blanks.is_empty() => {
                    edits.push(Edit::insert(document.file(), blanks.start as usize, " "));
                }
                // One of two blanks on the other side belongs here.
                Padding::Spaced if is_between_bars && other.is_empty() && blanks.len() == 2 => {
                    edits.push(Edit::replace(document.file(), blanks, " "));
                }
                Padding::Tight if !blanks.is_empty() => {
                    if trimmed.ends_with('\\') {
                        return None;
                    }
                    edits.push(Edit::delete(document.file(), blanks));
                }
                _ => {}
            }
        }
    }
    Some(edits)
}
