//! Misspellings that a dictionary knows, and words that are nearly a frequent one of the list.

mod dictionary;
mod near;
mod phrase;
mod slots;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Form, FormId, ProseKind, Shape, Word};
use crate::edit::{Applicability, Edit};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, reword};
use crate::sieve::Sieve;

pub static INFO: RuleInfo = RuleInfo {
    name: "misspelling",
    page: include_str!("../../rules/misspelling.md"),
    group: Group::Text,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<Misspelling>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Misspelling {
    /// Words that are right for the list, in small letters.
    ignore: FxHashSet<String>,
    /// More misspellings with their corrections, in small letters.
    extra: BTreeMap<String, String>,
}

/// `rules/misspelling.toml`, which says what its parts mean.
#[derive(Deserialize)]
struct Table {
    right: FxHashMap<String, String>,
    extra: FxHashMap<String, String>,
    phrases: FxHashMap<String, phrase::Phrase>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let text = include_str!("../../rules/misspelling.toml");
    toml::from_str(text).expect("the table is read by a test")
});

static SIEVE: LazyLock<Sieve> = LazyLock::new(|| Sieve::of(TABLE.extra.keys().map(String::as_str)));

/// The shortest word that the dictionary is asked for: shorter ones are abbreviations and names.
const SHORTEST: usize = 5;

/// The shortest word with a capital that is no name.
const SHORTEST_CAPITALISED: usize = 6;

/// The shortest word with a capital that is misspelt even where it may be a name: few names are so near to a word.
const SHORTEST_NAMED: usize = 8;

/// The shortest and the longest word that any table holds.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=24;

/// A word that stands in the list more often is meant.
const OFTEN: u32 = 3;

impl DocumentRule for Misspelling {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let words = document.words();
        let is_ignored = |found: &Finding| self.ignore.contains(document.slice(found.at.span));
        findings.extend(phrase::slips(document).into_iter().filter(|found| !is_ignored(found)));
        let wrong = words
            .forms()
            .filter_map(|(id, form)| Some((id, Meant::Known(self.corrections(document, form)?))));
        let mut wrong: FxHashMap<FormId, Meant<'_>> = wrong.collect();
        let near = near::slips(document);
        let is_ignored = |id: FormId| {
            let text = document.slice(words.form(id).first).to_ascii_lowercase();
            self.ignore.contains(&text) || TABLE.right.contains_key(&text)
        };
        for (id, word) in near.iter().filter(|(id, _)| !is_ignored(*id)) {
            wrong.entry(*id).or_insert(Meant::Near(word));
        }
        for (place, meant) in words.places_of(wrong.iter().map(|(id, meant)| (*id, meant))) {
            let word = &words.all()[place];
            if is_own_word(document, word)
                && !(matches!(meant, Meant::Near(_)) && dictionary::is_correction(document.slice(word.span)))
            {
                findings.push(report(document, word, meant));
            }
        }
    }
}

