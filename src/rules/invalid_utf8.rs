//! Files that are not UTF-8.

use serde::Deserialize;

use crate::document::{Document, Effect};
use crate::edit::{Applicability, Edit, Fix};
use crate::encoding::Foreign;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::{Encoding, InvalidSequence, Source, Span};

pub static INFO: RuleInfo = RuleInfo {
    name: "invalid-utf8",
    page: include_str!("../../rules/invalid-utf8.md"),
    group: Group::Encoding,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<InvalidUtf8>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct InvalidUtf8 {}

const EFFECTS: &[Effect] = &[
    Effect::Text,
    Effect::Anchors,
    Effect::Links,
    Effect::Html,
    Effect::Entries,
];

impl DocumentRule for InvalidUtf8 {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let source = document.source();
        match (source.encoding(), source.invalid().first()) {
            (Encoding::Utf16, _) => {
                let help = "save it as UTF-8; nothing else in it was checked";
                findings.push(finding(document, Span::at(0), "file is UTF-16, not UTF-8").help(help));
            }
            (Encoding::Unknown, Some(first)) => {
                let bytes: Vec<String> = first.bytes.iter().map(|byte| format!("{byte:02X}")).collect();
                let count = source.invalid().len();
                let message = match count {
                    1 => format!("bytes {} are not UTF-8", bytes.join(" ")),
                    _ => format!("bytes {} are not UTF-8, the first of {count} places", bytes.join(" ")),
                };
                let lines = lines(source);
                let guess = Foreign::guess(lines.iter().map(|line| &*line.bytes));
                let fix = transcode(document, &lines, guess);
                let help = match fix {
                    Some(_) => format!("they are likely {}; save the file as UTF-8", guess.name()),
                    None => "find out what encoding the file has and save it as UTF-8".to_owned(),
                };
                findings.push(finding(document, first.span, message).help(help).fix(fix));
            }
            _ => {}
        }
    }
}

/// A line with bytes that are not UTF-8.
struct Line<'s> {
    span: Span,
    /// As it stands in the file.
    bytes: Vec<u8>,
    invalid: &'s [InvalidSequence],
}

fn lines(source: &Source) -> Vec<Line<'_>> {
    let line_of = |sequence: &InvalidSequence| source.line_of(sequence.span.start as usize);
    let lines = source.invalid().chunk_by(|a, b| line_of(a) == line_of(b));
    let lines = lines.map(|invalid| {
        let span = source.line_content(line_of(&invalid[0]));
        let mut bytes = Vec::with_capacity(span.len());
        let mut last = span.start as usize;
        for sequence in invalid {
            bytes.extend_from_slice(&source.text().as_bytes()[last..sequence.span.start as usize]);
            bytes.extend_from_slice(&sequence.bytes);
            last = sequence.span.end as usize;
        }
        bytes.extend_from_slice(&source.text().as_bytes()[last..span.end as usize]);
        Line { span, bytes, invalid }
    });
    lines.collect()
}

/// Reads the lines in an encoding, if all their bytes are characters in it: where a byte is a character, those alone that
/// are not UTF-8, for other letters in the line may be.
fn transcode(document: &Document, lines: &[Line<'_>], encoding: Foreign) -> Option<Fix> {
    let mut edits = Vec::new();
    for line in lines {
        if encoding.is_single_byte() {
            for sequence in line.invalid {
                // Two bytes or more are a character that was cut.
                let text = encoding.decode(&sequence.bytes).filter(|_| sequence.bytes.len() == 1)?;
                edits.push(Edit::replace(document.file(), sequence.span, text));
            }
        } else {
            edits.push(Edit::replace(document.file(), line.span, encoding.decode(&line.bytes)?));
        }
    }
    let title = format!("read the bytes as {}", encoding.name());
    Fix::new(title, Applicability::Unsafe, EFFECTS, edits)
}
