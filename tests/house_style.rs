//! Repairs that maintainers made by hand: what they departed from is put back into their lists, and the rules
//! must find it and mend it as they did.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use awesome_lint::config::{Config, Selection};
use awesome_lint::document::{Document, EntryKind, ListKind, Separator};
use awesome_lint::edit::Applicability;
use awesome_lint::engine::{Input, Run};
use awesome_lint::fix::{self, Wanted};
use awesome_lint::rule::{Preset, Share};
use awesome_lint::source::{FileId, Source};
use awesome_lint::style::Population;
use awesome_lint::style::capital::{Initial, initial, initials};
use awesome_lint::style::marker::bullets;
use awesome_lint::style::period::{self, Close};
use awesome_lint::style::separator::separators;

/// The classes of repairs, and whether the rules about entries must reach the goal in them.
const CLASSES: [(&str, bool); 5] = [
    ("style:separator-changed", true),
    ("style:final-period-added", true),
    ("style:final-period-removed", true),
    ("style:separator+case/period", true),
    ("style:bullet/number-changed", false),
];

const GOAL: f64 = 0.9;
const THRESHOLD: Share = Share(0.9);
const BULLET_THRESHOLD: Share = Share(0.95);
const MINIMUM: usize = 10;

#[derive(serde::Deserialize)]
struct Repair {
    cls: String,
    repo: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
}

/// What is measured of the entry on one line.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Traits {
    separator: Option<Separator>,
    close: Option<Close>,
    initial: Option<Initial>,
    bullet: Option<u8>,
    /// Where the description begins.
    description: Option<u32>,
}

/// What the other lines of the document do, where that is clear.
#[derive(Debug)]
struct Habits {
    separator: Option<Separator>,
    close: Option<Close>,
    initial: Option<Initial>,
    bullet: Option<u8>,
}

fn parse(text: &str) -> Document {
    Document::parse(FileId(0), Source::from_text("readme.md", text.to_owned()))
}

fn traits(document: &Document, line: usize) -> Option<Traits> {
    let line_of = |offset: u32| document.source().line_of(offset as usize);
    let (id, entry) = document
        .entries()
        .iter()
        .enumerate()
        .find(|(_, entry)| entry.kind != EntryKind::TableRow && line_of(entry.span.start) == line)?;
    let description = document.descriptions().iter().find(|it| it.entry.0 as usize == id);
    let list = document.list(document.item(entry.item?).list);
    Some(Traits {
        separator: description
            .and_then(|it| it.separation)
            .map(|separation| separation.way),
        close: description.and_then(period::close),
        initial: description.and_then(|it| initial(document, it)),
        bullet: match list.kind {
            ListKind::Bullet(bullet) => Some(bullet),
            ListKind::Ordered(_) => None,
        },
        description: description.map(|it| it.span.start),
    })
}

fn habits(document: &Document) -> Habits {
    let items = Population::Items;
    Habits {
        separator: separators(document).habit(THRESHOLD, MINIMUM).map(|habit| habit.way),
        close: period::habit(document, items, THRESHOLD, MINIMUM).map(|habit| habit.way),
        initial: initials(document, items)
            .habit(THRESHOLD, MINIMUM)
            .map(|habit| habit.way),
        bullet: bullets(document)
            .whole
            .habit(BULLET_THRESHOLD, MINIMUM)
            .map(|habit| habit.way.0),
    }
}

/// Whether `after` follows the habit in all in which it differs from `before`, and that is something.
fn departs(class: &str, habits: &Habits, before: Traits, after: Traits) -> bool {
    fn judge<T: Copy + PartialEq>(habit: Option<T>, before: Option<T>, after: Option<T>) -> Option<bool> {
        (before != after).then(|| habit.is_some() && habit == after && before.is_some())
    }
    let bullet = judge(habits.bullet, before.bullet, after.bullet);
    let judged = match class {
        "style:bullet/number-changed" => [bullet, None, None],
        _ if bullet.is_some() => return false,
        _ => [
            judge(habits.separator, before.separator, after.separator),
            judge(habits.close, before.close, after.close),
            judge(habits.initial, before.initial, after.initial),
        ],
    };
    let mut changed = judged.into_iter().flatten().peekable();
    changed.peek().is_some() && changed.all(|follows| follows)
}

/// The letters and digits of a line, without the case of the first one of the description: what differs in
/// these is no matter of style.
fn letters(document: &Document, line: usize, traits: Traits) -> String {
    let span = document.source().line_content(line);
    let signs = document
        .slice(span)
        .char_indices()
        .filter(|(_, sign)| sign.is_alphanumeric());
    let is_first = |at: usize| traits.description == Some(span.start + at as u32);
    signs
        .flat_map(|(at, sign)| {
            if is_first(at) {
                sign.to_lowercase().collect()
            } else {
                vec![sign]
            }
        })
        .collect()
}

