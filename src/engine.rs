//! Runs rules over documents and the catalog, and makes diagnostics of what they find.

use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{self, Catalog, Row};
use crate::diagnostic::{Diagnostic, Finding};
use crate::document::{Directive, Document, Scopes};
use crate::rule::{Check, Findings, Level, Preset, RuleInfo};
use crate::source::{FileId, Source};
use crate::tree::{NoTree, Tree};

/// A rule that runs, with the level that the configuration gives it.
#[derive(Debug)]
pub struct ActiveRule {
    pub info: &'static RuleInfo,
    /// No finding is above it; `None` leaves the level to the rule.
    pub level: Option<Level>,
    pub check: Check,
}

/// Whose reading of a file counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reading {
    #[default]
    Sane,
    /// That of the JavaScript awesome-lint, its mistakes among it.
    Original,
}

/// The rules that run on a file.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<ActiveRule>,
    reading: Reading,
}

impl RuleSet {
    pub fn new(rules: Vec<ActiveRule>, reading: Reading) -> Self {
        Self { rules, reading }
    }

    pub fn reading(&self) -> Reading {
        self.reading
    }

    pub fn rules(&self) -> &[ActiveRule] {
        &self.rules
    }

    pub fn get(&self, info: &RuleInfo) -> Option<&ActiveRule> {
        self.rules.iter().find(|rule| rule.info == info)
    }
}

/// A file with the rules that run on it.
#[derive(Debug)]
pub struct Input {
    pub source: Source,
    pub rules: Arc<RuleSet>,
    pub tree: Arc<dyn Tree>,
}

impl Input {
    /// A file of which nothing is known but its text.
    pub fn new(source: Source, rules: Arc<RuleSet>) -> Self {
        let tree = Arc::new(NoTree);
        Self { source, rules, tree }
    }
}

