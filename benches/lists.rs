//! Time of each stage on large lists: a generated one of about 400 KB, and the largest real one when
//! `AWESOME_LINT_SHARED` names a folder of lists.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use awesome_lint::config::{Config, Selection};
use awesome_lint::document::Document;
use awesome_lint::edit::Applicability;
use awesome_lint::engine::{Input, RuleSet};
use awesome_lint::fix::{self, Wanted};
use awesome_lint::report::{self, Color, Format};
use awesome_lint::rule::Preset;
use awesome_lint::rules::RULES;
use awesome_lint::source::{FileId, Source};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// A text to measure on, by the name that the table shows.
#[derive(Clone, Copy, Debug)]
enum List {
    Generated,
    Real,
}

const LISTS: [List; 2] = [List::Generated, List::Real];

impl List {
    fn text(self) -> String {
        match self {
            List::Generated => generated(3600),
            List::Real => largest_real().unwrap_or_default(),
        }
    }
}

/// A list of so many entries, with a defect in every fortieth; the same on every run.
fn generated(entries: usize) -> String {
    let mut text = String::from("# Generated list\n\n## Contents\n\n");
    for section in 0..entries / 60 {
        let _ = writeln!(text, "- [Section {section}](#section-{section})");
    }
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for entry in 0..entries {
        if entry % 60 == 0 {
            let _ = write!(text, "\n## Section {}\n\n", entry / 60);
        }
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let (owner, name) = (state % 977, state % 104_729);
        let (title, blank) = match entry % 40 {
            7 => ("Ma\u{c3}\u{b1}ana", ""),
            19 => ("Ma\u{f1}ana", " "),
            _ => ("Resource", ""),
        };
        let _ = writeln!(
            text,
            "- [{title} {name}{blank}](https://github.com/owner{owner}/name{name}) - A *short* description with `code` \
             and [more](https://example.org/{entry})."
        );
    }
    text
}

fn largest_real() -> Option<String> {
    let lists = PathBuf::from(std::env::var_os("AWESOME_LINT_SHARED")?).join("corpus/lists");
    let mut largest = String::new();
    for entry in fs::read_dir(lists).ok()?.flatten() {
        let readme = fs::read_to_string(entry.path().join("README.md")).unwrap_or_default();
        if readme.len() > largest.len() {
            largest = readme;
        }
    }
    Some(largest)
}

fn rule_set(selection: &Selection) -> Arc<RuleSet> {
    let rules = Config::default().rule_set(Path::new("list.md"), selection);
    Arc::new(rules.unwrap_or_else(|error| panic!("{error}")))
}

fn input(text: &str, rules: &Arc<RuleSet>) -> Input {
    let source = Source::decode("list.md", text.as_bytes().to_vec());
    Input::new(source, Arc::clone(rules))
}

#[divan::bench(args = LISTS)]
fn decode(bencher: Bencher<'_, '_>, list: List) {
    let text = list.text();
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone().into_bytes())
        .bench_values(|bytes| Source::decode("list.md", bytes));
}

/// The floor: the parser alone, with every node walked.
#[divan::bench(args = LISTS)]
fn parser(bencher: Bencher<'_, '_>, list: List) {
    let text = list.text();
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let arena = comrak::Arena::new();
        comrak::parse_document(&arena, &text, &options).descendants().count()
    });
}

/// The parser and the tables of the document.
#[divan::bench(args = LISTS)]
fn parse(bencher: Bencher<'_, '_>, list: List) {
    let text = list.text();
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| Source::from_text("list.md", text.clone()))
        .bench_values(|source| Document::parse(FileId(0), source));
}

#[divan::bench(args = LISTS)]
fn lint(bencher: Bencher<'_, '_>, list: List) {
    let text = list.text();
    let rules = rule_set(&Selection::default());
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| input(&text, &rules))
        .bench_values(|input| awesome_lint::lint(vec![input]));
}

/// Parsing and one rule.
#[divan::bench(args = RULES.iter().map(|rule| rule.name))]
fn lint_with(bencher: Bencher<'_, '_>, rule: &str) {
    let text = List::Generated.text();
    let rules = rule_set(&Selection {
        preset: Some(Preset::All),
        select: vec![rule.to_owned()],
        ignore: Vec::new(),
    });
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| input(&text, &rules))
        .bench_values(|input| awesome_lint::lint(vec![input]));
}

#[divan::bench(args = LISTS)]
fn fix(bencher: Bencher<'_, '_>, list: List) {
    let text = list.text();
    let rules = rule_set(&Selection::default());
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| input(&text, &rules))
        .bench_values(|input| fix::fixpoint(awesome_lint::lint(vec![input]), Wanted::all(Applicability::Safe)));
}

#[divan::bench(args = [Format::Pretty, Format::Concise, Format::Json, Format::Jsonl])]
fn report(bencher: Bencher<'_, '_>, format: Format) {
    let text = List::Generated.text();
    let run = awesome_lint::lint(vec![input(&text, &rule_set(&Selection::default()))]);
    bencher.bench(|| {
        let mut out = Vec::new();
        report::write(&run, format, Color::Off, &mut out).map(|()| out)
    });
}

/// Growth with the size of the file: 0.4, 0.8, 1.6 and 3.2 MB.
#[divan::bench(args = [3600, 7200, 14_400, 28_800])]
fn lint_entries(bencher: Bencher<'_, '_>, entries: usize) {
    let text = generated(entries);
    let rules = rule_set(&Selection::default());
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| input(&text, &rules))
        .bench_values(|input| awesome_lint::lint(vec![input]));
}
