//! What titles name: their words, written in one way, and whether two titles name the same thing.

use std::borrow::Cow;
use std::hash::Hasher;

use rustc_hash::FxHasher;
use unicode_normalization::UnicodeNormalization;

use crate::encoding;

/// A title as it is compared: in small letters, without marks, accents, emoji and the owner of a repository, and
/// with the damage of wrong encodings repaired.
pub fn normalize(title: &str) -> String {
    let title = without_owner(title);
    let plain = match title.is_ascii() {
        true => title.to_ascii_lowercase(),
        false => encoding::repaired(Cow::Borrowed(title))
            .nfkd()
            .filter(|sign| !matches!(sign, '\u{300}'..='\u{36F}'))
            .nfc()
            .flat_map(char::to_lowercase)
            .map(plain)
            .collect(),
    };
    let plain = match plain.contains(':') {
        true => without_shortcodes(&plain),
        false => plain,
    };
    match plain.contains('\'') {
        true => without_apostrophes(&plain),
        false => plain,
    }
}

/// `python's` as `python`, `cap'n` as `capn`.
fn without_apostrophes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\'') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let is_genitive = rest
            .strip_prefix('s')
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        if is_genitive {
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Typographic marks as they are typed.
fn plain(character: char) -> char {
    match character {
        '’' | '‘' | 'ʼ' | '`' | '´' => '\'',
        '–' | '—' | '‐' | '‑' | '−' => '-',
        other => other,
    }
}

/// `owner/name` without its owner.
fn without_owner(title: &str) -> &str {
    let trimmed = title.trim();
    match trimmed.split_once('/') {
        Some((owner, name)) => {
            let is_name = |text: &str| {
                let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
                !text.is_empty() && text.bytes().all(is_sign)
            };
            if is_name(owner) && is_name(name) { name } else { trimmed }
        }
        None => trimmed,
    }
}

/// The text without `:shortcodes:` of emoji.
fn without_shortcodes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(':') {
        let behind = &rest[start + 1..];
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-');
        let length = behind.bytes().take_while(|byte| is_sign(*byte)).count();
        let is_shortcode = length > 1
            && behind[length..].starts_with(':')
            && behind.as_bytes()[..length].iter().any(u8::is_ascii_alphabetic);
        out.push_str(&rest[..start]);
        out.push(' ');
        rest = if is_shortcode { &behind[length + 1..] } else { behind };
    }
    out.push_str(rest);
    out
}

/// The words of a normalized title: letters and digits, `c++`, `c#`, and pairs of signs of scripts without blanks.
pub fn words(normalized: &str) -> impl Iterator<Item = &str> {
    let parts = normalized.split(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '+' | '#'));
    parts.flat_map(pieces)
}

/// A word as it is, or the pairs of signs in what is written without blanks.
fn pieces(part: &str) -> Pieces<'_> {
    Pieces { rest: part }
}

struct Pieces<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        loop {
            let first = self.rest.chars().next()?;
            let run = self.rest.find(|sign| is_unspaced(sign) != is_unspaced(first));
            let run = run.unwrap_or(self.rest.len());
            if !is_unspaced(first) {
                let (word, rest) = self.rest.split_at(run);
                self.rest = rest;
                if word.contains(char::is_alphanumeric) {
                    return Some(word);
                }
                continue;
            }
            let second = self.rest[first.len_utf8()..run]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
            let pair = &self.rest[..first.len_utf8() + second];
            let is_last = pair.len() == run;
            self.rest = &self.rest[if is_last { run } else { first.len_utf8() }..];
            return Some(pair);
        }
    }
}

/// Signs of Chinese and Japanese, which are written without blanks.
fn is_unspaced(sign: char) -> bool {
    matches!(sign, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Words that say nothing of what a title names.
const STOP_WORDS: [&str; 23] = [
    "a", "an", "and", "at", "by", "da", "de", "des", "do", "for", "from", "how", "in", "la", "of", "on", "or", "the",
    "to", "und", "with", "y", "your",
];

fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// A word of English without the ending of the plural.
fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(rest) if rest.len() > 2 && rest.is_ascii() && !rest.ends_with(['i', 's', 'u']) => rest,
        _ => word,
    }
}

/// A title up to its first mark.
pub fn beginning(title: &str) -> &str {
    let marks = [":", " - ", " – ", " — ", "("];
    let end = marks
        .iter()
        .filter_map(|mark| title.find(mark))
        .filter(|at| *at > 0)
        .min();
    title[..end.unwrap_or(title.len())].trim_end()
}

