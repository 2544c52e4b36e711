//! What the JavaScript awesome-lint says of whole lists after they were fixed here, or are clean here.
//!
//! It is run: the lists and `oracle/oracle.mjs`, which runs it over many files, are in `AWESOME_LINT_SHARED`, its
//! packages in the `node_modules` that `AWESOME_LINT_PEERS` names, and `node` is in `PATH`.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

#[derive(Deserialize)]
struct Verdict {
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    rule: Option<String>,
    message: String,
}

#[derive(Deserialize)]
struct Found {
    rule: String,
    line: usize,
    message: String,
}

/// What is needed to run the original; says so when it is not there.
struct Original {
    shared: PathBuf,
    packages: PathBuf,
}

impl Original {
    fn find() -> Option<Self> {
        let original = support::shared().zip(std::env::var_os("AWESOME_LINT_PEERS"));
        if original.is_none() {
            eprintln!("skipped: AWESOME_LINT_SHARED and AWESOME_LINT_PEERS do not both name a folder");
        }
        original.map(|(shared, packages)| Self {
            shared,
            packages: packages.into(),
        })
    }

    fn verdicts(&self, lists: &[PathBuf]) -> Vec<Verdict> {
        let output = Command::new("node")
            .arg(self.shared.join("oracle/oracle.mjs"))
            .args(["--jobs", "auto"])
            .args(lists)
            .env("AWESOME_LINT_PEERS", &self.packages)
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let verdicts: Vec<Verdict> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(verdicts.len(), lists.len());
        verdicts
    }

    /// Copies of the READMEs of all lists, each in a folder of its own.
    fn copies(&self, folder: &Path) -> Vec<PathBuf> {
        let mut copies = Vec::new();
        let mut lists: Vec<_> = fs::read_dir(self.shared.join("corpus/lists"))
            .unwrap()
            .flatten()
            .collect();
        lists.sort_by_key(fs::DirEntry::path);
        for list in lists {
            let files = fs::read_dir(list.path()).unwrap().flatten();
            let is_readme = |file: &fs::DirEntry| file.file_name().to_string_lossy().eq_ignore_ascii_case("readme.md");
            let Some(readme) = files.into_iter().find(is_readme) else {
                continue;
            };
            let own = folder.join(list.file_name());
            fs::create_dir(&own).unwrap();
            fs::write(own.join("contributing.md"), "Say what is missing.\n").unwrap();
            let copy = own.join(readme.file_name());
            fs::write(&copy, fs::read(readme.path()).unwrap()).unwrap();
            copies.push(copy);
        }
        copies
    }
}

/// Runs this program with the preset `awesome`, without what needs a repository.
fn run(arguments: &[&str], list: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_awesome-lint"))
        .args(["--no-config", "--preset", "awesome", "--ignore", "awesome-github"])
        .args(["--exit-zero", "--output-format", "jsonl"])
        .args(arguments)
        .arg(list)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A message without what it names.
fn kind(message: &Message) -> String {
    let rule = message.rule.clone().unwrap_or_default();
    match &*rule {
        "awesome-list-item" | "awesome-heading" | "awesome-badge" => format!("{rule}: {}", message.message),
        _ => rule,
    }
}

fn kinds(verdict: &Verdict) -> BTreeSet<String> {
    verdict.messages.iter().map(kind).collect()
}

#[test]
fn safe_fixes_leave_less_and_nothing_new() {
    let Some(original) = Original::find() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let lists = original.copies(folder.path());
    let before = original.verdicts(&lists);
    for list in &lists {
        run(&["--fix"], list);
    }
    let after = original.verdicts(&lists);
    let count = |verdicts: &[Verdict]| verdicts.iter().map(|verdict| verdict.messages.len()).sum::<usize>();
    let (first, left) = (count(&before), count(&after));
    println!("{first} messages in {} lists before, {left} after", lists.len());
    for ((list, before), after) in lists.iter().zip(&before).zip(&after) {
        let new: Vec<String> = kinds(after).difference(&kinds(before)).cloned().collect();
        assert!(new.is_empty(), "{}: {new:?}", list.display());
    }
    assert!(left * 100 <= first * 45, "less than 55 % of the messages are gone");
}

#[test]
fn what_is_clean_here_is_clean_there() {
    let Some(original) = Original::find() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut lists = original.copies(folder.path());
    let all = lists.len();
    lists.retain(|list| is_made_clean(list));
    println!("{} of {all} lists are clean", lists.len());
    assert!(lists.len() >= 20);
    for (list, verdict) in lists.iter().zip(original.verdicts(&lists)) {
        let said: Vec<&String> = verdict.messages.iter().map(|message| &message.message).collect();
        assert!(said.is_empty(), "{}: {said:?}", list.display());
    }
}

/// Fixes a list, and writes anew or takes out the lines where something is left.
fn is_made_clean(list: &Path) -> bool {
    const ROUNDS: usize = 12;
    for _ in 0..ROUNDS {
        let found = run(&["--fix", "--unsafe-fixes"], list);
        let found = found.lines().map(serde_json::from_str).filter_map(Result::ok);
        let mut found: Vec<Found> = found.collect();
        if found.is_empty() {
            return true;
        }
        found.sort_by_key(|found| std::cmp::Reverse(found.line));
        found.dedup_by_key(|found| found.line);
        let text = String::from_utf8_lossy(&fs::read(list).unwrap()).replace('\r', "");
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        found.retain(|found| found.line <= lines.len());
        for found in &found {
            let line = lines.remove(found.line - 1);
            if let Some(line) = mended(&line, found) {
                lines.insert(found.line - 1, line);
            }
        }
        fs::write(list, lines.join("\n")).unwrap();
    }
    false
}

/// A line as one could write it by hand; nothing, where it is better left out.
fn mended(line: &str, found: &Found) -> Option<String> {
    const HEADING: &str = "# Awesome Things [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)\n\n";
    match &*found.rule {
        "awesome-heading" if found.line == 1 => Some([HEADING, line].concat()),
        "awesome-license" => Some(format!("{line}s")),
        "no-emphasis-as-heading" => Some(format!("{line} is what follows.")),
        "no-multiple-toplevel-headings" if line.starts_with("# ") => Some(format!("#{line}")),
        "double-link" => {
            let address = found.message.strip_prefix("repeated link: ")?;
            let other = format!("({address}?line={})", found.line);
            let is_whole = !address.contains(['#', '?']) && address.starts_with("http");
            is_whole.then(|| line.replacen(&format!("({address})"), &other, 1))
        }
        "awesome-list-item" if line.contains("](http") && !line.contains("- In short: ") => {
            let end = line.find(") - ").map(|end| end + 1)?;
            Some(format!("{} - In short: {}.", &line[..end], line[end + 3..].trim()))
        }
        _ => None,
    }
}
