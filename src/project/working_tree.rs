//! The files around the lists of a run.

use std::cell::OnceCell;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::git;
use crate::paths::{absolute, repository};
use crate::tree::{FirstCommit, Known, Lookup, Text, Tree};

/// How much is read of a file beside a list, in bytes.
const LARGEST_BESIDE: u64 = 1024 * 1024;

/// The names in a folder by their form in small letters, those of one form in order.
type Names = FxHashMap<String, Vec<String>>;

/// The working trees of the git repositories that hold the lists. Outside of a repository nothing is
/// known: a list may have been copied out of its tree.
#[derive(Debug, Default)]
pub struct WorkingTree {
    repositories: Mutex<FxHashMap<PathBuf, Option<PathBuf>>>,
    folders: Mutex<FxHashMap<PathBuf, Arc<Names>>>,
    /// What was found of some files, by the folder of a list and the paths from it, one in a line.
    around: Mutex<FxHashMap<(PathBuf, String), Vec<Text>>>,
    /// The beginnings of files, by their real paths; `None` for those that cannot be read.
    texts: Mutex<FxHashMap<PathBuf, Option<Arc<str>>>>,
    /// What git said of each repository, by its root.
    pushed_to: Mutex<FxHashMap<PathBuf, Known<String>>>,
    begun: Mutex<FxHashMap<PathBuf, Known<FirstCommit>>>,
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
    fn names(&self, folder: &Path) -> Arc<Names> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(names) = folders.get(folder) {
            return Arc::clone(names);
        }
        let mut names = Names::default();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if let Ok(name) = entry.file_name().into_string() {
                names.entry(name.to_lowercase()).or_default().push(name);
            }
        }
        for same in names.values_mut() {
            same.sort_unstable();
        }
        let names = Arc::new(names);
        folders.insert(folder.to_owned(), Arc::clone(&names));
        names
    }

    /// The repository of a list; outside of one the folder of the list is all that is known.
    fn root_of(&self, list: &Path, folder: &Path) -> PathBuf {
        self.repository(list).unwrap_or_else(|| folder.to_owned())
    }

    /// The file at a path from the folder of a list, or from the root: its path as it is called, and where it really is.
    fn file_inside(&self, root: &Start<'_>, folder: &Start<'_>, path: &str) -> Option<(String, PathBuf)> {
        let start = if path.starts_with('/') { root } else { folder };
        let names = start.names.get_or_init(|| self.names(start.folder));
        let place = self.file_in_any_case(start.folder, names, path)?;
        // A symbolic link may lead anywhere.
        let target = fs::canonicalize(&place).ok()?;
        let is_inside = target.starts_with(fs::canonicalize(root.folder).ok()?);
        is_inside.then(|| (slashed(place.strip_prefix(start.folder).unwrap_or(&place)), target))
    }

    /// The file at a path from a folder with these names, as it is called: as the path is written, or else the first in
    /// the order of the names.
    fn file_in_any_case(&self, folder: &Path, names: &Names, path: &str) -> Option<PathBuf> {
        let path = path.trim_start_matches('/');
        let (segment, rest) = match path.split_once('/') {
            Some((segment, rest)) => (segment, Some(rest)),
            None => (path, None),
        };
        let same = in_any_case(names, segment);
        let as_written = same.iter().filter(|name| *name == segment);
        let others = same.iter().filter(|name| *name != segment);
        as_written.chain(others).find_map(|name| {
            let place = folder.join(name);
            match rest {
                Some(rest) => self.file_in_any_case(&place, &self.names(&place), rest),
                None => place.is_file().then_some(place),
            }
        })
    }

    /// What git says of the repository of a list; it is asked once.
    fn ask<T: Clone>(
        &self,
        list: &Path,
        answers: &Mutex<FxHashMap<PathBuf, Known<T>>>,
        git: impl Fn(&Path) -> Known<T>,
    ) -> Known<T> {
        let Some(root) = self.repository(&absolute(list)) else {
            return Known::Absent;
        };
        let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = answers.entry(root).or_insert_with_key(|root| git(root));
        answer.clone()
    }

    fn find_all(&self, list: &Path, folder: &Path, paths: &[&str]) -> Vec<Text> {
        let root = self.root_of(list, folder);
        let (root, folder) = (Start::at(&root), Start::at(folder));
        let found = paths.iter().filter_map(|path| self.file_inside(&root, &folder, path));
        let texts = found.filter_map(|(path, target)| Some((path, self.text(target)?)));
        texts.map(|(path, text)| Text { path, text }).collect()
    }

    fn text(&self, file: PathBuf) -> Option<Arc<str>> {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        let text = texts.entry(file).or_insert_with_key(|file| beginning(file));
        text.clone()
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
                    let same = in_any_case(&names, segment);
                    if !same.contains(&name) {
                        let [other] = same else {
                            return Lookup::Missing { other_case: None };
                        };
                        is_other_case = true;
                        name.clone_from(other);
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

    fn is_gone(&self, baseline: &Path, path: &str) -> bool {
        match self.look_up(baseline, path) {
            Lookup::Missing { .. } => true,
            Lookup::Present => false,
            Lookup::Unknown => !baseline.with_file_name(path).exists(),
        }
    }

    fn read(&self, list: &Path, paths: &[&str]) -> Known<Text> {
        let list = absolute(list);
        let Some(folder) = list.parent() else {
            return Known::Nothing;
        };
        let root = self.root_of(&list, folder);
        let (root, folder) = (Start::at(&root), Start::at(folder));
        let found = paths.iter().find_map(|path| self.file_inside(&root, &folder, path));
        let Some((path, target)) = found else {
            return Known::Absent;
        };
        self.text(target)
            .map_or(Known::Nothing, |text| Known::Present(Text { path, text }))
    }

    fn read_all(&self, list: &Path, paths: &[&str]) -> Vec<Text> {
        let list = absolute(list);
        let Some(folder) = list.parent() else {
            return Vec::new();
        };
        let key = (folder.to_owned(), paths.join("\n"));
        let mut around = self.around.lock().unwrap_or_else(PoisonError::into_inner);
        let texts = around.entry(key).or_insert_with(|| self.find_all(&list, folder, paths));
        texts.clone()
    }

    fn push_address(&self, list: &Path) -> Known<String> {
        match &self.origin {
            Some(origin) => Known::Present(origin.clone()),
            None => self.ask(list, &self.pushed_to, git::push_address),
        }
    }

    fn first_commit(&self, list: &Path) -> Known<FirstCommit> {
        self.ask(list, &self.begun, git::first_commit)
    }

    fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }
}

/// A folder from which files are looked for, with the names in it once they are asked for.
struct Start<'p> {
    folder: &'p Path,
    names: OnceCell<Arc<Names>>,
}

impl<'p> Start<'p> {
    fn at(folder: &'p Path) -> Self {
        let names = OnceCell::new();
        Self { folder, names }
    }
}

/// A path with slashes.
fn slashed(path: &Path) -> String {
    let parts = path.components().map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// The names that are this one, or differ from it in letter case alone.
fn in_any_case<'n>(names: &'n Names, wanted: &str) -> &'n [String] {
    names.get(&wanted.to_lowercase()).map_or(&[], Vec::as_slice)
}

/// The beginning of a file.
fn beginning(file: &Path) -> Option<Arc<str>> {
    let mut bytes = Vec::new();
    let file = fs::File::open(file).ok()?;
    file.take(LARGEST_BESIDE).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into())
}
