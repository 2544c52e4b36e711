//! The order of entries: which lists and tables are sorted by title, and what stands out of order in them.

pub mod asked;
mod collation;
mod run;

use std::fmt;

pub use collation::Title;

use super::{Tally, Trait};
use crate::document::{Document, Entry, EntryId, RunId};
use crate::encoding;
use crate::rule::Share;
use collation::{Head, Reading};
use run::longest_sorted;

/// What holds entries that one may sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// A list, or lists that comments have cut.
    Run(RunId),
    /// A table, by its place in [`Document::tables`].
    Table(usize),
}

/// The entries of a list or table that have a title to be sorted by.
#[derive(Debug)]
pub struct Series<'d> {
    pub holder: Holder,
    pub entries: Vec<EntryId>,
    /// How many neighbours stand in order: by title, or by first letters where these are in no order.
    pub ascents: usize,
    /// How the series is sorted; `None` where even the first letters are in no order.
    pub sorting: Option<Sorting<'d>>,
}

/// How a series is sorted, or nearly sorted.
#[derive(Debug)]
pub struct Sorting<'d> {
    pub titles: Vec<Title<'d>>,
    /// The reading in which the fewest entries are out of order.
    reading: Reading,
    /// Which entries stand in order to one another.
    belongs: Vec<bool>,
}

/// An entry that stands out of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slip {
    /// The place of the entry in its series.
    pub entry: usize,
    /// The places of the entries in order between which it belongs.
    pub after: Option<usize>,
    pub before: Option<usize>,
}

/// Whether a series is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Title,
    Other,
}

impl fmt::Display for Order {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Order::Title => "by title",
            Order::Other => "not by title",
        })
    }
}

/// The share of the entries of a series that stand in order where it is sorted but for slips.
pub const SORTED: Share = Share(0.9);

/// How many entries a series must have to be sorted by more than chance.
pub const ENOUGH: usize = 10;

/// The series of a document: its lists, then its tables.
pub fn series(document: &Document) -> Vec<Series<'_>> {
    let mut entry_of_item = vec![None; document.items().len()];
    let mut rows = Vec::new();
    for (index, entry) in document.entries().iter().enumerate() {
        match entry.item {
            Some(item) => entry_of_item[item.0 as usize] = Some(EntryId(index as u32)),
            None => rows.push(EntryId(index as u32)),
        }
    }
    let mut all = Vec::new();
    for (index, run) in document.runs().iter().enumerate() {
        let items = run.lists.iter().flat_map(|&list| document.items_of(list));
        let entries = items.filter_map(|item| entry_of_item[item.0 as usize]);
        let holder = Holder::Run(RunId(index as u32));
        all.extend(Series::of(document, holder, entries.collect()));
    }
    let mut rows = rows.into_iter().peekable();
    for (index, table) in document.tables().iter().enumerate() {
        let end = document.block(table.block).span.end;
        let entries = std::iter::from_fn(|| rows.next_if(|&row| document.entry(row).span.start < end));
        all.extend(Series::of(document, Holder::Table(index), entries.collect()));
    }
    all
}

impl<'d> Series<'d> {
    /// The entries with a link, where half have one; or `None` where there are not two of them.
    fn of(document: &'d Document, holder: Holder, mut entries: Vec<EntryId>) -> Option<Self> {
        let is_linked = |id: &EntryId| document.entry(*id).link.is_some();
        let linked = entries.iter().filter(|id| is_linked(id)).count();
        if linked * 2 >= entries.len() {
            entries.retain(is_linked);
        }
        let pairs = entries.len().checked_sub(2)? + 1;
        let mut last = None;
        let mut ascents = 0;
        for (index, &id) in entries.iter().enumerate() {
            let letter = first_letter(document, document.entry(id));
            ascents += usize::from(index > 0 && last <= letter);
            last = letter;
        }
        let mut series = Self {
            holder,
            entries,
            ascents,
            sorting: None,
        };
        let is_near = (pairs - ascents) * 5 <= pairs.max(5);
        if is_near {
            series.look_closer(document);
        }
        Some(series)
    }

