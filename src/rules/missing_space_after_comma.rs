//! Commas with no blank behind them.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Prose, ProseKind};
use crate::edit::{Applicability, Edit};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, reword};
use crate::source::{Span, last_from};

pub static INFO: RuleInfo = RuleInfo {
    name: "missing-space-after-comma",
    page: include_str!("../../rules/missing-space-after-comma.md"),
    group: Group::Text,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<MissingSpaceAfterComma>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct MissingSpaceAfterComma {}

/// From how many tight commas on, and above which share of all, they are how the list is written.
const HABIT: usize = 10;
const HABIT_SHARE: Share = Share(0.1);

impl DocumentRule for MissingSpaceAfterComma {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let bytes = document.source().text().as_bytes();
        let is_tight = |at: &usize| {
            let behind = bytes.get(at + 1).copied().unwrap_or(b' ');
            behind.is_ascii_alphabetic() || !behind.is_ascii()
        };
        let mut tight: Vec<Span> = Vec::new();
        for comma in memchr::memchr_iter(b',', bytes).filter(is_tight) {
            let prose = last_from(document.prose(), comma as u32, |prose| prose.span.start);
            let is_inside = |prose: &&Prose| prose.kind == ProseKind::Text && (comma as u32 + 1) < prose.span.end;
            let Some(prose) = prose.filter(is_inside) else {
                continue;
            };
            let at = comma - prose.span.start as usize;
            if is_slip(document, prose, document.slice(prose.span), at) {
                tight.push(Span::new(comma, comma + 1));
            }
        }
        if tight.len() >= HABIT && HABIT_SHARE.is_exceeded(tight.len(), commas(document)) {
            return;
        }
        let in_one = |first: &Span, second: &Span| {
            let between = Span::new(first.end as usize, second.start as usize);
            let text = document.slice(between);
            between.len() < LONGEST && !text.contains(char::is_whitespace)
        };
        findings.extend(tight.chunk_by(in_one).map(|commas| report(document, commas)));
    }
}

/// How many commas the text has.
fn commas(document: &Document) -> usize {
    let texts = document.prose().iter().filter(|prose| prose.kind == ProseKind::Text);
    let texts = texts.map(|prose| document.slice(prose.span).as_bytes());
    texts.map(|text| memchr::memchr_iter(b',', text).count()).sum()
}

/// How far the commas of one list of words are apart at most.
const LONGEST: usize = 100;

fn report(document: &Document, commas: &[Span]) -> Finding {
    let message = match commas.len() {
        1 => "no blank behind a comma".to_owned(),
        count => format!("no blanks behind {count} commas"),
    };
    let edits = commas.iter().map(|&span| Edit::replace(document.file(), span, ", "));
    let fix = reword(document, "write a blank", Applicability::Safe, edits.collect());
    finding(document, commas[0], message).fix(fix)
}

/// Whether a comma stands between two words of a sentence.
fn is_slip(document: &Document, prose: &Prose, text: &str, at: usize) -> bool {
    let (before, behind) = (&text[..at], &text[at + 1..]);
    let is_letter = |sign: &char| is_western(*sign);
    let is_word = |sign: &char| is_letter(sign) || sign.is_ascii_digit();
    let word = || before.chars().rev().take_while(is_word);
    let is_worded = word().nth(1).is_some() && word().any(|sign| is_letter(&sign));
    let is_closed = before.ends_with([')', '"']);
    if !(is_worded || is_closed) || behind.chars().take_while(is_letter).take(2).count() < 2 {
        return false;
    }
    let offset = prose.span.start + at as u32;
    is_plain(joined(text, at)) && !document.is_verbatim(offset) && !is_name(document, offset) && !has_wide_script(text)
}

/// The words that are joined by a comma, as far as they are looked at.
fn joined(text: &str, comma: usize) -> &str {
    let start = text.floor_char_boundary(comma.saturating_sub(LONGEST));
    let end = text.ceil_char_boundary((comma + LONGEST).min(text.len()));
    let from = text[start..comma]
        .rfind(char::is_whitespace)
        .map_or(start, |blank| start + blank);
    let to = text[comma..end]
        .find(char::is_whitespace)
        .map_or(end, |blank| comma + blank);
    &text[from..to]
}

/// Whether a letter belongs to a script in which a blank follows a comma.
fn is_western(sign: char) -> bool {
    sign.is_alphabetic() && sign < '\u{590}'
}

/// Whether the words that are joined hold no sign of a program, a path, or an address.
fn is_plain(joined: &str) -> bool {
    let signs = [
        '/', '\\', '@', '=', '{', '}', '[', ']', '$', '_', '<', '>', ':', '|', '&', '%', '#', '*', '+', ';', '~',
    ];
    let calls = joined
        .char_indices()
        .any(|(at, sign)| sign == '(' && joined[..at].ends_with(char::is_alphanumeric));
    !calls && !joined.contains(signs)
}

/// Whether a link is called so: its text is one word.
fn is_name(document: &Document, offset: u32) -> bool {
    let link = document.link_around(offset);
    link.is_some_and(|link| !document.slice(link.text).trim().contains(char::is_whitespace))
}

/// Whether a text holds letters of a script that sets no blanks.
fn has_wide_script(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|sign| sign.is_alphabetic() && sign >= '\u{2E80}')
}
