//! What rules ask of git repositories, and lists that are fetched from an address.
//!
//! git gives its verdict on repositories of this test. Addresses are fetched with a `git` of this test that stands
//! before the real one in `PATH`: it takes a repository from the disk, which the program itself never does.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use awesome_lint::git;
use awesome_lint::tree::{FirstCommit, Known};

const LIST: &str = "# Awesome Compilers\n\n- [Dragon Book](https://example.org/dragon) - a classic.\n";

fn run(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=Ada",
            "-c",
            "user.email=ada@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .env("GIT_COMMITTER_DATE", "2020-01-02T03:04:05Z")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .status();
    assert!(status.unwrap().success(), "git {arguments:?}");
}

/// A repository with one commit of a list.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("readme.md"), LIST).unwrap();
    run(folder.path(), &["init", "--quiet"]);
    run(folder.path(), &["add", "."]);
    run(folder.path(), &["commit", "--quiet", "--message=first"]);
    folder
}

fn lint(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_awesome-lint"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

fn text(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_branch_is_pushed_to_its_remote() {
    let folder = repository();
    assert_eq!(git::push_address(folder.path()), Known::Absent);
    let address = "https://github.com/ada/awesome-compilers";
    run(folder.path(), &["remote", "add", "origin", address]);
    assert_eq!(git::push_address(folder.path()), Known::Absent);
    run(folder.path(), &["config", "branch.main.remote", "origin"]);
    assert_eq!(git::push_address(folder.path()), Known::Present(address.to_owned()));
    run(folder.path(), &["checkout", "--quiet", "--detach"]);
    assert_eq!(git::push_address(folder.path()), Known::Present(address.to_owned()));
    let outside = tempfile::tempdir().unwrap();
    assert_eq!(git::push_address(outside.path()), Known::Absent);
}

#[test]
fn the_first_commit_has_its_date() {
    let folder = repository();
    assert_eq!(
        git::first_commit(folder.path()),
        Known::Present(FirstCommit::At(1_577_934_245))
    );
    let outside = tempfile::tempdir().unwrap();
    assert_eq!(git::first_commit(outside.path()), Known::Absent);
}

#[test]
fn rules_about_repositories_ask_git() {
    let folder = repository();
    let rules = ["--select", "awesome-github,awesome-git-repo-age,awesome-contributing"];
    let arguments = [&rules[..], &["--no-config", "--output-format", "concise"]].concat();
    let (found, _) = text(&lint(folder.path(), &arguments).output().unwrap());
    assert!(
        found.contains("in no git repository whose branch has a remote"),
        "{found}"
    );
    assert!(found.contains("no file contributing.md"), "{found}");
    assert!(!found.contains("days old"), "{found}");
    fs::write(folder.path().join("Contributing.md"), " \n").unwrap();
    let (found, _) = text(&lint(folder.path(), &arguments).output().unwrap());
    assert!(found.contains("contributing.md is empty"), "{found}");
    fs::write(folder.path().join("Contributing.md"), "Say so.\n").unwrap();
    run(
        folder.path(),
        &["remote", "add", "origin", "git@github.com:ada/awesome-compilers.git"],
    );
    run(folder.path(), &["config", "branch.main.remote", "origin"]);
    let (found, _) = text(&lint(folder.path(), &arguments).output().unwrap());
    assert!(found.contains("no findings"), "{found}");
    assert!(
        found.contains("skipped awesome-github: description, topics and licence"),
        "{found}"
    );
    run(
        folder.path(),
        &["remote", "set-url", "origin", "https://example.org/compilers"],
    );
    let (found, _) = text(&lint(folder.path(), &arguments).output().unwrap());
    assert!(found.contains("not on GitHub"), "{found}");
}

#[test]
fn the_code_of_conduct_beside_a_list_is_looked_at() {
    let folder = repository();
    let code = "# Code of Conduct\n\nWrite to sindresorhus@gmail.com.\n\n# Another -\n";
    fs::create_dir(folder.path().join(".github")).unwrap();
    fs::write(folder.path().join(".github/Code_of_Conduct.md"), code).unwrap();
    let arguments = [
        "--no-config",
        "--preset",
        "awesome",
        "--output-format",
        "concise",
        "readme.md",
    ];
    let (found, _) = text(&lint(folder.path(), &arguments).output().unwrap());
    let own: Vec<&str> = found.lines().filter(|line| line.starts_with(".github/")).collect();
    assert_eq!(own.len(), 1, "{found}");
    assert!(own[0].contains("Code_of_Conduct.md:3:"), "{found}");
    let package = r#"{"repository": {"url": "https://github.com/sindresorhus/awesome"}}"#;
    fs::write(folder.path().join(".github/package.json"), package).unwrap();
    let (found, _) = text(&lint(folder.path(), &arguments).output().unwrap());
    assert!(!found.contains(".github/"), "{found}");
}

/// A folder with a `git` that does what a script says.
fn with_git(script: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("git");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn fetch(programs: &Path, temporary: &Path, arguments: &[&str]) -> Command {
    let path = std::env::var("PATH").unwrap();
    let mut command = lint(temporary, arguments);
    command
        .env("PATH", format!("{}:{path}", programs.display()))
        .env("TMPDIR", temporary);
    command
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().next().is_none()
}

#[test]
fn an_address_is_fetched_and_linted_and_leaves_nothing() {
    let origin = repository();
    let real = which_git();
    let script = format!(
        "case \"$*\" in\n*clone*https://github.com/ada/awesome-compilers*) GIT_ALLOW_PROTOCOL=file exec {real} clone --quiet file://{} . ;;\n*) exec {real} \"$@\" ;;\nesac",
        origin.path().display()
    );
    let programs = with_git(&script);
    let temporary = tempfile::tempdir().unwrap();
    let address = "https://github.com/ada/awesome-compilers";
    let arguments = ["--preset", "awesome", "--output-format", "concise", address];
    let output = fetch(programs.path(), temporary.path(), &arguments).output().unwrap();
    let (found, said) = text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        found
            .lines()
            .any(|line| line.starts_with("readme.md:3:") && line.contains("awesome-list-item")),
        "{found}"
    );
    assert!(found.contains("skipped awesome-github"), "{found}");
    assert!(is_empty(temporary.path()));
}

fn which_git() -> String {
    let output = Command::new("sh").args(["-c", "command -v git"]).output().unwrap();
    text(&output).0.trim().to_owned()
}

#[test]
fn what_git_says_is_shown_when_it_fails() {
    let programs = with_git("echo 'fatal: repository not found' >&2; exit 128");
    let temporary = tempfile::tempdir().unwrap();
    let arguments = ["https://github.com/ada/missing"];
    let output = fetch(programs.path(), temporary.path(), &arguments).output().unwrap();
    let (_, said) = text(&output);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("fatal: repository not found"), "{said}");
    assert!(is_empty(temporary.path()));
}

#[test]
fn an_interrupt_removes_what_was_fetched() {
    for signal in ["-TERM", "-INT"] {
        let programs = with_git("mkdir -p objects; echo x > objects/pack; exec sleep 60");
        let temporary = tempfile::tempdir().unwrap();
        let arguments = ["https://github.com/ada/slow"];
        let mut child = fetch(programs.path(), temporary.path(), &arguments).spawn().unwrap();
        let start = Instant::now();
        let has_begun = || {
            let mut folders = fs::read_dir(temporary.path()).unwrap().flatten();
            folders.any(|folder| folder.path().join("objects/pack").exists())
        };
        while !has_begun() {
            assert!(start.elapsed() < Duration::from_secs(20));
            std::thread::sleep(Duration::from_millis(20));
        }
        let kill = Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(kill.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(130));
        assert!(is_empty(temporary.path()));
    }
}

#[test]
fn addresses_that_run_programs_are_refused() {
    let programs = with_git("echo ran > \"$TMPDIR/ran\"");
    let temporary = tempfile::tempdir().unwrap();
    for address in [
        "ext::sh -c true",
        "file:///etc",
        "fd::7",
        "https::x",
        "ssh://-oProxyCommand=x/n",
    ] {
        let output = fetch(programs.path(), temporary.path(), &[address]).output().unwrap();
        let (_, said) = text(&output);
        assert_eq!(output.status.code(), Some(2), "{address}");
        assert!(said.contains("are fetched"), "{said}");
        assert!(is_empty(temporary.path()), "{address}");
    }
    for arguments in [
        &["--fix", "https://github.com/ada/a"][..],
        &["https://github.com/ada/a", "b.md"],
    ] {
        let output = fetch(programs.path(), temporary.path(), arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(is_empty(temporary.path()));
    }
}
