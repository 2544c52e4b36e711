//! More than one blank between words.

mod padding;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Effect, LinkedAnchors, ProseKind, Sign};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, report_places,
};
use crate::scan::next_blank;
use crate::source::{Source, Span};

pub static INFO: RuleInfo = RuleInfo {
    name: "double-space",
    page: include_str!("../../rules/double-space.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<DoubleSpace>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct DoubleSpace {}

/// From how many wide gaps of one kind on they may be meant.
const USED: usize = 5;

/// From how many on, where there is no other gap of the kind.
const ALL: usize = 3;

/// From how many on behind a sentence, and behind a sign where there is no other gap of the kind.
const FEW: usize = 2;

/// Above this share of its kind a wide gap is a habit, and not reported.
const HABIT: Share = Share(0.5);

/// Above this share of its kind a wide gap is no slip of its own, and all of them are reported at once.
const MIXED: Share = Share(0.05);

/// From how many wide gaps inside the sentences of one piece of text on it is data in columns.
const DATA: usize = 5;

/// How many wide gaps there must be, and in which share of the lines, before they are reported once.
const MANY: usize = 10;
const MANY_SHARE: Share = Share(0.05);

impl DocumentRule for DoubleSpace {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if document.is_generated() {
            return;
        }
        for (slips, place) in [
            (padding::behind_marks(document), "behind the mark of a heading"),
            (padding::around_cells(document), "beside the text of a cell"),
        ] {
            let is_many = |count| count >= MANY;
            let report = |places: &[Span]| report_padding(document, places, place);
            report_places(document, &INFO, slips, is_many, report, findings);
        }
        let gaps = wide_gaps(document);
        if gaps.is_empty() {
            return;
        }
        let usages = usages(document, &gaps);
        let exceeds = |gap: &Gap, share| {
            let usage = usages.get(&gap.around);
            usage.is_some_and(|usage| usage.exceeds(gap.around.0, share))
        };
        // Behind a sentence two blanks are how some people type.
        let habit = |gap: &Gap| if gap.ends_sentence() { MIXED } else { HABIT };
        let unusual = gaps.iter().filter(|gap| !exceeds(gap, habit(gap)));
        let (mixed, slips): (Vec<&Gap>, Vec<&Gap>) = unusual.partition(|gap| exceeds(gap, MIXED));
        let lines = document.source().line_count();
        let is_many = |count: usize| count >= MANY && MANY_SHARE.is_exceeded(count, lines);
        let anchors = LinkedAnchors::default();
        let report = |places: &[Span]| report(document, &anchors, places);
        let spans = |gaps: Vec<&Gap>| gaps.iter().map(|gap| gap.span).collect();
        report_places(document, &INFO, spans(mixed), |count| count > 1, report, findings);
        report_places(document, &INFO, spans(slips), is_many, report, findings);
    }
}

fn report(document: &Document, anchors: &LinkedAnchors, places: &[Span]) -> Finding {
    let message = match places {
        [only] => format!("{} blanks between words", only.len()),
        many => format!("more than one blank between words in {} places", many.len()),
    };
    let applicability = match places.iter().any(|&span| anchors.would_change(document, span)) {
        true => Applicability::Unsafe,
        false => Applicability::Safe,
    };
    let edits = places.iter().map(|&span| Edit::replace(document.file(), span, " "));
    let fix = Fix::new("write one blank", applicability, &[Effect::Anchors], edits.collect());
    finding(document, places[0], message).fix(fix)
}

fn report_padding(document: &Document, places: &[Span], place: &str) -> Finding {
    let message = match places {
        [only] => format!("{} blanks {place}", only.len()),
        many => format!("more than one blank {place}, {} times", many.len()),
    };
    let edits = places.iter().map(|&span| Edit::replace(document.file(), span, " "));
    let fix = Fix::new("write one blank", Applicability::Safe, &[], edits.collect());
    finding(document, places[0], message).fix(fix)
}

/// Blanks between two things of one line.
#[derive(Debug, Clone, Copy)]
struct Gap {
    span: Span,
    /// The kinds of characters around it: see [`kind`].
    around: (char, char),
}

impl Gap {
    fn ends_sentence(&self) -> bool {
        self.around.0 == '.'
    }
}

/// What is around most gaps.
const BETWEEN_WORDS: (char, char) = ('a', 'a');

/// A mark stands for itself, letters and ends of sentences for all of their kind.
fn kind(character: char) -> char {
    match character {
        '.' | '!' | '?' | '…' | '。' => '.',
        letter if letter.is_alphanumeric() => 'a',
        mark => mark,
    }
}

fn wide_gaps(document: &Document) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let prose = document.prose_with(Sign::WideGap);
    for prose in prose.filter(|prose| prose.kind == ProseKind::Text) {
        let first = gaps.len();
        let wide = blanks_in(document, prose.span).filter(|blanks| is_wide(document, *blanks));
        let wide = wide.filter_map(|blanks| gap(document, prose.span, blanks));
        gaps.extend(wide.filter(|gap| !is_column(document.source(), gap.span)));
        let inside = gaps[first..].iter().filter(|gap| !gap.ends_sentence()).count();
        if inside >= DATA {
            gaps.truncate(first);
        }
    }
    gaps
}

