//! Entries out of order where the others are sorted by title.

mod movement;

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Entry, EntryId};
use crate::edit::Applicability;
use crate::rule::{Findings, Group, Level, Preset, RuleInfo, Share, TreeRule, finding, tree_rule};
use crate::source::Location;
use crate::style::order::asked::{Asked, asked};
use crate::style::order::{self, Holder, Order, Series, Slip, Sorting};
use crate::tree::Tree;
use movement::Slots;

pub static INFO: RuleInfo = RuleInfo {
    name: "unsorted-entries",
    page: include_str!("../../rules/unsorted-entries.md"),
    group: Group::Entries,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: tree_rule::<UnsortedEntries>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Style {
    /// Where nearly all entries are sorted, all should be.
    #[default]
    Majority,
    /// All entries should be sorted.
    Title,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct UnsortedEntries {
    style: Style,
    /// Share of the entries of a list or table that must be in order.
    threshold: Share,
    /// Number of entries below which a list or table is judged by the rest of the file.
    minimum: usize,
}

impl Default for UnsortedEntries {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: order::SORTED,
            minimum: order::ENOUGH,
        }
    }
}

/// Share of the neighbours that are in order where a slip is a plain mistake.
const STEADY: Share = Share(0.95);

/// Why the entries of a list should be sorted.
#[derive(Clone, Copy)]
enum Reason<'a> {
    Configured,
    Asked(&'a Asked),
    /// The whole file is sorted.
    Habit,
    /// The others of the list are.
    Siblings,
}

impl TreeRule for UnsortedEntries {
    fn check(&self, document: &Document, tree: &dyn Tree, findings: &mut Findings) {
        if document.is_generated() {
            return;
        }
        let mut all = order::series(document);
        let asked = match self.style {
            Style::Majority if all.iter().any(may_be_asked_for) => asked(document, tree),
            _ => Vec::new(),
        };
        for series in all.iter_mut().filter(|series| series.sorting.is_none()) {
            if self.style == Style::Title || !asked.is_empty() && may_be_asked_for(series) {
                series.look_closer(document);
            }
        }
        let standing = Standing::of(&all);
        for series in &all {
            let Some(sorting) = series.sorting.as_ref().filter(|sorting| sorting.missing() > 0) else {
                continue;
            };
            let Some(reason) = self.reason(document, series, sorting, standing, &asked) else {
                continue;
            };
            let slips: Vec<Slip> = sorting.slips();
            let because = match reason {
                Reason::Configured => "the configuration asks for entries sorted by title".to_owned(),
                Reason::Asked(Asked { guide: Some(guide), .. }) => format!("`{guide}` asks for alphabetical order"),
                Reason::Asked(_) => "the list says that it is in alphabetical order".to_owned(),
                Reason::Habit | Reason::Siblings => {
                    let count = series.entries.len();
                    format!("{} of {count} entries are sorted by title", count - slips.len())
                }
            };
            let is_steady = match reason {
                Reason::Siblings => {
                    let is_long = series.entries.len() >= self.minimum;
                    is_long && sorting.missing() == 1 || is_reached(STEADY, series.ascents, series.pairs())
                }
                _ => true,
            };
            let slots = Slots::of(document, series.holder);
            // Several entries before the first one in order are there because they matter most.
            let leading = slips
                .iter()
                .enumerate()
                .take_while(|(place, slip)| slip.entry == *place);
            let leading = leading.count();
            let wanted = slips
                .iter()
                .filter(|slip| leading < 2 || slip.entry >= leading || self.style == Style::Title)
                .filter(|slip| self.is_slip(document, series, sorting, slip));
            for slip in wanted {
                let finding = report(document, series, sorting, *slip, &because, &slots);
                findings.push(match is_steady {
                    true => finding,
                    false => finding.level(Level::Info),
                });
            }
        }
    }
}

/// How many entries must be in a list that is asked to be sorted, before an order is seen in them.
const FEWEST: usize = 4;

/// Up to this chance a list does not stand in order for no reason, where order is asked for or usual.
const UNLIKELY: f64 = 0.25;

