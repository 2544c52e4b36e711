//! How descriptions end: with the mark of a sentence, without one, or in a way that is not to be judged.

use std::sync::LazyLock;

use super::entry::is_generic;
use super::walk::is_symbol;
use super::{Document, LinkKind};
use crate::sieve::Sieve;
use crate::source::Span;

/// How a text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With a mark, which stands here; badges may follow.
    Marked(Span),
    /// Without one, which would stand at this offset.
    Bare(u32),
    /// The sentence ends before the links or notes that follow it.
    Settled,
    /// Without one, and it is not clear where one would stand: links or labels follow.
    Open,
    /// With something else: an exclamation, an abbreviation, a colon.
    Other,
}

/// The marks that end a statement.
pub const PERIODS: &[char] = &['.', '。', '।', '۔', '．', '｡'];

/// What ends a sentence without being a period.
const OTHER_ENDS: &[char] = &['!', '?', '…', '！', '？', '؟', '‽', '⁉', '‼'];

/// Words before a link or code that is a part of the sentence, so that a period may follow it.
#[rustfmt::skip]
const BINDING: &[&str] = &[
    "a", "about", "an", "and", "around", "as", "at", "between", "by", "called", "for", "from", "in", "into", "like",
    "of", "on", "or", "over", "see", "than", "the", "through", "to", "under", "using", "via", "visit", "with", "within",
    "your",
];

/// Abbreviations that end in a period of their own, in small letters.
#[rustfmt::skip]
const ABBREVIATIONS: &[&str] = &[
    "al", "approx", "bzw", "ca", "cf", "co", "corp", "dept", "dr", "ed", "eds", "est", "etc", "ff", "fig", "inc",
    "jr", "ltd", "misc", "mr", "mrs", "ms", "no", "nos", "p", "pp", "prof", "resp", "sr", "st", "usw", "vb", "vol", "vs",
    "др", "т", "д", "п",
];

/// How many bytes the longest of them may have, and more.
const LONGEST_ABBREVIATION: usize = 8;

static SIEVE: LazyLock<Sieve> = LazyLock::new(|| Sieve::of(ABBREVIATIONS.iter().copied()));

/// What was taken off the end so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trail {
    /// Nothing, or pictures.
    Pictures,
    /// Text in brackets, a part of the sentence.
    Note,
    /// A link or code that is a part of the sentence.
    Bound,
    /// Links or code that follow the sentence.
    Labels,
}

pub(super) fn of(document: &Document, span: Span) -> Ending {
    let text = document.source().text();
    let start = span.start as usize;
    let mut end = span.end as usize;
    let mut trail = Trail::Pictures;
    // Where a period would stand: behind all but the pictures.
    let mut close = None;
    loop {
        end = start + text[start..end].trim_end().len();
        let rest = &text[start..end];
        let Some(last) = rest.chars().next_back() else {
            return Ending::Other;
        };
        if is_symbol(last) {
            end -= last.len_utf8();
            continue;
        }
        if let Some((from, thing)) = thing_before(document, start, end) {
            match thing {
                Thing::Picture => {}
                Thing::Address => return Ending::Other,
                Thing::Label => {
                    close = close.or(Some(end));
                    if trail == Trail::Pictures || trail == Trail::Note {
                        let is_bound = binds(&text[start..from], &text[from..end]);
                        trail = if is_bound { Trail::Bound } else { Trail::Labels };
                    }
                }
            }
            end = from;
            continue;
        }
        match last {
            '*' | '_' | '~' => {
                close = close.or(Some(end));
                end -= 1;
            }
            ')' | '）' | ']' | '】' | '}' => {
                let Some(from) = group_start(rest) else {
                    return Ending::Other;
                };
                let inner = &rest[from..rest.len() - last.len_utf8()];
                if inner.ends_with(is_end) {
                    return Ending::Other;
                }
                close = close.or(Some(end));
                if trail == Trail::Pictures {
                    trail = if last == ']' { Trail::Labels } else { Trail::Note };
                }
                end = start + from;
            }
            ':' => match shortcode_before(rest) {
                Some(from) => end = start + from,
                None => return Ending::Other,
            },
            '"' | '”' | '»' | '」' | '』' | '’' | '\'' | '“' => {
                let inner = &rest[..rest.len() - last.len_utf8()];
                if inner.ends_with(is_end) || close.is_some() {
                    return Ending::Other;
                }
                close = Some(end);
                end -= last.len_utf8();
                if !inner.ends_with(char::is_alphanumeric) {
                    return Ending::Other;
                }
            }
            '-' | '–' | '—' | '|' | '/' | '·' | ',' if trail == Trail::Labels => end -= last.len_utf8(),
            _ if PERIODS.contains(&last) => return period(rest, end, trail),
            _ if OTHER_ENDS.contains(&last) => return Ending::Other,
            _ if last.is_alphanumeric() || matches!(last, '+' | '#' | '%' | '$' | '€') => {
                return match trail {
                    Trail::Labels => Ending::Open,
                    _ if is_unpunctuated(last) || ends_in_address(rest) => Ending::Other,
                    _ => Ending::Bare(close.unwrap_or(end) as u32),
                };
            }
            _ => return Ending::Other,
        }
    }
}

fn is_end(sign: char) -> bool {
    PERIODS.contains(&sign) || OTHER_ENDS.contains(&sign)
}