/// Tabs are the matter of another rule.
fn is_wide(document: &Document, gap: Span) -> bool {
    gap.len() > 1 && memchr::memchr(b'\t', document.slice(gap).as_bytes()).is_none()
}

/// The blanks in a piece of prose, one after the other.
fn blanks_in(document: &Document, prose: Span) -> impl Iterator<Item = Span> + '_ {
    let bytes = document.slice(prose).as_bytes();
    let mut next = 0;
    std::iter::from_fn(move || {
        // Words are short: a search of many bytes at once takes longer to begin.
        let start = next + bytes[next..].iter().position(|&byte| is_blank(byte))?;
        let blanks = bytes[start..].iter().take_while(|&&byte| is_blank(byte)).count();
        next = start + blanks;
        let base = prose.start as usize;
        Some(Span::new(base + start, base + next))
    })
}

#[inline]
fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// Whether a gap may be of some kinds, by the characters next to it: quick, and never wrongly no.
fn may_be_one_of(document: &Document, gap: Span, kinds: &[(char, char)]) -> bool {
    let text = document.source().text();
    let bytes = text.as_bytes();
    let around = match (bytes[..gap.start as usize].last(), bytes.get(gap.end as usize)) {
        (Some(before), Some(after)) if before.is_ascii() && after.is_ascii() => {
            Some(char::from(*before)).zip(Some(char::from(*after)))
        }
        _ => text[..gap.start as usize]
            .chars()
            .next_back()
            .zip(text[gap.end as usize..].chars().next()),
    };
    let Some((before, after)) = around else {
        return false;
    };
    let (left, right) = (kind(before), kind(after));
    // A sentence may end before marks that close it.
    let is_like = |(other, behind): &(char, char)| {
        *behind == right && (*other == left || *other == '.' && CLOSING.contains(&before))
    };
    kinds.iter().any(is_like)
}

/// Marks that may stand behind the end of a sentence.
const CLOSING: [char; 7] = [')', ']', '"', '\'', '”', '’', '»'];

/// The gap of some blanks between two things; `None` at the ends of lines and link texts.
fn gap(document: &Document, prose: Span, span: Span) -> Option<Gap> {
    let source = document.source();
    let text = source.text();
    let is_word = |offset: u32| {
        text.as_bytes()
            .get(offset as usize)
            .is_some_and(u8::is_ascii_alphanumeric)
    };
    // Most gaps lie between two words.
    if span.start > prose.start && is_word(span.start - 1) && is_word(span.end) {
        let around = BETWEEN_WORDS;
        return Some(Gap { span, around });
    }
    let before = &text[..span.start as usize];
    let after = &text[span.end as usize..];
    let line = &before[source.line_start(source.line_of(span.start as usize))..];
    let own = document.slice(Span::new(prose.start as usize, span.start as usize));
    let head = &line[..line.len().saturating_sub(own.len())];
    // A separator without a blank before it lacks one there.
    let lacks_blank = own == "-" && line.ends_with(")-");
    let is_lead = lacks_blank || own.is_empty() && (line.ends_with('[') || line.bytes().all(is_marker));
    let is_trail = after.starts_with(['\n', '\r']) || span.end == prose.end && after.starts_with(']');
    // Blanks behind a leading emoji or before a comment are layout.
    let is_layout = after.starts_with("<!--")
        || !own.is_empty() && !own.contains(char::is_alphanumeric) && head.bytes().all(is_marker);
    if is_lead || is_trail || is_layout {
        return None;
    }
    let closed = own.trim_end_matches(CLOSING);
    let left = match closed.chars().next_back() {
        Some(end) if kind(end) == '.' => '.',
        _ => kind(before.chars().next_back()?),
    };
    let right = kind(after.chars().next()?);
    Some(Gap {
        span,
        around: (left, right),
    })
}

