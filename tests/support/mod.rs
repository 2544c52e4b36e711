//! What several test files share: the lists they run on.
#![allow(dead_code)]

pub mod folder;
pub mod properties;
pub mod tools;

use std::fs;
use std::path::{Path, PathBuf};

use awesome_lint::document::Document;
use awesome_lint::source::{FileId, Source};

#[allow(unused_imports)]
pub use properties::sound::assert_sound;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of real lists, when the environment names one.
pub fn shared() -> Option<PathBuf> {
    let path = PathBuf::from(std::env::var_os("AWESOME_LINT_SHARED")?);
    Some(path)
}

/// The real lists; says so when there are none.
pub fn shared_lists() -> Vec<PathBuf> {
    let Some(shared) = shared() else {
        eprintln!("skipped: AWESOME_LINT_SHARED names no folder of lists");
        return Vec::new();
    };
    let mut files = markdown_files(&shared.join("seeds"));
    files.extend(markdown_files(&shared.join("corpus/lists")));
    files
}

/// The lists and the rule pages of this project.
pub fn own_lists() -> Vec<PathBuf> {
    let mut files = markdown_files(&root().join("fixtures"));
    files.extend(markdown_files(&root().join("rules")));
    assert!(files.len() > 12, "the fixtures are gone");
    files
}

pub fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md")) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

pub fn parse(path: &Path, bytes: Vec<u8>) -> Document {
    Document::parse(FileId(0), Source::decode(path, bytes))
}
