//! Whether two entries list one work: by what is evidence for each rule.

use std::cell::OnceCell;

use super::kinds::{
    Kind, are_editions, are_parts, are_siblings, gathering_host, is_variant, is_variant_of, kind, language, playlist,
    section_kind,
};
use super::pair::{are_neighbours, is_inside};
use super::works::{Evidence, full_hash};
use super::{Catalog, Row, RowId};
use crate::titles::{self, Sketch, Title, WordSet, beginning};
use crate::url::{Project, canonical_key, project};

/// A description of fewer bytes has no three words, which is the least that tells of one work.
const SHORT: usize = 5;

/// A description of fewer bytes has no five words, which is the least that says the same.
const SHORTEST: usize = 9;

/// The owner and the name of a repository.
type Repository<'u> = (&'u str, &'u str);

/// A repository as it is written.
fn full(owner: &str, name: &str) -> String {
    format!("{owner}/{name}")
}

/// An entry taken apart for comparison.
pub(super) struct Work<'c> {
    pub(super) catalog: &'c Catalog<'c>,
    pub(super) id: RowId,
    pub(super) row: &'c Row,
    key: OnceCell<String>,
    title: OnceCell<Title>,
    description: OnceCell<WordSet>,
    sketch: OnceCell<Sketch>,
}

impl<'c> Work<'c> {
    pub(super) fn of(catalog: &'c Catalog<'c>, id: RowId) -> Self {
        let row = catalog.row(id);
        Self {
            catalog,
            id,
            row,
            key: OnceCell::new(),
            title: OnceCell::new(),
            description: OnceCell::new(),
            sketch: OnceCell::new(),
        }
    }

    // Most works are told apart before they are read.

    fn key(&self) -> &str {
        self.key
            .get_or_init(|| canonical_key(self.catalog.url(self.row)).unwrap_or_default())
    }

    fn title(&self) -> &Title {
        self.title.get_or_init(|| Title::new(self.catalog.name(self.row)))
    }

    fn description(&self) -> &WordSet {
        self.description
            .get_or_init(|| WordSet::of_markdown(self.catalog.description(self.row)))
    }

    /// Whether two entries may list one work at all: they have two addresses, and none is a part of the other.
    pub(super) fn may_equal(&self, later: &Work<'_>) -> bool {
        let (first, other) = (self.row, later.row);
        first.key != other.key && self.catalog.are_compared(first, other) && !is_inside(first, other)
    }

    /// Whether who wrote the one entry has seen the other one.
    fn is_beside(&self, later: &Work<'_>) -> bool {
        are_neighbours(self.catalog, self.id, later.id)
    }

