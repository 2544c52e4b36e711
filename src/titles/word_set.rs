//! The words that a text says, whatever their order, and whether two texts say the same.

use std::borrow::Cow;

use super::normal::{normalize, with_normalized};
use super::words::{is_stop_word, is_unspaced, singular, words};

/// The words of a text, sorted, each once, without those that say nothing.
#[derive(Debug, Default)]
pub struct WordSet {
    /// All words in their order, written together.
    text: String,
    words: Vec<Word>,
}

/// A word by its place in the text, with its first bytes, by which most words are told apart.
#[derive(Debug, Clone, Copy)]
struct Word {
    head: u64,
    start: u32,
    end: u32,
}

impl WordSet {
    /// The words of a text in Markdown, without addresses, tags, images, and the labels in code that stand at its end.
    pub fn of_markdown(text: &str) -> Self {
        with_normalized(&plain_text(text), |normalized| Self::of(normalized, |_| {}))
    }

    /// The words of a normalized text; `see` is shown all of them, those too that say nothing.
    pub(super) fn of(normalized: &str, mut see: impl FnMut(&str)) -> Self {
        let mut set = Self {
            text: String::with_capacity(normalized.len()),
            words: Vec::with_capacity(normalized.len() / 6 + 1),
        };
        let mut last = "";
        for word in words(normalized) {
            see(word);
            if !is_stop_word(word.as_bytes()) {
                set.add(word);
            }
            set.text.push_str(word);
            last = word;
        }
        // What comes last is no article: `Plan A`.
        if last == "a" {
            set.text.pop();
            set.add(last);
            set.text.push_str(last);
        }
        let text = &set.text;
        set.words.sort_unstable_by(|one, other| {
            one.head
                .cmp(&other.head)
                .then_with(|| one.read(text).cmp(other.read(text)))
        });
        set.words
            .dedup_by(|one, other| one.head == other.head && one.read(text) == other.read(text));
        set
    }

    /// Adds a word that is written behind the text next.
    fn add(&mut self, word: &str) {
        let word = singular(word);
        let start = self.text.len() as u32;
        self.words.push(Word {
            head: head(word),
            start,
            end: start + word.len() as u32,
        });
    }

    /// All words in their order, written together.
    pub fn squashed(&self) -> &str {
        &self.text
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.read(&self.text))
    }

    pub fn has(&self, word: &str) -> bool {
        let head = head(word);
        let compare = |own: &Word| own.head.cmp(&head).then_with(|| own.read(&self.text).cmp(word));
        self.words.binary_search_by(compare).is_ok()
    }

    /// How many words two texts share.
    pub fn shared(&self, other: &Self) -> usize {
        self.iter().filter(|word| other.has(word)).count()
    }

    /// The words that only one of two texts has.
    pub fn difference<'t>(&'t self, other: &'t Self) -> impl Iterator<Item = &'t str> {
        let own = self.iter().filter(|word| !other.has(word));
        own.chain(other.iter().filter(|word| !self.has(word)))
    }

    /// Whether both say the same at length of something that has a title: most of their words, or most of the words
    /// of the shorter one, which must be more where it is written without blanks. What the title says does not count.
    pub fn overlaps(&self, other: &Self, title: &Self) -> bool {
        if self.len().min(other.len()) < 3 {
            return false;
        }
        let count = |text: &Self| text.iter().filter(|word| !title.has(word)).count();
        let shared = self.iter().filter(|word| other.has(word) && !title.has(word)).count();
        if shared < 3 {
            return false;
        }
        let (own, others) = (count(self), count(other));
        let is_spaced = self.text.is_ascii();
        let is_contained = is_spaced && shared * 10 >= own.min(others) * 8;
        is_contained || shared * 5 >= (own + others - shared) * if is_spaced { 2 } else { 3 }
    }

    /// Whether two texts are equal and long enough to be about one thing, or are long and differ in a single word,
    /// which is none of their titles.
    pub fn says_the_same(&self, other: &Self, titles: (&str, &str)) -> bool {
        if self.len() != other.len() || self.len() < 5 {
            return false;
        }
        let shared = self.shared(other);
        if shared == self.len() {
            return true;
        }
        if shared + 1 < self.len() || self.len() < 10 {
            return false;
        }
        let titles = [titles.0, titles.1].map(|title| Self::of(&normalize(title), |_| {}));
        let is_name = |word: &str| titles.iter().any(|title| title.has(word));
        self.difference(other)
            .all(|word| word.chars().count() > 2 && !is_name(word))
    }

    /// Whether one text is written without blanks and half of the names in it, which are not translated, stand in
    /// the other one. What the two are called does not count.
    pub fn translates(&self, other: &Self, title: &Self) -> bool {
        // Only what is not in ASCII is written without blanks.
        if self.text.is_ascii() && other.text.is_ascii() {
            return false;
        }
        let is_unspaced = |text: &Self| text.iter().any(|word| word.starts_with(is_unspaced));
        let (from, to) = match (is_unspaced(self), is_unspaced(other)) {
            (true, false) => (self, other),
            (false, true) => (other, self),
            _ => return false,
        };
        let is_name = |word: &&str| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let names = from.iter().filter(is_name).filter(|word| !title.has(word));
        let (mut count, mut found) = (0, 0);
        for name in names {
            count += 1;
            found += usize::from(to.has(name));
        }
        found > 0 && found * 2 >= count
    }
}

impl PartialEq for WordSet {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Word {
    fn read(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }
}

/// The first bytes of a word as a number, which sorts as they do.
fn head(word: &str) -> u64 {
    let bytes = &word.as_bytes()[..word.len().min(8)];
    let number = bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
    number << (8 * (8 - bytes.len() as u32)).min(63)
}

/// A text in Markdown without addresses, tags, images, and the labels at its end.
pub(super) fn plain_text(text: &str) -> Cow<'_, str> {
    let mut rest = without_labels(text);
    if memchr::memchr2(b'(', b'<', rest.as_bytes()).is_none() {
        return Cow::Borrowed(rest);
    }
    let mut plain = String::with_capacity(text.len());
    while let Some(at) = memchr::memchr2(b'(', b'<', rest.as_bytes()) {
        let is_tag = rest.as_bytes()[at] == b'<';
        let is_link = rest[..at].ends_with(']');
        let close = if is_tag { b'>' } else { b')' };
        let end = memchr::memchr(close, &rest.as_bytes()[at..]).filter(|_| is_tag || is_link);
        let image = rest[..at].rfind("![").filter(|_| end.is_some() && is_link);
        plain.push_str(&rest[..image.unwrap_or(at)]);
        plain.push(' ');
        rest = &rest[end.map_or(at + 1, |end| at + end + 1)..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// A text without the pieces of code that stand at its end: `MIT`, `Go`.
fn without_labels(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some((before, _)) = text.strip_suffix('`').and_then(|label| label.rsplit_once('`')) {
        text = before.trim_end();
    }
    text
}
