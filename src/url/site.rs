//! What makes no difference in the addresses of single sites: `rules/duplicate-link.toml`.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::class::Class;
use super::key::{Page, name};
use super::split_before;
use crate::sieve::Sieve;

/// The table as it is written; its head says what the fields mean.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    archives: Vec<Archive>,
    sites: Vec<Site>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Archive {
    #[cfg_attr(not(test), expect(dead_code, reason = "for those who read the table"))]
    source: String,
    host: String,
    before: String,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "for the test of the table"))]
    same: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Site {
    #[cfg_attr(not(test), expect(dead_code, reason = "for those who read the table"))]
    source: String,
    hosts: Vec<String>,
    paths: Vec<Pattern>,
    #[serde(default)]
    query: Vec<String>,
    key: Template,
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "for the test of the table"))]
    same: Vec<Vec<String>>,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "for the test of the table"))]
    other: Vec<[String; 2]>,
}

/// A path of a site: `/{owner:fold}/{name}/tree/main|master/**`.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Pattern {
    segments: Vec<Segment>,
    /// The place of the segment that stands for any number of them.
    rest: Option<usize>,
}

enum Segment {
    Literal(Vec<String>),
    Name(String, Class),
    /// Any number of segments, none among them; the name and the class of all of them together.
    Rest(String, Class),
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut segments = Vec::new();
        for part in text.split('/').skip(1).filter(|part| !part.is_empty()) {
            let inner = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
            let Some(inner) = inner else {
                segments.push(Segment::Literal(part.split('|').map(str::to_owned).collect()));
                continue;
            };
            let (name, class) = inner.split_once(':').unwrap_or((inner, ""));
            let class = Class::parse(class).ok_or_else(|| format!("no class is called `{class}`"))?;
            segments.push(match name.strip_prefix("**") {
                Some(name) => Segment::Rest(name.to_owned(), class),
                None => Segment::Name(name.to_owned(), class),
            });
        }
        let rest = segments.iter().position(|segment| matches!(segment, Segment::Rest(..)));
        Ok(Self { segments, rest })
    }
}

/// The key of a page as a row writes it: `github.com/{owner}/{repository}`.
#[derive(Deserialize)]
#[serde(from = "String")]
struct Template(Vec<Part>);

enum Part {
    Text(String),
    Name(String),
}

impl From<String> for Template {
    fn from(text: String) -> Self {
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        while let Some((text, behind)) = rest.split_once('{') {
            let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
            parts.push(Part::Text(text.to_owned()));
            parts.push(Part::Name(name.to_owned()));
            rest = behind;
        }
        parts.push(Part::Text(rest.to_owned()));
        Self(parts)
    }
}

/// What the names of a pattern stand for in an address.
type Names<'a> = Vec<(&'a str, Cow<'a, str>)>;

impl Pattern {
    /// Whether a path of so many segments may be one of the pattern.
    fn may_be(&self, depth: usize) -> bool {
        self.rest.is_some() || depth == self.segments.len()
    }

    fn read<'a>(&'a self, path: &'a str, names: &mut Names<'a>) -> bool {
        let mut parts = path.strip_prefix('/').unwrap_or(path);
        let before = self.rest.unwrap_or(self.segments.len());
        for segment in &self.segments[..before] {
            let (part, following) = split_before(parts, b'/');
            let following = following.get(1..).unwrap_or_default();
            if !segment.read(part, names) {
                return false;
            }
            parts = following;
        }
        for segment in self.segments[before..].iter().skip(1).rev() {
            let (following, part) = parts.rsplit_once('/').unwrap_or(("", parts));
            if !segment.read(part, names) {
                return false;
            }
            parts = following;
        }
        match self.rest.map(|place| &self.segments[place]) {
            Some(rest) => rest.read(parts, names),
            None => parts.is_empty(),
        }
    }
}

impl Segment {
    fn read<'a>(&'a self, part: &'a str, names: &mut Names<'a>) -> bool {
        match self {
            Segment::Literal(words) => words.iter().any(|word| word == part),
            Segment::Rest(_, Class::Any | Class::Fold) if part.is_empty() => true,
            Segment::Name(name, class) | Segment::Rest(name, class) => {
                let value = class.read(part);
                value.map(|value| names.push((name, value))).is_some()
            }
        }
    }
}

struct Sites {
    table: Table,
    /// The rows of each host, of the hosts below each host, and of every host.
    by_host: FxHashMap<String, Vec<usize>>,
    below: FxHashMap<String, Vec<usize>>,
    anywhere: Vec<usize>,
    /// Holds back hosts of which there are no rows.
    sieve: Sieve,
}

static SITES: LazyLock<Sites> = LazyLock::new(|| {
    let text = include_str!("../../rules/duplicate-link.toml");
    let table: Table = toml::from_str(text).unwrap_or_else(|error| panic!("rules/duplicate-link.toml: {error}"));
    let mut sites = Sites {
        by_host: FxHashMap::default(),
        below: FxHashMap::default(),
        anywhere: Vec::new(),
        sieve: Sieve::of([]),
        table,
    };
    for (index, site) in sites.table.sites.iter().enumerate() {
        for host in &site.hosts {
            match host.strip_prefix("*.") {
                _ if host == "*" => sites.anywhere.push(index),
                Some(parent) => sites.below.entry(parent.to_owned()).or_default().push(index),
                None => sites.by_host.entry(host.clone()).or_default().push(index),
            }
        }
    }
    sites.sieve = Sieve::of(sites.by_host.keys().chain(sites.below.keys()).map(String::as_str));
    sites
});

