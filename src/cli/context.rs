//! Files that are looked at together with those that are named, and not reported on by themselves.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::Failure;
use crate::config::{ConfigError, Configs};
use crate::engine::{Input, Role};
use crate::paths;
use crate::project::{self, SizeLimit};

/// Adds the files of the context: those in the paths given, and in those that the configurations of the named
/// files name.
pub(super) fn add(
    inputs: &mut Vec<Input>,
    given: &[PathBuf],
    configs: &mut Configs,
    limit: SizeLimit,
) -> Result<(), Failure> {
    let mut paths = given.to_vec();
    for input in &*inputs {
        for path in configs.context(input.source.path())? {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    if paths.is_empty() {
        return Ok(());
    }
    let mut failure: Option<ConfigError> = None;
    let is_excluded = |path: &Path, is_dir: bool| match configs.config(path) {
        Ok(config) => config.is_excluded(path, is_dir),
        Err(error) => {
            failure.get_or_insert(error);
            true
        }
    };
    let (mut files, errors) = project::find(&paths, is_excluded);
    if let Some(error) = failure {
        return Err(error.into());
    }
    if let Some(error) = errors.first() {
        return Err(Failure::Message(format!("context: {error}")));
    }
    let named: FxHashSet<PathBuf> = inputs.iter().map(|input| place(input.source.path())).collect();
    files.retain(|file| !named.contains(&place(file)));
    let here = paths::absolute(Path::new("."));
    let sources: Vec<_> = files
        .par_iter()
        .map(|file| project::read(file.strip_prefix(&here).unwrap_or(file), limit))
        .collect();
    for source in sources {
        let source = source.map_err(|error| Failure::Message(format!("context: {error}")))?;
        let rules = configs.rule_set(source.path())?;
        let collection = configs.collection(source.path())?;
        inputs.push(Input {
            collection,
            role: Role::Context,
            ..Input::new(source, Arc::clone(&rules))
        });
    }
    Ok(())
}

fn place(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| paths::absolute(path))
}
