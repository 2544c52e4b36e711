//! Lines that git left in a file when two versions of it could not be merged.

use serde::Deserialize;

use crate::document::Document;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::{Location, Span, last_from};

pub static INFO: RuleInfo = RuleInfo {
    name: "merge-conflict-marker",
    page: include_str!("../../rules/merge-conflict-marker.md"),
    group: Group::Structure,
    level: Level::Error,
    fixes: None,
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<MergeConflictMarker>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct MergeConflictMarker {}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// `<<<<<<< ours`
    Open,
    /// `||||||| base` and `=======`, which mean something else outside of a conflict.
    Middle,
    /// `>>>>>>> theirs`
    Close,
}

/// How often a marker repeats its sign.
const LENGTH: usize = 7;

impl DocumentRule for MergeConflictMarker {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if !may_hold_conflict(document) {
            return;
        }
        let mut open: Vec<(Span, Marker)> = Vec::new();
        for (line, marker) in markers(document) {
            match (marker, open.is_empty()) {
                (Marker::Middle, true) => {}
                (Marker::Middle, false) => open.push((line, marker)),
                (Marker::Open, _) => {
                    report(document, &open, findings);
                    open = vec![(line, marker)];
                }
                (Marker::Close, _) => {
                    open.push((line, marker));
                    report(document, &open, findings);
                    open.clear();
                }
            }
        }
        report(document, &open, findings);
    }
}

/// Whether a line begins as a marker that opens or closes a conflict: quick, and never wrongly no.
fn may_hold_conflict(document: &Document) -> bool {
    let source = document.source();
    let text = source.text().as_bytes();
    let mut starts = (0..source.line_count()).map(|line| &text[source.line_start(line)..]);
    starts.any(|line| match line.first() {
        Some(&sign @ (b'<' | b'>')) => line.starts_with(&[sign; LENGTH]),
        _ => false,
    })
}

fn markers(document: &Document) -> Vec<(Span, Marker)> {
    let source = document.source();
    let start = document.front_matter().map_or(0, |front_matter| front_matter.span.end);
    let mut found = Vec::new();
    for (index, line) in source.lines().enumerate() {
        let Some(marker) = marker(source.slice(line)) else {
            continue;
        };
        let code = last_from(document.code(), line.start, |code| code.start);
        let is_code = code.is_some_and(|code| line.start < code.end);
        // Quotations in a quotation, as letters have them, are no marker.
        let is_quote = |index: usize| source.slice(source.line_content(index)).starts_with(">>");
        let is_quoted = marker == Marker::Close
            && (index > 0 && is_quote(index - 1) || index + 1 < source.line_count() && is_quote(index + 1));
        if line.start >= start && !is_code && !is_quoted {
            found.push((line, marker));
        }
    }
    found
}

fn marker(line: &str) -> Option<Marker> {
    let sign = line.bytes().next()?;
    let marker = match sign {
        b'<' => Marker::Open,
        b'|' | b'=' => Marker::Middle,
        b'>' => Marker::Close,
        _ => return None,
    };
    let length = line.bytes().take_while(|byte| *byte == sign).count();
    let rest = &line[length..];
    let is_marker = match sign {
        b'=' => rest.trim_end().is_empty(),
        b'|' => rest.is_empty() || rest.starts_with(' '),
        _ => rest.starts_with(' ') && !rest.trim().is_empty(),
    };
    (length == LENGTH && is_marker).then_some(marker)
}

/// Reports the markers of one conflict, or what is left of them.
fn report(document: &Document, markers: &[(Span, Marker)], findings: &mut Findings) {
    let [(first, _), others @ ..] = markers else {
        return;
    };
    let is_whole = matches!(others, [.., (_, Marker::Close)]);
    let (message, help) = match is_whole {
        true => (
            "merge conflict that nobody resolved",
            "keep what is right of both sides, and remove the markers",
        ),
        false => (
            "marker of a merge conflict",
            "remove it, and see whether both sides are there as they should be",
        ),
    };
    let mut report = finding(document, *first, message).help(help);
    for (line, marker) in others {
        let what = match marker {
            Marker::Close => "it ends here",
            Marker::Open | Marker::Middle => "the next side begins here",
        };
        let file = document.file();
        report = report.related(Location { file, span: *line }, what);
    }
    findings.push(report);
}
