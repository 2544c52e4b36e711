//! Labels of the further links of entries that are written in two ways.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::document::{Document, Entry};
use crate::edit::{Applicability, Edit};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, reword};
use crate::source::{Span, last_from};
use crate::style::Tally;

pub static INFO: RuleInfo = RuleInfo {
    name: "inconsistent-label",
    page: include_str!("../../rules/inconsistent-label.md"),
    group: Group::Entries,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<InconsistentLabel>,
};

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct InconsistentLabel {
    /// Share of the labels of one meaning that must be written alike.
    threshold: Share,
    /// Number of labels of one meaning below which there is no majority.
    minimum: usize,
}

impl Default for InconsistentLabel {
    fn default() -> Self {
        Self {
            threshold: Share(0.9),
            minimum: 10,
        }
    }
}

/// The length in bytes of the longest label.
const LONGEST: usize = 24;

/// Labels that mean the same, by their letters; the second is the key of both.
const SAME: [(&str, &str); 4] = [
    ("doc", "docs"),
    ("documentation", "docs"),
    ("repository", "repo"),
    ("source", "sourcecode"),
];

/// What a label is written as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    Link,
    Brackets,
}

impl DocumentRule for InconsistentLabel {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let mut labels: Vec<(Span, Frame)> = Vec::new();
        for entry in document.entries() {
            links(document, entry, &mut labels);
            brackets(document, entry, &mut labels);
        }
        if labels.len() < self.minimum || document.is_generated() {
            return;
        }
        let mut by_key: FxHashMap<String, Vec<(Span, Frame)>> = FxHashMap::default();
        for label in labels {
            if let Some(key) = key(document.slice(label.0), label.1) {
                by_key.entry(key).or_default().push(label);
            }
        }
        for same in by_key.values() {
            let ways: Tally<&str> = same.iter().map(|(span, _)| document.slice(*span)).collect();
            let Some(habit) = ways.habit(self.threshold, self.minimum) else {
                continue;
            };
            for (span, _) in same.iter().filter(|(span, _)| document.slice(*span) != habit.way) {
                let label = document.slice(*span);
                if is_capital(label) && !is_capital(habit.way) && has_capitals_beside(document, *span) {
                    continue;
                }
                let message = format!(
                    "label `{label}`, but {} of {} are `{}`",
                    habit.count, habit.total, habit.way
                );
                let trust = match label.eq_ignore_ascii_case(habit.way) {
                    true => Applicability::Safe,
                    false => Applicability::Unsafe,
                };
                let edit = Edit::replace(document.file(), *span, habit.way);
                let fix = reword(document, format!("write `{}`", habit.way), trust, vec![edit]);
                findings.push(finding(document, *span, message).fix(fix));
            }
        }
    }
}

fn is_capital(label: &str) -> bool {
    label.starts_with(|sign: char| sign.is_ascii_uppercase())
}

/// Whether the entry has another label with a capital: then it has them on purpose.
fn has_capitals_beside(document: &Document, span: Span) -> bool {
    let entry = last_from(document.entries(), span.start, |entry| entry.span.start);
    let others = entry.map_or(&[][..], |entry| &entry.alternates).iter();
    let mut others = others
        .map(|link| document.link(*link).text)
        .filter(|text| *text != span);
    others.any(|text| text.len() <= LONGEST && is_capital(document.slice(text)))
}

/// The short texts of the further links of an entry that stand by themselves, not in a sentence.
fn links(document: &Document, entry: &Entry, labels: &mut Vec<(Span, Frame)>) {
    let text = document.source().text();
    for &link in &entry.alternates {
        let link = document.link(link);
        if link.text.is_empty() || link.text.len() > LONGEST {
            continue;
        }
        let before = text[entry.head.start as usize..link.span.start as usize].trim_end();
        let after = text[link.span.end as usize..entry.head.end.max(link.span.end) as usize].trim_start();
        let is_word = |sign: char| sign.is_alphanumeric() || matches!(sign, '’' | '\'');
        if !before.ends_with(is_word) && !after.starts_with(is_word) && document.slice(link.text).is_ascii() {
            labels.push((link.text, Frame::Link));
        }
    }
}

/// Single words in brackets behind the title of an entry: `(PDF)`.
fn brackets(document: &Document, entry: &Entry, labels: &mut Vec<(Span, Frame)>) {
    let Some(description) = entry.description else { return };
    let slice = document.slice(description).as_bytes();
    for open in memchr::memchr2_iter(b'(', b'[', slice) {
        let length = slice[open + 1..]
            .iter()
            .take(LONGEST)
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        let close = slice.get(open + 1 + length);
        let is_closed = matches!((slice[open], close), (b'(', Some(b')')) | (b'[', Some(b']')));
        let start = description.start as usize + open;
        if length > 1 && is_closed && is_plain(document, start as u32) {
            labels.push((Span::new(start + 1, start + 1 + length), Frame::Brackets));
        }
    }
}

fn is_plain(document: &Document, offset: u32) -> bool {
    document.is_literal(offset) && document.link_around(offset).is_none()
}

/// What a label says: its small letters and digits, and its frame.
fn key(label: &str, frame: Frame) -> Option<String> {
    let signs = label.chars().filter(char::is_ascii_alphanumeric);
    let mut key: String = signs.map(|sign| sign.to_ascii_lowercase()).collect();
    let is_label =
        key.bytes().any(|byte| byte.is_ascii_alphabetic()) && !label.contains(['.', '/', '@', '_', '`', '<']);
    if frame == Frame::Link
        && let Some((_, same)) = SAME.iter().find(|(other, _)| *other == key)
    {
        key = (*same).to_owned();
    }
    if frame == Frame::Brackets {
        key.push(')');
    }
    is_label.then_some(key)
}