/// What was meant by a misspelling.
enum Meant<'d> {
    /// What the dictionary would write.
    Known(Vec<&'d str>),
    /// A word that the list often has.
    Near(&'d str),
}

impl Misspelling {
    /// What the dictionary would write for a form; `None` where it is right.
    fn corrections<'d>(&'d self, document: &'d Document, form: &Form) -> Option<Vec<&'d str>> {
        if form.shape != Shape::Ascii || form.count > OFTEN || !LENGTHS.contains(&form.first.len()) {
            return None;
        }
        let text = document.slice(form.first);
        let is_small = text.as_bytes()[0].is_ascii_lowercase();
        let shortest = if is_small { SHORTEST } else { SHORTEST_CAPITALISED };
        let may_be_extra = SIEVE.lets_through(form.mesh) || !self.extra.is_empty();
        if !may_be_extra && text.len() < shortest {
            return None;
        }
        if is_small {
            // No table has a word with capitals.
            return self.corrections_of(text, shortest, may_be_extra);
        }
        if has_capital(&text.as_bytes()[1..]) {
            return None;
        }
        let mut buffer = [0; *LENGTHS.end()];
        self.corrections_of(small_letters(text, &mut buffer), shortest, may_be_extra)
    }

    /// The same for a word in small letters, given the shortest that the dictionary is asked for.
    fn corrections_of(&self, small: &str, shortest: usize, may_be_extra: bool) -> Option<Vec<&str>> {
        if may_be_extra && let Some(correction) = self.extra.get(small).or_else(|| TABLE.extra.get(small)) {
            return (!self.ignore.contains(small)).then(|| vec![correction.as_str()]);
        }
        if small.len() < shortest {
            return None;
        }
        let corrections = dictionary::corrections(small)?;
        let is_right = self.ignore.contains(small) || TABLE.right.contains_key(small);
        (!is_right).then(|| corrections.collect())
    }
}

/// Whether some letters of the ASCII alphabet are capitals, which lack the bit that small ones have.
fn has_capital(letters: &[u8]) -> bool {
    const SMALL: u8 = 0x20;
    letters.iter().fold(SMALL, |all, letter| all & letter) != SMALL
}

/// A word of the ASCII alphabet in small letters, without a string of its own.
fn small_letters<'t>(text: &'t str, buffer: &'t mut [u8; *LENGTHS.end()]) -> &'t str {
    let small = &mut buffer[..text.len()];
    small.copy_from_slice(text.as_bytes());
    small.make_ascii_lowercase();
    std::str::from_utf8(small).unwrap_or(text)
}

/// Whether a word is one of the list's own English sentences, and no name.
fn is_own_word(document: &Document, word: &Word) -> bool {
    let text = document.slice(word.span);
    let is_capitalised = text.starts_with(|first: char| first.is_ascii_uppercase());
    let may_be_name = is_capitalised && word.span.len() < SHORTEST_NAMED && may_be_name(document, word);
    !may_be_name && is_own_place(document, word) && !is_named_nearby(document, word)
}

/// Whether the list itself writes what stands at a word, in English.
fn is_own_place(document: &Document, word: &Word) -> bool {
    let link = document.link_around(word.span.start);
    word.kind == ProseKind::Text
        && link.is_none_or(|link| document.url(link).starts_with('#'))
        && !document.is_quoted(word.span)
        && document.is_english_at(word)
}

/// Whether a capital may be that of a name: it does not begin a sentence, or another one follows.
fn may_be_name(document: &Document, word: &Word) -> bool {
    let text = document.source().text();
    let after = text[word.span.end as usize..].trim_start_matches([' ', '\t', ',']);
    !document.begins_sentence(word.span.start) || after.starts_with(|next: char| next.is_uppercase())
}

/// How many bytes of a line before and behind a word may name what it speaks of.
const LONGEST_ENTRY: usize = 600;

/// Whether a link beside the word has it in its text or address: then it is a name.
fn is_named_nearby(document: &Document, word: &Word) -> bool {
    let small = document.slice(word.span).to_ascii_lowercase();
    let holds = |text: &str| text.to_ascii_lowercase().contains(&small);
    let line = document.line_around(word.span.start, LONGEST_ENTRY);
    let links = document.links_in(line).iter();
    let others = links.filter(|link| !link.text.encloses(word.span));
    let mut named = others.filter(|link| holds(document.url(link)) || holds(document.slice(link.text)));
    named.next().is_some()
}

fn report(document: &Document, word: &Word, meant: &Meant<'_>) -> Finding {
    let text = document.slice(word.span);
    let corrections = match meant {
        Meant::Known(corrections) => corrections.as_slice(),
        Meant::Near(word) => std::slice::from_ref(word),
    };
    let written: Vec<String> = corrections
        .iter()
        .map(|correction| in_case_of(text, correction))
        .collect();
    let names: Vec<String> = written.iter().map(|word| format!("`{word}`")).collect();
    let message = format!("`{text}` is a misspelling of {}", names.join(" or "));
    let finding = finding(document, word.span, message);
    let [only] = &written[..] else { return finding };
    // A correction that is far away is a guess, and so is one that only the list knows.
    let is_certain = matches!(meant, Meant::Known(_))
        && strsim::osa_distance(text, only) <= 2
        && text.starts_with(|first: char| first.is_ascii_lowercase());
    let trust = if is_certain {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    let edit = Edit::replace(document.file(), word.span, only.as_str());
    finding.fix(reword(document, format!("write `{only}`"), trust, vec![edit]))
}

/// A correction with a capital where the word has one.
fn in_case_of(text: &str, correction: &str) -> String {
    let mut characters = correction.chars();
    match characters.next() {
        Some(first) if text.starts_with(|first: char| first.is_ascii_uppercase()) => {
            first.to_uppercase().chain(characters).collect()
        }
        _ => correction.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use unicase::UniCase;

    use super::*;

    #[test]
    fn the_table_is_sane() {
        for (word, reason) in &TABLE.right {
            let known = typos_dict::WORD.find(&UniCase::ascii(word.as_str()));
            assert!(known.is_some(), "{word} needs no exception");
            assert!(reason.contains(", https://"), "{word} has no reason");
        }
        for (word, correction) in &TABLE.extra {
            assert!(
                typos_dict::WORD.find(&UniCase::ascii(word.as_str())).is_none(),
                "{word} is known"
            );
            assert!(
                typos_dict::WORD.find(&UniCase::ascii(correction.as_str())).is_none(),
                "{correction}"
            );
            assert!(LENGTHS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase()));
        }
    }

    #[test]
    fn the_phrases_are_sane() {
        for (word, phrase) in &TABLE.phrases {
            assert!(phrase.before.is_sorted() && phrase.after.is_sorted(), "{word}");
            assert!(!phrase.write.is_empty() && phrase.write != *word, "{word}");
        }
    }

    #[test]
    fn the_lines_of_the_table_are_sorted() {
        let text = include_str!("../../rules/misspelling.toml");
        for part in text.split("\n[").skip(1) {
            assert!(
                part.lines().skip(1).filter(|line| !line.is_empty()).is_sorted(),
                "{part}"
            );
        }
    }
}
