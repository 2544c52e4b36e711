//! Paths in the file system: from the root, and the repositories they are in.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// A path from the root without `.` and `..`, symbolic links among its folders resolved where they exist.
pub fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (absolute.parent(), absolute.file_name()) {
        (Some(folder), Some(name)) => match fs::canonicalize(folder) {
            Ok(folder) => folder.join(name),
            Err(_) => without_dots(&absolute),
        },
        _ => fs::canonicalize(&absolute).unwrap_or(absolute),
    }
}

fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// The folder of the git repository that holds a path.
pub fn repository(path: &Path) -> Option<PathBuf> {
    path.ancestors()
        .skip(1)
        .find(|folder| folder.join(".git").exists())
        .map(Path::to_owned)
}
