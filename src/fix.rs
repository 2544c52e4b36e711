//! Applies fixes until nothing is left to fix, and proves of each pass that it lost nothing.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Diagnostic;
use crate::document::{Content, Document, Side};
use crate::edit::{Applicability, EditPlan, Fix};
use crate::engine::{Analysis, Role, Run, conclude};
use crate::filter;
use crate::rule::{Group, RuleInfo};
use crate::rules::invalid_utf8;
use crate::source::{FileId, Source, Span, last_from};

/// How often the fixes of a file may make new fixes possible. What is left then is for another run: every
/// pass is proved, so what they made stays.
const PASSES: usize = 32;

/// How many plans are tried to find the fixes of one file that lose something.
const TRIALS: usize = 256;

/// Which fixes are applied.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The least trusted that are.
    pub limit: Applicability,
    pub rules: Which,
}

/// The rules whose fixes are applied.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    All,
    Group(Group),
    Rule(&'static RuleInfo),
}

impl Wanted {
    /// The fixes of all rules that are at least so trusted.
    pub fn all(limit: Applicability) -> Self {
        let rules = Which::All;
        Self { limit, rules }
    }

    fn fix_of(self, diagnostic: &Diagnostic) -> Option<&Fix> {
        let is_chosen = match self.rules {
            Which::All => true,
            Which::Group(group) => diagnostic.rule.group == group,
            Which::Rule(rule) => diagnostic.rule == rule,
        };
        let fix = diagnostic.finding.fix.as_ref()?;
        (is_chosen && fix.applicability() >= self.limit).then_some(fix)
    }
}

/// What fixing did to the files of a run.
#[derive(Debug)]
pub struct Fixed {
    /// The run over the texts as they are now.
    pub run: Run,
    /// For each file what it was before, if it changed.
    pub before: Vec<Option<Source>>,
    /// How many findings of each rule were repaired in each file.
    pub applied: Vec<FxHashMap<&'static str, usize>>,
    /// Files whose fixes were all taken back because they undo one another.
    pub unsettled: Vec<Unsettled>,
}

impl Fixed {
    /// Gives files the texts back that they had, with what is found in these.
    pub fn take_back(&mut self, files: &[FileId]) {
        if files.is_empty() {
            return;
        }
        let analyses = std::mem::take(&mut self.run.files).into_iter().enumerate();
        let restored = analyses.map(|(index, analysis)| {
            let file = FileId(index as u32);
            let before = self.before[index].take_if(|_| files.contains(&file));
            match before {
                Some(before) => {
                    self.applied[index].clear();
                    analysis.again(file, before)
                }
                None => analysis,
            }
        });
        let restored = restored.collect();
        self.run = filter::apply(conclude(restored));
    }
}

/// Fixes that undo one another.
#[derive(Debug)]
pub struct Unsettled {
    pub file: FileId,
    /// The rules whose fixes took turns, by name.
    pub rules: Vec<&'static str>,
}

/// A file while it is being fixed.
struct Progress {
    original: Option<Source>,
    seen: Vec<(u64, Vec<&'static str>)>,
    applied: FxHashMap<&'static str, usize>,
    is_given_up: bool,
}

/// Applies the wanted fixes, pass by pass.
pub fn fixpoint(run: Run, wanted: Wanted) -> Fixed {
    let mut run = run;
    let mut files: Vec<Progress> = run.files.iter().map(|_| Progress::new()).collect();
    let mut unsettled = Vec::new();
    for _ in 0..PASSES {
        let passed = run_pass(&mut run, &mut files, wanted);
        let has_changed = passed.iter().any(|(_, outcome)| !matches!(outcome, Outcome::Same));
        let analyses = passed.into_iter().map(|(analysis, outcome)| {
            if let Outcome::Unsettled(trouble) = outcome {
                unsettled.push(trouble);
            }
            analysis
        });
        let analyses = analyses.collect();
        if !has_changed {
            run.files = analyses;
            break;
        }
        run = filter::apply(conclude(analyses));
    }
    let unsettled_files: FxHashSet<FileId> = unsettled.iter().map(|trouble: &Unsettled| trouble.file).collect();
    note_left_out(&mut run, wanted, &unsettled_files);
    Fixed {
        run,
        before: files.iter_mut().map(|progress| progress.original.take()).collect(),
        applied: files.into_iter().map(|progress| progress.applied).collect(),
        unsettled,
    }
}

/// What a pass made of one file.
struct Step {
    next: Next,
    rules: Vec<&'static str>,
}

/// A new text, with its document and what it says where the proof has read that already.
enum Next {
    Text(String),
    Read(Box<Document>, Content),
}

/// What became of a file in a pass.
enum Outcome {
    Same,
    Changed,
    Unsettled(Unsettled),
}

impl Next {
    fn text(&self) -> &str {
        match self {
            Next::Text(text) => text,
            Next::Read(document, _) => document.source().text(),
        }
    }
}

impl Step {
    /// What a plan made of a text, with the rules of those of the fixes that are in it.
    fn of(plan: &EditPlan<'_>, next: Next, fixes: &[(&'static RuleInfo, &Fix)]) -> Self {
        let planned = addresses(plan.fixes());
        let rules = fixes
            .iter()
            .filter(|(_, fix)| planned.contains(&std::ptr::from_ref(*fix)));
        let rules = rules.map(|(rule, _)| rule.name).collect();
        Self { next, rules }
    }
}

