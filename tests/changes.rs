//! Pull requests: what is said of each, and what is not.

#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write;
use std::fs;

use support::folder::{Folder, Ran};

/// A list with old defects: a blank at the end of a line, a doubled word, a page that is listed twice, and a
/// numbered list that jumps.
fn kites() -> String {
    let mut text = String::from("# Kites\n\n## Builders\n\n");
    for (number, name) in names().enumerate() {
        let _ = writeln!(
            text,
            "- [{name}](https://kites.example/{number}) - Sews the café’s kite number {number}."
        );
    }
    text.push_str(
        "\n## Books\n\n\
         - [Air and String](https://books.example/air) - Tells of the the wind. \n\
         - [Bridles](https://books.example/bridles) - Knots for all sails.\n\
         - [Canvas](https://books.example/canvas) - Cloth that lasts.\n\
         - [Drag](https://books.example/drag) - The other force.\n\
         - [Eddies](https://books.example/eddies) - Behind trees and houses.\n\
         - [Flying Lines](https://books.example/lines) - Which line for which wind.\n\
         - [Gusts](https://books.example/gusts) - When to stay at home.\n\
         - [Height](https://books.example/height) - Of records and rules.\n\n\
         ## Shops\n\n\
         - [Sail Shop](https://shops.example/sail) - Sells sails.\n\
         - [Sail Shop again](https://shops.example/sail/) - Sells sails too.\n\n\
         ## Steps\n\n\
         1. Sew the hem.\n2. Cut the sail.\n3. Wait for wind.\n4. Bind the bridle.\n5. Fly.\n",
    );
    text
}

fn names() -> impl Iterator<Item = String> {
    let first = ["Alba", "Bora", "Cirrus", "Delta", "Etesia", "Foehn", "Ghibli", "Haboob"];
    let last = [
        "Brothers", "Company", "Guild", "House", "Lofts", "Makers", "Partners", "Sisters", "Works", "Yard",
    ];
    first
        .into_iter()
        .flat_map(move |first| last.map(|last| format!("{first} {last}")))
}

/// A repository whose main branch holds the list and a second one.
fn repository() -> Folder {
    let folder = Folder::new();
    folder.git(&["init", "--quiet"]);
    folder.write("list.md", kites());
    folder.write("zeppelins.md", ZEPPELINS);
    folder.commit("Begin the lists");
    folder.git(&["checkout", "--quiet", "-b", "request"]);
    folder
}

const ZEPPELINS: &str = "# Zeppelins\n\n## Sheds\n\n- [Big Shed](https://sheds.example/big) - Holds two.\n\
    - [Old Shed](https://sheds.example/old) - Holds an single one.\n";

/// A line for each finding: where, which rule, and what it says.
fn findings(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let ran = folder.run(&[&[".", "--output-format", "concise", "--quiet"], arguments].concat());
    assert!(ran.status < 2, "{}", ran.err);
    let without_level = |line: &str| {
        let (place, rest) = line.split_once(": ").unwrap();
        format!("{place} {}", rest.split_once(' ').unwrap().1)
    };
    ran.out.lines().map(without_level).collect()
}

fn edit(folder: &Folder, name: &str, old: &str, new: &str) {
    let text = folder.read(name);
    assert_eq!(text.matches(old).count(), 1, "{old:?}");
    folder.write(name, text.replace(old, new));
}

/// What is said of the branch when it asks to be merged.
fn request(change: impl FnOnce(&Folder)) -> Vec<String> {
    let folder = repository();
    change(&folder);
    folder.commit("Change something");
    let found = findings(&folder, &["--since-merge-base", "main"]);
    assert_eq!(found, findings(&folder, &["--since", "main"]));
    found
}

const NOTHING: [&str; 0] = [];

