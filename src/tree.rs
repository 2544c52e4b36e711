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
}

/// Knows of no file.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoTree;

impl Tree for NoTree {
    fn look_up(&self, _list: &Path, _target: &str) -> Lookup {
        Lookup::Unknown
    }
}
