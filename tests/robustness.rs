//! No input breaks it: prefixes of lists, random bytes, random Markdown.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use awesome_lint::config::{Config, Selection};
use awesome_lint::edit::Applicability;
use awesome_lint::engine::Input;
use awesome_lint::fix::{self, Wanted};
use awesome_lint::report::{Color, Format, Report};
use awesome_lint::rule::Preset;
use awesome_lint::source::Source;
use clap::ValueEnum;
use proptest::prelude::*;
use support::{assert_sound, markdown_files, parse, root, shared};

/// Lints, reports, fixes and fixes again.
fn exercise(bytes: &[u8]) {
    let path = Path::new("list.md");
    assert_sound(&parse(path, bytes.to_vec()));
    let selection = Selection {
        preset: Some(Preset::All),
        ..Selection::default()
    };
    let rules = Arc::new(Config::default().rule_set(path, &selection).unwrap());
    let run = |bytes: Vec<u8>| {
        let source = Source::decode(path, bytes);
        let rules = Arc::clone(&rules);
        awesome_lint::lint(vec![Input::new(source, rules)])
    };
    let linted = run(bytes.to_vec());
    for &format in Format::value_variants() {
        let mut out = Vec::new();
        Report::of(&linted).write(format, Color::Off, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            !text.contains(|c: char| c.is_control() && c != '\n'),
            "{format:?}: {text:?}"
        );
    }
    for limit in [Applicability::Safe, Applicability::Unsafe] {
        let fixed = fix::fixpoint(run(bytes.to_vec()), Wanted::all(limit));
        let once = fixed.run.files[0].source.bytes().into_owned();
        assert!(
            fixed.unsettled.is_empty(),
            "{:?}: {:?}",
            fixed.unsettled,
            String::from_utf8_lossy(&once)
        );
        let again = fix::fixpoint(run(once.clone()), Wanted::all(limit));
        let twice = again.run.files[0].source.bytes().into_owned();
        assert!(once == twice, "not idempotent: {:?}", String::from_utf8_lossy(&once));
    }
}

#[test]
fn every_prefix_of_a_list_is_taken() {
    let mut files = markdown_files(&root().join("fixtures/lists"));
    if let Some(shared) = shared() {
        files.extend(markdown_files(&shared.join("seeds")));
    } else {
        eprintln!("skipped: AWESOME_LINT_SHARED names no folder of lists");
    }
    for path in files {
        let bytes = fs::read(&path).unwrap();
        for end in 0..bytes.len() {
            assert_sound(&parse(&path, bytes[..end].to_vec()));
            if end % 17 == 0 {
                exercise(&bytes[..end]);
            }
        }
    }
}

/// Pieces of Markdown that lists are made of, good and bad.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "# ",
        "## ",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2. ",
        "9. ",
        "10. ",
        "1) ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "> ",
        "```\n",
        "~~~\n",
        "`",
        "``",
        "[a](https://example.org)",
        "[a ](u)",
        "[ b](u)c",
        "[note]()",
        "![x](y)",
        "[![x](y)](z)",
        "[ref][]",
        "[ref]",
        "[ref]: https://example.org \"Titel\"\n",
        "<https://example.org>",
        "https://example.org",
        "www.example.org",
        "<a href=\"u\">",
        "</a>",
        "<!-- c -->",
        "<!-- lint disable empty-link -->",
        "<!-- lint enable empty-link -->\n",
        "<!-- lint ignore list-numbering mojibake -->\n",
        "<!-- lint disabel x -->",
        "<pre>",
        "</pre>",
        "| a | b |\n",
        "|---|---|\n",
        "| x \\| y | [l](m) |\n",
        "---\n",
        "===\n",
        "***",
        "**",
        "_",
        "~~",
        "\\",
        "&amp;",
        "&",
        "Pythonâ€™s",
        "cafÃ©",
        "Ã¢â‚¬â„¢",
        "é",
        "日本",
        "🚀",
        "\u{200B}",
        "\u{FEFF}",
        "\0",
        "\u{1B}[31m",
        "word ",
        "[^1]",
        "[^1]: note\n",
        "- [ ] ",
        "Title: x\n",
        "+++\n",
        "C# ",
        "  \n",
        " \n",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_taken(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        exercise(&bytes);
    }

    #[test]
    fn random_markdown_is_taken(pieces in prop::collection::vec(piece(), 0..60)) {
        exercise(pieces.concat().as_bytes());
    }
}