/// A number, or a word that counts: a part, a year, a version.
pub fn is_number(word: &str) -> bool {
    let is_roman = matches!(
        word,
        "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix" | "x"
    );
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = word.as_bytes();
    is_roman || is_digit(bytes.first()) || is_digit(bytes.get(1)) && is_digit(bytes.last())
}

/// A hash of the words of a title that say something, in their order; 0 where they are too few to tell titles
/// apart.
pub fn hash(title: &str) -> u64 {
    let mut hasher = FxHasher::default();
    let mut length = 0;
    let normalized = normalize(title);
    for word in words(&normalized).filter(|word| !is_stop_word(word)) {
        hasher.write(singular(word).as_bytes());
        length += word.len();
    }
    if length < 2 { 0 } else { hasher.finish().max(1) }
}

/// The author that a description names first: `by Ada Lovelace`.
pub fn author(description: &str) -> Option<&str> {
    let start = ["by ", "By "]
        .iter()
        .find_map(|by| match description.strip_prefix(by) {
            Some(_) => Some(by.len()),
            None => description.find(&format!(" {by}")).map(|at| at + 1 + by.len()),
        })?;
    let rest = &description[start..];
    let mut end = 0;
    for word in rest.split_inclusive(' ').take(4) {
        let name = word.trim_end_matches([' ', ',', '.', ';', ':', ')']);
        let is_name = name.starts_with(char::is_uppercase) || end > 0 && matches!(name, "de" | "van" | "von" | "der");
        if !is_name {
            break;
        }
        let start_of_word = word.as_ptr() as usize - rest.as_ptr() as usize;
        end = start_of_word + name.len();
        let is_last = word.trim_end() != name && !(word.trim_end().ends_with('.') && name.chars().count() == 1);
        if is_last {
            break;
        }
        if word.trim_end() != name {
            end += 1;
        }
    }
    (end > 0).then(|| &rest[..end])
}

/// The words of a text in Markdown, without addresses, tags, images, and the labels in code that stand at its end.
pub fn of_markdown(text: &str) -> Title {
    let mut plain = String::with_capacity(text.len());
    let mut rest = without_labels(text);
    while let Some(at) = rest.find(['(', '<']) {
        let is_address = rest[at..].starts_with('<') || rest[..at].ends_with(']');
        let close = if rest[at..].starts_with('<') { '>' } else { ')' };
        let end = rest[at..].find(close).filter(|_| is_address);
        let image = rest[..at]
            .rfind("![")
            .filter(|_| end.is_some() && rest[..at].ends_with(']'));
        plain.push_str(&rest[..image.unwrap_or(at)]);
        plain.push(' ');
        rest = &rest[end.map_or(at + 1, |end| at + end + 1)..];
    }
    plain.push_str(rest);
    Title::new(&plain)
}

/// A text without the pieces of code that stand at its end: `MIT`, `Go`.
fn without_labels(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some((before, _)) = text.strip_suffix('`').and_then(|label| label.rsplit_once('`')) {
        text = before.trim_end();
    }
    text
}

/// The words of a title up to its first mark, written together, where they are more than one.
fn beginning_of(title: &str, squashed: &str) -> Option<String> {
    let start = beginning(title);
    let is_long = start.contains(' ');
    let is_whole = start.len() == title.trim_end().len();
    is_long.then(|| match is_whole {
        true => squashed.to_owned(),
        false => words(&normalize(start)).collect(),
    })
}

/// A title taken apart for comparison.
#[derive(Debug)]
pub struct Title {
    /// Sorted, each once, without those that say nothing.
    words: Vec<String>,
    /// All words in their order, written together.
    squashed: String,
    /// The first letters of all words.
    initials: String,
    /// What stands in parentheses, such as a language or a version.
    note: Option<String>,
    /// The words up to the first mark, written together, where they are more than one.
    beginning: Option<String>,
}