impl Progress {
    fn new() -> Self {
        Self {
            original: None,
            seen: Vec::new(),
            applied: FxHashMap::default(),
            is_given_up: false,
        }
    }

    /// Takes the new text, unless it has been seen before: then the file gets its first text back.
    fn advance(&mut self, file: FileId, analysis: Analysis, step: Step) -> (Analysis, Outcome) {
        self.seen.push((hash(analysis.source.text()), step.rules.clone()));
        let text = hash(step.next.text());
        let cycle = self.seen.iter().position(|(seen, _)| *seen == text);
        if let Some(from) = cycle {
            let mut rules: Vec<&'static str> = self.seen[from..].iter().flat_map(|(_, rules)| rules.clone()).collect();
            rules.sort_unstable();
            rules.dedup();
            self.is_given_up = true;
            self.applied.clear();
            let restored = match self.original.take() {
                Some(original) => analysis.again(file, original),
                None => analysis,
            };
            return (restored, Outcome::Unsettled(Unsettled { file, rules }));
        }
        for rule in step.rules {
            *self.applied.entry(rule).or_default() += 1;
        }
        let next = match step.next {
            Next::Text(text) => analysis.again(file, Source::from_text(analysis.source.path(), text)),
            Next::Read(document, content) => analysis.reread(*document, content),
        };
        self.original.get_or_insert(analysis.source);
        (next, Outcome::Changed)
    }
}

