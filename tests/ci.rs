//! The recipes of `docs/ci.md` and the steps of the action, as they are run.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use support::folder::{Folder, Ran};
use support::root;
use support::tools::tool;

const LIST: &str =
    "# List\n\n- [One](https://one.example) - Holds an old pair of.\n- [Two](https://two.example) - Holds an pair.\n";
const CHANGED: &str = "# List\n\n- [One](https://one.example) - Holds an old pair of.\n- [Two](https://two.example) - Holds an pair.\n\
    - [Three ](https://three.example) - The third.\n";

/// The fences of a document with a language, under a heading.
fn fences(heading: &str, language: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join("docs/ci.md")).unwrap();
    let part = text.split("\n## ").find(|part| part.starts_with(heading)).unwrap();
    let open = format!("```{language}\n");
    part.split(&open)
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

/// The commands of a step or a job, from `run:` or `script:` on.
fn commands(yaml: &str) -> Vec<String> {
    let lines: Vec<&str> = yaml.lines().collect();
    let mut commands = Vec::new();
    let indent = |line: &str| line.len() - line.trim_start().len();
    for (index, line) in lines.iter().enumerate() {
        let text = line.trim_start().trim_start_matches("- ");
        let below = || lines[index + 1..].iter().take_while(|next| indent(next) > indent(line));
        match text.split_once(':') {
            Some(("run", " |")) => commands.push(below().map(|line| format!("{}\n", line.trim_start())).collect()),
            Some(("run", command)) => commands.push(command.trim().to_owned()),
            Some(("script", _)) => commands.extend(below().map(|line| line.trim_start()[2..].to_owned())),
            _ => {}
        }
    }
    commands
}

/// A repository with a main branch and a branch that asks to be merged, checked out as the merge of both.
fn pull_request() -> Folder {
    let folder = Folder::new();
    folder.git(&["init", "--quiet"]);
    folder.write("a list.md", LIST);
    folder.commit("Begin");
    folder.git(&["checkout", "--quiet", "-b", "request"]);
    folder.write("a list.md", CHANGED);
    folder.commit("Add an entry");
    folder.git(&["checkout", "--quiet", "main"]);
    folder.write("other.md", LIST.replace("one", "four").replace("two", "five"));
    folder.commit("Go on");
    folder.git(&["update-ref", "refs/remotes/origin/main", "main"]);
    folder.git(&["checkout", "--quiet", "--detach"]);
    folder.git(&["merge", "--quiet", "--no-edit", "request"]);
    folder
}

fn sha(folder: &Folder, name: &str) -> String {
    String::from_utf8(folder.git(&["rev-parse", name]).stdout)
        .unwrap()
        .trim()
        .to_owned()
}

