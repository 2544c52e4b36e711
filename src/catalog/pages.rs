//! The entries that lead to one page: found by a sort of 64-bit keys, proved by the keys themselves.

use std::hash::Hasher;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::kinds::is_profile;
use super::{Catalog, Collection, Row, RowId};
use crate::source::{FileId, Span};
use crate::titles::Title;
use crate::url::canonical_key;

/// The hash of a key, never 0.
pub(super) fn hash(key: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(key.as_bytes());
    hasher.finish().max(1)
}

/// A later entry and the first that lists the same page.
#[derive(Debug, Clone)]
pub struct Pair {
    pub first: RowId,
    pub later: RowId,
    /// The links that lead to the page.
    pub first_place: Span,
    pub later_place: Span,
    /// Whether the titles name the same thing.
    pub agrees: bool,
    /// Which of the titles are found in the address.
    pub naming: Naming,
}

/// Which of two titles are found in the address that they share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    Neither,
    First,
    Later,
    Both,
}

/// A file repeats itself, or another file, so often that it is meant.
#[derive(Debug, Clone)]
pub struct Habit {
    pub first: FileId,
    pub later: FileId,
    /// How many entries are repeated.
    pub count: usize,
    /// The first of them.
    pub pair: Pair,
}

/// What is listed more than once.
#[derive(Debug)]
pub struct Pages {
    /// In the order of the later entries.
    pub pairs: Vec<Pair>,
    pub habits: Vec<Habit>,
    repeated: FxHashMap<(FileId, FileId), usize>,
    retold: Retold,
    /// For each file that is a copy or has copies the first of them.
    copies: FxHashMap<FileId, FileId>,
}

/// A file lists things twice by habit, as an index or under several topics, when so many of its entries
/// repeat another of the same file …
const HABIT_SHARE: f64 = 0.04;
/// … and at least this many.
const HABIT_MINIMUM: usize = 10;

/// A file tells of so many pages twice, in different words for each section, that it may be meant.
const RETOLD_MINIMUM: usize = 5;

/// A list within a file repeats others on purpose, as what sponsors show or a best-of does, when so much of it is told
/// elsewhere in other words …
const MIRROR_SHARE: f64 = 0.4;
/// … and at least this many entries.
const MIRROR_MINIMUM: usize = 2;

/// Two files are copies of one another when they share this many of their entries …
const COPY_SHARE: f64 = 0.6;
/// … or this many where the name of one says that it is a translation …
const TRANSLATION_SHARE: f64 = 0.25;
/// … and at least this many.
const COPY_MINIMUM: usize = 10;

/// The rule whose comments keep entries from counting.
const RULE: &str = "duplicate-link";

impl Pages {
    pub(super) fn of(catalog: &Catalog<'_>) -> Self {
        let mut keyed: Vec<(u64, RowId)> = (0..catalog.len() as u32)
            .map(RowId)
            .filter(|&id| catalog.row(id).counts && catalog.row(id).key != 0)
            .map(|id| (catalog.row(id).key, id))
            .collect();
        keyed.par_sort_unstable();
        let groups = keyed.chunk_by(|first, second| first.0 == second.0);
        let repeated: Vec<&[(u64, RowId)]> = groups.filter(|group| group.len() > 1).collect();
        let found = repeated.par_iter().flat_map_iter(|group| pairs_of(catalog, group));
        let mut pairs: Vec<Pair> = found.collect();
        pairs.extend(with_alternates(catalog, &keyed));
        pairs.par_sort_unstable_by_key(|pair| (pair.later, pair.first, pair.later_place));
        pairs.dedup_by_key(|pair| (pair.later, pair.first));
        Self::with_habits(catalog, &keyed, pairs)
    }

