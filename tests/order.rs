//! What `unsorted-entries` promises, on whole lists: moved entries keep every byte, and what is sorted stays so.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use awesome_lint::config::{Config, Selection};
use awesome_lint::diagnostic::Finding;
use awesome_lint::edit::Applicability;
use awesome_lint::engine::{Input, Run};
use awesome_lint::fix::{self, Wanted};
use awesome_lint::source::Source;
use support::{own_lists, parse, shared_lists};

fn lint(path: &Path, bytes: Vec<u8>) -> Run {
    let selection = Selection {
        select: vec!["unsorted-entries".to_owned()],
        ..Selection::default()
    };
    let rules = Config::default().rule_set(path, &selection).unwrap();
    let source = Source::decode(path, bytes);
    awesome_lint::lint(vec![Input::new(source, Arc::new(rules))])
}

/// The bytes of all entries, sorted. The lines of an entry are sorted too, since entries may move inside of it;
/// a line of blanks below it is not its own, though the parser says so.
fn entries(path: &Path, bytes: Vec<u8>) -> Vec<Vec<String>> {
    let document = parse(path, bytes);
    let lines = |text: &str| {
        let mut lines: Vec<String> = text.trim_end().lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    let entries = document.entries().iter();
    let mut entries: Vec<Vec<String>> = entries.map(|entry| lines(document.slice(entry.span))).collect();
    entries.sort_unstable();
    entries
}

#[test]
fn moved_entries_keep_their_bytes_and_nothing_is_left_to_move() {
    for path in own_lists().into_iter().chain(shared_lists()) {
        let before = fs::read(&path).unwrap();
        let run = lint(&path, before.clone());
        if run.diagnostics.is_empty() || !run.files[0].source.is_utf8() {
            continue;
        }
        for limit in [Applicability::Safe, Applicability::Unsafe] {
            let fixed = fix::fixpoint(lint(&path, before.clone()), Wanted::all(limit));
            let name = path.display();
            assert!(fixed.unsettled.is_empty(), "{name}: {:?}", fixed.unsettled);
            let mut left = fixed.run.diagnostics.iter();
            // A fix that was taken back says so in the help; lines that begin in another way are never moved.
            let is_left = |finding: &Finding| match &finding.fix {
                Some(fix) => fix.applicability() >= limit,
                None => finding.help.is_some(),
            };
            let left = left.find(|diagnostic| is_left(&diagnostic.finding));
            assert!(left.is_none(), "{name}: {left:?}");
            let after = fixed.run.files[0].source.bytes().into_owned();
            let (before, after) = (entries(&path, before.clone()), entries(&path, after));
            let lost = before.iter().zip(&after).find(|(before, after)| before != after);
            assert!(
                before.len() == after.len() && lost.is_none(),
                "{name}: {limit:?}: {lost:?}"
            );
        }
    }
}
