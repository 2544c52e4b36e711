//! Repositories that are fetched into a temporary folder, which goes when the run ends, however it ends.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;

use super::address::is_allowed;
use super::facts::git;

/// Why a repository cannot be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error(
        "{0}: only addresses that begin with https, http, ssh or git, or have the form user@host:path, are fetched"
    )]
    Refused(String),
    #[error("git is needed to fetch {0}: {1}")]
    NoGit(String, io::Error),
    #[error("git could not fetch {0}: {1}")]
    Failed(String, String),
    #[error("no temporary folder for {0}: {1}")]
    NoFolder(String, io::Error),
}

/// What is to go when the program is interrupted.
#[derive(Debug, Default)]
struct Running {
    git: Option<Child>,
    folder: Option<PathBuf>,
    is_interrupted: bool,
}

static RUNNING: Mutex<Running> = Mutex::new(Running {
    git: None,
    folder: None,
    is_interrupted: false,
});

/// Ends what runs and removes what was fetched.
fn clean_up() {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running.is_interrupted = true;
    if let Some(mut git) = running.git.take() {
        // It may have ended by itself.
        let _ = git.kill();
        let _ = git.wait();
    }
    if let Some(folder) = running.folder.take() {
        remove(&folder);
    }
}

/// Removes a folder; the helpers of a git that was ended may write into it for a moment more.
fn remove(folder: &Path) {
    const TRIES: u32 = 20;
    for _ in 0..TRIES {
        match std::fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            _ => return,
        }
    }
}

/// A repository in a temporary folder, which goes with it.
#[derive(Debug)]
pub struct Checkout {
    folder: TempDir,
}

impl Checkout {
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Fetches the newest commit of the main branch. The folder is removed when the checkout is dropped or the
    /// program is interrupted.
    ///
    /// # Errors
    /// The address is none that is fetched, or git fails.
    pub fn of(address: &str) -> Result<Self, FetchError> {
        if !is_allowed(address) {
            return Err(FetchError::Refused(address.to_owned()));
        }
        let folder = tempfile::Builder::new().prefix("awesome-lint-").tempdir();
        let folder = folder.map_err(|error| FetchError::NoFolder(address.to_owned(), error))?;
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).folder = Some(folder.path().to_owned());
        // Another handler, if there is one, does not know of the folder; it goes with the checkout then.
        let _ = ctrlc::set_handler(|| {
            clean_up();
            std::process::exit(130);
        });
        let checkout = Self { folder };
        checkout.fetch(address)?;
        Ok(checkout)
    }

    fn fetch(&self, address: &str) -> Result<(), FetchError> {
        // Links into other folders become files, and filters of the user do not run.
        let settings = [
            "-c",
            "core.symlinks=false",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "submodule.recurse=false",
        ];
        let options = [
            "clone",
            "--quiet",
            "--depth=1",
            "--single-branch",
            "--no-tags",
            "--template=",
            "--",
        ];
        let child = git(self.path())
            .args(settings)
            .args(options)
            .args([address, "."])
            .env("GIT_LFS_SKIP_SMUDGE", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.map_err(|error| FetchError::NoGit(address.to_owned(), error))?;
        let mut pipe = child.stderr.take();
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).git = Some(child);
        let mut said = Vec::new();
        if let Some(pipe) = &mut pipe {
            // What cannot be read is not shown.
            let _ = io::Read::read_to_end(pipe, &mut said);
        }
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_interrupted {
            drop(running);
            // The handler ends the program.
            loop {
                std::thread::park();
            }
        }
        let git = running.git.take();
        drop(running);
        match git.map(|mut git| git.wait()) {
            Some(Ok(status)) if status.success() => Ok(()),
            _ => {
                let said = String::from_utf8_lossy(&said).trim().to_owned();
                Err(FetchError::Failed(address.to_owned(), said))
            }
        }
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).folder = None;
    }
}
