//! The hooks: of pre-commit, if it is installed, and of git itself.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::process::Command;

use support::folder::{Folder, Ran};
use support::root;
use support::tools::tool;

const OLD: &str = "# Old\n\n- [One](https://one.example) - Holds an old pair.\n";
const NEW: &str = "# New\n\n- [Two](https://two.example) - The second.\n";

/// A repository that uses one of the hooks of this project, with the command as it was built for this test.
struct Project {
    folder: Folder,
    hooks: Folder,
    pre_commit: std::path::PathBuf,
}

impl Project {
    fn with(hook: &str, command: &str) -> Option<Self> {
        let pre_commit = tool("pre-commit")?;
        let hooks = Folder::new();
        hooks.write(
            ".pre-commit-hooks.yaml",
            fs::read(root().join(".pre-commit-hooks.yaml")).unwrap(),
        );
        hooks.git(&["init", "--quiet"]);
        hooks.commit("Add the hooks");
        let revision = String::from_utf8(hooks.git(&["rev-parse", "HEAD"]).stdout).unwrap();
        let folder = Folder::new();
        folder.git(&["init", "--quiet"]);
        let config = format!(
            "repos:\n- repo: {}\n  rev: {}\n  hooks:\n  - id: {hook}\n    language: system\n    entry: '\"{}\" {command}'\n",
            hooks.path("").display(),
            revision.trim(),
            env!("CARGO_BIN_EXE_awesome-lint")
        );
        folder.write(".pre-commit-config.yaml", config);
        folder.write(".awesome-lint.toml", "[context]\npaths = [\".\"]\n");
        folder
            .write("old list.md", OLD)
            .write("new.md", NEW)
            .write("notes.txt", "An text.\n");
        folder.commit("Begin");
        let project = Self {
            folder,
            hooks,
            pre_commit,
        };
        let ran = project.run(&["install"]);
        assert_eq!(ran.status, 0, "{ran:?}");
        Some(project)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new(&self.pre_commit);
        command.args(arguments).current_dir(self.folder.path(""));
        command.env("PRE_COMMIT_HOME", self.hooks.path("cache"));
        command.env("GIT_CONFIG_GLOBAL", "/dev/null");
        Ran::of(command.output().unwrap())
    }

    fn commit(&self) -> Ran {
        self.folder.git(&["add", "--all"]);
        let mut command = self.folder.git_command(&["commit", "--quiet", "--message", "Change"]);
        command.env("PRE_COMMIT_HOME", self.hooks.path("cache"));
        Ran::of(command.output().unwrap())
    }
}

#[test]
fn pre_commit_stops_a_duplicate_of_an_entry_in_a_file_that_is_not_part_of_the_commit() {
    let Some(project) = Project::with("awesome-lint", "") else {
        return;
    };
    project.folder.write(
        "new.md",
        format!("{NEW}- [One more](https://one.example/) - The first.\n"),
    );
    let ran = project.commit();
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.err.contains("same page as “One” in old list.md"), "{}", ran.err);
    assert!(ran.err.contains("1 finding in 1 file"), "{}", ran.err);
    project.folder.write(
        "new.md",
        format!("{NEW}- [Three](https://three.example/) - The third.\n"),
    );
    let ran = project.commit();
    assert_eq!(ran.status, 0, "{ran:?}");
    let known = "# Known\n\n- [One](https://one.example) - Listed twice since long.\n";
    project.folder.write("known.md", known);
    project.folder.git(&["add", "--all"]);
    project
        .folder
        .git(&["commit", "--quiet", "--no-verify", "--message", "Take it"]);
    project.folder.write(
        "known.md",
        format!("{known}- [Four](https://four.example) - The fourth.\n"),
    );
    let ran = project.commit();
    assert_eq!(ran.status, 0, "what was listed twice before stops nothing: {ran:?}");
}

#[test]
fn pre_commit_repairs_and_stops() {
    let Some(project) = Project::with("awesome-lint-fix", "--fix") else {
        return;
    };
    project.folder.write("new.md", NEW.replace("[Two]", "[Two ]"));
    let ran = project.commit();
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.err.contains("files were modified by this hook"), "{}", ran.err);
    assert_eq!(project.folder.read("new.md"), NEW);
    project.folder.write("other.md", NEW.replace("two", "four"));
    assert_eq!(project.commit().status, 0);
}

#[test]
fn pre_commit_formats_and_stops() {
    let Some(project) = Project::with("awesome-lint-format", "format") else {
        return;
    };
    project.folder.write("new.md", NEW.replace("second.\n", "second. \n"));
    let ran = project.commit();
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.err.contains("files were modified by this hook"), "{}", ran.err);
    assert_eq!(project.folder.read("new.md"), NEW);
}
