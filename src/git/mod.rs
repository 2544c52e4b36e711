//! What files held at an earlier revision, what a repository says of itself, and repositories that are fetched for a
//! run: all asked of the `git` command, never through a shell.

mod address;
mod batch;
mod facts;
mod fetch;
mod rename;

pub use address::is_address;
pub use facts::{first_commit, push_address};
pub use fetch::{Checkout, FetchError};

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rustc_hash::FxHashMap;

use crate::changes::Base;
use crate::paths;
use batch::Batch;

/// Since when changes count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    Revision(String),
    /// Since the working tree and this revision went apart.
    MergeBase(String),
    /// Since the last commit.
    Head,
}

/// Why git does not know what a file held.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    #[error("cannot run git: {0}")]
    Command(#[from] io::Error),
    #[error("{}: not in a git repository, so there is nothing to compare it with", .0.display())]
    NoRepository(PathBuf),
    #[error("`{0}` is no revision")]
    NotARevision(String),
    #[error("git knows no revision `{0}`")]
    Unknown(String),
    #[error(
        "git knows no revision `{0}`: this is a shallow clone, which holds the last commits only; \
         fetch the revision, or clone with the whole history (`fetch-depth: 0` for actions/checkout)"
    )]
    Shallow(String),
    #[error("`{0}` and HEAD have no commit in common")]
    NoMergeBase(String),
    #[error(
        "`{0}` and HEAD have no commit in common in this shallow clone; \
         clone with the whole history (`fetch-depth: 0` for actions/checkout)"
    )]
    ShallowMergeBase(String),
    #[error("git {command}: {message}")]
    Failed { command: String, message: String },
}

/// For each file what it held, in the order of the files.
///
/// # Errors
/// A file is in no repository, git cannot be run, or it does not know the revision.
pub fn bases(paths: &[&Path], since: &Since) -> Result<Vec<Base>, GitError> {
    if let Since::Revision(name) | Since::MergeBase(name) = since
        && (name.is_empty() || name.starts_with('-') || name.contains(char::is_control))
    {
        return Err(GitError::NotARevision(name.clone()));
    }
    let told = Repository::told()?;
    let mut repositories: Vec<(Repository, Vec<usize>)> = Vec::new();
    let mut by_folder: FxHashMap<PathBuf, usize> = FxHashMap::default();
    let mut inside: Vec<PathBuf> = Vec::with_capacity(paths.len());
    for (file, path) in paths.iter().enumerate() {
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| paths::absolute(path));
        let folder = path.parent().unwrap_or(Path::new("/")).to_owned();
        let place = match by_folder.get(&folder) {
            Some(place) => *place,
            None => {
                let repository =
                    Repository::of(&folder, told.as_deref()).ok_or_else(|| GitError::NoRepository(path.clone()))?;
                let known = repositories.iter().position(|(known, _)| *known == repository);
                let place = known.unwrap_or_else(|| {
                    repositories.push((repository, Vec::new()));
                    repositories.len() - 1
                });
                by_folder.insert(folder, place);
                place
            }
        };
        let (repository, files) = &mut repositories[place];
        files.push(file);
        let relative = path.strip_prefix(&repository.root).map(Path::to_owned);
        inside.push(relative.map_err(|_| GitError::NoRepository(path))?);
    }
    let mut bases: Vec<Base> = paths.iter().map(|_| Base::None).collect();
    for (repository, files) in &repositories {
        let wanted: Vec<&Path> = files.iter().map(|&file| inside[file].as_path()).collect();
        for (&file, base) in files.iter().zip(repository.bases(&wanted, since)?) {
            bases[file] = base;
        }
    }
    Ok(bases)
}

/// How a hook is told its repository, from where it runs.
const TOLD: [&str; 3] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"];

/// What the configuration of a repository may not have git run for us.
const SETTINGS: [&str; 4] = ["-c", "core.fsmonitor=false", "-c", "log.showSignature=false"];

/// A working tree.
#[derive(Debug, PartialEq, Eq)]
struct Repository {
    root: PathBuf,
    /// Whether the environment names it.
    is_told: bool,
}

impl Repository {
    /// The root of the working tree that the environment names, if it names one.
    fn told() -> Result<Option<PathBuf>, GitError> {
        if std::env::var_os("GIT_DIR").is_none() {
            return Ok(None);
        }
        let mut command = Command::new("git");
        command.args(["rev-parse", "--show-toplevel"]);
        let output = command.stdin(Stdio::null()).output()?;
        Ok(output
            .status
            .success()
            .then(|| canonical(path_of(line(&output.stdout)))))
    }

