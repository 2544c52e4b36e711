//! The command as people run it.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use support::folder::Folder;
use support::{markdown_files, root};

const CLEAN: &str = "# List\n\n- [One](https://example.org/one) - The first.\n";
const WARNS: &str = "# List\n\n- [One ](https://example.org/one) - The first.\n";
const INFORMS: &str = "# List\n\n- [One](https://example.org/one) - The first.";
const FAILS: &str = "# List\n\n- [One]()\n";

#[test]
fn the_exit_status_says_what_was_found() {
    let folder = Folder::new();
    folder.write("clean.md", CLEAN).write("warns.md", WARNS);
    folder.write("informs.md", INFORMS).write("fails.md", FAILS);
    assert_eq!(folder.run(&["clean.md"]).status, 0);
    assert_eq!(folder.run(&["warns.md"]).status, 1);
    assert_eq!(folder.run(&["fails.md"]).status, 1);
    assert_eq!(folder.run(&["informs.md"]).status, 0);
    assert_eq!(folder.run(&["informs.md", "--fail-on", "info"]).status, 1);
    assert_eq!(folder.run(&["warns.md", "--fail-on", "error"]).status, 0);
    assert_eq!(folder.run(&["fails.md", "--fail-on", "never"]).status, 0);
    assert_eq!(folder.run(&["fails.md", "--exit-zero"]).status, 0);
    assert_eq!(folder.run(&["--nonsense"]).status, 2);
    assert_eq!(folder.run(&["gone.md"]).status, 2);
}