/// What is kept of a file when its document is dropped.
#[derive(Debug)]
pub struct Analysis {
    pub source: Source,
    pub rules: Arc<RuleSet>,
    pub(crate) tree: Arc<dyn Tree>,
    pub(crate) directives: Vec<Directive>,
    pub(crate) scopes: Scopes,
    /// What could not be checked, and why.
    pub skipped: Vec<(&'static RuleInfo, &'static str)>,
    rows: Vec<Row>,
    findings: Vec<(&'static RuleInfo, Finding)>,
}

impl Analysis {
    /// Parses one file and runs its document rules.
    pub fn of(file: FileId, input: Input) -> Self {
        let document = Document::parse(file, input.source);
        let mut findings = Vec::new();
        let mut skipped = Vec::new();
        for rule in input.rules.rules() {
            let mut found = Findings::default();
            match &rule.check {
                Check::Document(check) => check.check(&document, &mut found),
                Check::Tree(check) => check.check(&document, &*input.tree, &mut found),
                Check::Catalog(_) | Check::Suppression => {}
            }
            skipped.extend(found.skipped().iter().map(|what| (rule.info, *what)));
            findings.extend(found.into_vec().into_iter().map(|finding| (rule.info, finding)));
        }
        leave_out_unseen(input.rules.reading, &document, &mut findings);
        let has_catalog_rule = input
            .rules
            .rules()
            .iter()
            .any(|rule| matches!(rule.check, Check::Catalog(_)));
        let rows = if has_catalog_rule {
            catalog::rows(&document)
        } else {
            Vec::new()
        };
        let obeyed = match input.rules.reading {
            Reading::Original => Some(document.scopes_of_remark()),
            Reading::Sane => None,
        };
        let (source, directives, scopes) = document.into_parts();
        Self {
            source,
            scopes: obeyed.unwrap_or(scopes),
            rules: input.rules,
            tree: input.tree,
            directives,
            skipped,
            rows,
            findings,
        }
    }
}

/// Leaves out what the original does not see either, what begins behind the last text of a file; or, where its
/// mistakes do not count, what its rules take for text in front matter.
fn leave_out_unseen(reading: Reading, document: &Document, findings: &mut Vec<(&'static RuleInfo, Finding)>) {
    let is_original = |rule: &RuleInfo| Preset::Awesome.holds(rule);
    match (reading, document.front_matter()) {
        (Reading::Original, _) => {
            let last = document.syntax().last_leaf_end();
            let end = document.source().len() as u32;
            let is_unseen = |start: u32| last <= start && start < end;
            findings.retain(|(rule, finding)| !(is_original(rule) && is_unseen(finding.at.span.start)));
        }
        (Reading::Sane, Some(matter)) => {
            let is_text_elsewhere = |rule: &RuleInfo| is_original(rule) && !Preset::Recommended.holds(rule);
            let end = matter.span.end;
            findings.retain(|(rule, finding)| !(is_text_elsewhere(rule) && finding.at.span.start < end));
        }
        (Reading::Sane, None) => {}
    }
}

/// All files of a run and what was found in them.
#[derive(Debug)]
pub struct Run {
    pub files: Vec<Analysis>,
    /// In the order of the files, of the places in them, and of the names of the rules.
    pub diagnostics: Vec<Diagnostic>,
}

impl Run {
    pub fn source(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize].source
    }
}

/// Analyses files, each on its own and in parallel, then checks the catalog of all their entries. Nothing
/// is filtered yet: see [`crate::lint`].
pub fn run(inputs: Vec<Input>) -> Run {
    let files = inputs
        .into_par_iter()
        .enumerate()
        .map(|(index, input)| Analysis::of(FileId(index as u32), input))
        .collect();
    conclude(files)
}

/// Runs the catalog rules over analysed files and makes the diagnostics.
pub(crate) fn conclude(files: Vec<Analysis>) -> Run {
    let mut by_file: Vec<Vec<Diagnostic>> = files
        .iter()
        .map(|file| {
            let findings = file.findings.iter().cloned();
            findings.map(|(rule, finding)| diagnose(file, rule, finding)).collect()
        })
        .collect();
    for (rule, finding) in check_catalog(&files) {
        let place = finding.at.file.0 as usize;
        let file = &files[place];
        if file.rules.get(rule).is_some() {
            by_file[place].push(diagnose(file, rule, finding));
        }
    }
    by_file.par_iter_mut().for_each(|diagnostics| sort(diagnostics));
    Run {
        files,
        diagnostics: by_file.into_iter().flatten().collect(),
    }
}

/// Orders the diagnostics of a file by their places and the names of their rules.
pub(crate) fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|first, second| {
        let place = first.finding.at.cmp(&second.finding.at);
        place.then_with(|| first.rule.name.cmp(second.rule.name))
    });
}

pub(crate) fn diagnose(file: &Analysis, rule: &'static RuleInfo, finding: Finding) -> Diagnostic {
    let configured = file.rules.get(rule).and_then(|rule| rule.level);
    let level = match (finding.level, configured) {
        (Some(own), Some(highest)) => own.min(highest),
        (own, configured) => own.or(configured).unwrap_or(rule.level),
    };
    Diagnostic { rule, level, finding }
}

/// Every catalog rule runs once, with the options of the first file that has it on.
fn check_catalog(files: &[Analysis]) -> Vec<(&'static RuleInfo, Finding)> {
    let mut checked: Vec<&'static RuleInfo> = Vec::new();
    let mut findings = Vec::new();
    let mut catalog: Option<Catalog<'_>> = None;
    for rule in files.iter().flat_map(|file| file.rules.rules()) {
        let Check::Catalog(check) = &rule.check else {
            continue;
        };
        if checked.contains(&rule.info) {
            continue;
        }
        checked.push(rule.info);
        let catalog = catalog.get_or_insert_with(|| {
            let known = files.iter().map(|file| catalog::File {
                source: &file.source,
                scopes: &file.scopes,
            });
            let rows = files.iter().flat_map(|file| &file.rows);
            Catalog::new(known.collect(), rows.collect())
        });
        let mut found = Findings::default();
        check.check(catalog, &mut found);
        findings.extend(found.into_vec().into_iter().map(|finding| (rule.info, finding)));
    }
    findings
}
