//! Findings as JSON: the interface for other programs.

use std::borrow::Cow;
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::plain::write_json;
use crate::diagnostic::Diagnostic;
use crate::edit::{Applicability, Edit};
use crate::engine::Run;
use crate::rule::Level;
use crate::source::{Location, Position};

/// One finding. Lines and columns count from 1, columns in Unicode scalar values; `start` and `end` are
/// offsets in bytes in the file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "awesome-lint finding")]
pub struct Record<'r> {
    /// The file, as it was named or found.
    pub path: Cow<'r, str>,
    /// The name of the rule.
    pub rule: &'r str,
    pub level: Level,
    /// What is wrong.
    pub message: &'r str,
    /// What to do about it.
    pub help: Option<&'r str>,
    #[serde(flatten)]
    pub place: Place,
    /// Other places that the finding speaks of.
    pub related: Vec<Related<'r>>,
    /// Edits that repair it, applied together or not at all.
    pub fix: Option<FixRecord<'r>>,
}

/// A place in a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Place {
    pub line: usize,
    pub column: usize,
    /// The line of the first character behind the place.
    pub end_line: usize,
    pub end_column: usize,
    pub start: usize,
    pub end: usize,
}

/// Another place.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Related<'r> {
    pub path: Cow<'r, str>,
    #[serde(flatten)]
    pub place: Place,
    pub message: &'r str,
}

/// A repair.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FixRecord<'r> {
    pub title: &'r str,
    pub applicability: Applicability,
    /// Sorted and disjoint.
    pub edits: Vec<EditRecord<'r>>,
}

/// Replaces the bytes from `start` to `end` by a text.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EditRecord<'r> {
    pub path: Cow<'r, str>,
    pub start: usize,
    pub end: usize,
    pub text: &'r str,
}

impl<'r> Record<'r> {
    pub fn of(run: &'r Run, diagnostic: &'r Diagnostic) -> Self {
        let finding = &diagnostic.finding;
        let related = finding.related.iter().map(|label| Related {
            path: path(run, label.at),
            place: place(run, label.at),
            message: &label.message,
        });
        let fix = finding.fix.as_ref().map(|fix| FixRecord {
            title: fix.title(),
            applicability: fix.applicability(),
            edits: fix.edits().iter().map(|edit| edit_record(run, edit)).collect(),
        });
        Self {
            path: path(run, finding.at),
            rule: diagnostic.rule.name,
            level: diagnostic.level,
            message: &finding.message,
            help: finding.help.as_deref(),
            place: place(run, finding.at),
            related: related.collect(),
            fix,
        }
    }
}

fn path(run: &Run, at: Location) -> Cow<'_, str> {
    run.source(at.file).path().to_string_lossy()
}

fn place(run: &Run, at: Location) -> Place {
    let source = run.source(at.file);
    let Position { line, column } = source.position(at.span.start as usize);
    let end = source.position(at.span.end as usize);
    Place {
        line,
        column,
        end_line: end.line,
        end_column: end.column,
        start: source.file_offset(at.span.start as usize),
        end: source.file_offset(at.span.end as usize),
    }
}

fn edit_record<'r>(run: &'r Run, edit: &'r Edit) -> EditRecord<'r> {
    let source = run.source(edit.at.file);
    EditRecord {
        path: path(run, edit.at),
        start: source.file_offset(edit.at.span.start as usize),
        end: source.file_offset(edit.at.span.end as usize),
        text: &edit.text,
    }
}

pub(super) fn write_lines(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let mut line = Vec::new();
    for diagnostic in &run.diagnostics {
        // Written at once: a record is made of a hundred pieces.
        line.clear();
        write_json(&Record::of(run, diagnostic), &mut line)?;
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}

pub(super) fn write_array(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    let mut record = Vec::new();
    for (index, diagnostic) in run.diagnostics.iter().enumerate() {
        record.clear();
        record.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
        write_json(&Record::of(run, diagnostic), &mut record)?;
        out.write_all(&record)?;
    }
    out.write_all(if run.diagnostics.is_empty() { b"]\n" } else { b"\n]\n" })
}

/// The JSON schema of one finding.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Record<'_>).to_value()
}
