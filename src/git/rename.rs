//! Where files stood before they were moved.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::batch::Batch;
use super::{GitError, Repository, path_of};

/// What became of the files of a commit in the working tree.
#[derive(Debug, Default)]
pub(super) struct Renames {
    /// The old path of each file that git knows to be moved.
    moved: FxHashMap<PathBuf, PathBuf>,
    /// Files that are gone, as far as git knows.
    gone: Vec<PathBuf>,
}

impl Renames {
    pub(super) fn since(repository: &Repository, commit: &str) -> Result<Self, GitError> {
        let arguments = [
            "diff",
            "--no-ext-diff",
            "--no-color",
            "--no-relative",
            "--ignore-submodules",
            "--find-renames",
            "--diff-filter=RD",
            "--name-status",
            "-z",
            commit,
            "--",
        ];
        let Some(answer) = repository.answer(&arguments)? else {
            return Ok(Self::default());
        };
        let mut renames = Self::default();
        let mut words = answer.split(|byte| *byte == 0);
        while let Some(status) = words.next() {
            match (status.first(), words.next()) {
                (Some(b'R'), Some(old)) => {
                    if let Some(new) = words.next() {
                        renames.moved.insert(path_of(new), path_of(old));
                    }
                }
                (Some(b'D'), Some(old)) => renames.gone.push(path_of(old)),
                _ => {}
            }
        }
        Ok(renames)
    }

    /// What a file held before it was moved to its path; none where it is new.
    pub(super) fn base(
        &self,
        repository: &Repository,
        path: &Path,
        commit: &str,
        batch: &mut Batch,
    ) -> Result<Option<Vec<u8>>, GitError> {
        if let Some(old) = self.moved.get(path) {
            return repository.file(commit, old, batch);
        }
        // git compares no file that it does not track yet.
        let Ok(text) = std::fs::read(repository.root.join(path)) else {
            return Ok(None);
        };
        for old in self.gone.iter().filter(|old| old.extension() == path.extension()) {
            let before = repository.file(commit, old, batch)?;
            if let Some(before) = before.filter(|before| are_alike(before, &text)) {
                return Ok(Some(before));
            }
        }
        Ok(None)
    }
}

/// Whether two texts share half of their lines.
fn are_alike(before: &[u8], after: &[u8]) -> bool {
    let before: FxHashSet<&[u8]> = before.split(|byte| *byte == b'\n').collect();
    let after: FxHashSet<&[u8]> = after.split(|byte| *byte == b'\n').collect();
    let shared = before.intersection(&after).count();
    shared * 2 >= before.len().max(after.len())
}
