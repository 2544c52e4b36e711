//! Runs that are ended at any moment: every file is old or new, whole, and with its mode.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod support;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::folder::Folder;

const FILES: usize = 1000;

/// How often a run is ended by each signal.
const ROUNDS: u32 = 6;

const MODES: [u32; 3] = [0o644, 0o600, 0o664];

fn text(index: usize, space: &str) -> String {
    let line = |entry: usize| format!("- [Entry {entry}{space}](https://example.org/{index}/{entry}) - Word.\n");
    format!("# List {index}\n\n{}", (0..20).map(line).collect::<String>())
}

fn place(folder: &Folder, index: usize) -> PathBuf {
    folder.path(&format!("lists/{}/{index}.md", index % 7))
}

fn write_lists(folder: &Folder) {
    for index in 0..FILES {
        let path = place(folder, index);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text(index, " ")).unwrap();
        fs::set_permissions(path, Permissions::from_mode(MODES[index % MODES.len()])).unwrap();
    }
}

fn fix(folder: &Folder) -> Child {
    let mut command = folder.command(&["lists", "--no-config", "--fix", "--quiet", "--exit-zero"]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Asserts that every list is old or new, and returns how many are new and how many files there are besides.
fn look(folder: &Folder) -> (usize, usize) {
    let mut new = 0;
    for index in 0..FILES {
        let path = place(folder, index);
        let found = fs::read_to_string(&path).unwrap();
        let is_new = found == text(index, "");
        assert!(is_new || found == text(index, " "), "{}: {found:?}", path.display());
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o7777;
        assert_eq!(mode, MODES[index % MODES.len()], "{}", path.display());
        new += usize::from(is_new);
    }
    (new, files(&folder.path("lists")) - FILES)
}

fn files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

/// Ends runs at moments that are spread over the whole of a run, and over its writing.
fn interrupt(signal: &str, most_left: usize) {
    // In memory, where there is such a folder: every file is written through to the disk, which takes its time.
    let folder = Folder::in_folder(Path::new("/dev/shm"));
    write_lists(&folder);
    let start = Instant::now();
    assert!(fix(&folder).wait().unwrap().success());
    let whole = start.elapsed();
    assert_eq!(look(&folder), (FILES, 0));
    let mut begun = 0;
    for round in 0..ROUNDS {
        write_lists(&folder);
        let mut run = fix(&folder);
        if round % 3 > 0 {
            // Most moments lie before the first file is written.
            let start = Instant::now();
            let first = text(0, "");
            while start.elapsed() < 2 * whole && fs::read_to_string(place(&folder, 0)).is_ok_and(|found| found != first)
            {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_micros(u64::from(round) * 3700));
        } else {
            std::thread::sleep(whole * (round + 1) / ROUNDS);
        }
        let sent = Command::new("kill")
            .args([signal, &run.id().to_string()])
            .status()
            .unwrap();
        let status = run.wait().unwrap();
        let (new, left) = look(&folder);
        begun += u32::from(new > 0 && new < FILES);
        assert!(
            left <= most_left,
            "{signal}: {left} temporary files stay ({sent}, {status})"
        );
        eprintln!("{signal}: {new} new, {left} left");
        assert!(fix(&folder).wait().unwrap().success());
        assert_eq!(
            look(&folder),
            (FILES, 0),
            "the next run finishes what was begun and clears up"
        );
    }
    assert!(begun > 0, "no run was ended while it wrote");
}

#[test]
fn an_interrupted_run_leaves_nothing_behind() {
    interrupt("-INT", 0);
}

#[test]
fn a_terminated_run_leaves_nothing_behind() {
    interrupt("-TERM", 0);
}

#[test]
fn a_killed_run_leaves_one_temporary_file_at_most() {
    interrupt("-KILL", 1);
}
