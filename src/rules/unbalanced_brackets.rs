//! Brackets and quotation marks without their counterpart.

use std::borrow::Cow;
use std::cell::LazyCell;

use serde::Deserialize;

use super::malformed_link;
use crate::document::{Document, Effect, EntryKind, LinkKind, ProseKind, Sign};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::scan::ByteSet;
use crate::source::{Span, last_from, within};

pub static INFO: RuleInfo = RuleInfo {
    name: "unbalanced-brackets",
    page: include_str!("../../rules/unbalanced-brackets.md"),
    group: Group::Text,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<UnbalancedBrackets>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct UnbalancedBrackets {}

impl DocumentRule for UnbalancedBrackets {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let marks = marks(document);
        if marks.is_empty() {
            return;
        }
        let slips = LazyCell::new(|| malformed_link::find(document));
        let mut next = 0;
        for entry in document.entries() {
            let row = match entry.kind {
                EntryKind::TableRow => last_from(document.rows(), entry.head.start, |row| row.span.start),
                EntryKind::Bullet | EntryKind::Numbered => None,
            };
            let cells = row.map_or(std::slice::from_ref(&entry.head), |row| row.cells.as_slice());
            for &text in cells {
                next = first_from(&marks, next, text.start);
                // Most cells hold no mark.
                if marks.get(next).is_none_or(|mark| mark.piece >= text.end) {
                    continue;
                }
                let Some(odd) = odd_one(&marks_in(document, &marks, text)) else {
                    continue;
                };
                let first = slips.partition_point(|slip| slip.span.start < text.start);
                let has_slip = slips.get(first).is_some_and(|slip| text.encloses(slip.span));
                if !has_slip && !is_cut_short(document.slice(text)) {
                    report(document, text, odd, findings);
                }
            }
        }
    }
}

/// A bracket or quotation mark in a text.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// Where the piece of text begins that it stands in.
    piece: u32,
    at: usize,
    character: char,
    pair: Pair,
    side: Side,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Opening,
    /// May open, but is escaped or stands alone, and is meant as it is.
    Escaped,
    Closing,
    /// May close, but may stand for itself as well: `a)`, `1)`, `:)`.
    Loose,
}

/// Marks that go together; the width makes no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pair {
    Round,
    Square,
    Corner,
    WhiteCorner,
    Lenticular,
    Angle,
    English,
}

/// Marks whose sides look alike or change with the language (`"`, `„…“`, `»…«`, `’`) say nothing.
fn pair(character: char) -> Option<(Pair, Side)> {
    Some(match character {
        '(' | '（' => (Pair::Round, Side::Opening),
        ')' | '）' => (Pair::Round, Side::Closing),
        '[' | '［' => (Pair::Square, Side::Opening),
        ']' | '］' => (Pair::Square, Side::Closing),
        '「' => (Pair::Corner, Side::Opening),
        '」' => (Pair::Corner, Side::Closing),
        '『' => (Pair::WhiteCorner, Side::Opening),
        '』' => (Pair::WhiteCorner, Side::Closing),
        '【' => (Pair::Lenticular, Side::Opening),
        '】' => (Pair::Lenticular, Side::Closing),
        '《' => (Pair::Angle, Side::Opening),
        '》' => (Pair::Angle, Side::Closing),
        '“' => (Pair::English, Side::Opening),
        '”' => (Pair::English, Side::Closing),
        _ => return None,
    })
}

/// Whether the text was cut, and its other half with it.
fn is_cut_short(text: &str) -> bool {
    text.ends_with('…') || text.ends_with("..") || text.contains(".. ") || text.contains("… ")
}

