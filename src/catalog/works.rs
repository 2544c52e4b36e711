//! Entries that list one work under two addresses: found by blocks of equal names, told by titles,
//! descriptions and authors.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::kinds::{gathering_host, playlist};
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
        let rows = self.blocks(|row, push| {
            if row.owner != 0 {
                push(u64::from(row.project));
                if self.description(row).len() > LONG {
                    push(u64::from(row.owner) << 32);
                }
            }
        });
        let mut found = self.matches(&rows, Work::has_moved_to);
        let known: FxHashSet<RowId> = found.iter().map(|found| found.later).collect();
        let others = self.matches(&rows, Work::may_have_moved_to).into_iter();
        found.extend(others.filter(|other| !known.contains(&other.later)));
        found
    }

    /// Repositories and the sites of their projects.
    pub fn projects(&self) -> Vec<Match> {
        let rows = self.blocks(|row, push| {
            push(u64::from(row.project));
            push(u64::from(row.owner));
        });
        self.matches(&rows, Work::is_site_of)
    }

    /// Entries of one title under two addresses.
    pub fn same_titles(&self) -> Vec<Match> {
        let mut rows = self.blocks(|row, push| {
            push(row.words);
            push(full_hash(self, row));
        });
        // A title of many addresses names no work: `Official site`.
        rows.retain(|block| {
            let keys: FxHashSet<u64> = block.iter().map(|&id| self.row(id).key).collect();
            let unlinked = block.iter().filter(|&&id| self.row(id).key == 0).count();
            keys.len() <= MOST_ADDRESSES && unlinked <= 2
        });
        rows.extend(self.gathering());
        let mut found = self.matches(&rows, Work::is_titled_as);
        // A page that is known to be listed already need not be found by its title as well.
        found.retain(|found| found.evidence != Evidence::NoLink || !self.pages().has_later(found.later));
        found
    }

    /// Entries that a person should look at.
    pub fn near(&self) -> Vec<Match> {
        let rows = self.blocks(|row, push| {
            push(row.words);
            push(titles::hash(titles::beginning(self.name(row))) ^ 1);
            if let Some(list) = playlist(self.url(row)) {
                push(super::pages::hash(list));
            }
        });
        self.matches(&rows, Work::is_near)
    }

    /// The pairs that a rule reports: neither address is ignored, and no comment switches the rule off at the first entry.
    pub fn reported(&self, found: Vec<Match>, rule: &RuleInfo, ignore: &Patterns) -> impl Iterator<Item = Match> {
        let is_ignored = |id| ignore.matches(self.url(self.row(id)));
        found.into_iter().filter(move |found| {
            !is_ignored(found.first) && !is_ignored(found.later) && !self.is_disabled(self.row(found.first), rule)
        })
    }

    /// The entries that may list one work: blocks of equal hashes, each in the order of the entries.
    fn blocks(&self, hashes: impl Fn(&Row, &mut dyn FnMut(u64)) + Sync) -> Vec<Vec<RowId>> {
        let rows = (0..self.len() as u32).into_par_iter().map(RowId);
        let mut hashed: Vec<(u64, RowId)> = rows
            .filter(|&id| self.row(id).counts && self.row(id).stands)
            .flat_map_iter(|id| {
                let mut own = Vec::new();
                hashes(self.row(id), &mut |hash| own.push((hash, id)));
                own.into_iter().filter(|(hash, _)| *hash != 0)
            })
            .collect();
        hashed.par_sort_unstable();
        hashed.dedup();
        hashed
            .chunk_by(|first, second| first.0 == second.0)
            .filter(|block| (2..=LARGEST_BLOCK).contains(&block.len()))
            .map(|block| block.iter().map(|(_, id)| *id).collect())
            .collect()
    }

    /// Pages that gather what a site has on a topic, by their sites.
    fn gathering(&self) -> Vec<Vec<RowId>> {
        self.blocks(|row, push| {
            if let Some(host) = gathering_host(self.url(row)) {
                push(super::pages::hash(host));
            }
        })
    }

    /// For each later entry of a block the first earlier one that lists the same work.
    fn matches<'s>(
        &'s self,
        blocks: &[Vec<RowId>],
        is_same: impl Fn(&Work<'s>, &Work<'s>) -> Option<Evidence> + Sync,
    ) -> Vec<Match> {
        let found = blocks.par_iter().flat_map_iter(|block| {
            let works: Vec<Work<'s>> = block.iter().map(|&id| Work::of(self, id)).collect();
            let is_same = &is_same;
            let later = |place: usize| {
                let later = &works[place];
                let is_own = |first: &&&Work<'s>| first.row.file == later.row.file;
                let earlier = || works[..place].iter().filter(|first| first.may_equal(later));
                let same = |first: &Work<'s>| Some((first.id, is_same(first, later)?));
                let own = earlier().filter(|first| is_own(&first)).find_map(same);
                let other = || earlier().filter(|first| !is_own(&first) && !are_known_apart(&works, first, later));
                own.or_else(|| other().find_map(same)).map(|(first, evidence)| Match {
                    first,
                    later: later.id,
                    evidence,
                })
            };
            (0..works.len()).filter_map(later).collect::<Vec<_>>()
        });
        let mut matches: Vec<Match> = found.collect();
        matches.par_sort_unstable_by_key(|found| (found.later, found.first));
        matches.dedup_by_key(|found| found.later);
        matches
    }
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
