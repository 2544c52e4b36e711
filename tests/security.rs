//! What `docs/security.md` says of repositories that nobody trusts.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod support;

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::{Duration, Instant};

use support::folder::{Folder, Ran};

const LIST: &str = "# List\n\n- [One ](https://example.org/one) - The first.\n";
const SECRET: &str = "# Secret\n\n- [One](https://example.org/one) - Nobody may see this.\n";
const CONFIG: &str = "repository/.awesome-lint.toml";

/// A repository with a list, and beside it what is nobody's business.
fn repository() -> Folder {
    let folder = Folder::new();
    folder.write("secret.md", SECRET).write("repository/list.md", LIST);
    folder.git(&["init", "--quiet", "repository"]);
    folder
}

fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    let mut command = folder.command(arguments);
    Ran::of(command.current_dir(folder.path("repository")).output().unwrap())
}

#[test]
fn a_configuration_reads_nothing_outside_of_its_repository() {
    let folder = repository();
    let absolute = folder.path("secret.md").display().to_string();
    symlink("..", folder.path("repository/up")).unwrap();
    for path in ["..", "../secret.md", "../gone.md", "up", "up/secret.md", "/", &absolute] {
        folder.write(CONFIG, format!("[context]\npaths = [\"{path}\"]\n"));
        let ran = run(&folder, &["list.md"]);
        assert_eq!(ran.status, 2, "{path}: {}", ran.out);
        assert!(ran.err.contains("leads out of"), "{path}: {}", ran.err);
        assert!(!ran.out.contains("ecret"), "{path}: {}", ran.out);
    }
    // Who runs the program may have it read anything.
    folder.write(CONFIG, "");
    let ran = run(
        &folder,
        &["list.md", "--context", "../secret.md", "--output-format", "concise"],
    );
    assert!(ran.out.contains("duplicate-link"), "{}{}", ran.out, ran.err);
    folder.write("mine.toml", "[context]\npaths = [\"secret.md\"]\n");
    let ran = run(
        &folder,
        &["list.md", "--config", "../mine.toml", "--output-format", "concise"],
    );
    assert!(ran.out.contains("duplicate-link"), "{}{}", ran.out, ran.err);
}