    /// Sorts the titles, whatever their first letters say.
    pub fn look_closer(&mut self, document: &'d Document) {
        let mut titles: Vec<Title<'d>> = Vec::with_capacity(self.entries.len());
        let is_damaged = !document.damaged_prose().is_empty();
        titles.extend(self.entries.iter().map(|&id| {
            let text = document.plain_text(document.entry(id).title);
            Title::new(if is_damaged { encoding::repaired(text) } else { text })
        }));
        // Titles that begin with signs or digits or in another script have a place of their own.
        let heads: Vec<Head> = titles.iter().map(Title::head).collect();
        let Some(most) = heads.iter().copied().collect::<Tally<Head>>().most() else {
            return;
        };
        if most.count < titles.len() {
            let mut is_kept = heads.iter().map(|head| *head == most.way);
            self.entries.retain(|_| is_kept.next().unwrap_or(true));
            let mut is_kept = heads.iter().map(|head| *head == most.way);
            titles.retain(|_| is_kept.next().unwrap_or(true));
        }
        if titles.len() > 1 && most.way != Head::Sign {
            let sorting = Sorting::of(titles);
            self.ascents = sorting.ascents();
            self.sorting = Some(sorting);
        }
    }

    /// How many entries have a neighbour before them.
    pub fn pairs(&self) -> usize {
        self.entries.len().saturating_sub(1)
    }

    /// Whether the series is sorted, but for slips.
    pub fn order(&self, threshold: Share) -> Order {
        let is_sorted = self
            .sorting
            .as_ref()
            .is_some_and(|sorting| sorting.in_order() as f64 >= threshold.0 * self.entries.len() as f64);
        if is_sorted { Order::Title } else { Order::Other }
    }
}

/// The first ASCII letter or digit of a title, small: a cheap look at how it is sorted. Other letters come last.
fn first_letter(document: &Document, entry: &Entry) -> Option<u8> {
    const NOT_ASCII: u8 = 0xC3;
    let mut bytes = document.slice(entry.title).bytes();
    let letter = bytes.find(|byte| byte.is_ascii_alphanumeric() || *byte >= NOT_ASCII)?;
    Some(letter.to_ascii_lowercase().min(NOT_ASCII))
}

impl<'d> Sorting<'d> {
    fn of(titles: Vec<Title<'d>>) -> Self {
        let [usual, ..] = Reading::ALL;
        let mut reading = usual;
        let mut belongs = in_order(&titles, usual, usize::MAX).unwrap_or_default();
        let mut missing = count_missing(&belongs);
        // What another reading can put right is little.
        if missing > 0 && missing * 3 <= titles.len().max(3) {
            // Several small letters behind all capitals are the work of a program.
            let is_mixed = titles.iter().filter(|title| title.is_small()).count() > 1;
            let by_program = is_mixed.then_some(Reading::BYTES);
            for other in Reading::distinct(&titles)
                .filter(|other| *other != usual)
                .chain(by_program)
            {
                if let Some(read) = in_order(&titles, other, missing) {
                    missing = count_missing(&read);
                    (reading, belongs) = (other, read);
                }
            }
        }
        Self {
            titles,
            reading,
            belongs,
        }
    }

    pub fn missing(&self) -> usize {
        count_missing(&self.belongs)
    }

    pub fn in_order(&self) -> usize {
        self.titles.len() - self.missing()
    }

    /// How likely titles in no order would have no more of them out of order than these: at most so.
    pub fn chance(&self) -> f64 {
        let (count, missing) = (self.titles.len(), self.missing());
        let sorted = count - missing;
        // So many ways there are to choose those that are out of order, unless they stand at the end.
        let ways = match self.is_appended() {
            true => 1.0,
            false => (0..missing).fold(1.0, |ways, taken| ways * (count - taken) as f64 / (taken + 1) as f64),
        };
        (1..=sorted).fold(ways, |chance, factor| chance / factor as f64)
    }

    /// Whether all that is out of order stands behind what is in order.
    pub fn is_appended(&self) -> bool {
        self.belongs[..self.in_order()].iter().all(|belongs| *belongs)
    }

