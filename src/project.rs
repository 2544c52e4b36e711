//! The files of a run: found, read, and written back whole.

mod limit;
mod working_tree;
mod write;

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use rustc_hash::FxHashSet;

pub use limit::SizeLimit;
pub use working_tree::WorkingTree;
pub use write::{end_between_files, remove_leftovers, write};

use crate::paths::leads_out;
use crate::source::Source;

/// What keeps a file from being checked or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("{}: not a regular file", path.display())]
    NotAFile { path: PathBuf },
    #[error("{}: larger than the {limit} that are read of one file; --max-file-size raises the limit", path.display())]
    TooLarge { path: PathBuf, limit: SizeLimit },
    #[error("{}: leads out of its git repository, to {}; name that file itself", path.display(), target.display())]
    LeadsOut { path: PathBuf, target: PathBuf },
    #[error("{}: changed while it was being fixed; nothing was written to it", path.display())]
    Changed { path: PathBuf },
    #[error("no README.md, readme.md or other README in this folder; name the files to check")]
    NoReadme,
}

/// The endings of Markdown files that are found in folders.
const ENDINGS: [&str; 3] = ["md", "markdown", "mdown"];

/// The files named, and those in the folders named, each once however it is named, and in the order they
/// are named in; the files of a folder are in the order of their names. `is_excluded` is asked for everything found.
/// Symbolic links are followed where they are named and stay in their repository.
pub fn find(paths: &[PathBuf], mut is_excluded: impl FnMut(&Path, bool) -> bool) -> (Vec<PathBuf>, Vec<FileError>) {
    let mut files = Vec::new();
    let mut errors = Vec::new();
    for path in paths {
        if let Some(target) = leads_out(path) {
            let path = path.clone();
            errors.push(FileError::LeadsOut { path, target });
            continue;
        }
        match fs::metadata(path) {
            Err(source) => errors.push(FileError::Io {
                path: path.clone(),
                source,
            }),
            Ok(metadata) if metadata.is_dir() => walk(path, &mut is_excluded, &mut files, &mut errors),
            Ok(metadata) if metadata.is_file() => {
                if !is_excluded(path, false) {
                    files.push(path.clone());
                }
            }
            Ok(_) => errors.push(FileError::NotAFile { path: path.clone() }),
        }
    }
    let mut seen = FxHashSet::default();
    files.retain(|file| seen.insert(fs::canonicalize(file).unwrap_or_else(|_| file.clone())));
    (files, errors)
}

fn walk(
    folder: &Path,
    is_excluded: &mut impl FnMut(&Path, bool) -> bool,
    files: &mut Vec<PathBuf>,
    errors: &mut Vec<FileError>,
) {
    let walker = WalkBuilder::new(folder)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| {
            entry.depth() == 0 || !matches!(entry.file_name().to_str(), Some(".git" | "node_modules"))
        })
        .sort_by_file_name(std::ffi::OsStr::cmp)
        .build();
    for entry in walker {
        match entry {
            Err(error) => {
                let path = folder.to_owned();
                let source = io::Error::other(error.to_string());
                errors.push(FileError::Io { path, source });
            }
            Ok(entry) => {
                let path = entry.path();
                let ending = path.extension().and_then(|ending| ending.to_str());
                let is_markdown = ending.is_some_and(|ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()));
                // Links that are found on the way may lead out of the folder.
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_markdown && is_file && !is_licence(path) && !is_excluded(path, false) {
                    files.push(clean(path));
                }
            }
        }
    }
}

/// Whether a file holds a licence, a text that its users may not change.
fn is_licence(path: &Path) -> bool {
    let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or_default();
    let word = stem.split(['-', '_', '.', ' ']).next().unwrap_or_default();
    ["license", "licence", "copying"]
        .iter()
        .any(|name| word.eq_ignore_ascii_case(name))
}

/// The path without a leading `./`.
fn clean(path: &Path) -> PathBuf {
    path.strip_prefix(".").map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// The README of a folder.
///
/// # Errors
/// There is none, or the folder cannot be read.
pub fn readme(folder: &Path) -> Result<PathBuf, FileError> {
    let io = |source| FileError::Io {
        path: folder.to_owned(),
        source,
    };
    let mut names: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(io)?
        .filter_map(Result::ok)
        .map(|entry| PathBuf::from(entry.file_name()))
        .filter(|name| is_readme(name) && !folder.join(name).is_dir())
        .collect();
    names.sort();
    names.into_iter().next().ok_or(FileError::NoReadme)
}

fn is_readme(name: &Path) -> bool {
    let stem = name.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let ending = name.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    stem.eq_ignore_ascii_case("readme") && ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
}

/// Reads one file.
///
/// # Errors
/// The file cannot be read, is too large or is no regular file.
pub fn read(path: &Path, limit: SizeLimit) -> Result<Source, FileError> {
    let io = |source| FileError::Io {
        path: path.to_owned(),
        source,
    };
    // A pipe that nobody writes to would keep the program waiting as soon as it is opened.
    let metadata = fs::metadata(path).map_err(io)?;
    if !metadata.is_file() {
        return Err(FileError::NotAFile { path: path.to_owned() });
    }
    read_from(fs::File::open(path).map_err(io)?, metadata.len(), path, limit)
}

/// Reads a text whose length is only expected, and decodes it.
///
/// # Errors
/// It cannot be read, or is too large.
pub fn read_from(input: impl Read, length: u64, path: &Path, limit: SizeLimit) -> Result<Source, FileError> {
    let too_large = || FileError::TooLarge {
        path: path.to_owned(),
        limit,
    };
    if length > limit.bytes() {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(length as usize + 1);
    let read = input.take(limit.bytes() + 1).read_to_end(&mut bytes);
    read.map_err(|source| FileError::Io {
        path: path.to_owned(),
        source,
    })?;
    if bytes.len() as u64 > limit.bytes() {
        return Err(too_large());
    }
    Ok(Source::decode(path, bytes))
}
