//! SARIF 2.1.0, for code scanning.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::places::{Places, Range};
use super::plain::{self, write_json};
use crate::diagnostic::{Diagnostic, Finding};
use crate::edit::Edit;
use crate::engine::Run;
use crate::rule::{Level, RuleInfo};
use crate::source::{FileId, Location};

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: Vec<&'static RuleInfo> = run.diagnostics.iter().map(|diagnostic| diagnostic.rule).collect();
    rules.sort_by_key(|rule| rule.name);
    rules.dedup();
    let places = Places::in_repository(run);
    let mut fingerprints = Fingerprints::of(run);
    let driver = json!({
        "name": "awesome-lint",
        "informationUri": plain::REPOSITORY,
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|rule| rule_object(rule)).collect::<Vec<_>>(),
    });
    out.write_all(b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{")?;
    out.write_all(b"\"tool\":{\"driver\":")?;
    write_json(&driver, out)?;
    out.write_all(b"},\"columnKind\":\"utf16CodeUnits\",\"results\":[")?;
    for (index, diagnostic) in run.diagnostics.iter().enumerate() {
        let rule = rules.partition_point(|rule| rule.name < diagnostic.rule.name);
        let fingerprint = fingerprints.next(places.path(diagnostic.finding.at.file), diagnostic);
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        write_json(&result(&places, diagnostic, rule, fingerprint), out)?;
    }
    out.write_all(b"\n]}]}\n")
}

fn rule_object(rule: &RuleInfo) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary() },
        "helpUri": plain::page(rule),
        "help": { "text": rule.page, "markdown": rule.page },
        "defaultConfiguration": { "level": level(rule.level) },
        "properties": { "tags": [rule.group.as_str()] },
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Info => "note",
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'r> {
    rule_id: &'r str,
    rule_index: usize,
    level: &'static str,
    message: Text<'r>,
    locations: [Place<'r>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place<'r>>,
    partial_fingerprints: PartialFingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixObject<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PartialFingerprints {
    primary_location_line_hash: String,
}

#[derive(Serialize)]
struct Text<'r> {
    text: std::borrow::Cow<'r, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'r> {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixObject<'r> {
    description: Text<'r>,
    artifact_changes: [ArtifactChange<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'r> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'r> {
    deleted_region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Text<'r>>,
}

fn result<'r>(places: &Places<'_>, diagnostic: &'r Diagnostic, rule: usize, fingerprint: String) -> ResultObject<'r> {
    let finding = &diagnostic.finding;
    let related = finding.related.iter().map(|label| Place {
        message: Some(Text::of(&label.message)),
        ..place(places, label.at)
    });
    ResultObject {
        rule_id: diagnostic.rule.name,
        rule_index: rule,
        level: level(diagnostic.level),
        message: Text {
            text: plain::advice(finding).into(),
        },
        locations: [place(places, finding.at)],
        related_locations: related.collect(),
        partial_fingerprints: PartialFingerprints {
            primary_location_line_hash: fingerprint,
        },
        fixes: fixes(places, finding),
    }
}

impl<'r> Text<'r> {
    fn of(text: &'r str) -> Self {
        Self { text: text.into() }
    }
}

fn place<'r>(places: &Places<'_>, at: Location) -> Place<'r> {
    Place {
        physical_location: PhysicalLocation {
            artifact_location: artifact(places, at.file),
            region: region(places, at),
        },
        message: None,
    }
}

fn region(places: &Places<'_>, at: Location) -> Region {
    let Range { start, end } = places.utf16(at);
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

fn artifact(places: &Places<'_>, file: FileId) -> ArtifactLocation {
    let path = places.path(file);
    let uri = encoded(path);
    match path.starts_with('/') {
        true => ArtifactLocation {
            uri: format!("file://{uri}"),
            uri_base_id: None,
        },
        false => ArtifactLocation {
            uri,
            uri_base_id: Some("%SRCROOT%"),
        },
    }
}

/// A path as a part of an address.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

fn fixes<'r>(places: &Places<'_>, finding: &'r Finding) -> Vec<FixObject<'r>> {
    let object = |fix: &'r crate::edit::Fix| FixObject {
        description: Text::of(fix.title()),
        artifact_changes: [ArtifactChange {
            artifact_location: artifact(places, fix.file()),
            replacements: fix.edits().iter().map(|edit| replacement(places, edit)).collect(),
        }],
    };
    finding.fix.iter().map(object).collect()
}

fn replacement<'r>(places: &Places<'_>, edit: &'r Edit) -> Replacement<'r> {
    let inserted = Some(edit.text.as_str()).filter(|text| !text.is_empty());
    Replacement {
        deleted_region: region(places, edit.at),
        inserted_content: inserted.map(Text::of),
    }
}
