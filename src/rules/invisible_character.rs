//! Characters that nobody sees.

use std::cell::{Cell, OnceCell};

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Effect, LinkedAnchors, Prose, ProseKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::invisible::{self, Invisible, Kind};
use crate::reshape;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::{Span, within};

pub static INFO: RuleInfo = RuleInfo {
    name: "invisible-character",
    page: include_str!("../../rules/invisible-character.md"),
    group: Group::Encoding,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<InvisibleCharacter>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct InvisibleCharacter {}

/// From how many soft hyphens on a file means them.
const HYPHENATED: usize = 50;

/// From how many letters on that are written from right to left a file may have marks of direction anywhere.
const RIGHT_TO_LEFT: usize = 200;

impl DocumentRule for InvisibleCharacter {
    fn check(&self, document: &Document, findings: &mut Findings) {
        // Hardly a list holds control characters.
        let all = match document.has_control_of_ascii() {
            true => invisible::find(document.source().text()),
            false => invisible::find_among(document.rare_characters()),
        };
        if all.is_empty() {
            return;
        }
        let check = Checker {
            document,
            all,
            anchors: LinkedAnchors::default(),
            is_hyphenated: OnceCell::new(),
            is_right_to_left: OnceCell::new(),
            last_line: Cell::new(None),
        };
        let links = document.links().iter().filter_map(|link| {
            let is_bare = !document.slice(link.span).starts_with(['[', '!', '<']);
            link.url_span.map(|span| (span, is_bare))
        });
        let definitions = document
            .definitions()
            .iter()
            .map(|definition| (definition.url_span, false));
        for (span, is_bare) in links.chain(definitions) {
            check.address(span, is_bare, findings);
        }
        for prose in document.prose().iter().filter(|prose| prose.kind != ProseKind::Comment) {
            check.prose(prose, findings);
        }
        for &code in document.code() {
            check.code(code, findings);
        }
    }
}

struct Checker<'d> {
    document: &'d Document,
    /// All that show nothing in the document, in the order of the text.
    all: Vec<Invisible>,
    anchors: LinkedAnchors,
    is_hyphenated: OnceCell<bool>,
    is_right_to_left: OnceCell<bool>,
    last_line: Cell<Option<Line>>,
}

/// What a line says about the characters in it.
#[derive(Debug, Clone, Copy)]
struct Line {
    index: usize,
    names_characters: bool,
    is_right_to_left: bool,
}

