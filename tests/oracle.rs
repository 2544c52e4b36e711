//! The preset `awesome` gives the verdict of the JavaScript awesome-lint: the same rules on the same lines.
//!
//! The verdicts are files of a folder that maintainers have: `oracle/cases.jsonl` in `AWESOME_LINT_SHARED`, small
//! texts with what the original says of them, and the file that `AWESOME_LINT_VERDICTS` names, what it says of
//! whole lists. What is known to differ, and why, stands in `oracle/deviations.toml`. `ONLY=rule,rule` compares only
//! these rules, and `SHOW=20` shows so many differences of each.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use awesome_lint::config::{Config, Selection};
use awesome_lint::engine::Input;
use awesome_lint::project::WorkingTree;
use awesome_lint::rule::Preset;
use awesome_lint::rules::RULES;
use awesome_lint::source::Source;
use awesome_lint::tree::{NoTree, Tree};
use serde::Deserialize;

/// Rules that need the network or the history of a repository, and those that the original does not have.
const WITHOUT_VERDICT: [&str; 4] = [
    "awesome-git-repo-age",
    "awesome-github",
    "invalid-suppression",
    "invalid-utf8",
];

#[derive(Deserialize)]
struct Verdict {
    #[serde(default)]
    group: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    mode: String,
    file: PathBuf,
    text: Option<String>,
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    rule: Option<String>,
    line: usize,
}

/// A rule and a line.
type Place = (String, usize);

#[derive(Deserialize)]
struct Deviations {
    case: Vec<Deviation>,
}

#[derive(Deserialize)]
struct Deviation {
    group: String,
    name: String,
    why: String,
}

fn verdicts(path: &Path) -> Vec<Verdict> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The rules that are compared.
fn compared() -> BTreeSet<&'static str> {
    let only = std::env::var("ONLY").unwrap_or_default();
    let rules = RULES.iter().filter(|rule| Preset::Awesome.holds(rule));
    rules
        .map(|rule| rule.name)
        .filter(|name| !WITHOUT_VERDICT.contains(name))
        .filter(|name| only.is_empty() || only.split(',').any(|only| only == *name))
        .collect()
}

fn lint(path: &Path, bytes: Vec<u8>, tree: Arc<dyn Tree>) -> BTreeSet<Place> {
    let selection = Selection {
        preset: Some(Preset::Awesome),
        ..Selection::default()
    };
    let rules = Config::default().rule_set(path, &selection).unwrap();
    let mut input = Input::new(Source::decode(path, bytes), Arc::new(rules));
    input.tree = tree;
    let run = awesome_lint::lint(vec![input]);
    let diagnostics = run.diagnostics.iter();
    let places = diagnostics.map(|diagnostic| {
        let source = run.source(diagnostic.finding.at.file);
        let line = source.position(diagnostic.finding.at.span.start as usize).line;
        (diagnostic.rule.name.to_owned(), line)
    });
    places.collect()
}

fn places(messages: &[Message]) -> BTreeSet<Place> {
    let named = messages
        .iter()
        .filter_map(|message| Some((message.rule.clone()?, message.line)));
    named.collect()
}

/// What both say, what only the original says, and what only we say, by rule.
#[derive(Default)]
struct Score {
    both: usize,
    missing: Vec<String>,
    surplus: Vec<String>,
}

#[derive(Default)]
struct Scores(BTreeMap<String, Score>);

impl Scores {
    fn add(&mut self, name: &str, own: &BTreeSet<Place>, truth: &BTreeSet<Place>, compared: &BTreeSet<&str>) {
        for place in own.union(truth).filter(|(rule, _)| compared.contains(rule.as_str())) {
            let score = self.0.entry(place.0.clone()).or_default();
            let shown = format!("{name}:{}", place.1);
            match (own.contains(place), truth.contains(place)) {
                (true, true) => score.both += 1,
                (true, false) => score.surplus.push(shown),
                _ => score.missing.push(shown),
            }
        }
    }

