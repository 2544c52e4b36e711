//! No-break spaces that stand for ordinary blanks.

use memchr::memmem;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{BlockId, Document, Effect, Link, LinkedAnchors, Prose, ProseKind, Sign};
use crate::edit::{Applicability, Edit, Fix};
use crate::reshape;
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, report_places,
};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-break-space",
    page: include_str!("../../rules/no-break-space.md"),
    group: Group::Encoding,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<NoBreakSpace>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoBreakSpace {}

const NO_BREAK: char = '\u{A0}';
const BLANKS: [char; 3] = [' ', '\t', NO_BREAK];

/// From how many narrow no-break spaces on the text is set with care, and so are its wide ones.
const TYPESET: usize = 10;

/// From how many numbers with a no-break space on they are a habit.
const NUMBERS: usize = 4;

/// So many no-break spaces in one gap are layout.
const LAYOUT: usize = 3;

/// How many lines there must be, and which share of all, before they are reported once.
const MANY: usize = 10;
const MANY_SHARE: Share = Share(0.05);

impl DocumentRule for NoBreakSpace {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let text = document.source().text();
        if memmem::find(text.as_bytes(), "\u{A0}".as_bytes()).is_none() {
            return;
        }
        for link in document.links() {
            findings.extend(in_address(document, link));
        }
        let prefixes = prefixes(document);
        report_prefixes(document, &prefixes, findings);
        if memmem::find_iter(text.as_bytes(), "\u{202F}".as_bytes())
            .take(TYPESET)
            .count()
            < TYPESET
        {
            report_text(document, &prefixes, findings);
        }
    }
}

/// A no-break space in an address, which makes it lead elsewhere.
fn in_address(document: &Document, link: &Link) -> Option<Finding> {
    let span = link.url_span?;
    let url = document.slice(span);
    let at = url.find(NO_BREAK)?;
    let trimmed = url.trim_matches(BLANKS);
    let applicability = match trimmed.contains(NO_BREAK) {
        true => Applicability::Unsafe,
        false => Applicability::Safe,
    };
    let edit = Edit::replace(document.file(), span, trimmed.replace(NO_BREAK, ""));
    // A bare address may have swallowed the words behind the character.
    let fix = match document.slice(link.span).starts_with(['[', '!']) {
        true => Fix::new("remove it", applicability, &[Effect::Links], vec![edit]),
        false => None,
    };
    let start = span.start as usize + at;
    let place = Span::new(start, start + NO_BREAK.len_utf8());
    Some(finding(document, place, "no-break space U+00A0 in the address of a link").fix(fix))
}

/// The start of a line that would begin an item or a heading, were it not for a no-break space.
#[derive(Debug)]
struct Prefix {
    paragraph: BlockId,
    span: Span,
    replacement: String,
    /// Whether the line is surely meant to begin a block.
    is_meant: bool,
}

fn prefixes(document: &Document) -> Vec<Prefix> {
    let source = document.source();
    let mut prefixes: Vec<Prefix> = Vec::new();
    let mut last_line = None;
    for at in memmem::find_iter(source.text().as_bytes(), "\u{A0}".as_bytes()) {
        let line = source.line_of(at);
        if last_line.replace(line) != Some(line) {
            prefixes.extend(prefix(document, line));
        }
    }
    prefixes
}

fn prefix(document: &Document, line: usize) -> Option<Prefix> {
    let source = document.source();
    let content = source.line_content(line);
    let text = source.slice(content);
    let (length, replacement, marker) = take_prefix(text)?;
    if !text[..length].contains(NO_BREAK) {
        return None;
    }
    let paragraph = reshape::paragraph_of_line(document, line)?;
    let is_alike = |line: Option<usize>| {
        let line = line.filter(|&line| line < source.line_count())?;
        take_prefix(source.slice(source.line_content(line))).filter(|&(_, _, other)| other == marker)
    };
    let is_first = document.block(paragraph).span.start >= content.start;
    let is_meant = marker == '#'
        || text[length..].starts_with('[')
        || marker == '-' && is_first
        || is_alike(line.checked_sub(1)).is_some()
        || is_alike(Some(line + 1)).is_some();
    let start = content.start as usize;
    Some(Prefix {
        paragraph,
        span: Span::new(start, start + length),
        replacement,
        is_meant,
    })
}

