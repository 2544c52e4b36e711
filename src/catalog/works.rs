//! Entries that list one work under two addresses: found by blocks of equal names, told by titles,
//! descriptions and authors.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::kinds::{gathering_host, playlist};
use super::repeated::{mixed, sort_repeated};
use super::work::Work;
use super::{Catalog, Row, RowId};
use crate::pattern::Patterns;
use crate::rule::RuleInfo;
use crate::titles;

/// A later entry and the first that lists the same work.
#[derive(Debug, Clone)]
pub struct Match {
    pub first: RowId,
    pub later: RowId,
    pub evidence: Evidence,
}

/// What shows that two entries list one work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// A repository of one name with two owners.
    Owners(String, String),
    /// A repository of one owner with two names and one description.
    Names(String, String),
    /// The site of a project whose repository is the first, and the other way round.
    Site,
    Repository,
    /// One title, of which one has no link.
    NoLink,
    /// One title, long enough.
    Title,
    /// One title and one description.
    Description,
    /// Titles alike, on two pages that gather what one site has.
    Gathered,
    /// A video and a playlist that it was opened in.
    Playlist,
    /// Two videos of one title.
    Recording,
    /// One title is how the other begins.
    Beginning,
}

/// The most addresses that works of one title have.
const MOST_ADDRESSES: usize = 3;

/// A description of more bytes tells repositories of one owner apart.
const LONG: usize = 60;

/// The most entries in a block that are compared with one another.
const LARGEST_BLOCK: usize = 48;

impl Catalog<'_> {
    /// Repositories that have moved to another owner or name.
    pub fn renamed(&self) -> Vec<Match> {
        let rows = self.blocks(|row| match row.owner {
            0 => [0, 0],
            owner if row.description.len() > LONG => [u64::from(row.project), u64::from(owner) << 32],
            _ => [u64::from(row.project), 0],
        });
        self.matches(&rows, &[Work::has_moved_to, Work::may_have_moved_to])
    }

    /// Repositories and the sites of their projects.
    pub fn projects(&self) -> Vec<Match> {
        let sites = self.rows.iter().filter(|row| row.owner == 0).map(|row| row.project);
        let sites: FxHashSet<u32> = sites.collect();
        // Nearly all repositories are called as no site is.
        let named = |name: u32| if sites.contains(&name) { u64::from(name) } else { 0 };
        let mut rows = self.blocks(|row| [named(row.project), named(row.owner)]);
        // Repositories alone have no site among them.
        rows.retain(|block| block.iter().any(|&id| self.row(id).owner == 0));
        self.matches(&rows, &[Work::is_site_of])
    }

    /// Entries of one title under two addresses.
    pub fn same_titles(&self) -> Vec<Match> {
        let mut rows = self.blocks(|row| [row.words, full_hash(self, row)]);
        // A title of many addresses names no work: `Official site`.
        rows.retain(|block| {
            let keys: FxHashSet<u64> = block.iter().map(|&id| self.row(id).key).collect();
            let unlinked = block.iter().filter(|&&id| self.row(id).key == 0).count();
            keys.len() <= MOST_ADDRESSES && unlinked <= 2
        });
        rows.extend(self.gathering());
        let mut found = self.matches(&rows, &[Work::is_titled_as]);
        // A page that is known to be listed already need not be found by its title as well.
        found.retain(|found| found.evidence != Evidence::NoLink || !self.pages().has_later(found.later));
        found
    }

    /// Entries that a person should look at.
    pub fn near(&self) -> Vec<Match> {
        let rows = self.blocks(|row| {
            let beginning = titles::hash(titles::beginning(self.name(row))) ^ 1;
            [
                row.words,
                beginning,
                playlist(self.url(row)).map_or(0, super::pages::hash),
            ]
        });
        self.matches(&rows, &[Work::is_near])
    }

    /// The pairs that a rule reports: neither address is ignored, and no comment switches the rule off at the first entry.
    pub fn reported(&self, found: Vec<Match>, rule: &RuleInfo, ignore: &Patterns) -> impl Iterator<Item = Match> {
        let is_ignored = |id| ignore.matches(self.url(self.row(id)));
        found.into_iter().filter(move |found| {
            !is_ignored(found.first) && !is_ignored(found.later) && !self.is_disabled(self.row(found.first), rule)
        })
    }

    /// The entries that may list one work, under two addresses: blocks of equal hashes, each in the order of the entries.
    fn blocks<const N: usize>(&self, hashes: impl Fn(&Row) -> [u64; N]) -> Vec<Vec<RowId>> {
        // Made and sorted in one place: of a tree of lists there are millions.
        let mut hashed: Vec<(u64, RowId)> = Vec::with_capacity(self.len() * N);
        for (id, row) in (0..)
            .map(RowId)
            .zip(&self.rows)
            .filter(|(_, row)| row.counts && row.stands)
        {
            let own = hashes(row).into_iter().filter(|hash| *hash != 0);
            hashed.extend(own.map(|hash| (mixed(hash), id)));
        }
        sort_repeated(&mut hashed, &[]);
        hashed.dedup();
        hashed
            .chunk_by(|first, second| first.0 == second.0)
            .filter(|block| (2..=LARGEST_BLOCK).contains(&block.len()) && self.has_two_addresses(block))
            .map(|block| block.iter().map(|(_, id)| *id).collect())
            .collect()
    }

    fn has_two_addresses(&self, block: &[(u64, RowId)]) -> bool {
        let key = |one: &(u64, RowId)| self.row(one.1).key;
        block.iter().any(|one| key(one) != key(&block[0]))
    }

    /// Pages that gather what a site has on a topic, by their sites.
    fn gathering(&self) -> Vec<Vec<RowId>> {
        self.blocks(|row| match row.owner {
            0 => [gathering_host(self.url(row)).map_or(0, super::pages::hash)],
            // A repository gathers nothing.
            _ => [0],
        })
    }

    /// For each later entry of a block the first earlier one that lists the same work, by the first check that finds one.
    fn matches<'s>(&'s self, blocks: &[Vec<RowId>], checks: &[IsSame<'s>]) -> Vec<Match> {
        let found = blocks.par_iter().flat_map_iter(|block| {
            let works: Vec<Work<'s>> = block.iter().map(|&id| Work::of(self, id)).collect();
            let later = |place: usize| {
                let find = |(rank, check): (usize, &IsSame<'s>)| Some((rank, first_of(&works, place, *check)?));
                checks.iter().enumerate().find_map(find)
            };
            (0..works.len()).filter_map(later).collect::<Vec<_>>()
        });
        let mut matches: Vec<(usize, Match)> = found.collect();
        matches.par_sort_unstable_by_key(|(rank, found)| (found.later, *rank, found.first));
        matches.dedup_by_key(|(_, found)| found.later);
        matches.into_iter().map(|(_, found)| found).collect()
    }
}

