//! The files around a list, as rules may ask for them.

use std::path::Path;

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

/// The files of a working tree.
pub trait Tree: std::fmt::Debug + Send + Sync {
    /// Looks up the target of a link in a list, by its decoded path without query and fragment; a leading
    /// `/` is the root of the tree.
    fn look_up(&self, list: &Path, target: &str) -> Lookup;

    /// The text of a small file in the tree of a list, by its path from the folder of the list, or from the root
    /// with a leading `/`; the letter case of names does not count. `None` where it is not there, leads out of the
    /// tree, or is large.
    fn read(&self, list: &Path, target: &str) -> Option<Text>;
}

/// A file that was read beside a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its path, as the file is called.
    pub path: String,
    pub text: String,
}

/// Knows of no file.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoTree;

impl Tree for NoTree {
    fn look_up(&self, _list: &Path, _target: &str) -> Lookup {
        Lookup::Unknown
    }

    fn read(&self, _list: &Path, _target: &str) -> Option<Text> {
        None
    }
}
