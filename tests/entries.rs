//! The commands about entries: what is listed, and where.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_awesome-lint"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command.output().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

const LIST: &str = "# Books\n\n## Compilers\n\n- [Crafting Interpreters](https://craftinginterpreters.com/) - Two \
                    interpreters, \"step by step\".\n- A note\n\n| Title | Author |\n| --- | --- |\n| \
                    [Green Trees](http://trees.readthedocs.org) | Ada Lovelace |\n";

#[test]
fn entries_are_printed_one_by_one() {
    let folder = folder(&[("list.md", LIST)]);
    let printed = run(folder.path(), &["entries", "list.md"]);
    assert!(printed.status.success());
    let lines: Vec<serde_json::Value> = out(&printed)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["title"], "Crafting Interpreters");
    assert_eq!(lines[0]["line"], 5);
    assert_eq!(lines[0]["section"], "Books > Compilers");
    assert_eq!(lines[0]["key"], "craftinginterpreters.com");
    assert_eq!(lines[0]["description"], "Two interpreters, \"step by step\".");
    assert_eq!(lines[1]["url"], serde_json::Value::Null);
    assert_eq!(lines[2]["key"], "trees.readthedocs.io");
    assert_eq!(lines[2]["author"], "Ada Lovelace");
    assert_eq!(lines[2]["kind"], "row");
}

#[test]
fn entries_have_four_formats() {
    let folder = folder(&[("list.md", LIST)]);
    let printed = |format: &str| {
        let printed = run(folder.path(), &["entries", "list.md", "--output-format", format]);
        assert!(printed.status.success(), "{format}");
        out(&printed).to_owned()
    };
    let json: serde_json::Value = serde_json::from_str(&printed("json")).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 3);
    let csv = printed("csv");
    assert!(csv.starts_with("path,line,section,title,url,key,description,author,kind\n"));
    assert!(csv.contains(",\"Two interpreters, \"\"step by step\"\".\","));
    let tsv = printed("tsv");
    assert!(tsv.lines().all(|line| line.split('\t').count() == 9));
}

#[test]
fn keys_are_printed_without_files() {
    let folder = folder(&[]);
    let printed = run(
        folder.path(),
        &[
            "entries",
            "--key",
            "http://www.GitHub.com/A/B.git",
            "https://youtu.be/abc?t=3",
        ],
    );
    assert!(printed.status.success());
    assert_eq!(out(&printed), "github.com/a/b\nyoutube.com/watch?v=abc\n");
    let none = run(folder.path(), &["entries", "--key", "README.md"]);
    assert_eq!((none.status.code(), out(&none)), (Some(1), "\n"));
}

#[test]
fn what_is_listed_is_found() {
    let folder = folder(&[
        ("list.md", LIST),
        (
            "more.md",
            "# More\n\n- [etcd](https://github.com/coreos/etcd)\n- [Tool](https://a.example/) ([Source](https://github.com/a/tool))\n",
        ),
    ]);
    let find = |query: &str| run(folder.path(), &["find", query, "."]);
    let found = find("http://www.craftinginterpreters.com");
    assert_eq!(found.status.code(), Some(0));
    assert!(out(&found).starts_with("list.md:5:3: same page, "), "{}", out(&found));
    assert!(out(&find("craftinginterpreters.com")).contains("Crafting Interpreters"));
    assert!(out(&find("crafting interpreters")).contains("same title"));
    assert!(out(&find("Interpreters")).contains("in the title"));
    assert!(out(&find("https://github.com/etcd-io/etcd")).contains("repository of the same name by coreos"));
    assert!(out(&find("https://github.com/A/Tool")).contains("a link of this entry"));
    let missing = find("https://example.org/new");
    assert_eq!(missing.status.code(), Some(1));
    assert_eq!(out(&missing), "not listed: https://example.org/new\n");
}

#[test]
fn collections_part_what_is_compared() {
    let entry = "# A\n\n- [nom](https://crates.io/crates/nom) - For text.\n";
    let files = [("a/x.md", entry), ("a/y.md", entry), ("b/z.md", entry), ("c.md", entry)];
    let lint = |config: &str| {
        let folder = folder(&files);
        fs::write(folder.path().join(".awesome-lint.toml"), config).unwrap();
        let select = ["--select", "duplicate-link", "--output-format", "jsonl", "."];
        let printed = run(folder.path(), &select);
        let paths = out(&printed).lines().map(|line| {
            let finding: serde_json::Value = serde_json::from_str(line).unwrap();
            finding["path"].as_str().unwrap().to_owned()
        });
        paths.collect::<Vec<_>>()
    };
    assert_eq!(lint(""), ["a/y.md", "b/z.md", "c.md"]);
    assert_eq!(
        lint("[collection]\ngroups = [[\"a/*.md\"], [\"b/*.md\"]]\n"),
        ["a/y.md"]
    );
    assert_eq!(
        lint("[collection]\ngroups = [[\"a/x.md\", \"c.md\"], [\"b/*.md\"]]\n"),
        ["c.md"]
    );
    assert!(lint("[collection]\ngroups = []\n").len() == 3);
}

/// What went is what is still there: each entry that a fix took away stands in the list once more.
#[test]
fn entries_that_go_are_listed_elsewhere() {
    let list = "# Tools\n\n## Parsers\n\n1. [nom](https://crates.io/crates/nom) - Bytes.\n2. [pest](https://pest.rs/) - \
                Grammars.\n3. [nom](https://crates.io/crates/nom) - Bytes.\n4. [logos](https://crates.io/crates/logos) - \
                Lexers.\n5. [pest](https://pest.rs/) - Grammars in files.\n\n## Text\n\n- [nom](https://crates.io/crates/nom) \
                - Bytes.\n";
    let folder = folder(&[("list.md", list)]);
    let entries = || {
        let printed = run(folder.path(), &["entries", "list.md"]);
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for line in out(&printed).lines() {
            let mut entry: serde_json::Value = serde_json::from_str(line).unwrap();
            entry.as_object_mut().unwrap().remove("line");
            *counts.entry(entry.to_string()).or_default() += 1;
        }
        counts
    };
    let before = entries();
    run(folder.path(), &["--fix", "--select", "duplicates", "list.md"]);
    let after = entries();
    let gone: Vec<&String> = before
        .keys()
        .filter(|entry| after.get(*entry) != before.get(*entry))
        .collect();
    assert_eq!(gone.len(), 1);
    assert!(gone.iter().all(|entry| after.contains_key(*entry)));
    let text = fs::read_to_string(folder.path().join("list.md")).unwrap();
    assert!(text.contains("3. [logos]") && text.contains("4. [pest]"), "{text}");
}