    /// What is repeated so often that it is meant.
    fn with_habits(catalog: &Catalog<'_>, keyed: &[(u64, RowId)], pairs: Vec<Pair>) -> Self {
        let files = |pair: &Pair| (catalog.row(pair.first).file, catalog.row(pair.later).file);
        let mut repeated: FxHashMap<(FileId, FileId), usize> = FxHashMap::default();
        for pair in pairs.iter().filter(|pair| !is_slip(catalog, pair)) {
            *repeated.entry(files(pair)).or_default() += 1;
        }
        let mut entries: FxHashMap<FileId, usize> = FxHashMap::default();
        for same in keyed.chunk_by(|first, second| first.0 == second.0) {
            for own in same.chunk_by(|first, second| catalog.row(first.1).file == catalog.row(second.1).file) {
                *entries.entry(catalog.row(own[0].1).file).or_default() += 1;
            }
        }
        let count = |file: &FileId| entries.get(file).copied().unwrap_or_default();
        repeated.retain(|(first, later), repeats| {
            let fewer = count(first).min(count(later)) as f64;
            let (share, minimum) = if first == later {
                (HABIT_SHARE, HABIT_MINIMUM)
            } else if is_translation(catalog, *first) || is_translation(catalog, *later) {
                (TRANSLATION_SHARE, COPY_MINIMUM)
            } else {
                (COPY_SHARE, COPY_MINIMUM)
            };
            *repeats >= minimum && *repeats as f64 > share * fewer
        });
        let mut of_copies: Vec<(FileId, FileId)> = repeated.keys().copied().collect();
        of_copies.retain(|(first, later)| first != later);
        of_copies.sort_unstable();
        let mut copies = FxHashMap::default();
        for (first, later) in of_copies {
            let original = *copies.entry(first).or_insert(first);
            copies.insert(later, original);
        }
        let retold = Retold::of(catalog, &pairs);
        let mut pages = Self {
            pairs,
            habits: Vec::new(),
            repeated,
            retold,
            copies,
        };
        let mut said: FxHashMap<(FileId, FileId), ()> = FxHashMap::default();
        for pair in &pages.pairs {
            let (first, later) = files(pair);
            // That a file repeats itself is no news to who wrote it.
            if first == later {
                continue;
            }
            let Some(&count) = pages.repeated.get(&(first, later)) else {
                continue;
            };
            if !is_slip(catalog, pair) && said.insert((first, later), ()).is_none() {
                pages.habits.push(Habit {
                    first,
                    later,
                    count,
                    pair: pair.clone(),
                });
            }
        }
        pages
    }

    /// Whether two entries are some of many that are repeated in the same way.
    pub fn are_habit(&self, catalog: &Catalog<'_>, pair: &Pair) -> bool {
        let files = (catalog.row(pair.first).file, catalog.row(pair.later).file);
        if is_retold(catalog, pair) && self.retold.is_mirrored(catalog, pair) {
            return true;
        }
        let is_repeated = self.repeated.contains_key(&files) || self.are_copies(files.0, files.1);
        is_repeated && !is_slip(catalog, pair) && !is_stale(catalog, pair)
    }

    /// Whether an entry lists a page that an earlier one lists.
    pub fn has_later(&self, id: RowId) -> bool {
        self.pairs.binary_search_by_key(&id, |pair| pair.later).is_ok()
    }

    /// Whether two entries tell of one page in different words for two sections, in a file that does so again and again.
    pub fn are_retold(&self, catalog: &Catalog<'_>, pair: &Pair) -> bool {
        let count = self.retold.files.get(&catalog.row(pair.later).file);
        count.is_some_and(|&count| count >= RETOLD_MINIMUM) && is_retold(catalog, pair)
    }

    /// Whether two files are copies of one another, or of a third.
    pub fn are_copies(&self, first: FileId, second: FileId) -> bool {
        let original = |file| self.copies.get(&file);
        first != second && original(first).is_some() && original(first) == original(second)
    }
}

/// What files list in several of their sections, in other words in each.
#[derive(Debug, Default)]
struct Retold {
    files: FxHashMap<FileId, usize>,
    /// The lists within files that repeat others, as places.
    mirrors: FxHashSet<(FileId, u32)>,
}

