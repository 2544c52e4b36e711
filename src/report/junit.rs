//! JUnit's XML: a suite for each file, a failed case for each finding.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::places::Places;
use super::sanitize;
use crate::diagnostic::Diagnostic;
use crate::engine::Run;

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::as_named(run);
    let mut report = Report::new("awesome-lint");
    for (file, found) in run.by_file() {
        if found.is_empty() && !run.is_list(file) {
            continue;
        }
        let path = shown(places.path(file));
        let mut suite = TestSuite::new(&path);
        if found.is_empty() {
            suite.add_test_case(TestCase::new("no findings", TestCaseStatus::success()));
        }
        for diagnostic in found {
            suite.add_test_case(case(&places, diagnostic, &path));
        }
        report.add_test_suite(suite);
    }
    report.serialize(&mut *out).map_err(io::Error::other)
}

fn case(places: &Places<'_>, diagnostic: &Diagnostic, path: &str) -> TestCase {
    let finding = &diagnostic.finding;
    let start = places.characters(finding.at).start;
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type(diagnostic.level.as_str());
    status.set_message(shown(&finding.message));
    let mut text = format!("{path}:{}:{}: {}", start.line, start.column, finding.message);
    if let Some(help) = &finding.help {
        text = format!("{text}; {help}");
    }
    status.set_description(shown(&text));
    let name = format!("{} ({}:{})", diagnostic.rule.name, start.line, start.column);
    let mut case = TestCase::new(name, status);
    case.set_classname(path);
    case
}

/// Text without the characters that XML cannot hold.
fn shown(text: &str) -> String {
    sanitize(text).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}
