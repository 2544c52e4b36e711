//! Reviewdog's diagnostic format, with suggestions that can be taken by a click.

use std::io::{self, Write};

use serde::Serialize;

use super::places::{Places, Range};
use super::plain::{self, write_json};
use super::repairs::{Piece, Repairs};
use crate::diagnostic::Diagnostic;
use crate::edit::Applicability;
use crate::engine::Run;
use crate::rule::Level;
use crate::source::Location;

#[derive(Serialize)]
struct Record<'r> {
    message: String,
    location: Place<'r>,
    severity: &'static str,
    source: Tool,
    code: Code<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'r>>,
}

#[derive(Serialize)]
struct Place<'r> {
    path: &'r str,
    range: Extent,
}

#[derive(Serialize)]
struct Extent {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    /// In bytes.
    column: usize,
}

#[derive(Serialize)]
struct Suggestion<'r> {
    range: Extent,
    text: &'r str,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Code<'r> {
    value: &'r str,
    url: String,
}

const TOOL: Tool = Tool {
    name: "awesome-lint",
    url: plain::REPOSITORY,
};

pub(super) fn write_result(run: &Run, repairs: &Repairs, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"source\":")?;
    write_json(&TOOL, out)?;
    out.write_all(b",\"diagnostics\":[")?;
    let mut separator: &[u8] = b"\n";
    each(run, repairs, |record| {
        out.write_all(separator)?;
        separator = b",\n";
        write_json(&record, out)
    })?;
    out.write_all(b"\n]}\n")
}

pub(super) fn write_lines(run: &Run, repairs: &Repairs, out: &mut dyn Write) -> io::Result<()> {
    each(run, repairs, |record| {
        write_json(&record, out)?;
        out.write_all(b"\n")
    })
}

fn each(run: &Run, repairs: &Repairs, mut write: impl FnMut(Record<'_>) -> io::Result<()>) -> io::Result<()> {
    let places = Places::as_named(run);
    for (file, found) in run.by_file() {
        let mut suggestions = assign(found, repairs.pieces(file));
        for (diagnostic, pieces) in found.iter().zip(&mut suggestions) {
            write(record(&places, diagnostic, std::mem::take(pieces)))?;
        }
    }
    Ok(())
}

/// Gives each piece to the first finding that it repairs.
fn assign<'f>(found: &[Diagnostic], pieces: Vec<Piece<'f>>) -> Vec<Vec<Piece<'f>>> {
    let mut given: Vec<Vec<Piece<'f>>> = found.iter().map(|_| Vec::new()).collect();
    let mut edits: Vec<(Location, usize)> = Vec::new();
    for (index, diagnostic) in found.iter().enumerate() {
        let fix = diagnostic.finding.fix.as_ref();
        let fix = fix.filter(|fix| fix.applicability() == Applicability::Safe);
        edits.extend(fix.iter().flat_map(|fix| fix.edits()).map(|edit| (edit.at, index)));
    }
    edits.sort_unstable();
    let mut from = 0;
    for piece in pieces {
        while edits.get(from).is_some_and(|(at, _)| at.span.end < piece.at.span.start) {
            from += 1;
        }
        // A piece that only a later pass has made goes with the repair before it.
        let owner = edits.get(from).or(edits.last()).map_or(0, |(_, index)| *index);
        if let Some(given) = given.get_mut(owner) {
            given.push(piece);
        }
    }
    given
}

fn record<'r>(places: &'r Places<'_>, diagnostic: &'r Diagnostic, pieces: Vec<Piece<'r>>) -> Record<'r> {
    let finding = &diagnostic.finding;
    let suggestion = |piece: Piece<'r>| Suggestion {
        range: extent(places.bytes(piece.at)),
        text: piece.text,
    };
    Record {
        message: plain::advice(finding),
        location: Place {
            path: places.path(finding.at.file),
            range: extent(places.bytes(finding.at)),
        },
        severity: match diagnostic.level {
            Level::Error => "ERROR",
            Level::Warn => "WARNING",
            Level::Info => "INFO",
        },
        source: TOOL,
        code: Code {
            value: diagnostic.rule.name,
            url: plain::page(diagnostic.rule),
        },
        suggestions: pieces.into_iter().map(suggestion).collect(),
    }
}

fn extent(range: Range) -> Extent {
    let [start, end] = [range.start, range.end].map(|position| Point {
        line: position.line,
        column: position.column,
    });
    Extent { start, end }
}
