//! Headings that skip a level.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::document::{Document, Heading, HeadingStyle, Section, SectionId};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};

pub static INFO: RuleInfo = RuleInfo {
    name: "heading-increment",
    page: include_str!("../../rules/heading-increment.md"),
    group: Group::Structure,
    level: Level::Warn,
    fixes: None,
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<HeadingIncrement>,
};

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct HeadingIncrement {
    /// Share of the headings that must not skip a level.
    threshold: Share,
    /// Number of headings below which there is no majority.
    minimum: usize,
}

impl Default for HeadingIncrement {
    fn default() -> Self {
        Self {
            threshold: Share(0.9),
            minimum: 10,
        }
    }
}

/// A heading inside the section of another.
struct Step<'d> {
    section: &'d Section,
    parent: SectionId,
    parent_level: u8,
}

impl Step<'_> {
    fn skips(&self) -> bool {
        self.section.level > self.parent_level + 1
    }

    /// Whether it stands beside another, as deep as that one.
    fn goes_on_from(&self, other: &Step<'_>) -> bool {
        self.parent == other.parent && self.section.level == other.section.level
    }
}

impl DocumentRule for HeadingIncrement {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if !steps(document).any(|step| step.skips()) {
            return;
        }
        let steps: Vec<Step<'_>> = steps(document).collect();
        let total = steps.len();
        let skips = steps.iter().filter(|step| step.skips()).count();
        let count = total - skips;
        if total < self.minimum || (count as f64) < self.threshold.0 * total as f64 {
            return;
        }
        let roles = roles(document, &steps);
        let mut last: Option<&Step<'_>> = None;
        let mut skipping = steps.iter().filter(|step| step.skips()).peekable();
        while let Some(step) = skipping.next() {
            let is_told = last.replace(step).is_some_and(|last| step.goes_on_from(last));
            let Some(heading) = heading(document, step.section) else {
                continue;
            };
            let text = document.slice(heading.text);
            // Who writes tags chooses them for their looks.
            let is_tag = heading.style == HeadingStyle::Html;
            if is_told || is_tag || is_aside(text) || roles.contains(&(heading.level, text)) {
                continue;
            }
            let (own, above) = (hashes(heading.level), hashes(step.parent_level));
            let message =
                format!("`{own}` right under `{above}`, but {count} of {total} headings are one level below theirs");
            let is_first_of_many = skipping.peek().is_some_and(|next| next.goes_on_from(step));
            let others = if is_first_of_many { ", and those beside it" } else { "" };
            let help = format!("make it `{}`{others}", hashes(step.parent_level + 1));
            findings.push(finding(document, heading.span, message).help(help));
        }
    }
}

fn hashes(level: u8) -> String {
    "#".repeat(level as usize)
}

fn heading<'d>(document: &'d Document, section: &Section) -> Option<&'d Heading> {
    section.heading.map(|heading| &document.headings()[heading as usize])
}

/// The headings below others, without those below the title that come before the first main section: their
/// size is a matter of looks.
fn steps(document: &Document) -> impl Iterator<Item = Step<'_>> {
    let mut has_main_section = false;
    document.sections().iter().filter_map(move |section| {
        let parent = section
            .parent
            .filter(|parent| document.section(*parent).heading.is_some())?;
        let parent_level = document.section(parent).level;
        let is_below_title = document.section(parent).heading == Some(0) && parent_level == 1;
        has_main_section |= !is_below_title || section.level == 2;
        let step = Step {
            section,
            parent,
            parent_level,
        };
        (has_main_section || !step.skips()).then_some(step)
    })
}

/// Whether a heading speaks to the reader, in a size of its own.
fn is_aside(text: &str) -> bool {
    text.ends_with(['?', '!', '…', '？', '！'])
}

/// The texts that occur more than once at a level: there the level goes with the text.
fn roles<'d>(document: &'d Document, steps: &[Step<'d>]) -> FxHashSet<(u8, &'d str)> {
    let mut seen = FxHashSet::default();
    let texts = steps.iter().filter_map(|step| {
        let heading = heading(document, step.section)?;
        Some((heading.level, document.slice(heading.text)))
    });
    texts.filter(|text| !seen.insert(*text)).collect()
}
