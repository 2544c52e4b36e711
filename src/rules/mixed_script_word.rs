//! Letters of one script inside a word of another that look like letters of it.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::document::{Document, FormId, Shape};
use crate::edit::{Applicability, Edit};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, reword};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "mixed-script-word",
    page: include_str!("../../rules/mixed-script-word.md"),
    group: Group::Text,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<MixedScriptWord>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct MixedScriptWord {}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
}

impl Script {
    fn of(character: char) -> Option<Self> {
        match character {
            'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Some(Self::Latin),
            '\u{400}'..='\u{52F}' => Some(Self::Cyrillic),
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Some(Self::Greek),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Cyrillic => "Cyrillic",
            Self::Greek => "Greek",
        }
    }
}

/// Letters of two scripts that look the same, the Latin one first.
#[rustfmt::skip]
const CYRILLIC_TWINS: [(char, char); 28] = [
    ('A', 'А'), ('B', 'В'), ('C', 'С'), ('E', 'Е'), ('H', 'Н'), ('I', 'І'), ('J', 'Ј'), ('K', 'К'), ('M', 'М'),
    ('O', 'О'), ('P', 'Р'), ('S', 'Ѕ'), ('T', 'Т'), ('X', 'Х'), ('Y', 'У'), ('a', 'а'), ('c', 'с'), ('d', 'ԁ'),
    ('e', 'е'), ('h', 'һ'), ('i', 'і'), ('j', 'ј'), ('o', 'о'), ('p', 'р'), ('s', 'ѕ'), ('w', 'ԝ'), ('x', 'х'),
    ('y', 'у'),
];

#[rustfmt::skip]
const GREEK_TWINS: [(char, char); 15] = [
    ('A', 'Α'), ('B', 'Β'), ('E', 'Ε'), ('H', 'Η'), ('I', 'Ι'), ('K', 'Κ'), ('M', 'Μ'), ('N', 'Ν'), ('O', 'Ο'),
    ('P', 'Ρ'), ('T', 'Τ'), ('X', 'Χ'), ('Y', 'Υ'), ('Z', 'Ζ'), ('o', 'ο'),
];

/// The letter of a script that looks like one of another.
fn twin(letter: char, script: Script) -> Option<char> {
    let from = Script::of(letter)?;
    let (twins, to_latin) = match (from, script) {
        (Script::Latin, Script::Cyrillic) => (&CYRILLIC_TWINS[..], false),
        (Script::Cyrillic, Script::Latin) => (&CYRILLIC_TWINS[..], true),
        (Script::Latin, Script::Greek) => (&GREEK_TWINS[..], false),
        (Script::Greek, Script::Latin) => (&GREEK_TWINS[..], true),
        _ => return None,
    };
    twins.iter().find_map(|&(latin, other)| match to_latin {
        true => (other == letter).then_some(latin),
        false => (latin == letter).then_some(other),
    })
}

/// A letter that is not of its word's script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stranger {
    /// Where it stands in the word.
    offset: usize,
    letter: char,
    twin: char,
    script: Script,
}

/// The shortest word whose script is known.
const SHORTEST: usize = 3;

/// More letters of another script are meant.
const FEW: usize = 2;

/// In how many words a letter must stand in for its twin to be a habit, as `i` is in Kazakh.
const HABIT: usize = 3;

impl DocumentRule for MixedScriptWord {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if document.source().text().is_ascii() {
            return;
        }
        let words = document.words();
        let forms = words.forms().filter(|(_, form)| form.shape != Shape::Ascii);
        let mixed = forms.filter_map(|(id, form)| {
            let text = document.slice(form.first);
            let strangers = match is_of_one_script(text) {
                true => return None,
                false => strangers(text),
            };
            (!strangers.is_empty()).then_some((id, strangers))
        });
        let mut mixed: FxHashMap<FormId, Vec<Stranger>> = mixed.collect();
        if mixed.is_empty() {
            return;
        }
        let habits = habits(&mixed);
        mixed.retain(|_, strangers| !strangers.iter().any(|stranger| habits.contains(&stranger.letter)));
        for (place, strangers) in words.places_of(mixed.iter().map(|(id, strangers)| (*id, strangers))) {
            let word = &words.all()[place];
            let text = document.slice(word.span);
            let first = strangers[0];
            let message = format!(
                "{} letter `{}` (U+{:04X}) in `{text}`",
                first.script.name(),
                first.letter,
                u32::from(first.letter)
            );
            let edits = strangers.iter().map(|stranger| {
                let start = word.span.start as usize + stranger.offset;
                let letter = Span::new(start, start + stranger.letter.len_utf8());
                Edit::replace(document.file(), letter, stranger.twin)
            });
            let title = format!("write `{}`", first.twin);
            let fix = reword(document, title, Applicability::Safe, edits.collect());
            let main = Script::of(first.twin).map_or("", Script::name);
            let code = u32::from(first.twin);
            let help = format!("write the {main} `{}` (U+{code:04X}), which looks the same", first.twin);
            findings.push(finding(document, word.span, message).help(help).fix(fix));
        }
    }
}

