//! What holds for any input. The tests try it with inputs that are made at random, `fuzz/` with inputs that a
//! fuzzer looks for.
#![allow(clippy::unwrap_used, dead_code)]

pub mod page;
pub mod patch;
pub mod pieces;
pub mod sound;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use awesome_lint::config::{Config, Palette, Selection};
use awesome_lint::document::Document;
use awesome_lint::edit::Applicability;
use awesome_lint::engine::{self, Input, RuleSet, Run};
use awesome_lint::fix::{self, Wanted};
use awesome_lint::report::{self, Color, Format, Lines, Report};
use awesome_lint::rule::Preset;
use awesome_lint::rules;
use awesome_lint::source::{FileId, Source};
use awesome_lint::url;
use clap::ValueEnum;

const PATH: &str = "list.md";

fn rule_set(preset: Preset, ignored: &[&str]) -> Arc<RuleSet> {
    let selection = Selection {
        preset: Some(preset),
        ignore: ignored.iter().map(|&name| name.to_owned()).collect(),
        ..Selection::default()
    };
    Arc::new(Config::default().rule_set(Path::new(PATH), &selection).unwrap())
}

static ALL: LazyLock<Arc<RuleSet>> = LazyLock::new(|| rule_set(Preset::All, &[]));

/// All rules but those of the awesome preset alone, which have verdicts of their own; and that preset.
static FIXING: LazyLock<[Arc<RuleSet>; 2]> = LazyLock::new(|| {
    let others = rules::RULES.iter().filter(|rule| rule.presets == [Preset::Awesome]);
    let others: Vec<&str> = others.map(|rule| rule.name).collect();
    [rule_set(Preset::All, &others), rule_set(Preset::Awesome, &[])]
});

/// Rules whose safe fixes change addresses or make links, and those that repair any text.
const LINK_RULES: [&str; 18] = [
    "broken-anchor",
    "closed-host",
    "duplicate-definition",
    "duplicate-link",
    "insecure-url",
    "invisible-character",
    "invalid-utf8",
    "malformed-link",
    "malformed-url",
    "missing-file",
    "missing-space-after-marker",
    "mobile-url",
    "mojibake",
    "no-break-space",
    "run-together-items",
    "stale-toc",
    "tracking-parameter",
    "unicode-normalization",
];

static KEEPING_LINKS: LazyLock<Arc<RuleSet>> = LazyLock::new(|| rule_set(Preset::Recommended, &LINK_RULES));

fn input(bytes: &[u8], rules: &Arc<RuleSet>) -> Vec<Input> {
    vec![Input::new(Source::decode(PATH, bytes.to_vec()), Arc::clone(rules))]
}

fn shown(bytes: &[u8]) -> String {
    format!("{:?}", String::from_utf8_lossy(bytes))
}

/// Bytes come back as they were, and every span lies where it should.
pub fn decode_parse(bytes: &[u8]) {
    let source = Source::decode(PATH, bytes.to_vec());
    assert!(*source.bytes() == *bytes, "other bytes: {}", shown(bytes));
    sound::assert_sound(&Document::parse(FileId(0), source));
}

/// All rules take the text, findings lie in it, and no format lets control characters through.
pub fn lint(bytes: &[u8]) {
    let run = awesome_lint::lint(input(bytes, &ALL));
    let text = run.files[0].source.text();
    for diagnostic in &run.diagnostics {
        let span = diagnostic.finding.at.span;
        assert!(text.get(span.range()).is_some(), "{}: {span:?}", diagnostic.rule.name);
        assert!(!diagnostic.finding.message.is_empty());
    }
    let report = Report::of(&run);
    for &format in Format::value_variants() {
        let mut out = Vec::new();
        report.write(format, Color::Off, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let has_control = text.contains(|sign: char| sign.is_control() && sign != '\n');
        assert!(!has_control, "{format:?}: {text:?}");
    }
}

/// Fixing comes to an end, leaves nothing for a second time, and makes valid UTF-8 of valid UTF-8.
pub fn fix(bytes: &[u8]) {
    let limits = [Applicability::Safe, Applicability::Unsafe];
    for (rules, limit) in FIXING.iter().flat_map(|rules| limits.map(|limit| (rules, limit))) {
        let fixed = |bytes: &[u8]| {
            let fixed = fix::fixpoint(awesome_lint::lint_to_fix(input(bytes, rules)), Wanted::all(limit));
            assert!(fixed.unsettled.is_empty(), "{:?}: {}", fixed.unsettled, shown(bytes));
            let is_changed = fixed.before[0].is_some();
            (fixed.run.files[0].source.bytes().into_owned(), is_changed)
        };
        let (once, is_changed) = fixed(bytes);
        assert!(is_changed || once == bytes);
        assert!(!is_changed || std::str::from_utf8(&once).is_ok(), "{}", shown(bytes));
        let (twice, _) = fixed(&once);
        assert!(once == twice, "not idempotent: {} from {}", shown(&once), shown(bytes));
    }
    keeps_links(bytes);
}

/// Safe fixes of rules that are not about links keep every link, and no rule that repaired something has more to say.
fn keeps_links(bytes: &[u8]) {
    let run = awesome_lint::lint(input(bytes, &KEEPING_LINKS));
    let before = (destinations(&run), counts(&run));
    let fixed = fix::fixpoint(run, Wanted::all(Applicability::Safe));
    let after = (destinations(&fixed.run), counts(&fixed.run));
    assert!(
        before.0 == after.0,
        "{:?} became {:?}: {}",
        before.0,
        after.0,
        shown(bytes)
    );
    for rule in fixed.applied[0].keys() {
        let count = |counts: &BTreeMap<&str, usize>| counts.get(rule).copied().unwrap_or(0);
        assert!(count(&after.1) <= count(&before.1), "more of {rule}: {}", shown(bytes));
    }
}

fn destinations(run: &Run) -> BTreeMap<String, usize> {
    let document = Document::parse(FileId(0), run.files[0].source.clone());
    let mut counts = BTreeMap::new();
    let written = document.links().iter().filter(|link| link.url_span.is_some());
    for link in written {
        *counts.entry(document.url(link).to_owned()).or_default() += 1;
    }
    counts
}

fn counts(run: &Run) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in &run.diagnostics {
        *counts.entry(diagnostic.rule.name).or_default() += 1;
    }
    counts
}

