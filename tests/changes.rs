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
         1. Cut the sail.\n2. Sew the hem.\n3. Tie the bridle.\n4. Wait for wind.\n5. Fly.\n",
    );
    text
}

fn names() -> impl Iterator<Item = String> {
    let first = ["Alba", "Bora", "Cirrus", "Delta", "Etesia", "Foehn", "Ghibli", "Haboob"];
    let last = ["Brothers", "Company", "Guild", "House", "Lofts", "Makers", "Partners", "Sisters", "Works", "Yard"];
    first.into_iter().flat_map(move |first| last.map(|last| format!("{first} {last}")))
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

#[test]
fn the_lists_have_old_defects() {
    let all = findings(&repository(), &[]);
    assert_eq!(all, [""; 0]);
}
