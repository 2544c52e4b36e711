//! How two titles compare. Lists read titles in slightly different ways; each way is a [`Reading`].

use std::borrow::Cow;
use std::cmp::Ordering;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A title, ready to be compared.
#[derive(Debug, Clone)]
pub struct Title<'d> {
    /// As it is written, but for markup.
    text: Cow<'d, str>,
    /// The same in small letters without marks; `None` where every letter is ASCII, which folds in passing.
    folded: Option<String>,
}

impl<'d> Title<'d> {
    pub fn new(text: Cow<'d, str>) -> Self {
        let folded = (!text.is_ascii()).then(|| fold(&text));
        Self { text, folded }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first letter or digit by which the title is sorted.
    pub fn initial(&self) -> Option<char> {
        let mut signs = self.folded().chars();
        let initial = signs.find(|sign| sign.is_alphanumeric())?;
        Some(initial.to_ascii_lowercase())
    }

    fn folded(&self) -> &str {
        self.folded.as_deref().unwrap_or(&self.text)
    }

    fn has_digit(&self) -> bool {
        self.folded()
            .bytes()
            .chain(self.text.bytes())
            .any(|byte| byte.is_ascii_digit())
    }

    fn has_article(&self) -> bool {
        without_article(self.folded()).is_some() || without_article(&self.text).is_some()
    }

    /// Whether one of the first two words is a number: the title is one of a series, or begins with a year.
    pub fn is_counted(&self) -> bool {
        let words = self.text.split(|sign: char| !sign.is_alphanumeric());
        let mut words = words.filter(|word| !word.is_empty()).take(2);
        let is_roman = |word: &str| word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
        words.any(|word| word.bytes().all(|byte| byte.is_ascii_digit()) || is_roman(word))
    }

    /// Whether the title begins with a small letter.
    pub fn is_small(&self) -> bool {
        self.text.starts_with(char::is_lowercase)
    }

    /// Whether the title begins with initials by which the other one begins as well: `U.S. Mail`, `uStore`.
    pub fn has_initials_of(&self, other: &Title<'_>) -> bool {
        let mut signs = self.text.chars();
        let mut initials = String::new();
        while let (Some(letter), Some('.')) = (signs.next().filter(|sign| sign.is_alphabetic()), signs.next()) {
            initials.extend(letter.to_lowercase());
        }
        let start = other.folded().get(..initials.len());
        initials.len() > 1 && start.is_some_and(|start| start.eq_ignore_ascii_case(&initials))
    }

    /// What the title begins with.
    pub fn head(&self) -> Head {
        const QUOTES: [char; 14] = ['*', '_', '"', '\'', '(', '[', '{', '<', '“', '‘', '«', '「', '《', '【'];
        let is_mark = |sign: char| QUOTES.contains(&sign) || !sign.is_ascii() && !sign.is_alphanumeric();
        let text = self
            .folded()
            .trim_start_matches(|sign: char| sign.is_whitespace() || is_mark(sign));
        match text.chars().next() {
            Some('0'..='9') => Head::Digit,
            Some('a'..='z' | 'A'..='Z' | '\u{80}'..'\u{370}') if !holds_scheme(text) => Head::Latin,
            Some('\u{370}'..) => Head::Letter,
            _ => Head::Sign,
        }
    }

    /// Whether one title is the other with more words behind it: `Nginx`, `Nginx Proxy Manager`.
    pub fn extends(&self, other: &Title<'_>) -> bool {
        let (longer, shorter) = (self.folded(), other.folded());
        let is_start =
            longer.len() > shorter.len() && longer.as_bytes()[..shorter.len()].eq_ignore_ascii_case(shorter.as_bytes());
        is_start && longer[shorter.len()..].starts_with(|sign: char| !sign.is_alphanumeric())
    }
}

/// Whether a text holds an address; hardly a title has a colon.
fn holds_scheme(text: &str) -> bool {
    memchr::memchr_iter(b':', text.as_bytes()).any(|at| text[at..].starts_with("://"))
}

/// What titles begin with, as far as sorting keeps it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// A sign that is no quotation mark: `/r/rust`, `.NET`, `@name`, and addresses.
    Sign,
    Digit,
    Latin,
    /// A letter of another script.
    Letter,
}

