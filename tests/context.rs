//! Files that are looked at together with those that are named.

#![allow(clippy::unwrap_used)]

mod support;

use support::folder::Folder;

const OLD: &str = "# Old\n\n- [One](https://one.example) - Holds an pair. \n\n<!-- lint ignore duplicate-link -->\n\
    - [Two](https://two.example) - The second.\n";
const NEW: &str = "# New\n\n- [One](https://one.example/) - The first.\n- [Two](http://two.example) - The second.\n";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("a/old.md", OLD).write("new.md", NEW);
    folder
}

fn lines(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let concise = ["--output-format", "concise"];
    let ran = folder.run(&[arguments, &concise].concat());
    assert!(ran.status < 2, "{}", ran.err);
    ran.out.lines().map(str::to_owned).collect()
}

#[test]
fn an_entry_that_stands_in_another_file_is_found_and_nothing_else_of_it() {
    let folder = folder();
    let clean = ["no findings in 1 file"];
    assert_eq!(lines(&folder, &["new.md"]), clean);
    let found = lines(&folder, &["new.md", "--context", "."]);
    let wanted = [
        "new.md:3:3: info duplicate-link: same page as “One” in a/old.md: a trailing slash apart",
        "1 finding in 1 file",
    ];
    assert_eq!(found, wanted, "the entry that a comment excuses stays excused");
    folder.write(".awesome-lint.toml", "[context]\npaths = [\"a\", \"new.md\"]\n");
    assert_eq!(lines(&folder, &["new.md"]), wanted);
    folder.write("sub/new.md", NEW.replace("one", "three").replace("two", "four"));
    assert_eq!(lines(&folder, &["sub/new.md"]), clean);
    folder.write(".awesome-lint.toml", "exclude = [\"a\"]\n[context]\npaths = [\".\"]\n");
    assert_eq!(lines(&folder, &["new.md"]), clean);
}

#[test]
fn the_context_keeps_to_its_collections() {
    let folder = folder();
    let config = "context = { paths = [\".\"] }\n[collection]\n";
    folder.write(
        ".awesome-lint.toml",
        format!("{config}groups = [[\"a/*\", \"new.md\"]]\n"),
    );
    assert_eq!(lines(&folder, &["new.md"]).len(), 2);
    folder.write(
        ".awesome-lint.toml",
        format!("{config}groups = [[\"a/*\"], [\"new.md\"]]\n"),
    );
    assert_eq!(lines(&folder, &["new.md"]), ["no findings in 1 file"]);
}

#[test]
fn the_context_is_never_fixed() {
    let folder = folder();
    folder.write("new.md", NEW.replace("The first.", "The first. "));
    lines(&folder, &["new.md", "--context", "a", "--fix"]);
    assert_eq!(folder.read("a/old.md"), OLD);
    assert_eq!(folder.read("new.md"), NEW);
}

#[test]
fn a_context_that_is_not_there_is_an_error() {
    let folder = folder();
    let ran = folder.run(&["new.md", "--context", "gone"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("context: gone"), "{}", ran.err);
    folder.write(".awesome-lint.toml", "[context]\npath = [\"a\"]\n");
    assert_eq!(folder.run(&["new.md"]).status, 2);
}

#[test]
fn standard_input_has_a_context_too() {
    let folder = folder();
    let arguments = [
        "-",
        "--stdin-filename",
        "new.md",
        "--context",
        ".",
        "--output-format",
        "concise",
        "--quiet",
    ];
    let ran = folder.run_with_input(&arguments, NEW.as_bytes());
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
}

#[test]
fn the_context_does_not_count_as_changed() {
    let folder = folder();
    folder.git(&["init", "--quiet"]);
    folder.commit("Begin");
    folder.write(
        "new.md",
        format!("{NEW}- [Three](https://three.example) - Holds an pair.\n"),
    );
    folder.write(
        "a/old.md",
        OLD.replace("- [One]", "- [Three](https://three.example/) - Holds an pair.\n- [One]"),
    );
    let found = lines(&folder, &["new.md", "--context", "a", "--changed", "--quiet"]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found.iter().all(|line| line.starts_with("new.md:5:")), "{found:#?}");
}