#[test]
fn the_lists_have_old_defects() {
    let old = [
        "list.md:88:58 repeated-word: `the` stands twice",
        "list.md:88:71 trailing-whitespace: line ends in blanks",
        "list.md:100:3 duplicate-link: same page as “Sail Shop”: a trailing slash apart",
        "zeppelins.md:6:49 indefinite-article: `an` before `single`",
    ];
    assert_eq!(findings(&repository(), &[]), old);
    assert_eq!(
        request(|folder| edit(folder, "list.md", "Cloth that lasts.", "Cloth that holds.")),
        NOTHING
    );
}

#[test]
fn request_1_lists_an_old_entry_under_another_form_of_its_address() {
    let found = request(|folder| {
        let old = "- [Gusts]";
        let new = "- [Foehn Guild books](http://www.kites.example/52/) - Has books too.\n- [Gusts]";
        edit(folder, "list.md", old, new);
        let old = "- [Sail Shop](";
        let new = "- [A Big Shed](https://sheds.example/big/) - Sells tents.\n- [Sail Shop](";
        edit(folder, "list.md", old, new);
        let old = "- [Old Shed]";
        let new = "- [Gusts](https://books.example/gusts/) - Where to stay.\n- [Old Shed]";
        edit(folder, "zeppelins.md", old, new);
    });
    assert_eq!(
        found,
        [
            "list.md:94:3 duplicate-link: same page as “Foehn Guild” in section “Builders”: `http`, `www.` and a trailing slash apart",
            "list.md:100:3 duplicate-link: same page as “Big Shed” in zeppelins.md: a trailing slash apart",
            "zeppelins.md:6:3 duplicate-link: same page as “Gusts” in list.md: a trailing slash apart"
        ]
    );
}

#[test]
fn a_new_entry_that_another_file_lists_fails_and_an_old_one_does_not() {
    let folder = repository();
    let text = format!("{ZEPPELINS}- [Gusts](https://books.example/gusts) - Where to stay.\n");
    folder.write("zeppelins.md", text.replace("an single", "a single"));
    let run = |arguments: &[&str]| {
        let arguments = [
            &["zeppelins.md", "list.md", "--output-format", "concise", "--quiet"],
            arguments,
        ]
        .concat();
        let ran = folder.run(
            &[
                arguments.as_slice(),
                &["--select", "duplicate-link", "--preset", "none"],
            ]
            .concat(),
        );
        (ran.status, ran.out)
    };
    let message = "duplicate-link: same link as “Gusts” in list.md\n";
    let new = (1, format!("zeppelins.md:7:3: warn {message}"));
    assert_eq!(run(&["--changed"]), new);
    assert_eq!(run(&["--since-merge-base", "main"]), new);
    let (_, all) = run(&[]);
    assert!(all.contains(" info duplicate-link: same link as “Gusts”"), "{all}");
    folder.write(
        ".awesome-lint.toml",
        "[rules.duplicate-link]\nacross-files = \"info\"\n",
    );
    assert_eq!(run(&["--changed"]), (0, format!("zeppelins.md:7:3: info {message}")));
    fs::remove_file(folder.path(".awesome-lint.toml")).unwrap();
    folder.commit("Add it");
    assert_eq!(run(&["--changed"]), (0, String::new()));
}

#[cfg(unix)]
#[test]
fn names_may_hold_line_breaks() {
    let folder = Folder::new();
    folder.git(&["init", "--quiet"]);
    folder.write("a\nb.md", ZEPPELINS);
    folder.commit("Begin");
    folder.write(
        "a\nb.md",
        format!("{ZEPPELINS}- [New Shed](https://sheds.example/new) - Holds an pair.\n"),
    );
    let found = |name: &str| [format!("{name}:7:49 indefinite-article: `an` before `pair`")];
    assert_eq!(findings(&folder, &["--changed"]), found("a b.md"));
    fs::create_dir(folder.path("c\nd")).unwrap();
    folder.git(&["mv", "a\nb.md", "c\nd/e\nf.md"]);
    assert_eq!(findings(&folder, &["--changed"]), found("c d/e f.md"));
}

