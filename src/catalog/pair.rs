//! Pairs of entries that lead to one page, and whether their titles name the same thing.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::kinds::is_profile;
use super::repeated::mixed;
use super::{Catalog, Collection, Row, RowId};
use crate::source::Span;
use crate::titles::{self, AddressWords, Title};
use crate::url::canonical_key;

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

/// The rule whose comments keep entries from counting.
const RULE: &str = "duplicate-link";

/// An entry of a page, with its title once it is asked for.
struct Listed<'c> {
    id: RowId,
    row: &'c Row,
    name: &'c str,
    url: &'c str,
    title: OnceCell<Title>,
}

impl<'c> Listed<'c> {
    fn of(catalog: &Catalog<'c>, id: RowId) -> Self {
        let row = catalog.row(id);
        Self {
            id,
            row,
            name: catalog.name(row),
            url: catalog.url(row),
            title: OnceCell::new(),
        }
    }

    fn title(&self) -> &Title {
        self.title.get_or_init(|| Title::new(self.name))
    }

    /// Whether it is called by its address, which is no title.
    fn is_untitled(&self) -> bool {
        self.name == self.url
    }

    fn is_off(&self, catalog: &Catalog<'_>) -> bool {
        catalog.is_off(self.row, RULE)
    }
}

/// Every later entry of one hash with the first of its page. Entries that a comment switches off are never first.
pub(super) fn pairs_of(catalog: &Catalog<'_>, group: &[(u64, RowId)]) -> Vec<Pair> {
    let mut rest: Vec<Listed<'_>> = group.iter().map(|(_, id)| Listed::of(catalog, *id)).collect();
    let mut pairs = Vec::new();
    while rest.len() > 1 {
        let url = rest[0].url;
        let own = OnceCell::new();
        // Most addresses of one page are written alike.
        let is_same =
            |one: &Listed<'_>| one.url == url || *own.get_or_init(|| canonical_key(url)) == canonical_key(one.url);
        // Two keys have one hash hardly ever.
        let (same, others): (Vec<Listed<'_>>, Vec<Listed<'_>>) = rest.into_iter().partition(is_same);
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
fn push_pairs(catalog: &Catalog<'_>, listed: &[Listed<'_>], pairs: &mut Vec<Pair>) {
    let mut heads: FxHashMap<Collection, Vec<&Listed<'_>>> = FxHashMap::default();
    for listed in listed.chunk_by(|first, second| first.row.file == second.row.file) {
        let first = listed.iter().position(|one| !one.is_off(catalog)).unwrap_or(0);
        let others = listed.iter().enumerate().filter(|(place, _)| *place != first);
        pairs.extend(others.filter_map(|(place, later)| {
            let same_section = |one: &&Listed<'_>| one.row.section == later.row.section && !one.is_off(catalog);
            let nearest = listed[place.saturating_sub(MOST_FIRSTS)..place].iter();
            let mut beside = nearest.filter(same_section);
            let beside = beside.find_map(|first| pair(catalog, first, later, None).filter(|pair| pair.agrees));
            beside.or_else(|| pair(catalog, &listed[first], later, None))
        }));
        let first = &listed[first];
        let collection = catalog.file(first.row.file).collection;
        if !first.is_off(catalog) && collection != Collection::Alone {
            let heads = heads.entry(collection).or_default();
            let shown = listed.iter().filter(|one| !one.is_off(catalog)).take(MOST_FIRSTS);
            let found: Vec<Pair> = shown.filter_map(|one| best_pair(catalog, heads, one)).collect();
            let best = found.iter().position(|pair| pair.agrees).unwrap_or(0);
            pairs.extend(found.into_iter().nth(best));
            if heads.len() < MOST_FIRSTS {
                heads.push(first);
            }
        }
    }
}

/// The pair of an entry with the first of some earlier ones whose title agrees, or with the first.
fn best_pair(catalog: &Catalog<'_>, firsts: &[&Listed<'_>], later: &Listed<'_>) -> Option<Pair> {
    let pairs = firsts.iter().filter_map(|first| pair(catalog, first, later, None));
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
fn pair(catalog: &Catalog<'_>, first: &Listed<'_>, later: &Listed<'_>, places: Option<(Span, Span)>) -> Option<Pair> {
    let (one, other) = (first.row, later.row);
    if is_inside(one, other) {
        return None;
    }
    let is_one_entry = one.file == other.file && one.namer == other.namer;
    if is_one_entry {
        return None;
    }
    let (first_place, later_place) = places.unwrap_or((one.place, other.place));
    let naming = naming(catalog, first, later);
    Some(Pair {
        first: first.id,
        later: later.id,
        first_place,
        later_place,
        agrees: naming.1,
        naming: naming.0,
    })
}

/// Which titles of two entries are found in the address that they share, and whether they name the same thing.
fn naming(catalog: &Catalog<'_>, first: &Listed<'_>, later: &Listed<'_>) -> (Naming, bool) {
    if first.is_untitled() || later.is_untitled() {
        return (Naming::Both, true);
    }
    // Most are called alike.
    let is_called_alike = first.name == later.name;
    if is_called_alike && titles::begins_with_word(first.name) {
        return (Naming::Both, true);
    }
    let titles = match is_called_alike {
        true => (first.title(), first.title()),
        false => (first.title(), later.title()),
    };
    let is_copied = first.url == later.url;
    let is_apart = is_copied && are_neighbours(catalog, first.id, later.id);
    let is_strict = is_copied && first.row.is_named() && later.row.is_named();
    let is_mentioned = || mentions(catalog, first.row, titles.1) || mentions(catalog, later.row, titles.0);
    let agrees = match is_apart {
        true => {
            titles.0.is_same(titles.1)
                || titles.0.is_longer_or_shorter(titles.1)
                || titles.0.shared(titles.1) == 0 && is_mentioned()
        }
        false => titles.0.agrees(titles.1) || !is_strict && titles.0.resembles(titles.1) || is_mentioned(),
    };
    if agrees {
        return (Naming::Both, true);
    }
    let naming = named(first.url, titles);
    let is_called_by_it = match naming {
        Naming::Both => !is_apart && !titles.0.counts_otherwise(titles.1),
        Naming::First | Naming::Later => is_profile(first.url),
        Naming::Neither => false,
    };
    (naming, is_called_by_it)
}

/// Entries of one list that are so few apart: who wrote the one has seen the other, and calls two things by one
/// address.
const NEAR: u32 = 3;

/// Whether two entries stand beside one another in one list.
pub(super) fn are_neighbours(catalog: &Catalog<'_>, first: RowId, later: RowId) -> bool {
    if first.0.abs_diff(later.0) > NEAR {
        return false;
    }
    let (one, other) = (catalog.row(first), catalog.row(later));
    one.file == other.file && one.container == other.container
}

/// Whether the description of an entry begins with the title of another one of the same page.
fn mentions(catalog: &Catalog<'_>, row: &Row, title: &Title) -> bool {
    title.squashed().chars().count() > 3 && title.begins(catalog.description(row))
}

/// Which of two titles are found in the address, or in the key that is made of it. Numbers that differ must be there
/// as well.
fn named(url: &str, titles: (&Title, &Title)) -> Naming {
    let key = canonical_key(url).unwrap_or_default();
    let of_key = AddressWords::of(&key);
    let of_url = OnceCell::new();
    let names = |title: &Title| title.names(&of_key) || title.names(of_url.get_or_init(|| AddressWords::of(url)));
    let (mut first, mut later) = (names(titles.0), names(titles.1));
    if first && later && titles.0.counts_otherwise(titles.1) {
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
pub(super) fn is_inside(first: &Row, later: &Row) -> bool {
    first.file == later.file && (first.span.encloses(later.span) || later.span.encloses(first.span))
}

/// Pairs of an entry and one that has its page as another link, under titles that agree.
pub(super) fn with_alternates(catalog: &Catalog<'_>, keyed: &[(u64, RowId)]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (id, alternate, url) in catalog.alternates() {
        let wanted = mixed(alternate.key);
        let start = keyed.partition_point(|(key, _)| *key < wanted);
        let same = keyed[start..].iter().take_while(|(key, _)| *key == wanted);
        let row = catalog.row(id);
        if !row.counts {
            continue;
        }
        let other = same
            .map(|(_, other)| *other)
            .find(|&other| other != id && catalog.are_compared(row, catalog.row(other)));
        let Some(other) = other.filter(|&other| is_one_page(catalog.url(catalog.row(other)), url)) else {
            continue;
        };
        let place = catalog.row(other).place;
        let (own, other) = (Listed::of(catalog, id), Listed::of(catalog, other));
        let pair = match id < other.id {
            true => pair(catalog, &own, &other, Some((alternate.place, place))),
            false => pair(catalog, &other, &own, Some((place, alternate.place))),
        };
        pairs.extend(pair.filter(|_| own.title().agrees(other.title())));
    }
    pairs
}

fn is_one_page(first: &str, later: &str) -> bool {
    first == later || canonical_key(first) == canonical_key(later)
}