/// Small letters without marks, and the letters that have no marks to lose as those they are sorted with.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\0'..='\x7F' => folded.push(letter.to_ascii_lowercase()),
            // The order of marks, which canonical forms keep, is nothing to what has none.
            _ => decompose_compatible(letter, |part| {
                if !is_combining_mark(part) {
                    part.to_lowercase().for_each(|small| fold_letter(small, &mut folded));
                }
            }),
        }
    }
    folded
}

fn fold_letter(letter: char, folded: &mut String) {
    match letter {
        'ø' => folded.push('o'),
        'ł' => folded.push('l'),
        'đ' | 'ð' => folded.push('d'),
        'ı' => folded.push('i'),
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'þ' => folded.push_str("th"),
        other => folded.push(other),
    }
}

/// What of a title counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// Letters and digits, and that something stands between two words.
    Words,
    /// Letters and digits.
    Letters,
    /// Every sign, by its code point.
    Signs,
    /// The same, with capitals before small letters but for the first: `PlotThemes` before `Plots`.
    Capitals,
    /// The same, with all capitals before all small letters, as a program sorts them.
    Bytes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbers {
    /// Sign by sign: `10` before `9`.
    Text,
    /// By what they are worth: `9` before `10`.
    Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Article {
    Counted,
    Ignored,
}

/// One way to read titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    spelling: Spelling,
    numbers: Numbers,
    article: Article,
}

impl Reading {
    /// The readings that a list may follow, the most usual first.
    pub const ALL: [Reading; 16] = {
        use {Article::*, Numbers::*, Spelling::*};
        const fn reading(spelling: Spelling, numbers: Numbers, article: Article) -> Reading {
            Reading {
                spelling,
                numbers,
                article,
            }
        }
        [
            reading(Words, Text, Counted),
            reading(Words, Text, Ignored),
            reading(Words, Value, Counted),
            reading(Words, Value, Ignored),
            reading(Letters, Text, Counted),
            reading(Letters, Text, Ignored),
            reading(Letters, Value, Counted),
            reading(Letters, Value, Ignored),
            reading(Signs, Text, Counted),
            reading(Signs, Text, Ignored),
            reading(Signs, Value, Counted),
            reading(Signs, Value, Ignored),
            reading(Capitals, Text, Counted),
            reading(Capitals, Text, Ignored),
            reading(Capitals, Value, Counted),
            reading(Capitals, Value, Ignored),
        ]
    };

    /// The reading of programs. It is none of [`Reading::ALL`]: a small letter behind the last capital is a slip as a rule.
    pub const BYTES: Reading = Reading {
        spelling: Spelling::Bytes,
        numbers: Numbers::Text,
        article: Article::Counted,
    };

