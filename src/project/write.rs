//! Files are written whole: a temporary file beside each takes its place.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

use super::FileError;

const PREFIX: &str = ".awesome-lint-";
const SUFFIX: &str = ".tmp";

/// How often a temporary file is made anew if another run takes it for one that was left behind.
const TRIES: usize = 8;

/// Held while there is a temporary file. So there is never more than one, and none where nobody holds it.
static WRITING: Mutex<()> = Mutex::new(());

/// Writes a text over a file that still holds what was read from it: into a temporary file beside it,
/// which then takes its place. Permissions and symbolic links stay.
///
/// # Errors
/// The file has changed or vanished, is read-only, or its folder cannot be written to; then it is
/// untouched.
pub fn write(path: &Path, before: &[u8], text: &str) -> Result<(), FileError> {
    let io = |source| FileError::Io {
        path: path.to_owned(),
        source,
    };
    let target = fs::canonicalize(path).map_err(io)?;
    let metadata = fs::metadata(&target).map_err(io)?;
    if !metadata.is_file() {
        return Err(FileError::NotAFile { path: path.to_owned() });
    }
    let permissions = metadata.permissions();
    if permissions.readonly() {
        return Err(io(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "the file is read-only",
        )));
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut temporary = temporary_in(folder).map_err(io)?;
    temporary.write_all(text.as_bytes()).map_err(io)?;
    keep_owner(temporary.path(), &metadata);
    temporary.as_file().set_permissions(permissions).map_err(io)?;
    temporary.as_file().sync_all().map_err(io)?;
    // As late as possible: what others write from here on is lost.
    if fs::read(&target).map_err(io)? != before {
        return Err(FileError::Changed { path: path.to_owned() });
    }
    temporary.persist(&target).map_err(|error| io(error.error))?;
    Ok(())
}

/// Has an interrupted program end between two files, when no temporary file is there.
pub fn end_between_files() {
    // Where there is another handler, a temporary file may be left behind; the next run removes it.
    let _ = ctrlc::set_handler(|| {
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        std::process::exit(130);
    });
}

/// Removes the temporary files in a folder whose program was killed.
pub fn remove_leftovers(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| is_temporary(&entry.file_name())) {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        // The lock of a program that runs is still held.
        if is_file && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            // Another run may have been faster.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_temporary(name: &OsStr) -> bool {
    let name = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
    let middle = name.and_then(|name| name.strip_suffix(SUFFIX));
    middle.is_some_and(|middle| middle.len() == 6 && middle.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// A temporary file with a lock, by which other runs see that it is in use.
fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    let builder = || {
        tempfile::Builder::new()
            .prefix(PREFIX)
            .suffix(SUFFIX)
            .tempfile_in(folder)
    };
    for _ in 1..TRIES {
        let file = builder()?;
        let is_taken = matches!(file.as_file().try_lock(), Err(TryLockError::WouldBlock));
        if !is_taken && file.path().exists() {
            return Ok(file);
        }
    }
    builder()
}

/// Gives a file the owner and the group of another, as far as this user may.
#[cfg(unix)]
fn keep_owner(path: &Path, of: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, chown};
    // Only the superuser may give files away; for everybody else the owner is the same anyway.
    let _ = chown(path, Some(of.uid()), Some(of.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_path: &Path, _of: &fs::Metadata) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_are_known_by_their_names_and_locks() {
        let folder = tempfile::tempdir().unwrap();
        let used = temporary_in(folder.path()).unwrap();
        for name in [
            ".awesome-lint-a1B2c3.tmp",
            ".awesome-lint-abc.tmp",
            ".awesome-lint.toml",
        ] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        remove_leftovers(folder.path());
        assert!(used.path().exists());
        assert!(!folder.path().join(".awesome-lint-a1B2c3.tmp").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
