//! Bars of tables that do not stand below one another.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, NodeId, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;
use crate::style::cells::{self, Alignment, Cell, Measure};

pub static INFO: RuleInfo = RuleInfo {
    name: "table-pipe-alignment",
    page: include_str!("../../rules/table-pipe-alignment.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<TablePipeAlignment>,
};

/// How many times its size a list may grow by the blanks that are missing.
const LARGEST_GROWTH: usize = 16;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct TablePipeAlignment {
    /// Whether widths are counted in units of UTF-16.
    quirks: bool,
}

impl DocumentRule for TablePipeAlignment {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let measure = if self.quirks { Measure::Units } else { Measure::Columns };
        let tables = document
            .syntax()
            .nodes()
            .filter(|(_, node)| node.kind == NodeKind::Table);
        for (table, _) in tables {
            let cells = cells::cells(document, table, measure);
            let widest = cells::widest(&cells, Cell::width);
            let is_quirk = self.quirks && is_aligned(document, table);
            let full = cells::fullest(&cells);
            let is_compact = cells
                .iter()
                .all(|cell| cell.is_delimiter || cell.left.unwrap_or(0) == 0);
            let mut trims = trims(document, &cells, &full, is_compact);
            let missing = cells.iter().map(|cell| widest[cell.column] - cell.width());
            let is_fixable = missing.sum::<usize>() <= LARGEST_GROWTH * document.source().len();
            for cell in &cells {
                let missing = widest[cell.column] - cell.width();
                let (left, right) = split(cell, missing, widest[cell.column]);
                // Blanks that are too many in other cells go first.
                let is_settled = widest[cell.column] <= full[cell.column];
                let trim = &mut trims[cell.column];
                let mut push = |found: Finding| {
                    let found = if is_quirk { found.help(AS_ORIGINAL) } else { found };
                    findings.push(if is_settled { found } else { found.fix(trim.take()) });
                };
                let (before, behind, filler) = filler(document, cell, is_compact);
                if left > 0 {
                    let insert = is_fixable.then(|| Edit::insert(document.file(), before, filler.repeat(left)));
                    push(report(document, cell.text.start, left, insert));
                }
                if right > 0 && cell.right.is_some() {
                    let insert = is_fixable.then(|| Edit::insert(document.file(), behind, filler.repeat(right)));
                    push(report(document, cell.end, right, insert));
                }
            }
        }
    }
}

/// Whether the bars of a table that is not all ASCII stand one below the other as they are shown.
fn is_aligned(document: &Document, table: NodeId) -> bool {
    if document.slice(document.syntax().node(table).span).is_ascii() {
        return false;
    }
    let cells = cells::cells(document, table, Measure::Columns);
    let widest = cells::widest(&cells, Cell::width);
    cells.iter().all(|cell| cell.width() == widest[cell.column])
}

/// For each column what takes the blanks from its cells that make them wider than the widest text needs.
fn trims(document: &Document, cells: &[Cell], full: &[usize], is_compact: bool) -> Vec<Option<Fix>> {
    let mut wide: Vec<Vec<&Cell>> = vec![Vec::new(); full.len()];
    for cell in cells.iter().filter(|cell| cell.width() > full[cell.column]) {
        wide[cell.column].push(cell);
    }
    let columns = wide.iter().zip(full);
    columns
        .map(|(cells, full)| trim(document, cells, *full, is_compact))
        .collect()
}

fn trim(document: &Document, cells: &[&Cell], full: usize, is_compact: bool) -> Option<Fix> {
    let least = usize::from(!is_compact);
    let edits = cells.iter().flat_map(|cell| {
        let excess = cell.width() - full;
        let spare = |blanks: Option<usize>| blanks.unwrap_or(0).saturating_sub(least);
        let right = excess.min(spare(cell.right));
        let left = (excess - right).min(spare(cell.left));
        let ends = [(cell.text.start as usize, left), (cell.end as usize, right)];
        let cuts = ends.into_iter().filter(|(_, count)| *count > 0);
        cuts.map(|(end, count)| Edit::delete(document.file(), Span::new(end - count, end)))
    });
    Fix::new(
        "remove blanks that are too many",
        Applicability::Safe,
        &[],
        edits.collect(),
    )
}

/// How many of the missing spaces go to the left, and how many to the right.
fn split(cell: &Cell, missing: usize, widest: usize) -> (usize, usize) {
    match cell.alignment {
        Alignment::Center if cell.middle > 0 && missing > 0 => {
            let half = (widest - cell.middle) / 2;
            let right = cell.right.map_or(0, |right| half.saturating_sub(right));
            (missing - right, right)
        }
        Alignment::Right => (missing, 0),
        _ => (0, missing),
    }
}

/// Where a cell is widened on its left and on its right, and with what: a delimiter with hyphens, where its
/// blanks are those of the other cells.
fn filler(document: &Document, cell: &Cell, is_compact: bool) -> (usize, usize, &'static str) {
    let text = document.slice(cell.text);
    let start = cell.text.start as usize;
    if cell.is_delimiter && text.contains('-') && (is_compact || cell.left.unwrap_or(0) > 0) {
        let hyphens = text.trim_start_matches(':');
        let before = start + text.len() - hyphens.len();
        return (before, start + text.trim_end_matches(':').len(), "-");
    }
    (start, cell.end as usize, " ")
}

fn report(document: &Document, place: u32, count: usize, insert: Option<Edit>) -> Finding {
    let spaces = if count == 1 { "space" } else { "spaces" };
    let message = format!("cell is {count} {spaces} narrower than its column");
    let fix = Fix::new("align the bars", Applicability::Safe, &[], insert.into_iter().collect());
    finding(document, Span::at(place as usize), message).fix(fix)
}
