//! Descriptions: what entries say of what they list, and what sets it off from the title.

use std::fmt;

use super::ending::{self, Ending};
use super::{Document, Entry, EntryId, EntryKind, ProseKind};
use crate::source::Span;

/// What an entry says of what it lists.
#[derive(Debug, Clone)]
pub struct Description {
    pub entry: EntryId,
    /// What sets it off from the title; `None` where that is not to be judged.
    pub separation: Option<Separation>,
    /// From its first character to its last, with the badges and links that trail it.
    pub span: Span,
    pub flow: Flow,
    pub ending: Ending,
}

/// How a description goes on from the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// It stands for itself.
    Apart,
    /// The title is a part of its sentence, or something stands between them.
    Joined,
    /// It is a clause behind a comma or the like.
    Clause,
}

/// The separator of an entry, where it is written.
#[derive(Debug, Clone, Copy)]
pub struct Separation {
    /// From the end of the title, or what belongs to it, to the description.
    pub span: Span,
    /// The mark alone; empty where there is none.
    pub mark: Span,
    pub way: Separator,
    pub doubt: Doubt,
}

/// Whether what follows may be something else than a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    None,
    Some,
}

/// A way to set a description off: a mark, perhaps none, and the blanks around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separator {
    pub mark: &'static str,
    pub has_blank_before: bool,
    pub has_blank_behind: bool,
}

impl fmt::Display for Separator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blank = |has_blank| if has_blank { " " } else { "" };
        let before = blank(self.has_blank_before);
        write!(formatter, "{before}{}{}", self.mark, blank(self.has_blank_behind))
    }
}

impl Separator {
    /// Reads a separator as it is named in a configuration.
    pub fn parse(text: &str) -> Option<Self> {
        let inner = text.trim();
        let mark = match inner {
            "" => "",
            _ => known_mark(inner)?,
        };
        let has_blank_before = text.starts_with(' ');
        let has_blank_behind = !mark.is_empty() && text.ends_with(' ');
        (!text.is_empty()).then_some(Self {
            mark,
            has_blank_before,
            has_blank_behind,
        })
    }
}

/// The marks that separate, the longest runs as they are written.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "-", "–", "—", ":", "：", ",", "，", ".", "--", "---", "――", "——", "――", "::", "->", "=>", "→", "|", "·", "•",
    "=", "~", ";", "；", "―", "−", "‐", "‑", "－", "»", ":-",
];

fn known_mark(text: &str) -> Option<&'static str> {
    MARKS.iter().find(|mark| **mark == text).copied()
}

fn is_mark_sign(sign: char) -> bool {
    matches!(
        sign,
        '-' | '–'
            | '—'
            | ':'
            | '：'
            | ','
            | '，'
            | '.'
            | '―'
            | '→'
            | '|'
            | '·'
            | '•'
            | '='
            | '>'
            | '~'
            | ';'
            | '；'
            | '−'
            | '‐'
            | '‑'
            | '－'
            | '»'
    )
}

impl Document {
    /// The descriptions of entries with a link, in the order of the entries.
    pub fn descriptions(&self) -> &[Description] {
        self.descriptions.get_or_init(|| {
            let entries = self.entries().iter().enumerate();
            entries
                .filter_map(|(index, entry)| describe(self, EntryId(index as u32), entry))
                .collect()
        })
    }
}

/// Headings of columns that hold descriptions.
#[rustfmt::skip]
const COLUMNS: &[&str] = &[
    "about", "comment", "comments", "description", "descripción", "descrição", "details", "notes", "summary",
    "описание", "介绍", "描述", "简介", "説明", "说明", "설명",
];

fn describe(document: &Document, id: EntryId, entry: &Entry) -> Option<Description> {
    let link = document.link(entry.link?);
    let found = match entry.kind {
        EntryKind::TableRow => cell(document, entry)?,
        EntryKind::Bullet | EntryKind::Numbered => Walk::new(document, entry.head, link.span).find()?,
    };
    Some(Description {
        entry: id,
        separation: found.separation,
        span: found.span,
        flow: found.flow,
        ending: match found.flow {
            Flow::Clause => Ending::Other,
            Flow::Apart | Flow::Joined => ending::of(document, found.span),
        },
    })
}

struct Found {
    separation: Option<Separation>,
    span: Span,
    flow: Flow,
}

/// The cell of a row whose column says that it holds descriptions.
fn cell(document: &Document, entry: &Entry) -> Option<Found> {
    let span = entry.description?;
    let row = document
        .rows
        .binary_search_by_key(&entry.span.start, |row| row.span.start)
        .ok()?;
    let column = document.rows[row].cells.iter().position(|cell| cell.encloses(span))?;
    let table = document
        .tables
        .partition_point(|table| table.rows.start as usize <= row)
        .checked_sub(1)?;
    let header = document.tables[table].header.get(column)?;
    let header = document
        .slice(*header)
        .trim_matches(|sign: char| !sign.is_alphanumeric());
    let is_description = header.len() <= 24 && COLUMNS.contains(&header.to_lowercase().as_str());
    (is_description && has_words(document, span)).then_some(Found {
        separation: None,
        span,
        flow: Flow::Apart,
    })
}

