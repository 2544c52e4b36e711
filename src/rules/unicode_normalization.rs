//! Letters that are written in parts, and signs that look like others.

use serde::Deserialize;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::diagnostic::Finding;
use crate::document::{Document, Effect, LinkedAnchors, Prose, ProseKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, report_places};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "unicode-normalization",
    page: include_str!("../../rules/unicode-normalization.md"),
    group: Group::Encoding,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<UnicodeNormalizationRule>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct UnicodeNormalizationRule {}

/// From how many places on they are reported once, or are the way the file is written.
const MANY: usize = 10;

/// More marks than this on one letter are no letter of any language.
const MARKS: usize = 4;

impl DocumentRule for UnicodeNormalizationRule {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let source = document.source();
        let mut lines = Vec::new();
        // Nested iterators are faster when they call than when they are called.
        document.rare_characters().for_each(|(at, character)| {
            if !is_plain(character) {
                lines.push(source.line_of(at));
            }
        });
        lines.dedup();
        if lines
            .into_iter()
            .all(|line| is_normalized(source.slice(source.line_content(line))))
        {
            return;
        }
        let is_text = |prose: &&Prose| matches!(prose.kind, ProseKind::Text | ProseKind::Alt | ProseKind::Title);
        let mut places = Vec::new();
        for prose in document.prose().iter().filter(is_text) {
            places.extend(clusters(document, prose.span));
        }
        if places.len() >= MANY && places.len() > composed_letters(document) {
            return;
        }
        let anchors = LinkedAnchors::default();
        let report = |places: &[Span]| report(document, &anchors, places);
        report_places(document, &INFO, places, |count| count >= MANY, report, findings);
    }
}

fn report(document: &Document, anchors: &LinkedAnchors, places: &[Span]) -> Finding {
    let normal = |span: Span| document.slice(span).nfc().collect::<String>();
    let message = match places {
        [only] => {
            let written: Vec<String> = document
                .slice(*only)
                .chars()
                .map(|character| format!("U+{:04X}", character as u32))
                .collect();
            format!("`{}` is written as {}", normal(*only), written.join(" "))
        }
        many => format!("{} letters are not written in their composed form", many.len()),
    };
    let applicability = match places.iter().any(|&span| anchors.would_change(document, span)) {
        true => Applicability::Unsafe,
        false => Applicability::Safe,
    };
    let edits = places
        .iter()
        .map(|&span| Edit::replace(document.file(), span, normal(span)));
    let fix = Fix::new(
        "write the composed form",
        applicability,
        &[Effect::Text, Effect::Anchors],
        edits.collect(),
    );
    finding(document, places[0], message).fix(fix)
}

fn is_normalized(text: &str) -> bool {
    text.is_ascii() || text.chars().all(is_plain) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Whether a character is one of those that are normal wherever they stand; most are in these ranges, and the most in the
/// first ones.
#[inline]
fn is_plain(character: char) -> bool {
    matches!(character,
        '\u{2002}'..='\u{20CF}' | '\u{309B}'..='\u{9FFF}' | '\u{1F000}'..='\u{1FAFF}' | '\0'..='\u{2FF}' | '\u{FE0F}'
        | '\u{FF00}'..='\u{FFFF}' | '\u{3000}'..='\u{3029}' | '\u{232B}'..='\u{2ADB}' | '\u{2ADD}'..='\u{2BFF}'
        | '\u{400}'..='\u{482}' | '\u{2100}'..='\u{2125}' | '\u{212C}'..='\u{2328}' | '\u{3030}'..='\u{3098}'
        | '\u{AC00}'..='\u{D7A3}' | '\u{E000}'..='\u{F8FF}')
}

/// Letters with their marks that have a shorter canonical form, and signs that are another sign.
fn clusters(document: &Document, prose: Span) -> Vec<Span> {
    let text = document.slice(prose);
    let mut clusters = Vec::new();
    if is_normalized(text) {
        return clusters;
    }
    let mut characters = text.char_indices().peekable();
    while let Some((start, first)) = characters.next() {
        let mut end = start + first.len_utf8();
        let mut count = 1;
        while let Some((at, mark)) = characters.next_if(|&(_, next)| belongs(next)) {
            end = at + mark.len_utf8();
            count += 1;
        }
        let composes =
            count > 1 && count <= MARKS + 1 && first.is_alphabetic() && text[start..end].nfc().count() < count;
        let base = prose.start as usize;
        if composes || is_double(first) && !is_named(document, first, base + start) {
            clusters.push(Span::new(base + start, base + end));
        }
    }
    clusters
}

/// Whether a character is a part of the letter before it: a mark, or a vowel or final of a Hangul syllable.
fn belongs(character: char) -> bool {
    is_combining_mark(character) || matches!(character, '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}')
}

/// Signs that are canonically another sign, and look like it.
fn is_double(character: char) -> bool {
    matches!(
        character,
        '\u{37E}' // Greek question mark: semicolon
        | '\u{387}' // Greek ano teleia: middle dot
        | '\u{1FEF}' // Greek varia: grave accent
        | '\u{1FFD}' // Greek oxia: acute accent
        | '\u{2126}' // Ohm sign: omega
        | '\u{212A}' // Kelvin sign: K
        | '\u{212B}' // Ångström sign: Å
    )
}

/// How many bytes before and behind a sign are searched for its code point.
const NEARBY: usize = 64;

/// Whether the text next to a sign speaks of its code point.
fn is_named(document: &Document, sign: char, at: usize) -> bool {
    let text = document.source().text();
    let start = text.floor_char_boundary(at.saturating_sub(NEARBY));
    let end = text.ceil_char_boundary((at + NEARBY).min(text.len()));
    text[start..end]
        .to_ascii_uppercase()
        .contains(&format!("{:04X}", sign as u32))
}

/// How many letters of the file are written in one character and could be written in more.
fn composed_letters(document: &Document) -> usize {
    let is_composed = |character: &char| !character.is_ascii() && character.nfd().nth(1).is_some();
    document.source().text().chars().filter(is_composed).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_characters_are_normal_alone_and_behind_others() {
        for character in ('\0'..=char::MAX).filter(|&character| is_plain(character)) {
            let text = ['a', character, 'e'];
            assert!(is_nfc_quick(text.into_iter()) == IsNormalized::Yes, "{character:?}");
            assert_eq!(unicode_normalization::char::canonical_combining_class(character), 0);
        }
    }
}