/// Comments hide findings and make none but those about comments; without comments nothing is hidden.
pub fn suppression(bytes: &[u8]) {
    let found = |run: Run| -> BTreeSet<(&'static str, u32, u32, String)> {
        let key = |found: awesome_lint::diagnostic::Diagnostic| {
            let span = found.finding.at.span;
            (found.rule.name, span.start, span.end, found.finding.message.clone())
        };
        let others = run
            .diagnostics
            .into_iter()
            .filter(|found| found.rule.name != "unused-suppression");
        others.map(key).collect()
    };
    let run = engine::run(input(bytes, &ALL), engine::Aim::Report);
    let document = Document::parse(FileId(0), run.files[0].source.clone());
    let has_directives = !document.directives().is_empty();
    let all = found(run);
    let kept = found(awesome_lint::lint(input(bytes, &ALL)));
    if !has_directives {
        assert!(kept == all, "hidden without a comment: {}", shown(bytes));
    }
    // Places that are reported together are narrowed to those that are left, which changes the message.
    let rules = |found: &BTreeSet<(&'static str, u32, u32, String)>| -> BTreeSet<&'static str> {
        found.iter().map(|(rule, ..)| *rule).collect()
    };
    assert!(rules(&kept).is_subset(&rules(&all)), "new findings: {}", shown(bytes));
}

/// Any text is a configuration or an error that can be shown.
pub fn config(text: &str) {
    let path = Path::new("/lists/.awesome-lint.toml");
    match Config::parse(path, text) {
        Err(error) => {
            for palette in [Palette::Plain, Palette::Colored] {
                assert!(!error.render(palette).is_empty());
            }
            let shown = error.render(Palette::Plain);
            let is_control = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t');
            assert!(!shown.contains(is_control), "{text:?}: {shown:?}");
        }
        Ok(config) => {
            let list = Path::new("/lists/list.md");
            config.is_excluded(list, false);
            let rules = Arc::new(config.rule_set(list, &Selection::default()).unwrap());
            awesome_lint::lint(input(b"# List\n\n- [A](https://example.org) - Word.\n", &rules));
        }
    }
}

/// Any text is a page or has a fence that is not closed; what is written with signs is read back.
pub fn page(text: &str) {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut last = 0;
    for fence in page::cases(&lines).into_iter().flatten().flat_map(|case| case.fences) {
        assert!(last <= fence.lines.start && fence.lines.end <= lines.len(), "{text:?}");
        last = fence.lines.end;
        page::decode(&fence);
    }
    let fence = page::Fence::with_signs(page::encode(text.as_bytes()));
    assert_eq!(String::from_utf8(page::decode(&fence)).unwrap(), text);
}

/// A key has itself as its key, and the parts of an address are taken from anything.
pub fn canonical_url(text: &str) {
    if let Some(key) = url::canonical_key(text) {
        let is_own = |url: &str| url::canonical_key(url).as_ref() == Some(&key);
        assert!(is_own(&key) || is_own(&format!("https://{key}")), "{text:?}: {key}");
    }
}

/// The diff of two texts, applied to the first, gives the second.
pub fn diff(before: &[u8], after: &[u8]) {
    let mut patch = Vec::new();
    report::unified(Path::new(PATH), before, after, Lines::Exact, Color::Off, &mut patch).unwrap();
    let applied = patch::apply(before, &patch);
    assert!(
        applied == after,
        "{} and {}: {}",
        shown(before),
        shown(after),
        shown(&patch)
    );
}

/// The diff that fixing shows is the fix.
pub fn diff_of_fix(bytes: &[u8]) {
    let fixed = fix::fixpoint(
        awesome_lint::lint(input(bytes, &FIXING[0])),
        Wanted::all(Applicability::Unsafe),
    );
    diff(bytes, &fixed.run.files[0].source.bytes());
}
