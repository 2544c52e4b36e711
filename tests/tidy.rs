//! House rules: every rule has its page and module, modules use only those above them, seams hold.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use awesome_lint::rules::RULES;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The stems of the files or the names of the folders in a folder.
fn stems(folder: &str, ending: Option<&str>) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| match ending {
            Some(ending) => path.extension().is_some_and(|own| own == ending),
            None => path.is_dir(),
        })
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path
                .strip_prefix(root().join("src"))
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

#[test]
fn every_rule_has_a_page_a_module_and_cases() {
    let registered: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(stems("rules", Some("md")), registered);
    assert_eq!(stems("fixtures/rules", None), registered);
    let modules: BTreeSet<String> = stems("src/rules", Some("rs"))
        .into_iter()
        .filter(|stem| stem != "mod")
        .map(|stem| stem.replace('_', "-"))
        .collect();
    assert_eq!(modules, registered);
}

#[test]
fn pages_have_the_parts_that_people_look_for() {
    for rule in RULES {
        let mut lines = rule.page.lines();
        assert_eq!(lines.next(), Some(format!("# {}", rule.name).as_str()));
        assert!(
            rule.summary().ends_with('.'),
            "{}: the summary is a sentence",
            rule.name
        );
        for part in ["## Why", "## Examples", "## Options"] {
            assert!(rule.page.lines().any(|line| line == part), "{}: no {part}", rule.name);
        }
    }
}

/// The layers from the lowest to the highest; modules of one line may use one another.
const LAYERS: [&[&str]; 15] = [
    &["encoding", "invisible", "scan", "sieve", "source"],
    &["document"],
    &["edit"],
    &[
        "changes",
        "url",
        "contents",
        "fingerprint",
        "items",
        "names",
        "original",
        "paths",
        "pattern",
        "reshape",
        "suggest",
        "titles",
        "tree",
    ],
    &["diagnostic", "catalog", "rule", "style"],
    &["rules"],
    &["git"],
    &["project"],
    &["engine"],
    &["filter"],
    &["fix"],
    &["config"],
    &["report"],
    &["cli"],
    &["lib", "main"],
];

fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|layer| layer.contains(&module))
        .unwrap_or_else(|| panic!("module `{module}` is in no layer"))
}

#[test]
fn modules_use_only_those_above_them() {
    for (name, text) in sources(&root().join("src")) {
        let module = name.split(['/', '.']).next().unwrap();
        if module == "lib" || module == "main" {
            continue;
        }
        let own = layer(module);
        for (index, line) in text.lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                // Functions of the crate and `use crate::{…}` name no module.
                if matches!(&*used, "" | "lint" | "lint_to_fix") {
                    continue;
                }
                assert!(
                    layer(&used) <= own,
                    "src/{name}:{}: `{module}` uses `{used}`, which is above it",
                    index + 1
                );
            }
        }
    }
}

/// Who may name what.
#[test]
fn seams_hold() {
    let seams: [(&str, &[&str]); 3] = [
        ("comrak::", &["document/"]),
        ("miette::", &["report/pretty.rs", "config/error.rs", "main.rs"]),
        (
            "std::fs",
            &["paths.rs", "project.rs", "project/", "git/", "config/", "cli/"],
        ),
    ];
    for (name, text) in sources(&root().join("src")) {
        for (used, allowed) in seams {
            let is_allowed = allowed.iter().any(|prefix| name.starts_with(prefix));
            assert!(is_allowed || !text.contains(used), "src/{name} names {used}");
        }
    }
}

#[test]
fn every_file_says_what_lives_in_it() {
    for (name, text) in sources(&root().join("src")) {
        assert!(text.starts_with("//! "), "src/{name} does not begin with `//! `");
    }
}