/// Reads what follows a title.
struct Walk<'d> {
    document: &'d Document,
    text: &'d str,
    at: usize,
    end: usize,
    /// Whether something that belongs to the title has been read: a badge, a year, another link.
    has_attachment: bool,
    doubt: Doubt,
}

impl<'d> Walk<'d> {
    fn new(document: &'d Document, head: Span, title: Span) -> Self {
        let text = document.source().text();
        let lead = &text[head.start as usize..title.start as usize];
        let end = head.end as usize;
        let mut at = title.end as usize;
        if !lead.is_empty() {
            let closers = |sign: char| match sign {
                '*' | '_' | '~' | '`' => lead.contains(sign),
                ')' => lead.contains('('),
                ']' => lead.contains('['),
                _ => false,
            };
            let rest = &text[at..end];
            at += rest.len() - rest.trim_start_matches(closers).len();
        }
        Self {
            document,
            text,
            at,
            end,
            has_attachment: false,
            doubt: Doubt::None,
        }
    }

    fn rest(&self) -> &'d str {
        &self.text[self.at..self.end]
    }

    fn skip_blanks(&mut self) -> Span {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start().len();
        let start = self.at;
        self.at += blanks;
        Span::new(start, self.at)
    }

    fn find(mut self) -> Option<Found> {
        loop {
            let before = self.skip_blanks();
            if self.at >= self.end {
                return None;
            }
            if let Some(end) = self.attachment() {
                self.at = end;
                self.has_attachment = true;
                continue;
            }
            let rest = self.rest();
            let length = rest.find(|sign| !is_mark_sign(sign)).unwrap_or(rest.len());
            if length == 0 {
                return self.without_mark(before);
            }
            let mark = Span::new(self.at, self.at + length);
            self.at += length;
            let behind = self.skip_blanks();
            // `.NET` and `~1k` are words.
            let is_word = matches!(self.document.slice(mark), "." | "~" | "=" | ">" | "--");
            if is_word && behind.is_empty() {
                self.at = mark.start as usize;
                return self.without_mark(before);
            }
            match self.joins_link(mark) {
                None => return self.with_mark(before, mark, behind),
                Some(doubt) => {
                    self.has_attachment = true;
                    self.doubt = self.doubt.max(doubt);
                }
            }
        }
    }

    /// Whether a mark joins another link to the title: `[x](u), [docs](v) - what it is`; a mark that could
    /// be the separator itself leaves a doubt.
    fn joins_link(&self, mark: Span) -> Option<Doubt> {
        let end = self.link_end()?;
        let behind = self.text[end..self.end].trim_start();
        if matches!(self.document.slice(mark), "," | "，" | "|" | "·" | "•" | ";") {
            return Some(Doubt::None);
        }
        let separators = ["- ", "– ", "— ", ": ", "：", ":: "];
        let is_separated = separators.iter().any(|sign| behind.starts_with(sign));
        is_separated.then_some(Doubt::Some)
    }

    fn with_mark(self, before: Span, mark: Span, behind: Span) -> Option<Found> {
        let span = self.description(self.at)?;
        let written = self.document.slice(mark);
        let is_description = || Reading::of(self.document.slice(span)) == Reading::Description;
        let is_spaced = !before.is_empty() || !behind.is_empty();
        // `[x](u)-based` is a word, and a comma goes on a sentence.
        let is_word = matches!(written, "-" | "‐" | "‑") && !is_spaced;
        if is_word && !is_description() {
            return None;
        }
        let is_sentence = matches!(written, "," | "，" | "." | ";" | "；" | "|");
        // At the start of a line a hyphen would open a list.
        let is_wrapped = self.document.slice(before).contains(['\n', '\r']);
        let is_judged = !is_wrapped && (!is_sentence || !self.starts_small(span) && is_description());
        let separation = known_mark(written).filter(|_| is_judged).map(|known| Separation {
            span: Span::new(before.start as usize, behind.end as usize),
            mark,
            way: Separator {
                mark: known,
                has_blank_before: !before.is_empty(),
                has_blank_behind: !behind.is_empty(),
            },
            doubt: if is_sentence { Doubt::Some } else { self.doubt },
        });
        Some(Found {
            separation,
            span,
            flow: if is_sentence { Flow::Clause } else { Flow::Apart },
        })
    }

    fn starts_small(&self, span: Span) -> bool {
        self.document.slice(span).starts_with(char::is_lowercase)
    }

    /// Text that follows a title without a mark.
    fn without_mark(self, before: Span) -> Option<Found> {
        let span = self.description(self.at)?;
        let text = self.document.slice(span);
        if begins_with_author(text) {
            return self.behind_words(span);
        }
        let joined = Found {
            separation: None,
            span,
            flow: Flow::Joined,
        };
        let is_wrapped = self.document.slice(before).contains(['\n', '\r']);
        let Some(doubt) = Reading::of(text)
            .doubt()
            .filter(|_| !is_wrapped && !self.has_attachment)
        else {
            return Some(self.behind_words(span).unwrap_or(joined));
        };
        if inner_separator(text).is_some() {
            return self.behind_words(span);
        }
        if before.is_empty() && (doubt == Doubt::Some || !text.starts_with(char::is_uppercase)) {
            return Some(joined);
        }
        Some(Found {
            separation: Some(Separation {
                span: before,
                mark: Span::at(before.end as usize),
                way: Separator {
                    mark: "",
                    has_blank_before: !before.is_empty(),
                    has_blank_behind: false,
                },
                doubt,
            }),
            span,
            flow: Flow::Apart,
        })
    }

    /// The description behind words that belong to the title: `[x](u) by somebody - what it is`.
    fn behind_words(&self, span: Span) -> Option<Found> {
        let offset = inner_separator(self.document.slice(span))?;
        Some(Found {
            separation: None,
            span: self.description(span.start as usize + offset)?,
            flow: Flow::Joined,
        })
    }

    /// What stands from an offset on, where it has words of its own.
    fn description(&self, from: usize) -> Option<Span> {
        let text = &self.text[from..self.end];
        let start = from + (text.len() - text.trim_start().len());
        let span = Span::new(start, start + text.trim().len());
        has_words(self.document, span).then_some(span)
    }

    /// The end of a link or image that begins here.
    fn link_end(&self) -> Option<usize> {
        let links = self.document.links();
        let first = links.partition_point(|link| (link.span.start as usize) < self.at);
        let link = links.get(first).filter(|link| link.span.start as usize == self.at)?;
        Some((link.span.end as usize).min(self.end))
    }

    /// The end of something that belongs to the title: a badge, a label, a year, an emoji.
    fn attachment(&self) -> Option<usize> {
        let rest = self.rest();
        let first = rest.chars().next()?;
        let closing = |open: char, close: char| group_end(rest, open, close).map(|length| self.at + length);
        match first {
            '[' | '!' | '<' if self.link_end().is_some() => self.link_end(),
            '(' => closing('(', ')'),
            '（' => closing('（', '）'),
            '[' => closing('[', ']'),
            '【' => closing('【', '】'),
            '{' => closing('{', '}'),
            '<' => rest.find('>').map(|end| self.at + end + 1),
            '`' => {
                let code = self.document.code();
                let place = code.binary_search_by_key(&(self.at as u32), |code| code.start).ok()?;
                Some((code[place].end as usize).min(self.end))
            }
            '*' | '_' => {
                let marks = rest.len() - rest.trim_start_matches(first).len();
                let close = rest[marks..].find(&rest[..marks])? + 2 * marks;
                let is_label = rest[close..].trim_start().is_empty()
                    || rest[close..]
                        .trim_start()
                        .starts_with(|sign: char| is_mark_sign(sign) || "(![".contains(sign));
                is_label.then_some(self.at + close)
            }
            ':' => shortcode(rest).map(|length| self.at + length),
            _ if is_symbol(first) => {
                let behind = rest.trim_start_matches(|sign| is_symbol(sign) || sign == ' ' || sign.is_ascii_digit());
                let symbols = &rest[..rest.len() - behind.len()];
                Some(self.at + symbols.trim_end().len())
            }
            _ => None,
        }
    }
}

