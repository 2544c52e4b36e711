//! Findings as JSON: the interface for other programs.

use std::borrow::Cow;
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::plain::push_json_text;
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

impl Record<'_> {
    /// Writes the record as serde does, without its detours: the keys are known, and need no escapes.
    fn push(&self, out: &mut Vec<u8>) {
        push_text_field(out, b"{\"path\":", &self.path);
        push_text_field(out, b",\"rule\":", self.rule);
        push_text_field(out, b",\"level\":", self.level.as_str());
        push_text_field(out, b",\"message\":", self.message);
        match self.help {
            Some(help) => push_text_field(out, b",\"help\":", help),
            None => out.extend_from_slice(b",\"help\":null"),
        }
        self.place.push(out);
        out.extend_from_slice(b",\"related\":");
        push_array(out, &self.related, Related::push);
        out.extend_from_slice(b",\"fix\":");
        match &self.fix {
            Some(fix) => fix.push(out),
            None => out.extend_from_slice(b"null"),
        }
        out.push(b'}');
    }
}

impl Place {
    fn push(&self, out: &mut Vec<u8>) {
        push_number_field(out, b",\"line\":", self.line);
        push_number_field(out, b",\"column\":", self.column);
        push_number_field(out, b",\"end_line\":", self.end_line);
        push_number_field(out, b",\"end_column\":", self.end_column);
        push_number_field(out, b",\"start\":", self.start);
        push_number_field(out, b",\"end\":", self.end);
    }
}

impl Related<'_> {
    fn push(&self, out: &mut Vec<u8>) {
        push_text_field(out, b"{\"path\":", &self.path);
        self.place.push(out);
        push_text_field(out, b",\"message\":", self.message);
        out.push(b'}');
    }
}

impl FixRecord<'_> {
    fn push(&self, out: &mut Vec<u8>) {
        push_text_field(out, b"{\"title\":", self.title);
        push_text_field(out, b",\"applicability\":", self.applicability.as_str());
        out.extend_from_slice(b",\"edits\":");
        push_array(out, &self.edits, EditRecord::push);
        out.push(b'}');
    }
}

impl EditRecord<'_> {
    fn push(&self, out: &mut Vec<u8>) {
        push_text_field(out, b"{\"path\":", &self.path);
        push_number_field(out, b",\"start\":", self.start);
        push_number_field(out, b",\"end\":", self.end);
        push_text_field(out, b",\"text\":", self.text);
        out.push(b'}');
    }
}

fn push_text_field(out: &mut Vec<u8>, key: &[u8], text: &str) {
    out.extend_from_slice(key);
    push_json_text(text, out);
}

fn push_number_field(out: &mut Vec<u8>, key: &[u8], number: usize) {
    out.extend_from_slice(key);
    let start = out.len();
    let mut rest = number;
    loop {
        out.push(b'0' + (rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out[start..].reverse();
}

fn push_array<T>(out: &mut Vec<u8>, all: &[T], push: impl Fn(&T, &mut Vec<u8>)) {
    out.push(b'[');
    for (index, one) in all.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        push(one, out);
    }
    out.push(b']');
}

pub(super) fn write_lines(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let mut line = Vec::new();
    for diagnostic in &run.diagnostics {
        // Written at once: a record is made of a hundred pieces.
        line.clear();
        Record::of(run, diagnostic).push(&mut line);
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
        Record::of(run, diagnostic).push(&mut record);
        out.write_all(&record)?;
    }
    out.write_all(if run.diagnostics.is_empty() { b"]\n" } else { b"\n]\n" })
}

/// The JSON schema of one finding.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Record<'_>).to_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plain::write_json;

    fn place(start: usize) -> Place {
        Place {
            line: 1,
            column: 20,
            end_line: 305,
            end_column: 0,
            start,
            end: usize::MAX,
        }
    }

    #[test]
    fn records_are_written_as_serde_writes_them() {
        let related = |message| Related {
            path: "b \u{FFFD}.md".into(),
            place: place(9),
            message,
        };
        let edit = |text| EditRecord {
            path: "a.md".into(),
            start: 0,
            end: 10,
            text,
        };
        let mut records = Vec::new();
        for text in [
            "",
            "plain",
            "\"\\/\u{8}\t\n\u{C}\r\0\u{1F}\u{7F}",
            "é\u{85}ü\u{202E}あ\u{200B}\u{2066}😀\u{FEFF}",
        ] {
            let fix = FixRecord {
                title: text,
                applicability: Applicability::Unsafe,
                edits: vec![edit(text), edit("b")],
            };
            records.push(Record {
                path: text.into(),
                rule: "rule",
                level: Level::Warn,
                message: text,
                help: Some(text).filter(|text| !text.is_empty()),
                place: place(100),
                related: if text.is_empty() {
                    Vec::new()
                } else {
                    vec![related(text), related("x")]
                },
                fix: (!text.is_empty()).then_some(fix),
            });
        }
        for record in records {
            let (mut written, mut wanted) = (Vec::new(), Vec::new());
            record.push(&mut written);
            write_json(&record, &mut wanted).unwrap();
            assert_eq!(String::from_utf8(written), String::from_utf8(wanted));
        }
    }
}
