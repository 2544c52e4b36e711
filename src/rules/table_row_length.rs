//! Rows of a table with more or fewer cells than its header.

mod bars;

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Effect, Row, Table};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, report_places,
};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "table-row-length",
    page: include_str!("../../rules/table-row-length.md"),
    group: Group::Structure,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<TableRowLength>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct TableRowLength {}

/// From how many rows of one kind on a table is reported once.
const MANY: usize = 5;

/// Share of the rows that lack cells up to which that is a slip.
const SLIPS: Share = Share(0.05);

/// How many rows a table must have for its short rows to be slips.
const ENOUGH: usize = 5;

/// A row that does not fit its header.
struct Misfit {
    row: Span,
    cells: Vec<Span>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Cells that no column takes, with something in them.
    Lost,
    /// Cells that no column takes, empty all.
    Blank,
    Short,
    /// No cells at all: a line that was meant to stand below the table.
    Text,
}

impl DocumentRule for TableRowLength {
    fn check(&self, document: &Document, findings: &mut Findings) {
        for table in document.tables() {
            let columns = table.header.len();
            let rows = &document.rows()[table.rows.start as usize..table.rows.end as usize];
            let misfits = rows.iter().filter_map(|row| Misfit::of(document, row, columns));
            let mut misfits: Vec<Misfit> = misfits.collect();
            // The lines of a paragraph below the table are one misfit.
            misfits.dedup_by(|next, first| {
                let is_one = first.kind == Kind::Text && next.kind == Kind::Text;
                if is_one {
                    first.row.end = next.row.end;
                }
                is_one
            });
            if misfits.is_empty() {
                continue;
            }
            for kind in [Kind::Lost, Kind::Blank, Kind::Short, Kind::Text] {
                let these = || misfits.iter().filter(|misfit| misfit.kind == kind);
                if kind == Kind::Short && !are_slips(document, table, rows, these().count()) {
                    continue;
                }
                let find = |span: &Span| {
                    let place = misfits.binary_search_by_key(span, |misfit| misfit.row).ok()?;
                    Some(&misfits[place])
                };
                let report = |spans: &[Span]| {
                    let misfits: Vec<&Misfit> = spans.iter().filter_map(find).collect();
                    report(document, kind, &misfits, columns)
                };
                let is_many = |count: usize| count >= MANY && (kind == Kind::Blank || count * 2 > rows.len());
                let places = these().map(|misfit| misfit.row).collect();
                report_places(document, &INFO, places, is_many, report, findings);
            }
        }
    }
}

impl Misfit {
    fn of(document: &Document, row: &Row, columns: usize) -> Option<Self> {
        let cells = document.source_cells(row);
        if cells.len() == columns {
            return None;
        }
        let is_blank = |cell: &Span| document.slice(*cell).trim().is_empty();
        let kind = match cells.get(columns..) {
            Some(surplus) if surplus.iter().all(is_blank) => Kind::Blank,
            Some(_) => Kind::Lost,
            None if document.slice(row.span).contains('|') => Kind::Short,
            None if is_prose(document, row.span) => Kind::Text,
            None => return None,
        };
        let row = row.span;
        Some(Self { row, cells, kind })
    }
}

/// Whether a line says something: it is no layout and no tag of a template language.
fn is_prose(document: &Document, line: Span) -> bool {
    let is_tag = document.slice(line).trim_start().starts_with(['{', '<']);
    !is_tag && !document.plain_text(line).is_empty()
}

/// Whether rows that lack cells are slips, and no habit of the table or the end of a grid.
fn are_slips(document: &Document, table: &Table, rows: &[Row], count: usize) -> bool {
    if rows.len() < ENOUGH || SLIPS.is_exceeded(count, rows.len()) {
        return false;
    }
    let is_linked =
        |header: &&Span| !document.links_in(**header).is_empty() || document.slice(**header).trim().is_empty();
    table.header.iter().filter(is_linked).count() * 2 <= table.header.len()
}

