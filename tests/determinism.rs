//! One run is as another: with any number of threads, in whatever order the files of a folder are found.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::PathBuf;

use support::folder::Folder;
use support::{markdown_files, root, shared};

const RUNS: usize = 50;
const THREADS: [&str; 3] = ["1", "2", "8"];

/// What one run does; the folder is given to each.
const COMMANDS: [&[&str]; 4] = [
    &["--output-format", "jsonl"],
    &["--preset", "all", "--output-format", "concise"],
    &["--preset", "all", "--diff", "--unsafe-fixes"],
    &["--preset", "awesome", "--output-format", "sarif"],
];

/// How many of the real lists are taken, and how large each may be.
const SHARED: usize = 6;
const LARGEST: u64 = 60_000;

/// The lists by the names that they get: those of the fixtures, and some real ones.
fn lists() -> Vec<(String, PathBuf)> {
    let mut files = markdown_files(&root().join("fixtures/lists"));
    match shared() {
        Some(shared) => {
            let lists = markdown_files(&shared.join("corpus/lists"));
            let small = |path: &PathBuf| fs::metadata(path).is_ok_and(|list| list.len() < LARGEST);
            let step = (lists.len() / SHARED).max(1);
            files.extend(lists.into_iter().step_by(step).filter(small));
        }
        None => eprintln!("skipped: AWESOME_LINT_SHARED names no folder of lists"),
    }
    let name = |(index, path): (usize, PathBuf)| (format!("{}/{index}.md", index % 4), path);
    files.into_iter().enumerate().map(name).collect()
}

#[test]
fn every_run_prints_the_same_bytes() {
    let lists = lists();
    // Most file systems list a folder by when and where its files were made.
    let folders: Vec<Folder> = (0..5)
        .map(|turn| {
            let folder = Folder::new();
            let mut order: Vec<&(String, PathBuf)> = lists.iter().collect();
            order.rotate_left(turn * lists.len() / 5);
            if turn % 2 == 1 {
                order.reverse();
            }
            for (name, path) in order {
                folder.write(name, fs::read(path).unwrap());
            }
            folder
        })
        .collect();
    let mut first: [Option<String>; COMMANDS.len()] = [const { None }; COMMANDS.len()];
    for run in 0..RUNS {
        let which = run % COMMANDS.len();
        let threads = THREADS[run / COMMANDS.len() % THREADS.len()];
        let arguments = [&[".", "--no-config", "--threads", threads], COMMANDS[which]].concat();
        let ran = folders[run % folders.len()].run(&arguments);
        assert_eq!(ran.status, 1, "{}", ran.err);
        let expected = first[which].get_or_insert_with(|| ran.out.clone());
        assert!(*expected == ran.out, "run {run} with {threads} threads: {arguments:?}");
    }
}

/// Files that are named are fixed alike, in whatever order they are named.
#[test]
fn fixes_do_not_depend_on_the_order_of_the_files() {
    let lists = lists();
    let fixed = |is_reversed: bool| {
        let folder = Folder::new();
        for (name, path) in &lists {
            folder.write(name, fs::read(path).unwrap());
        }
        let mut names: Vec<&str> = lists.iter().map(|(name, _)| name.as_str()).collect();
        if is_reversed {
            names.reverse();
        }
        let arguments = [&["--no-config", "--fix", "--quiet"], &names[..]].concat();
        assert!(folder.run(&arguments).status < 2);
        let read = |(name, _): &(String, PathBuf)| fs::read(folder.path(name)).unwrap();
        lists.iter().map(read).collect::<Vec<_>>()
    };
    assert!(fixed(false) == fixed(true));
}
