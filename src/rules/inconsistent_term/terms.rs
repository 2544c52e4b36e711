//! The terms that a list writes in one way most of the time, and where it writes them in any way.

use rustc_hash::FxHashMap;

use crate::document::{Document, FormId, ProseKind, Shape, Word};
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
    let mut is_frequent = vec![false; words.form_count()];
    let mut frequent = Vec::new();
    let mut terms = Vec::new();
    for (id, form) in words.forms().filter(|(_, form)| form.count as usize >= minimum) {
        let name = document.slice(form.first);
        if name.len() > LONGEST_WORD || !is_plain(name) {
            continue;
        }
        if name.as_bytes()[0].is_ascii_uppercase() {
            is_frequent[id.0 as usize] = true;
            frequent.push(id);
        }
        if is_name(name) {
            let (key, count) = (key(name), form.count as usize);
            terms.push(Term { name, key, count });
        }
    }
    let mut phrases: FxHashMap<[Option<FormId>; LONGEST], (Span, usize)> = FxHashMap::default();
    let all = words.all();
    // Counts need no order.
    for first in frequent.into_iter().flat_map(|form| words.places(form)) {
        let word = &all[first];
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
    // What of the forms may begin a term.
    let bytes = document.source().text().as_bytes();
    let starts = words.forms().filter_map(|(id, form)| {
        let word = &bytes[form.first.range()];
        // Signs between the letters are rare.
        let has_sign = || form.shape == Shape::Mixed && word.iter().take(3).any(|&letter| letter == b'-');
        let may_be_start = beginnings.may_be_of(word) || has_sign();
        if !may_be_start || form.first.len() > LONGEST_WORD {
            return None;
        }
        let text = document.slice(form.first);
        let is_start = is_plain(text);
        let start = is_start.then(|| Begun::any(terms).with(terms, text)).flatten()?;
        Some((id, start))
    });
    let all = words.all();
    let mut found = Vec::new();
    let mut next = 0;
    for (first, start) in words.places_of(starts) {
        let word = all[first];
        if first < next || word.kind != ProseKind::Text {
            continue;
        }
        let mut begun = start;
        let mut last = None;
        for place in first.. {
            if let Some(term) = begun.whole(terms) {
                last = Some((place, term));
            }
            let Some(next) = all.get(place + 1) else { break };
            let text = document.slice(next.span);
            if !begun.goes_on || !is_adjacent(document, &all[place], next) {
                break;
            }
            let longer = begun.with(terms, text);
            match longer.filter(|_| text.len() <= LONGEST_WORD && is_plain(text)) {
                Some(longer) => begun = longer,
                None => break,
            }
        }
        if let Some((place, term)) = last {
            let span = Span::new(word.span.start as usize, all[place].span.end as usize);
            found.push(Occurrence { term, span, word });
            next = place + 1;
        }
    }
    found
}

/// The terms that begin with some letters: neighbours in the table.
#[derive(Debug, Clone, Copy)]
struct Begun {
    first: u32,
    end: u32,
    /// How many letters.
    length: u32,
    /// Whether some of the terms are longer.
    goes_on: bool,
}

impl Begun {
    fn any(terms: &[Term<'_>]) -> Self {
        Self {
            first: 0,
            end: terms.len() as u32,
            length: 0,
            goes_on: true,
        }
    }

    /// Those that go on with the letters of a word.
    fn with(self, terms: &[Term<'_>], word: &str) -> Option<Self> {
        let (mut first, mut end, mut length) = (self.first as usize, self.end as usize, self.length as usize);
        for letter in key_letters(word) {
            // A term that ends here comes before those that go on.
            let next = |term: &Term<'_>| term.key.as_bytes().get(length).copied();
            first += terms[first..end].partition_point(|term| next(term) < Some(letter));
            end = first + terms[first..end].partition_point(|term| next(term) == Some(letter));
            if first == end {
                return None;
            }
            length += 1;
        }
        Some(Self {
            first: first as u32,
            end: end as u32,
            length: length as u32,
            goes_on: terms[end - 1].key.len() > length,
        })
    }

    /// The term that these letters are.
    fn whole(self, terms: &[Term<'_>]) -> Option<usize> {
        let first = self.first as usize;
        (terms[first].key.len() == self.length as usize).then_some(first)
    }
}

/// Whether a blank and nothing else is between two words.
fn is_adjacent(document: &Document, one: &Word, other: &Word) -> bool {
    let between = one.span.end as usize..other.span.start as usize;
    between.len() == 1 && document.source().text().as_bytes()[between.start] == b' '
}

/// Letters and digits, small.
fn key(text: &str) -> String {
    key_letters(text).map(char::from).collect()
}

fn key_letters(text: &str) -> impl Iterator<Item = u8> + '_ {
    let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase())
}

/// The first three letters of terms, as bits of a table.
struct Beginnings([u64; Self::BITS / 64]);

impl Beginnings {
    const BITS: usize = 1 << 12;

    fn of(terms: &[Term<'_>]) -> Self {
        let mut bits = [0; Self::BITS / 64];
        for term in terms {
            let letters = term.key.as_bytes();
            for length in 1..=letters.len().min(3) {
                let place = Self::place(&letters[..length]);
                bits[place / 64] |= 1 << (place % 64);
            }
        }
        Self(bits)
    }

    /// Whether a term may begin with a word without signs between its letters: never wrongly no.
    fn may_be_of(&self, word: &[u8]) -> bool {
        let place = Self::place(&word[..word.len().min(3)]);
        self.0[place / 64] >> (place % 64) & 1 == 1
    }

    /// Letters differ from their capitals by one bit alone, which digits have.
    fn place(letters: &[u8]) -> usize {
        let key = letters
            .iter()
            .fold(0_u32, |key, letter| key << 8 | u32::from(letter | 0x20));
        (key.wrapping_mul(0x9E37_79B1) >> (u32::BITS - Self::BITS.trailing_zeros())) as usize
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
