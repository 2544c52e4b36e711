//! Findings that are known and hidden until the text that they are about changes.

use std::collections::BTreeMap;
use std::path::Path;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Finding};
use crate::document::Effect;
use crate::edit::{Applicability, Edit, Fix};
use crate::engine::{Analysis, Role, Run, diagnose, sort};
use crate::fingerprint::Fingerprint;
use crate::paths;
use crate::rule::{Check, RuleInfo};
use crate::rules::{self, stale_baseline};
use crate::source::{FileId, Location, Source, Span, last_from};

/// A line of a baseline: what one rule finds in one text of a file, and how often.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    /// The file, from the folder of the baseline.
    path: String,
    rule: String,
    /// The entry or the line, in one line.
    text: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Record {
    #[serde(flatten)]
    known: Known,
    #[serde(default = "once", skip_serializing_if = "is_once")]
    count: usize,
}

fn once() -> usize {
    1
}

fn is_once(count: &usize) -> bool {
    *count == 1
}

/// Why a file is no baseline.
#[derive(Debug, thiserror::Error)]
#[error("{path}:{line}: not a line of a baseline: {message}")]
pub struct BaselineError {
    path: String,
    line: usize,
    message: String,
}

/// Checks that a file holds a baseline.
///
/// # Errors
/// A line is no record of a finding.
pub fn check_baseline(source: &Source) -> Result<(), BaselineError> {
    for (index, line) in source.lines().enumerate() {
        let text = source.slice(line);
        if let Err(error) = serde_json::from_str::<Record>(text)
            && !text.trim().is_empty()
        {
            return Err(BaselineError {
                path: source.path().display().to_string(),
                line: index + 1,
                message: error.to_string(),
            });
        }
    }
    Ok(())
}

/// The findings of a run as the text of a baseline that will stand at a path: sorted, a line for each.
pub fn baseline(run: &Run, path: &Path) -> String {
    let mut keys = Keys::new(&run.files, path);
    let mut counts: BTreeMap<Known, usize> = BTreeMap::new();
    for diagnostic in &run.diagnostics {
        *counts.entry(keys.of(diagnostic)).or_default() += 1;
    }
    let lines = counts
        .into_iter()
        .map(|(known, count)| line_of(&Record { known, count }));
    lines.collect()
}

fn line_of(record: &Record) -> String {
    let line = serde_json::to_string(record).unwrap_or_default();
    format!("{line}\n")
}

/// Hides the diagnostics that a baseline among the files knows, and reports what it knows and is no more.
pub(super) fn apply(files: &[Analysis], diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let Some(place) = files.iter().position(|file| file.role == Role::Baseline) else {
        return diagnostics;
    };
    let own = &files[place];
    let mut keys = Keys::new(files, own.source.path());
    let mut records: Vec<(Span, Record)> = Vec::new();
    let mut left: FxHashMap<Known, usize> = FxHashMap::default();
    for line in own.source.lines() {
        if let Ok(record) = serde_json::from_str::<Record>(own.source.slice(line)) {
            let count = left.entry(record.known.clone()).or_default();
            *count = count.saturating_add(record.count);
            records.push((line, record));
        }
    }
    let mut kept = diagnostics;
    kept.retain(|diagnostic| {
        let known = left.get_mut(&keys.of(diagnostic)).filter(|count| **count > 0);
        known.is_none_or(|count| {
            *count -= 1;
            false
        })
    });
    let is_part = files.iter().any(|file| file.base.is_some());
    if own.rules.get(&stale_baseline::INFO).is_none() || is_part {
        return kept;
    }
    let ran = Ran::of(files, &keys, &records);
    for (line, record) in &records {
        let unused = left.get_mut(&record.known).map_or(0, |left| {
            let unused = record.count.min(*left);
            *left -= unused;
            unused
        });
        if unused > 0 && ran.covers(own, &record.known) {
            let finding = stale(FileId(place as u32), &own.source, *line, record, unused);
            kept.push(diagnose(own, &stale_baseline::INFO, finding));
        }
    }
    sort(&mut kept);
    kept
}