#[test]
fn request_2_breaks_the_encoding_of_lines_that_it_has_nothing_to_do_with() {
    let found = request(|folder| {
        let text = folder.read("list.md").replacen("café’s", "cafÃ©â€™s", 76);
        folder.write("list.md", text);
        edit(
            folder,
            "list.md",
            "- [Gusts]",
            "- [Foils](https://books.example/foils) - Stiff sails.\n- [Gusts]",
        );
    });
    let lines: Vec<usize> = found
        .iter()
        .map(|line| line.split(':').nth(1).unwrap().parse().unwrap())
        .collect();
    assert_eq!(found.len(), 76, "{found:#?}");
    assert_eq!(lines, (5..81).collect::<Vec<_>>());
    assert!(found.iter().all(|line| line.contains(" mojibake: ")), "{found:#?}");
}

#[test]
fn request_3_puts_an_entry_in_the_wrong_place() {
    let found = request(|folder| {
        edit(
            folder,
            "list.md",
            "- [Gusts]",
            "- [Bamboo](https://books.example/bamboo) - Light rods.\n- [Gusts]",
        );
    });
    assert_eq!(
        found,
        [
            "list.md:94:4 unsorted-entries: `Bamboo` belongs between `Air and String` and `Bridles`: 8 of 9 entries are sorted by title"
        ]
    );
}

#[test]
fn request_4_renames_a_file_and_alters_a_line() {
    let found = request(|folder| {
        folder.git(&["mv", "list.md", "soaring kites é.md"]);
        edit(
            folder,
            "soaring kites é.md",
            "Knots for all sails.",
            "Knots for all all sails.",
        );
    });
    assert_eq!(found, ["soaring kites é.md:89:56 repeated-word: `all` stands twice"]);
}

#[test]
fn request_5_moves_a_section() {
    let found = request(|folder| {
        let text = folder.read("list.md");
        let (before, rest) = text.split_once("## Shops").unwrap();
        let (shops, steps) = rest.split_once("## Steps").unwrap();
        folder.write(
            "list.md",
            format!(
                "{before}## Steps{steps}\n## Shops{}",
                shops.trim_end().to_owned() + "\n"
            ),
        );
    });
    let message = "list.md:108:3 duplicate-link: same page as “Sail Shop”: a trailing slash apart";
    assert_eq!(found, [message]);
}

#[test]
fn request_6_only_deletes() {
    let found = request(|folder| {
        edit(folder, "list.md", "3. Wait for wind.\n", "");
        edit(
            folder,
            "list.md",
            "- [Gusts](https://books.example/gusts) - When to stay at home.\n",
            "",
        );
        edit(folder, "list.md", "\n## Shops", "## Shops");
    });
    assert_eq!(found, NOTHING);
}

#[test]
fn request_7_merges_the_main_branch() {
    let folder = repository();
    edit(
        &folder,
        "list.md",
        "- [Gusts]",
        "- [Foils](https://books.example/foils) - Stiff stiff sails.\n- [Gusts]",
    );
    folder.commit("Add foils");
    folder.git(&["checkout", "--quiet", "main"]);
    edit(&folder, "list.md", "Of records and rules.", "Of records and and rules.");
    folder.commit("Alter main");
    folder.git(&["checkout", "--quiet", "request"]);
    folder.git(&["merge", "--quiet", "--no-edit", "main"]);
    edit(
        &folder,
        "list.md",
        "Stiff stiff sails.",
        "Stiff sails, stiff stiff rods.",
    );
    folder.commit("Add rods");
    assert_eq!(findings(&folder, &["--since-merge-base", "main"]), NOTHING);
}

#[test]
fn request_8_turns_the_line_endings() {
    let found = request(|folder| {
        folder.write("list.md", kites().replace('\n', "\r\n"));
    });
    assert_eq!(found, NOTHING);
}

#[test]
fn request_9_adds_lines_with_other_line_endings() {
    let found = request(|folder| {
        edit(folder, "list.md", "Knots for all sails.\n", "Knots for all sails.\r\n");
        edit(folder, "list.md", "of the the wind. \n", "of the the wind. \r\n");
    });
    assert_eq!(
        found,
        [
            "list.md:88:72 line-ending: line ends in CRLF, but 106 of 108 lines end in LF",
            "list.md:89:66 line-ending: line ends in CRLF, but 106 of 108 lines end in LF",
        ]
    );
}