    /// The readings that tell titles apart: numbers and articles are only read where there are any.
    pub fn distinct(titles: &[Title<'_>]) -> impl Iterator<Item = Reading> {
        let has_digit = titles.iter().any(Title::has_digit);
        let has_article = titles.iter().any(Title::has_article);
        Self::ALL.into_iter().filter(move |reading| {
            (has_digit || reading.numbers == Numbers::Text) && (has_article || reading.article == Article::Counted)
        })
    }

    pub fn compare(self, first: &Title<'_>, second: &Title<'_>) -> Ordering {
        if let Some(order) = self.plain_order(first, second) {
            return order;
        }
        match self.spelling {
            Spelling::Signs => {
                let text = |title| self.relevant(title).chars().flat_map(char::to_lowercase);
                self.compare_signs(text(&first.text), text(&second.text))
            }
            Spelling::Capitals => {
                let text = |title| {
                    self.relevant(title)
                        .trim_start_matches(|sign: char| !sign.is_alphanumeric())
                };
                if let Some(order) = self.order_of_capitals(text(&first.text), text(&second.text)) {
                    return order;
                }
                let small_first = |(at, sign): (usize, char)| match at {
                    0 => sign.to_lowercase().next().unwrap_or(sign),
                    _ => sign,
                };
                let signs = |title| text(title).chars().enumerate().map(small_first);
                self.compare_signs(signs(&first.text), signs(&second.text))
            }
            Spelling::Bytes => first.text.cmp(&second.text),
            Spelling::Words => self.compare_signs(
                Words::of(self.relevant(first.folded())),
                Words::of(self.relevant(second.folded())),
            ),
            Spelling::Letters => {
                let text = |title| self.relevant(title).chars().filter(|sign| sign.is_alphanumeric());
                let text = |title| text(title).map(|sign| sign.to_ascii_lowercase());
                self.compare_signs(text(first.folded()), text(second.folded()))
            }
        }
    }

    /// The order of two titles that is told by the first signs in which they differ, since these are ASCII: most titles
    /// differ early.
    fn plain_order(self, first: &Title<'_>, second: &Title<'_>) -> Option<Ordering> {
        let (first, second) = match self.spelling {
            Spelling::Words | Spelling::Letters => (self.relevant(first.folded()), self.relevant(second.folded())),
            Spelling::Signs => (self.relevant(&first.text), self.relevant(&second.text)),
            // These count what others call equal.
            Spelling::Capitals | Spelling::Bytes => return None,
        };
        let mut signs = first.bytes().zip(second.bytes());
        let (one, other) = signs.find(|(one, other)| one != other && !one.eq_ignore_ascii_case(other))?;
        let (one, other) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
        let tells = |sign: u8| match sign {
            b'0'..=b'9' => self.numbers == Numbers::Text,
            b'a'..=b'z' => true,
            _ => self.spelling == Spelling::Signs && sign.is_ascii(),
        };
        (tells(one) && tells(other)).then(|| one.cmp(&other))
    }

    /// The title without the article that it begins with, where this reading ignores it.
    fn relevant(self, title: &str) -> &str {
        if self.article == Article::Counted {
            return title;
        }
        without_article(title).unwrap_or(title)
    }

    /// The same of two texts in which the case counts behind the first sign.
    fn order_of_capitals(self, first: &str, second: &str) -> Option<Ordering> {
        let (one, first) = first.as_bytes().split_first()?;
        let (other, second) = second.as_bytes().split_first()?;
        let tells = |sign: u8| sign.is_ascii() && (self.numbers == Numbers::Text || !sign.is_ascii_digit());
        let initials = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
        let (one, other) = match initials.0 == initials.1 {
            true if initials.0.is_ascii() => first.iter().zip(second).find(|(one, other)| one != other)?,
            _ => (&initials.0, &initials.1),
        };
        (tells(*one) && tells(*other)).then(|| one.cmp(other))
    }

    fn compare_signs(self, first: impl Iterator<Item = char>, second: impl Iterator<Item = char>) -> Ordering {
        if self.numbers == Numbers::Text {
            return first.cmp(second);
        }
        let (mut first, mut second) = (first.peekable(), second.peekable());
        loop {
            match (first.next(), second.next()) {
                (None, None) => return Ordering::Equal,
                (None, Some(_)) => return Ordering::Less,
                (Some(_), None) => return Ordering::Greater,
                (Some(one), Some(other)) => {
                    let order = match (one.to_digit(10), other.to_digit(10)) {
                        (Some(one), Some(other)) => value(one, &mut first).cmp(&value(other, &mut second)),
                        _ => one.cmp(&other),
                    };
                    if order.is_ne() {
                        return order;
                    }
                }
            }
        }
    }
}

/// What follows the article that a title begins with.
fn without_article(title: &str) -> Option<&str> {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() && !matches!(byte, b'a' | b'A' | b't' | b'T');
    if title.as_bytes().first().is_some_and(is_letter) {
        return None;
    }
    let words = title.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    ["a ", "an ", "the "].iter().find_map(|article| {
        let start = words.get(..article.len())?;
        start.eq_ignore_ascii_case(article).then(|| &words[article.len()..])
    })
}

/// The number that begins with a digit.
fn value(digit: u32, rest: &mut std::iter::Peekable<impl Iterator<Item = char>>) -> u64 {
    let mut value = u64::from(digit);
    while let Some(digit) = rest.peek().and_then(|sign| sign.to_digit(10)) {
        value = value.saturating_mul(10).saturating_add(u64::from(digit));
        rest.next();
    }
    value
}

/// The words of a text, small and with one blank between each two.
struct Words<'t> {
    signs: std::str::Chars<'t>,
    held: Option<char>,
    has_begun: bool,
    /// How many signs of the current word were read.
    length: usize,
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            signs: text.chars(),
            held: None,
            has_begun: false,
            length: 0,
        }
    }
}

