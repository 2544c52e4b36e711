//! Terms that the list writes in another way nearly everywhere.

mod subject;
mod terms;
mod variant;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::document::{Document, Word};
use crate::edit::{Applicability, Edit};
use crate::names;
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding, report_places, reword,
};
use crate::source::{Span, last_from};

use super::brand_spelling::place::{is_command, is_in_sentence, is_renamed, links_beside};
use terms::{Occurrence, Term, occurrences, terms};
use variant::{Variant, variant};

pub static INFO: RuleInfo = RuleInfo {
    name: "inconsistent-term",
    page: include_str!("../../rules/inconsistent-term.md"),
    group: Group::Text,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<InconsistentTerm>,
};

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct InconsistentTerm {
    /// Spellings, or terms, to leave alone.
    ignore: FxHashSet<String>,
    /// Share of the places of a term that have its usual spelling.
    threshold: Share,
    /// Number of places below which a term has no usual spelling.
    minimum: usize,
}

impl Default for InconsistentTerm {
    fn default() -> Self {
        Self {
            ignore: FxHashSet::default(),
            threshold: Share(0.9),
            minimum: 10,
        }
    }
}

/// Which share of all places must have the usual spelling, where there are several others.
const MOSTLY: Share = Share(0.7);

/// How many places of one spelling are reported one by one.
const MANY: usize = 10;

/// A spelling that departs, and where.
struct Slip<'d> {
    name: &'d str,
    count: usize,
    variant: Variant,
    place: Span,
}

impl DocumentRule for InconsistentTerm {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let mut slips = self.slips(document);
        slips.extend(self.slips_of_subject(document));
        slips.retain(|slip| !self.ignore.contains(slip.name) && !self.ignore.contains(document.slice(slip.place)));
        slips.sort_by_key(|slip| (document.slice(slip.place), slip.place.start));
        for same in slips.chunk_by(|one, other| document.slice(one.place) == document.slice(other.place)) {
            let places = same.iter().map(|slip| slip.place).collect();
            let report = |places: &[Span]| report(document, &same[0], places);
            report_places(document, &INFO, places, |count| count >= MANY, report, findings);
        }
    }
}

