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

/// A path as it is written from a folder, both from the root; it stays as it is where they have no root in common.
pub fn from_folder(path: &Path, folder: &Path) -> PathBuf {
    let shared = folder.ancestors().find(|ancestor| path.starts_with(ancestor));
    let Some((shared, inside)) = shared.and_then(|shared| Some((shared, path.strip_prefix(shared).ok()?))) else {
        return path.to_owned();
    };
    let up = folder.components().count() - shared.components().count();
    std::iter::repeat_n(Path::new(".."), up).chain([inside]).collect()
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

/// Where a path leads, if symbolic links take it out of the git repository that it is named in, or into what git
/// keeps there. A pull request may hold such links.
pub fn leads_out(path: &Path) -> Option<PathBuf> {
    let named = without_dots(&std::path::absolute(path).ok()?);
    let root = fs::canonicalize(repository(&named)?).ok()?;
    let target = fs::canonicalize(path).ok()?;
    let is_inside =
        |inside: &Path| !inside.starts_with(".git") || named.components().any(|part| part.as_os_str() == ".git");
    match target.strip_prefix(&root) {
        Ok(inside) if is_inside(inside) => None,
        _ => Some(target),
    }
}

/// Whether a path is in a folder, or in the git repository that holds it, wherever symbolic links lead.
pub fn stays_near(path: &Path, folder: &Path) -> bool {
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| absolute(folder));
    let root = repository(&folder.join("file")).unwrap_or(folder);
    let target = fs::canonicalize(path).unwrap_or_else(|_| absolute(path));
    target.starts_with(root)
}
