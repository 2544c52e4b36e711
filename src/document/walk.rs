//! The way from the title of an entry to its description.

use super::description::{Doubt, Flow, Separation, Separator, is_mark_sign, known_mark};
use super::reading::{Reading, begins_with_author, inner_separator};
use super::{Document, Link, LinkId, ProseKind};
use crate::source::Span;

/// A description as it was found.
pub(super) struct Found {
    pub separation: Option<Separation>,
    pub span: Span,
    pub flow: Flow,
}

/// Reads what follows a title.
pub(super) struct Walk<'d> {
    document: &'d Document,
    /// The links that begin from here on.
    links: &'d [Link],
    text: &'d str,
    at: usize,
    end: usize,
    /// Whether something that belongs to the title has been read: a badge, a year, another link.
    has_attachment: bool,
    doubt: Doubt,
}

impl<'d> Walk<'d> {
    pub(super) fn new(document: &'d Document, head: Span, link: LinkId) -> Self {
        let text = document.source().text();
        let title = document.link(link).span;
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
            links: &document.links[link.0 as usize + 1..],
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

    pub(super) fn find(mut self) -> Option<Found> {
        loop {
            let before = self.skip_blanks();
            self.pass_links();
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
            self.pass_links();
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
        let mut behind = self.links.iter();
        let link = behind.find(|link| link.span.start >= span.start);
        let link = link.filter(|link| link.span.start < span.end);
        has_words(self.document, span, link).then_some(span)
    }

    /// The end of a link or image that begins here.
    fn link_end(&self) -> Option<usize> {
        let link = self.links.first().filter(|link| link.span.start as usize == self.at)?;
        Some((link.span.end as usize).min(self.end))
    }

    /// Leaves the links behind that begin before here.
    fn pass_links(&mut self) {
        while let [link, rest @ ..] = self.links
            && (link.span.start as usize) < self.at
        {
            self.links = rest;
        }
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
fn shortcode(text: &str) -> Option<usize> {
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

/// Whether a span has words outside of links and code: one, or two where it has some of these, as its first link, if
/// any, shows.
pub(super) fn has_words(document: &Document, span: Span, first_link: Option<&Link>) -> bool {
    let code = document.code.partition_point(|code| code.start < span.start);
    let has_code = document.code.get(code).is_some_and(|code| code.start < span.end);
    let has_links = first_link.is_some();
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
        let text = document.slice(own);
        if needed == 1 && text.contains(char::is_alphabetic) {
            return true;
        }
        let words = text.split_whitespace();
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