#[test]
fn request_10_adds_a_list() {
    let found = request(|folder| {
        folder.write(
            "balloons.md",
            "# Balloons\n\n- [Big Shed](https://sheds.example/big) - Holds an balloon.\n",
        );
    });
    assert_eq!(
        found,
        [
            "balloons.md:3:3 duplicate-link: same link as “Big Shed” in zeppelins.md",
            "balloons.md:3:49 indefinite-article: `an` before `balloon`",
        ]
    );
}

#[test]
fn request_11_moves_entries_into_another_list_and_deletes_theirs() {
    let found = request(|folder| {
        let sheds: Vec<String> = folder.read("zeppelins.md").lines().skip(4).map(str::to_owned).collect();
        fs::remove_file(folder.path("zeppelins.md")).unwrap();
        let text = folder.read("list.md");
        folder.write("list.md", format!("{text}\n## Sheds\n\n{}\n", sheds.join("\n")));
    });
    assert_eq!(found, ["list.md:113:49 indefinite-article: `an` before `single`"]);
}

#[test]
fn request_12_repairs_one_of_two_defects_of_a_line() {
    let found = request(|folder| edit(folder, "list.md", "of the the wind. \n", "of the wind. \n"));
    assert_eq!(found, ["list.md:88:67 trailing-whitespace: line ends in blanks"]);
}

#[test]
fn request_13_puts_an_item_between_numbers() {
    let found = request(|folder| edit(folder, "list.md", "4. Bind", "4. Look for a field.\n4. Bind"));
    assert_eq!(found, ["list.md:107:1 list-numbering: number 4 follows 4"]);
}

/// The place that a finding is about, and those that it names besides.
fn places(ran: &Ran) -> Vec<Vec<usize>> {
    let records = ran
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let line = |place: &serde_json::Value| place["line"].as_u64().unwrap() as usize;
    let lines = records.map(|record| {
        let related = record["related"].as_array().unwrap().iter().map(line);
        std::iter::once(line(&record)).chain(related).collect()
    });
    lines.collect()
}

#[test]
fn the_new_place_is_the_one_that_a_finding_is_about() {
    let folder = repository();
    let new = "- [A Sail Shop](https://shops.example/sail) - Sells too.\n- [Sail Shop](";
    edit(&folder, "list.md", "- [Sail Shop](", new);
    let ran = folder.run(&["list.md", "--changed", "--output-format", "jsonl"]);
    assert_eq!(places(&ran), [[99, 100], [99, 101]], "{}", ran.out);
    assert!(ran.out.contains("same page as “Sail Shop again”"), "{}", ran.out);
    assert!(ran.out.contains("the other place"), "{}", ran.out);
}

#[test]
fn one_finding_for_many_places_is_cut_to_the_new_ones() {
    let folder = repository();
    let entry = |number: usize| format!("- [Wind {number}](https://wind.example/{number}) - Runs on Javascript.\n");
    let list = |count: usize| format!("# Wind\n\n{}", (0..count).map(entry).collect::<String>());
    folder.write("wind.md", list(30));
    folder.commit("Add wind");
    folder.write("wind.md", list(45));
    let found = |arguments: &[&str]| {
        let arguments = [&["--select", "brand-spelling"], arguments].concat();
        findings(&folder, &arguments)
    };
    let message = "brand-spelling: `Javascript` is spelled `JavaScript`, here and in";
    assert_eq!(found(&[]), [format!("wind.md:3:46 {message} 44 more places")]);
    assert_eq!(
        found(&["--changed"]),
        [format!("wind.md:33:48 {message} 14 more places")]
    );
    folder.run(&["wind.md", "--fix", "--changed", "--select", "brand-spelling"]);
    assert_eq!(folder.read("wind.md").matches("JavaScript").count(), 15);
}

