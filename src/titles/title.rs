//! A title taken apart, and whether two titles name the same thing.

use std::ops::Range;

use super::normal::{normalize, with_normalized};
use super::word_set::WordSet;
use super::words::{is_stop_word, singular, words};
use super::{beginning, is_number};

/// A title taken apart for comparison.
#[derive(Debug)]
pub struct Title {
    words: WordSet,
    /// The first letters of all words.
    initials: String,
    /// What stands in parentheses, such as a language or a version.
    note: Option<String>,
    beginning: Beginning,
}

/// The words up to the first mark, written together, where they are more than one.
#[derive(Debug)]
enum Beginning {
    Short,
    Whole,
    Part(String),
}

impl Title {
    pub fn new(title: &str) -> Self {
        with_normalized(title, |normalized| {
            let mut initials = String::new();
            let words = WordSet::of(normalized, |word| initials.extend(word.chars().next()));
            let note = memchr::memchr(b'(', normalized.as_bytes()).map(|open| {
                let note = normalized[open + 1..].split(')').next().unwrap_or_default();
                note.trim().to_owned()
            });
            Self {
                words,
                initials,
                note,
                beginning: Beginning::of(title),
            }
        })
    }

    pub fn words(&self) -> &WordSet {
        &self.words
    }

    /// All words in their order, written together.
    pub fn squashed(&self) -> &str {
        self.words.squashed()
    }

    pub fn has(&self, word: &str) -> bool {
        self.words.has(word)
    }

    /// What stands in parentheses, such as a language or a version.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The words up to the first mark, written together, where they are more than one.
    fn beginning(&self) -> Option<&str> {
        match &self.beginning {
            Beginning::Short => None,
            Beginning::Whole => Some(self.squashed()),
            Beginning::Part(words) => Some(words),
        }
    }

    /// How many words two titles share.
    pub fn shared(&self, other: &Title) -> usize {
        self.words.shared(&other.words)
    }

    /// Parts, years, versions.
    fn numbers(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter(|word| is_number(word))
    }

    /// Whether both have the same numbers: parts, years, versions.
    pub fn has_numbers_of(&self, other: &Title) -> bool {
        self.numbers().eq(other.numbers())
    }

    /// Whether both have numbers, and other ones.
    pub fn counts_otherwise(&self, other: &Title) -> bool {
        self.numbers().next().is_some() && other.numbers().next().is_some() && !self.has_numbers_of(other)
    }

    /// Whether two titles are the same but for blanks, marks and plurals, or one abbreviates or continues the other.
    pub fn is_same(&self, other: &Title) -> bool {
        let is_equal = !self.squashed().is_empty() && self.squashed() == other.squashed();
        if is_equal || self.abbreviates(other) || other.abbreviates(self) {
            return true;
        }
        let is_begun = self.beginning().is_some() && self.beginning() == other.beginning();
        let is_equal = !self.words.is_empty() && self.words == other.words;
        (is_equal || is_begun) && !self.is_noted_otherwise(other) && !self.counts_otherwise(other)
    }

    fn is_noted_otherwise(&self, other: &Title) -> bool {
        self.note.is_some() && other.note.is_some() && self.note != other.note
    }

    /// Whether two titles may name the same thing: they share half of the words of the shorter one.
    pub fn resembles(&self, other: &Title) -> bool {
        let shared = self.shared(other);
        let is_half = shared > 0 && shared * 2 >= self.words.len().min(other.words.len());
        self.is_same(other) || is_half && !self.is_noted_otherwise(other) && !self.counts_otherwise(other)
    }

    /// Whether a title has all the words of the other one, which are most of its own.
    pub fn is_longer_or_shorter(&self, other: &Title) -> bool {
        let shared = self.shared(other);
        let (fewer, more) = (
            self.words.len().min(other.words.len()),
            self.words.len().max(other.words.len()),
        );
        shared > 2 && shared == fewer && shared * 4 >= more * 3 && self.agrees(other)
    }