impl Checker<'_> {
    /// The characters of a span that show nothing.
    fn all_in(&self, span: Span) -> &[Invisible] {
        within(&self.all, span, |invisible| invisible.span.start)
    }

    fn around(&self, span: Span) -> (&str, &str) {
        let text = self.document.source().text();
        (&text[..span.start as usize], &text[span.end as usize..])
    }

    /// What the line of a place says, remembered for the next place in it.
    fn line(&self, span: Span) -> Line {
        let source = self.document.source();
        let index = source.line_of(span.start as usize);
        if let Some(line) = self.last_line.get().filter(|line| line.index == index) {
            return line;
        }
        let text = source.slice(source.line_content(index));
        let line = Line {
            index,
            names_characters: invisible::names_a_code_point(text),
            is_right_to_left: invisible::has_right_to_left(text),
        };
        self.last_line.set(Some(line));
        line
    }

    /// Whether the line speaks of characters, or its script or layout needs this one.
    fn is_right(&self, invisible: &Invisible) -> bool {
        let (before, after) = self.around(invisible.span);
        let is_directed = || {
            let is_right_to_left = || is_right_to_left(self.document);
            self.line(invisible.span).is_right_to_left || *self.is_right_to_left.get_or_init(is_right_to_left)
        };
        let is_hyphenated = || *self.is_hyphenated.get_or_init(|| is_hyphenated(self.document));
        match invisible.kind {
            Kind::Direction | Kind::Mark if is_directed() => true,
            _ if invisible.character == '\u{AD}' && is_hyphenated() => true,
            kind => {
                invisible::is_right(invisible.character, kind, before, after)
                    || self.line(invisible.span).names_characters
            }
        }
    }

    /// In an address none is right but what scripts and emoji need.
    fn address(&self, span: Span, is_bare: bool, findings: &mut Findings) {
        let stray = |invisible: &Invisible| {
            let (before, after) = self.around(invisible.span);
            let is_letter = matches!(invisible.kind, Kind::Zero | Kind::Selector);
            !(is_letter && invisible::is_right(invisible.character, invisible.kind, before, after))
        };
        let strays: Vec<Invisible> = self.all_in(span).iter().copied().filter(stray).collect();
        let (Some(first), Some(last)) = (strays.first(), strays.last()) else {
            return;
        };
        let mut url = String::new();
        let mut end = span.start;
        for stray in &strays {
            url.push_str(self.document.slice(Span::new(end as usize, stray.span.start as usize)));
            end = stray.span.end;
        }
        url.push_str(self.document.slice(Span::new(end as usize, span.end as usize)));
        let applicability = match url.starts_with('#') {
            true => Applicability::Unsafe,
            false => Applicability::Safe,
        };
        // A bare address may have swallowed the words behind the character.
        let is_cut = is_bare && end < span.end;
        let edit = Edit::replace(self.document.file(), span, url);
        let fix = Fix::new(
            "remove it",
            applicability,
            &[Effect::Links, Effect::Html, Effect::Text],
            vec![edit],
        );
        let message = format!("{} in the address of a link", names(&strays));
        let place = Span::new(first.span.start as usize, last.span.end as usize);
        findings.push(finding(self.document, place, message).fix(fix.filter(|_| !is_cut)));
    }

    fn prose(&self, prose: &Prose, findings: &mut Findings) {
        let mut all = self.all_in(prose.span).to_vec();
        if all.is_empty() {
            return;
        }
        all.retain(|invisible| {
            let is_other = matches!(invisible.kind, Kind::Control | Kind::C1);
            !is_other && self.document.damage_at(invisible.span.start).is_none() && !self.is_right(invisible)
        });
        let source = self.document.source();
        let line = |invisible: &Invisible| source.line_of(invisible.span.start as usize);
        for strays in all.chunk_by(|first, second| line(first) == line(second)) {
            findings.push(self.report(strays));
        }
    }

    fn report(&self, strays: &[Invisible]) -> Finding {
        let first = strays[0];
        let last = strays[strays.len() - 1];
        let place = Span::new(first.span.start as usize, last.span.end as usize);
        let message = match strays.iter().any(|stray| stray.kind == Kind::Direction) {
            true => format!("{} in the text, which shows it in another order", names(strays)),
            false => format!("{} in the text", names(strays)),
        };
        let fix = self.new_block(first, strays).or_else(|| self.removal(strays));
        finding(self.document, place, message).fix(fix)
    }

    fn removal(&self, strays: &[Invisible]) -> Option<Fix> {
        let mut is_certain = true;
        let mut edits: Vec<Edit> = Vec::new();
        for group in strays.chunk_by(|first, second| first.span.end == second.span.start) {
            let span = Span::new(group[0].span.start as usize, group[group.len() - 1].span.end as usize);
            let (before, after) = self.around(span);
            let mut text = String::new();
            for stray in group {
                let (replacement, certain) = invisible::replacement(stray.character, before, after);
                text.push_str(&replacement);
                is_certain &= certain;
            }
            let span = if text.is_empty() {
                let range = invisible::with_blank(span.range(), before, after);
                Span::new(range.start, range.end)
            } else {
                span
            };
            is_certain &= !self.anchors.would_change(self.document, span);
            edits.push(Edit::replace(self.document.file(), span, text));
        }
        let applicability = if is_certain {
            Applicability::Safe
        } else {
            Applicability::Unsafe
        };
        Fix::new(
            "remove it",
            applicability,
            &[Effect::Text, Effect::Anchors, Effect::Html],
            edits,
        )
    }

    /// The fix where the line would begin a heading, an item or HTML without the characters at its start.
    fn new_block(&self, first: Invisible, strays: &[Invisible]) -> Option<Fix> {
        let source = self.document.source();
        let line = source.line_of(first.span.start as usize);
        let start = source.line_start(line);
        let leading = strays.chunk_by(|a, b| a.span.end == b.span.start).next()?;
        let end = leading[leading.len() - 1].span.end as usize;
        let indent = source.slice(Span::new(start, first.span.start as usize));
        let rest = source.slice(Span::new(end, source.line_content(line).end as usize));
        let is_alone = leading.len() == strays.len() && indent.trim().is_empty();
        if !is_alone || !reshape::begins_block(rest) {
            return None;
        }
        let paragraph = reshape::paragraph_of_line(self.document, line)?;
        let replacement = (Span::new(first.span.start as usize, end), String::new());
        let edits = reshape::edits(self.document, paragraph, &[replacement]);
        Fix::new("remove it", Applicability::Safe, &[Effect::Entries], edits)
    }

    /// In code only what makes it read in another order than it runs.
    fn code(&self, span: Span, findings: &mut Findings) {
        let all = self.all_in(span);
        let stray = |invisible: &&Invisible| invisible.kind == Kind::Direction && !self.is_right(invisible);
        if let Some(first) = all.iter().find(stray) {
            let message = format!("{} in code, which shows it in another order", names(&[*first]));
            let help = "the code does not run in the order in which it is read; remove the character";
            findings.push(finding(self.document, first.span, message).help(help));
        }
    }
}

fn code_point(character: char) -> String {
    format!("U+{:04X}", character as u32)
}

/// The characters by their names, each once.
fn names(all: &[Invisible]) -> String {
    const SHOWN: usize = 3;
    let mut names: Vec<String> = Vec::new();
    for invisible in all {
        let name = format!("{} {}", invisible.name, code_point(invisible.character));
        if names.contains(&name) {
            continue;
        }
        if names.len() == SHOWN {
            names.push("others".to_owned());
            break;
        }
        names.push(name);
    }
    names.join(" and ")
}

fn is_hyphenated(document: &Document) -> bool {
    document.source().text().matches('\u{AD}').take(HYPHENATED).count() == HYPHENATED
}

fn is_right_to_left(document: &Document) -> bool {
    let letters = document
        .source()
        .text()
        .chars()
        .filter(|&letter| invisible::is_right_to_left(letter));
    letters.take(RIGHT_TO_LEFT).count() == RIGHT_TO_LEFT
}