/// The indentation, marker and gap at the start of a line, with ordinary blanks, and what marks it.
fn take_prefix(text: &str) -> Option<(usize, String, char)> {
    let rest = text.trim_start_matches(BLANKS);
    let indent = text.len() - rest.len();
    let first = rest.chars().next()?;
    let marker = match first {
        '#' => rest.len() - rest.trim_start_matches('#').len(),
        '-' | '*' | '+' => 1,
        '0'..='9' => rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len() + 1,
        _ => return None,
    };
    let after = rest.get(marker..)?;
    let content = after.trim_start_matches(BLANKS);
    let gap = &after[..after.len() - content.len()];
    let gap = if gap.contains(NO_BREAK) { " " } else { gap };
    let replacement = format!("{}{}{gap}", text[..indent].replace(NO_BREAK, " "), &rest[..marker]);
    let mark = if first.is_ascii_digit() { '1' } else { first };
    let is_block = reshape::begins_block(&format!(
        "{}{gap}{}",
        &rest[..marker],
        if content.is_empty() { "" } else { "x" }
    ));
    is_block.then_some((text.len() - content.len(), replacement, mark))
}

/// Each is reported by itself; the first one's fix mends all of its paragraph, which change together.
fn report_prefixes(document: &Document, prefixes: &[Prefix], findings: &mut Findings) {
    let meant: Vec<&Prefix> = prefixes.iter().filter(|prefix| prefix.is_meant).collect();
    for group in meant.chunk_by(|first, second| first.paragraph == second.paragraph) {
        for (index, prefix) in group.iter().enumerate() {
            let mended = if index == 0 { group } else { &group[index..=index] };
            let replacements: Vec<(Span, String)> = mended
                .iter()
                .map(|prefix| (prefix.span, prefix.replacement.clone()))
                .collect();
            let fix = Fix::new(
                "write an ordinary blank",
                Applicability::Safe,
                &[Effect::Entries],
                reshape::edits(document, prefix.paragraph, &replacements),
            );
            let text = document.slice(prefix.span);
            let at = prefix.span.start as usize + text.find(NO_BREAK).unwrap_or_default();
            let block = if text.contains('#') { "heading" } else { "item" };
            let message = format!("no-break space U+00A0: the line is no {block}");
            let span = Span::new(at, at + NO_BREAK.len_utf8());
            findings.push(finding(document, span, message).fix(fix));
        }
    }
}

/// A gap with no-break spaces, and what it should be.
struct Gap {
    span: Span,
    replacement: String,
}

fn report_text(document: &Document, prefixes: &[Prefix], findings: &mut Findings) {
    let source = document.source();
    let mut gaps: Vec<Gap> = Vec::new();
    let mut numbers: Vec<Gap> = Vec::new();
    let mut seen = 0;
    let is_text = |prose: &&Prose| matches!(prose.kind, ProseKind::Text | ProseKind::Alt | ProseKind::Title);
    for prose in document.prose_with(Sign::Other).filter(is_text) {
        let text = document.slice(prose.span);
        for at in memmem::find_iter(text.as_bytes(), "\u{A0}".as_bytes()) {
            let place = prose.span.start as usize + at;
            let prefix = prefixes.partition_point(|prefix| prefix.span.end as usize <= place);
            let in_prefix = prefixes
                .get(prefix)
                .is_some_and(|prefix| prefix.span.start as usize <= place);
            if place < seen || in_prefix || document.damage_at(place as u32).is_some() {
                continue;
            }
            let span = widen(document, place);
            seen = span.end as usize;
            match use_of(document, prose, span) {
                Use::Right => {}
                Use::Number => numbers.push(gap(document, span)),
                Use::Slip => gaps.push(gap(document, span)),
            }
        }
    }
    if numbers.len() < NUMBERS {
        gaps.append(&mut numbers);
        gaps.sort_unstable_by_key(|gap| gap.span);
    }
    let mut by_line: FxHashMap<u32, &[Gap]> = FxHashMap::default();
    let mut places = Vec::new();
    for line in gaps.chunk_by(|a, b| source.line_of(a.span.start as usize) == source.line_of(b.span.start as usize)) {
        places.push(line[0].span);
        by_line.insert(line[0].span.start, line);
    }
    let is_many = |count: usize| count >= MANY && MANY_SHARE.is_exceeded(count, source.line_count());
    let anchors = LinkedAnchors::default();
    let report = |places: &[Span]| {
        let gaps: Vec<&Gap> = places
            .iter()
            .filter_map(|place| by_line.get(&place.start))
            .flat_map(|gaps| gaps.iter())
            .collect();
        report(document, &anchors, &gaps)
    };
    report_places(document, &INFO, places, is_many, report, findings);
}