    fn repository(&self) -> Option<Repository<'_>> {
        match project(self.key())? {
            Project::Repository { owner, name } => Some((owner, name)),
            Project::Site { .. } => None,
        }
    }

    fn are_copies(&self, later: &Work<'_>) -> bool {
        self.catalog.pages().are_copies(self.row.file, later.row.file)
    }

    fn describes_the_same(&self, later: &Work<'_>) -> bool {
        let is_short = |work: &Work<'_>| work.catalog.description(work.row).len() < SHORT;
        if is_short(self) || is_short(later) {
            return false;
        }
        self.description().overlaps(later.description(), self.title().words())
    }

    /// Whether two descriptions may be the same but for a word: hardly two of one owner are.
    fn may_say_the_same(&self, later: &Work<'_>) -> bool {
        let length = |work: &Work<'_>| work.catalog.description(work.row).len();
        if length(self).min(length(later)) < SHORTEST {
            return false;
        }
        let sketch = |work: &Work<'_>| {
            let read = || Sketch::of_markdown(work.catalog.description(work.row));
            *work.sketch.get_or_init(read)
        };
        sketch(self).is_like(sketch(later))
    }

    pub(super) fn has_moved_to(&self, later: &Self) -> Option<Evidence> {
        // What is called alike has one hash.
        if self.row.project != later.row.project && self.row.owner != later.row.owner {
            return None;
        }
        let ((owner, name), (other_owner, other_name)) = self.repositories(later)?;
        if name == other_name {
            // Descriptions are read last.
            if self.stands_apart_from(later) {
                return None;
            }
            let is_equal = self.has_numbers_of(later) && self.describes_the_same(later);
            let is_translated = || self.are_copies(later) && self.is_called_as(later);
            let is_same = (is_equal || is_translated()) && !self.is_apart_from(later);
            return is_same.then(|| self.owners(later));
        }
        if owner != other_owner {
            return None;
        }
        // Descriptions of one owner are written alike: only what is said of nothing else tells that a name is new.
        let is_same = self.may_say_the_same(later)
            && self
                .description()
                .says_the_same(later.description(), (name, other_name))
            && !is_variant_of(name, other_name)
            && !self.is_apart_from(later);
        is_same.then(|| Evidence::Names(full(owner, name), full(other_owner, other_name)))
    }

    /// Whether a repository may have moved to another owner: one of them is called as the project, or the one entry
    /// translates the other.
    pub(super) fn may_have_moved_to(&self, later: &Self) -> Option<Evidence> {
        if self.row.project != later.row.project {
            return None;
        }
        let ((owner, name), (other_owner, other_name)) = self.repositories(later)?;
        if name != other_name {
            return None;
        }
        let is_own = [owner, other_owner].contains(&name) && self.is_called_as(later) && self.describes_alike(later);
        let is_same = is_own || self.description().translates(later.description(), self.title().words());
        (is_same && !self.is_apart_from(later)).then(|| self.owners(later))
    }

    /// Two repositories, which are not the same one.
    fn repositories<'w>(&'w self, later: &'w Self) -> Option<(Repository<'w>, Repository<'w>)> {
        if self.is_beside(later) {
            return None;
        }
        let repositories = (self.repository()?, later.repository()?);
        (repositories.0 != repositories.1).then_some(repositories)
    }

    fn owners(&self, later: &Self) -> Evidence {
        let name = |work: &Self| work.repository().map(|(owner, name)| full(owner, name));
        Evidence::Owners(name(self).unwrap_or_default(), name(later).unwrap_or_default())
    }

    /// Whether it says of itself that it was made from another one.
    fn is_fork(&self) -> bool {
        ["fork", "forked", "unmaintained"]
            .iter()
            .any(|word| self.description().has(word))
    }

    /// Whether one of two repositories of one name is a fork, or they are for two languages of programming.
    fn is_apart_from(&self, later: &Self) -> bool {
        self.stands_apart_from(later) || self.is_fork() || later.is_fork()
    }

    /// Whether two repositories stand in sections for two languages of programming, or in sections of one file with one
    /// heading, which are parts of such ones.
    fn stands_apart_from(&self, later: &Self) -> bool {
        let (first, other) = (self.row, later.row);
        let headings = (self.catalog.section(first), self.catalog.section(other));
        let is_across = first.file == other.file && first.section != other.section;
        let languages = (language(headings.0), language(headings.1));
        is_across && headings.0.eq_ignore_ascii_case(headings.1)
            || languages.0.is_some() && languages.1.is_some() && languages.0 != languages.1
    }

    fn is_called_as(&self, later: &Work<'_>) -> bool {
        self.title().squashed() == later.title().squashed()
    }

    /// Whether two descriptions share words that are not those of the title.
    fn describes_alike(&self, later: &Work<'_>) -> bool {
        let shared = self.description().iter();
        let shared = shared.filter(|word| word.len() > 3 && later.description().has(word) && !self.title().has(word));
        shared.count() > 1
    }

    /// The hashes of the title, and of all that is said where there is no link.
    fn hashes(&self) -> [u64; 2] {
        [self.row.words, full_hash(self.catalog, self.row)]
    }

    fn has_numbers_of(&self, later: &Work<'_>) -> bool {
        self.title().has_numbers_of(later.title())
    }

    pub(super) fn is_site_of(&self, later: &Self) -> Option<Evidence> {
        // Two owners are those of two repositories.
        if self.row.owner != 0 && later.row.owner != 0 || self.is_beside(later) {
            return None;
        }
        let (repository, site) = match (self.repository(), later.repository()) {
            (Some(repository), None) => (repository, later),
            (None, Some(repository)) => (repository, self),
            _ => return None,
        };
        let Some(Project::Site { name }) = project(site.key()) else {
            return None;
        };
        let squash = |text: &str| titles::words(&text.to_lowercase()).collect::<String>();
        let (owner, repository, name) = (squash(repository.0), squash(repository.1), squash(name));
        if owner != name && repository != name || !self.is_called_as(later) {
            return None;
        }
        let title = self.title().squashed();
        if self.title().has("awesome") || later.title().has("awesome") {
            return None;
        }
        // The owner has the site as well: `tool/tool` and `tool.org`, `somebody/tool` and `somebody.github.io/tool`.
        let is_owned =
            repository == title && (name.starts_with(&owner) || owner.starts_with(&name) || owner.ends_with(&name));
        let is_hosted =
            site.key().split('.').next().is_some_and(|host| squash(host) == owner) && site.key().contains(".git");
        let is_same = is_owned || is_hosted || self.are_copies(later) || self.describes_the_same(later);
        let evidence = match self.repository() {
            Some(_) => Evidence::Site,
            None => Evidence::Repository,
        };
        is_same.then_some(evidence)
    }

    pub(super) fn is_titled_as(&self, later: &Self) -> Option<Evidence> {
        let same_file = self.row.file == later.row.file;
        let near = same_file && (self.row.container == later.row.container || self.row.section == later.row.section);
        let evidence = if near || self.are_copies(later) {
            None
        } else if self.has_words_of(later) {
            self.is_titled_alike(later)
        } else if same_file {
            None
        } else {
            self.is_gathered_as(later)
        };
        let is_known = || {
            let notes = (self.title().note(), later.title().note());
            let differ = !self.has_numbers_of(later) || matches!(notes, (Some(one), Some(other)) if one != other);
            differ
                || are_editions(self.key(), later.key())
                || self.has_moved_to(later).is_some()
                || self.is_site_of(later).is_some()
        };
        evidence.filter(|_| !is_known())
    }

    /// Whether two titles, or all that is said where there is no link, have the same words in their order.
    fn has_words_of(&self, later: &Self) -> bool {
        if self.row.words != 0 && self.row.words == later.row.words {
            return true;
        }
        let is_unlinked = self.row.key == 0 || later.row.key == 0;
        let hashes = || (self.hashes(), later.hashes());
        let is_shared = |(own, other): ([u64; 2], [u64; 2])| own.iter().any(|hash| *hash != 0 && other.contains(hash));
        is_unlinked && is_shared(hashes())
    }

    fn is_gathered_as(&self, later: &Self) -> Option<Evidence> {
        let host = |work: &Self| gathering_host(work.catalog.url(work.row));
        let is_gathered = host(self).is_some_and(|own| host(later) == Some(own));
        (is_gathered && self.title().resembles(later.title())).then_some(Evidence::Gathered)
    }

    /// What shows that two entries of one title list one work.
    fn is_titled_alike(&self, later: &Self) -> Option<Evidence> {
        let words = self.title().words().len();
        let length = self.title().squashed().chars().count();
        if self.key().is_empty() || later.key().is_empty() {
            let is_telling = length >= 8 && (words >= 2 || !self.title().squashed().is_ascii());
            return (self.row.file != later.row.file && is_telling).then_some(Evidence::NoLink);
        }
        // Descriptions are read last.
        let kinds = (kind(self.key()), kind(later.key()));
        if kinds.0 != kinds.1 || kinds.0 == Kind::Person {
            return None;
        }
        if are_parts(self.key(), later.key()) {
            return None;
        }
        let is_long = words >= 4 && length >= 20;
        let is_described = self.describes_the_same(later) && !are_siblings(self.key(), later.key());
        let evidence = match is_described {
            true => Evidence::Description,
            false if is_long => Evidence::Title,
            false => return None,
        };
        let are_repositories = self.repositories(later).is_some();
        let are_apart = are_repositories && self.is_apart_from(later) || self.stands_among(later);
        (!are_apart).then_some(evidence)
    }

    pub(super) fn is_near(&self, later: &Self) -> Option<Evidence> {
        if self.is_titled_as(later).is_some() || self.has_moved_to(later).is_some() || self.is_site_of(later).is_some()
        {
            return None;
        }
        let urls = (self.catalog.url(self.row), self.catalog.url(later.row));
        let lists = (playlist(urls.0), playlist(urls.1));
        if lists.0.is_some() && lists.0 == lists.1 {
            let is_list = |work: &Work<'_>| work.key().contains("/playlist");
            return (is_list(self) != is_list(later)).then_some(Evidence::Playlist);
        }
        if self.row.words == later.row.words && self.row.words != 0 {
            let are_videos = kind(self.key()) == Kind::Video && kind(later.key()) == Kind::Video;
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