#[test]
fn fixing_touches_changed_lines_only() {
    let folder = repository();
    edit(
        &folder,
        "list.md",
        "- [Gusts]",
        "- [Bamboo](https://books.example/bamboo) - Light for for rods. \n- [Gusts]",
    );
    edit(&folder, "list.md", "4. Bind", "4. Look for a field.\n4. Bind");
    let before = folder.read("list.md");
    let ran = folder.run(&["list.md", "--fix", "--changed", "--output-format", "concise"]);
    assert_eq!(ran.status, 1, "the numbers are left: {}", ran.out);
    let after = folder.read("list.md");
    let new = "- [Bamboo](https://books.example/bamboo) - Light for rods.\n- [Bridles]";
    assert!(after.contains(new), "{after}");
    assert!(after.contains("of the the wind. \n"), "{after}");
    let kept = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| !line.contains("Bamboo"))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(kept(&before), kept(&after));
}

#[test]
fn what_git_does_not_track_yet_counts() {
    let folder = repository();
    fs::rename(folder.path("zeppelins.md"), folder.path("airships.md")).unwrap();
    folder.write("new.md", "# New\n\n- [One](https://one.example) - Is is new.\n");
    edit(&folder, "list.md", "Cloth that lasts.", "Cloth for for sails.");
    folder.git(&["add", "list.md"]);
    assert_eq!(
        findings(&folder, &["--changed"]),
        [
            "list.md:90:50 repeated-word: `for` stands twice",
            "new.md:3:32 repeated-word: `is` stands twice"
        ]
    );
}

