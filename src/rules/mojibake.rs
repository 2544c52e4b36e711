//! Text that is UTF-8 read as another encoding.

mod fragment;

use serde::Deserialize;

use crate::diagnostic::{Finding, excerpt};
use crate::document::{DamagedProse, Document, Effect, LinkedAnchors};
use crate::edit::{Applicability, Edit, Fix};
use crate::encoding::{Damage, Kind};
use crate::invisible;
use crate::pattern::Patterns;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, report_places};
use crate::source::{Span, last_from};

pub static INFO: RuleInfo = RuleInfo {
    name: "mojibake",
    page: include_str!("../../rules/mojibake.md"),
    group: Group::Encoding,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<Mojibake>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Mojibake {
    /// Words that are meant as they are.
    ignore: Patterns,
}

const EFFECTS: &[Effect] = &[Effect::Text, Effect::Anchors, Effect::Html];

/// The damages of a piece of prose that can be undone, and how far that may be trusted.
struct Repair<'d> {
    piece: &'d DamagedProse,
    damages: Vec<Damage>,
    trust: Applicability,
}

impl DocumentRule for Mojibake {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let pieces = document.damaged_prose();
        let anchors = LinkedAnchors::default();
        let repairs = pieces.iter().filter_map(|piece| self.repair(document, &anchors, piece));
        let (safe, others): (Vec<_>, Vec<_>) = repairs.partition(|repair| repair.trust == Applicability::Safe);
        let is_whole = document.damaged_file().is_some();
        for repairs in [safe, others] {
            let report = |places: &[Span]| report(document, &repairs, places);
            let places = repairs.iter().map(|repair| repair.piece.prose.span).collect();
            report_places(document, &INFO, places, |count| is_whole && count > 1, report, findings);
        }
        if !pieces.is_empty() || !document.source().text().is_ascii() {
            fragment::report(document, findings);
        }
    }
}

impl Mojibake {
    fn repair<'d>(&self, document: &Document, anchors: &LinkedAnchors, piece: &'d DamagedProse) -> Option<Repair<'d>> {
        let is_exact = |damage: &&Damage| is_undone(damage) && !self.is_ignored(document, piece, damage);
        let damages: Vec<Damage> = piece.damages.iter().filter(is_exact).cloned().collect();
        // A repair that leaves something behind may be none.
        let source = document.source();
        let line = source.line_content(source.line_of(piece.prose.span.start as usize));
        let is_safe = piece.damages.iter().all(Damage::is_safe)
            && !invisible::names_a_code_point(source.slice(line))
            && !damages.iter().any(|damage| {
                let span = piece.span_of(damage);
                anchors.would_change(document, span) || is_quoted(document, piece, damage)
            });
        let trust = match is_safe {
            true => Applicability::Safe,
            false => Applicability::Unsafe,
        };
        (!damages.is_empty()).then_some(Repair { piece, damages, trust })
    }

    fn is_ignored(&self, document: &Document, piece: &DamagedProse, damage: &Damage) -> bool {
        if self.ignore.is_empty() {
            return false;
        }
        let (word, _) = piece.words(document, std::slice::from_ref(damage));
        self.ignore.matches(word)
    }
}

/// Whether a damage is a misreading of UTF-8 that nothing was lost in.
fn is_undone(damage: &Damage) -> bool {
    damage.chain.source.is_none() && matches!(damage.kind, Kind::Safe | Kind::Doubtful)
}

/// Reports the repairs of some pieces as one.
fn report(document: &Document, repairs: &[Repair<'_>], places: &[Span]) -> Finding {
    let begun = |place: &Span| repairs.partition_point(|repair| repair.piece.prose.span.start < place.start);
    let chosen = || places.iter().filter_map(|place| repairs.get(begun(place)));
    let edits = chosen().flat_map(|repair| edits(document, repair.piece, &repair.damages));
    let first = &repairs[begun(&places[0])];
    let (broken, repaired) = first.piece.words(document, &first.damages);
    let damages = &first.damages;
    let start = first.piece.span_of(&damages[0]).start;
    let end = first.piece.span_of(&damages[damages.len() - 1]).end;
    let longest = damages.iter().max_by_key(|damage| damage.chain.readers.len());
    let chain = &longest.unwrap_or(&damages[0]).chain;
    let (title, message) = match places.len() {
        1 => (
            format!("write `{}`", excerpt(&repaired)),
            format!("{chain}: `{}`", excerpt(broken)),
        ),
        count => (
            format!("repair all {count} places"),
            format!("{chain}: `{}`, the first of {count} places", excerpt(broken)),
        ),
    };
    let fix = Fix::new(title, first.trust, EFFECTS, edits.collect());
    finding(document, Span { start, end }, message).fix(fix)
}

fn edits<'d>(
    document: &'d Document,
    piece: &'d DamagedProse,
    damages: &'d [Damage],
) -> impl Iterator<Item = Edit> + use<'d> {
    damages
        .iter()
        .map(|damage| Edit::replace(document.file(), piece.span_of(damage), damage.repaired.clone()))
}

/// How many bytes beside a damage are searched for its repaired form.
const BESIDE: usize = 48;

/// Whether the text speaks of the damage itself: what was meant stands beside it.
fn is_quoted(document: &Document, piece: &DamagedProse, damage: &Damage) -> bool {
    let span = piece.span_of(damage);
    let block = last_from(document.blocks(), span.start, |block| block.span.start);
    let Some(block) = block.filter(|block| block.span.encloses(span)) else {
        return false;
    };
    let (_, repaired) = piece.words(document, std::slice::from_ref(damage));
    let word = repaired.trim_matches(|c: char| c.is_ascii_punctuation());
    let text = document.slice(block.span);
    let start = (span.start - block.span.start) as usize;
    let end = (span.end - block.span.start) as usize;
    let first = text.floor_char_boundary(start.saturating_sub(BESIDE));
    let last = text.ceil_char_boundary(end + BESIDE);
    has_word(&text[first..start], word) || has_word(&text[end..last], word)
}

/// Whether a text has a word that is no part of another one.
fn has_word(text: &str, word: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !word.is_empty()
        && text.match_indices(word).any(|(start, _)| {
            let end = start + word.len();
            !is_letter(text[..start].chars().next_back()) && !is_letter(text[end..].chars().next())
        })
}