impl Iterator for Words<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(held) = self.held.take() {
            return Some(held);
        }
        let mut is_apart = false;
        // An apostrophe is part of its word, and so is the period between two initials.
        let sign = loop {
            let sign = self.signs.next()?;
            if sign.is_alphanumeric() {
                break sign;
            }
            let is_initial = sign == '.' && self.length == 1 && self.signs.as_str().starts_with(char::is_alphanumeric);
            if is_initial {
                self.length = 0;
            } else {
                is_apart |= !matches!(sign, '\'' | '’');
            }
        };
        self.length = if is_apart { 1 } else { self.length + 1 };
        let sign = sign.to_ascii_lowercase();
        if is_apart && std::mem::replace(&mut self.has_begun, true) {
            self.held = Some(sign);
            return Some(' ');
        }
        self.has_begun = true;
        Some(sign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Title<'_> {
        Title::new(Cow::Borrowed(text))
    }

    /// The readings in which the titles stand in order.
    fn readings(titles: &[&str]) -> Vec<usize> {
        let titles: Vec<Title<'_>> = titles.iter().map(|text| title(text)).collect();
        let is_sorted = |reading: &Reading| titles.is_sorted_by(|one, other| reading.compare(one, other).is_le());
        let sorted = Reading::ALL.iter().enumerate();
        sorted
            .filter(|(_, reading)| is_sorted(reading))
            .map(|(at, _)| at)
            .collect()
    }

    #[test]
    fn case_marks_and_leading_signs_do_not_count() {
        assert_eq!(
            readings(&["Apple", "banana", "**Cherry**"])[..8],
            [0, 1, 2, 3, 4, 5, 6, 7]
        );
        assert_eq!(readings(&["eclair", "Éclat", "Edam"])[..8], [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(readings(&["Mute", "⭐ [Un]Mute", "Vim"])[..8], [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(readings(&["Груша", "Ёж", "Жук"])[..8], [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn readings_differ_in_articles_numbers_and_gaps() {
        assert_eq!(readings(&["Edge", "The Farm", "Gate"]), [1, 3, 5, 7, 9, 11, 13, 15]);
        assert_eq!(readings(&["v9", "v10"]), [2, 3, 6, 7, 10, 11, 14, 15]);
        assert_eq!(readings(&["new-york", "newark"])[..4], [0, 1, 2, 3]);
        assert_eq!(readings(&["newark", "new york"])[..4], [4, 5, 6, 7]);
        assert_eq!(readings(&["PlotThemes", "Plots"])[..4], [12, 13, 14, 15]);
        assert_eq!(readings(&["zlib", "Zoo", "alpha"]), [0; 0]);
    }

    #[test]
    fn periods_of_initials_do_not_count() {
        assert_eq!(readings(&["Urban", "U.S. Mail", "Usual"])[..4], [0, 1, 2, 3]);
        assert!(title("U.S. Mail").has_initials_of(&title("uStore")));
        assert!(!title("U.S. Mail").has_initials_of(&title("Ubuntu")));
        assert!(!title("Mr. Mail").has_initials_of(&title("Mrs")));
    }

    #[test]
    fn titles_of_a_series_are_counted() {
        assert!(title("Lecture 10: Trees").is_counted());
        assert!(title("2019 in review").is_counted());
        assert!(title("Part IX - Roots").is_counted());
        assert!(!title("K3s").is_counted());
    }

    #[test]
    fn a_title_extends_one_that_it_begins_with() {
        assert!(title("nginx Proxy").extends(&title("NGINX")));
        assert!(!title("Vim").extends(&title("V")));
        assert!(!title("Österreich").extends(&title("Öst")));
    }
}