impl Title {
    pub fn new(title: &str) -> Self {
        let normalized = normalize(title);
        let mut squashed = String::with_capacity(normalized.len());
        let mut all: Vec<String> = Vec::new();
        let mut initials = String::new();
        let mut rest = words(&normalized).peekable();
        while let Some(word) = rest.next() {
            squashed.push_str(word);
            initials.extend(word.chars().next());
            // What comes last is no article: `Plan A`.
            if !is_stop_word(word) || word == "a" && rest.peek().is_none() {
                all.push(singular(word).to_owned());
            }
        }
        let beginning = beginning_of(title, &squashed);
        all.sort_unstable();
        all.dedup();
        let note = normalized.split_once('(').map(|(_, rest)| {
            let note = rest.split(')').next().unwrap_or_default();
            note.trim().to_owned()
        });
        Self {
            words: all,
            squashed,
            initials,
            note,
            beginning,
        }
    }

    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// All words in their order, written together.
    pub fn squashed(&self) -> &str {
        &self.squashed
    }

    pub fn has(&self, word: &str) -> bool {
        self.words.binary_search_by(|own| own.as_str().cmp(word)).is_ok()
    }

    /// Whether both say the same at length of something that has a title: most of their words, or most of the words
    /// of the shorter one, which must be more where it is written without blanks. What the title says does not count.
    pub fn overlaps(&self, other: &Title, title: &Title) -> bool {
        let count = |text: &Title| text.words.iter().filter(|word| !title.has(word)).count();
        let shared = self
            .words
            .iter()
            .filter(|word| other.has(word) && !title.has(word))
            .count();
        let fewer = count(self).min(count(other));
        let all = count(self) + count(other) - shared;
        let is_spaced = self.squashed.is_ascii();
        let is_contained = is_spaced && shared * 10 >= fewer * 8;
        shared >= 3 && (is_contained || shared * 5 >= all * if is_spaced { 2 } else { 3 })
    }

    /// Whether two texts are equal and long enough to be about one thing, or are long and differ in a single word,
    /// which is none of their titles.
    pub fn says_the_same(&self, other: &Title, titles: (&Title, &Title)) -> bool {
        if self.words == other.words {
            return self.words.len() > 4;
        }
        let is_replaced = self.words.len() == other.words.len() && self.shared(other) + 1 == self.words.len();
        let is_name = |word: &str| titles.0.has(word) || titles.1.has(word);
        let is_telling = |word: &str| word.chars().count() > 2 && !is_name(word);
        self.words.len() > 9 && is_replaced && self.difference(other).all(is_telling)
    }

    /// Whether one text is written without blanks and half of the names in it, which are not translated, stand in
    /// the other one. What the two are called does not count.
    pub fn translates(&self, other: &Title, title: &Title) -> bool {
        let is_unspaced = |text: &Title| text.words.iter().any(|word| word.starts_with(is_unspaced));
        let (from, to) = match (is_unspaced(self), is_unspaced(other)) {
            (true, false) => (self, other),
            (false, true) => (other, self),
            _ => return false,
        };
        let is_name = |word: &&String| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let names = from.words.iter().filter(is_name).filter(|word| !title.has(word));
        let (mut count, mut found) = (0, 0);
        for name in names {
            count += 1;
            found += usize::from(to.has(name));
        }
        found > 0 && found * 2 >= count
    }

    /// The words that only one of two titles has.
    pub fn difference<'t>(&'t self, other: &'t Title) -> impl Iterator<Item = &'t str> {
        let own = self.words.iter().filter(|word| !other.has(word));
        let others = other.words.iter().filter(|word| !self.has(word));
        own.chain(others).map(String::as_str)
    }

    /// What stands in parentheses, such as a language or a version.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// How many words two titles share.
    pub fn shared(&self, other: &Title) -> usize {
        self.words.iter().filter(|word| other.has(word)).count()
    }

    /// Whether both have the same numbers: parts, years, versions.
    pub fn has_numbers_of(&self, other: &Title) -> bool {
        let numbers =
            |title: &'_ Title| -> Vec<String> { title.words.iter().filter(|word| is_number(word)).cloned().collect() };
        numbers(self) == numbers(other)
    }

    /// Whether both have numbers, and other ones.
    pub fn counts_otherwise(&self, other: &Title) -> bool {
        let has_number = |title: &Title| title.words.iter().any(|word| is_number(word));
        has_number(self) && has_number(other) && !self.has_numbers_of(other)
    }

