//! Findings that are known: written down, hidden, and no longer true.

#![allow(clippy::unwrap_used)]

mod support;

use support::folder::Folder;

const LIST: &str = "# List\n\n- [One ](https://one.example) - The first. \n- [Two](https://two.example) - Holds an pair. \n\
    - [Two again](https://two.example/) - Holds an other pair.\n\n## More\n\n\
    | Name | What |\n| --- | --- |\n| [Three](https://three.example) | Holds an third. |\n";

fn prepared() -> Folder {
    let folder = Folder::new();
    folder.write("lists/list.md", LIST);
    let ran = folder.run(&["lists", "--write-baseline", "known.jsonl"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "wrote 6 findings to known.jsonl\n"));
    folder
}

fn found(folder: &Folder) -> Vec<String> {
    let ran = folder.run(&[
        "lists",
        "--baseline",
        "known.jsonl",
        "--output-format",
        "concise",
        "--quiet",
    ]);
    assert!(ran.status < 2, "{}", ran.err);
    ran.out.lines().map(str::to_owned).collect()
}

#[test]
fn a_baseline_is_sorted_and_can_be_reviewed() {
    let folder = prepared();
    let text = folder.read("known.jsonl");
    let first = text.lines().next().unwrap();
    assert_eq!(
        first,
        r#"{"path":"lists/list.md","rule":"duplicate-link","text":"[Two again](https://two.example/) - Holds an other pair."}"#
    );
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, text.lines().collect::<Vec<_>>());
    folder.run(&["lists/list.md", "--write-baseline", "again.jsonl"]);
    assert_eq!(folder.read("again.jsonl"), text);
}

#[test]
fn what_is_known_is_hidden_until_its_text_changes() {
    let folder = prepared();
    assert!(found(&folder).is_empty());
    let moved = LIST.replace(
        "# List\n\n",
        "# List\n\nSome text.\n\n- [Zero](https://zero.example) - Nothing.\n",
    );
    folder.write("lists/list.md", &moved);
    assert!(found(&folder).is_empty());
    let altered = moved.replace("Holds an pair.", "Holds an old pair, and an pair.");
    folder.write("lists/list.md", &altered);
    let lines = found(&folder);
    assert_eq!(lines.len(), 4, "{lines:#?}");
    assert!(lines[0].contains("known.jsonl:2:1: warn stale-baseline") || lines[3].contains("stale-baseline"));
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.contains(": warn indefinite-article"))
            .count(),
        1
    );
    let blank = moved.replace("Nothing.\n", "Nothing. \n");
    folder.write("lists/list.md", &blank);
    let lines = found(&folder);
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].starts_with("lists/list.md:5:42: info trailing-whitespace: line ends in blanks"),
        "{lines:#?}"
    );
}

#[test]
fn what_is_repaired_leaves_the_baseline() {
    let folder = prepared();
    folder.write(
        "lists/list.md",
        LIST.replace("[One ]", "[One]")
            .replace("Holds an third.", "Holds a third."),
    );
    let lines = found(&folder);
    assert!(
        lines
            .iter()
            .any(|line| line.contains("`indefinite-article` finds this no more")),
        "{lines:#?}"
    );
    let ran = folder.run(&["lists", "--baseline", "known.jsonl", "--fix"]);
    assert!(found(&folder).iter().all(|line| !line.contains("stale")), "{}", ran.out);
    assert!(!folder.read("known.jsonl").contains("third"));
    assert!(folder.read("known.jsonl").contains("Holds an pair."));
    assert!(
        folder.read("lists/list.md").contains("Holds an pair."),
        "what is known is not fixed"
    );
}

#[test]
fn what_is_known_of_a_file_that_is_gone_is_stale() {
    let folder = prepared();
    folder.write("lists/other.md", "# Other\n");
    std::fs::remove_file(folder.path("lists/list.md")).unwrap();
    let stale = |folder: &Folder| {
        found(folder)
            .iter()
            .filter(|line| line.contains("stale-baseline"))
            .count()
    };
    assert_eq!(stale(&folder), 6);
    folder.git(&["init", "--quiet"]);
    folder.commit("Begin");
    assert_eq!(stale(&folder), 6);
}

#[test]
fn counts_may_be_absurd() {
    let folder = prepared();
    let line = format!(
        "{{\"path\":\"a\",\"rule\":\"b\",\"text\":\"c\",\"count\":{}}}\n",
        usize::MAX
    );
    folder.write("known.jsonl", line.repeat(3));
    assert_eq!(folder.run(&["lists", "--baseline", "known.jsonl"]).status, 1);
}

#[test]
fn a_part_of_what_is_known_says_nothing_of_the_rest() {
    let folder = prepared();
    folder.write("other.md", "# Other\n");
    let ran = folder.run(&["other.md", "--baseline", "known.jsonl"]);
    assert_eq!(ran.out, "no findings in 1 file\n");
    let ran = folder.run(&[
        "lists",
        "--baseline",
        "known.jsonl",
        "--select",
        "mojibake,stale-baseline",
    ]);
    assert_eq!(ran.out, "no findings in 1 file\n");
}

#[test]
fn a_baseline_that_is_none_is_an_error_with_its_line() {
    let folder = prepared();
    folder.write(
        "known.jsonl",
        "{\"path\":\"a\",\"rule\":\"b\",\"text\":\"c\"}\n{\"path\":1}\n",
    );
    let ran = folder.run(&["lists", "--baseline", "known.jsonl"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("known.jsonl:2: not a line of a baseline"),
        "{}",
        ran.err
    );
    let ran = folder.run(&["lists", "--baseline", "gone.jsonl"]);
    assert_eq!(ran.status, 2);
    let ran = folder.run(&["lists", "--baseline", "known.jsonl", "--write-baseline", "b"]);
    assert_eq!(ran.status, 2);
}