/// What may stand before the text of a block on its first line.
fn is_marker(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b'>' | b'-' | b'*' | b'+' | b'#' | b'[' | b']' | b'x' | b'X' | b'.' | b')' | b'|' | b'0'..=b'9'
    )
}

/// Columns are looked for in so many characters of a line.
const WIDEST: usize = 240;

/// Whether a line above or below has a gap of another width that ends in the same column.
fn is_column(source: &Source, gap: Span) -> bool {
    let line = source.line_of(gap.start as usize);
    let start = source.line_start(line);
    let column = source.text()[start..gap.end as usize].chars().take(WIDEST + 1).count();
    if column > WIDEST {
        return false;
    }
    let above = line.checked_sub(1);
    let below = Some(line + 1).filter(|&below| below < source.line_count());
    above.into_iter().chain(below).any(|neighbour| {
        let text = source.slice(source.line_content(neighbour));
        let end = text.char_indices().nth(WIDEST + 1).map_or(text.len(), |(end, _)| end);
        let text = &text[..end];
        let width = width_of_gap(text, column, source.text()[gap.end as usize..].chars().next());
        width.is_some_and(|width| width != gap.len() && width.max(gap.len()) > 2)
    })
}

/// How wide the gap is that ends before a column; one of a single blank counts where this mark follows.
fn width_of_gap(text: &str, column: usize, mark: Option<char>) -> Option<usize> {
    let (end, next) = text.char_indices().nth(column)?;
    let kept = text[..end].trim_end_matches([' ', '\t']);
    let width = end - kept.len();
    let is_gap = width > 1 || width == 1 && Some(next) == mark;
    (is_gap && !kept.is_empty() && !matches!(next, ' ' | '\t')).then_some(width)
}

/// How many gaps of one kind are wide and how many are not.
#[derive(Debug, Default, Clone, Copy)]
struct Usage {
    wide: usize,
    narrow: usize,
}

impl Usage {
    /// Whether the wide ones behind a kind of character are more than chance, and more than this share.
    fn exceeds(self, left: char, share: Share) -> bool {
        let is_used = match left {
            '.' => self.wide >= FEW,
            sign if !sign.is_ascii() => self.wide >= USED || self.wide >= FEW && self.narrow == 0,
            _ => self.wide >= USED || self.wide >= ALL && self.narrow == 0,
        };
        is_used && share.is_exceeded(self.wide, self.wide + self.narrow)
    }
}

/// Counts the kinds of gaps that are wide often.
fn usages(document: &Document, wide: &[Gap]) -> FxHashMap<(char, char), Usage> {
    let mut usages: FxHashMap<(char, char), Usage> = FxHashMap::default();
    for gap in wide {
        usages.entry(gap.around).or_default().wide += 1;
    }
    usages.retain(|_, usage| usage.wide >= FEW);
    if usages.is_empty() {
        return usages;
    }
    let kinds: Vec<(char, char)> = usages.keys().copied().collect();
    let mut between_words = 0;
    for prose in document.prose().iter().filter(|prose| prose.kind == ProseKind::Text) {
        between_words += narrow_gaps(document, prose.span, |blanks| {
            if !may_be_one_of(document, blanks, &kinds) {
                return;
            }
            let usage = gap(document, prose.span, blanks).and_then(|gap| usages.get_mut(&gap.around));
            if let Some(usage) = usage {
                usage.narrow += 1;
            }
        });
    }
    if let Some(usage) = usages.get_mut(&BETWEEN_WORDS) {
        usage.narrow += between_words;
    }
    usages
}

/// Counts the blanks of a piece of prose that stand alone between two words, as most do, and calls for the other gaps
/// that are not wide.
fn narrow_gaps(document: &Document, prose: Span, mut see: impl FnMut(Span)) -> usize {
    let text = document.source().text().as_bytes();
    let (start, end) = (prose.start as usize, prose.end as usize);
    let is_word = |place: usize| text.get(place).is_some_and(u8::is_ascii_alphanumeric);
    let mut between_words = 0;
    let mut at = start;
    loop {
        at = next_blank(&text[..end], at.min(end));
        if at == end {
            break;
        }
        if !is_blank(text[at]) {
            at += 1;
        } else if is_word(at + 1) && at > start && is_word(at - 1) {
            between_words += 1;
            at += 2;
        } else {
            let length = text[at..end].iter().take_while(|&&byte| is_blank(byte)).count();
            let blanks = Span::new(at, at + length);
            if !is_wide(document, blanks) {
                see(blanks);
            }
            at += length;
        }
    }
    between_words
}
