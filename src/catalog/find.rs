//! Whether something is listed already.

use std::borrow::Cow;

use super::{Catalog, RowId, label};
use crate::source::Span;
use crate::titles::Title;
use crate::url::{Project, canonical_key, looks_like_host, project};

/// An entry that lists what was asked for.
#[derive(Debug, Clone)]
pub struct Hit {
    pub row: RowId,
    pub place: Span,
    /// What shows it: “same link”.
    pub evidence: String,
}

/// The address that is asked for; `None` where it is a title.
pub fn address(query: &str) -> Option<Cow<'_, str>> {
    let query = query.trim();
    match query.contains("://") {
        true => Some(Cow::Borrowed(query)),
        false => looks_like_host(query).then(|| Cow::Owned(format!("https://{query}"))),
    }
}

impl Catalog<'_> {
    /// The entries that list an address or a title, in their order.
    pub fn find(&self, query: &str) -> Vec<Hit> {
        let mut hits = match address(query) {
            Some(url) => self.find_url(&url),
            None => self.find_title(query.trim()),
        };
        hits.sort_by_key(|hit| (hit.row, hit.place.start));
        hits.dedup_by_key(|hit| hit.row);
        hits
    }

    fn all(&self) -> impl Iterator<Item = RowId> + use<> {
        (0..self.len() as u32).map(RowId)
    }

    fn find_url(&self, url: &str) -> Vec<Hit> {
        let Some(key) = canonical_key(url) else {
            return Vec::new();
        };
        let hash = super::pages::hash(&key);
        let is_same = |other: &str| canonical_key(other).as_deref() == Some(&key);
        let mut hits = Vec::new();
        for row in self.all() {
            let (own, place) = (self.url(self.row(row)), self.row(row).place);
            if self.row(row).key == hash && is_same(own) {
                let evidence = match own == url {
                    true => "same link".to_owned(),
                    false => format!("same page, {}", label::difference(own, url)),
                };
                hits.push(Hit { row, place, evidence });
            } else if let Some(evidence) = same_repository(&key, own) {
                hits.push(Hit { row, place, evidence });
            }
        }
        let alternates = self
            .alternates()
            .filter(|(_, alternate, other)| alternate.key == hash && is_same(other));
        hits.extend(alternates.map(|(row, alternate, _)| Hit {
            row,
            place: alternate.place,
            evidence: "a link of this entry".to_owned(),
        }));
        hits
    }

    fn find_title(&self, title: &str) -> Vec<Hit> {
        let wanted = Title::new(title);
        let holds = |own: &Title| !wanted.words().is_empty() && wanted.words().iter().all(|word| own.has(word));
        let hits = self.all().filter_map(|row| {
            let own = Title::new(self.title(self.row(row)));
            let evidence = match own.squashed() == wanted.squashed() {
                true => "same title",
                false if holds(&own) => "in the title",
                false => return None,
            };
            let place = self.row(row).place;
            let evidence = evidence.to_owned();
            Some(Hit { row, place, evidence })
        });
        hits.collect()
    }
}

/// The evidence that an address leads to a repository of the same name as a key.
fn same_repository(key: &str, url: &str) -> Option<String> {
    let Some(Project::Repository { owner, name }) = project(key) else {
        return None;
    };
    if !url.contains(name) && !url.to_lowercase().contains(name) {
        return None;
    }
    let other = canonical_key(url)?;
    match project(&other)? {
        Project::Repository {
            owner: other,
            name: same,
        } if same == name && owner != other => Some(format!("repository of the same name by {other}")),
        _ => None,
    }
}
