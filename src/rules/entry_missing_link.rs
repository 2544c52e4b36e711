//! Entries without a link among entries that have one.

use serde::Deserialize;

use crate::document::{Document, Entry, EntryId};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::style::siblings::{is_parent, siblings};

pub static INFO: RuleInfo = RuleInfo {
    name: "entry-missing-link",
    page: include_str!("../../rules/entry-missing-link.md"),
    group: Group::Entries,
    level: Level::Info,
    fixes: None,
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<EntryMissingLink>,
};

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct EntryMissingLink {
    /// Share of the entries of a list or section that must have a link.
    threshold: Share,
    /// Number of entries below which a list has no habit.
    minimum: usize,
}

impl Default for EntryMissingLink {
    fn default() -> Self {
        Self {
            threshold: Share(0.9),
            minimum: 10,
        }
    }
}

/// So many entries of a section without a link are meant.
const MEANT: usize = 3;

/// Where so many items of a file have a link, nearly all of them, a shorter list is no exception.
const ENOUGH: usize = 50;
const STEADY: Share = Share(0.95);
const FEW: usize = 4;

impl DocumentRule for EntryMissingLink {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let all = document.entries();
        if all.iter().all(is_linked) || document.is_generated() {
            return;
        }
        let items = all.iter().filter(|entry| entry.item.is_some());
        let linked_items = items.clone().filter(|entry| is_linked(entry)).count();
        let is_file_habit = linked_items >= ENOUGH && linked_items as f64 >= STEADY.0 * items.count() as f64;
        for siblings in siblings(document) {
            let missing = siblings.iter().filter(|id| !is_linked(document.entry(**id)));
            let missing: Vec<EntryId> = missing.copied().collect();
            let linked = siblings.len() - missing.len();
            let is_habit = siblings.len() >= self.minimum && linked as f64 >= self.threshold.0 * siblings.len() as f64;
            let is_odd = is_file_habit && siblings.len() >= FEW && missing.len() == 1;
            if !(is_habit || is_odd) || missing.len() >= MEANT {
                continue;
            }
            for id in missing {
                let entry = document.entry(id);
                if is_parent(document, entry) || !is_name(document, entry) {
                    continue;
                }
                let message = format!(
                    "no link, but {linked} of {} entries of this section have one",
                    siblings.len()
                );
                findings.push(finding(document, entry.title, message).help("link what the entry is about"));
            }
        }
    }
}

fn is_linked(entry: &Entry) -> bool {
    entry.link.is_some() || !entry.alternates.is_empty()
}

/// Whether an entry names a thing: a note is a sentence, and what is struck out, to come or gone has no link
/// on purpose.
fn is_name(document: &Document, entry: &Entry) -> bool {
    const LONGEST: usize = 8;
    let head = document.slice(entry.head);
    let title = document.slice(entry.title).trim();
    let is_sentence = title.ends_with(['.', '!', '?', ':', '…', '。', '：', ','])
        || title.split_whitespace().nth(LONGEST).is_some()
        || title.starts_with(|sign: char| sign.is_lowercase());
    let is_shown_otherwise =
        head.contains("~~") || head.contains("<del") || head.contains("](") || head.contains("] (");
    let is_emphasis = title.starts_with(['*', '_', '`', '<', '|', '…', '\\']) || title.is_empty();
    let is_absent = ABSENT.iter().any(|word| contains(head, word));
    !(is_sentence || is_shown_otherwise || is_emphasis || is_absent)
}

/// Words that say why an entry has no link.
const ABSENT: [&str; 17] = [
    "archived",
    "coming",
    "dead",
    "defunct",
    "deprecated",
    "discontinued",
    "draft",
    "gone",
    "offline",
    "private",
    "removed",
    "soon",
    "tba",
    "tbd",
    "todo",
    "unavailable",
    "upcoming",
];

fn contains(text: &str, word: &str) -> bool {
    let mut words = text.split(|sign: char| !sign.is_alphanumeric());
    words.any(|other| other.eq_ignore_ascii_case(word))
}