fn report(document: &Document, anchors: &LinkedAnchors, gaps: &[&Gap]) -> Finding {
    let first = gaps.first().map_or(Span::at(0), |gap| gap.span);
    let spaces = |gap: &&Gap| document.slice(gap.span).matches(NO_BREAK).count();
    let message = match gaps.iter().map(spaces).sum() {
        1 => "no-break space U+00A0 in the text".to_owned(),
        many => format!("{many} no-break spaces U+00A0 in the text"),
    };
    let applicability = match gaps.iter().any(|gap| anchors.would_change(document, gap.span)) {
        true => Applicability::Unsafe,
        false => Applicability::Safe,
    };
    let edits = gaps
        .iter()
        .map(|gap| Edit::replace(document.file(), gap.span, gap.replacement.clone()));
    let fix = Fix::new(
        "write ordinary blanks",
        applicability,
        &[Effect::Text, Effect::Anchors],
        edits.collect(),
    );
    finding(document, first, message).level(Level::Info).fix(fix)
}

/// The blanks of all kinds around a place, in its line.
fn widen(document: &Document, place: usize) -> Span {
    let text = document.source().text();
    let before = &text[..place];
    let after = &text[place..];
    let start = before.trim_end_matches(BLANKS).len();
    Span::new(start, text.len() - after.trim_start_matches(BLANKS).len())
}

enum Use {
    /// As typography or layout have it.
    Right,
    /// Between a number and what belongs to it.
    Number,
    Slip,
}

fn use_of(document: &Document, prose: &Prose, gap: Span) -> Use {
    let text = document.source().text();
    let left = text[..gap.start as usize].chars().next_back().unwrap_or('\n');
    let right = text[gap.end as usize..].chars().next().unwrap_or('\n');
    let is_end = matches!(right, '\n' | '\r');
    let spaces = document.slice(gap).matches(NO_BREAK).count();
    let after = &text[gap.end as usize..];
    let is_french =
        left == '«' || matches!(right, '«' | ':' | ';' | '!' | '?' | '»' | '%' | '€') && !after.starts_with("![");
    let is_typography = is_french || holds_to_next(&text[..gap.start as usize], right);
    let is_empty = document.slice(prose.span).trim_matches(BLANKS).is_empty();
    let is_between_marks =
        matches!(left, ')' | ']' | '>' | '|' | '•' | '·') && matches!(right, '[' | '!' | '<' | '|' | '•' | '·' | '&');
    let is_edge = (left == '|') != (right == '|') || (left == '\n') != is_end;
    let is_layout = is_between_marks || is_empty && !is_edge || !is_end && spaces >= LAYOUT;
    if is_typography || is_layout {
        return Use::Right;
    }
    let is_number = spaces == 1 && gap.len() == 2 && left.is_ascii_digit() && right.is_alphanumeric();
    if is_number { Use::Number } else { Use::Slip }
}

/// Whether the word before a gap is one that typographers of Russian, Polish and Czech keep from the end of a
/// line, or a dash follows that they keep from the start of one.
fn holds_to_next(before: &str, right: char) -> bool {
    let mut letters = before.chars().rev();
    let is_cyrillic = |letter: char| matches!(letter, '\u{400}'..='\u{52F}');
    let last = letters.next().unwrap_or(' ');
    let length = 1 + letters
        .by_ref()
        .take(3)
        .take_while(|letter| letter.is_alphabetic())
        .count();
    let is_short = is_cyrillic(last) && length <= 3 || length == 1 && "kosuvwzKOSUVWZ".contains(last);
    is_short && right.is_alphabetic() || is_cyrillic(last) && matches!(right, '—' | '–')
}

fn gap(document: &Document, span: Span) -> Gap {
    let source = document.source();
    let line = source.line_of(span.start as usize);
    let content = source.line_content(line);
    let is_start = source
        .slice(Span::new(content.start as usize, span.start as usize))
        .trim()
        .is_empty();
    let replacement = if span.end == content.end {
        let is_break = document.has_hard_break(line);
        if is_break { "  ".to_owned() } else { String::new() }
    } else if is_start {
        source.slice(span).replace(NO_BREAK, " ")
    } else {
        " ".to_owned()
    };
    Gap { span, replacement }
}
