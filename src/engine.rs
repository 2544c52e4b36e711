//! Runs rules over documents and the catalog, and makes diagnostics of what they find.

use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{self, Catalog, Collection, Rows};
use crate::changes::{Base, Changes};
use crate::diagnostic::{Diagnostic, Finding};
use crate::document::{Content, Directive, Document, Scopes};
use crate::rule::{Check, Findings, Grouping, Level, Preset, RuleInfo};
use crate::rules::awesome_code_of_conduct;
use crate::source::{FileId, Source, Span};
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

/// What a file is in a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    List,
    /// A list of which some findings are known, so that each is reported by itself.
    KnownList,
    /// A list that only rules over all files look at, and that is not reported on by itself.
    Context,
    /// What is known of the lists; no rule looks at it.
    Baseline,
}

/// What a run is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Aim {
    #[default]
    Report,
    /// What the text says is kept where something can be fixed, so that it is not read again for the proof.
    Fix,
}

/// A file with the rules that run on it.
#[derive(Debug)]
pub struct Input {
    pub source: Source,
    pub rules: Arc<RuleSet>,
    pub tree: Arc<dyn Tree>,
    /// Which files it is compared with.
    pub collection: Collection,
    /// The text before the change that the run is about, if it is about one.
    pub base: Option<Arc<Base>>,
    /// The text of the last commit, where all is reported and only some rules ask what is new.
    pub head: Option<Arc<Base>>,
    pub role: Role,
}

impl Input {
    /// A file of which nothing is known but its text.
    pub fn new(source: Source, rules: Arc<RuleSet>) -> Self {
        Self {
            source,
            rules,
            tree: Arc::new(NoTree),
            collection: Collection::default(),
            base: None,
            head: None,
            role: Role::List,
        }
    }

    fn split(self, aim: Aim) -> (Source, Setting) {
        let setting = Setting {
            rules: self.rules,
            tree: self.tree,
            collection: self.collection,
            base: self.base,
            head: self.head,
            role: self.role,
            aim,
        };
        (self.source, setting)
    }
}

/// What is known of a file besides its text.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) rules: Arc<RuleSet>,
    pub(crate) tree: Arc<dyn Tree>,
    pub(crate) collection: Collection,
    pub(crate) base: Option<Arc<Base>>,
    pub(crate) head: Option<Arc<Base>>,
    pub(crate) role: Role,
    pub(crate) aim: Aim,
}

/// What is kept of a file when its document is dropped.
#[derive(Debug, Clone)]
pub struct Analysis {
    pub source: Source,
    pub rules: Arc<RuleSet>,
    pub(crate) tree: Arc<dyn Tree>,
    pub(crate) base: Option<Arc<Base>>,
    pub(crate) head: Option<Arc<Base>>,
    /// What changed since the base; all that was found counts where there is none.
    pub(crate) changes: Option<Arc<Changes>>,
    /// What is new, as far as that is known.
    pub(crate) news: Option<Arc<Changes>>,
    pub(crate) role: Role,
    aim: Aim,
    /// What the text says, as far as the aim asks for it.
    pub(crate) content: Option<Arc<Content>>,
    /// What each entry says, without its marker; only of a list of which findings are known.
    pub(crate) entries: Vec<Span>,
    pub(crate) directives: Vec<Directive>,
    pub(crate) scopes: Scopes,
    /// What could not be checked, and why.
    pub skipped: Vec<(&'static RuleInfo, &'static str)>,
    pub(crate) collection: Collection,
    rows: Rows,
    findings: Vec<(&'static RuleInfo, Arc<Finding>)>,
}

impl Analysis {
    /// Parses one file and runs its document rules.
    pub fn of(file: FileId, input: Input, aim: Aim) -> Self {
        let (source, setting) = input.split(aim);
        Self::of_text(file, source, setting)
    }

    fn of_text(file: FileId, source: Source, setting: Setting) -> Self {
        match (setting.role, setting.aim) {
            (Role::Baseline, _) => Self::unread(source, setting),
            (_, Aim::Report) => Self::of_document(Document::parse(file, source), setting),
            (_, Aim::Fix) => {
                let (document, content) = Document::parse_with_content(file, source);
                Self::of_document(document, setting).keeping(content)
            }
        }
    }

    /// Keeps what the text says where it will be asked for.
    fn keeping(mut self, content: Content) -> Self {
        let can_be_fixed = self.findings.iter().any(|(_, finding)| finding.fix.is_some());
        self.content = can_be_fixed.then(|| Arc::new(content.shrunk()));
        self
    }

