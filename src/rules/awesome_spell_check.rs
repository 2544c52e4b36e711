//! Names of technologies, as the JavaScript awesome-lint wants them.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Node, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::names;
use crate::original::is_address;
use crate::rule::{
    AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, reword,
};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "awesome-spell-check",
    page: include_str!("../../rules/awesome-spell-check.md"),
    group: Group::Text,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<AwesomeSpellCheck>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct AwesomeSpellCheck {
    /// Terms that are not checked, as they should be written.
    ignore: Vec<String>,
    /// Whether the mistakes of the original check count too.
    quirks: bool,
}

/// The table, which says what its parts mean.
#[derive(Deserialize)]
struct Table {
    after: Vec<String>,
    terms: Vec<Term>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Term {
    name: String,
    words: Vec<String>,
    #[serde(default)]
    loose: Vec<String>,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    stands_alone: bool,
    #[serde(default)]
    follows: bool,
    not_before: Option<String>,
}

/// A wrong spelling of a term.
struct Trigger {
    term: usize,
    is_loose: bool,
    pattern: String,
    /// Made when a text first may hold it.
    expression: OnceLock<Regex>,
}

impl Trigger {
    fn expression(&self) -> &Regex {
        let make = || Regex::new(&self.pattern).expect("the table is read by a test");
        self.expression.get_or_init(make)
    }
}

struct Terms {
    table: Table,
    triggers: Vec<Trigger>,
    /// The triggers that begin with two letters, by these in small letters.
    by_start: FxHashMap<[u8; 2], Vec<usize>>,
    /// The others.
    anywhere: Vec<usize>,
}

impl Terms {
    /// The triggers that a text may hold, in their order.
    fn candidates(&self, text: &str) -> Vec<usize> {
        let mut candidates = self.anywhere.clone();
        let mut is_inside = false;
        for pair in text.as_bytes().windows(2) {
            let is_word = pair[0].is_ascii_alphanumeric() || pair[0] == b'_';
            if is_word && !is_inside {
                let start = [pair[0].to_ascii_lowercase(), pair[1].to_ascii_lowercase()];
                candidates.extend(self.by_start.get(&start).into_iter().flatten());
            }
            is_inside = is_word;
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }
}

/// The first two letters of a pattern, if all that it matches begins with these.
fn start_of(pattern: &str) -> Option<[u8; 2]> {
    match *pattern.as_bytes() {
        [_, _, b'?' | b'*', ..] => None,
        [first, second, ..] if first.is_ascii_alphanumeric() && second.is_ascii_alphanumeric() => {
            Some([first.to_ascii_lowercase(), second.to_ascii_lowercase()])
        }
        _ => None,
    }
}

static TERMS: LazyLock<Terms> = LazyLock::new(|| {
    let text = include_str!("../../rules/awesome-spell-check.toml");
    let table: Table = toml::from_str(text).expect("the table is read by a test");
    let mut triggers = Vec::new();
    let mut by_start: FxHashMap<[u8; 2], Vec<usize>> = FxHashMap::default();
    let mut anywhere = Vec::new();
    for (term, entry) in table.terms.iter().enumerate() {
        let bounded = entry.words.iter().map(|word| {
            let pattern = format!(r"(?i-u:\b{word}\b)");
            (pattern, start_of(word), false)
        });
        let loose = entry.loose.iter().map(|word| (format!("(?i-u:{word})"), None, true));
        for (pattern, start, is_loose) in bounded.chain(loose) {
            let place = triggers.len();
            match start {
                Some(start) => by_start.entry(start).or_default().push(place),
                None => anywhere.push(place),
            }
            triggers.push(Trigger {
                term,
                is_loose,
                pattern,
                expression: OnceLock::new(),
            });
        }
    }
    Terms {
        table,
        triggers,
        by_start,
        anywhere,
    }
});

impl DocumentRule for AwesomeSpellCheck {
    fn check(&self, document: &Document, findings: &mut Findings) {
        for (_, node) in document
            .syntax()
            .nodes()
            .filter(|(_, node)| node.kind == NodeKind::Text)
        {
            let text = sanitized(&node.value);
            let mut last = None;
            for place in TERMS.candidates(&text) {
                let trigger = &TERMS.triggers[place];
                let name = &TERMS.table.terms[trigger.term].name;
                if last == Some(trigger.term) || self.ignore.contains(name) {
                    continue;
                }
                let mut found = trigger.expression().find_iter(&text);
                if let Some(found) = found.find(|found| self.counts(trigger, &text, found.range())) {
                    last = Some(trigger.term);
                    let help = match trigger.is_loose && !stands_apart(&text, found.range()) {
                        true => AS_ORIGINAL,
                        false => "if the technology is meant",
                    };
                    findings.push(self.report(document, node, found.as_str(), name).help(help));
                }
            }
        }
    }
}

/// The words of a text, without those that are addresses, with one blank between them.
fn sanitized(text: &str) -> String {
    let words = text.split(|character: char| character.is_whitespace() || character == '\u{FEFF}');
    let mut result = String::with_capacity(text.len());
    for word in words.filter(|word| !word.is_empty() && !is_address(word)) {
        if !result.is_empty() {
            result.push(' ');
        }
        result.push_str(word);
    }
    result
}

impl AwesomeSpellCheck {
    fn counts(&self, trigger: &Trigger, text: &str, found: Range<usize>) -> bool {
        let term = &TERMS.table.terms[trigger.term];
        let (before, after) = (&text[..found.start], &text[found.end..]);
        if text[found.clone()] == term.name {
            return false;
        }
        let joins = |sign: char| matches!(sign, '-' | '_' | '.');
        let ends_sentence = !self.quirks && (after == "." || after.starts_with(". "));
        if before.ends_with(joins) || after.starts_with(joins) && !ends_sentence {
            return false;
        }
        if trigger.is_loose {
            return self.quirks || stands_apart(text, found);
        }
        let next = after.strip_prefix(' ');
        if let Some(not_before) = &term.not_before {
            return !begins_with(next.unwrap_or(after), not_before);
        }
        let is_before = || next.is_some_and(|next| term.before.iter().any(|word| begins_with(next, word)));
        let is_alone = || term.stands_alone && before.is_empty() && after.is_empty();
        let follows = || {
            let is_phrase = |phrase: &String| ends_with_word(before.trim_end_matches(' '), phrase);
            term.follows && before.ends_with(' ') && TERMS.table.after.iter().any(is_phrase)
        };
        term.before.is_empty() || is_before() || is_alone() || follows()
    }