/// The marks of the text that is read, without those that are something else.
fn marks(document: &Document) -> Vec<Mark> {
    let prose = document.prose_with(Sign::Bracket);
    let prose = prose.filter(|prose| matches!(prose.kind, ProseKind::Text | ProseKind::Alt));
    // The parser takes signs of other scripts behind an address for a part of it.
    let bare = document.links().iter().filter(|link| link.kind == LinkKind::BareUrl);
    let bare = bare.filter(|link| !document.slice(link.span).is_ascii());
    let mut marks = Vec::new();
    for piece in prose.map(|prose| prose.span).chain(bare.map(|link| link.span)) {
        let bytes = document.slice(piece).as_bytes();
        let mut add = |at: usize| marks.extend(mark_at(document, piece, piece.start as usize + at));
        memchr::memchr3_iter(b'(', b')', b'[', bytes).for_each(&mut add);
        memchr::memchr_iter(b']', bytes).for_each(&mut add);
        // Most that begins as the marks of other scripts is none.
        let others = memchr::memchr3_iter(0xE2, 0xE3, 0xEF, bytes);
        others.filter(|&at| begins_mark(&bytes[at..])).for_each(add);
    }
    marks.sort_by_key(|mark| (mark.piece, mark.at));
    marks
}

/// The place of the first mark from an offset on, near that of the text before.
fn first_from(marks: &[Mark], near: usize, offset: u32) -> usize {
    if near > 0 && marks[near - 1].piece >= offset {
        return marks.partition_point(|mark| mark.piece < offset);
    }
    let before = marks[near..].iter().take_while(|mark| mark.piece < offset);
    near + before.count()
}

/// The marks of a cell or the head of an item.
fn marks_in<'m>(document: &Document, marks: &'m [Mark], text: Span) -> Cow<'m, [Mark]> {
    let own = within(marks, text, |mark| mark.piece);
    // German and its neighbours close with the mark that opens in English.
    if own.iter().any(|mark| mark.pair == Pair::English) && document.slice(text).contains(['„', '‟']) {
        let others = own.iter().filter(|mark| mark.pair != Pair::English);
        return Cow::Owned(others.copied().collect());
    }
    Cow::Borrowed(own)
}

/// Whether bytes begin with a mark that is not ASCII: quick, and never wrongly no.
fn begins_mark(bytes: &[u8]) -> bool {
    match bytes {
        [0xE2, rest @ ..] => matches!(rest, [0x80, 0x9C | 0x9D, ..]),
        [0xE3, rest @ ..] => matches!(rest, [0x80, 0x8A..=0x91, ..]),
        [0xEF, rest @ ..] => matches!(rest, [0xBC, 0x88 | 0x89 | 0xBB | 0xBD, ..]),
        _ => false,
    }
}

/// The mark at a place in a piece of text.
fn mark_at(document: &Document, piece: Span, at: usize) -> Option<Mark> {
    let character = document.source().text()[at..piece.end as usize].chars().next()?;
    let (pair, side) = pair(character)?;
    if character == '(' && is_face(document, at) {
        return None;
    }
    let is_escaped = document.is_escaped(at as u32) || is_alone(document, at, character);
    let side = match side {
        Side::Opening if is_escaped => Side::Escaped,
        Side::Closing if is_escaped || is_label_or_face(document, at) => Side::Loose,
        side => side,
    };
    let piece = piece.start;
    Some(Mark {
        piece,
        at,
        character,
        pair,
        side,
    })
}

/// How many bytes before a parenthesis are searched for a label.
const LONGEST_LABEL: usize = 16;

/// What is a part of a word that a label could be, wherever it stands in that.
const IN_WORD: ByteSet =
    ByteSet::of(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'()+-./:;<=>?@[\\]^`{|}~");

/// `a)`, `1)`, `一）`, `:)`, `:-)`, `;)`
fn is_label_or_face(document: &Document, at: usize) -> bool {
    let before = &document.source().text()[..at];
    // Most brackets close behind a word that is longer than a label, and behind no part of a face.
    if let [.., one, two, three, last] = *before.as_bytes()
        && [one, two, three, last].iter().all(|&byte| IN_WORD.has(byte))
        && !matches!(last, b':' | b';' | b'=' | b'-' | b'^' | b'\'')
    {
        return false;
    }
    let nearby = &before[before.ceil_char_boundary(at.saturating_sub(LONGEST_LABEL))..];
    let ends_word = |c: char| c.is_whitespace() || "，、；：。（".contains(c);
    let word = nearby.rsplit(ends_word).next().unwrap_or_default();
    let word = word.trim_start_matches(['*', '_', '"', ',']);
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit() || b"ivx".contains(&byte));
    let is_label = !word.is_empty() && word.len() <= 3 && (word.chars().count() == 1 || is_number);
    is_label || before.ends_with([':', ';', '=', '-', '^', '°', '｡']) || before.ends_with(":'")
}