    /// The repository that holds a folder, if one does: the one that is told, or a nearer one.
    fn of(folder: &Path, told: Option<&Path>) -> Option<Self> {
        let near = paths::repository(&folder.join("file")).map(canonical);
        let is_nearer = |told: &Path| near.as_ref().is_some_and(|near| !told.starts_with(near));
        match told {
            Some(told) if folder.starts_with(told) && !is_nearer(told) => Some(Self {
                root: told.to_owned(),
                is_told: true,
            }),
            _ => near.map(|root| Self { root, is_told: false }),
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.args(SETTINGS);
        if !self.is_told {
            for name in TOLD {
                command.env_remove(name);
            }
            command.arg("-C").arg(&self.root);
        }
        command
    }

    fn output(&self, arguments: &[&OsStr]) -> Result<Output, GitError> {
        Ok(self.command().args(arguments).stdin(Stdio::null()).output()?)
    }

    /// What git prints, without the line break at its end; none where it fails without a word.
    fn answer(&self, arguments: &[&str]) -> Result<Option<Vec<u8>>, GitError> {
        let plain: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        let mut output = self.output(&plain)?;
        if output.status.success() {
            let length = output.stdout.trim_ascii_end().len();
            output.stdout.truncate(length);
            return Ok(Some(output.stdout).filter(|answer| !answer.is_empty()));
        }
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        if message.is_empty() {
            return Ok(None);
        }
        let command = arguments.join(" ");
        Err(GitError::Failed { command, message })
    }

    fn bases(&self, wanted: &[&Path], since: &Since) -> Result<Vec<Base>, GitError> {
        let mut batch = Batch::open(self)?;
        let Some(commit) = self.commit(since, &mut batch)? else {
            return Ok(wanted.iter().map(|_| Base::None).collect());
        };
        let mut bases = Vec::with_capacity(wanted.len());
        let mut missing = Vec::new();
        for (place, path) in wanted.iter().enumerate() {
            let bytes = self.file(&commit, path, &mut batch)?;
            if bytes.is_none() {
                missing.push(place);
            }
            bases.push(bytes.map_or(Base::None, Base::Bytes));
        }
        if !missing.is_empty() {
            let renames = rename::Renames::since(self, &commit)?;
            for place in missing {
                if let Some(bytes) = renames.base(self, wanted[place], &commit, &mut batch)? {
                    bases[place] = Base::Bytes(bytes);
                }
            }
        }
        Ok(bases)
    }

    /// What a file held in a commit.
    fn file(&self, commit: &str, path: &Path, batch: &mut Batch) -> Result<Option<Vec<u8>>, GitError> {
        let path = slashed(path);
        let name = [commit.as_bytes(), b":", &path].concat();
        // The batch is asked in lines.
        if !name.contains(&b'\n') {
            return batch.blob(&name);
        }
        let mut name = OsString::from(format!("{commit}:"));
        name.push(path_of(&path));
        let output = self.output(&[OsStr::new("cat-file"), OsStr::new("blob"), &name])?;
        Ok(output.status.success().then_some(output.stdout))
    }

    /// The commit to compare with; none where there was none yet.
    fn commit(&self, since: &Since, batch: &mut Batch) -> Result<Option<String>, GitError> {
        if let Some(parent) = self.superproject()? {
            return self.commit_of_module(&parent, since, batch);
        }
        let unknown = |name: &str| match self.is_shallow() {
            true => GitError::Shallow(name.to_owned()),
            false => GitError::Unknown(name.to_owned()),
        };
        match since {
            Since::Head => batch.commit("HEAD"),
            Since::Revision(name) => batch.commit(name)?.map(Some).ok_or_else(|| unknown(name)),
            Since::MergeBase(name) => {
                if batch.commit(name)?.is_none() {
                    return Err(unknown(name));
                }
                let base = self.answer(&["merge-base", name, "HEAD"])?;
                let Some(base) = base else {
                    return Err(match self.is_shallow() {
                        true => GitError::ShallowMergeBase(name.clone()),
                        false => GitError::NoMergeBase(name.clone()),
                    });
                };
                Ok(Some(String::from_utf8_lossy(&base).into_owned()))
            }
        }
    }

    fn is_shallow(&self) -> bool {
        let answer = self.answer(&["rev-parse", "--is-shallow-repository"]);
        matches!(answer, Ok(Some(answer)) if answer == b"true")
    }

    /// The repository that this one is a module of, unless the command runs inside of the module.
    fn superproject(&self) -> Result<Option<Self>, GitError> {
        let runs_inside = || paths::absolute(Path::new(".")).starts_with(&self.root);
        if self.is_told || !self.root.join(".git").is_file() || runs_inside() {
            return Ok(None);
        }
        let root = self.answer(&["rev-parse", "--show-superproject-working-tree"])?;
        Ok(root.map(|root| Self {
            root: path_of(line(&root)),
            is_told: false,
        }))
    }

    /// The commit of this module that its superproject named then.
    fn commit_of_module(&self, parent: &Self, since: &Since, batch: &mut Batch) -> Result<Option<String>, GitError> {
        let Some(commit) = parent.commit(since, &mut Batch::open(parent)?)? else {
            return Ok(None);
        };
        let Ok(place) = self.root.strip_prefix(&parent.root) else {
            return Ok(None);
        };
        let mut name = OsString::from(format!("{commit}:"));
        name.push(place);
        let arguments = ["rev-parse", "--verify", "--quiet"].map(OsStr::new);
        let output = parent.output(&[arguments.as_slice(), &[name.as_os_str()]].concat())?;
        if !output.status.success() {
            return Ok(None);
        }
        let module = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        match batch.commit(&module)? {
            Some(commit) => Ok(Some(commit)),
            None => Err(GitError::Shallow(module)),
        }
    }
}

fn canonical(path: PathBuf) -> PathBuf {
    std::fs::canonicalize(&path).unwrap_or(path)
}

/// What git prints, without the line break behind it.
fn line(bytes: &[u8]) -> &[u8] {
    bytes.strip_suffix(b"\n").unwrap_or(bytes)
}

/// A path as git prints it.
fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    let name: &OsStr = std::os::unix::ffi::OsStrExt::from_bytes(bytes);
    #[cfg(not(unix))]
    let name = String::from_utf8_lossy(bytes).into_owned();
    PathBuf::from(name)
}

/// A path as git writes it: its bytes, with slashes.
fn slashed(path: &Path) -> Vec<u8> {
    let parts = path.components().map(|part| part.as_os_str().as_encoded_bytes());
    parts.collect::<Vec<_>>().join(&b'/')
}
