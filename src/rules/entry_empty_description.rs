//! Entries with a separator and nothing behind it, or without the description that the others have.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Effect, Entry, EntryId};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::source::Span;
use crate::style::siblings::{is_parent, siblings};

pub static INFO: RuleInfo = RuleInfo {
    name: "entry-empty-description",
    page: include_str!("../../rules/entry-empty-description.md"),
    group: Group::Entries,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<EntryEmptyDescription>,
};

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct EntryEmptyDescription {
    /// Share of the entries of a section that must have a description.
    threshold: Share,
    /// Number of entries below which a section has no habit.
    minimum: usize,
}

impl Default for EntryEmptyDescription {
    fn default() -> Self {
        Self {
            threshold: Share(0.9),
            minimum: 10,
        }
    }
}

/// From so many entries on one without a description among others that have one stands alone.
const FEW: usize = 5;

/// Below so many entries the file as a whole must have the habit too.
const SHORT: usize = 8;

/// So many entries in a row without a description are meant.
const MEANT: usize = 3;

impl DocumentRule for EntryEmptyDescription {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let all = document.entries();
        if all.iter().all(|entry| entry.description.is_some()) || document.is_generated() {
            return;
        }
        let items = || all.iter().filter(|entry| entry.item.is_some() && entry.link.is_some());
        let described = items().filter(|entry| is_described(document, entry)).count();
        let is_file_habit = self.is_reached(described, items().count());
        for siblings in siblings(document) {
            let bare = siblings.iter().filter(|id| is_bare(document, document.entry(**id)));
            let bare: Vec<EntryId> = bare.copied().collect();
            if bare.is_empty() {
                continue;
            }
            let described = siblings.iter();
            let described = described.filter(|id| is_described(document, document.entry(**id)));
            let described = described.count();
            let is_usual = described * 2 > siblings.len();
            let dangling = bare.iter().filter_map(|id| dangling(document, document.entry(*id)));
            findings.extend(dangling.map(|separator| report(document, separator, is_usual)));
            let is_habit =
                is_file_habit && siblings.len() >= self.minimum && self.is_reached(described, siblings.len());
            let is_long = siblings.len() >= SHORT || siblings.len() >= FEW && is_file_habit;
            let is_only = is_long && described + 1 == siblings.len() && is_told_of(document, &siblings);
            if is_habit || is_only {
                report_missing(document, &siblings, described, findings);
            }
        }
    }
}

impl EntryEmptyDescription {
    fn is_reached(&self, described: usize, total: usize) -> bool {
        described as f64 >= self.threshold.0 * total as f64
    }
}

fn report_missing(document: &Document, siblings: &[EntryId], described: usize, findings: &mut Findings) {
    let is_bare = |id: &EntryId| is_bare(document, document.entry(*id));
    let blocks = siblings.chunk_by(|one, other| is_bare(one) == is_bare(other));
    for id in blocks
        .filter(|block| block.len() < MEANT)
        .flatten()
        .filter(|id| is_bare(id))
    {
        let entry = document.entry(*id);
        if dangling(document, entry).is_none() && says_little(document, entry) {
            let message = format!(
                "no description, but {described} of {} entries of this section have one",
                siblings.len()
            );
            let finding = finding(document, entry.title, message).level(Level::Info);
            findings.push(finding.help("say in a few words what it is"));
        }
    }
}

/// Whether an entry is a link and nothing else.
fn is_bare(document: &Document, entry: &Entry) -> bool {
    entry.item.is_some()
        && entry.link.is_some()
        && entry.description.is_none()
        && !is_parent(document, entry)
        && document
            .slice(Span::new(entry.head.start as usize, entry.title.start as usize))
            .len()
            < LONGEST_LEAD
}

/// A description may stand before the link too.
const LONGEST_LEAD: usize = 40;

/// Whether words stand behind the title.
fn is_described(document: &Document, entry: &Entry) -> bool {
    let description = entry.description.map_or("", |span| document.slice(span));
    let bytes = description.as_bytes();
    // Most descriptions begin with a plain word and one blank behind it.
    let is_plain = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_graphic);
    let blank = bytes.iter().position(|&byte| byte == b' ');
    let has_words = blank.is_some_and(|blank| is_plain(0) && is_plain(blank + 1));
    has_words
        || description.split_whitespace().nth(1).is_some()
        || description.chars().filter(|sign| !sign.is_ascii()).count() > 3
}

/// Whether all entries but one, in a list with more, are described by a sentence, not by a name or a link.
fn is_told_of(document: &Document, siblings: &[EntryId]) -> bool {
    const WORDS: usize = 2;
    let is_sentence = |id: &&EntryId| {
        let Some(span) = document.entry(**id).description else {
            return false;
        };
        let words = document.words().within(span).iter();
        let own = words.filter(|word| document.link_around(word.span.start).is_none());
        own.count() >= WORDS && !document.slice(span).starts_with("by ")
    };
    let is_long = |id: &EntryId| {
        let item = document.entry(*id).item;
        item.is_some_and(|item| document.items_of(document.item(item).list).nth(FEW - 1).is_some())
    };
    let mut others = siblings.iter().filter(|id| is_bare(document, document.entry(**id)));
    others.all(is_long) && siblings.iter().filter(is_sentence).count() + 1 == siblings.len()
}

/// Whether a title leaves open what the entry is: a sentence does not.
fn says_little(document: &Document, entry: &Entry) -> bool {
    const LONGEST: usize = 4;
    document.title(entry).split_whitespace().nth(LONGEST).is_none()
}

/// The separator of an entry that has nothing behind it, with the blanks around it and the period that closes
/// the nothing.
fn dangling(document: &Document, entry: &Entry) -> Option<Span> {
    let separator = entry.separator?;
    let text = document.slice(separator);
    let sign = text.trim_matches(|sign: char| sign.is_whitespace() || sign == '.');
    let is_separator = matches!(sign, "-" | "–" | "—" | "--" | ":" | "：");
    // A colon leads to what stands below.
    let is_lead = matches!(sign, ":" | "：") && leads_on(document, entry);
    (is_separator && !is_lead).then_some(separator)
}

/// Whether a block that belongs to the entry, though not to its item, stands directly below it.
fn leads_on(document: &Document, entry: &Entry) -> bool {
    let source = document.source();
    let line = source.line_of(entry.span.end as usize);
    let mut below = line + 1..source.line_count();
    let next = below.find(|&line| !source.is_blank_line(line));
    next.is_some_and(|line| {
        !source
            .slice(source.line_content(line))
            .trim_start()
            .starts_with(['-', '*', '+', '#'])
    })
}

fn report(document: &Document, separator: Span, is_usual: bool) -> Finding {
    let text = document.slice(separator);
    let lead = text.len() - text.trim_start().len();
    let shown = Span::new(
        separator.start as usize + lead,
        separator.start as usize + text.trim_end().len(),
    );
    let message = format!("`{}` and no description behind it", document.slice(shown));
    let (help, trust) = match is_usual {
        true => ("describe the entry, or remove the separator", Applicability::Unsafe),
        false => ("remove the separator", Applicability::Safe),
    };
    let cut = Edit::delete(document.file(), Span::new(separator.start as usize, shown.end as usize));
    let fix = Fix::new("remove the separator", trust, &[Effect::Text], vec![cut]);
    finding(document, shown, message).help(help).fix(fix)
}
