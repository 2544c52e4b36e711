//! GitLab's code quality report.

use std::io::{self, Write};

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::places::Places;
use super::plain::{self, write_json};
use crate::engine::Run;
use crate::rule::Level;

#[derive(Serialize)]
struct Issue<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Place<'r>,
}

#[derive(Serialize)]
struct Place<'r> {
    path: &'r str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::in_repository(run);
    let mut fingerprints = Fingerprints::of(run);
    out.write_all(b"[")?;
    for (index, diagnostic) in run.diagnostics.iter().enumerate() {
        let finding = &diagnostic.finding;
        let path = places.path(finding.at.file);
        let range = places.characters(finding.at);
        let issue = Issue {
            description: plain::advice(finding),
            check_name: diagnostic.rule.name,
            fingerprint: fingerprints.next(path, diagnostic),
            severity: match diagnostic.level {
                Level::Error => "major",
                Level::Warn => "minor",
                Level::Info => "info",
            },
            location: Place {
                path,
                lines: Lines {
                    begin: range.start.line,
                    end: range.end.line,
                },
            },
        };
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        write_json(&issue, out)?;
    }
    out.write_all(b"\n]\n")
}
