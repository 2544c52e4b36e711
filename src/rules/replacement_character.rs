//! Signs that stand where characters were lost.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{DamagedProse, Document};
use crate::encoding::{Damage, Kind};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::{Span, last_from};

pub static INFO: RuleInfo = RuleInfo {
    name: "replacement-character",
    page: include_str!("../../rules/replacement-character.md"),
    group: Group::Encoding,
    level: Level::Warn,
    fixes: None,
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<ReplacementCharacter>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct ReplacementCharacter {}

/// Words of lines that speak of encodings, in small letters.
const TOPICS: [&str; 14] = [
    "u+fffd",
    "fffd",
    "replacement",
    "encod",
    "unicode",
    "utf",
    "mojibake",
    "charset",
    "garbl",
    "乱码",
    "亂碼",
    "编码",
    "文字化け",
    "кодиров",
];

impl DocumentRule for ReplacementCharacter {
    fn check(&self, document: &Document, findings: &mut Findings) {
        // Of such a file all is said at once.
        if document.damaged_file().is_some() {
            return;
        }
        for piece in document.damaged_prose() {
            let is_lost = |damage: &&Damage| damage.kind == Kind::Lost && !is_invalid(document, piece.span_of(damage));
            let lost: Vec<&Damage> = piece.damages.iter().filter(is_lost).collect();
            if let [first, others @ ..] = &lost[..]
                && !speaks_of_it(document, piece.span_of(first))
            {
                findings.push(report(document, piece, first, others.len()));
            }
        }
    }
}

fn report(document: &Document, piece: &DamagedProse, first: &Damage, others: usize) -> Finding {
    let span = piece.span_of(first);
    let sign = document.slice(span);
    let sign = match sign.starts_with(char::REPLACEMENT_CHARACTER) {
        true => "the replacement character U+FFFD",
        false => &format!("`{sign}`"),
    };
    let message = match others {
        0 => format!("{sign} stands where a character was lost"),
        _ => format!("{sign} stands where characters were lost, {} times", others + 1),
    };
    let help = "write what was meant, or take it from an older version";
    finding(document, span, message).help(help)
}

/// Whether the sign stands for bytes of the file that are not UTF-8, and is not in it.
fn is_invalid(document: &Document, span: Span) -> bool {
    let invalid = last_from(document.source().invalid(), span.end, |sequence| sequence.span.start);
    invalid.is_some_and(|sequence| sequence.span.touches(span))
}

/// Whether the line, or the heading above it, is about encodings.
fn speaks_of_it(document: &Document, span: Span) -> bool {
    let source = document.source();
    let line = source.slice(source.line_content(source.line_of(span.start as usize)));
    let heading = last_from(document.headings(), span.start, |heading| heading.span.start);
    let is_topic = |text: &str| {
        let text = text.to_lowercase();
        TOPICS.iter().any(|topic| text.contains(topic))
    };
    is_topic(line) || heading.is_some_and(|heading| is_topic(document.slice(heading.text)))
}