impl InconsistentTerm {
    fn slips<'d>(&self, document: &'d Document) -> Vec<Slip<'d>> {
        let terms = terms(document, self.minimum);
        if terms.is_empty() {
            return Vec::new();
        }
        let found = occurrences(document, &terms);
        // How often the list writes each term its way anywhere, in its sentences, otherwise, and in small letters.
        let mut counts = vec![(0, 0, 0, 0); terms.len()];
        let mut spellings: FxHashMap<&str, usize> = FxHashMap::default();
        let mut departing = Vec::new();
        for occurrence in &found {
            let count = &mut counts[occurrence.term];
            let is_small = || {
                !document
                    .slice(occurrence.span)
                    .bytes()
                    .any(|byte| byte.is_ascii_uppercase())
            };
            if document.slice(occurrence.span) == terms[occurrence.term].name {
                count.0 += 1;
                let is_sentence = document.link_around(occurrence.span.start).is_none()
                    && !document.begins_sentence(occurrence.span.start)
                    && document.heading_at(occurrence.span.start).is_none();
                count.1 += usize::from(is_sentence);
                continue;
            }
            let is_use =
                is_small() && is_in_sentence(document, &occurrence.word) && !is_command(document, &occurrence.word);
            count.3 += usize::from(is_use && document.link_around(occurrence.span.start).is_none());
            if let Some(variant) = self.departure(document, &terms, occurrence) {
                count.2 += 1;
                *spellings.entry(document.slice(occurrence.span)).or_default() += 1;
                departing.push((occurrence, variant));
            }
        }
        let slips = departing.into_iter().filter_map(|(occurrence, variant)| {
            let (all, own, others, small) = counts[occurrence.term];
            let count = if variant.is_case() { own } else { all };
            let same = spellings.get(document.slice(occurrence.span)).copied().unwrap_or(1);
            let is_share =
                |share: Share, count: usize, others: usize| count as f64 >= share.0 * (count + others) as f64;
            let is_reached = |share: Share, others: usize| is_share(share, count, others);
            // A list that has it in small letters here and there means it.
            let is_capital = !variant.is_case() || is_share(self.threshold, all, small);
            let is_usual =
                is_capital && count >= self.minimum && is_reached(self.threshold, same) && is_reached(MOSTLY, others);
            is_usual.then_some(Slip {
                name: terms[occurrence.term].name,
                count,
                variant,
                place: occurrence.span,
            })
        });
        slips.collect()
    }

    /// In what a place departs from its term, where the list itself writes it.
    fn departure(&self, document: &Document, terms: &[Term<'_>], occurrence: &Occurrence) -> Option<Variant> {
        let Occurrence { span, word, .. } = occurrence;
        let name = terms[occurrence.term].name;
        let text = document.slice(*span);
        let variant = variant(name, text, &document.source().text()[span.end as usize..])?;
        // Names that are known are spelled as their owners spell them.
        let is_known = names::owners_spelling(text).is_some() || names::is_name(text);
        let is_quoted = document.is_quoted(*span) || is_emphasised(document, *span);
        let is_own = !is_known && !is_quoted && document.is_english_at(word) && !is_renamed(document, word, name);
        if !is_own {
            return None;
        }
        if document.link_around(span.start).is_some() {
            let is_phrase = name.contains(' ');
            return (is_phrase && is_described(document, *span, name)).then_some(Variant::Title);
        }
        let is_heading = document.heading_at(span.start).is_some();
        let is_name = links_beside(document, word).any(|(title, url)| title.contains(text) || url.contains(text));
        let is_plain = variant != Variant::Small || is_in_sentence(document, word) && !is_command(document, word);
        (!is_name && is_plain && !(is_heading && variant.is_case())).then_some(variant)
    }

    /// Where the name of what the list is about stands in small letters.
    fn slips_of_subject<'d>(&self, document: &'d Document) -> Vec<Slip<'d>> {
        let Some(subject) = subject::subject(document, self.minimum) else {
            return Vec::new();
        };
        let is_own = |word: &Word| {
            let is_text = document.link_around(word.span.start).is_none() && !document.is_quoted(word.span);
            is_text
                && is_in_sentence(document, word)
                && document.is_english_at(word)
                && !is_command(document, word)
                && !is_renamed(document, word, subject.name)
        };
        let words = document.words();
        let places = words.places_of([(subject.small, ())]).into_iter();
        let small = places
            .map(|(place, ())| &words.all()[place])
            .filter(|word| is_own(word));
        let slip = |word: &Word| Slip {
            name: subject.name,
            count: subject.count,
            variant: Variant::Small,
            place: word.span,
        };
        small.map(slip).collect()
    }
}

/// Whether marks of emphasis stand around a place, as they do around titles and tags.
fn is_emphasised(document: &Document, place: Span) -> bool {
    let text = document.source().text();
    let is_mark = |sign: &u8| matches!(sign, b'*' | b'_');
    let before = text.as_bytes()[..place.start as usize].last();
    before.is_some_and(is_mark) && text.as_bytes().get(place.end as usize).is_some_and(is_mark)
}

/// Whether the description of the entry whose title holds a place has a term in its usual spelling.
fn is_described(document: &Document, place: Span, name: &str) -> bool {
    let entry = last_from(document.entries(), place.start, |entry| entry.span.start);
    let entry = entry.filter(|entry| entry.title.contains(place.start));
    let description = entry.and_then(|entry| entry.description);
    description.is_some_and(|description| document.slice(description).contains(name))
}

fn report(document: &Document, slip: &Slip<'_>, places: &[Span]) -> crate::diagnostic::Finding {
    let (text, name) = (document.slice(slip.place), slip.name);
    let mut message = format!("`{text}` is `{name}` in {} other places", slip.count);
    if places.len() > 1 {
        message = format!("{message}, here and in {} more places", places.len() - 1);
    }
    let trust = match slip.variant {
        Variant::Plain | Variant::Gap => Applicability::Safe,
        Variant::Small | Variant::Title => Applicability::Unsafe,
    };
    let edits = places.iter().map(|&span| Edit::replace(document.file(), span, name));
    let fix = reword(document, format!("write `{name}`"), trust, edits.collect());
    let finding = finding(document, places[0], message).fix(fix);
    match trust {
        Applicability::Safe => finding,
        _ => finding.level(Level::Info),
    }
}