fn report(document: &Document, kind: Kind, misfits: &[&Misfit], columns: usize) -> Finding {
    let [first, ..] = misfits else {
        return finding(document, Span::at(0), "a row does not fit its header");
    };
    let cells = |count: usize| format!("{count} {}", if count == 1 { "cell" } else { "cells" });
    let rows = misfits.len();
    let count = first.cells.len();
    let edits: Vec<Edit> = misfits
        .iter()
        .filter_map(|misfit| edit(document, misfit, columns))
        .collect();
    let make = |title: &str, applicability| {
        // The parser fills short rows up by itself.
        let effects: &[Effect] = if kind == Kind::Short { &[] } else { &[Effect::Entries] };
        Fix::new(title, applicability, effects, edits.clone())
    };
    match kind {
        Kind::Lost => {
            let lost = Span::new(first.cells[columns].start as usize, first.row.end as usize);
            let message = match rows {
                1 => format!(
                    "row has {}, but the table {columns}: the rest is not shown",
                    cells(count)
                ),
                _ => {
                    format!("{rows} rows have more cells than the table has columns ({columns}): the rest is not shown")
                }
            };
            let report = finding(document, lost, message);
            match edits.len() == rows {
                true => report
                    .help("write `\\|` for a bar that is no border")
                    .fix(make("escape the bar", Applicability::Safe)),
                false if rows == 1 => report.help("add a column to the table, or take the cell away"),
                false => report.help("add a column to the table"),
            }
        }
        Kind::Blank => {
            let message = match rows {
                1 => format!("row has {}, but the table {columns}", cells(count)),
                _ => format!("{rows} rows have more cells than the table has columns ({columns})"),
            };
            let report = finding(document, first.row, message).level(Level::Info);
            report
                .help("remove the empty cell")
                .fix(make("remove the empty cell", Applicability::Safe))
        }
        Kind::Short => {
            let message = format!("row has {}, all others {columns}", cells(count));
            let report = finding(document, first.row, message).level(Level::Info);
            report
                .help("add the empty cell")
                .fix(make("add the empty cell", Applicability::Safe))
        }
        Kind::Text => {
            let report = finding(document, first.row, "line becomes a row of the table above it");
            let fix = make("put a blank line between", Applicability::Unsafe);
            report.help("put a blank line between").fix(fix)
        }
    }
}

/// The edit that makes a row fit, where it is plain which one that is.
fn edit(document: &Document, misfit: &Misfit, columns: usize) -> Option<Edit> {
    let file = document.file();
    let row = misfit.row;
    let text = document.slice(row);
    match misfit.kind {
        Kind::Lost => {
            let bars = bars::inside_inlines(text);
            (misfit.cells.len() == columns + bars.len()).then(|| Edit::replace(file, row, escape(text, &bars)))
        }
        Kind::Blank => {
            let surplus = Span::new(misfit.cells[columns].start as usize, row.end as usize);
            Some(Edit::delete(file, surplus))
        }
        Kind::Short => {
            let kept = text.trim_end_matches([' ', '\t']);
            let is_closed = kept.ends_with('|') && !kept.ends_with("\\|");
            let is_padded = document.slice(misfit.cells.last().copied()?).starts_with(' ');
            let cell = if is_padded || !is_closed { " |" } else { "|" };
            let lead = if is_closed { "" } else { " |" };
            let added = format!("{lead}{}", cell.repeat(columns - misfit.cells.len()));
            Some(Edit::insert(file, row.start as usize + kept.len(), added))
        }
        Kind::Text => {
            let source = document.source();
            let line = source.line_start(source.line_of(row.start as usize));
            // The cells that the parser adds to the row stand behind it.
            let after = source.line_start(source.line_of(row.end as usize) + 1);
            let lines = Span::new(line, after);
            let apart = format!("{}{}", source.line_ending().as_str(), source.slice(lines));
            (line == row.start as usize).then(|| Edit::replace(file, lines, apart))
        }
    }
}

fn escape(row: &str, bars: &[usize]) -> String {
    let mut escaped = String::with_capacity(row.len() + bars.len());
    let mut last = 0;
    for &bar in bars {
        escaped.push_str(&row[last..bar]);
        escaped.push('\\');
        last = bar;
    }
    escaped + &row[last..]
}
