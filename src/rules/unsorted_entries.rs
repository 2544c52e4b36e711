//! Entries out of order where the others are sorted by title.

mod movement;

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::Document;
use crate::edit::Applicability;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::source::Location;
use crate::style::order::{self, Holder, Order, Series, Slip, Sorting};
use movement::Slots;

pub static INFO: RuleInfo = RuleInfo {
    name: "unsorted-entries",
    page: include_str!("../../rules/unsorted-entries.md"),
    group: Group::Entries,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<UnsortedEntries>,
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

impl DocumentRule for UnsortedEntries {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if document.is_generated() {
            return;
        }
        let mut all = order::series(document);
        if self.style == Style::Title {
            let others = all.iter_mut().filter(|series| series.sorting.is_none());
            others.for_each(|series| series.look_closer(document));
        }
        let is_habit = is_sorted_throughout(&all);
        for series in &all {
            let Some(sorting) = series.sorting.as_ref().filter(|sorting| sorting.missing() > 0) else {
                continue;
            };
            if !self.is_wanted(document, series, sorting, is_habit) {
                continue;
            }
            let slips: Vec<Slip> = sorting.slips();
            let in_order = series.entries.len() - slips.len();
            let reason = match self.style {
                Style::Title => "the configuration asks for entries sorted by title".to_owned(),
                Style::Majority => format!("{in_order} of {} entries are sorted by title", series.entries.len()),
            };
            let is_long = series.entries.len() >= self.minimum;
            let is_steady =
                is_habit || is_long && sorting.missing() == 1 || is_reached(STEADY, series.ascents, series.pairs());
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
                let finding = report(document, series, sorting, *slip, &reason, &slots);
                findings.push(match is_steady {
                    true => finding,
                    false => finding.level(Level::Info),
                });
            }
        }
    }
}

impl UnsortedEntries {
    fn is_wanted(&self, document: &Document, series: &Series<'_>, sorting: &Sorting<'_>, is_habit: bool) -> bool {
        if self.style == Style::Title {
            return true;
        }
        let count = series.entries.len();
        let is_sorted = match (count >= self.minimum, is_habit) {
            (true, true) => sorting.missing() * order::FEW <= count,
            (true, false) => series.order(self.threshold) == Order::Title,
            (false, true) => count >= order::FEW && sorting.missing() == 1,
            (false, false) => count >= order::TELLING && sorting.missing() == 1,
        };
        is_sorted && !sorting.is_counted() && !sorting.is_uniform() && !is_ranked(document, series)
    }

    /// Whether an entry that stands out of order was put there by mistake.
    fn is_slip(&self, document: &Document, series: &Series<'_>, sorting: &Sorting<'_>, slip: &Slip) -> bool {
        if self.style == Style::Title {
            return true;
        }
        let entry = document.entry(series.entries[slip.entry]);
        let is_named = document.title_and_name(entry).1 && !is_rest(sorting.titles[slip.entry].text());
        // The first entry may be first because it matters most.
        let is_pinned = slip.entry == 0 && slip.after != Some(1);
        is_named && !is_pinned
    }
}

fn is_reached(share: Share, count: usize, total: usize) -> bool {
    count as f64 >= share.0 * total as f64
}

/// Whether the file as a whole is sorted, so that short lists are sorted on purpose too.
fn is_sorted_throughout(all: &[Series<'_>]) -> bool {
    const ENOUGH: usize = 50;
    let pairs: usize = all.iter().map(Series::pairs).sum();
    let ascents: usize = all.iter().map(|series| series.ascents).sum();
    pairs >= ENOUGH && is_reached(STEADY, ascents, pairs)
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
