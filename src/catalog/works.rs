//! Entries that list one work under two addresses: found by blocks of equal names, told by titles,
//! descriptions and authors.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{Catalog, Row, RowId};
use crate::titles::{self, Title};
use crate::url::{Project, canonical_key, project};

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

/// Entries of one list that are so few apart: who wrote the one has seen the other.
const NEAR: u32 = 3;

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
        self.matches(rows, Work::has_moved_to)
    }

    /// Repositories and the sites of their projects.
    pub fn projects(&self) -> Vec<Match> {
        let rows = self.blocks(|row, push| {
            push(u64::from(row.project));
            push(u64::from(row.owner));
        });
        self.matches(rows, Work::is_site_of)
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
        self.matches(rows, Work::is_titled_as)
    }

    /// Entries that a person should look at.
    pub fn near(&self) -> Vec<Match> {
        let rows = self.blocks(|row, push| {
            push(row.words);
            push(titles::hash(beginning(self.name(row))) ^ 1);
            if let Some(list) = playlist(self.url(row)) {
                push(super::pages::hash(list));
            }
        });
        self.matches(rows, Work::is_near)
    }

    /// Whether an entry may be the first of a pair for a rule: no comment switches the rule off there.
    pub fn counts(&self, id: RowId, rule: &crate::rule::RuleInfo) -> bool {
        !self.is_disabled(self.row(id), rule)
    }

    /// The entries that may list one work: blocks of equal hashes, each in the order of the entries.
    fn blocks(&self, hashes: impl Fn(&Row, &mut dyn FnMut(u64)) + Sync) -> Vec<Vec<RowId>> {
        let rows = (0..self.len() as u32).into_par_iter().map(RowId);
        let mut hashed: Vec<(u64, RowId)> = rows
            .filter(|&id| self.row(id).counts && self.row(id).namer_is_itself(self, id))
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
        blocks: Vec<Vec<RowId>>,
        is_same: impl Fn(&Work<'s>, &Work<'s>) -> Option<Evidence> + Sync,
    ) -> Vec<Match> {
        let found = blocks.into_par_iter().flat_map_iter(|block| {
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

impl Row {
    fn namer_is_itself(&self, catalog: &Catalog<'_>, id: RowId) -> bool {
        catalog.starts[self.file.0 as usize] + self.namer == id.0
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

/// The host of a page that gathers all that a site has under a word.
fn gathering_host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let (host, path) = rest.split_once('/')?;
    let is_gathering = [
        "tag/",
        "tags/",
        "category/",
        "categories/",
        "topic/",
        "topics/",
        "label/",
    ]
    .iter()
    .any(|word| path.starts_with(word) || path.contains(&format!("/{word}")));
    is_gathering.then(|| host.strip_prefix("www.").unwrap_or(host))
}

/// An entry taken apart for comparison.
struct Work<'c> {
    catalog: &'c Catalog<'c>,
    id: RowId,
    row: &'c Row,
    key: String,
    title: Title,
    description: Title,
}

impl<'c> Work<'c> {
    fn of(catalog: &'c Catalog<'c>, id: RowId) -> Self {
        let row = catalog.row(id);
        Self {
            catalog,
            id,
            row,
            key: canonical_key(catalog.url(row)).unwrap_or_default(),
            title: Title::new(catalog.name(row)),
            description: titles::of_markdown(catalog.description(row)),
        }
    }

    /// Whether two entries may list one work at all: they have two addresses, and none is a part of the other.
    fn may_equal(&self, later: &Work<'_>) -> bool {
        let (first, other) = (self.row, later.row);
        let is_inside =
            first.file == other.file && (first.span.encloses(other.span) || other.span.encloses(first.span));
        self.catalog.are_compared(first, other) && !is_inside && first.key != other.key
    }

    /// Whether who wrote the one entry has seen the other one.
    fn is_beside(&self, later: &Work<'_>) -> bool {
        let (first, other) = (self.row, later.row);
        first.file == other.file && first.container == other.container && later.id.0 - self.id.0 <= NEAR
    }

    fn repository(&self) -> Option<(&str, &str)> {
        match project(&self.key)? {
            Project::Repository { owner, name } => Some((owner, name)),
            Project::Site { .. } => None,
        }
    }

    fn are_copies(&self, later: &Work<'_>) -> bool {
        self.catalog.pages().are_copies(self.row.file, later.row.file)
    }

    fn describes_the_same(&self, later: &Work<'_>) -> bool {
        self.description.overlaps(&later.description)
    }

    fn has_moved_to(&self, later: &Self) -> Option<Evidence> {
        let (owner, name) = self.repository()?;
        let (other_owner, other_name) = later.repository()?;
        if self.is_beside(later) {
            return None;
        }
        let full = |owner: &str, name: &str| format!("{owner}/{name}");
        let is_equal = self.describes_the_same(later) && self.has_numbers_of(later);
        let evidence = || (full(owner, name), full(other_owner, other_name));
        if owner != other_owner && name == other_name {
            let is_translated = self.are_copies(later) && self.title.squashed() == later.title.squashed();
            let (first, other) = evidence();
            return (is_equal || is_translated).then_some(Evidence::Owners(first, other));
        }
        let is_same = self.description.is_nearly(&later.description);
        let (first, other) = evidence();
        (owner == other_owner && name != other_name && is_same && !is_variant(name, other_name))
            .then_some(Evidence::Names(first, other))
    }

    /// The hashes of the title, and of all that is said where there is no link.
    fn hashes(&self) -> [u64; 2] {
        [self.row.words, full_hash(self.catalog, self.row)]
    }

    fn has_numbers_of(&self, later: &Work<'_>) -> bool {
        self.title.has_numbers_of(&later.title)
    }

    fn is_site_of(&self, later: &Self) -> Option<Evidence> {
        let (repository, site) = match (self.repository(), later.repository()) {
            (Some(repository), None) => (repository, later),
            (None, Some(repository)) => (repository, self),
            _ => return None,
        };
        let Some(Project::Site { name }) = project(&site.key) else {
            return None;
        };
        if self.is_beside(later) {
            return None;
        }
        let squash = |text: &str| titles::words(&text.to_lowercase()).collect::<String>();
        let (owner, repository, name) = (squash(repository.0), squash(repository.1), squash(name));
        let title = self.title.squashed();
        let is_list = self.title.has("awesome") || later.title.has("awesome");
        if title != later.title.squashed() || is_list || owner != name && repository != name {
            return None;
        }
        // The owner has the site as well: `tool/tool` and `tool.org`, `somebody/tool` and `somebody.github.io/tool`.
        let is_owned =
            repository == title && (name.starts_with(&owner) || owner.starts_with(&name) || owner.ends_with(&name));
        let is_hosted =
            site.key.split('.').next().is_some_and(|host| squash(host) == owner) && site.key.contains(".git");
        let is_same = is_owned || is_hosted || self.are_copies(later) || self.describes_the_same(later);
        let evidence = match self.repository() {
            Some(_) => Evidence::Site,
            None => Evidence::Repository,
        };
        is_same.then_some(evidence)
    }

    fn is_titled_as(&self, later: &Self) -> Option<Evidence> {
        if self.has_moved_to(later).is_some() || self.is_site_of(later).is_some() {
            return None;
        }
        let same_file = self.row.file == later.row.file;
        let near = same_file && (self.row.container == later.row.container || self.row.section == later.row.section);
        let notes = (self.title.note(), later.title.note());
        let differ = !self.has_numbers_of(later) || matches!(notes, (Some(one), Some(other)) if one != other);
        if near || differ || self.are_copies(later) || are_editions(&self.key, &later.key) {
            return None;
        }
        let hashes = (self.hashes(), later.hashes());
        let is_equal = hashes.0.iter().any(|hash| *hash != 0 && hashes.1.contains(hash));
        if !is_equal {
            let hosts = (
                gathering_host(self.catalog.url(self.row)),
                gathering_host(self.catalog.url(later.row)),
            );
            let is_gathered = !same_file && hosts.0.is_some() && hosts.0 == hosts.1 && self.title.agrees(&later.title);
            return is_gathered.then_some(Evidence::Gathered);
        }
        let words = self.title.words().len();
        let length = self.title.squashed().chars().count();
        if self.key.is_empty() || later.key.is_empty() {
            let is_telling = length >= 8 && (words >= 2 || !self.title.squashed().is_ascii());
            return (!same_file && is_telling).then_some(Evidence::NoLink);
        }
        let kinds = (kind(&self.key), kind(&later.key));
        if kinds.0 != kinds.1 || kinds.0 == Kind::Person || self.stands_among(later) {
            return None;
        }
        if self.describes_the_same(later) && !are_siblings(&self.key, &later.key) {
            return Some(Evidence::Description);
        }
        (words >= 4 && length >= 20).then_some(Evidence::Title)
    }

    fn is_near(&self, later: &Self) -> Option<Evidence> {
        if self.is_titled_as(later).is_some() || self.has_moved_to(later).is_some() || self.is_site_of(later).is_some()
        {
            return None;
        }
        let urls = (self.catalog.url(self.row), self.catalog.url(later.row));
        let lists = (playlist(urls.0), playlist(urls.1));
        if lists.0.is_some() && lists.0 == lists.1 {
            let is_list = |work: &Work<'_>| work.key.contains("/playlist");
            return (is_list(self) != is_list(later)).then_some(Evidence::Playlist);
        }
        if self.row.words == later.row.words && self.row.words != 0 {
            let are_videos = kind(&self.key) == Kind::Video && kind(&later.key) == Kind::Video;
            return are_videos.then_some(Evidence::Recording);
        }
        let titles = (self.catalog.name(self.row), self.catalog.name(later.row));
        let begins = titles::hash(beginning(titles.0)) == titles::hash(beginning(titles.1));
        let is_short = |title: &str| beginning(title).len() == title.len();
        let is_telling = Title::new(beginning(titles.0)).words().len() >= 2;
        let is_one_file = self.row.file == later.row.file;
        (begins && is_telling && !is_one_file && (is_short(titles.0) || is_short(titles.1)))
            .then_some(Evidence::Beginning)
    }

    /// Whether the sections of two entries hold things of two kinds, such as books and videos, or the names of
    /// their repositories stand for two variants.
    fn stands_among(&self, later: &Work<'_>) -> bool {
        let section = |work: &Work<'_>| section_kind(self.catalog.section(work.row));
        let is_other_kind = matches!((section(self), section(later)), (Some(one), Some(other)) if one != other);
        let is_other_variant = match (self.repository(), later.repository()) {
            (Some((_, name)), Some((_, other))) => is_variant(name, other),
            _ => false,
        };
        is_other_kind || is_other_variant
    }
}

/// A title up to its first mark.
fn beginning(title: &str) -> &str {
    let end = [":", " - ", " – ", " — ", "("]
        .iter()
        .filter_map(|mark| title.find(mark))
        .filter(|at| *at > 0)
        .min();
    title[..end.unwrap_or(title.len())].trim_end()
}

/// The playlist of an address on YouTube.
fn playlist(url: &str) -> Option<&str> {
    let is_video = url.contains("youtube.com/") || url.contains("youtu.be/");
    let (_, list) = url.split_once("list=").filter(|_| is_video)?;
    list.split(['&', '#']).next().filter(|list| !list.is_empty())
}

/// Whether two pages stand side by side on one site.
fn are_siblings(first: &str, later: &str) -> bool {
    let (host, path) = first.split_once('/').unwrap_or((first, ""));
    let (other_host, other) = later.split_once('/').unwrap_or((later, ""));
    host == other_host && !path.starts_with(other) && !other.starts_with(path) && project(first).is_none()
}

/// What a section holds, by the word in its heading.
fn section_kind(heading: &str) -> Option<&'static str> {
    let heading = heading.to_lowercase();
    let kinds = [
        "article",
        "blog",
        "book",
        "conference",
        "course",
        "example",
        "exercise",
        "librar",
        "paper",
        "podcast",
        "post",
        "presentation",
        "screencast",
        "slide",
        "talk",
        "tool",
        "tutorial",
        "video",
        "workshop",
    ];
    kinds.into_iter().find(|kind| heading.contains(kind))
}

/// The hash of all that an entry without a link says; 0 for others.
fn full_hash(catalog: &Catalog<'_>, row: &Row) -> u64 {
    let is_short = row.text.end - row.text.start < 200;
    match row.key == 0 && is_short {
        true => titles::hash(catalog.file(row.file).source.slice(row.text)),
        false => 0,
    }
}

/// Whether two addresses of one site differ in numbers and languages alone: editions of one text.
fn are_editions(first: &str, later: &str) -> bool {
    let parts = |key: &'_ str| {
        key.split(['/', '.', '-', '_', '?', '=', '&'])
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (first, later) = (parts(first), parts(later));
    let is_edition = |part: &String| part.len() <= 2 || titles::is_number(part) || part == "latest" || part == "stable";
    let only = |own: &[String], other: &[String]| own.iter().filter(|part| !other.contains(part)).all(is_edition);
    first.first() == later.first() && only(&first, &later) && only(&later, &first)
}

/// Words in the names of repositories that make another thing of a project; sorted.
const VARIANTS: [&str; 40] = [
    "android",
    "api",
    "awesome",
    "c",
    "cli",
    "client",
    "cpp",
    "dart",
    "demo",
    "desktop",
    "docker",
    "docs",
    "elixir",
    "example",
    "examples",
    "flutter",
    "go",
    "ios",
    "java",
    "javascript",
    "js",
    "kotlin",
    "lua",
    "mobile",
    "node",
    "php",
    "plugin",
    "py",
    "python",
    "r",
    "react",
    "rs",
    "ruby",
    "rust",
    "sdk",
    "server",
    "swift",
    "ts",
    "ui",
    "web",
];

/// Whether a name has a word of another language or another part than the other one.
fn is_variant(name: &str, other: &str) -> bool {
    let (name, other) = (Title::new(name), Title::new(other));
    let is_number_or_variant = |word: &str| VARIANTS.binary_search(&word).is_ok() || titles::is_number(word);
    name.difference(&other).any(is_number_or_variant)
}

/// What an address leads to.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Video,
    Paper,
    Book,
    Code,
    Model,
    Person,
    Page,
}

fn kind(key: &str) -> Kind {
    let (host, path) = key.split_once('/').unwrap_or((key, ""));
    let is_one_of = |hosts: &[&str]| {
        hosts
            .iter()
            .any(|known| host == *known || host.ends_with(&format!(".{known}")))
    };
    if is_one_of(&[
        "youtube.com",
        "vimeo.com",
        "youku.com",
        "bilibili.com",
        "channel9.msdn.com",
        "infoq.com",
        "ted.com",
    ]) {
        return Kind::Video;
    }
    let papers = [
        "doi.org",
        "arxiv.org",
        "acm.org",
        "ieee.org",
        "springer.com",
        "sciencedirect.com",
        "usenix.org",
        "openreview.net",
        "aclweb.org",
        "aclanthology.org",
        "nips.cc",
        "neurips.cc",
        "semanticscholar.org",
        "citeseerx.ist.psu.edu",
        "researchgate.net",
    ];
    if is_one_of(&papers) || path.ends_with(".pdf") || path.ends_with(".ps") {
        return Kind::Paper;
    }
    let books = [
        "amazon.com",
        "oreilly.com",
        "manning.com",
        "leanpub.com",
        "goodreads.com",
        "douban.com",
        "packtpub.com",
        "apress.com",
        "nostarch.com",
        "pragprog.com",
        "amzn.com",
        "amzn.to",
        "amazon.co.uk",
        "informit.com",
        "wiley.com",
    ];
    if is_one_of(&books) {
        return Kind::Book;
    }
    if is_one_of(&[
        "github.com",
        "gitlab.com",
        "bitbucket.org",
        "codeberg.org",
        "sourceforge.net",
    ]) {
        return Kind::Code;
    }
    if is_one_of(&["huggingface.co", "kaggle.com"]) {
        return Kind::Model;
    }
    let people = [
        "facebook.com",
        "instagram.com",
        "linkedin.com",
        "quora.com",
        "reddit.com",
        "t.me",
        "twitch.tv",
        "twitter.com",
        "x.com",
    ];
    if is_one_of(&people) {
        return Kind::Person;
    }
    Kind::Page
}