impl Retold {
    fn of(catalog: &Catalog<'_>, pairs: &[Pair]) -> Self {
        let mut retold = Self::default();
        let mut told: FxHashMap<(FileId, u32), FxHashSet<RowId>> = FxHashMap::default();
        for pair in pairs.iter().filter(|pair| is_retold(catalog, pair)) {
            *retold.files.entry(catalog.row(pair.later).file).or_default() += 1;
            for id in [pair.first, pair.later] {
                told.entry(list_of(catalog.row(id))).or_default().insert(id);
            }
        }
        let mut sizes: FxHashMap<(FileId, u32), usize> = FxHashMap::default();
        for &file in retold.files.keys() {
            for row in catalog.rows_of(file) {
                *sizes.entry(list_of(row)).or_default() += 1;
            }
        }
        let is_mirror = |list: &(FileId, u32), told: usize| {
            let size = sizes.get(list).copied().unwrap_or_default() as f64;
            told >= MIRROR_MINIMUM && told as f64 >= MIRROR_SHARE * size
        };
        let told = told.into_iter().filter(|(list, told)| is_mirror(list, told.len()));
        retold.mirrors.extend(told.map(|(list, _)| list));
        retold
    }

    fn is_mirrored(&self, catalog: &Catalog<'_>, pair: &Pair) -> bool {
        let rows = [catalog.row(pair.first), catalog.row(pair.later)];
        rows.iter().any(|row| self.mirrors.contains(&list_of(row)))
    }
}

/// The list or the table that an entry stands in.
fn list_of(row: &Row) -> (FileId, u32) {
    (row.file, row.container.start)
}

/// Whether a file tells the same in two of its sections, in other words in each.
fn is_retold(catalog: &Catalog<'_>, pair: &Pair) -> bool {
    let (first, later) = (catalog.row(pair.first), catalog.row(pair.later));
    let is_across = first.file == later.file && first.section != later.section;
    is_across && pair.agrees && !catalog.agree(first, later)
}

/// Whether two entries stand in one list under titles that agree, which nobody does on purpose.
fn is_slip(catalog: &Catalog<'_>, pair: &Pair) -> bool {
    let (first, later) = (catalog.row(pair.first), catalog.row(pair.later));
    first.file == later.file && first.container == later.container && pair.agrees
}

/// Languages in the names of files, beside codes such as `pt-BR`; sorted.
const LANGUAGES: [&str; 36] = [
    "ar", "bn", "ch", "cn", "cs", "de", "el", "en", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja", "jp", "ko",
    "kr", "nl", "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "tw", "ua", "uk", "ur", "vi", "zh", "zht",
];

/// Whether the name of a file ends in a language: `README-zh.md`, `langs/pt_BR.md`.
fn is_translation(catalog: &Catalog<'_>, file: FileId) -> bool {
    let path = catalog.file(file).source.path();
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let stem = stem.to_ascii_lowercase();
    let mut parts = stem.rsplit(['.', '-', '_']);
    let is_language = |part: Option<&str>| part.is_some_and(|part| LANGUAGES.binary_search(&part).is_ok());
    let last = parts.next();
    is_language(last) || last.is_some_and(|last| matches!(last.len(), 2 | 4)) && is_language(parts.next())
}

/// Whether a page has two addresses: in a copy one of them was mended, in a file the one was not written with an
/// eye on the other.
fn is_stale(catalog: &Catalog<'_>, pair: &Pair) -> bool {
    catalog.url(catalog.row(pair.first)) != catalog.url(catalog.row(pair.later))
}

