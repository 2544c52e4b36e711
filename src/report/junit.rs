//! JUnit's XML: a suite for each file, a failed case for each finding.

use std::io::{self, Write};

use super::places::Places;
use super::plain::{advice, xml};
use crate::diagnostic::Diagnostic;
use crate::engine::Run;
use crate::source::FileId;

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::as_named(run);
    let suites: Vec<(FileId, &[Diagnostic])> = run
        .by_file()
        .filter(|(file, found)| !found.is_empty() || run.is_list(*file))
        .collect();
    let cases: usize = suites.iter().map(|(_, found)| found.len().max(1)).sum();
    let failures = run.diagnostics.len();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="awesome-lint" tests="{cases}" skipped="0" failures="{failures}" errors="0">"#
    )?;
    for (file, found) in suites {
        let path = xml(places.path(file));
        let (tests, failures) = (found.len().max(1), found.len());
        writeln!(
            out,
            r#"    <testsuite name="{path}" tests="{tests}" skipped="0" errors="0" failures="{failures}">"#
        )?;
        if found.is_empty() {
            writeln!(out, r#"        <testcase name="no findings"/>"#)?;
        }
        for diagnostic in found {
            write_case(&places, diagnostic, &path, out)?;
        }
        writeln!(out, "    </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn write_case(places: &Places<'_>, diagnostic: &Diagnostic, path: &str, out: &mut dyn Write) -> io::Result<()> {
    let finding = &diagnostic.finding;
    let (rule, level) = (diagnostic.rule.name, diagnostic.level.as_str());
    let start = places.characters(finding.at).start;
    let (line, column) = (start.line, start.column);
    let (message, text) = (xml(&finding.message), advice(finding));
    let text = xml(&text);
    writeln!(
        out,
        r#"        <testcase name="{rule} ({line}:{column})" classname="{path}">"#
    )?;
    writeln!(
        out,
        r#"            <failure message="{message}" type="{level}">{path}:{line}:{column}: {text}</failure>"#
    )?;
    writeln!(out, "        </testcase>")
}
