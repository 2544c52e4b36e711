//! Names of products and companies in another spelling than their owners'.

pub(super) mod place;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, FormId, Shape};
use crate::edit::{Applicability, Edit};
use crate::names::{self, Case, is_mixed_case};
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, report_places, reword,
};
use crate::sieve::Sieve;
use crate::source::Span;

use place::Context;

pub static INFO: RuleInfo = RuleInfo {
    name: "brand-spelling",
    page: include_str!("../../rules/brand-spelling.md"),
    group: Group::Text,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<BrandSpelling>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct BrandSpelling {
    /// Spellings, or names, to leave alone.
    ignore: FxHashSet<String>,
    /// More names, as their owners spell them.
    names: Vec<String>,
}

/// So many places of a name in small letters are no slips of a list that has it with capitals as often.
const FEW: u32 = 10;

/// How many places of one slip are reported one by one.
const MANY: usize = 10;

/// A spelling that is wrong in this document.
struct Slip<'d> {
    form: FormId,
    name: &'d str,
    cause: Cause,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// The owner spells it otherwise.
    Owner,
    /// The owner spells it with capitals; a sentence has it without.
    SmallLetters,
}

impl DocumentRule for BrandSpelling {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let slips = self.slips(document);
        if slips.is_empty() {
            return;
        }
        let context = Context::new(document);
        let words = document.words();
        for slip in &slips {
            let places = words.places_of([(slip.form, ())]).into_iter();
            let own = places
                .map(|(place, ())| &words.all()[place])
                .filter(|word| context.is_own(word, slip));
            let places: Vec<Span> = own.map(|word| word.span).collect();
            if !places.is_empty() {
                let is_many = |count: usize| count >= MANY;
                let report = |places: &[Span]| report(document, slip, places);
                report_places(document, &INFO, places, is_many, report, findings);
            }
        }
    }
}

impl BrandSpelling {
    /// The forms of the document that are wrong, in the order of their first places.
    fn slips<'d>(&'d self, document: &'d Document) -> Vec<Slip<'d>> {
        let words = document.words();
        let own: FxHashMap<String, &str> = self
            .names
            .iter()
            .map(|name| (name.to_lowercase(), name.as_str()))
            .collect();
        let mut slips = Vec::new();
        for (id, form) in words.forms() {
            let may_be_known = !own.is_empty() || form.shape == Shape::Mixed || names::may_have_owner(form.mesh);
            if !may_be_known {
                continue;
            }
            let text = document.slice(form.first);
            if text.len() < 3 || text.len() > LONGEST || form.shape == Shape::Letters || self.ignore.contains(text) {
                continue;
            }
            let (written, _) = match form.shape {
                Shape::Mixed => without_ending(text),
                Shape::Ascii | Shape::Letters => (text, ""),
            };
            let found = self.owners_spelling(written, &own);
            let Some((name, cause)) = found.filter(|(name, _)| !self.ignore.contains(*name)) else {
                continue;
            };
            slips.push(Slip { form: id, name, cause });
        }
        if slips.iter().any(|slip| slip.cause == Cause::SmallLetters) {
            let names = Sieve::of(slips.iter().map(|slip| slip.name));
            let forms = words.forms().map(|(_, form)| (document.slice(form.first), form.count));
            let counts: FxHashMap<&str, u32> = forms.filter(|(text, _)| names.may_hold(text)).collect();
            let count = |text: &str| counts.get(text).copied().unwrap_or(0);
            slips.retain(|slip| {
                slip.cause != Cause::SmallLetters || words.form(slip.form).count <= count(slip.name).max(FEW)
            });
        }
        slips
    }

    fn owners_spelling<'d>(&'d self, text: &str, own: &FxHashMap<String, &'d str>) -> Option<(&'d str, Cause)> {
        if !own.is_empty()
            && is_mixed_case(text)
            && let Some(name) = own.get(&text.to_ascii_lowercase())
        {
            return (*name != text).then_some((*name, Cause::Owner));
        }
        let (name, case) = names::owners_spelling(text)?;
        let cause = match case {
            Case::Mixed => Cause::Owner,
            Case::Small => Cause::SmallLetters,
        };
        Some((name, cause))
    }
}

/// The longest name that is looked up, in bytes.
const LONGEST: usize = 32;

/// What may follow a name behind a hyphen.
#[rustfmt::skip]
const ENDINGS: [&str; 16] = [
    "based", "compatible", "driven", "first", "flavored", "flavoured", "free", "friendly", "hosted", "inspired",
    "like", "native", "only", "powered", "specific", "style",
];

/// A word without an ending such as `-based`, and the ending.
fn without_ending(text: &str) -> (&str, &str) {
    match text.rsplit_once('-') {
        Some((word, ending)) if ENDINGS.contains(&ending) => (word, &text[word.len()..]),
        _ => (text, ""),
    }
}

/// Whether a word has capitals behind its first letter, and small letters.
pub(super) fn is_mixed(text: &str) -> bool {
    let has_small = text.bytes().any(|byte| byte.is_ascii_lowercase());
    has_small && text.bytes().skip(1).any(|byte| byte.is_ascii_uppercase())
}

fn report(document: &Document, slip: &Slip<'_>, places: &[Span]) -> Finding {
    let text = document.slice(places[0]);
    let (_, ending) = without_ending(text);
    let name = format!("{}{ending}", slip.name);
    let mut message = format!("`{text}` is spelled `{name}`");
    if let [_, rest @ ..] = places
        && !rest.is_empty()
    {
        message = format!("{message}, here and in {} more places", rest.len());
    }
    let edits = places
        .iter()
        .map(|&span| Edit::replace(document.file(), span, name.as_str()));
    let fix = reword(
        document,
        format!("spell it `{name}`"),
        Applicability::Safe,
        edits.collect(),
    );
    let finding = finding(document, places[0], message).fix(fix);
    match slip.cause {
        Cause::Owner if places.len() < MANY => finding,
        _ => finding.level(Level::Info),
    }
}
