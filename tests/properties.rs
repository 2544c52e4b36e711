//! What holds for any input, tried with inputs that are made at random. `PROPTEST_CASES` says how many.

mod support;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use support::properties::{self, pieces::PIECES};

fn markdown(most: usize) -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..most);
    pieces.prop_map(|pieces| pieces.concat().into_bytes())
}

fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..most)
}

/// Lines that two texts may have in common.
fn lines() -> impl Strategy<Value = Vec<u8>> {
    let line = prop::sample::select(
        &[
            "a\n",
            "b\n",
            "\n",
            "a \n",
            "a\r\n",
            "-\n",
            "@@ -1 +1 @@\n",
            "\\ a\n",
            "c",
        ][..],
    );
    prop::collection::vec(line, 0..40).prop_map(|lines| lines.concat().into_bytes())
}

fn toml() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(&CONFIGURATION[..]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

const CONFIGURATION: [&str; 36] = [
    "preset",
    "quirks",
    "rules",
    "format",
    "collection",
    "context",
    "exclude",
    "overrides",
    "files",
    "entries",
    "level",
    "ignore",
    "mojibake",
    "empty-link",
    " = ",
    " = ",
    " = ",
    "\"off\"",
    "\"warn\"",
    "\"all\"",
    "true",
    "1",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    "\n",
    "\n",
    "\n",
    "\"/(/\"",
    "\"**/*.md\"",
    "\u{1B}",
    "\"[a\"",
];

fn address() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(&ADDRESS[..]);
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

const ADDRESS: [&str; 36] = [
    "https://",
    "http://",
    "//",
    "ftp://",
    "www.",
    "github.com",
    "web.archive.org/web/2020/",
    "youtu.be",
    "amazon.com",
    "/",
    "/",
    "/",
    "?",
    "&",
    "amp;",
    "%26",
    "=",
    "#",
    "%",
    "%2F",
    "%7e",
    "%zz",
    ":",
    ":80",
    "@",
    "a",
    "B",
    "index.html",
    "utm_source=x",
    "..",
    ".",
    "é",
    "日",
    "\\",
    " ",
    "[::1]",
];

/// What was found once, by these tests or by the fuzzer, holds from then on.
#[test]
fn regressions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions");
    for path in support::markdown_files(&folder) {
        let Ok(bytes) = fs::read(&path) else { continue };
        eprintln!("{}", path.display());
        properties::decode_parse(&bytes);
        properties::lint(&bytes);
        properties::fix(&bytes);
        properties::suppression(&bytes);
        properties::diff_of_fix(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        properties::config(&text);
        properties::page(&text);
        properties::canonical_url(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn decode_parse(text in prop_oneof![bytes(400), markdown(60)]) {
        properties::decode_parse(&text);
    }

    #[test]
    fn lint(text in prop_oneof![bytes(400), markdown(60)]) {
        properties::lint(&text);
    }

    #[test]
    fn fix(text in prop_oneof![1 => bytes(400), 3 => markdown(60)]) {
        properties::fix(&text);
    }

    #[test]
    fn suppression(text in markdown(60)) {
        properties::suppression(&text);
    }

    #[test]
    fn config(text in prop_oneof![".{0,60}", toml()]) {
        properties::config(&text);
    }

    #[test]
    fn page(text in prop_oneof![".{0,60}", "[`#a {}xu␠␍\\\\\n ]{0,60}", markdown(20).prop_map(|text| String::from_utf8_lossy(&text).into_owned())]) {
        properties::page(&text);
    }

    #[test]
    fn canonical_url(text in prop_oneof![".{0,60}", address()]) {
        properties::canonical_url(&text);
    }

    #[test]
    fn diff(before in lines(), after in lines()) {
        properties::diff(&before, &after);
    }

    #[test]
    fn diff_of_fix(text in markdown(60)) {
        properties::diff_of_fix(&text);
    }
}
