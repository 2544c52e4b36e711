//! Runs rules over documents and the catalog, and makes diagnostics of what they find.

use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{self, Catalog, Collection, Rows};
use crate::diagnostic::{Diagnostic, Finding};
use crate::document::{Directive, Document, Scopes};
use crate::rule::{Check, Findings, Level, RuleInfo};
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

/// The rules that run on a file.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<ActiveRule>,
}

impl RuleSet {
    pub fn new(rules: Vec<ActiveRule>) -> Self {
        Self { rules }
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
    /// Which files it is compared with.
    pub collection: Collection,
}

impl Input {
    /// A file of which nothing is known but its text.
    pub fn new(source: Source, rules: Arc<RuleSet>) -> Self {
        let tree = Arc::new(NoTree);
        Self {
            source,
            rules,
            tree,
            collection: Collection::default(),
        }
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
    pub(crate) collection: Collection,
    rows: Rows,
    findings: Vec<(&'static RuleInfo, Finding)>,
}

impl Analysis {
    /// Parses one file and runs its document rules.
    pub fn of(file: FileId, input: Input) -> Self {
        let document = Document::parse(file, input.source);
        let mut findings = Vec::new();
        for rule in input.rules.rules() {
            let mut found = Findings::default();
            match &rule.check {
                Check::Document(check) => check.check(&document, &mut found),
                Check::Tree(check) => check.check(&document, &*input.tree, &mut found),
                Check::Catalog(_) | Check::Suppression => {}
            }
            findings.extend(found.into_vec().into_iter().map(|finding| (rule.info, finding)));
        }
        let has_catalog_rule = input
            .rules
            .rules()
            .iter()
            .any(|rule| matches!(rule.check, Check::Catalog(_)));
        let rows = if has_catalog_rule {
            catalog::rows(&document)
        } else {
            Rows::default()
        };
        let (source, directives, scopes) = document.into_parts();
        Self {
            source,
            scopes,
            rules: input.rules,
            tree: input.tree,
            collection: input.collection,
            directives,
            rows,
            findings,
        }
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
                rows: &file.rows,
                collection: file.collection,
            });
            Catalog::new(known.collect())
        });
        let mut found = Findings::default();
        check.check(catalog, &mut found);
        findings.extend(found.into_vec().into_iter().map(|finding| (rule.info, finding)));
    }
    findings
}