#[test]
fn one_unreadable_file_does_not_stop_the_others() {
    let folder = Folder::new();
    folder.write("warns.md", WARNS);
    let ran = folder.run(&["gone.md", "warns.md", "--output-format", "concise"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("gone.md"), "{}", ran.err);
    assert!(
        ran.out.contains("warns.md:3:4: warn link-text-whitespace"),
        "{}",
        ran.out
    );
    let ran = folder.run(&["gone.md", "warns.md", "--fix"]);
    assert_eq!(ran.status, 2);
    assert_eq!(folder.read("warns.md"), CLEAN);
}

#[test]
fn without_arguments_the_readme_is_checked() {
    let folder = Folder::new();
    let ran = folder.run(&[]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("README"), "{}", ran.err);
    folder.write("readme.md", WARNS);
    let ran = folder.run(&["--output-format", "concise"]);
    assert!(ran.out.starts_with("readme.md:3:4:"), "{}", ran.out);
}

#[test]
fn folders_are_walked_and_ignore_files_respected() {
    let folder = Folder::new();
    for name in [
        "a.md",
        "b.markdown",
        "c.MDOWN",
        "d.txt",
        ".github/e.md",
        "skipped/f.md",
        "node_modules/g.md",
        "h/i/j.md",
    ] {
        folder.write(name, WARNS);
    }
    folder.write(".gitignore", "skipped/\n");
    let ran = folder.run(&[".", "--output-format", "jsonl", "--select", "link-text-whitespace"]);
    let paths: Vec<String> = ran
        .out
        .lines()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            record["path"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(paths, [".github/e.md", "a.md", "b.markdown", "c.MDOWN", "h/i/j.md"]);
    // A file that is named is checked, whatever its name.
    assert_eq!(folder.run(&["d.txt"]).status, 1);
}

#[test]
fn standard_input_is_checked_and_fixed() {
    let folder = Folder::new();
    let arguments = ["-", "--stdin-filename", "x/list.md", "--output-format", "concise"];
    let ran = folder.run_with_input(&arguments, WARNS.as_bytes());
    assert_eq!(ran.status, 1);
    assert!(
        ran.out.starts_with("x/list.md:3:4: warn link-text-whitespace"),
        "{}",
        ran.out
    );
    let ran = folder.run_with_input(&["-", "--fix"], WARNS.as_bytes());
    assert_eq!((ran.status, ran.out.as_str()), (0, CLEAN));
    let broken = b"# Caf\xE9\n\n- [One ](https://example.org/one)\n";
    let mut command = folder.command(&["-", "--fix"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(broken).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.stdout, broken, "not a byte is lost");
}

#[test]
fn json_lines_keep_their_shape() {
    let folder = Folder::new();
    folder.write("a.md", "# Café\n\n- ☕ [One ](https://example.org/one)\n");
    folder.write("b.md", "# List\n\n- [one](https://example.org/one)\n");
    let ran = folder.run(&["a.md", "b.md", "--output-format", "jsonl"]);
    insta::assert_snapshot!(ran.out, @r#"
    {"path":"a.md","rule":"link-text-whitespace","level":"warn","message":"blank at the end of the link text","help":"move it out of the brackets","line":3,"column":6,"end_line":3,"end_column":10,"start":16,"end":20,"related":[],"fix":{"title":"trim the link text","applicability":"safe","edits":[{"path":"a.md","start":19,"end":20,"text":""}]}}
    {"path":"b.md","rule":"duplicate-link","level":"info","message":"same link as “One” in a.md","help":"keep one of the two, with the better description","line":3,"column":3,"end_line":3,"end_column":33,"start":10,"end":40,"related":[{"path":"a.md","line":3,"column":5,"end_line":3,"end_column":36,"start":15,"end":46,"message":"first listed here, in section “Café”"}],"fix":null}
    "#);
    let array: serde_json::Value =
        serde_json::from_str(&folder.run(&["a.md", "b.md", "--output-format", "json"]).out).unwrap();
    assert_eq!(array.as_array().unwrap().len(), 2);
    let none: serde_json::Value = serde_json::from_str(
        &folder
            .run(&["a.md", "--select", "mojibake", "--output-format", "json"])
            .out,
    )
    .unwrap();
    assert_eq!(none, serde_json::json!([]));
}

/// Offsets are those of the file even where it is not UTF-8.
#[test]
fn offsets_count_the_bytes_of_the_file() {
    let folder = Folder::new();
    let bytes = b"# Caf\xE9\n\n- [One ](https://example.org/one)\n";
    folder.write("a.md", bytes);
    let ran = folder.run(&["a.md", "--output-format", "jsonl", "--select", "link-text-whitespace"]);
    let record: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let start = record["start"].as_u64().unwrap() as usize;
    let end = record["end"].as_u64().unwrap() as usize;
    assert_eq!(&bytes[start..end], b"One ");
}

#[test]
fn pretty_shows_the_lines_and_the_first_place() {
    let folder = Folder::new();
    folder.write("a.md", "# Books\n\n- [One](https://example.org/one)\n");
    folder.write("b.md", "# List\n\n- [One ](http://www.example.org/one/)\n- [None]()\n");
    let ran = folder.run(&["a.md", "b.md"]);
    insta::assert_snapshot!(ran.out, @r"
    duplicate-link

      ☞ same page as “One” in a.md: `http`, `www.` and a trailing slash apart
       ╭─[b.md:3:3]
     3 │ - [One ](http://www.example.org/one/)
       ·   ───────────────────────────────────
       ╰────
      ☞ first listed here, in section “Books”
       ╭─[a.md:3:3]
     3 │ - [One](https://example.org/one)
       ·   ──────────────────────────────
       ╰────
      help: keep one of the two, with the better description

    link-text-whitespace

      ⚠ blank at the end of the link text
       ╭─[b.md:3:4]
     3 │ - [One ](http://www.example.org/one/)
       ·    ────
       ╰────
      help: move it out of the brackets
      fix: trim the link text (--fix)

    empty-link

      × link without a destination
       ╭─[b.md:4:3]
     4 │ - [None]()
       ·   ────────
       ╰────
      help: add the address, or remove the brackets
      fix: leave the text without a link (--fix --unsafe-fixes)

    3 findings in 1 file, 1 fixable with --fix, 1 more with --fix --unsafe-fixes
    ");
    assert_eq!(folder.run(&["a.md", "-q"]).out, "");
    let statistics = folder.run(&["a.md", "b.md", "--statistics", "-q"]).out;
    assert_eq!(
        statistics,
        "      1  duplicate-link\n      1  empty-link\n      1  link-text-whitespace\n"
    );
}

#[test]
fn control_characters_of_a_list_reach_no_terminal() {
    let folder = Folder::new();
    folder.write(
        "a.md",
        "# \u{1B}[31mRed\u{202E}\n\n- [\u{1B}]8;;x\u{7} ](https://example.org)\n\n# \u{1B}[2J\n",
    );
    for format in ["pretty", "concise"] {
        let ran = folder.run(&["a.md", "--output-format", format]);
        assert!(!ran.out.contains(['\u{1B}', '\u{7}', '\u{202E}']), "{:?}", ran.out);
    }
}

#[test]
fn fixing_repairs_and_counts() {
    let folder = Folder::new();
    folder.write("warns.md", WARNS).write("clean.md", CLEAN);
    let modified = fs::metadata(folder.path("clean.md")).unwrap().modified().unwrap();
    let ran = folder.run(&["warns.md", "clean.md", "--fix"]);
    assert_eq!(ran.status, 0);
    // Two files list the same page now; that is said, and is no reason to fail.
    assert!(
        ran.out.contains("repaired 1 finding in 1 file; 1 finding in 1 file"),
        "{}",
        ran.out
    );
    assert_eq!(folder.read("warns.md"), CLEAN);
    assert_eq!(
        fs::metadata(folder.path("clean.md")).unwrap().modified().unwrap(),
        modified
    );
    let again = folder.run(&["warns.md", "--fix"]);
    assert_eq!(again.out, "no findings in 1 file\n");
}

#[test]
fn unsafe_fixes_are_applied_on_demand_only() {
    let folder = Folder::new();
    folder.write("fails.md", FAILS);
    assert_eq!(folder.run(&["fails.md", "--fix"]).status, 1);
    assert_eq!(folder.read("fails.md"), FAILS);
    assert_eq!(folder.run(&["fails.md", "--unsafe-fixes"]).status, 2);
    assert_eq!(folder.run(&["fails.md", "--fix", "--unsafe-fixes"]).status, 0);
    assert_eq!(folder.read("fails.md"), "# List\n\n- One\n");
}

#[cfg(unix)]
#[test]
fn permissions_and_symbolic_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new();
    folder.write("real/list.md", WARNS);
    let real = folder.path("real/list.md");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/list.md", folder.path("link.md")).unwrap();
    assert_eq!(folder.run(&["link.md", "--fix"]).status, 0);
    assert!(fs::symlink_metadata(folder.path("link.md")).unwrap().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(folder.read("real/list.md"), CLEAN);
    assert_eq!(
        fs::read_dir(folder.path("real")).unwrap().count(),
        1,
        "no temporary file stays"
    );
}

#[test]
fn a_read_only_file_is_named_and_the_others_are_written() {
    let folder = Folder::new();
    folder.write("locked.md", WARNS);
    folder.write("open.md", WARNS.replace("one", "two"));
    let mut permissions = fs::metadata(folder.path("locked.md")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder.path("locked.md"), permissions).unwrap();
    let ran = folder.run(&["locked.md", "open.md", "--fix"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("locked.md: the file is read-only"), "{}", ran.err);
    assert_eq!(folder.read("locked.md"), WARNS);
    assert_eq!(folder.read("open.md"), CLEAN.replace("one", "two"));
}

/// Copies the lists of this project into a folder, with more line breaks and names than they have.
fn lists(folder: &Folder) -> Vec<String> {
    let mut names = Vec::new();
    for path in markdown_files(&root().join("fixtures/lists")) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        folder.write(&format!("crlf files/{name}"), text.replace('\n', "\r\n"));
        folder.write(&name, text);
        names.push(format!("crlf files/{name}"));
        names.push(name);
    }
    let mut add = |name: &str, text: &[u8]| {
        folder.write(name, text);
        names.push(name.to_owned());
    };
    add(
        "bom.md",
        "\u{FEFF}# List\n\n- [One ](https://example.org/bom)".as_bytes(),
    );
    add("größe.md", WARNS.replace("one", "umlaut").as_bytes());
    add("lone cr.md", b"# List\r\r- [One ](https://example.org/cr)\r- two \r");
    add("latin1.md", b"# Caf\xE9\n\n- [One ](https://example.org/latin1)\n");
    names
}

#[test]
fn the_diff_applied_is_the_fix() {
    for flags in [&["--diff"][..], &["--diff", "--unsafe-fixes"]] {
        let fixed = Folder::new();
        let patched = Folder::new();
        let names = lists(&fixed);
        lists(&patched);
        patched.git(&["init", "-q"]);
        let mut arguments: Vec<&str> = flags.to_vec();
        arguments.push(".");
        let output = patched.command(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        fs::write(patched.path("fix.patch"), &output.stdout).unwrap();
        patched.git(&["apply", "fix.patch"]);
        let arguments: Vec<&str> = arguments
            .iter()
            .map(|flag| if *flag == "--diff" { "--fix" } else { *flag })
            .collect();
        fixed.run(&arguments);
        let mut changed = 0;
        for name in names {
            let by_patch = fs::read(patched.path(&name)).unwrap();
            let by_fix = fs::read(fixed.path(&name)).unwrap();
            assert!(by_patch == by_fix, "{name} differs");
            changed += 1;
        }
        assert!(changed > 10);
        let second = fixed.run(&arguments);
        assert!(!second.out.contains("repaired"), "{}", second.out);
    }
}

#[test]
fn a_diff_without_changes_is_empty() {
    let folder = Folder::new();
    folder.write("clean.md", CLEAN);
    let ran = folder.run(&["clean.md", "--diff"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
}

#[test]
fn output_is_the_same_for_any_number_of_threads() {
    let folder = Folder::new();
    lists(&folder);
    let one = folder.run(&[".", "--output-format", "jsonl", "--threads", "1"]).out;
    for threads in ["2", "8"] {
        assert_eq!(
            folder.run(&[".", "--output-format", "jsonl", "--threads", threads]).out,
            one
        );
    }
    assert!(one.lines().count() > 20);
}

#[test]
fn configuration_is_found_upwards_and_obeyed() {
    let folder = Folder::new();
    folder
        .write("lists/a.md", WARNS)
        .write("lists/old/b.md", WARNS.replace("one", "two"));
    folder.write(
        ".awesome-lint.toml",
        "exclude = [\"lists/generated/\"]\n\
         [rules]\nlink-text-whitespace = \"info\"\n\
         [[overrides]]\nfiles = [\"lists/old/**\"]\nrules = { link-text-whitespace = \"off\" }\n",
    );
    folder.write("lists/generated/c.md", FAILS);
    let ran = folder.run(&["lists", "lists/generated/c.md", "--output-format", "concise", "-q"]);
    assert_eq!(
        ran.out,
        "lists/a.md:3:4: info link-text-whitespace: blank at the end of the link text\n"
    );
    assert_eq!(ran.status, 0);
    assert_eq!(folder.run(&["lists/a.md", "--no-config"]).status, 1);
    folder.write("other.toml", "preset = \"none\"\n");
    assert_eq!(folder.run(&["lists/a.md", "--config", "other.toml", "-q"]).out, "");
}

#[test]
fn selection_names_rules_and_groups() {
    let folder = Folder::new();
    folder.write("a.md", "# List\n\n- [One ]()\n- two \n");
    let rules = |arguments: &[&str]| {
        let mut all = vec!["a.md", "--statistics", "-q"];
        all.extend(arguments);
        let out = folder.run(&all).out;
        let mut names: Vec<String> = out.lines().map(|line| line[9..].to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(rules(&["--select", "links"]), ["empty-link", "link-text-whitespace"]);
    assert_eq!(rules(&["--ignore", "links,final-newline"]), ["trailing-whitespace"]);
    assert_eq!(rules(&["--preset", "none"]), Vec::<String>::new());
    let ran = folder.run(&["a.md", "--select", "duplicate-lnk"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("did you mean `duplicate-link`?"), "{}", ran.err);
}

#[test]
fn errors_in_the_configuration_name_place_and_cure() {
    let cases = [
        ("presett = \"all\"\n", "did you mean `preset`?"),
        ("preset = \"al\"\n", "unknown preset `al`"),
        ("[rules]\nmojibak = \"off\"\n", "did you mean `mojibake`?"),
        ("[rules]\nmojibake = \"eror\"\n", "did you mean `\"error\"`?"),
        (
            "[rules]\nmojibake = 3\n",
            "a rule is set to a level or to a table of options",
        ),
        (
            "[rules.duplicate-link]\nacross-file = \"off\"\n",
            "unknown field `across-file`",
        ),
        ("[rules.mojibake]\nignore = [\"/(/\"]\n", "not a regular expression"),
        ("[rules\n", "list.toml"),
        ("[[overrides]]\nrules = {}\n", "an override needs `files`"),
        ("exclude = \"x\"\n", "expected a sequence"),
    ];
    let folder = Folder::new();
    folder.write("a.md", CLEAN);
    for (text, expected) in cases {
        folder.write("list.toml", text);
        let ran = folder.run(&["a.md", "--config", "list.toml"]);
        assert_eq!(ran.status, 2, "{text}");
        assert!(
            ran.err.contains(expected) && ran.err.contains("list.toml"),
            "{text}: {}",
            ran.err
        );
    }
    let ran = folder.run(&["a.md", "--config", "gone.toml"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("gone.toml"), "{}", ran.err);
}

#[test]
fn init_writes_a_configuration_that_can_be_read() {
    let folder = Folder::new();
    folder.write("list.md", CLEAN);
    assert_eq!(folder.run(&["init"]).status, 0);
    assert_eq!(folder.run(&["list.md"]).status, 0);
    let text = folder.read(".awesome-lint.toml");
    let (head, rules) = text.split_once("[rules]\n").unwrap();
    let (rules, tail) = rules.split_once("\n\n").unwrap();
    let settings = rules.lines().map(|line| match line.strip_prefix("# ") {
        Some(setting) if setting.contains(" = \"") => format!("{setting}\n"),
        _ => format!("{line}\n"),
    });
    let uncommented = format!("{head}[rules]\n{}\n{tail}", settings.collect::<String>());
    folder.write(".awesome-lint.toml", &uncommented);
    let ran = folder.run(&["list.md"]);
    assert_eq!(ran.status, 0, "{}\n{uncommented}", ran.err);
    let again = folder.run(&["init"]);
    assert_eq!(again.status, 2);
    assert_eq!(folder.read(".awesome-lint.toml"), uncommented);
}

#[test]
fn rules_explain_themselves() {
    let folder = Folder::new();
    let table = folder.run(&["rule"]).out;
    assert!(table.contains("duplicate-link"), "{table}");
    let page = folder.run(&["rule", "list-numbering"]).out;
    assert!(page.starts_with("list-numbering\n"), "{page}");
    let record: serde_json::Value =
        serde_json::from_str(&folder.run(&["rule", "mojibake", "--output-format", "json"]).out).unwrap();
    assert_eq!(record["fix"], "safe");
    let ran = folder.run(&["rule", "mojibak"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("did you mean `mojibake`?"), "{}", ran.err);
}

#[test]
fn completions_and_manual_are_printed() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(folder.run(&["completions", shell]).out.contains("awesome-lint"));
    }
    assert!(folder.run(&["man"]).out.contains(".TH awesome-lint"));
}

#[test]
fn the_published_schema_is_fresh() {
    let path = root().join("docs/finding.schema.json");
    let schema = serde_json::to_string_pretty(&awesome_lint::report::schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &schema).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), schema, "run with UPDATE=1");
}

/// The lists that the README shows: the broken ones say something, the clean one nothing.
#[test]
fn the_lists_of_the_fixtures_show_what_is_found() {
    let folder = Folder::new();
    let lists = root().join("fixtures/lists");
    let ran = folder.run(&[lists.to_str().unwrap(), "--statistics", "-q"]);
    for rule in [
        "mojibake",
        "duplicate-link",
        "empty-link",
        "empty-section",
        "list-numbering",
        "link-text-whitespace",
    ] {
        assert!(ran.out.contains(rule), "{rule} is missing:\n{}", ran.out);
    }
    assert_eq!(
        folder
            .run(&[lists.join("clean.md").to_str().unwrap(), "--fail-on", "info"])
            .status,
        0
    );
}

/// What the tool was born from: findings in the five lists that it must have.
#[test]
fn the_seeds_have_their_findings() {
    let Some(shared) = support::shared() else {
        eprintln!("skipped: AWESOME_LINT_SHARED names no folder of lists");
        return;
    };
    let folder = Folder::new();
    let seeds = shared.join("seeds");
    let ran = folder.run(&[seeds.to_str().unwrap(), "--output-format", "jsonl"]);
    let records: Vec<serde_json::Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let seed = |path: &serde_json::Value| {
        let name = Path::new(path.as_str().unwrap())
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        name[..3].to_owned()
    };
    let found: Vec<(String, String, u64)> = records
        .iter()
        .map(|record| {
            let rule = record["rule"].as_str().unwrap().to_owned();
            (rule, seed(&record["path"]), record["line"].as_u64().unwrap())
        })
        .collect();
    let expected = [
        ("mojibake", "003", 13),
        ("empty-link", "000", 11),
        ("empty-section", "000", 28),
        ("empty-section", "000", 40),
        ("link-text-whitespace", "004", 20),
    ];
    for (rule, file, line) in expected {
        assert!(
            found.contains(&(rule.to_owned(), file.to_owned(), line)),
            "{rule} in {file}:{line}"
        );
    }
    let mojibake = records.iter().find(|record| record["rule"] == "mojibake").unwrap();
    assert_eq!(mojibake["fix"]["edits"][0]["text"], "’");
    assert!(
        !found
            .iter()
            .any(|(rule, file, _)| rule == "list-numbering" && file == "004")
    );
    let pairs: Vec<(String, u64, String, u64)> = records
        .iter()
        .filter(|record| record["rule"] == "duplicate-link")
        .map(|record| {
            let first = &record["related"][0];
            let line = |record: &serde_json::Value| record["line"].as_u64().unwrap();
            (seed(&record["path"]), line(record), seed(&first["path"]), line(first))
        })
        .collect();
    for (later, line, first, first_line) in [
        ("003", 12, "002", 20),
        ("004", 46, "002", 20),
        ("003", 14, "002", 18),
        ("004", 33, "002", 18),
        ("003", 13, "002", 17),
        ("003", 11, "002", 16),
        ("004", 16, "003", 10),
        ("004", 31, "000", 12),
    ] {
        let pair = (later.to_owned(), line, first.to_owned(), first_line);
        assert!(pairs.contains(&pair), "{pair:?} is missing: {pairs:?}");
    }
}

#[test]
fn a_file_is_checked_once_however_it_is_named() {
    let folder = Folder::new();
    folder
        .write("a.md", WARNS)
        .write("sub/b.md", CLEAN.replace("one", "two"));
    let absolute = folder.path("a.md");
    let ran = folder.run(&[
        "a.md",
        "sub/../a.md",
        absolute.to_str().unwrap(),
        ".",
        "--output-format",
        "concise",
    ]);
    assert_eq!(ran.out.matches("link-text-whitespace").count(), 1, "{}", ran.out);
    assert!(
        ran.out.ends_with("1 finding in 1 file, 1 fixable with --fix\n"),
        "{}",
        ran.out
    );
}

#[test]
fn the_configuration_of_a_path_is_that_of_its_real_folder() {
    let folder = Folder::new();
    folder
        .write("a/.awesome-lint.toml", "preset = \"none\"\n")
        .write("b.md", FAILS);
    assert_eq!(folder.run(&["a/../b.md"]).status, 1);
    folder.write("c.toml", "exclude = [\"./b.md\"]\n");
    let sub = folder.path("a");
    let mut command = folder.command(&["--config", "../c.toml", "../b.md"]);
    let output = command.current_dir(sub).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("excludes all that was named"));
}

#[test]
fn nothing_to_check_is_said() {
    let folder = Folder::new();
    folder.write("empty/x.txt", "x");
    let ran = folder.run(&["empty"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("no Markdown files"), "{}", ran.err);
}

#[test]
fn a_grouped_finding_leaves_what_is_suppressed() {
    let folder = Folder::new();
    let lines = "para \n\n".repeat(12);
    let kept = "<!-- lint disable trailing-whitespace -->\n\nkept \n\n<!-- lint enable trailing-whitespace -->\n\n";
    folder.write("a.md", format!("# T\n\n{kept}{lines}End.\n"));
    let ran = folder.run(&["a.md", "--fix"]);
    assert!(ran.out.contains("no findings"), "{}", ran.out);
    let fixed = folder.read("a.md");
    assert!(fixed.contains("kept \n") && !fixed.contains("para \n"), "{fixed}");
}

#[test]
fn an_enable_that_others_need_stays() {
    let folder = Folder::new();
    let disable = "<!-- lint disable empty-link -->\n\n";
    folder.write(
        "a.md",
        format!("# T\n\n{disable}[a]()\n\n{disable}[a]()\n\n<!-- lint enable empty-link -->\n\n[b]()\n"),
    );
    let ran = folder.run(&["a.md", "--fix", "--output-format", "concise"]);
    assert!(
        ran.out.contains("empty-link: link without a destination"),
        "{}",
        ran.out
    );
}

#[test]
fn a_list_full_of_fixes_that_fail_keeps_those_that_do_not() {
    let folder = Folder::new();
    // With a hyphen the three bullets would be a thematic break.
    let text = "* - -\n\nfine \n\n".repeat(9);
    folder.write("a.md", format!("# T\n\n{text}2. x\n4. y\n"));
    folder.write(
        "c.toml",
        "[rules]\ntrailing-whitespace = { once-above = 1.0 }\nunordered-list-marker-style = { style = \"-\" }\n",
    );
    let ran = folder.run(&["a.md", "--fix", "--config", "c.toml"]);
    let fixed = folder.read("a.md");
    assert_eq!(fixed.matches("fine\n").count(), 9, "{fixed}");
    assert_eq!(fixed.matches("* - -\n").count(), 9);
    assert!(fixed.ends_with("2. x\n3. y\n"));
    assert!(ran.out.contains("its fix was left out"), "{}", ran.out);
}

#[test]
fn a_diff_from_elsewhere_applies_in_the_repository() {
    let folder = Folder::new();
    folder.write("repository/lists/a.md", WARNS);
    let repository = folder.path("repository");
    let git = |arguments: &[&str]| {
        Command::new("git")
            .args(arguments)
            .current_dir(&repository)
            .output()
            .unwrap()
    };
    assert!(git(&["init", "-q"]).status.success());
    folder.write("elsewhere/x", "");
    let mut command = folder.command(&["--diff", "../repository/lists"]);
    let output = command.current_dir(folder.path("elsewhere")).output().unwrap();
    fs::write(folder.path("fix.patch"), output.stdout).unwrap();
    assert!(git(&["apply", "../fix.patch"]).status.success());
    assert_eq!(folder.read("repository/lists/a.md"), CLEAN);
}

#[test]
fn one_patch_has_one_base() {
    let folder = Folder::new();
    folder.git(&["init", "-q"]);
    folder
        .write("sub/e.md", WARNS)
        .write("docs/o.md", WARNS.replace("one", "two"));
    let mut command = folder.command(&["--diff", "e.md", "../docs/o.md"]);
    let output = command.current_dir(folder.path("sub")).output().unwrap();
    fs::write(folder.path("fix.patch"), output.stdout).unwrap();
    folder.git(&["apply", "fix.patch"]);
    assert_eq!(folder.read("sub/e.md"), CLEAN);
    assert_eq!(folder.read("docs/o.md"), CLEAN.replace("one", "two"));
}

#[test]
fn a_part_of_the_files_removes_no_comment_about_the_others() {
    let folder = Folder::new();
    folder.write("a.md", CLEAN);
    let commented =
        "# List\n\n- [One](https://example.org/one) <!-- lint disable-line duplicate-link -- on purpose -->\n";
    folder.write("b.md", commented);
    folder.run(&["b.md", "--fix"]);
    assert_eq!(folder.read("b.md"), commented);
    assert_eq!(folder.run(&["."]).out, "no findings in 2 files\n");
}

#[test]
fn a_configuration_steers_no_terminal() {
    let folder = Folder::new();
    folder.write("a.md", CLEAN);
    folder.write("c.toml", "preset = \"\u{1}\u{7f}x\"\n");
    let ran = folder.run(&["a.md", "--config", "c.toml"]);
    assert_eq!(ran.status, 2);
    assert!(
        !ran.err.contains(|c: char| c.is_control() && c != '\n'),
        "{:?}",
        ran.err
    );
}

#[test]
fn files_are_looked_for_in_a_repository_only() {
    let folder = Folder::new();
    folder.write("docs/Guide.md", CLEAN).write("LICENSE", "");
    fs::create_dir(folder.path("module")).unwrap();
    let list = "# List\n\n- [Guide](docs/guide.md), [logo](logo.png), [license](/LICENSE), [code](module/a.rs)\n";
    folder.write("list.md", list);
    let arguments = ["list.md", "--select", "missing-file", "--output-format", "concise"];
    assert_eq!(folder.run(&arguments).status, 0);
    fs::create_dir(folder.path(".git")).unwrap();
    let ran = folder.run(&arguments);
    assert_eq!(ran.status, 1);
    assert_eq!(ran.out.matches("missing-file").count(), 2, "{}", ran.out);
    assert!(ran.out.contains("`docs/Guide.md`"), "{}", ran.out);
    assert!(ran.out.contains("`logo.png`"), "{}", ran.out);
    folder.run(&["list.md", "--fix"]);
    assert_eq!(folder.read("list.md"), list.replace("guide.md", "Guide.md"));
}

const UNTIDY: &str = "# Tools\n\n- [Ripgrep](https://github.com/BurntSushi/ripgrep) - Github finds it. \n";
const TIDY: &str = "# Tools\n\n- [Ripgrep](https://github.com/BurntSushi/ripgrep) - Github finds it.\n";

#[test]
fn formatting_applies_the_style_rules_alone() {
    let folder = Folder::new();
    folder.write("a.md", UNTIDY).write("b.md", "# Clean\n");
    let ran = folder.run(&["fmt", "a.md", "b.md"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "formatted 1 of 2 files\n"));
    assert_eq!(folder.read("a.md"), TIDY);
    let again = folder.run(&["format", "."]);
    assert_eq!(
        (again.status, again.out.as_str()),
        (0, "nothing to format in 2 files\n")
    );
}

#[test]
fn a_format_check_names_the_files_and_changes_none() {
    let folder = Folder::new();
    folder.write("a.md", UNTIDY).write("b.md", "# Clean\n");
    let ran = folder.run(&["format", "--check", "."]);
    assert_eq!(ran.status, 1);
    assert_eq!(ran.out, "would format a.md\nwould format 1 of 2 files\n");
    let ran = folder.run(&["format", "--diff", "."]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.starts_with("--- a/a.md\n+++ b/a.md\n"), "{}", ran.out);
    assert_eq!(folder.read("a.md"), UNTIDY);
    let ran = folder.run(&["format", "--check", "b.md", "missing.md"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("missing.md"), "{}", ran.err);
}

#[test]
fn an_editor_formats_through_standard_input() {
    let folder = Folder::new();
    let ran = folder.run_with_input(&["format", "-"], UNTIDY.as_bytes());
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, TIDY, ""));
    folder.write(
        ".awesome-lint.toml",
        "exclude = [\"a.md\"]\nrules = { trailing-whitespace = \"off\" }\n",
    );
    let ran = folder.run_with_input(&["format", "--stdin-filename", "a.md", "-"], UNTIDY.as_bytes());
    assert_eq!((ran.status, ran.out.as_str()), (0, UNTIDY));
}

#[test]
fn the_style_of_a_list_is_explained() {
    let folder = Folder::new();
    folder.write("a.md", "# Tools\n\n- a\n- b\n- c\n\n## More\n\n* d\n");
    let ran = folder.run(&["style", "a.md"]);
    assert_eq!(ran.status, 0);
    assert!(ran.out.starts_with("a.md\n"), "{}", ran.out);
    let bullets = ran.out.lines().find(|line| line.contains("bullet")).unwrap();
    assert!(bullets.ends_with("- 3 of 4 (75 %), * 1"), "{bullets}");
    let ran = folder.run(&["style", "--output-format", "json", "a.md"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json[0]["path"], "a.md");
    assert_eq!(json[0]["traits"][0]["name"], "bullet");
    assert_eq!(json[0]["traits"][0]["rule"], "unordered-list-marker-style");
    assert_eq!(json[0]["traits"][0]["ways"][1]["count"], 1);
}
