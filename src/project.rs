//! The files of a run: found, read, and written back whole.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use rustc_hash::FxHashSet;

use crate::source::Source;

pub use working_tree::WorkingTree;

mod working_tree;

/// What keeps a file from being checked or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("{}: not a regular file", path.display())]
    NotAFile { path: PathBuf },
    #[error("{}: {size} bytes are more than the {LARGEST} that are read of one file", path.display())]
    TooLarge { path: PathBuf, size: u64 },
    #[error("{}: changed while it was being fixed; nothing was written to it", path.display())]
    Changed { path: PathBuf },
    #[error("no README.md, readme.md or other README in this folder; name the files to check")]
    NoReadme,
}

/// The largest file that is read, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The endings of Markdown files that are found in folders.
const ENDINGS: [&str; 3] = ["md", "markdown", "mdown"];

/// The files named, and those in the folders named, each once however it is named, and in the order they
/// are named in; the files of a folder are in the order of their names. `is_excluded` is asked for everything found.
pub fn find(paths: &[PathBuf], mut is_excluded: impl FnMut(&Path, bool) -> bool) -> (Vec<PathBuf>, Vec<FileError>) {
    let mut files = Vec::new();
    let mut errors = Vec::new();
    for path in paths {
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
        .filter(|name| is_readme(name))
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
pub fn read(path: &Path) -> Result<Source, FileError> {
    let io = |source| FileError::Io {
        path: path.to_owned(),
        source,
    };
    let file = fs::File::open(path).map_err(io)?;
    let metadata = file.metadata().map_err(io)?;
    if !metadata.is_file() {
        return Err(FileError::NotAFile { path: path.to_owned() });
    }
    if metadata.len() > LARGEST {
        return Err(FileError::TooLarge {
            path: path.to_owned(),
            size: metadata.len(),
        });
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(io)?;
    Ok(Source::decode(path, bytes))
}

/// Writes a text over a file that still holds what was read from it: into a temporary file beside it,
/// which then takes its place. Permissions and symbolic links stay.
///
/// # Errors
/// The file has changed or vanished, is read-only, or its folder cannot be written to; then it is
/// untouched.
pub fn write(path: &Path, before: &[u8], text: &str) -> Result<(), FileError> {
    let io = |source| FileError::Io {
        path: path.to_owned(),
        source,
    };
    let target = fs::canonicalize(path).map_err(io)?;
    if fs::read(&target).map_err(io)? != before {
        return Err(FileError::Changed { path: path.to_owned() });
    }
    let metadata = fs::metadata(&target).map_err(io)?;
    let permissions = metadata.permissions();
    if permissions.readonly() {
        return Err(io(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "the file is read-only",
        )));
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut temporary = tempfile::Builder::new()
        .prefix(".awesome-lint-")
        .tempfile_in(folder)
        .map_err(io)?;
    temporary.write_all(text.as_bytes()).map_err(io)?;
    keep_owner(temporary.path(), &metadata);
    temporary.as_file().set_permissions(permissions).map_err(io)?;
    temporary.as_file().sync_all().map_err(io)?;
    temporary.persist(&target).map_err(|error| io(error.error))?;
    Ok(())
}

/// Gives a file the owner and the group of another, as far as this user may.
#[cfg(unix)]
fn keep_owner(path: &Path, of: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, chown};
    // Only the superuser may give files away; for everybody else the owner is the same anyway.
    let _ = chown(path, Some(of.uid()), Some(of.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_path: &Path, _of: &fs::Metadata) {}