#[test]
fn before_the_first_commit_all_is_new() {
    let folder = Folder::new();
    folder.git(&["init", "--quiet"]);
    folder.write("zeppelins.md", ZEPPELINS);
    assert_eq!(findings(&folder, &["--changed"]).len(), 1);
    let ran = folder.run(&[".", "--since", "main"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("git knows no revision `main`"), "{}", ran.err);
}

#[test]
fn revisions_are_no_options_and_files_need_a_repository() {
    let folder = repository();
    for name in ["--help", "-x", "", "a\nb", "--output=list.md"] {
        let ran = folder.run(&[".", &format!("--since={name}")]);
        assert_eq!(ran.status, 2, "{name:?}");
        assert!(ran.err.contains("is no revision"), "{}", ran.err);
    }
    let ran = folder.run(&[".", "--since-merge-base", "$(touch stolen); nowhere"]);
    assert_eq!(ran.status, 2);
    assert!(!folder.path("stolen").exists());
    let outside = Folder::new();
    outside.write("list.md", ZEPPELINS);
    let ran = outside.run(&["list.md", "--changed"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("not in a git repository"), "{}", ran.err);
    let ran = folder.run_with_input(&["-", "--changed"], b"# List\n");
    assert!(ran.err.contains("--stdin-filename"), "{}", ran.err);
    let text = kites().replace("Cloth that lasts.", "Cloth for for sails.");
    let arguments = [
        "-",
        "--stdin-filename",
        "list.md",
        "--changed",
        "--output-format",
        "concise",
        "--quiet",
    ];
    let ran = folder.run_with_input(&arguments, text.as_bytes());
    assert!(ran.out.starts_with("list.md:90:50: warn repeated-word"), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
}

#[test]
fn a_shallow_clone_says_what_it_lacks() {
    let folder = repository();
    edit(&folder, "list.md", "Cloth that lasts.", "Cloth for for sails.");
    folder.commit("Alter a line");
    folder.git(&["commit", "--quiet", "--allow-empty", "--message", "Nothing"]);
    let address = format!("file://{}", folder.path(".").display());
    folder.git(&["clone", "--quiet", "--depth=1", "-b", "request", &address, "clone"]);
    let clone = |arguments: &[&str]| {
        let mut command = folder.command(arguments);
        Ran::of(command.current_dir(folder.path("clone")).output().unwrap())
    };
    let ran = clone(&[".", "--since", "origin/main"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("fetch-depth: 0"), "{}", ran.err);
    folder.git(&[
        "-C",
        "clone",
        "fetch",
        "--quiet",
        "--depth=1",
        "origin",
        "main:refs/remotes/origin/main",
    ]);
    let ran = clone(&[".", "--since-merge-base", "origin/main"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("fetch-depth: 0"), "{}", ran.err);
    let ran = clone(&[".", "--since", "origin/main", "--output-format", "concise", "--quiet"]);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
}

#[test]
fn a_hook_is_told_its_repository() {
    let folder = repository();
    folder.write("sub/sheds.md", ZEPPELINS.replace("sheds.", "barns."));
    folder.commit("Add sheds");
    folder.git(&["worktree", "add", "--quiet", "--detach", "beside"]);
    let new = "- [New Shed](https://barns.example/new) - Holds an pair.\n";
    for place in ["sub/sheds.md", "beside/sub/sheds.md"] {
        folder.write(place, format!("{}{new}", folder.read(place)));
    }
    let found = |place: &str, git_dir: &str| {
        let mut command = folder.command(&["sub", "--changed", "--output-format", "concise", "--quiet"]);
        command.current_dir(folder.path(place)).env("GIT_DIR", git_dir);
        Ran::of(command.output().unwrap()).out
    };
    let wanted = "sub/sheds.md:7:49: warn indefinite-article: `an` before `pair`\n";
    assert_eq!(found("", ".git"), wanted);
    assert_eq!(found("", &folder.path(".git").display().to_string()), wanted);
    assert_eq!(
        found("beside", &folder.path(".git/worktrees/beside").display().to_string()),
        wanted
    );
    assert_eq!(found("beside", "../.git/worktrees/beside"), wanted);
}

#[test]
fn worktrees_modules_detached_heads_and_odd_paths_work() {
    let folder = repository();
    folder.write(
        "odd \"path\"/größe ☂/[a] list.md",
        ZEPPELINS.replace("sheds.example", "halls.example"),
    );
    folder.commit("Add an odd path");
    folder.git(&["tag", "base"]);
    let odd = "odd \"path\"/größe ☂/[a] list.md";
    edit(&folder, odd, "Holds two.", "Holds an pair.");
    folder.commit("Alter it");
    folder.git(&["checkout", "--quiet", "--detach"]);
    let wanted = [format!("{odd}:5:49 indefinite-article: `an` before `pair`")];
    assert_eq!(findings(&folder, &["--since", "base"]), wanted);
    assert_eq!(findings(&folder, &["--since-merge-base", "base"]), wanted);

    let beside = Folder::new();
    let place = beside.path("tree").display().to_string();
    folder.git(&["worktree", "add", "--quiet", &place, "request"]);
    let run_in = |place: &str, arguments: &[&str]| {
        let mut command = folder.command(arguments);
        Ran::of(command.current_dir(folder.path(place)).output().unwrap())
    };
    let concise = ["--since", "base", "--output-format", "concise", "--quiet"];
    let ran = run_in(&place, &[&["."], concise.as_slice()].concat());
    assert!(
        ran.out.starts_with(&format!("{odd}:5:49")) && ran.out.lines().count() == 1,
        "{}",
        ran.out
    );

    let address = folder.path(".").display().to_string();
    let outer = Folder::new();
    outer.git(&["init", "--quiet"]);
    outer.git(&["submodule", "add", "--quiet", "-b", "request", &address, "inner"]);
    outer.git(&["-C", "inner", "checkout", "--quiet", "base"]);
    outer.commit("Add the module");
    outer.git(&["-C", "inner", "checkout", "--quiet", "request"]);
    outer.git(&["commit", "--quiet", "--all", "--message", "Bring the module up to date"]);
    let found = findings(&outer, &["--since", "HEAD~1"]);
    assert_eq!(
        found,
        [format!("inner/{odd}:5:49 indefinite-article: `an` before `pair`")]
    );
}