/// The rules that keep to the traits in which two lines differ.
fn rules(repair: &Repair, before: Traits, after: Traits) -> Vec<String> {
    let has = |line: &str, slip: &str| line.trim().contains(slip);
    let rules = [
        ("double-space", has(&repair.before, "  ") && !has(&repair.after, "  ")),
        (
            "repeated-punctuation",
            has(&repair.before, "..") && !has(&repair.after, ".."),
        ),
        ("entry-separator", before.separator != after.separator),
        ("entry-punctuation", before.close != after.close),
        ("entry-capitalization", before.initial != after.initial),
        ("unordered-list-marker-style", before.bullet != after.bullet),
    ];
    let differing = rules.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(rule, _)| rule.to_owned()).collect()
}

fn lint(path: &Path, text: &str, select: Vec<String>) -> Run {
    let selection = Selection {
        preset: Some(Preset::None),
        select,
        ..Selection::default()
    };
    let rules = Config::default().rule_set(path, &selection).unwrap();
    awesome_lint::lint(vec![Input::new(
        Source::from_text(path, text.to_owned()),
        Arc::new(rules),
    )])
}

/// Whether a rule speaks of a line, counted from 0.
fn is_found(run: &Run, text: &str, line: usize) -> bool {
    let source = Source::from_text("readme.md", text.to_owned());
    let mut places = run.diagnostics.iter().map(|diagnostic| diagnostic.finding.at.span);
    places.any(|span| source.line_of(span.start as usize) == line)
}

#[derive(Default)]
struct Score {
    rows: usize,
    placed: usize,
    judged: usize,
    found: usize,
    exact: usize,
}

#[test]
fn what_maintainers_mended_is_found_and_mended() {
    let Some(shared) = support::shared() else {
        eprintln!("skipped: AWESOME_LINT_SHARED names no folder of lists");
        return;
    };
    let mut files: BTreeMap<String, Vec<(PathBuf, String)>> = BTreeMap::new();
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let repairs = fs::read_to_string(shared.join("corpus/repairs.jsonl")).unwrap();
    for repair in repairs
        .lines()
        .map(|line| serde_json::from_str::<Repair>(line).unwrap())
    {
        let Some((class, _)) = CLASSES.iter().find(|(class, _)| *class == repair.cls) else {
            continue;
        };
        let score = scores.entry(*class).or_default();
        score.rows += 1;
        let folder = repair.repo.replace('/', "__");
        let texts = files.entry(folder).or_insert_with_key(|folder| {
            let paths = support::markdown_files(&shared.join("corpus/lists").join(folder));
            paths
                .into_iter()
                .filter_map(|path| Some((path.clone(), fs::read_to_string(path).ok()?)))
                .collect()
        });
        let placed = texts.iter().find_map(|(path, text)| {
            let line = text.lines().position(|line| line == repair.after)?;
            Some((path, text, line))
        });
        let Some((path, text, line)) = placed else {
            continue;
        };
        score.placed += 1;
        let put = |with: &str| -> String {
            let lines = text.split_inclusive('\n').enumerate();
            lines
                .map(|(at, old)| {
                    if at == line {
                        format!("{with}\n")
                    } else {
                        old.to_owned()
                    }
                })
                .collect()
        };
        let (damaged, mended) = (put(&repair.before), put(&repair.after));
        let (old, new) = (parse(&damaged), parse(&mended));
        let (Some(mut before), Some(after)) = (traits(&old, line), traits(&new, line)) else {
            continue;
        };
        // Two periods are one too many, and no way to end.
        if repair.before.trim_end().ends_with("..") && after.close == Some(Close::Period) {
            before.close = Some(Close::None);
        }
        let is_style = letters(&old, line, before) == letters(&new, line, after);
        if new.is_generated() || !is_style || !departs(class, &habits(&new), before, after) {
            continue;
        }
        score.judged += 1;
        let run = lint(path, &damaged, rules(&repair, before, after));
        let is_found = is_found(&run, &damaged, line);
        score.found += usize::from(is_found);
        let fixed = fix::fixpoint(run, Wanted::all(Applicability::Safe));
        let bytes = fixed.run.files[0].source.bytes().into_owned();
        let fixed = String::from_utf8(bytes).unwrap();
        let now = fixed.lines().nth(line).unwrap_or_default();
        let is_exact = now == repair.after.trim_end();
        score.exact += usize::from(is_exact);
        if !is_found || !is_exact {
            eprintln!(
                "{class} {}\n  - {}\n  + {}\n  = {now}",
                repair.repo, repair.before, repair.after
            );
        }
    }
    eprintln!(
        "{:30} {:>5} {:>6} {:>6} {:>6} {:>6}",
        "class", "rows", "placed", "judged", "found", "exact"
    );
    for (class, score) in &scores {
        let Score {
            rows,
            placed,
            judged,
            found,
            exact,
        } = score;
        eprintln!("{class:30} {rows:5} {placed:6} {judged:6} {found:6} {exact:6}");
    }
    for (class, is_goal) in CLASSES {
        let score = &scores[class];
        let reaches = |count: usize| count as f64 >= GOAL * score.judged as f64;
        if is_goal {
            assert!(score.judged > 0, "{class}: no repair could be judged");
            assert!(
                reaches(score.found),
                "{class}: {} of {} found",
                score.found,
                score.judged
            );
            assert!(
                reaches(score.exact),
                "{class}: {} of {} mended",
                score.exact,
                score.judged
            );
        }
    }
}