/// Whether a character is a picture and no letter or punctuation of a sentence.
pub(super) fn is_symbol(sign: char) -> bool {
    matches!(u32::from(sign), 0x2190..=0x2BFF | 0xFE0F | 0x200D | 0x20E3 | 0x1F000..=0x1FAFF | 0xE0020..=0xE007F)
        && sign != '→'
}

/// The length of an emoji that is written as `:name:`.
pub(super) fn shortcode(text: &str) -> Option<usize> {
    let name = text.strip_prefix(':')?;
    let length = name.find(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '_' | '+' | '-')))?;
    (length > 0 && name[length..].starts_with(':')).then_some(length + 2)
}

/// The length of a text in brackets, brackets inside it counted.
fn group_end(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    for (offset, sign) in text.char_indices() {
        if sign == open {
            depth += 1;
        } else if sign == close {
            depth -= 1;
            if depth == 0 {
                return Some(offset + sign.len_utf8());
            }
        }
    }
    None
}

/// Whether a span has words outside of links and code: one, or two where it has some of these.
fn has_words(document: &Document, span: Span) -> bool {
    let code = document.code.partition_point(|code| code.start < span.start);
    let has_code = document.code.get(code).is_some_and(|code| code.start < span.end);
    let has_links = !document.links_in(span).is_empty();
    let needed = if has_links || has_code { 2 } else { 1 };
    let first = document.prose.partition_point(|prose| prose.span.end <= span.start);
    let mut count = 0;
    for prose in &document.prose[first..] {
        if prose.span.start >= span.end {
            return false;
        }
        let is_linked = || document.link_around(prose.span.start.max(span.start)).is_some();
        if prose.kind != ProseKind::Text || has_links && is_linked() {
            continue;
        }
        let own = Span {
            start: prose.span.start.max(span.start),
            end: prose.span.end.min(span.end),
        };
        let words = document.slice(own).split_whitespace();
        count += words
            .filter(|word| word.contains(char::is_alphabetic))
            .take(needed)
            .count();
        if count >= needed {
            return true;
        }
    }
    false
}