fn stale(file: FileId, source: &Source, line: Span, record: &Record, unused: usize) -> Finding {
    let Known { path, rule, .. } = &record.known;
    let whole = source.line_span(source.line_of(line.start as usize));
    let (message, edit) = match record.count - unused {
        0 => {
            let message = format!("`{rule}` finds this no more in {path}");
            (message, Edit::delete(file, whole))
        }
        count => {
            let known = record.known.clone();
            let times = if count == 1 { "time" } else { "times" };
            let message = format!("`{rule}` finds this {count} {times} in {path}, not {}", record.count);
            let text = line_of(&Record { known, count });
            (message, Edit::replace(file, line, text.trim_end()))
        }
    };
    let fix = Fix::new(
        "bring the baseline up to date",
        Applicability::Safe,
        &[Effect::Entries],
        vec![edit],
    );
    Finding::new(file, line, message)
        .help("take it out of the baseline, so that it is reported when it comes back")
        .fix(fix)
}

/// What a run has looked at.
struct Ran<'f> {
    by_path: FxHashMap<String, &'f Analysis>,
    /// Whether all files of the baseline are part of the run, so that what is found across files is.
    is_whole: bool,
}

impl<'f> Ran<'f> {
    fn of(files: &'f [Analysis], keys: &Keys<'_>, records: &[(Span, Record)]) -> Self {
        let lists = files
            .iter()
            .zip(&keys.paths)
            .filter(|(file, _)| file.role == Role::KnownList);
        let by_path: FxHashMap<String, &Analysis> = lists.map(|(file, path)| (path.clone(), file)).collect();
        let is_whole = records
            .iter()
            .all(|(_, record)| by_path.contains_key(&record.known.path));
        Self { by_path, is_whole }
    }

    /// Whether a known finding would have been found.
    fn covers(&self, own: &Analysis, known: &Known) -> bool {
        let Some(file) = self.by_path.get(&known.path) else {
            return own.tree.is_gone(own.source.path(), &known.path);
        };
        let info: Option<&RuleInfo> = rules::find(&known.rule);
        match info.map(|info| file.rules.get(info)) {
            None => true,
            Some(None) => false,
            Some(Some(rule)) => !matches!(rule.check, Check::Catalog(_) | Check::Tree(_)) || self.is_whole,
        }
    }
}

/// By what the findings of a run are known.
struct Keys<'f> {
    files: &'f [Analysis],
    /// The path of each file from the folder of the baseline.
    paths: Vec<String>,
    /// The text that was made last: many findings may be in one.
    last: Option<(FileId, Span, String)>,
}

impl<'f> Keys<'f> {
    fn new(files: &'f [Analysis], baseline: &Path) -> Self {
        let place = paths::absolute(baseline);
        let folder = place.parent().unwrap_or(Path::new("/"));
        let path = |file: &Analysis| {
            let absolute = paths::absolute(file.source.path());
            let path = paths::from_folder(&absolute, folder);
            path.display().to_string().replace('\\', "/")
        };
        Self {
            files,
            paths: files.iter().map(path).collect(),
            last: None,
        }
    }

    fn of(&mut self, diagnostic: &Diagnostic) -> Known {
        let Location { file, span } = diagnostic.finding.at;
        let analysis = &self.files[file.0 as usize];
        Known {
            path: self.paths[file.0 as usize].clone(),
            rule: diagnostic.rule.name.to_owned(),
            text: self.text(file, text_at(analysis, span.start)),
        }
    }

    fn text(&mut self, file: FileId, span: Span) -> String {
        match &self.last {
            Some((known, place, text)) if (*known, *place) == (file, span) => text.clone(),
            _ => {
                let text = short(self.files[file.0 as usize].source.slice(span));
                self.last = Some((file, span, text.clone()));
                text
            }
        }
    }
}

/// The entry at a place without its marker, or the line.
fn text_at(analysis: &Analysis, offset: u32) -> Span {
    let source = &analysis.source;
    let line = source.line_content(source.line_of(offset as usize));
    let entry = last_from(&analysis.entries, line.end.max(offset), |entry| entry.start);
    let holds = |entry: &&Span| {
        source.line_of(entry.start as usize) <= source.line_of(offset as usize) && offset < entry.end.max(line.end)
    };
    match entry.filter(holds) {
        Some(entry) if entry.end > line.start => *entry,
        _ => line,
    }
}

/// How many characters of a text are written out.
const SHOWN: usize = 240;

/// A text in one line, with a number for the part of it that is too long to be looked at.
fn short(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let Some((cut, _)) = line.char_indices().nth(SHOWN) else {
        return line;
    };
    let rest = Fingerprint::EMPTY.of(&line[cut..]);
    line.truncate(cut);
    format!("{line}… {rest}")
}
