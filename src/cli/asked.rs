//! Which findings are asked for: those of a change, those that are not known yet.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::files::NAMELESS;
use super::{Failure, context};
use crate::config::Configs;
use crate::engine::{Input, Role, Run};
use crate::filter;
use crate::git::{self, Since};
use crate::project::{self, SizeLimit, WorkingTree};

#[derive(Debug, Clone, Args)]
pub(super) struct AskedArgs {
    /// Files and folders that rules over all files look at too, and that are not reported on
    #[arg(long, value_name = "PATH", help_heading = "Changes")]
    context: Vec<PathBuf>,
    /// Only what lines are about that were added or altered since this revision
    #[arg(long, value_name = "REV", help_heading = "Changes", group = "past")]
    since: Option<String>,
    /// As --since, from where the working tree and this revision went apart
    #[arg(long, value_name = "REV", help_heading = "Changes", group = "past")]
    since_merge_base: Option<String>,
    /// As --since HEAD: only what is not committed yet
    #[arg(long, help_heading = "Changes", group = "past")]
    changed: bool,
    /// Hide the findings that this file knows
    #[arg(long, value_name = "FILE", help_heading = "Changes")]
    baseline: Option<PathBuf>,
    /// Write all findings to this file, to be known from now on
    #[arg(long, value_name = "FILE", help_heading = "Changes")]
    #[arg(conflicts_with_all = ["past", "baseline", "fix", "diff", "statistics", "output_format"])]
    write_baseline: Option<PathBuf>,
}

impl AskedArgs {
    fn past(&self) -> Option<Since> {
        let revision = self.since.clone().map(Since::Revision);
        let merge_base = self.since_merge_base.clone().map(Since::MergeBase);
        revision.or(merge_base).or(self.changed.then_some(Since::Head))
    }

    /// Whether findings are known from a file, or are written to one.
    pub(super) fn has_baseline(&self) -> bool {
        self.baseline.is_some() || self.write_baseline.is_some()
    }

    /// The same where the command has left the folder that the paths are named in.
    pub(super) fn named_in(&self, folder: &Path) -> Self {
        Self {
            context: self.context.iter().map(|path| folder.join(path)).collect(),
            ..self.clone()
        }
    }

    /// Prepares the files of a run so that the findings are reported that are asked for.
    pub(super) fn prepare(
        &self,
        inputs: &mut Vec<Input>,
        configs: &mut Configs,
        limit: SizeLimit,
    ) -> Result<(), Failure> {
        if let Some(since) = self.past() {
            compare(inputs, &since)?;
        }
        if self.write_baseline.is_none() {
            let named = inputs.len();
            context::add(inputs, &self.context, configs, limit)?;
            if self.past().is_none() && named < inputs.len() {
                note_head(&mut inputs[..named]);
            }
        }
        if self.has_baseline() {
            for input in inputs.iter_mut().filter(|input| input.role == Role::List) {
                input.role = Role::KnownList;
            }
        }
        if let Some(path) = &self.baseline {
            let source = project::read(path, limit).map_err(|error| Failure::Message(error.to_string()))?;
            filter::check_baseline(&source).map_err(|error| Failure::Message(error.to_string()))?;
            let rules = configs.rule_set(path)?;
            inputs.push(Input {
                role: Role::Baseline,
                tree: Arc::new(WorkingTree::default()),
                ..Input::new(source, rules)
            });
        }
        Ok(())
    }

    /// Writes the findings of a run to a baseline where that is asked for; returns its path.
    pub(super) fn write_baseline(&self, run: &Run) -> Result<Option<&Path>, Failure> {
        let Some(path) = &self.write_baseline else {
            return Ok(None);
        };
        fs::write(path, filter::baseline(run, path))
            .map_err(|error| Failure::Message(format!("{}: {error}", path.display())))?;
        Ok(Some(path))
    }
}

/// Gives files what they held in the last commit, where there is one.
fn note_head(inputs: &mut [Input]) {
    if inputs.iter().any(is_nameless) {
        return;
    }
    let paths: Vec<&Path> = inputs.iter().map(|input| input.source.path()).collect();
    if let Ok(bases) = git::bases(&paths, &Since::Head) {
        for (input, base) in inputs.iter_mut().zip(bases) {
            input.head = Some(Arc::new(base));
        }
    }
}

fn is_nameless(input: &Input) -> bool {
    input.source.path() == Path::new(NAMELESS)
}

/// Gives the files what they held before a change.
fn compare(inputs: &mut [Input], since: &Since) -> Result<(), Failure> {
    if inputs.iter().any(is_nameless) {
        let message = "standard input has no past: name its file with --stdin-filename";
        return Err(Failure::Message(message.to_owned()));
    }
    let paths: Vec<&Path> = inputs.iter().map(|input| input.source.path()).collect();
    let bases = git::bases(&paths, since)?;
    for (input, base) in inputs.iter_mut().zip(bases) {
        input.base = Some(Arc::new(base));
    }
    Ok(())
}