    /// Prints the table and gives the least precision or recall of a rule, and those of all.
    fn print(&self) -> (f64, f64, f64) {
        let show: usize = std::env::var("SHOW")
            .ok()
            .and_then(|show| show.parse().ok())
            .unwrap_or(3);
        println!(
            "{:34}{:>7}{:>8}{:>8}  precision  recall",
            "rule", "both", "missing", "surplus"
        );
        let part = |both: usize, other: usize| both as f64 / ((both + other).max(1)) as f64;
        let mut least: f64 = 1.0;
        let (mut both, mut missing, mut surplus) = (0, 0, 0);
        for (rule, score) in &self.0 {
            let recall = part(score.both, score.missing.len());
            let precision = part(score.both, score.surplus.len());
            let (missed, more) = (score.missing.len(), score.surplus.len());
            println!(
                "{rule:34}{:7}{missed:8}{more:8}  {precision:9.4}{recall:8.4}",
                score.both
            );
            for (sign, names) in [("-", &score.missing), ("+", &score.surplus)] {
                for name in names.iter().take(show) {
                    println!("    {sign} {name}");
                }
            }
            least = least.min(recall).min(precision);
            both += score.both;
            missing += score.missing.len();
            surplus += score.surplus.len();
        }
        let (precision, recall) = (part(both, surplus), part(both, missing));
        println!(
            "{:34}{both:7}{missing:8}{surplus:8}  {precision:9.4}{recall:8.4}",
            "all"
        );
        (least, precision, recall)
    }
}

#[test]
fn cases_have_the_verdict_of_the_original() {
    let Some(shared) = support::shared() else {
        eprintln!("skipped: AWESOME_LINT_SHARED names no folder with verdicts");
        return;
    };
    let deviations: Deviations = toml::from_str(include_str!("oracle/deviations.toml")).unwrap();
    let mut compared = compared();
    compared.remove("awesome-contributing");
    let mut scores = Scores::default();
    let mut deviating = BTreeSet::new();
    let verdicts = verdicts(&shared.join("oracle/cases.jsonl"));
    let of_conduct = BTreeSet::from(["awesome-code-of-conduct"]);
    let of_conduct: BTreeSet<&str> = compared.intersection(&of_conduct).copied().collect();
    for verdict in &verdicts {
        let (path, compared) = match &*verdict.mode {
            "coc" => (Path::new("code-of-conduct.md"), &of_conduct),
            _ => (&*verdict.file, &compared),
        };
        let text = verdict.text.clone().unwrap();
        let own = lint(path, text.into_bytes(), Arc::new(NoTree));
        let truth = places(&verdict.messages);
        let is_compared = |place: &&Place| compared.contains(place.0.as_str());
        if own.symmetric_difference(&truth).any(|place| is_compared(&place)) {
            let name = format!("{}/{}", verdict.group, verdict.name);
            scores.add(&name, &own, &truth, compared);
            deviating.insert((verdict.group.clone(), verdict.name.clone()));
        } else {
            scores.add("", &own, &truth, compared);
        }
    }
    scores.print();
    println!("{} of {} cases deviate", deviating.len(), verdicts.len());
    let known: BTreeSet<(String, String)> = deviations
        .case
        .into_iter()
        .inspect(|deviation| assert!(!deviation.why.is_empty()))
        .map(|deviation| (deviation.group, deviation.name))
        .collect();
    let missing: Vec<&String> = scores.0.values().flat_map(|score| &score.missing).collect();
    assert!(missing.is_empty(), "only the original reports {missing:?}");
    if std::env::var_os("ONLY").is_none() {
        let gone: Vec<_> = known.difference(&deviating).collect();
        assert!(gone.is_empty(), "no longer deviations: {gone:?}");
    }
    let unknown: Vec<_> = deviating.difference(&known).collect();
    assert!(unknown.is_empty(), "{} unknown deviations: {unknown:?}", unknown.len());
    assert!(deviating.len() * 100 <= verdicts.len(), "more than 1 % deviate");
}

#[test]
fn lists_have_the_verdict_of_the_original() {
    let Some(path) = std::env::var_os("AWESOME_LINT_VERDICTS") else {
        eprintln!("skipped: AWESOME_LINT_VERDICTS names no file with verdicts");
        return;
    };
    let compared = compared();
    let mut scores = Scores::default();
    let tree: Arc<dyn Tree> = Arc::new(WorkingTree::default());
    for verdict in verdicts(Path::new(&path)) {
        let own = lint(&verdict.file, fs::read(&verdict.file).unwrap(), Arc::clone(&tree));
        let folder = verdict.file.parent().and_then(Path::file_name).unwrap_or_default();
        scores.add(&folder.to_string_lossy(), &own, &places(&verdict.messages), &compared);
    }
    let (least, precision, recall) = scores.print();
    assert!(least >= 0.97, "a rule agrees in {least:.4} only");
    assert!(
        precision >= 0.995 && recall >= 0.995,
        "precision {precision:.4}, recall {recall:.4}"
    );
}