/// Whether a host shows repositories, whose addresses name branches.
pub(super) fn is_forge(host: &str) -> bool {
    ["git", "codeberg", "bitbucket", "gogs", "forge"]
        .iter()
        .any(|word| host.contains(word))
}

/// What follows in the address of an archived page: the address that the archive was asked for.
pub(super) fn archived<'u>(host: &str, path: &'u str) -> Option<&'u str> {
    let archives = SITES.table.archives.iter();
    let archive = archives.into_iter().find(|archive| archive.host == host)?;
    let rest = path.strip_prefix(archive.before.as_str())?;
    let (stamp, inner) = rest.split_once('/')?;
    let is_stamp = stamp == "*" || stamp.starts_with(|sign: char| sign.is_ascii_digit());
    (is_stamp && inner.contains('.')).then_some(inner)
}

/// Appends the key of a page, by the first row for its site that knows its path.
pub(super) fn push(page: &Page<'_>, out: &mut String) {
    let host = &*page.host;
    let (_, parent) = split_before(host, b'.');
    let rows = |known: &'static FxHashMap<String, Vec<usize>>, host: &str| match SITES.sieve.may_hold(host) {
        true => known.get(host).map_or(&[][..], Vec::as_slice),
        false => &[],
    };
    let own = rows(&SITES.by_host, host).iter();
    let below = rows(&SITES.below, parent.get(1..).unwrap_or_default());
    let depth = page.path.bytes().filter(|byte| *byte == b'/').count();
    let mut names: Names<'_> = Vec::new();
    for &row in own.chain(below).chain(&SITES.anywhere) {
        let row = &SITES.table.sites[row];
        for pattern in row.paths.iter().filter(|pattern| pattern.may_be(depth)) {
            names.clear();
            if pattern.read(&page.path, &mut names) && row.has_parameters(page, &mut names) {
                row.push(page, &names, out);
                return;
            }
        }
    }
    out.push_str(host);
    out.push_str(&page.path);
    push_query(page.query.iter().map(AsRef::as_ref), out);
    out.push_str(&page.fragment);
}

fn push_query<'q>(parameters: impl Iterator<Item = &'q str>, out: &mut String) {
    for (index, parameter) in parameters.enumerate() {
        out.push(if index == 0 { '?' } else { '&' });
        out.push_str(parameter);
    }
}

impl Site {
    /// Whether the address has the parameters that the row asks for; they are added to the names.
    fn has_parameters<'a>(&'a self, page: &'a Page<'_>, names: &mut Names<'a>) -> bool {
        self.query.iter().all(|wanted| {
            let mut known = page.query.iter().filter_map(|parameter| parameter.split_once('='));
            let value = known.find(|(name, _)| name == wanted).map(|(_, value)| value);
            let value = value.filter(|value| !value.is_empty());
            value.map(|value| names.push((wanted, Cow::Borrowed(value)))).is_some()
        })
    }

    fn ignores(&self, parameter: &str) -> bool {
        self.query.iter().any(|wanted| wanted == name(parameter))
            || self
                .ignore
                .iter()
                .any(|ignored| ignored == "?" || ignored == parameter || ignored == name(parameter))
    }

    fn push(&self, page: &Page<'_>, names: &Names<'_>, out: &mut String) {
        for part in &self.key.0 {
            let wanted = match part {
                Part::Text(text) => {
                    out.push_str(text);
                    continue;
                }
                Part::Name(name) => name.as_str(),
            };
            let value = names.iter().find(|(name, _)| *name == wanted);
            match (value, wanted) {
                (Some((_, value)), _) => out.push_str(value),
                (None, "host") => out.push_str(&page.host),
                (None, "site") => out.push_str(page.host.split('.').next().unwrap_or_default()),
                // Nothing stands for the rest of a path that ends here.
                _ if out.ends_with('/') => out.truncate(out.len() - 1),
                _ => {}
            }
        }
        let parameters = page.query.iter().map(AsRef::as_ref);
        push_query(parameters.filter(|parameter| !self.ignores(parameter)), out);
        if !self.ignore.iter().any(|ignored| ignored == "#") {
            out.push_str(&page.fragment);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SITES;
    use crate::url::canonical_key;

    fn key(url: &str) -> String {
        canonical_key(url).unwrap_or_else(|| panic!("{url} has no key"))
    }

    #[test]
    fn the_table_is_right() {
        let table = &SITES.table;
        let groups = table.archives.iter().flat_map(|archive| &archive.same);
        for group in groups.chain(table.sites.iter().flat_map(|site| &site.same)) {
            for url in group {
                assert_eq!(key(url), key(&group[0]), "{url}");
            }
        }
        for [first, second] in table.sites.iter().flat_map(|site| &site.other) {
            assert_ne!(key(first), key(second), "{first} {second}");
        }
    }

    #[test]
    fn keys_are_keys_of_themselves() {
        let sites = SITES.table.sites.iter();
        let urls = sites.flat_map(|site| site.same.iter().flatten().chain(site.other.iter().flatten()));
        for url in urls {
            let key = key(url);
            assert_eq!(canonical_key(&format!("https://{key}")), Some(key), "{url}");
        }
    }

    #[test]
    fn every_row_has_a_source_and_an_example() {
        let table = &SITES.table;
        assert!(
            table
                .archives
                .iter()
                .all(|archive| archive.source.starts_with("https://"))
        );
        for site in &table.sites {
            assert!(site.source.starts_with("https://"), "{:?}", site.hosts);
            assert!(site.hosts.is_sorted() && !site.paths.is_empty(), "{:?}", site.hosts);
            assert!(!site.same.is_empty() || !site.other.is_empty(), "{:?}", site.hosts);
        }
    }
}