/// Whether a mark stands between blanks: the text speaks of the mark itself.
fn is_alone(document: &Document, at: usize, mark: char) -> bool {
    let text = document.source().text();
    let after = &text[at + mark.len_utf8()..];
    matches!(mark, '(' | ')') && text[..at].ends_with(' ') && (after.is_empty() || after.starts_with([' ', '\n', '\r']))
}

/// `:(`, `:-(`
fn is_face(document: &Document, at: usize) -> bool {
    let (before, behind) = document.source().text().split_at(at);
    let is_end = |behind: &str| behind.is_empty() || behind.starts_with(char::is_whitespace);
    before.ends_with([':', ';', '=', '-']) && behind.strip_prefix('(').is_some_and(is_end)
}

/// How many marks a text holds that is art and not prose.
const MANY: usize = 200;

/// The only mark of its pair without a counterpart. Where there are several the text plays with them.
fn odd_one(marks: &[Mark]) -> Option<Mark> {
    if marks.is_empty() || marks.len() > MANY {
        return None;
    }
    let mut odd: Vec<Mark> = Vec::new();
    let mut open: Vec<Mark> = Vec::new();
    let mut has_odd_label = false;
    for &mark in marks {
        match mark.side {
            Side::Opening | Side::Escaped => open.push(mark),
            Side::Closing | Side::Loose => match open.iter().rposition(|opening| opening.pair == mark.pair) {
                Some(place) => {
                    open.remove(place);
                }
                None if mark.side == Side::Closing => odd.push(mark),
                None => has_odd_label = true,
            },
        }
    }
    odd.extend(open.iter().filter(|mark| mark.side == Side::Opening));
    // What might be a face may have closed what the odd one should, and what might be a label may close an
    // interval such as `[0, 1)`.
    let has_closing = odd.iter().any(|mark| mark.side == Side::Closing);
    if has_odd_label || has_closing && marks.iter().any(|mark| mark.side == Side::Loose) {
        return None;
    }
    // Two odd ones are an interval, too, or art.
    match odd[..] {
        [only] => Some(only),
        _ => None,
    }
}

fn report(document: &Document, text: Span, odd: Mark, findings: &mut Findings) {
    let span = Span::new(odd.at, odd.at + odd.character.len_utf8());
    let what = match odd.side {
        Side::Opening | Side::Escaped => "is not closed",
        Side::Closing | Side::Loose => "closes nothing",
    };
    let message = format!("`{}` {what}", odd.character);
    let fix = repair(document, text, odd, span);
    findings.push(finding(document, span, message).fix(fix));
}

/// Certain are a mark doubled behind a link, and one that is open at the end of a link's text.
fn repair(document: &Document, text: Span, odd: Mark, span: Span) -> Option<Fix> {
    let effects = &[Effect::Text, Effect::Anchors];
    let source = document.source().text();
    if odd.side == Side::Closing && source[..odd.at].ends_with([')', ']']) {
        let is_behind_link = document
            .links_in(text)
            .iter()
            .any(|link| link.span.end as usize == odd.at);
        let edit = Edit::delete(document.file(), span);
        return is_behind_link
            .then(|| Fix::new("remove it", Applicability::Safe, effects, vec![edit]))
            .flatten();
    }
    let closing = match odd.character {
        '(' => ")",
        '（' => "）",
        _ => return None,
    };
    let links = document.links_in(text).iter();
    let mut around = links.filter(|link| !link.is_image && link.text.contains(span.start));
    let label = around.next()?.text;
    if document.slice(label).len() - (odd.at - label.start as usize) > 60 {
        return None;
    }
    let edit = Edit::insert(document.file(), label.end as usize, closing);
    Fix::new(
        format!("close it with `{closing}`"),
        Applicability::Unsafe,
        effects,
        vec![edit],
    )
}
