//! The terms that a list writes in one way most of the time, and where it writes them in any way.

use rustc_hash::FxHashMap;

use crate::document::{Document, FormId, ProseKind, Word};
use crate::rules::brand_spelling::is_mixed;
use crate::source::Span;

/// The most words of a term.
const LONGEST: usize = 4;

/// The longest word of a term, in bytes.
const LONGEST_WORD: usize = 32;

/// A term in a spelling that is frequent.
#[derive(Debug)]
pub(super) struct Term<'d> {
    pub name: &'d str,
    /// Its letters and digits, small.
    key: String,
    count: usize,
}

/// Where a term stands, in whatever spelling.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence {
    /// The place of the term in the table of terms.
    pub term: usize,
    pub span: Span,
    /// Its first word.
    pub word: Word,
}

/// The frequent terms, one spelling of each, sorted by their letters.
pub(super) fn terms(document: &Document, minimum: usize) -> Vec<Term<'_>> {
    let words = document.words();
    let mut is_frequent = vec![false; words.forms().count()];
    let mut terms = Vec::new();
    for (id, form) in words.forms() {
        let name = document.slice(form.first);
        if (form.count as usize) < minimum || name.len() > LONGEST_WORD || !is_plain(name) {
            continue;
        }
        is_frequent[id.0 as usize] = name.as_bytes()[0].is_ascii_uppercase();
        if is_name(name) {
            let (key, count) = (key(name), form.count as usize);
            terms.push(Term { name, key, count });
        }
    }
    let mut phrases: FxHashMap<[Option<FormId>; LONGEST], (Span, usize)> = FxHashMap::default();
    let all = words.all();
    for (first, word) in all.iter().enumerate() {
        if !is_frequent[word.form.0 as usize] {
            continue;
        }
        let mut phrase = [None; LONGEST];
        for (place, next) in all[first..].iter().take(LONGEST).enumerate() {
            let is_next = place == 0 || is_adjacent(document, &all[first + place - 1], next);
            if !is_next || !is_frequent[next.form.0 as usize] || next.kind != ProseKind::Text {
                break;
            }
            phrase[place] = Some(next.form);
            if place > 0 {
                let span = Span::new(word.span.start as usize, next.span.end as usize);
                phrases.entry(phrase).or_insert((span, 0)).1 += 1;
            }
        }
    }
    for (span, count) in phrases.into_values().filter(|(_, count)| *count >= minimum) {
        let name = document.slice(span);
        terms.push(Term {
            name,
            key: key(name),
            count,
        });
    }
    terms.sort_by(|one, other| (&one.key, other.count, one.name).cmp(&(&other.key, one.count, other.name)));
    terms.dedup_by(|other, one| other.key == one.key);
    terms
}

/// Every place of the terms, the longest term first where two begin.
pub(super) fn occurrences(document: &Document, terms: &[Term<'_>]) -> Vec<Occurrence> {
    let beginnings = Beginnings::of(terms);
    let words = document.words();
    let mut letters = String::new();
    // What of the forms may begin a term.
    let starts: Vec<Option<String>> = words
        .forms()
        .map(|(_, form)| {
            let text = document.slice(form.first);
            let is_start = beginnings.may_be_of(text) && text.len() <= LONGEST_WORD && is_plain(text);
            letters.clear();
            letters.extend(is_start.then(|| key_letters(text)).into_iter().flatten());
            (is_start && is_prefix(terms, &letters)).then(|| letters.clone())
        })
        .collect();
    let all = words.all();
    let mut found = Vec::new();
    let mut first = 0;
    while let Some(word) = all.get(first) {
        let start = starts[word.form.0 as usize]
            .as_ref()
            .filter(|_| word.kind == ProseKind::Text);
        let Some(start) = start else {
            first += 1;
            continue;
        };
        letters.clone_from(start);
        let mut last = None;
        for place in first.. {
            if let Ok(term) = terms.binary_search_by(|term| term.key.as_str().cmp(&letters)) {
                last = Some((place, term));
            }
            let Some(next) = all.get(place + 1) else { break };
            let text = document.slice(next.span);
            if !is_adjacent(document, &all[place], next) || text.len() > LONGEST_WORD || !is_plain(text) {
                break;
            }
            letters.extend(key_letters(text));
            if !is_prefix(terms, &letters) {
                break;
            }
        }
        if let Some((place, term)) = last {
            let span = Span::new(word.span.start as usize, all[place].span.end as usize);
            found.push(Occurrence {
                term,
                span,
                word: *word,
            });
            first = place;
        }
        first += 1;
    }
    found
}

/// Whether a blank and nothing else is between two words.
fn is_adjacent(document: &Document, one: &Word, other: &Word) -> bool {
    let between = one.span.end as usize..other.span.start as usize;
    between.len() == 1 && document.source().text().as_bytes()[between.start] == b' '
}

fn is_prefix(terms: &[Term<'_>], letters: &str) -> bool {
    let next = terms.partition_point(|term| term.key.as_str() < letters);
    terms.get(next).is_some_and(|term| term.key.starts_with(letters))
}

/// Letters and digits, small.
fn key(text: &str) -> String {
    key_letters(text).collect()
}

fn key_letters(text: &str) -> impl Iterator<Item = char> + '_ {
    let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|letter| char::from(letter.to_ascii_lowercase()))
}

/// The first two letters of terms: for each first one a bit for each second one.
struct Beginnings([u64; 256]);

impl Beginnings {
    fn of(terms: &[Term<'_>]) -> Self {
        let mut seconds = [0; 256];
        for term in terms {
            if let &[first, second, ..] = term.key.as_bytes() {
                seconds[first as usize] |= Self::bit(second);
                seconds[first.to_ascii_uppercase() as usize] |= Self::bit(second);
            }
        }
        Self(seconds)
    }

    /// Whether a term may begin with a word: never wrongly no.
    fn may_be_of(&self, word: &str) -> bool {
        let seconds = word.as_bytes().first().map_or(0, |&first| self.0[first as usize]);
        match word.as_bytes().get(1) {
            Some(second) if second.is_ascii_alphanumeric() => seconds & Self::bit(*second) != 0,
            _ => seconds != 0,
        }
    }

    /// Letters and digits differ in these bits, whatever the case.
    fn bit(letter: u8) -> u64 {
        1 << (letter.to_ascii_lowercase() & 0x3F)
    }
}

/// Whether a word is made of letters, digits and hyphens of the ASCII alphabet.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whether a single word is a name by its capitals: `CodeChef`, and `HTTPS` as nobody would read it aloud.
fn is_name(text: &str) -> bool {
    let is_letters = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_acronym = text.len() > 3
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() && !b"AEIOU".contains(&byte));
    is_letters && text.len() > 4 && is_mixed(text) && text.as_bytes()[0].is_ascii_uppercase() || is_acronym
}