/// bash as a runner starts it, with the command on its path.
fn bash(folder: &Path, script: &str) -> Command {
    let binary = Path::new(env!("CARGO_BIN_EXE_awesome-lint"))
        .parent()
        .unwrap()
        .to_owned();
    let path = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths([binary].into_iter().chain(std::env::split_paths(&path))).unwrap();
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
    command.current_dir(folder).env("PATH", path).stdin(Stdio::null());
    for name in ["GITHUB_ACTIONS", "CLICOLOR_FORCE", "GIT_DIR", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    command
}

fn run(mut command: Command) -> Ran {
    Ran::of(command.output().unwrap())
}

/// The variables and files that GitHub gives to a step.
struct Runner {
    files: Folder,
    variables: HashMap<&'static str, String>,
}

impl Runner {
    fn of(folder: &Folder) -> Self {
        let files = Folder::new();
        let event = serde_json::json!({ "pull_request": { "base": { "sha": sha(folder, "main~1") } } });
        files.write("event.json", event.to_string());
        for name in ["summary", "output", "path"] {
            files.write(name, "");
        }
        let path = |name: &str| files.path(name).display().to_string();
        let variables = HashMap::from([
            ("GITHUB_ACTIONS", "true".to_owned()),
            ("GITHUB_EVENT_NAME", "pull_request".to_owned()),
            ("GITHUB_EVENT_PATH", path("event.json")),
            ("GITHUB_BASE_REF", "main".to_owned()),
            ("GITHUB_SHA", sha(folder, "HEAD")),
            ("GITHUB_STEP_SUMMARY", path("summary")),
            ("GITHUB_OUTPUT", path("output")),
            ("GITHUB_PATH", path("path")),
            ("GITHUB_ACTION_PATH", root().display().to_string()),
            ("RUNNER_TEMP", path("temp")),
        ]);
        Self { files, variables }
    }

    /// Runs the steps of `action.yml` with these inputs; those that are not given have their defaults.
    fn act(&self, folder: &Folder, inputs: &[(&str, &str)]) -> Ran {
        let action = fs::read_to_string(root().join("action.yml")).unwrap();
        let mut last = None;
        for step in action.split("    - name: ").skip(1) {
            let [script] = commands(step).try_into().unwrap();
            let mut command = bash(&folder.path(""), &script);
            for line in step.lines().filter_map(|line| line.trim().split_once(": ${{ ")) {
                let (name, expression) = (line.0, line.1.trim_end_matches(" }}"));
                command.env(name, self.evaluate(&action, expression, inputs));
            }
            command.envs(&self.variables);
            let ran = run(command);
            let is_over = ran.status != 0;
            last = Some(ran);
            if is_over {
                break;
            }
        }
        last.unwrap()
    }

    fn evaluate(&self, action: &str, expression: &str, inputs: &[(&str, &str)]) -> String {
        if expression == "github.event.pull_request.base.sha" {
            let event: serde_json::Value = serde_json::from_str(&self.files.read("event.json")).unwrap();
            return event["pull_request"]["base"]["sha"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
        }
        let Some(name) = expression.strip_prefix("inputs.") else {
            assert!(expression.starts_with("github.action_"), "{expression}");
            return String::new();
        };
        let given = inputs.iter().find(|(known, _)| *known == name);
        if let Some((_, value)) = given {
            return (*value).to_owned();
        }
        let declared = action.split(&format!("\n  {name}:\n")).nth(1).unwrap();
        let default = declared
            .lines()
            .find_map(|line| line.trim().strip_prefix("default: "))
            .unwrap();
        default.trim_matches('"').to_owned()
    }
}

const WARNING: &str = "::warning file=a list.md,line=5,endLine=5,col=4,endColumn=10,title=link-text-whitespace::";

#[test]
fn the_action_says_of_a_pull_request_what_it_changes() {
    let folder = pull_request();
    let runner = Runner::of(&folder);
    let ran = runner.act(&folder, &[("version", "installed")]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.out.starts_with(WARNING) && ran.out.lines().count() == 1, "{ran:?}");
    assert_eq!(runner.files.read("output"), "findings=1\nchanged=false\n");
    let summary = runner.files.read("summary");
    assert!(
        summary.contains("| a list.md:5:4 | ⚠️ warn | link-text-whitespace |"),
        "{summary}"
    );
    assert!(
        summary.contains("+- [Three](https://three.example) - The third."),
        "{summary}"
    );
}

#[test]
fn the_action_takes_its_inputs() {
    let folder = pull_request();
    let runner = Runner::of(&folder);
    let inputs = [
        ("version", "installed"),
        ("since", "all"),
        ("format", "concise sarif:x.sarif"),
        ("paths", "a list.md\nother.md"),
    ];
    let ran = runner.act(&folder, &inputs);
    assert_eq!(
        (ran.status, ran.out.lines().filter(|line| line.contains(".md:")).count()),
        (1, 4),
        "{ran:?}"
    );
    assert!(
        ran.out.starts_with("::stop-commands::"),
        "no line of a list is a command: {}",
        ran.out
    );
    let token = ran
        .out
        .lines()
        .next()
        .unwrap()
        .trim_start_matches("::stop-commands::")
        .to_owned();
    assert!(
        token.len() == 32 && ran.out.ends_with(&format!("\n::{token}::\n")),
        "{}",
        ran.out
    );
    assert!(folder.read("x.sarif").contains("\"version\":\"2.1.0\""));
    let inputs = [
        ("version", "installed"),
        ("since", "$(touch stolen)"),
        ("paths", "; touch stolen"),
    ];
    assert_eq!(runner.act(&folder, &inputs).status, 2);
    assert!(!folder.path("stolen").exists());
    let ran = runner.act(&folder, &[("version", "installed"), ("fix", "true")]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(runner.files.read("output").ends_with("findings=0\nchanged=true\n"));
    assert_eq!(folder.read("a list.md"), CHANGED.replace("[Three ]", "[Three]"));
}

#[test]
fn the_action_fetches_what_a_shallow_checkout_lacks() {
    let folder = pull_request();
    folder.git(&["update-ref", "refs/pull/1/merge", "HEAD"]);
    folder.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    let clone = Folder::new();
    clone.git(&["init", "--quiet"]);
    let address = format!("file://{}", folder.path("").display());
    clone.git(&["remote", "add", "origin", &address]);
    clone.git(&[
        "fetch",
        "--quiet",
        "--depth=1",
        "origin",
        "+refs/pull/1/merge:refs/remotes/pull/1/merge",
    ]);
    clone.git(&["checkout", "--quiet", "--force", "refs/remotes/pull/1/merge"]);
    let ran = Runner::of(&folder).act(&clone, &[("version", "installed")]);
    assert!(ran.out.starts_with(WARNING) && ran.out.lines().count() == 1, "{ran:?}");
}

#[test]
fn a_release_is_checked_before_it_is_installed() {
    let release = Folder::new();
    let binary = Path::new(env!("CARGO_BIN_EXE_awesome-lint"));
    let base = "OWNER/awesome-lint/releases/download/v9.9.9";
    fs::create_dir_all(release.path(base)).unwrap();
    let name = "awesome-lint-x86_64-unknown-linux-musl.tar.gz";
    let pack = format!(
        "tar -czf {base}/{name} -C '{}' awesome-lint && cd {base} && sha256sum {name} >{name}.sha256",
        binary.parent().unwrap().display()
    );
    assert_eq!(run(bash(&release.path(""), &pack)).status, 0);
    let folder = pull_request();
    let runner = Runner::of(&folder);
    let install = || {
        let mut command = bash(&folder.path(""), "bash \"$GITHUB_ACTION_PATH/action/install.sh\"");
        command
            .envs(&runner.variables)
            .env("VERSION", "v9.9.9")
            .env("ACTION_REPOSITORY", "OWNER/awesome-lint");
        command.env(
            "GITHUB_SERVER_URL",
            format!(
                "file://{}",
                release.path("").display().to_string().trim_end_matches('/')
            ),
        );
        run(command)
    };
    let ran = install();
    assert_eq!(ran.status, 0, "{ran:?}");
    let place = PathBuf::from(runner.files.read("path").trim()).join("awesome-lint");
    assert!(Command::new(place).arg("--version").output().unwrap().status.success());
    release.write(&format!("{base}/{name}"), "something else");
    assert_ne!(install().status, 0);
}

#[test]
fn the_recipes_of_forges_run() {
    let folder = pull_request();
    for heading in ["GitHub: check pull requests", "Forgejo and Gitea"] {
        let fence = fences(heading, "yaml").pop().unwrap();
        let command = commands(&fence).pop().unwrap();
        let mut command = bash(&folder.path(""), &command);
        command.env("GITHUB_BASE_REF", "main").env("GITHUB_ACTIONS", "true");
        let ran = run(command);
        assert_eq!(
            (ran.status, ran.out.matches("link-text-whitespace").count()),
            (1, 1),
            "{ran:?}"
        );
        assert!(
            !ran.out.contains("other.md") && !ran.out.contains("indefinite"),
            "{ran:?}"
        );
    }
    let fence = fences("GitLab", "yaml").pop().unwrap();
    let command = commands(&fence).pop().unwrap();
    let mut command = bash(&folder.path(""), &command);
    command.env("CI_MERGE_REQUEST_DIFF_BASE_SHA", sha(&folder, "main"));
    let ran = run(command);
    assert_eq!(ran.status, 1, "{ran:?}");
    let report: serde_json::Value = serde_json::from_str(&folder.read("gl-code-quality-report.json")).unwrap();
    assert_eq!(report[0]["location"]["path"], "a list.md");
}

#[test]
fn the_recipe_that_commits_the_repairs_runs() {
    let folder = pull_request();
    folder.git(&["checkout", "--quiet", "request"]);
    let server = Folder::new();
    server.git(&["init", "--quiet", "--bare"]);
    folder.git(&["remote", "add", "origin", &server.path("").display().to_string()]);
    folder.git(&["push", "--quiet", "--set-upstream", "origin", "request"]);
    let runner = Runner::of(&folder);
    runner.act(&folder, &[("version", "installed"), ("fix", "true")]);
    assert!(
        runner.files.read("output").contains("changed=true"),
        "{}",
        runner.files.read("output")
    );
    let fence = fences("GitHub: commit the repairs", "yaml").pop().unwrap();
    let ran = run(bash(&folder.path(""), &commands(&fence).pop().unwrap()));
    assert_eq!(ran.status, 0, "{ran:?}");
    let pushed = server.git(&["show", "request:a list.md"]);
    assert_eq!(
        String::from_utf8(pushed.stdout).unwrap(),
        CHANGED.replace("[Three ]", "[Three]")
    );
}

/// git with the command on its path, for hooks.
fn git(folder: &Folder, arguments: &[&str]) -> Ran {
    let command = folder.git_command(arguments);
    let mut with_path = Command::new(command.get_program());
    with_path.args(command.get_args()).current_dir(folder.path(""));
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            with_path.env(name, value);
        }
    }
    let path = bash(Path::new("."), "");
    let path = path
        .get_envs()
        .find(|(name, _)| *name == "PATH")
        .unwrap()
        .1
        .unwrap()
        .to_owned();
    run({
        with_path.env("PATH", path).env_remove("GITHUB_ACTIONS");
        with_path
    })
}

fn install_hook(folder: &Folder, place: &str, script: &str) {
    folder.write(place, script);
    let ran = run(bash(&folder.path(""), &format!("chmod +x '{place}'")));
    assert_eq!(ran.status, 0);
}

#[test]
fn the_hook_of_a_clone_stops_a_commit() {
    let [hook, _] = fences("git alone", "sh").try_into().unwrap();
    let folder = Folder::new();
    folder.git(&["init", "--quiet"]);
    folder.write("list.md", LIST);
    folder.commit("Begin");
    install_hook(&folder, ".git/hooks/pre-commit", &hook);
    folder.write("list.md", CHANGED);
    folder.git(&["add", "--all"]);
    let ran = git(&folder, &["commit", "--quiet", "--message", "Add an entry"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(
        ran.err.contains("link-text-whitespace") || ran.out.contains("link-text-whitespace"),
        "{ran:?}"
    );
    folder.write("list.md", CHANGED.replace("[Three ]", "[Three]"));
    let ran = git(&folder, &["commit", "--quiet", "--all", "--message", "Add an entry"]);
    assert_eq!(ran.status, 0, "{ran:?}");
}

#[test]
fn the_hook_of_a_server_stops_a_push() {
    let [_, hook] = fences("git alone", "sh").try_into().unwrap();
    let server = Folder::new();
    server.git(&["init", "--quiet", "--bare"]);
    let folder = Folder::new();
    folder.git(&["init", "--quiet"]);
    folder.git(&["remote", "add", "origin", &server.path("").display().to_string()]);
    folder.write("a list.md", LIST);
    folder.commit("Begin");
    folder.git(&["push", "--quiet", "origin", "main"]);
    install_hook(&server, "hooks/pre-receive", &hook);
    folder.write("a list.md", CHANGED);
    folder.commit("Add an entry");
    let ran = git(&folder, &["push", "origin", "main"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(
        ran.err.contains("link-text-whitespace") && ran.err.contains("1 finding in 1 file"),
        "{}",
        ran.err
    );
    folder.write("a list.md", CHANGED.replace("[Three ]", "[Three]"));
    folder.git(&["mv", "a list.md", "moved.md"]);
    folder.commit("Mend it");
    let ran = git(&folder, &["push", "origin", "main"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let ran = git(&folder, &["push", "origin", "HEAD:refs/heads/new"]);
    assert_eq!(ran.status, 1, "a new branch is judged as a whole: {ran:?}");
}

#[test]
fn workflows_are_what_their_readers_expect() {
    let Some(check) = tool("check-jsonschema") else {
        return;
    };
    let folder = Folder::new();
    let mut kinds: Vec<(&str, String)> = Vec::new();
    for (index, heading) in [
        "GitHub: check",
        "GitHub: code",
        "GitHub: repairs",
        "GitHub: commit",
        "Forgejo",
    ]
    .into_iter()
    .enumerate()
    {
        for (place, fence) in fences(heading, "yaml").into_iter().enumerate() {
            let name = format!("{index}-{place}.yml");
            folder.write(&name, fence);
            kinds.push(("vendor.github-workflows", name));
        }
    }
    folder.write("gitlab.yml", fences("GitLab", "yaml").pop().unwrap());
    kinds.push(("vendor.gitlab-ci", "gitlab.yml".to_owned()));
    let path = |name: &str| root().join(name).display().to_string();
    kinds.push(("vendor.github-actions", path("action.yml")));
    kinds.push(("vendor.github-workflows", path(".github/workflows/release.yml")));
    for (schema, name) in kinds {
        let mut command = Command::new(&check);
        command
            .args(["--builtin-schema", schema, &name])
            .current_dir(folder.path(""));
        let ran = run(command);
        assert_eq!(ran.status, 0, "{name}: {}{}", ran.out, ran.err);
    }
}