    fn ascents(&self) -> usize {
        let pairs = self.titles.windows(2);
        pairs
            .filter(|pair| self.reading.compare(&pair[0], &pair[1]).is_le())
            .count()
    }

    /// Whether the titles are years, or chapters with a number: those have an order of their own.
    pub fn is_counted(&self) -> bool {
        let counted = self.titles.iter().filter(|title| title.is_counted()).count();
        counted * 2 >= self.titles.len()
    }

    /// Whether most titles are the same as the one before: a table that is grouped by its first column.
    pub fn is_uniform(&self) -> bool {
        let pairs = self.titles.windows(2);
        let same = pairs.filter(|pair| self.reading.compare(&pair[0], &pair[1]).is_eq());
        same.count() * 4 > self.titles.len()
    }

    /// The entries that stand out of order in every reading, one by one: a block of them that is in order has
    /// its place on purpose.
    pub fn slips(&self) -> Vec<Slip> {
        const BLOCK: usize = 4;
        let kept: Vec<usize> = (0..self.titles.len()).filter(|&entry| self.belongs[entry]).collect();
        let missing = (0..self.titles.len()).filter(|&entry| !self.belongs[entry]);
        let mut slips = Vec::new();
        for entry in missing {
            let next = kept.partition_point(|&other| other < entry);
            let around = (next.checked_sub(1).map(|before| kept[before]), kept.get(next).copied());
            if self.is_tolerable(around.0, entry, around.1) {
                continue;
            }
            let due = kept.partition_point(|&other| self.is_sorted(other, entry));
            slips.push(Slip {
                entry,
                after: due.checked_sub(1).map(|before| kept[before]),
                before: kept.get(due).copied(),
            });
        }
        let is_next = |one: &Slip, other: &Slip| one.entry + 1 == other.entry && self.is_sorted(one.entry, other.entry);
        let blocks = slips.chunk_by(is_next).filter(|block| block.len() < BLOCK);
        blocks.flatten().copied().collect()
    }

    fn is_sorted(&self, one: usize, other: usize) -> bool {
        self.reading.compare(&self.titles[one], &self.titles[other]).is_le()
    }

    /// Whether a title is where it may well be, in some reading.
    fn is_tolerable(&self, before: Option<usize>, entry: usize, after: Option<usize>) -> bool {
        let title = &self.titles[entry];
        let [before, after] = [before, after].map(|place| place.map(|place| &self.titles[place]));
        let fits = |reading: &Reading| {
            before.is_none_or(|before| reading.compare(before, title).is_le())
                && after.is_none_or(|after| reading.compare(title, after).is_le())
        };
        let is_kin = |other: &Title<'_>| {
            let is_longer = |one: &Title<'_>, other: &Title<'_>| one.extends(other) || one.has_initials_of(other);
            is_longer(title, other) || is_longer(other, title)
        };
        before.is_some_and(is_kin) || after.is_some_and(is_kin) || Reading::ALL.iter().any(fits)
    }
}

/// Which titles stand in order in a reading; nothing where so many or more are out of order.
fn in_order(titles: &[Title<'_>], reading: Reading, too_many: usize) -> Option<Vec<bool>> {
    longest_sorted(titles.len(), too_many, |one, other| {
        reading.compare(&titles[one], &titles[other])
    })
}

fn count_missing(belongs: &[bool]) -> usize {
    belongs.iter().filter(|belongs| !**belongs).count()
}

/// Below this many entries order says nothing, whatever the file does.
pub const FEW: usize = 5;

/// From this many entries on hardly one list in a thousand has all but one of them in order by chance.
pub const TELLING: usize = 8;

pub(super) fn describe(document: &Document) -> Trait {
    let order = |series: &Series<'_>| {
        let has_one_slip = series.sorting.as_ref().is_some_and(|sorting| sorting.missing() == 1);
        match has_one_slip && series.entries.len() >= TELLING {
            true => Order::Title,
            false => series.order(SORTED),
        }
    };
    let series = series(document);
    let long = series.iter().filter(|series| series.entries.len() >= FEW);
    let tally: Tally<Order> = long.map(order).collect();
    Trait::new("sort order", "unsorted-entries", &tally)
}
