//! Tools of other projects that some tests run, where they are installed.
#![allow(clippy::unwrap_used, dead_code)]

use std::path::PathBuf;

/// A tool in the folders of `AWESOME_LINT_TOOLS` or of `PATH`; says so when there is none.
pub fn tool(name: &str) -> Option<PathBuf> {
    let folders = ["AWESOME_LINT_TOOLS", "PATH"].into_iter().filter_map(std::env::var_os);
    let folders: Vec<PathBuf> = folders
        .flat_map(|list| std::env::split_paths(&list).collect::<Vec<_>>())
        .collect();
    let found = folders
        .iter()
        .map(|folder| folder.join(name))
        .find(|path| path.is_file());
    if found.is_none() {
        eprintln!("skipped: there is no {name} in AWESOME_LINT_TOOLS or PATH");
    }
    found
}
