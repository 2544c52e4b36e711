//! Texts that nobody writes by accident: nothing breaks, and the time grows with the size.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod support;

use std::process::{Command, Stdio};

use support::folder::Folder;

/// A text of a shape, with so many of what it is made of.
type Shape = (&'static str, fn(usize) -> String);

/// How much larger the large text is than the small one.
const GROWTH: usize = 8;

/// How much more time the large one may take than its size says. Twice the growth is far from its square.
const SLACK: f64 = 2.5;

/// Times below this one, in seconds, are those of the start and of other programs.
const NOISE: f64 = 0.25;

fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// With 100,000 of each: at least 10 MB in one line, nesting, and what is never closed.
const SHAPES: [Shape; 50] = [
    ("words in one line", |n| "word ".repeat(n * 20)),
    ("one word", |n| "x".repeat(n * 100)),
    ("links in one line", |n| {
        numbered(n, |i| format!("[a{i}](https://example.org/{i}) "))
    }),
    ("quotations in quotations", |n| format!("{}a\n", ">".repeat(n))),
    ("quotations with blanks", |n| format!("{}a\n", "> ".repeat(n))),
    ("lists in lists", |n| format!("{}a\n", "- ".repeat(n))),
    ("numbered lists in lists", |n| format!("{}a\n", "1. ".repeat(n))),
    ("quotations in lists", |n| format!("{}a\n", "- > ".repeat(n))),
    ("task boxes", |n| format!("{}a\n", "- [ ] ".repeat(n))),
    ("opening brackets", |n| "[".repeat(n)),
    ("opening brackets of images", |n| "![".repeat(n)),
    ("brackets in brackets", |n| {
        format!("{}a{}", "[".repeat(n), "]".repeat(n))
    }),
    ("brackets in brackets of another script", |n| {
        format!("{}é{}", "[ü".repeat(n), "]".repeat(n))
    }),
    ("links in links", |n| format!("{}a{}", "[".repeat(n), "](b)".repeat(n))),
    ("links without an end", |n| "[a](".repeat(n)),
    ("links over two lines", |n| "[a](u\n'b') ".repeat(n)),
    ("images over two lines in images", |n| {
        format!("{}a{}", "![".repeat(n), "](\n)".repeat(n))
    }),
    ("images in images with a line behind each address", |n| {
        format!("{}a{}", "![".repeat(n), "](u\n)".repeat(n))
    }),
    ("opening angles", |n| "<".repeat(n)),
    ("addresses in angles", |n| "<https://a".repeat(n)),
    ("addresses without blanks", |n| "www.a.b".repeat(n)),
    ("stars", |n| "*a ".repeat(n)),
    ("stars of both kinds", |n| "**a *b ".repeat(n)),
    ("low lines", |n| "_a ".repeat(n)),
    ("tildes", |n| "~~a ".repeat(n)),
    ("back-ticks", |n| {
        numbered(n, |i| format!("{}a ", "`".repeat(i % 90 + 1)))
    }),
    ("entities without an end", |n| "&amp".repeat(n)),
    ("entities", |n| "&#x41;".repeat(n)),
    ("definitions", |n| {
        numbered(n, |i| format!("[r{i}]: https://example.org/{i}\n"))
    }),
    ("definitions without an end", |n| "[r\n".repeat(n)),
    ("references to nothing", |n| "[r][x] ".repeat(n)),
    ("footnotes", |n| {
        numbered(n, |i| format!("[^{i}] ")) + "\n\n" + &numbered(n, |i| format!("[^{i}]: a\n"))
    }),
    ("footnotes without an end", |n| "[^a ".repeat(n)),
    ("columns", |n| {
        format!("{}|\n{}|\n{}|\n", "|a".repeat(n), "|-".repeat(n), "|b".repeat(n))
    }),
    ("rows", |n| format!("|a|b|\n|-|-|\n{}", "|a|\n".repeat(n))),
    ("a wide cell and many rows", |n| {
        format!("|a|\n|-|\n|{}|\n{}", "x".repeat(n), "|a|\n".repeat(n))
    }),
    ("comments without an end", |n| "<!-- ".repeat(n)),
    ("comments", |n| "<!-- lint disable empty-link -->\n".repeat(n)),
    ("tags", |n| "<a href=\"x\">".repeat(n)),
    ("processing instructions", |n| "<?".repeat(n)),
    ("NUL", |n| "a\0\n".repeat(n)),
    ("headings", |n| numbered(n, |i| format!("## a{i}\n"))),
    ("anchors that lead nowhere", |n| {
        numbered(n, |i| format!("- [a](#b{i})\n## a{i}\n"))
    }),
    ("one entry again and again", |n| {
        "- [A](https://example.org/) - Word.\n".repeat(n)
    }),
    ("entries with one title", |n| {
        numbered(n, |i| format!("- [Title](https://example.org/{i}) - Word.\n"))
    }),
    ("defects in every line", |n| {
        numbered(n, |i| format!("* [A{i} ](https://example.org/{i}) - word  \n"))
    }),
    ("broken encodings", |n| "cafÃ© â€™\n".repeat(n)),
    ("combining marks", |n| format!("a{}\n", "\u{301}".repeat(n))),
    ("repeated words", |n| "the the ".repeat(n)),
    ("line breaks of the old kind", |n| "a\r".repeat(n)),
];

/// What a run on a text does, and how many of a shape it is given.
#[derive(Clone, Copy)]
struct Load {
    arguments: &'static [&'static str],
    count: usize,
}

