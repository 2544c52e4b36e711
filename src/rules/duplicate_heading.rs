//! Headings that occur twice in one section.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Heading, HeadingStyle, LinkedAnchors, Section, SectionId};
use crate::pattern::Patterns;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::{Location, last_from};

pub static INFO: RuleInfo = RuleInfo {
    name: "duplicate-heading",
    page: include_str!("../../rules/duplicate-heading.md"),
    group: Group::Structure,
    level: Level::Warn,
    fixes: None,
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<DuplicateHeading>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct DuplicateHeading {
    /// Texts of headings that may occur twice.
    allow: Patterns,
}

/// A section and an earlier one of the same name beside it.
#[derive(Clone, Copy)]
struct Pair<'d> {
    first: (&'d Section, &'d Heading),
    second: (&'d Section, &'d Heading),
}

impl DocumentRule for DuplicateHeading {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let pairs = pairs(document);
        if pairs.is_empty() {
            return;
        }
        let mut by_parent: FxHashMap<Option<SectionId>, usize> = FxHashMap::default();
        for pair in &pairs {
            *by_parent.entry(pair.second.0.parent).or_default() += 1;
        }
        let linked = LinkedAnchors::default();
        let lists = document.lists().iter().filter(|list| list.is_contents);
        let contents: Vec<u32> = lists.map(|list| document.block(list.block).span.start).collect();
        let is_contents = |section: &Section| {
            let last = last_from(&contents, section.span.end, |start| *start);
            last.is_some_and(|start| section.span.contains(*start))
        };
        for pair in pairs {
            // Headings that come back again and again are the parts of a pattern.
            let is_pattern = by_parent.get(&pair.second.0.parent).is_some_and(|count| *count > 1);
            // The table of contents of a part has the name of the part.
            let has_contents = is_contents(pair.first.0) || is_contents(pair.second.0);
            if !is_pattern && !has_contents && !linked.lead_to(document, pair.second.1) {
                findings.extend(self.report(document, pair));
            }
        }
    }
}

impl DuplicateHeading {
    fn report(&self, document: &Document, pair: Pair<'_>) -> Option<Finding> {
        let heading = pair.second.1;
        let text = document.plain_text(heading.text);
        if self.allow.matches(&text) {
            return None;
        }
        let first = Location {
            file: document.file(),
            span: pair.first.1.span,
        };
        let found = finding(
            document,
            heading.span,
            format!("a second section “{text}” beside the first"),
        );
        let found = found.related(first, "the first one");
        Some(found.help("join the two, or give one of them another name"))
    }
}

/// The sections under one parent whose headings say the same, letter case apart.
fn pairs(document: &Document) -> Vec<Pair<'_>> {
    let mut seen: FxHashMap<(Option<SectionId>, u64), (&Section, &Heading)> = FxHashMap::default();
    let mut pairs = Vec::new();
    for section in document.sections() {
        let heading = section.heading.map(|heading| &document.headings()[heading as usize]);
        let Some(heading) = heading.filter(|heading| !heading.text.is_empty() && heading.style != HeadingStyle::Html)
        else {
            continue;
        };
        let text = document.slice(heading.text);
        let second = (section, heading);
        let first = *seen.entry((section.parent, hash(text))).or_insert(second);
        let is_same = || folded(document.slice(first.1.text)).eq(folded(text));
        if first.1.span != heading.span && is_same() {
            pairs.push(Pair { first, second });
        }
    }
    pairs
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    folded(text).for_each(|character| character.hash(&mut hasher));
    hasher.finish()
}