impl UnsortedEntries {
    /// Why the entries of a series should be sorted, if they should.
    fn reason<'a>(
        &self,
        document: &Document,
        series: &Series<'_>,
        sorting: &Sorting<'_>,
        standing: Standing,
        asked: &'a [Asked],
    ) -> Option<Reason<'a>> {
        if self.style == Style::Title {
            return Some(Reason::Configured);
        }
        if sorting.is_counted() || sorting.is_uniform() || is_ranked(document, series) {
            return None;
        }
        let count = series.entries.len();
        let missing = sorting.missing();
        let is_share = series.order(self.threshold) == Order::Title;
        // Fields and steps are in an order of their own.
        let is_linked = is_linked(document, series);
        let is_telling = is_linked && sorting.chance() <= UNLIKELY;
        let section = document.entry(*series.entries.first()?).section;
        // A guide may speak of another list.
        let is_obeyed = |asked: &&Asked| asked.guide.is_none() || standing.has_steps(OBEYED);
        let asked = asked
            .iter()
            .filter(is_obeyed)
            .find(|asked| asked.section.is_none_or(|only| only == section));
        if let Some(asked) = asked.filter(|_| is_linked && count >= FEWEST && missing * 3 <= count) {
            return Some(Reason::Asked(asked));
        }
        let is_short = (order::FEW..2 * self.minimum).contains(&count)
            && (missing * order::FEW <= count || missing * 3 <= count && sorting.is_appended());
        let is_habit = standing.is_sorted() && (count >= order::TELLING || standing.is_plainly_sorted());
        if is_habit && (is_share && count >= self.minimum || is_telling && is_short) {
            return Some(Reason::Habit);
        }
        let is_sorted = match count >= self.minimum {
            true => is_share,
            false => count >= order::TELLING && missing == 1,
        };
        is_sorted.then_some(Reason::Siblings)
    }

    /// Whether an entry that stands out of order was put there by mistake.
    fn is_slip(&self, document: &Document, series: &Series<'_>, sorting: &Sorting<'_>, slip: &Slip) -> bool {
        if self.style == Style::Title {
            return true;
        }
        let entry = document.entry(series.entries[slip.entry]);
        let is_named = document.title_and_name(entry).1 && !is_rest(sorting.titles[slip.entry].text());
        // The first entries may be first because they matter most.
        let is_sponsored = |leading: usize| {
            let mut leading = series.entries.iter().take(leading);
            leading.any(|entry| is_sponsored(document, *entry))
        };
        let is_pinned = match slip.entry {
            0 => slip.after != Some(1) || is_sponsored(1),
            1 => slip.after.is_none() && is_sponsored(1),
            2 => slip.after.is_none() && (series.entries.len() < self.minimum || is_sponsored(2)),
            _ => false,
        };
        is_named && !is_pinned
    }
}

fn is_reached(share: Share, count: usize, total: usize) -> bool {
    count as f64 >= share.0 * total as f64
}

/// Whether a list without a habit to go by may still be sorted, but for slips.
fn may_be_asked_for(series: &Series<'_>) -> bool {
    let falls = series.pairs().saturating_sub(series.ascents);
    series.entries.len() >= FEWEST && falls * 3 <= series.entries.len() && falls > 0
}

/// Share of the neighbours in a file that are in order where its guide speaks of this file.
const OBEYED: Share = Share(0.75);

/// How far the lists of a file are sorted, as a whole.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    /// All neighbours, and those in order.
    pairs: usize,
    ascents: usize,
    /// The neighbours in the longer lists, and those in order.
    long_pairs: usize,
    long_ascents: usize,
    /// The entries of the longer lists, and those in order.
    total: usize,
    in_order: usize,
}

