//! Blanks beside the bars of tables that depart from those of the first table.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;
use crate::style::cells::{self, Alignment, Cell, Measure};

pub static INFO: RuleInfo = RuleInfo {
    name: "table-cell-padding",
    page: include_str!("../../rules/table-cell-padding.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<TableCellPadding>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct TableCellPadding {
    /// Whether the last of the widest cells decides, those of the delimiter row among them.
    quirks: bool,
}

/// Whether blanks stand beside the bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Padded,
    Compact,
}

/// The side of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl DocumentRule for TableCellPadding {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let measure = if self.quirks { Measure::Units } else { Measure::Columns };
        let tables = document
            .syntax()
            .nodes()
            .filter(|(_, node)| node.kind == NodeKind::Table);
        let mut style = None;
        let mut is_quirk = false;
        let mut remedy = Remedy::Cells;
        for (table, _) in tables {
            let cells = cells::cells(document, table, measure);
            let widest = cells::widest(&cells, |cell| cell.middle);
            if style.is_none() {
                let Some(deciding) = self.deciding(&cells, &widest) else {
                    continue;
                };
                style = Some(deciding.style());
                is_quirk =
                    self.quirks && first_text(&cells, &widest).is_some_and(|first| first.style() != deciding.style());
                if deciding.is_delimiter && style == Some(Style::Compact) && texts_are_padded(&cells) {
                    remedy = Remedy::Delimiters(pad_delimiters(document, &cells));
                }
            }
            let Some(style) = style else {
                continue;
            };
            for cell in &cells {
                for side in [Side::Left, Side::Right] {
                    let Some(found) = check_side(document, cell, side, style, widest[cell.column]) else {
                        continue;
                    };
                    let found = if is_quirk { found.help(AS_ORIGINAL) } else { found };
                    findings.push(match &mut remedy {
                        Remedy::Cells => found,
                        Remedy::Delimiters(fix) => found.fix(fix.take()),
                    });
                }
            }
        }
    }
}

/// What is to change.
enum Remedy {
    /// Each cell that departs.
    Cells,
    /// The delimiter row, which alone is tight and decides for all.
    Delimiters(Option<Fix>),
}

fn texts_are_padded(cells: &[Cell]) -> bool {
    let mut texts = cells.iter().filter(|cell| !cell.is_delimiter && cell.middle > 0);
    texts.all(|cell| cell.left != Some(0))
}

fn pad_delimiters(document: &Document, cells: &[Cell]) -> Option<Fix> {
    let delimiters = cells.iter().filter(|cell| cell.is_delimiter && cell.middle > 0);
    let edits = delimiters.flat_map(|cell| {
        let sides = [(cell.left, cell.text.start), (cell.right, cell.text.end)];
        let tight = sides.into_iter().filter(|(blanks, _)| *blanks == Some(0));
        tight.map(|(_, at)| Edit::insert(document.file(), at as usize, " "))
    });
    Fix::new(
        "write blanks in the delimiter row",
        Applicability::Safe,
        &[],
        edits.collect(),
    )
}

impl TableCellPadding {
    /// The cell that decides, one of those that fill their columns.
    fn deciding<'c>(&self, cells: &'c [Cell], widest: &[usize]) -> Option<&'c Cell> {
        match self.quirks {
            true => cells.iter().rfind(|cell| cell.fills(widest)),
            false => first_text(cells, widest),
        }
    }
}

/// The first text that fills its column, or else the first of all.
fn first_text<'c>(cells: &'c [Cell], widest: &[usize]) -> Option<&'c Cell> {
    let mut texts = cells.iter().filter(|cell| !cell.is_delimiter && cell.middle > 0);
    let filling = texts.clone().find(|cell| cell.fills(widest));
    filling.or_else(|| texts.next())
}

impl Cell {
    fn fills(&self, widest: &[usize]) -> bool {
        self.middle > 0 && self.middle == widest[self.column]
    }

    fn style(&self) -> Style {
        match self.left {
            Some(1..) => Style::Padded,
            _ => Style::Compact,
        }
    }
}

fn check_side(document: &Document, cell: &Cell, side: Side, style: Style, widest: usize) -> Option<Finding> {
    let actual = match side {
        Side::Left => cell.left,
        Side::Right => cell.right.filter(|_| cell.middle > 0),
    };
    let actual = actual?;
    let slack = widest - cell.middle;
    let least = usize::from(style == Style::Padded);
    let mut most = least
        + match (cell.alignment, side) {
            (Alignment::Center, _) => slack.div_ceil(2),
            (Alignment::Right, Side::Left) | (Alignment::Left, Side::Right) => slack,
            _ => 0,
        };
    if cell.middle == 0 {
        most = most.max(widest + 2 * least);
    }
    if (least..=most).contains(&actual) {
        return None;
    }
    let (at, place) = match side {
        Side::Left => (cell.text.start as usize, "before"),
        Side::Right => (cell.end as usize, "behind"),
    };
    let spaces = if actual == 1 { "space" } else { "spaces" };
    let message = format!(
        "{actual} {spaces} {place} the text of a cell, expected {}",
        expected(least, most)
    );
    let edit = if actual < least {
        Edit::insert(document.file(), at, " ".repeat(least - actual))
    } else {
        Edit::delete(document.file(), Span::new(at - (actual - most), at))
    };
    let fix = Fix::new("write the blanks of the others", Applicability::Safe, &[], vec![edit]);
    Some(finding(document, Span::at(at), message).fix(fix))
}

fn expected(least: usize, most: usize) -> String {
    if least == most {
        least.to_string()
    } else {
        format!("{least} to {most}")
    }
}
