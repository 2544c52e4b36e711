//! Function words that stand twice in a row.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::document::{Document, ProseKind, Word};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, reword};
use crate::sieve::Sieve;
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "repeated-word",
    page: include_str!("../../rules/repeated-word.md"),
    group: Group::Text,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<RepeatedWord>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct RepeatedWord {}

/// Words that no English sentence has twice in a row, but for particles; sorted.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "been", "between", "but", "by", "can",
    "for", "from", "has", "have", "how", "if", "in", "into", "is", "it", "its", "not", "of", "on", "or", "our",
    "should", "some", "such", "than", "the", "their", "them", "then", "these", "they", "this", "those", "to",
    "using", "was", "we", "were", "what", "when", "where", "which", "while", "will", "with", "within",
    "without", "you", "your",
];

/// Verbs whose particle may stand before the same word as a preposition: `log in in the app`; sorted.
const PHRASAL: &[&str] = &[
    "add", "based", "built", "check", "checked", "clock", "come", "comes", "drop", "fill", "filled", "give", "go",
    "going", "hands", "hook", "it", "listen", "log", "logged", "logging", "logs", "look", "looking", "move", "opt",
    "plug", "pulled", "sign", "signed", "signing", "stand", "switch", "switched", "talk", "tune", "turn", "turned",
    "up", "used", "wait", "waiting", "work", "working", "zoom",
];

/// Words behind which a clause may end in the verb that the next one begins with: `what it is is`; sorted.
const SUBJECTS: &[&str] = &["he", "it", "she", "that", "there", "they", "this", "we", "you"];

impl DocumentRule for RepeatedWord {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let words = document.words();
        let is_one = |text: &str| SIEVE.may_hold(text) && WORDS.binary_search(&text).is_ok();
        for (place, pair) in (1_usize..).zip(words.all().windows(2)) {
            let [first, word] = pair else { continue };
            // Few words are as long as the one before them, and most of those begin otherwise.
            if first.span.len() != word.span.len() || word.span.len() > LONGEST {
                continue;
            }
            if !is_repetition(document, first, word) || !is_one(document.slice(word.span)) {
                continue;
            }
            let neighbour = |place: Option<usize>| {
                let neighbour = place.and_then(|place| words.all().get(place));
                neighbour.map_or("", |word| document.slice(word.span))
            };
            let (before, after) = (neighbour(place.checked_sub(2)), neighbour(place.checked_add(1)));
            let text = document.slice(word.span);
            if is_right(text, before, after) || document.is_quoted(word.span) || !document.is_english_at(word) {
                continue;
            }
            let both = Span::new(first.span.start as usize, word.span.end as usize);
            let message = format!("`{text}` stands twice");
            findings.push(finding(document, both, message).fix(remove(document, first, word)));
        }
    }
}

/// The longest of them.
const LONGEST: usize = 7;

static SIEVE: LazyLock<Sieve> = LazyLock::new(|| Sieve::of(WORDS.iter().copied()));

/// Whether a word is the same as the word before it, with nothing but blanks between.
fn is_repetition(document: &Document, first: &Word, second: &Word) -> bool {
    if first.span.len() != second.span.len() || first.kind != second.kind {
        return false;
    }
    let (one, other) = (document.slice(first.span), document.slice(second.span));
    if !one.eq_ignore_ascii_case(other) {
        return false;
    }
    let text = document.source().text();
    // `IT it`, `plan A a day`: the first one is a noun.
    let is_capital = one.bytes().all(|byte| byte.is_ascii_uppercase());
    let before = text[..first.span.start as usize].trim_end_matches([' ', '\t']);
    let is_noun = is_capital && (one.len() > 1 || before.ends_with(char::is_alphanumeric));
    let gap = &text[first.span.end as usize..second.span.start as usize];
    let after = &text[second.span.end as usize..];
    let contracted = after.strip_prefix(['\'', '’']);
    let is_longer = contracted.is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    let is_blank = !gap.is_empty() && gap.chars().all(char::is_whitespace);
    !is_noun && is_blank && is_one_text(gap) && !is_longer
}

/// Whether the blanks between two words hold one line break at most.
fn is_one_text(gap: &str) -> bool {
    gap.matches('\n').count() + gap.replace("\r\n", "\n").matches('\r').count() <= 1
}

/// Whether the word may stand twice between these two.
fn is_right(word: &str, before: &str, after: &str) -> bool {
    let holds = |list: &[&str]| list.iter().any(|word| word.eq_ignore_ascii_case(before));
    match word {
        // The letter itself.
        "a" => after.len() < 2,
        "for" => after.starts_with("loop") || holds(PHRASAL),
        "at" | "from" | "in" | "of" | "on" | "to" | "with" => holds(PHRASAL),
        "is" | "are" | "was" | "were" | "has" | "have" => holds(SUBJECTS),
        _ => false,
    }
}

/// Removes the second word with the blanks that come before it, or behind it where it begins a line.
fn remove(document: &Document, first: &Word, second: &Word) -> Option<Fix> {
    let text = document.source().text();
    let (end, start) = (first.span.end as usize, second.span.start as usize);
    let doubled = if text[end..start].contains(['\n', '\r']) {
        let after = &text[second.span.end as usize..];
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        if blanks == 0 {
            return None;
        }
        Span::new(start, second.span.end as usize + blanks)
    } else {
        Span::new(end, second.span.end as usize)
    };
    // `with it it works` lacks a comma, not a word too many.
    let is_certain = !matches!(document.slice(second.span), "if" | "it" | "not") && second.kind != ProseKind::Html;
    let trust = if is_certain {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    let title = format!("remove the second `{}`", document.slice(second.span));
    reword(document, title, trust, vec![Edit::delete(document.file(), doubled)])
}

#[cfg(test)]
mod tests {
    #[test]
    fn tables_are_sorted() {
        assert!(super::WORDS.is_sorted());
        assert_eq!(super::WORDS.iter().map(|word| word.len()).max(), Some(super::LONGEST));
        assert!(super::PHRASAL.is_sorted());
        assert!(super::SUBJECTS.is_sorted());
    }
}