    /// Whether two titles of one page name the same thing: they are the same, the one has half of the words of the
    /// other and no others, or they share most of their words; and what they count and note does not differ.
    pub fn agrees(&self, other: &Title) -> bool {
        if self.is_same(other) {
            return true;
        }
        let shared = self.shared(other);
        let (fewer, more) = (
            self.words.len().min(other.words.len()),
            self.words.len().max(other.words.len()),
        );
        let is_most = shared > 0 && (shared == fewer || shared * 2 > more);
        is_most && !self.is_noted_otherwise(other) && !self.counts_otherwise(other)
    }

    /// Whether the title is found in the key of an address: written together in it, most of its words one by
    /// one, or all words of the last part of the path.
    pub fn names(&self, address: &AddressWords) -> bool {
        if self.squashed().len() > 2 && address.squashed.contains(self.squashed()) {
            return true;
        }
        let parts: Vec<&str> = address.words().map(singular).collect();
        let found = self.words.iter().filter(|word| parts.contains(word)).count();
        if found * 2 > self.words.len() {
            return true;
        }
        let mut telling = address.last_words().filter(|word| is_telling(word)).peekable();
        telling.peek().is_some() && telling.all(|word| self.has(singular(word)))
    }

    /// Whether the numbers of the title stand in the key of an address.
    pub fn counts_as(&self, key: &str) -> bool {
        let key = key.to_lowercase();
        self.numbers().all(|number| words(&key).any(|word| word == number))
    }

    /// Whether a text begins with all words of the title.
    pub fn begins(&self, text: &str) -> bool {
        let mut rest = self.squashed();
        if begins_otherwise(text, rest) {
            return false;
        }
        for word in words(&normalize(text)) {
            match rest.strip_prefix(word) {
                Some("") => return true,
                Some(behind) => rest = behind,
                None => return word.starts_with(rest),
            }
        }
        rest.is_empty()
    }

    /// Whether one title is made of the first letters of the other.
    fn abbreviates(&self, other: &Title) -> bool {
        let letters = self.squashed();
        letters.len() > 2 && letters.len() == other.initials.len() && *letters == other.initials
    }
}

/// The key of an address as titles are looked for in it.
#[derive(Debug)]
pub struct AddressWords {
    /// In small letters.
    key: String,
    /// All of its words, written together.
    squashed: String,
    /// Where the last part of the path stands.
    last: Range<usize>,
}

impl AddressWords {
    pub fn of(key: &str) -> Self {
        let key = key.to_lowercase();
        let start = memchr::memrchr(b'/', key.as_bytes()).map_or(0, |slash| slash + 1);
        let end = memchr::memchr2(b'?', b'#', &key.as_bytes()[start..]).map_or(key.len(), |end| start + end);
        Self {
            squashed: words(&key).collect(),
            last: start..end,
            key,
        }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        words(&self.key)
    }

    fn last_words(&self) -> impl Iterator<Item = &str> {
        words(&self.key[self.last.clone()])
    }
}

impl Beginning {
    fn of(title: &str) -> Self {
        let start = beginning(title);
        if memchr::memchr(b' ', start.as_bytes()).is_none() {
            return Self::Short;
        }
        match start.len() == title.trim_end().len() {
            true => Self::Whole,
            false => Self::Part(words(&normalize(start)).collect()),
        }
    }
}

/// Whether the first letter of a text shows that it does not begin with a word: quick, and never wrongly yes.
fn begins_otherwise(text: &str, word: &str) -> bool {
    let text = text.trim_start();
    let Some((&first, &begun)) = text.as_bytes().first().zip(word.as_bytes().first()) else {
        return false;
    };
    // What holds a blank is no `owner/name`, of which the owner is left out.
    first.is_ascii_alphanumeric() && first.to_ascii_lowercase() != begun && text.trim_end().contains(' ')
}

/// Whether a word of a path says something: no number, no ending of a file, no language.
fn is_telling(word: &str) -> bool {
    word.chars().count() > 2
        && !is_number(word)
        && !is_stop_word(word.as_bytes())
        && !matches!(word, "pdf" | "html" | "htm" | "php")
}
