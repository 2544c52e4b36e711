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
use awesome_lint::project;
use awesome_lint::report::{Color, Format, Report};
use awesome_lint::rule::Preset;
use awesome_lint::rules::RULES;
use awesome_lint::source::{FileId, Source};
use clap::ValueEnum;
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

/// What every rule may find, at the ends of entries.
const SLIPS: [&str; 20] = [
    "",
    " See [this] (https://example.org/a).",
    "",
    " See [this](#nowhere) and [that](www.example.org).",
    "  Two blanks.",
    " The the same\u{a0}word.",
    "",
    "",
    " An user of Javascript and Github recieves it (",
    "",
    " Nothing,, here\u{200b}.",
    " [x](https://example.org/?utm_source=a&fbclid=b)",
    "",
    " [y](https://bit.ly/abc) [z](https://plus.google.com/1)",
    " Cyrillic \u{441}ode, e\u{301}t\u{e9}.",
    " [a][undefined] and [b][label].",
    "",
    " ",
    "\n- - [nested](nested.md)\n-[touching](https://example.org)",
    "",
];

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
        let (title, end) = match entry % 40 {
            7 => ("Ma\u{c3}\u{b1}ana", ""),
            19 => ("Ma\u{f1}ana ", ""),
            slip => ("Resource", SLIPS.get(slip).copied().unwrap_or_default()),
        };
        let _ = writeln!(
            text,
            "- [{title} {name}](https://github.com/owner{owner}/name{name}) - A *short* description with `code` \
             and [more](https://example.org/{entry}).{end}"
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
        ..Selection::default()
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
        .bench_values(|input| fix::fixpoint(awesome_lint::lint_to_fix(vec![input]), Wanted::all(Applicability::Safe)));
}

#[divan::bench(args = Format::value_variants())]
fn report(bencher: Bencher<'_, '_>, format: Format) {
    let text = List::Generated.text();
    let run = awesome_lint::lint(vec![input(&text, &rule_set(&Selection::default()))]);
    bencher.bench(|| {
        let mut out = Vec::new();
        Report::of(&run).write(format, Color::Off, &mut out).map(|()| out)
    });
}

/// The entries of a generated list for each half megabyte.
const HALF_A_MEGABYTE: usize = 3600;

/// Growth with the size of the file: 0.5, 1, 2, 4 and 8 MB.
#[divan::bench(args = [1, 2, 4, 8, 16])]
fn lint_halves(bencher: Bencher<'_, '_>, halves: usize) {
    let text = generated(halves * HALF_A_MEGABYTE);
    let rules = rule_set(&Selection::default());
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| input(&text, &rules))
        .bench_values(|input| awesome_lint::lint(vec![input]));
}

/// Growth of each rule on its own, parsing included: 0.5 and 8 MB.
#[divan::bench(args = RULES.iter().map(|rule| rule.name), consts = [1, 16], sample_count = 5, sample_size = 1)]
fn lint_halves_with<const HALVES: usize>(bencher: Bencher<'_, '_>, rule: &str) {
    let text = generated(HALVES * HALF_A_MEGABYTE);
    let rules = rule_set(&Selection {
        preset: Some(Preset::All),
        select: vec![rule.to_owned()],
        ..Selection::default()
    });
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| input(&text, &rules))
        .bench_values(|input| awesome_lint::lint(vec![input]));
}

/// The Markdown files of the folder of real lists.
fn corpus() -> Vec<String> {
    let Some(shared) = std::env::var_os("AWESOME_LINT_SHARED") else {
        return Vec::new();
    };
    let (files, _) = project::find(&[PathBuf::from(shared).join("corpus/lists")], |_, _| false);
    files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect()
}

/// All real lists, one after the other: the parser and the tables of the document.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn corpus_parse(bencher: Bencher<'_, '_>) {
    let texts = corpus();
    bencher.bench(|| {
        let parse = |text: &String| Document::parse(FileId(0), Source::from_text("list.md", text.clone()));
        texts.iter().map(|text| parse(text).entries().len()).sum::<usize>()
    });
}

/// All real lists, one after the other: all that a run does with them.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn corpus_lint(bencher: Bencher<'_, '_>) {
    let texts = corpus();
    let rules = rule_set(&Selection::default());
    bencher.bench(|| {
        let lint = |text: &String| awesome_lint::lint(vec![input(text, &rules)]);
        texts.iter().map(|text| lint(text).diagnostics.len()).sum::<usize>()
    });
}

/// All real lists, one after the other, with one rule: what it costs is what is above `corpus_parse`.
#[divan::bench(args = RULES.iter().map(|rule| rule.name), sample_count = 3, sample_size = 1)]
fn corpus_lint_with(bencher: Bencher<'_, '_>, rule: &str) {
    let texts = corpus();
    let rules = rule_set(&Selection {
        preset: Some(Preset::All),
        select: vec![rule.to_owned()],
        ..Selection::default()
    });
    bencher.bench(|| {
        let lint = |text: &String| awesome_lint::lint(vec![input(text, &rules)]);
        texts.iter().map(|text| lint(text).diagnostics.len()).sum::<usize>()
    });
}