/// Words before the name of who made something.
const AUTHOR_WORDS: &[&str] = &[
    "by", "By", "from", "von", "par", "por", "de", "da", "di", "от", "at", "via", "with",
];

fn begins_with_author(text: &str) -> bool {
    AUTHOR_WORDS.contains(&first_word(text))
}

fn first_word(text: &str) -> &str {
    text.split(char::is_whitespace).next().unwrap_or_default()
}

/// How far into a text the separator is looked for.
const REACH: usize = 80;

/// Where the text behind a separator inside of a text begins.
fn inner_separator(text: &str) -> Option<usize> {
    let near = &text[..text.floor_char_boundary(REACH)];
    let separators = [" - ", " – ", " — ", ": ", "："];
    let found = separators
        .iter()
        .filter_map(|separator| Some((near.find(separator)?, separator.len())));
    let (start, length) = found.min()?;
    Some(start + length)
}

/// What the first words of a text without a clear separator say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Description,
    Unsure,
    /// It goes on the sentence that the title begins.
    Sentence,
}

/// Words that do not begin a description, but go on a sentence whose subject is the link.
#[rustfmt::skip]
const GOING_ON: &[&str] = &[
    "about", "adds", "also", "and", "are", "as", "at", "based", "because", "but", "by", "can", "could", "does",
    "during", "et", "for", "from", "had", "has", "have", "if", "in", "instead", "into", "is", "it", "its", "like",
    "may", "of", "on", "or", "og", "oder", "over", "should", "so", "than", "that", "then", "through", "to", "und",
    "und", "until", "using", "v", "via", "vs", "vs.", "was", "were", "when", "where", "which", "while", "who",
    "will", "with", "within", "without", "would", "y", "и",
];

/// Chinese and Japanese that goes on a sentence.
const GOING_ON_UNSPACED: &[char] = &[
    '是', '为', '由', '的', '与', '和', '及', '在', '也', '可', '等', '中', 'の', 'は', 'が', 'を', 'に', 'で', 'と',
    'も', 'へ',
];

/// Whether a text begins as with the name of an author: `Grace Hopper, 1952`, `Grace Hopper (1952)`.
fn is_person(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let mut names = words.by_ref().take(2).map(|word| {
        let name = word.trim_end_matches(',');
        let is_name = name.starts_with(char::is_uppercase) && name.chars().skip(1).all(char::is_lowercase);
        (is_name, name.len() < word.len())
    });
    let (Some((true, false)), Some((true, has_comma))) = (names.next(), names.next()) else {
        return false;
    };
    has_comma || text.split_whitespace().nth(2).is_some_and(|word| word.starts_with('('))
}

impl Reading {
    fn of(text: &str) -> Self {
        let word = first_word(text);
        let Some(first) = text.chars().next() else {
            return Self::Sentence;
        };
        let has_more = text.split_whitespace().take(3).count() == 3;
        if !first.is_alphabetic() || GOING_ON.contains(&word) || GOING_ON_UNSPACED.contains(&first) {
            Self::Sentence
        } else if first.is_lowercase() {
            // Verbs of the third person: `[x](u) provides …`.
            let is_verb = word.ends_with('s') || word.ends_with("ed");
            match word {
                "a" | "an" | "the" => Self::Description,
                _ if is_verb || text.split_whitespace().take(6).count() < 6 => Self::Sentence,
                _ => Self::Unsure,
            }
        } else if (has_more || !first.is_uppercase()) && !is_person(text) {
            Self::Description
        } else {
            Self::Unsure
        }
    }

    fn doubt(self) -> Option<Doubt> {
        match self {
            Self::Description => Some(Doubt::None),
            Self::Unsure => Some(Doubt::Some),
            Self::Sentence => None,
        }
    }
}