/// Every later entry of one hash with the first of its page. Entries that a comment switches off are never first.
fn pairs_of(catalog: &Catalog<'_>, group: &[(u64, RowId)]) -> Vec<Pair> {
    let key = |id: RowId| canonical_key(catalog.url(catalog.row(id)));
    let mut rest: Vec<RowId> = group.iter().map(|(_, id)| *id).collect();
    let mut pairs = Vec::new();
    while rest.len() > 1 {
        let own = key(rest[0]);
        // Two keys have one hash hardly ever.
        let (same, others): (Vec<RowId>, Vec<RowId>) = rest.into_iter().partition(|&id| key(id) == own);
        push_pairs(catalog, &same, &mut pairs);
        rest = others;
    }
    pairs
}

/// How many earlier entries of one page a later one is compared with.
const MOST_FIRSTS: usize = 8;

/// The pairs of entries with one key, which are in their order. Each is paired with the first of its section whose title
/// agrees, or else of its file; and the first of each file with that of another one whose title agrees; where none
/// agrees, with the first of all.
fn push_pairs(catalog: &Catalog<'_>, rows: &[RowId], pairs: &mut Vec<Pair>) {
    let mut heads: FxHashMap<Collection, Vec<RowId>> = FxHashMap::default();
    for rows in rows.chunk_by(|&first, &second| catalog.row(first).file == catalog.row(second).file) {
        let is_off = |&id: &RowId| catalog.is_off(catalog.row(id), RULE);
        let first = rows.iter().position(|id| !is_off(id)).unwrap_or(0);
        let others = rows.iter().enumerate().filter(|(place, _)| *place != first);
        pairs.extend(others.filter_map(|(place, &later)| {
            let same_section = |&id: &RowId| catalog.row(id).section == catalog.row(later).section && !is_off(&id);
            let nearest = rows[place.saturating_sub(MOST_FIRSTS)..place].iter().copied();
            let mut beside = nearest.filter(same_section);
            let beside = beside.find_map(|first| pair(catalog, first, later, None).filter(|pair| pair.agrees));
            beside.or_else(|| pair(catalog, rows[first], later, None))
        }));
        let collection = catalog.file(catalog.row(rows[first]).file).collection;
        if !is_off(&rows[first]) && collection != Collection::Alone {
            let heads = heads.entry(collection).or_default();
            let shown = rows.iter().filter(|id| !is_off(id)).take(MOST_FIRSTS);
            let found: Vec<Pair> = shown.filter_map(|&id| best_pair(catalog, heads, id)).collect();
            let best = found.iter().position(|pair| pair.agrees).unwrap_or(0);
            pairs.extend(found.into_iter().nth(best));
            if heads.len() < MOST_FIRSTS {
                heads.push(rows[first]);
            }
        }
    }
}

/// The pair of an entry with the first of some earlier ones whose title agrees, or with the first.
fn best_pair(catalog: &Catalog<'_>, firsts: &[RowId], later: RowId) -> Option<Pair> {
    let pairs = firsts.iter().filter_map(|&first| pair(catalog, first, later, None));
    let mut best: Option<Pair> = None;
    for pair in pairs {
        if pair.agrees {
            return Some(pair);
        }
        best.get_or_insert(pair);
    }
    best
}

/// The pair of two entries, unless one is a child of the other.
fn pair(catalog: &Catalog<'_>, first: RowId, later: RowId, places: Option<(Span, Span)>) -> Option<Pair> {
    let (one, other) = (catalog.row(first), catalog.row(later));
    if is_inside(one, other) {
        return None;
    }
    let is_one_entry = one.file == other.file && one.namer == other.namer;
    if is_one_entry {
        return None;
    }
    let (first_place, later_place) = places.unwrap_or((one.place, other.place));
    let titles = (Title::new(catalog.name(one)), Title::new(catalog.name(other)));
    let is_copied = catalog.url(one) == catalog.url(other);
    let is_apart = is_copied && are_neighbours(catalog, first, later);
    let is_strict = is_copied && one.is_named() && other.is_named();
    let is_mentioned = || mentions(catalog, one, &titles.1) || mentions(catalog, other, &titles.0);
    let agrees = is_untitled(catalog, one)
        || is_untitled(catalog, other)
        || match is_apart {
            true => {
                titles.0.is_same(&titles.1)
                    || titles.0.is_longer_or_shorter(&titles.1)
                    || titles.0.shared(&titles.1) == 0 && is_mentioned()
            }
            false => titles.0.agrees(&titles.1) || !is_strict && titles.0.resembles(&titles.1) || is_mentioned(),
        };
    let naming = match agrees {
        true => Naming::Both,
        false => naming(catalog.url(one), &titles),
    };
    let is_called_by_it = match naming {
        Naming::Both => !is_apart && !titles.0.counts_otherwise(&titles.1),
        Naming::First | Naming::Later => is_profile(catalog.url(one)),
        Naming::Neither => false,
    };
    let agrees = agrees || is_called_by_it;
    Some(Pair {
        first,
        later,
        first_place,
        later_place,
        agrees,
        naming,
    })
}

