//! The files around a list, as rules may ask for them.

use std::path::Path;
use std::sync::Arc;

/// What a relative target names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// The target leads out of what is known, or nothing is known.
    Unknown,
    Present,
    /// Nothing has this name. The target with the letter case that the file has, if only the case differs.
    Missing {
        other_case: Option<String>,
    },
}

/// What is known of the surroundings of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known<T> {
    /// Nothing: there is no folder, or what it takes to look is not here.
    Nothing,
    Absent,
    Present(T),
}

/// A file that was read beside a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its path from where it was looked for, as the file is called.
    pub path: String,
    pub text: Arc<str>,
}

/// The first commit of a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstCommit {
    /// In seconds since 1970.
    At(u64),
    /// The history is cut off before it.
    CutOff,
}

/// The files of a working tree.
pub trait Tree: std::fmt::Debug + Send + Sync {
    /// Looks up the target of a link in a list, by its decoded path without query and fragment; a leading
    /// `/` is the root of the tree.
    fn look_up(&self, list: &Path, target: &str) -> Lookup;

    /// Whether a file that a baseline names is no more.
    fn is_gone(&self, baseline: &Path, path: &str) -> bool {
        matches!(self.look_up(baseline, path), Lookup::Missing { .. })
    }

    /// The first of some files that is there, by their paths from the folder of a list, or from the root of the tree
    /// with a leading `/`; the letter case of names does not count. What leads out of the tree is not there, and of a
    /// large file only the beginning is read.
    fn read(&self, _list: &Path, _paths: &[&str]) -> Known<Text> {
        Known::Nothing
    }

    /// All of some files that are there and can be read, in their order; see [`Tree::read`].
    fn read_all(&self, list: &Path, paths: &[&str]) -> Vec<Text> {
        let read = |path: &&str| match self.read(list, &[path]) {
            Known::Present(text) => Some(text),
            Known::Nothing | Known::Absent => None,
        };
        paths.iter().filter_map(read).collect()
    }

    /// Where the branch of the repository that holds a list is pushed to.
    fn push_address(&self, _list: &Path) -> Known<String> {
        Known::Nothing
    }

    /// The first commit of the repository that holds a list.
    fn first_commit(&self, _list: &Path) -> Known<FirstCommit> {
        Known::Nothing
    }

    /// The address that the files were fetched from, if they were.
    fn origin(&self) -> Option<&str> {
        None
    }
}

/// Knows of no file.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoTree;

impl Tree for NoTree {
    fn look_up(&self, _list: &Path, _target: &str) -> Lookup {
        Lookup::Unknown
    }
}