/// The letters that stand for their twins in words of Cyrillic or Greek throughout.
fn habits(mixed: &FxHashMap<FormId, Vec<Stranger>>) -> FxHashSet<char> {
    let mut counts: FxHashMap<char, usize> = FxHashMap::default();
    for strangers in mixed.values() {
        let latin = strangers.iter().filter(|stranger| stranger.script == Script::Latin);
        let letters: FxHashSet<char> = latin.map(|stranger| stranger.letter).collect();
        for letter in letters {
            *counts.entry(letter).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .filter(|&(_, count)| count >= HABIT)
        .map(|(letter, _)| letter)
        .collect()
}

/// The letters of another script in a word, where all of them have twins in the script of the rest.
fn strangers(word: &str) -> Vec<Stranger> {
    let mut found = Vec::new();
    let mut start = 0;
    for part in word.split(['-', '.']) {
        found.extend(strangers_in_part(part).into_iter().map(|stranger| Stranger {
            offset: start + stranger.offset,
            ..stranger
        }));
        start += part.len() + 1;
    }
    found
}

/// Whether a word is surely of one script, by the first bytes of its characters: Latin, or Cyrillic without digits.
fn is_of_one_script(word: &str) -> bool {
    let is_latin = |byte: u8| matches!(byte, 0x00..=0xBF | 0xC3..=0xC9);
    let is_cyrillic = |byte: u8| matches!(byte, 0x80..=0xBF | 0xD0..=0xD3);
    word.bytes().all(is_latin) || word.bytes().all(is_cyrillic)
}

fn strangers_in_part(part: &str) -> Vec<Stranger> {
    if is_of_one_script(part) || part.chars().count() < SHORTEST {
        return Vec::new();
    }
    let letters: Vec<(usize, char, Option<Script>)> = part
        .char_indices()
        .map(|(offset, letter)| (offset, letter, Script::of(letter)))
        .collect();
    let count = |script: Script| letters.iter().filter(|(_, _, own)| *own == Some(script)).count();
    let scripts = [Script::Latin, Script::Cyrillic, Script::Greek];
    let Some(main) = scripts.into_iter().max_by_key(|&script| count(script)) else {
        return Vec::new();
    };
    let others: Vec<_> = letters.iter().filter(|(_, _, own)| *own != Some(main)).collect();
    if others.is_empty() || others.len() > FEW || others.len() >= count(main) {
        return Vec::new();
    }
    // `ITшник` begins with an abbreviation.
    let is_abbreviation = others.len() == FEW
        && others.iter().all(|(_, letter, _)| letter.is_uppercase())
        && part.chars().any(char::is_lowercase);
    if is_abbreviation {
        return Vec::new();
    }
    let strangers = others.iter().map(|&&(offset, letter, own)| {
        Some(Stranger {
            offset,
            letter,
            twin: twin(letter, main)?,
            script: own?,
        })
    });
    strangers.collect::<Option<Vec<_>>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_are_letters_of_their_scripts() {
        for (twins, script) in [
            (&CYRILLIC_TWINS[..], Script::Cyrillic),
            (&GREEK_TWINS[..], Script::Greek),
        ] {
            for &(latin, other) in twins {
                assert!(
                    latin.is_ascii_alphabetic() && Script::of(other) == Some(script),
                    "{latin} {other}"
                );
                assert_eq!(twin(latin, script), Some(other));
                assert_eq!(twin(other, Script::Latin), Some(latin));
            }
        }
    }

    #[test]
    fn only_twins_are_strangers() {
        assert_eq!(strangers("\u{421}urve")[0].twin, 'C');
        assert_eq!(strangers("open-s\u{43E}urce")[0].offset, 6);
        for right in [
            "Bε",
            "sákχaron",
            "µs",
            "VKонтакте",
            "IT-специалист",
            "ITшник",
            "HTTPный",
            "naïve",
            "Δt",
            "Ωmega",
        ] {
            assert!(strangers(right).is_empty(), "{right}");
        }
    }
}