/// Entries of one list that are so few apart: who wrote the one has seen the other, and calls two things by one
/// address.
const NEAR: u32 = 3;

/// Whether two entries stand beside one another in one list.
pub(super) fn are_neighbours(catalog: &Catalog<'_>, first: RowId, later: RowId) -> bool {
    let (one, other) = (catalog.row(first), catalog.row(later));
    one.file == other.file && one.container == other.container && first.0.abs_diff(later.0) <= NEAR
}

/// Whether the description of an entry begins with the title of another one of the same page.
fn mentions(catalog: &Catalog<'_>, row: &Row, title: &Title) -> bool {
    let squashed = title.squashed();
    squashed.chars().count() > 3 && Title::new(catalog.description(row)).squashed().starts_with(squashed)
}

/// Whether an entry is called by its address, which is no title.
fn is_untitled(catalog: &Catalog<'_>, row: &Row) -> bool {
    catalog.name(row) == catalog.url(row)
}

/// Which of two titles are found in the address, or in the key that is made of it. Numbers that differ must be there
/// as well.
fn naming(url: &str, titles: &(Title, Title)) -> Naming {
    let key = canonical_key(url).unwrap_or_default();
    let names = |title: &Title| title.names(&key) || title.names(url);
    let (mut first, mut later) = (names(&titles.0), names(&titles.1));
    if first && later && titles.0.counts_otherwise(&titles.1) {
        (first, later) = (titles.0.counts_as(&key), titles.1.counts_as(&key));
    }
    match (first, later) {
        (true, true) => Naming::Both,
        (true, false) => Naming::First,
        (false, true) => Naming::Later,
        (false, false) => Naming::Neither,
    }
}

/// Whether one of two entries is a child of the other.
fn is_inside(first: &Row, later: &Row) -> bool {
    first.file == later.file && (first.span.encloses(later.span) || later.span.encloses(first.span))
}

/// Pairs of an entry and one that has its page as another link, under titles that agree.
fn with_alternates(catalog: &Catalog<'_>, keyed: &[(u64, RowId)]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (id, alternate, url) in catalog.alternates() {
        let start = keyed.partition_point(|(key, _)| *key < alternate.key);
        let same = keyed[start..].iter().take_while(|(key, _)| *key == alternate.key);
        let row = catalog.row(id);
        if !row.counts {
            continue;
        }
        let other = same
            .map(|(_, other)| *other)
            .find(|&other| other != id && catalog.are_compared(row, catalog.row(other)));
        let Some(other) = other.filter(|&other| canonical_key(catalog.url(catalog.row(other))) == canonical_key(url))
        else {
            continue;
        };
        let place = catalog.row(other).place;
        let pair = match id < other {
            true => pair(catalog, id, other, Some((alternate.place, place))),
            false => pair(catalog, other, id, Some((place, alternate.place))),
        };
        let agree = || Title::new(catalog.name(row)).agrees(&Title::new(catalog.name(catalog.row(other))));
        pairs.extend(pair.filter(|_| agree()));
    }
    pairs
}
