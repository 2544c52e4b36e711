//! What fixing made of the files: written, or shown as a patch.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::complain;
use crate::engine::Role;
use crate::fix::Fixed;
use crate::paths;
use crate::project;
use crate::report::{self, Color, Lines};
use crate::source::{FileId, Source};

/// Writes what changed as a patch to the standard output; returns how many files changed.
pub(super) fn print_patch(fixed: &Fixed, color: Color) -> io::Result<usize> {
    let mut out = BufWriter::new(io::stdout().lock());
    let changes: Vec<(PathBuf, &Source, &Source)> = fixed
        .run
        .files
        .iter()
        .zip(&fixed.before)
        .filter_map(|(analysis, before)| {
            let path = paths::absolute(analysis.source.path());
            Some((path, before.as_ref()?, &analysis.source))
        })
        .collect();
    let changed = changes.len();
    let base = patch_base(changes.iter().map(|(path, ..)| path.as_path()));
    let lines = if io::stdout().is_terminal() {
        Lines::Sanitized
    } else {
        Lines::Exact
    };
    for (path, before, after) in &changes {
        let path = base
            .as_ref()
            .and_then(|base| path.strip_prefix(base).ok())
            .unwrap_or(path);
        report::unified(path, &before.bytes(), after.text().as_bytes(), lines, color, &mut out)?;
    }
    out.flush()?;
    Ok(changed)
}

/// The folder in which a patch of these files applies: the working directory, or their repository.
fn patch_base<'p>(mut paths: impl Iterator<Item = &'p Path> + Clone) -> Option<PathBuf> {
    let folder = paths::absolute(Path::new("."));
    let mut rest = paths.clone();
    if rest.all(|path| path.starts_with(&folder)) {
        return Some(folder);
    }
    let repository = paths.clone().next().and_then(paths::repository)?;
    paths.all(|path| path.starts_with(&repository)).then_some(repository)
}

/// Writes every changed file; complains of those that cannot be written, takes back what was repaired in them, returns
/// how many they are, and goes on.
pub(super) fn write_files(fixed: &mut Fixed) -> usize {
    project::end_between_files();
    for folder in folders(fixed) {
        project::remove_leftovers(&folder);
    }
    let mut unwritten = Vec::new();
    for (index, (analysis, before)) in fixed.run.files.iter().zip(&fixed.before).enumerate() {
        let Some(before) = before else {
            continue;
        };
        let source = &analysis.source;
        if let Err(error) = project::write(source.path(), &before.bytes(), source.text()) {
            complain(&error.to_string());
            unwritten.push(FileId(index as u32));
        }
    }
    fixed.take_back(&unwritten);
    unwritten.len()
}

/// The folders that hold the files of a run; of the changed ones those that they are written in.
fn folders(fixed: &Fixed) -> BTreeSet<PathBuf> {
    let files = fixed.run.files.iter().zip(&fixed.before);
    let lists = files.filter(|(analysis, _)| matches!(analysis.role, Role::List | Role::KnownList));
    let folders = lists.filter_map(|(analysis, before)| {
        let path = paths::absolute(analysis.source.path());
        let target = before.as_ref().and_then(|_| fs::canonicalize(&path).ok());
        Some(target.unwrap_or(path).parent()?.to_owned())
    });
    folders.collect()
}

pub(super) fn report_unsettled(fixed: &Fixed) {
    for trouble in &fixed.unsettled {
        let FileId(file) = trouble.file;
        let path = fixed.run.files[file as usize].source.path().display();
        complain(&format!(
            "{path}: the fixes of {} undo one another; none was applied to this file, please report it",
            trouble.rules.join(" and ")
        ));
    }
}
