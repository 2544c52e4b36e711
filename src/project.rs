//! The files of a run: found, read, and written back whole.

mod limit;
mod write;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::WalkBuilder;
use rustc_hash::{FxHashMap, FxHashSet};

pub use limit::SizeLimit;
pub use write::{end_between_files, remove_leftovers, write};

use crate::git;
use crate::paths::{absolute, leads_out, repository};
use crate::source::Source;
use crate::tree::{FirstCommit, Known, Lookup, Text, Tree};

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

/// How much is read of a file beside a list, in bytes.
const LARGEST_BESIDE: u64 = 1024 * 1024;

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

/// The working trees of the git repositories that hold the lists. Outside of a repository nothing is
/// known: a list may have been copied out of its tree.
#[derive(Debug, Default)]
pub struct WorkingTree {
    repositories: Mutex<FxHashMap<PathBuf, Option<PathBuf>>>,
    folders: Mutex<FxHashMap<PathBuf, Arc<FxHashSet<OsString>>>>,
    origin: Option<String>,
}

impl WorkingTree {
    /// One that was fetched from an address.
    pub fn fetched_from(origin: Option<String>) -> Self {
        Self {
            origin,
            ..Self::default()
        }
    }

    fn repository(&self, list: &Path) -> Option<PathBuf> {
        let folder = list.parent()?.to_owned();
        let mut known = self.repositories.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(folder).or_insert_with(|| repository(list)).clone()
    }

    /// The names in a folder; none where it cannot be read.
    fn names(&self, folder: &Path) -> Arc<FxHashSet<OsString>> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(names) = folders.get(folder) {
            return Arc::clone(names);
        }
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let names = Arc::new(entries.map(|entry| entry.file_name()).collect());
        folders.insert(folder.to_owned(), Arc::clone(&names));
        names
    }

    /// The file at a path from a folder, as it is called: as the path is written, or else the first in the order of
    /// the names.
    fn file_in_any_case(&self, folder: &Path, path: &str) -> Option<PathBuf> {
        let path = path.trim_start_matches('/');
        let (segment, rest) = match path.split_once('/') {
            Some((segment, rest)) => (segment, Some(rest)),
            None => (path, None),
        };
        let names = self.names(folder);
        let mut same: Vec<&str> = in_any_case(&names, segment).collect();
        same.sort_by_key(|name| (*name != segment, *name));
        same.into_iter().find_map(|name| {
            let place = folder.join(name);
            match rest {
                Some(rest) => self.file_in_any_case(&place, rest),
                None => place.is_file().then_some(place),
            }
        })
    }
}

impl Tree for WorkingTree {
    fn look_up(&self, list: &Path, target: &str) -> Lookup {
        let list = absolute(list);
        let Some(root) = self.repository(&list) else {
            return Lookup::Unknown;
        };
        let start = match target.starts_with('/') {
            true => root.as_path(),
            false => list.parent().unwrap_or(&root),
        };
        let mut place = start.to_owned();
        let mut written = Vec::new();
        let mut is_other_case = false;
        for segment in target.split('/') {
            let mut name = segment.to_owned();
            match segment {
                "" | "." => {}
                ".." if place == root => return Lookup::Unknown,
                ".." => {
                    place.pop();
                }
                _ => {
                    let names = self.names(&place);
                    // git keeps no empty folders: this one is a module that was not fetched.
                    if names.is_empty() {
                        return Lookup::Unknown;
                    }
                    if !names.contains(OsStr::new(segment)) {
                        let Some(other) = other_case(&names, segment) else {
                            return Lookup::Missing { other_case: None };
                        };
                        is_other_case = true;
                        name = other;
                    }
                    place.push(&name);
                }
            }
            written.push(name);
        }
        if !is_other_case {
            return Lookup::Present;
        }
        let other_case = Some(written.join("/"));
        Lookup::Missing { other_case }
    }

    fn read(&self, list: &Path, paths: &[&str]) -> Known<Text> {
        let list = absolute(list);
        let Some(folder) = list.parent() else {
            return Known::Nothing;
        };
        // Outside of a repository the folder of the list is all that is known.
        let root = self.repository(&list).unwrap_or_else(|| folder.to_owned());
        let found = paths.iter().find_map(|path| {
            let start = if path.starts_with('/') { &root } else { folder };
            let place = self.file_in_any_case(start, path)?;
            // A symbolic link may lead anywhere.
            let target = fs::canonicalize(&place).ok()?;
            let is_inside = target.starts_with(fs::canonicalize(&root).ok()?);
            is_inside.then(|| (slashed(place.strip_prefix(start).unwrap_or(&place)), target))
        });
        let Some((path, target)) = found else {
            return Known::Absent;
        };
        let mut bytes = Vec::new();
        match fs::File::open(target).and_then(|file| file.take(LARGEST_BESIDE).read_to_end(&mut bytes)) {
            Ok(_) => Known::Present(Text {
                path,
                text: String::from_utf8_lossy(&bytes).into_owned(),
            }),
            Err(_) => Known::Nothing,
        }
    }

    fn push_address(&self, list: &Path) -> Known<String> {
        match &self.origin {
            Some(origin) => Known::Present(origin.clone()),
            None => git::push_address(absolute(list).parent().unwrap_or(Path::new("."))),
        }
    }

    fn first_commit(&self, list: &Path) -> Known<FirstCommit> {
        git::first_commit(absolute(list).parent().unwrap_or(Path::new(".")))
    }

    fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }
}

/// A path with slashes.
fn slashed(path: &Path) -> String {
    let parts = path.components().map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// The only name that differs from this one in letter case alone.
fn other_case(names: &FxHashSet<OsString>, wanted: &str) -> Option<String> {
    let mut same = in_any_case(names, wanted);
    let only = same.next()?;
    same.next().is_none().then(|| only.to_owned())
}

/// The names that are this one, or differ from it in letter case alone.
fn in_any_case<'n>(names: &'n FxHashSet<OsString>, wanted: &str) -> impl Iterator<Item = &'n str> {
    let wanted = wanted.to_lowercase();
    let names = names.iter().filter_map(|name| name.to_str());
    names.filter(move |name| name.to_lowercase() == wanted)
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