const LINT: Load = Load {
    arguments: &["--preset", "all", "--output-format", "jsonl"],
    count: 100_000,
};
const FIX: Load = Load {
    arguments: &["--preset", "all", "--fix", "--statistics"],
    count: 20_000,
};

/// The processor time that a run takes over a text, in seconds, as the shell counts it.
fn time(text: &str, arguments: &[&str]) -> f64 {
    let folder = Folder::new();
    folder.write("list.md", text);
    let script = "\"$0\" \"$@\" list.md --no-config --threads 1 >/dev/null; status=$?; times; exit $status";
    let mut shell = Command::new("sh");
    shell
        .args(["-c", script, env!("CARGO_BIN_EXE_awesome-lint")])
        .args(arguments);
    let output = shell
        .current_dir(folder.path("."))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{:?}: {said}",
        output.status
    );
    // The second line is about the programs that the shell ran: `0m1.20s 0m0.03s`.
    let times = String::from_utf8(output.stdout).unwrap();
    let times = times.lines().nth(1).unwrap().split_whitespace().map(seconds);
    times.sum()
}

fn seconds(text: &str) -> f64 {
    let (minutes, seconds) = text.trim_end_matches('s').split_once('m').unwrap();
    let parse = |number: &str| number.replace(',', ".").parse::<f64>().unwrap();
    parse(minutes) * 60.0 + parse(seconds)
}

/// Asserts of every part of the shapes, dealt out to the tests that run at the same time, that time grows with size.
fn check(load: Load, part: usize, parts: usize) {
    let mut slow = Vec::new();
    for (name, shape) in SHAPES.iter().skip(part).step_by(parts) {
        let small = time(&shape(load.count / GROWTH), load.arguments).max(NOISE / SLACK);
        let large = time(&shape(load.count), load.arguments);
        let allowed = small * GROWTH as f64 * SLACK;
        eprintln!("{name}: {small:.2} s, {large:.2} s");
        if large > allowed {
            slow.push(format!(
                "{name}: {large:.2} s where {small:.2} s grew to {allowed:.2} s at most"
            ));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn linting_takes_time_by_size_1() {
    check(LINT, 0, 2);
}

#[test]
fn linting_takes_time_by_size_2() {
    check(LINT, 1, 2);
}

#[test]
fn fixing_takes_time_by_size_1() {
    check(FIX, 0, 2);
}

#[test]
fn fixing_takes_time_by_size_2() {
    check(FIX, 1, 2);
}

/// What a program that calls itself Unicode may write, and what is none.
#[test]
fn odd_encodings_are_taken() {
    let text = "# List\r\n\r\n- [Größe](https://example.org/é) - 🚀 starts.\r\n";
    let units: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    // A surrogate by itself, and a pair of them in the place of one character.
    let surrogates = b"# List\n\n- [A](https://example.org/a) - \xED\xA0\x80 and \xED\xA0\xBD\xED\xBA\x80.\n".to_vec();
    let cases = [
        ("little.md", [b"\xFF\xFE".to_vec(), little.clone()].concat()),
        ("big.md", [b"\xFE\xFF".to_vec(), big.clone()].concat()),
        ("little-unmarked.md", little),
        ("big-unmarked.md", big),
        ("surrogates.md", surrogates),
        ("half.md", b"\xFF\xFE\x00".to_vec()),
        ("nul.md", vec![0; 5000]),
    ];
    for (name, bytes) in cases {
        let folder = Folder::new();
        folder.write(name, &bytes);
        let ran = folder.run(&[name, "--no-config", "--output-format", "concise"]);
        assert!(ran.status < 2, "{name}: {}{}", ran.out, ran.err);
        assert!(!ran.out.contains('\0'), "{name}");
        assert!(ran.out.lines().count() < 12, "{name}: {}", ran.out);
        let is_wide = name.starts_with("little") || name.starts_with("big");
        assert_eq!(
            ran.out.contains("file is UTF-16"),
            is_wide || name == "half.md",
            "{name}: {}",
            ran.out
        );
        folder.run(&[name, "--no-config", "--fix", "--unsafe-fixes", "--preset", "all"]);
        let after = std::fs::read(folder.path(name)).unwrap();
        assert!(after == bytes || std::str::from_utf8(&after).is_ok(), "{name}");
        assert!(!is_wide || after == bytes, "{name}");
    }
}
