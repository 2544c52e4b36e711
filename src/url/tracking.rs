//! What the parameters of a query are there for: some only say who followed a link, or from where.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::{Parameter, WebAddress};
use crate::sieve::Sieve;

/// What a parameter is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It stands for one click, one mail or one visitor.
    Identifier,
    /// It stands for where visitors come from.
    Campaign,
    /// It comes with an identifier and is of no use without it.
    Companion,
    /// It chose something once.
    Leftover,
    /// The same, where it is not what the list writes throughout; with its group.
    Weak(usize),
}

/// What a parameter of an address is there for, where it has nothing to do with the page.
pub fn purpose(address: &WebAddress<'_>, parameter: &Parameter<'_>) -> Option<Purpose> {
    TABLE.purpose(address, parameter)
}

/// A group of names, by its place in the table.
pub fn group(index: usize) -> &'static Group {
    &TABLE.identifiers[index]
}

/// Whether the value of a campaign, in small letters, says that it was made for a list.
pub fn is_deliberate(value: &str) -> bool {
    let deliberate = &TABLE.campaigns.deliberate;
    deliberate.iter().any(|text| value.contains(text.as_str()))
}

fn is_named(names: &[String], name: &str) -> bool {
    names.iter().any(|known| match known.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == known,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Campaigns {
    names: Vec<String>,
    deliberate: Vec<String>,
}

/// Names that mean the same on some hosts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    names: Vec<String>,
    /// Names that are of no use without one of the others.
    #[serde(default)]
    companions: Vec<String>,
    /// Names of leftovers that whole lists write on purpose: they are left over beside a witness, or where hardly
    /// any address has them.
    #[serde(default)]
    weak: Vec<String>,
    #[serde(default)]
    witnesses: Vec<String>,
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    paths: Vec<String>,
    #[serde(default)]
    values: Vec<String>,
    /// What the names are there for.
    #[serde(default)]
    purpose: Meaning,
    /// Who says what the names mean; for those who read the table.
    #[serde(rename = "source")]
    _source: String,
}

/// What a group of names is there for.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Meaning {
    #[default]
    Identifier,
    Campaign,
    Leftover,
}

impl Group {
    fn covers(&self, address: &WebAddress<'_>, parameter: &Parameter<'_>) -> bool {
        self.covers_address(address) && holds_one(&self.values, parameter.value)
    }

    /// Whether the names mean what they mean here in an address.
    pub fn covers_address(&self, address: &WebAddress<'_>) -> bool {
        let is_host = self.hosts.is_empty()
            || address
                .domains()
                .any(|domain| self.hosts.iter().any(|host| host == domain));
        is_host && holds_one(&self.paths, address.path)
    }

    pub fn is_weak(&self, name: &str) -> bool {
        is_named(&self.weak, name)
    }

    pub fn is_witness(&self, name: &str) -> bool {
        is_named(&self.witnesses, name)
    }
}

/// Whether a text holds one of the others, if there are any.
fn holds_one(texts: &[String], text: &str) -> bool {
    texts.is_empty() || texts.iter().any(|one| text.contains(one.as_str()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    campaigns: Campaigns,
    identifiers: Vec<Group>,
    /// The groups of each name, and the groups of names that go on.
    #[serde(skip)]
    by_name: FxHashMap<String, Vec<usize>>,
    #[serde(skip)]
    by_prefix: Vec<(String, usize)>,
}

impl Table {
    fn purpose(&self, address: &WebAddress<'_>, parameter: &Parameter<'_>) -> Option<Purpose> {
        if !may_be_known(parameter.name) {
            return None;
        }
        let group = self
            .groups_of(parameter.name)
            .find(|(_, group)| group.covers(address, parameter));
        if let Some((index, group)) = group {
            if group.is_weak(parameter.name) {
                return Some(Purpose::Weak(index));
            }
            let is_companion = group.companions.iter().any(|name| name == parameter.name);
            return Some(match group.purpose {
                Meaning::Identifier if is_companion => Purpose::Companion,
                Meaning::Identifier => Purpose::Identifier,
                Meaning::Campaign => Purpose::Campaign,
                Meaning::Leftover => Purpose::Leftover,
            });
        }
        let is_campaign = !parameter.value.is_empty() && is_named(&self.campaigns.names, parameter.name);
        is_campaign.then_some(Purpose::Campaign)
    }

    fn groups_of<'t>(&'t self, name: &str) -> impl Iterator<Item = (usize, &'t Group)> {
        let exact = self.by_name.get(name).into_iter().flatten().copied();
        let prefixed = self
            .by_prefix
            .iter()
            .filter(move |(prefix, _)| name.starts_with(prefix.as_str()));
        exact
            .chain(prefixed.map(|(_, group)| *group))
            .map(|group| (group, &self.identifiers[group]))
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let text = include_str!("../../rules/tracking-parameter.toml");
    let mut table: Table =
        toml::from_str(text).unwrap_or_else(|error| panic!("rules/tracking-parameter.toml: {error}"));
    for (index, group) in table.identifiers.iter().enumerate() {
        for name in group.names.iter().chain(&group.companions).chain(&group.weak) {
            match name.strip_suffix('*') {
                Some(prefix) => table.by_prefix.push((prefix.to_owned(), index)),
                None => table.by_name.entry(name.clone()).or_default().push(index),
            }
        }
    }
    table
});

/// The names of the table that do not go on.
static SIEVE: LazyLock<Sieve> = LazyLock::new(|| {
    let campaigns = TABLE.campaigns.names.iter();
    Sieve::of(TABLE.by_name.keys().chain(campaigns).map(String::as_str))
});

/// Whether the table may know a name: those that go on have an underscore.
fn may_be_known(name: &str) -> bool {
    name.bytes().any(|byte| byte == b'_') || SIEVE.may_hold(name)
}

#[cfg(test)]
mod tests {
    use super::{TABLE, may_be_known};

    #[test]
    fn the_table_is_sane() {
        let names = TABLE
            .identifiers
            .iter()
            .flat_map(|group| group.names.iter().chain(&group.weak));
        for name in names.chain(&TABLE.campaigns.names) {
            assert!(may_be_known(name.trim_end_matches('*')), "{name}");
        }
        assert!(TABLE.campaigns.names.is_sorted() && TABLE.campaigns.deliberate.is_sorted());
        for group in &TABLE.identifiers {
            let lists = [
                &group.names,
                &group.companions,
                &group.weak,
                &group.witnesses,
                &group.hosts,
                &group.paths,
                &group.values,
            ];
            assert!(lists.iter().all(|list| list.is_sorted()), "{:?}", group.names);
            assert!(
                !group.names.is_empty() && group._source.starts_with("https://"),
                "{:?}",
                group.names
            );
            let is_host =
                |host: &String| host.contains('.') && !host.starts_with("www.") && *host == host.to_lowercase();
            assert!(group.hosts.iter().all(is_host), "{:?}", group.hosts);
        }
    }
}