/// Whether two entries list one work, and what shows it.
type IsSame<'c> = fn(&Work<'c>, &Work<'c>) -> Option<Evidence>;

/// The first of the earlier works that is the same as a later one, those of its file before all others.
fn first_of<'c>(works: &[Work<'c>], place: usize, is_same: IsSame<'c>) -> Option<Match> {
    let later = &works[place];
    let is_own = |first: &&Work<'c>| first.row.file == later.row.file;
    let earlier = || works[..place].iter().filter(|first| first.may_equal(later));
    let same = |first: &Work<'c>| {
        Some(Match {
            first: first.id,
            later: later.id,
            evidence: is_same(first, later)?,
        })
    };
    let own = earlier().filter(is_own).find_map(same);
    let others = || earlier().filter(|first| !is_own(first) && !are_known_apart(works, first, later));
    own.or_else(|| others().find_map(same))
}

/// Whether a file of one of two works lists the other one too.
fn are_known_apart(works: &[Work<'_>], first: &Work<'_>, later: &Work<'_>) -> bool {
    let lists = |file: &Work<'_>, key: u64| {
        works
            .iter()
            .any(|one| one.row.file == file.row.file && one.row.key == key)
    };
    lists(first, later.row.key) || lists(later, first.row.key)
}

/// The hash of all that an entry without a link says; 0 for others.
pub(super) fn full_hash(catalog: &Catalog<'_>, row: &Row) -> u64 {
    let is_short = row.text.end - row.text.start < 200;
    match row.key == 0 && is_short {
        true => titles::hash(catalog.file(row.file).source.slice(row.text)),
        false => 0,
    }
}