fn period(text: &str, end: usize, trail: Trail) -> Ending {
    let last = text.chars().next_back().map_or(0, char::len_utf8);
    let before = &text[..text.len() - last];
    if ends_in_long_word(before.as_bytes()) {
        return match trail {
            Trail::Pictures => Ending::Marked(Span::new(end - last, end)),
            _ => Ending::Settled,
        };
    }
    let word = before
        .rsplit(|sign: char| !sign.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let is_initial = word.chars().count() == 1 && before[..before.len() - word.len()].ends_with('.');
    let may_be_short = word.len() <= LONGEST_ABBREVIATION && (!word.is_ascii() || SIEVE.may_hold(word));
    let is_abbreviation = is_initial || may_be_short && ABBREVIATIONS.contains(&word.to_lowercase().as_str());
    if trail != Trail::Pictures {
        return Ending::Settled;
    }
    // Emphasis may close behind the period; a word must stand before it.
    let is_plain =
        word.ends_with(char::is_alphanumeric) || before.ends_with([')', ']', '`', '"', '”', '*', '_', '+', '#', '%']);
    if is_abbreviation || !is_plain || text.ends_with("..") {
        return Ending::Other;
    }
    Ending::Marked(Span::new(end - last, end))
}

/// Whether a text ends in a word that is surely no abbreviation: quick, for most texts.
fn ends_in_long_word(text: &[u8]) -> bool {
    let end = &text[text.len().saturating_sub(LONGEST_ABBREVIATION + 1)..];
    let length = end.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let word = std::str::from_utf8(&end[end.len() - length..]).unwrap_or_default();
    match end.len().checked_sub(length + 1) {
        Some(before) => length > 1 && end[before].is_ascii() && !SIEVE.may_hold(word),
        None => length > LONGEST_ABBREVIATION,
    }
}

/// What a link, an image or code at the end of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thing {
    Picture,
    /// An address that shows: a period behind it would look like a part of it.
    Address,
    Label,
}

/// The link, image, tag or code that ends at an offset, and where it begins.
fn thing_before(document: &Document, start: usize, end: usize) -> Option<(usize, Thing)> {
    let text = document.source().text();
    match text.as_bytes().get(end.wrapping_sub(1))? {
        b')' | b']' | b'>' => {}
        b'`' => {
            let code = document.code();
            let last = code
                .partition_point(|code| (code.start as usize) < end)
                .checked_sub(1)?;
            let code = code[last];
            return (code.end as usize == end && code.start as usize >= start)
                .then_some((code.start as usize, Thing::Label));
        }
        _ => {
            let links = document.links();
            let last = links
                .partition_point(|link| (link.span.start as usize) < end)
                .checked_sub(1)?;
            let link = &links[last];
            let is_address = link.kind == LinkKind::BareUrl && link.span.end as usize == end;
            return is_address.then_some((link.span.start as usize, Thing::Address));
        }
    }
    let links = document.links();
    let before = links.partition_point(|link| (link.span.start as usize) < end);
    // An image in a link begins behind it and ends before it.
    let near = links[..before].iter().rev().take(4);
    let link = near
        .filter(|link| link.span.end as usize == end && link.span.start as usize >= start)
        .min_by_key(|link| link.span.start);
    if let Some(link) = link {
        let shows_words = !link.is_image
            && document.prose_in(link.text).iter().any(|prose| {
                prose.kind == super::ProseKind::Text && document.slice(prose.span).contains(char::is_alphanumeric)
            });
        let thing = match link.kind {
            LinkKind::Autolink | LinkKind::BareUrl => Thing::Address,
            _ if shows_words || !link.is_image && document.links_in(link.text).is_empty() => Thing::Label,
            _ => Thing::Picture,
        };
        return Some((link.span.start as usize, thing));
    }
    let rest = &text[start..end];
    if rest.ends_with("-->") {
        return Some((start + rest.rfind("<!--")?, Thing::Picture));
    }
    // Another tag may hold what ends the sentence.
    rest.ends_with('>').then_some((start, Thing::Address))
}

/// Whether a text goes on in the link or code behind it, so that a period may follow that.
fn binds(text: &str, thing: &str) -> bool {
    let before = text.trim_end();
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    if before.len() == text.len() {
        return false;
    }
    if BINDING.contains(&word.to_lowercase().as_str()) {
        return true;
    }
    let label = thing.trim_start_matches(['[', '`', '*', '_']);
    let label = &label[..label.find([']', '`', '*', '_']).unwrap_or(label.len())];
    let is_sentence = !word.is_empty() && word.chars().all(char::is_lowercase);
    // A capital in code is that of a licence or a language, two in a link may be.
    let is_kind = if thing.starts_with('`') {
        !label.starts_with(char::is_lowercase)
    } else {
        label.chars().all(|sign| !sign.is_lowercase()) || !thing.ends_with(')')
    };
    is_sentence && !is_kind && !is_generic(label)
}

/// Where the brackets open that a text ends with.
fn group_start(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (offset, sign) in text.char_indices().rev() {
        match sign {
            ')' | '）' | ']' | '】' | '}' => depth += 1,
            '(' | '（' | '[' | '【' | '{' => {
                depth -= 1;
                if depth == 0 {
                    return Some(offset);
                }
            }
            _ => {}
        }
    }
    None
}

fn shortcode_before(text: &str) -> Option<usize> {
    let name = text.strip_suffix(':')?;
    let inner = name.trim_end_matches(|sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '+' | '-'));
    (inner.len() < name.len() && inner.ends_with(':')).then(|| inner.len() - 1)
}

/// Letters of scripts that are written without periods.
fn is_unpunctuated(sign: char) -> bool {
    matches!(u32::from(sign), 0x0E00..=0x0FFF | 0x1000..=0x109F | 0x1780..=0x17FF)
}

fn ends_in_address(text: &str) -> bool {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.contains("://") || word.starts_with("www.") || word.contains('@')
}