#[test]
fn a_configuration_is_no_link_to_another_file() {
    let folder = repository();
    folder.write("credentials", "password = \"hunter2\"\n");
    symlink("../credentials", folder.path(CONFIG)).unwrap();
    let ran = run(&folder, &["list.md"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("leads out of its repository"), "{}", ran.err);
    assert!(!ran.err.contains("hunter2"), "{}", ran.err);
    assert_eq!(run(&folder, &["list.md", "--no-config"]).status, 1);
}

#[test]
fn a_configuration_that_is_too_large_is_not_read() {
    let folder = repository();
    folder.write(CONFIG, "# x\n".repeat(1 << 19));
    let ran = run(&folder, &["list.md"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("larger than a configuration may be"), "{}", ran.err);
}

/// Nothing in a configuration names a file that is written or a program that is run.
#[test]
fn a_configuration_writes_and_runs_nothing() {
    let folder = repository();
    for key in [
        "output-file",
        "output-format",
        "baseline",
        "write-baseline",
        "fix",
        "extends",
        "plugins",
        "command",
    ] {
        folder.write(CONFIG, format!("{key} = \"../out\"\n"));
        let ran = run(&folder, &["list.md", "--fix"]);
        assert_eq!(ran.status, 2, "{key}");
        assert!(ran.err.contains("unknown key"), "{key}: {}", ran.err);
    }
    assert!(!folder.path("out").exists());
}

/// Rules may ask git about the repository, which a configuration can switch on: always the same questions.
#[test]
fn git_is_only_asked_what_changes_nothing() {
    let folder = repository();
    let log = folder.path("log");
    folder.write(
        "bin/git",
        format!("#!/bin/sh\necho \"$*\" >>'{}'\nexit 1\n", log.display()),
    );
    fs::set_permissions(folder.path("bin/git"), Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path("bin").display(), std::env::var("PATH").unwrap());
    let run = |config: &str| {
        folder.write(CONFIG, config);
        let mut command = folder.command(&["list.md"]);
        command.current_dir(folder.path("repository")).env("PATH", &path);
        assert!(Ran::of(command.output().unwrap()).status < 2);
        fs::read_to_string(&log).unwrap_or_default()
    };
    assert_eq!(run(""), "", "the recommended rules ask git nothing");
    let questions = run("preset = \"all\"\n");
    assert!(!questions.is_empty());
    for question in questions.lines() {
        let words: Vec<&str> = question.split(' ').collect();
        let settings = words.iter().step_by(2).take_while(|word| **word == "-c").count() * 2;
        let known = [
            "branch --show-current",
            "config --",
            "remote get-url",
            "rev-parse --",
            "log --max-parents=0",
        ];
        let asked = words[settings..].join(" ");
        assert!(known.iter().any(|known| asked.starts_with(known)), "{question}");
    }
}

/// The folder `.git` comes with an archive or a shared disk, not with a pull request; still nothing in it is run.
#[test]
fn the_configuration_of_git_runs_no_programs() {
    let folder = repository();
    let program = folder.path("program");
    let ran = folder.path("ran");
    folder.write("program", format!("#!/bin/sh\ntouch '{}'\n", ran.display()));
    fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    let git = |arguments: &[&str]| {
        let mut command = folder.git_command(arguments);
        assert!(
            command
                .current_dir(folder.path("repository"))
                .status()
                .unwrap()
                .success()
        );
    };
    git(&["add", "list.md"]);
    git(&["commit", "--quiet", "--message", "Begin"]);
    fs::rename(folder.path("repository/list.md"), folder.path("repository/moved.md")).unwrap();
    for key in [
        "core.fsmonitor",
        "gpg.program",
        "core.pager",
        "diff.external",
        "core.sshCommand",
        "core.editor",
    ] {
        git(&["config", key, program.to_str().unwrap()]);
    }
    git(&["config", "log.showSignature", "true"]);
    let status = run(&folder, &["moved.md", "--preset", "all", "--changed"]).status;
    assert!(status < 2);
    assert!(!ran.exists());
}

#[test]
fn a_trusted_configuration_or_none_stands_above_all_others() {
    let folder = repository();
    folder.write("trusted.toml", "");
    for hidden in [
        "preset = \"none\"\n",
        "exclude = [\"*\"]\n",
        "[rules]\nlink-text-whitespace = \"off\"\n",
    ] {
        folder.write("repository/sub/list.md", LIST);
        folder
            .write(CONFIG, hidden)
            .write("repository/sub/.awesome-lint.toml", hidden);
        assert_eq!(run(&folder, &["list.md", "sub/list.md"]).status, 0);
        for trusted in [&["--no-config"][..], &["--config", "../trusted.toml"]] {
            let concise = ["list.md", "sub/list.md", "--output-format", "concise"];
            let ran = run(&folder, &[trusted, &concise].concat());
            assert_eq!(ran.status, 1, "{hidden}");
            assert_eq!(ran.out.matches("link-text-whitespace").count(), 2, "{}", ran.out);
        }
    }
    // Where all is excluded, that is said.
    folder.write(CONFIG, "exclude = [\"*\"]\n");
    assert!(run(&folder, &["list.md"]).err.contains("excludes all that was named"));
}

/// Expressions of a configuration take time by the size of the text, and cannot be made arbitrarily large.
#[test]
fn patterns_take_time_by_the_size_of_the_text() {
    let folder = repository();
    folder.write(
        "repository/list.md",
        format!(
            "# List\n\n- [One](https://example.org/{}!?utm_source=x)\n",
            "a".repeat(50_000)
        ),
    );
    folder.write(
        CONFIG,
        "[rules.tracking-parameter]\nignore = ['/^(https?.*)*((a+)+)+$/', '/(a|aa)+$/']\n",
    );
    let start = Instant::now();
    assert!(run(&folder, &["list.md"]).status < 2);
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "where time doubled with each letter it would never end"
    );
    folder.write(
        CONFIG,
        "[rules.tracking-parameter]\nignore = ['/((a{1000}){1000}){1000}/']\n",
    );
    let ran = run(&folder, &["list.md"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("not a regular expression"), "{}", ran.err);
}