impl Standing {
    fn of(all: &[Series<'_>]) -> Self {
        let mut standing = Self::default();
        for series in all {
            standing.pairs += series.pairs();
            standing.ascents += series.ascents;
            if series.entries.len() >= order::FEW {
                standing.long_pairs += series.pairs();
                standing.long_ascents += series.ascents;
                standing.total += series.entries.len();
                standing.in_order += series.sorting.as_ref().map_or(0, Sorting::in_order);
            }
        }
        standing
    }

    /// Whether this share of the neighbours in the longer lists are in order, or there are too few to tell.
    fn has_steps(self, share: Share) -> bool {
        const ENOUGH: usize = 10;
        self.long_pairs < ENOUGH || is_reached(share, self.long_ascents, self.long_pairs)
    }

    /// Whether the file as a whole is sorted, so that short lists are sorted on purpose too.
    fn is_sorted(self) -> bool {
        const ENOUGH: usize = 50;
        let has_entries = is_reached(order::SORTED, self.in_order, self.total);
        self.pairs >= ENOUGH && (is_reached(STEADY, self.ascents, self.pairs) || has_entries)
    }

    /// Whether it is, by its neighbours and by its entries: only then the shortest lists are judged by it.
    fn is_plainly_sorted(self) -> bool {
        self.has_steps(order::SORTED) && is_reached(order::SORTED, self.in_order, self.total)
    }
}

/// Whether most titles of a series are links.
fn is_linked(document: &Document, series: &Series<'_>) -> bool {
    let has_link = |id: &&EntryId| {
        let entry = document.entry(**id);
        let link = entry.link.map(|link| document.link(link).span);
        link.is_some_and(|link| link.start <= entry.title.start && entry.title.start < link.end)
    };
    series.entries.iter().filter(has_link).count() * 2 > series.entries.len()
}

/// Whether an entry is an advertisement: its address says where it is linked from, or is listed again elsewhere.
fn is_sponsored(document: &Document, id: EntryId) -> bool {
    let url = |entry: &Entry| entry.link.map(|link| document.url(document.link(link)));
    let entry = document.entry(id);
    let Some(own) = url(entry) else {
        return false;
    };
    let mut others = document.entries().iter().filter(|other| other.section != entry.section);
    own.contains("utm_") || others.any(|other| url(other) == Some(own))
}

/// Whether the rows of a table begin with numbers: their ranks.
fn is_ranked(document: &Document, series: &Series<'_>) -> bool {
    let Holder::Table(table) = series.holder else {
        return false;
    };
    let rows = document.tables()[table].rows.clone();
    let rows = &document.rows()[rows.start as usize..rows.end as usize];
    let is_number =
        |text: &str| !text.is_empty() && text.trim_end_matches('.').bytes().all(|byte| byte.is_ascii_digit());
    let first_cells = rows.iter().filter_map(|row| row.cells.first());
    let numbered = first_cells
        .filter(|cell| is_number(document.slice(**cell).trim()))
        .count();
    numbered * 2 > rows.len()
}

/// Whether a title stands for what has no entry of its own, which comes last.
fn is_rest(title: &str) -> bool {
    let word = title
        .split(|sign: char| !sign.is_alphanumeric())
        .find(|word| !word.is_empty());
    let rests = [
        "and",
        "etc",
        "general",
        "misc",
        "miscellaneous",
        "more",
        "other",
        "others",
        "see",
    ];
    word.is_some_and(|word| rests.iter().any(|rest| word.eq_ignore_ascii_case(rest)))
}

fn report(
    document: &Document,
    series: &Series<'_>,
    sorting: &Sorting<'_>,
    slip: Slip,
    reason: &str,
    slots: &Slots<'_>,
) -> Finding {
    let title = |place: usize| shortened(sorting.titles[place].text());
    let entry = |place: usize| document.entry(series.entries[place]);
    let place = match (slip.after, slip.before) {
        (Some(after), Some(before)) => format!("between `{}` and `{}`", title(after), title(before)),
        (Some(after), None) => format!("behind `{}`", title(after)),
        (None, Some(before)) => format!("before `{}`", title(before)),
        (None, None) => "elsewhere".to_owned(),
    };
    let message = format!("`{}` belongs {place}: {reason}", title(slip.entry));
    let start = |place: usize| entry(place).span.start;
    let fix = slots.moved(start(slip.entry), slip.after.map(start), slip.before.map(start));
    let finding = finding(document, entry(slip.entry).title, message).fix(fix);
    let neighbour = slip.after.map(|place| (place, "behind this one"));
    match neighbour.or(slip.before.map(|place| (place, "before this one"))) {
        Some((place, label)) => {
            let at = Location {
                file: document.file(),
                span: entry(place).title,
            };
            finding.related(at, label)
        }
        None => finding,
    }
}

/// A title as far as a message can show it.
fn shortened(title: &str) -> String {
    const LONGEST: usize = 40;
    match title.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title.to_owned(),
    }
}
