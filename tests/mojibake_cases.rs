//! Labelled damage of real texts: what is repaired, what is only shown, and what stays as it is.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use awesome_lint::encoding::{Kind, apply, diagnose};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    class: String,
    split: String,
    #[serde(default)]
    kind: String,
    /// How many characters of the clean text are not ASCII.
    #[serde(default)]
    n: usize,
    clean: Option<String>,
    broken: Option<String>,
}

/// What came of the cases of a family.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    all: usize,
    exact: usize,
    wrong: usize,
    suggested: usize,
    flagged: usize,
}

/// The families, with the percentage that must be repaired exactly.
const REPAIRED: [(&str, f64); 8] = [
    ("other readers of one byte", 94.0),
    ("readers of one byte", 98.0),
    ("readers of the East", 88.0),
    ("several layers", 99.5),
    ("mixed", 97.0),
    ("entities", 99.5),
    ("blanks", 88.0),
    ("wild", 98.0),
];

fn family(case: &Case) -> &'static str {
    const EAST: [&str; 5] = ["gbk", "big5", "shift_jis", "euc-kr", "euc-jp"];
    const COMMON: [&str; 10] = [
        "cp1252",
        "latin1",
        "cp1251",
        "cp1250",
        "cp1253",
        "cp1254",
        "cp1257",
        "iso8859-2",
        "macroman",
        "cp437",
    ];
    let kind = case.kind.as_str();
    let (source, reader) = kind.split_once('>').unwrap_or((kind, ""));
    match kind {
        _ if case.class == "lossy" => "lossy",
        _ if kind.starts_with("ftfy:") => "examples of ftfy",
        _ if kind.starts_with("wild:") => "wild",
        _ if kind.contains("+mixed") => "mixed",
        _ if kind.contains("+entities") => "entities",
        _ if kind.contains("+a0space") => "blanks",
        _ if kind.contains(',') => "several layers",
        "cp1252>latin1" => "controls",
        _ if source == "utf8" && EAST.contains(&reader) => "readers of the East",
        _ if source == "utf8" && COMMON.contains(&reader) => "readers of one byte",
        _ if source == "utf8" => "other readers of one byte",
        _ if EAST.contains(&source) => "pages of the East",
        _ if case.n >= 10 => "pages of one byte, long",
        _ => "pages of one byte, short",
    }
}

/// The cases, if there are any, unpacked by `gzip`.
fn cases() -> Option<Vec<Case>> {
    let shared = std::env::var("AWESOME_LINT_SHARED").ok()?;
    let path = Path::new(&shared).join("eval/mojibake/cases.jsonl.gz");
    let unpacked = Command::new("gzip").arg("-dc").arg(&path).output().ok()?;
    let lines = String::from_utf8(unpacked.stdout)
        .ok()
        .filter(|text| !text.is_empty())?;
    Some(lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[test]
fn labelled_damage_is_repaired_and_right_text_stays() {
    let Some(cases) = cases() else {
        eprintln!("skipped: AWESOME_LINT_SHARED names no folder with labelled cases, or gzip is not there");
        return;
    };
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let (mut damaged, mut wrong) = (0, 0);
    for case in cases.iter().filter(|case| case.split == "dev") {
        let broken = case.broken.as_deref().or(case.clean.as_deref()).unwrap();
        let damages = diagnose(broken);
        let safe: Vec<_> = damages.iter().filter(|damage| damage.is_safe()).cloned().collect();
        let repaired = apply(broken, &safe);
        if case.class == "negative" {
            assert_eq!(repaired, broken, "right text is repaired");
            continue;
        }
        let clean = case.clean.as_deref().unwrap();
        let tally = tallies.entry(family(case)).or_default();
        tally.all += 1;
        tally.exact += usize::from(repaired == clean);
        tally.wrong += usize::from(repaired != clean && repaired != broken);
        tally.suggested += usize::from(apply(broken, &damages) == clean);
        tally.flagged += usize::from(!damages.is_empty());
        if case.class == "positive" {
            damaged += 1;
            wrong += usize::from(repaired != clean && repaired != broken);
        }
    }
    let percent = |part: usize, all: usize| part as f64 * 100.0 / all.max(1) as f64;
    for (name, tally) in &tallies {
        eprintln!("{name}: {tally:?}, {:.2} % exact", percent(tally.exact, tally.all));
    }
    for (name, least) in REPAIRED {
        let tally = tallies[name];
        assert!(percent(tally.exact, tally.all) >= least, "{name}: {tally:?}");
    }
    assert!(
        percent(wrong, damaged) <= 0.3,
        "{wrong} of {damaged} are repaired to something wrong"
    );
    let (east, long, short) = (
        tallies["pages of the East"],
        tallies["pages of one byte, long"],
        tallies["pages of one byte, short"],
    );
    assert!(percent(east.suggested, east.all) >= 90.0, "{east:?}");
    assert!(percent(long.suggested, long.all) >= 90.0, "{long:?}");
    let suggested = percent(long.suggested + short.suggested, long.all + short.all);
    assert!(suggested >= 40.0, "{long:?} {short:?}");
    let lossy = tallies["lossy"];
    assert!(
        percent(lossy.flagged, lossy.all) >= 95.0 && lossy.wrong == 0,
        "{lossy:?}"
    );
}

/// Text that looks broken and is right.
#[test]
fn traps_stay() {
    let shared = std::env::var("AWESOME_LINT_SHARED").unwrap_or_default();
    let Ok(traps) = std::fs::read_to_string(Path::new(&shared).join("eval/mojibake/traps.txt")) else {
        eprintln!("skipped: AWESOME_LINT_SHARED names no folder with traps");
        return;
    };
    for trap in traps.lines() {
        let damages = diagnose(trap);
        assert!(
            damages.iter().all(|damage| damage.kind != Kind::Safe),
            "{trap:?}: {damages:?}"
        );
    }
}
