//! How many findings there are, by file, by level and by rule.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::Color;
use crate::edit::Applicability;
use crate::engine::Run;
use crate::rule::Level;

/// Findings of a run, counted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub findings: usize,
    pub files: usize,
    /// With a safe fix.
    pub fixable: usize,
    /// With a fix that is applied on demand.
    pub unsafely_fixable: usize,
    pub by_rule: BTreeMap<&'static str, usize>,
    pub highest: Option<Level>,
}

impl Counts {
    pub fn of(run: &Run) -> Self {
        let mut counts = Self {
            findings: run.diagnostics.len(),
            ..Self::default()
        };
        let mut files: Vec<_> = run
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.finding.at.file)
            .collect();
        files.dedup();
        counts.files = files.len();
        for diagnostic in &run.diagnostics {
            *counts.by_rule.entry(diagnostic.rule.name).or_default() += 1;
            counts.highest = counts.highest.max(Some(diagnostic.level));
            match diagnostic.finding.fix.as_ref().map(crate::edit::Fix::applicability) {
                Some(Applicability::Safe) => counts.fixable += 1,
                Some(Applicability::Unsafe) => counts.unsafely_fixable += 1,
                _ => {}
            }
        }
        counts
    }

    /// `7 findings in 2 files, 5 fixable with --fix`
    pub fn line(&self, files_checked: usize) -> String {
        if self.findings == 0 {
            return format!("no findings in {}", plural(files_checked, "file"));
        }
        let mut line = format!("{} in {}", plural(self.findings, "finding"), plural(self.files, "file"));
        if self.fixable > 0 {
            line.push_str(&format!(", {} fixable with --fix", self.fixable));
        }
        if self.unsafely_fixable > 0 {
            line.push_str(&format!(", {} more with --fix --unsafe-fixes", self.unsafely_fixable));
        }
        line
    }
}

pub(crate) fn plural(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// Writes what could not be checked, each with the rule and the reason.
///
/// # Errors
/// The output cannot be written to.
pub fn skipped(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let skipped = run.files.iter().flat_map(|file| &file.skipped);
    let skipped: BTreeSet<(&str, &str)> = skipped.map(|(rule, what)| (rule.name, *what)).collect();
    for (rule, what) in skipped {
        writeln!(out, "skipped {rule}: {what}")?;
    }
    Ok(())
}

/// Writes the number of findings of each rule, most first.
///
/// # Errors
/// The output cannot be written to.
pub fn statistics(counts: &Counts, color: Color, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: Vec<(&str, usize)> = counts.by_rule.iter().map(|(rule, count)| (*rule, *count)).collect();
    rules.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
    for (rule, count) in rules {
        writeln!(out, "{count:>7}  {}", color.paint("1", rule))?;
    }
    Ok(())
}