    fn report(&self, document: &Document, node: &Node, found: &str, name: &str) -> Finding {
        let place = place(document, node, found);
        let source = document.source();
        let line = |span: Span| source.line_of(span.start as usize);
        let at = place.filter(|place| !self.quirks || line(*place) == line(node.span));
        let message = format!("“{found}” should be written “{name}”");
        let fix = place.and_then(|place| respelled(document, place, name));
        finding(document, at.unwrap_or(node.span), message).fix(fix)
    }
}

/// Whether neither end of a part of a text is inside a word.
fn stands_apart(text: &str, part: Range<usize>) -> bool {
    let is_word = |character: char| character.is_alphanumeric();
    !text[..part.start].ends_with(is_word) && !text[part.end..].starts_with(is_word)
}

/// Whether a text begins with a word in any case; `\d` is any digit.
fn begins_with(text: &str, word: &str) -> bool {
    match word {
        r"\d" => text.starts_with(|first: char| first.is_ascii_digit()),
        _ => {
            let words = word.replace(r"\s+", " ");
            text.get(..words.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(&words))
        }
    }
}

/// Whether a text ends in some words in any case.
fn ends_with_word(text: &str, words: &str) -> bool {
    let Some(start) = text.len().checked_sub(words.len()) else {
        return false;
    };
    let is_apart = !text.as_bytes()[..start]
        .last()
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(words)) && is_apart
}

/// Where a text node holds a wrong spelling.
fn place(document: &Document, node: &Node, found: &str) -> Option<Span> {
    let slice = document.slice(node.span);
    let joins = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_' | '.');
    let mut places = memchr::memmem::find_iter(slice.as_bytes(), found);
    let start = places.find(|&start| !slice[..start].ends_with(joins))?;
    let start = node.span.start as usize + start;
    Some(Span::new(start, start + found.len()))
}

/// Writes a term right: safely where its letters alone are wrong and no other word is spelled like it.
fn respelled(document: &Document, place: Span, name: &str) -> Option<Fix> {
    let is_known = names::owners_spelling(document.slice(place)) == Some((name, names::Case::Mixed));
    let trust = if is_known {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    let edit = Edit::replace(document.file(), place, name);
    reword(document, format!("write {name}"), trust, vec![edit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_sorted() {
        let names: Vec<String> = TERMS.table.terms.iter().map(|term| term.name.to_lowercase()).collect();
        assert!(names.is_sorted());
        assert!(TERMS.table.terms.iter().all(|term| !term.words.is_empty()));
    }

    #[test]
    fn triggers_are_expressions() {
        for trigger in &TERMS.triggers {
            assert_eq!(trigger.expression().as_str(), trigger.pattern);
        }
        assert!(TERMS.anywhere.len() < 8, "{}", TERMS.anywhere.len());
    }
}