fn hash(text: &str) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The files of a run after one pass, each linted again where it changed; takes the files of the run.
fn run_pass(run: &mut Run, files: &mut [Progress], wanted: Wanted) -> Vec<(Analysis, Outcome)> {
    let analyses = std::mem::take(&mut run.files);
    let mut by_file: Vec<Vec<(&'static RuleInfo, &Fix)>> = vec![Vec::new(); analyses.len()];
    for diagnostic in &run.diagnostics {
        if let Some(fix) = wanted.fix_of(diagnostic) {
            by_file[fix.file().0 as usize].push((diagnostic.rule, fix));
        }
    }
    analyses
        .into_par_iter()
        .zip(by_file)
        .zip(files)
        .enumerate()
        .map(|(index, ((analysis, fixes), progress))| {
            let file = FileId(index as u32);
            let step = match progress.is_given_up {
                true => None,
                false => step(file, &analysis, fixes),
            };
            match step {
                None => (analysis, Outcome::Same),
                Some(step) => progress.advance(file, analysis, step),
            }
        })
        .collect()
}

/// The verified result of one pass over a file; `None` where nothing changes.
fn step(file: FileId, analysis: &Analysis, mut fixes: Vec<(&'static RuleInfo, &Fix)>) -> Option<Step> {
    if !analysis.source.is_utf8() {
        fixes.retain(|(_, fix)| makes_valid(&analysis.source, fix));
    }
    match analysis.role {
        _ if fixes.is_empty() => None,
        // Its lines are no Markdown, and say nothing that a reader of a list would miss.
        Role::Baseline => {
            let plan = EditPlan::accept(fixes.iter().map(|(_, fix)| *fix));
            let text = plan.apply(analysis.source.text()).text;
            Some(Step::of(&plan, Next::Text(text), &fixes))
        }
        _ => verified_step(file, analysis, &fixes),
    }
}

/// Whether a fix repairs every byte that is not UTF-8; only such a fix may touch a file that has some.
fn makes_valid(source: &Source, fix: &Fix) -> bool {
    let repairs = |span: Span| {
        let edit = last_from(fix.edits(), span.start, |edit| edit.at.span.start);
        edit.is_some_and(|edit| edit.at.span.encloses(span))
    };
    let invalid = source.invalid();
    !invalid.is_empty() && invalid.iter().all(|sequence| repairs(sequence.span))
}

fn verified_step(file: FileId, analysis: &Analysis, fixes: &[(&'static RuleInfo, &Fix)]) -> Option<Step> {
    let source = &analysis.source;
    let read = analysis.content.is_none().then(|| Content::of(source));
    let before = analysis.content.as_deref().or(read.as_ref())?;
    let mut plan = EditPlan::accept(fixes.iter().map(|(_, fix)| *fix));
    // Nearly all plans lose nothing.
    if let Some((document, content)) = proved(file, source, before, &plan) {
        let is_new = document.source().text() != source.text();
        return is_new.then(|| Step::of(&plan, Next::Read(Box::new(document), content), fixes));
    }
    let mut trials = TRIALS - 1;
    let mut kept = halves(source, before, &[], plan.fixes(), &mut trials);
    // What stood in the way of other fixes and is left out makes room for them.
    let rejected: FxHashSet<*const Fix> = addresses(plan.fixes()).difference(&addresses(&kept)).copied().collect();
    let rest = fixes
        .iter()
        .map(|(_, fix)| *fix)
        .filter(|fix| !rejected.contains(&std::ptr::from_ref(*fix)));
    plan = EditPlan::accept(rest);
    let known = addresses(&kept);
    let (base, new): (Vec<&Fix>, Vec<&Fix>) = plan
        .fixes()
        .iter()
        .partition(|fix| known.contains(&std::ptr::from_ref(**fix)));
    kept = lossless(source, before, &[], &base, &mut trials);
    kept.extend(lossless(source, before, &kept, &new, &mut trials));
    if kept.is_empty() {
        return None;
    }
    let plan = EditPlan::of(kept);
    let text = plan.apply(source.text()).text;
    (text != source.text()).then(|| Step::of(&plan, Next::Text(text), fixes))
}

/// The document that a plan makes of a text and what it says, if nothing is lost: what is read for the proof is linted
/// next.
fn proved(file: FileId, source: &Source, before: &Content, plan: &EditPlan<'_>) -> Option<(Document, Content)> {
    let applied = plan.apply(source.text());
    let fixed = Source::from_text(source.path(), applied.text);
    let (document, after) = Document::parse_with_content(file, fixed);
    let old = Side::new(source, before, &applied.before);
    let is_lossless = old.equals(Side::new(document.source(), &after, &applied.after));
    is_lossless.then_some((document, after))
}

fn addresses(fixes: &[&Fix]) -> FxHashSet<*const Fix> {
    fixes.iter().map(|fix| std::ptr::from_ref(*fix)).collect()
}

/// Those of the candidates that can be applied on top of the base without losing anything, found by
/// halving.
fn lossless<'f>(
    source: &Source,
    before: &Content,
    base: &[&'f Fix],
    candidates: &[&'f Fix],
    trials: &mut usize,
) -> Vec<&'f Fix> {
    if candidates.is_empty() || *trials == 0 {
        return Vec::new();
    }
    *trials -= 1;
    let all: Vec<&Fix> = base.iter().chain(candidates).copied().collect();
    if is_lossless(source, before, all) {
        return candidates.to_vec();
    }
    halves(source, before, base, candidates, trials)
}

/// The same of candidates that lose something together.
fn halves<'f>(
    source: &Source,
    before: &Content,
    base: &[&'f Fix],
    candidates: &[&'f Fix],
    trials: &mut usize,
) -> Vec<&'f Fix> {
    if candidates.len() < 2 {
        return Vec::new();
    }
    let (first, second) = candidates.split_at(candidates.len() / 2);
    let mut kept = lossless(source, before, base, first, trials);
    let base: Vec<&Fix> = base.iter().chain(&kept).copied().collect();
    kept.extend(lossless(source, before, &base, second, trials));
    kept
}

fn is_lossless(source: &Source, before: &Content, fixes: Vec<&Fix>) -> bool {
    let applied = EditPlan::of(fixes).apply(source.text());
    let fixed = Source::from_text(source.path(), applied.text);
    let old = Side::new(source, before, &applied.before);
    old.equals(Side::new(&fixed, &Content::of(&fixed), &applied.after))
}

/// Says of the findings whose fix was wanted and is still there that it was left out, and why.
fn note_left_out(run: &mut Run, wanted: Wanted, unsettled: &FxHashSet<FileId>) {
    for diagnostic in &mut run.diagnostics {
        if wanted.fix_of(diagnostic).is_none() {
            continue;
        }
        let file = diagnostic.finding.at.file;
        let is_utf8 = run.files[file.0 as usize].source.is_utf8();
        let is_skipped = !is_utf8 && diagnostic.rule != &invalid_utf8::INFO;
        let why = match (unsettled.contains(&file), is_skipped) {
            (true, _) => "its fix was taken back, since the fixes of this file do not come to an end",
            (_, true) => "its fix was left out, since the file is not UTF-8",
            _ => "its fix was left out: it could not be shown that it changes nothing but what it repairs",
        };
        let finding = Arc::make_mut(&mut diagnostic.finding);
        finding.help = Some(why.to_owned());
        finding.fix = None;
    }
}