    /// Whether two titles are the same but for blanks, marks and plurals, or one abbreviates or continues the other.
    pub fn is_same(&self, other: &Title) -> bool {
        let is_equal = !self.squashed.is_empty() && self.squashed == other.squashed;
        if is_equal || self.abbreviates(other) || other.abbreviates(self) {
            return true;
        }
        let is_begun = self.beginning.is_some() && self.beginning == other.beginning;
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
    pub fn names(&self, key: &str) -> bool {
        let key = key.to_lowercase();
        let squashed: String = words(&key).collect();
        if self.squashed.len() > 2 && squashed.contains(&self.squashed) {
            return true;
        }
        let parts: Vec<&str> = words(&key).map(singular).collect();
        let found = self.words.iter().filter(|word| parts.contains(&word.as_str())).count();
        if found * 2 > self.words.len() {
            return true;
        }
        let (_, last) = key.rsplit_once('/').unwrap_or(("", &key));
        let last = last.split(['?', '#']).next().unwrap_or_default();
        let telling: Vec<&str> = words(last).filter(|word| is_telling(word)).collect();
        !telling.is_empty() && telling.iter().all(|word| self.has(singular(word)))
    }

    /// Whether the numbers of the title stand in the key of an address.
    pub fn counts_as(&self, key: &str) -> bool {
        let key = key.to_lowercase();
        let mut numbers = self.words.iter().filter(|word| is_number(word));
        numbers.all(|number| words(&key).any(|word| word == number))
    }

    /// Whether one title is made of the first letters of the other.
    fn abbreviates(&self, other: &Title) -> bool {
        let letters = &self.squashed;
        letters.len() > 2 && letters.len() == other.initials.len() && *letters == other.initials
    }
}

/// Whether a word of a path says something: no number, no ending of a file, no language.
fn is_telling(word: &str) -> bool {
    word.chars().count() > 2
        && !is_number(word)
        && !is_stop_word(word)
        && !matches!(word, "pdf" | "html" | "htm" | "php")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_written_in_one_way() {
        for (title, words) in [
            ("Pythonâ€™s Innards series", "python innards series"),
            ("< < Python源码剖析 > >", "python 源码 码剖 剖析"),
            (":octocat: django-cache-machine", "django cache machine"),
            ("owner/Some_Name", "some name"),
            ("Ｆｕｌｌ ｗｉｄｔｈ – 2nd", "full width 2nd"),
            ("C++ and C#, `code`", "c++ and c# code"),
            ("Cap'n Proto’s", "capn proto"),
            ("12:30:45", "12 30 45"),
        ] {
            let normalized = normalize(title);
            assert_eq!(super::words(&normalized).collect::<Vec<_>>().join(" "), words);
        }
    }

    #[test]
    fn titles_of_one_thing_agree() {
        for (first, later) in [
            ("Swift interview questions on Swift", "Swift Interview Questions"),
            ("pandas_profiling", "Pandas Profiling"),
            ("ScaffoldHub", "ScaffoldHub.io"),
            ("FOAAS", "Fuzzy Oranges as a Service"),
            ("Cyrus IMAP", "Cyrus IMAP/POP3"),
            ("gevent", "Gevent"),
        ] {
            assert!(Title::new(first).agrees(&Title::new(later)), "{first} / {later}");
        }
    }

    #[test]
    fn titles_of_two_things_do_not() {
        for (first, later) in [
            ("C++", "C#"),
            ("Foo (French)", "Foo (German)"),
            ("A Guide, Part I", "A Guide, Part II"),
            ("Swallow 7B", "Swallow 70B"),
            ("The Psychology of Persuasion", "The Modern Denial of Human Nature"),
        ] {
            assert!(!Title::new(first).agrees(&Title::new(later)), "{first} / {later}");
        }
    }

    #[test]
    fn addresses_name_titles() {
        let names = |title: &str, key: &str| Title::new(title).names(key);
        assert!(names(
            "The Blank Slate: The Modern Denial",
            "books.example/show/5752.The_Blank_Slate"
        ));
        assert!(!names(
            "The Psychology of Persuasion",
            "books.example/show/5752.The_Blank_Slate"
        ));
        assert!(names("OpenVox", "example.org/openvox"));
        assert!(!names("OpenBolt", "example.org/openvox"));
    }

    #[test]
    fn authors_are_found() {
        assert_eq!(author("by Anthony Shaw. The title speaks"), Some("Anthony Shaw"));
        assert_eq!(author("A book by Guido van Rossum, in parts"), Some("Guido van Rossum"));
        assert_eq!(author("driven by tests"), None);
        assert_eq!(author(""), None);
    }
}
