//! The entries that lead to one page: found by a sort of 64-bit keys, proved by the keys themselves.

use std::hash::Hasher;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::pair::{Pair, pairs_of, with_alternates};
use super::repeated::{mixed, sort_repeated};
use super::{Catalog, Row, RowId};
use crate::source::FileId;

/// The hash of a key, never 0.
pub(super) fn hash(key: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(key.as_bytes());
    hasher.finish().max(1)
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

/// How many groups of entries are paired at once: enough for all threads, and few enough that what they find needs
/// little memory beside what is kept.
const PAIRED_AT_ONCE: usize = 4096;

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

impl Pages {
    pub(super) fn of(catalog: &Catalog<'_>) -> Self {
        let rows = (0..).map(RowId).zip(&catalog.rows);
        let rows = rows.filter(|(_, row)| row.counts && row.key != 0);
        let mut keyed: Vec<(u64, RowId)> = Vec::with_capacity(catalog.len());
        keyed.extend(rows.map(|(id, row)| (mixed(row.key), id)));
        let mut entries = vec![0; catalog.files.len()];
        for (_, id) in &keyed {
            entries[catalog.row(*id).file.0 as usize] += 1;
        }
        let others: Vec<u64> = catalog.alternates().map(|(_, other, _)| mixed(other.key)).collect();
        sort_repeated(&mut keyed, &others);
        let groups = keyed.chunk_by(|first, second| first.0 == second.0);
        let repeated: Vec<&[(u64, RowId)]> = groups.filter(|group| group.len() > 1).collect();
        // An entry is the later one of a single pair.
        let mut pairs: Vec<Pair> = Vec::with_capacity(keyed.len());
        for groups in repeated.chunks(PAIRED_AT_ONCE) {
            let found = groups.par_iter().flat_map_iter(|group| pairs_of(catalog, group));
            pairs.extend(found.collect::<Vec<Pair>>());
        }
        let others = with_alternates(catalog, &keyed);
        pairs.reserve_exact(others.len());
        pairs.extend(others);
        // Pairs by first links stand before those by other ones.
        let is_other = |pair: &Pair| pair.first_place != catalog.row(pair.first).place;
        pairs.par_sort_unstable_by(|one, other| {
            let place = |pair: &Pair| (pair.later, pair.first, pair.later_place);
            let places = place(one).cmp(&place(other));
            let places = places.then_with(|| is_other(one).cmp(&is_other(other)));
            places.then_with(|| one.first_place.cmp(&other.first_place))
        });
        pairs.dedup_by_key(|pair| (pair.later, pair.first));
        for same in keyed.chunk_by(|first, second| first.0 == second.0) {
            for own in same.chunk_by(|first, second| catalog.row(first.1).file == catalog.row(second.1).file) {
                entries[catalog.row(own[0].1).file.0 as usize] -= own.len() - 1;
            }
        }
        Self::with_habits(catalog, &entries, pairs)
    }

    /// What is repeated so often that it is meant, by how many pages each file lists.
    fn with_habits(catalog: &Catalog<'_>, entries: &[usize], pairs: Vec<Pair>) -> Self {
        let files = |pair: &Pair| (catalog.row(pair.first).file, catalog.row(pair.later).file);
        let mut repeated: FxHashMap<(FileId, FileId), usize> = FxHashMap::default();
        for pair in pairs.iter().filter(|pair| !is_slip(catalog, pair)) {
            *repeated.entry(files(pair)).or_default() += 1;
        }
        let count = |file: &FileId| entries[file.0 as usize];
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
        let mut said: FxHashSet<(FileId, FileId)> = FxHashSet::default();
        for pair in &pages.pairs {
            let (first, later) = files(pair);
            // That a file repeats itself is no news to who wrote it.
            if first == later {
                continue;
            }
            let Some(&count) = pages.repeated.get(&(first, later)) else {
                continue;
            };
            if !is_slip(catalog, pair) && said.insert((first, later)) {
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