    /// Runs the rules of a file over its document.
    fn of_document(document: Document, setting: Setting) -> Self {
        let since = |base: &Arc<Base>| Arc::new(Changes::between(base, document.source()));
        let changes = match setting.role {
            Role::Context => Some(Arc::new(Changes::default())),
            _ => setting.base.as_ref().map(since),
        };
        let news = changes.clone().or_else(|| setting.head.as_ref().map(since));
        let grouping = match setting.role {
            Role::KnownList => Grouping::Apart,
            _ => Grouping::Together,
        };
        let mut findings = Vec::new();
        let mut skipped = Vec::new();
        // What is found in one file is in that file: nothing of it is asked for where nothing changed.
        let is_asked = changes.as_ref().is_none_or(|changes| !changes.is_empty());
        for rule in setting.rules.rules().iter().filter(|_| is_asked) {
            let mut found = Findings::of_changes(changes.clone(), grouping);
            match &rule.check {
                Check::Document(check) => check.check(&document, &mut found),
                Check::Tree(check) => check.check(&document, &*setting.tree, &mut found),
                Check::Catalog(_) | Check::Suppression | Check::Baseline => {}
            }
            skipped.extend(found.skipped().iter().map(|what| (rule.info, *what)));
            findings.extend(
                found
                    .into_vec()
                    .into_iter()
                    .map(|finding| (rule.info, Arc::new(finding))),
            );
        }
        leave_out_unseen(setting.rules.reading, &document, &mut findings);
        let has_catalog_rule = setting
            .rules
            .rules()
            .iter()
            .any(|rule| matches!(rule.check, Check::Catalog(_)));
        let rows = if has_catalog_rule {
            catalog::rows(&document)
        } else {
            Rows::default()
        };
        let entries = match setting.role {
            Role::KnownList => catalog::texts(&document).collect(),
            _ => Vec::new(),
        };
        let obeyed = match setting.rules.reading {
            Reading::Original => Some(document.scopes_of_remark()),
            Reading::Sane => None,
        };
        let (source, directives, scopes) = document.into_parts();
        Self {
            source,
            scopes: obeyed.unwrap_or(scopes),
            rules: setting.rules,
            tree: setting.tree,
            collection: setting.collection,
            base: setting.base,
            head: setting.head,
            changes,
            news,
            role: setting.role,
            aim: setting.aim,
            content: None,
            entries,
            directives,
            skipped,
            rows,
            findings,
        }
    }

    /// The same file with another text.
    pub(crate) fn again(&self, file: FileId, source: Source) -> Self {
        Self::of_text(file, source, self.setting())
    }

    /// The same file with another text, which is read already.
    pub(crate) fn reread(&self, document: Document, content: Content) -> Self {
        Self::of_document(document, self.setting()).keeping(content)
    }

    fn setting(&self) -> Setting {
        Setting {
            rules: Arc::clone(&self.rules),
            tree: Arc::clone(&self.tree),
            collection: self.collection,
            base: self.base.clone(),
            head: self.head.clone(),
            role: self.role,
            aim: self.aim,
        }
    }

    /// A file that no rule looks at.
    fn unread(source: Source, setting: Setting) -> Self {
        Self {
            source,
            scopes: Scopes::default(),
            rules: setting.rules,
            tree: setting.tree,
            collection: setting.collection,
            base: None,
            head: None,
            changes: None,
            news: None,
            role: setting.role,
            aim: setting.aim,
            content: None,
            entries: Vec::new(),
            directives: Vec::new(),
            skipped: Vec::new(),
            rows: Rows::default(),
            findings: Vec::new(),
        }
    }
}

/// Leaves out what the original does not see either, what begins behind the last text of a file; or, where its
/// mistakes do not count, what its rules take for text in front matter.
fn leave_out_unseen(reading: Reading, document: &Document, findings: &mut Vec<(&'static RuleInfo, Arc<Finding>)>) {
    let is_original = |rule: &RuleInfo| Preset::Awesome.holds(rule);
    // The original hides nothing of a code of conduct.
    let is_list_rule = |rule: &RuleInfo| is_original(rule) && *rule != awesome_code_of_conduct::INFO;
    match (reading, document.front_matter()) {
        (Reading::Original, _) => {
            let last = document.syntax().last_leaf_end();
            let end = document.source().len() as u32;
            let is_unseen = |start: u32| last <= start && start < end;
            findings.retain(|(rule, finding)| !(is_list_rule(rule) && is_unseen(finding.at.span.start)));
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
#[derive(Debug, Clone)]
pub struct Run {
    pub files: Vec<Analysis>,
    /// In the order of the files, of the places in them, and of the names of the rules.
    pub diagnostics: Vec<Diagnostic>,
}

impl Run {
    pub fn source(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize].source
    }

    /// The files, each with its diagnostics.
    pub fn by_file(&self) -> impl Iterator<Item = (FileId, &[Diagnostic])> {
        let mut rest = self.diagnostics.as_slice();
        (0..self.files.len() as u32).map(FileId).map(move |file| {
            let count = rest.partition_point(|diagnostic| diagnostic.finding.at.file <= file);
            let (found, others) = rest.split_at(count);
            rest = others;
            (file, found)
        })
    }

    /// How many of the files are lists that are reported on.
    pub fn lists(&self) -> usize {
        let files = (0..self.files.len() as u32).map(FileId);
        files.filter(|file| self.is_list(*file)).count()
    }

    /// Whether a file is a list that is reported on.
    pub fn is_list(&self, file: FileId) -> bool {
        matches!(self.files[file.0 as usize].role, Role::List | Role::KnownList)
    }
}

/// Analyses files, each on its own and in parallel, then checks the catalog of all their entries. Nothing
/// is filtered yet: see [`crate::lint`].
pub fn run(inputs: Vec<Input>, aim: Aim) -> Run {
    let files = inputs
        .into_par_iter()
        .enumerate()
        .map(|(index, input)| Analysis::of(FileId(index as u32), input, aim))
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

pub(crate) fn diagnose(file: &Analysis, rule: &'static RuleInfo, finding: impl Into<Arc<Finding>>) -> Diagnostic {
    let finding = finding.into();
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
                news: file.news.as_deref(),
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
