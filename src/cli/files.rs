//! The files that a command is given: their texts with their rules.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{Failure, FileArgs, complain};
use crate::config::{ConfigSource, Configs, Selection};
use crate::engine::Input;
use crate::paths;
use crate::project::{self, FileError, WorkingTree};
use crate::rules::awesome_code_of_conduct;
use crate::source::Source;
use crate::tree::{Known, Tree};

const STDIN: &str = "-";

/// The path of standard input without a name.
pub(super) const NAMELESS: &str = "<stdin>";

/// What was read, and what could not be.
pub(super) struct Inputs {
    pub(super) inputs: Vec<Input>,
    /// How many files could not be read; each was complained of.
    pub(super) unread: usize,
}

pub(super) fn is_stdin(args: &FileArgs) -> bool {
    args.paths == [Path::new(STDIN)]
}

pub(super) fn configs(args: &FileArgs, selection: Selection) -> Result<Configs, Failure> {
    let source = match &args.config {
        Some(path) => ConfigSource::File(path.clone()),
        None if args.no_config => ConfigSource::Defaults,
        None => ConfigSource::Discovered,
    };
    Ok(Configs::new(source, selection)?)
}

/// The texts with their rules; complains of the files that cannot be read and goes on.
pub(super) fn inputs(args: &FileArgs, configs: &mut Configs) -> Result<Inputs, Failure> {
    let (inputs, errors) = read(args, configs)?;
    for error in &errors {
        complain(&error.to_string());
    }
    Ok(Inputs {
        inputs,
        unread: errors.len(),
    })
}

fn read(args: &FileArgs, configs: &mut Configs) -> Result<(Vec<Input>, Vec<FileError>), Failure> {
    if is_stdin(args) {
        return Ok((vec![stdin(args, configs)?], Vec::new()));
    }
    if args.paths.iter().any(|path| path == Path::new(STDIN)) {
        return Err(Failure::Message("`-` cannot be combined with other paths".to_owned()));
    }
    let paths = match args.paths[..] {
        [] => vec![project::readme(Path::new(".")).map_err(|error| Failure::Message(error.to_string()))?],
        _ => args.paths.clone(),
    };
    let mut config_error = None;
    let mut excluded = 0;
    let is_excluded = |path: &Path, is_dir: bool| {
        let is_excluded = match configs.config(path) {
            Ok(config) => config.is_excluded(path, is_dir),
            Err(error) => {
                config_error.get_or_insert(error);
                true
            }
        };
        excluded += usize::from(is_excluded);
        is_excluded
    };
    let (files, mut errors) = project::find(&paths, is_excluded);
    if let Some(error) = config_error {
        return Err(error.into());
    }
    if files.is_empty() && errors.is_empty() {
        if excluded == 0 {
            return Err(Failure::Message(
                "there are no Markdown files in what was named".to_owned(),
            ));
        }
        let _ = writeln!(io::stderr().lock(), "the configuration excludes all that was named");
    }
    let read: Vec<Result<Source, FileError>> = {
        let files = files.par_iter();
        files.map(|path| project::read(path, args.max_file_size)).collect()
    };
    let mut inputs = Vec::with_capacity(read.len());
    let tree: Arc<dyn Tree> = Arc::new(WorkingTree::fetched_from(args.origin.clone()));
    for source in read {
        match source {
            Err(error) => errors.push(error),
            Ok(source) => {
                let rules = configs.rule_set(source.path())?;
                let tree = Arc::clone(&tree);
                let collection = configs.collection(source.path())?;
                inputs.push(Input {
                    tree,
                    collection,
                    ..Input::new(source, rules)
                });
            }
        }
    }
    add_codes_of_conduct(&mut inputs, configs, &tree)?;
    Ok((inputs, errors))
}

/// Adds the code of conduct beside each list whose rules ask for it, for that rule alone.
fn add_codes_of_conduct(inputs: &mut Vec<Input>, configs: &mut Configs, tree: &Arc<dyn Tree>) -> Result<(), Failure> {
    let asking = inputs
        .iter()
        .filter(|input| input.rules.get(&awesome_code_of_conduct::INFO).is_some());
    let lists: Vec<PathBuf> = asking.map(|input| input.source.path().to_owned()).collect();
    let known = inputs.iter().map(|input| paths::absolute(input.source.path()));
    let mut known: FxHashSet<PathBuf> = known.collect();
    for list in lists {
        let Known::Present(code) = tree.read(&list, &awesome_code_of_conduct::PATHS) else {
            continue;
        };
        let path = list.with_file_name(code.path);
        if !known.insert(paths::absolute(&path)) {
            continue;
        }
        let rules = configs.rule_set_of(&path, awesome_code_of_conduct::INFO.name)?;
        let source = Source::decode(path, code.text.as_bytes().to_vec());
        let tree = Arc::clone(tree);
        inputs.push(Input {
            tree,
            ..Input::new(source, rules)
        });
    }
    Ok(())
}

fn stdin(args: &FileArgs, configs: &mut Configs) -> Result<Input, Failure> {
    let name = args.stdin_filename.as_deref().unwrap_or(Path::new(NAMELESS));
    let source = project::read_from(io::stdin().lock(), 0, name, args.max_file_size);
    let source = source.map_err(|error| Failure::Message(format!("standard input: {error}")))?;
    let rules = configs.rule_set(name)?;
    let input = Input::new(source, rules);
    if args.stdin_filename.is_none() {
        return Ok(input);
    }
    let tree = Arc::new(WorkingTree::default());
    let collection = configs.collection(input.source.path())?;
    Ok(Input {
        tree,
        collection,
        ..input
    })
}
