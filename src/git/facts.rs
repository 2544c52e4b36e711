//! What a git repository says of itself.

use std::path::Path;
use std::process::{Command, Stdio};

use super::address::PROTOCOLS;
use super::{SETTINGS, TOLD};
use crate::tree::{FirstCommit, Known};

/// The git command, for a folder; it asks nobody anything and fetches nothing by itself.
pub(super) fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    // A hook runs with its own repository in the environment.
    for name in TOLD {
        command.env_remove(name);
    }
    command
        .args(SETTINGS)
        .current_dir(folder)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_ALLOW_PROTOCOL", PROTOCOLS)
        .env("LC_ALL", "C")
        .stdin(Stdio::null());
    command
}

/// What git prints, without the line break at its end; absent where it fails.
fn ask(folder: &Path, arguments: &[&str]) -> Known<String> {
    match git(folder).args(arguments).stderr(Stdio::null()).output() {
        Ok(output) if output.status.success() => {
            Known::Present(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
        }
        Ok(_) => Known::Absent,
        // There is no git.
        Err(_) => Known::Nothing,
    }
}

/// Where the current branch of the repository around a folder is pushed to.
pub fn push_address(folder: &Path) -> Known<String> {
    let branch = match ask(folder, &["branch", "--show-current"]) {
        Known::Present(branch) => branch,
        other => return other,
    };
    let remote = match branch.as_str() {
        "" => ask(
            folder,
            &["config", "--default", "origin", "--get", "clone.defaultRemoteName"],
        ),
        branch => ask(folder, &["config", "--get", &format!("branch.{branch}.remote")]),
    };
    match remote {
        Known::Present(remote) => ask(folder, &["remote", "get-url", "--push", "--", &remote]),
        other => other,
    }
}

/// The first commit of the repository around a folder; the oldest, where there are more.
pub fn first_commit(folder: &Path) -> Known<FirstCommit> {
    match ask(folder, &["rev-parse", "--is-shallow-repository"]) {
        Known::Present(is_shallow) if is_shallow == "true" => return Known::Present(FirstCommit::CutOff),
        Known::Present(_) => {}
        Known::Absent => return Known::Absent,
        Known::Nothing => return Known::Nothing,
    }
    let dates = match ask(folder, &["log", "--max-parents=0", "--format=%ct", "HEAD"]) {
        Known::Present(dates) => dates,
        Known::Absent => return Known::Absent,
        Known::Nothing => return Known::Nothing,
    };
    let first = dates.lines().filter_map(|date| date.parse().ok()).min();
    first.map_or(Known::Absent, |first| Known::Present(FirstCommit::At(first)))
}
