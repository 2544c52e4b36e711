//! Text that is UTF-8 read as another encoding.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Effect, LinkedAnchors, Prose};
use crate::edit::{Applicability, Edit, Fix};
use crate::encoding::{self, Damage};
use crate::pattern::Patterns;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::{Span, last_from};

pub static INFO: RuleInfo = RuleInfo {
    name: "mojibake",
    page: include_str!("../../rules/mojibake.md"),
    group: Group::Encoding,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<Mojibake>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Mojibake {
    /// Words that are meant as they are.
    ignore: Patterns,
}

impl DocumentRule for Mojibake {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if document.source().text().is_ascii() {
            return;
        }
        let anchors = LinkedAnchors::default();
        for prose in document.prose() {
            let text = document.slice(prose.span);
            let all = encoding::diagnose(text);
            if all.is_empty() {
                continue;
            }
            let highest = match encoding::has_remains(&encoding::apply(text, &all)) {
                true => Applicability::Unsafe,
                false => Applicability::Safe,
            };
            let damages: Vec<Damage> = all
                .into_iter()
                .filter(|damage| !self.is_ignored(text, damage))
                .collect();
            if !damages.is_empty() {
                findings.push(report(document, &anchors, prose, &damages, highest));
            }
        }
    }
}

impl Mojibake {
    fn is_ignored(&self, text: &str, damage: &Damage) -> bool {
        if self.ignore.is_empty() {
            return false;
        }
        let word = word_around(text, damage.range.start, damage.range.end);
        self.ignore.matches(&text[word])
    }
}

/// A repair that leaves something behind is trusted no more than `highest`.
fn report(
    document: &Document,
    anchors: &LinkedAnchors,
    prose: &Prose,
    damages: &[Damage],
    highest: Applicability,
) -> Finding {
    let text = document.slice(prose.span);
    let base = prose.span.start as usize;
    let first = &damages[0].range;
    let last = &damages[damages.len() - 1].range;
    let words = word_around(text, first.start, last.end);
    let word = &text[words.clone()];
    let repaired = encoding::apply(word, &encoding::diagnose(word));
    let span = Span::new(base + first.start, base + last.end);
    let edits = damages.iter().map(|damage| {
        let span = Span::new(base + damage.range.start, base + damage.range.end);
        Edit::replace(document.file(), span, damage.repaired.clone())
    });
    let fix = Fix::new(
        format!("write `{}`", shorten(&repaired)),
        highest.min(applicability(document, anchors, span, &repaired)),
        &[Effect::Text, Effect::Anchors, Effect::Html],
        edits.collect(),
    );
    let layers = damages.iter().map(|damage| damage.layers).max().unwrap_or(1);
    let message = format!(
        "UTF-8 read as {}{}: `{}`",
        damages[0].encoding,
        times(layers),
        shorten(&text[words])
    );
    finding(document, span, message).fix(fix)
}

/// How many bytes around a damage are searched for its repaired form.
const NEARBY: usize = 2048;

/// Unsafe where the text speaks of the damage itself, or where an anchor that is in use would change.
fn applicability(document: &Document, anchors: &LinkedAnchors, span: Span, repaired: &str) -> Applicability {
    let block = last_from(document.blocks(), span.start, |block| block.span.start);
    let is_quoted = block.filter(|block| block.span.encloses(span)).is_some_and(|block| {
        let text = document.slice(block.span);
        let start = (span.start - block.span.start) as usize;
        let end = (span.end - block.span.start) as usize;
        let first = text.floor_char_boundary(start.saturating_sub(NEARBY));
        let last = text.ceil_char_boundary(end + NEARBY);
        text[first..start].contains(repaired) || text[end..last].contains(repaired)
    });
    if is_quoted || anchors.would_change(document, span) {
        return Applicability::Unsafe;
    }
    Applicability::Safe
}

/// The span widened to the blanks around it, or by so many characters.
fn word_around(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    const LONGEST: usize = 64;
    let is_word = |character: &char| !character.is_whitespace();
    let before = text[..start].chars().rev().take(LONGEST).take_while(is_word);
    let after = text[end..].chars().take(LONGEST).take_while(is_word);
    let word_start = start - before.map(char::len_utf8).sum::<usize>();
    word_start..end + after.map(char::len_utf8).sum::<usize>()
}

fn shorten(text: &str) -> String {
    const LIMIT: usize = 60;
    if text.chars().count() <= LIMIT {
        return text.to_owned();
    }
    text.chars().take(LIMIT).chain(['…']).collect()
}

fn times(layers: usize) -> String {
    match layers {
        1 => String::new(),
        2 => ", twice".to_owned(),
        more => format!(", {more} times"),
    }
}
