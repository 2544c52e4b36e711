//! Links to hosts that are gone for good.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Address, AddressPlace, Document};
use crate::edit::{Applicability, Edit, Fix};
use crate::pattern::Patterns;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, report_places};
use crate::sieve::Sieve;
use crate::source::{Span, last_from};
use crate::url::{WebAddress, may_lie_in};

pub static INFO: RuleInfo = RuleInfo {
    name: "closed-host",
    page: include_str!("../../rules/closed-host.md"),
    group: Group::Links,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<ClosedHost>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct ClosedHost {
    /// Addresses that are known to be closed.
    ignore: Patterns,
}

/// So many links to one closed host are reported once.
const MANY: usize = 10;

impl DocumentRule for ClosedHost {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let mut groups: Vec<(&Closed, What, Vec<Span>)> = Vec::new();
        let mut last_link: Option<(Span, &Closed)> = None;
        for address in document.addresses_on(|host| may_lie_in(host, &SIEVE)) {
            let url = document.slice(address.span);
            let Some(closed) = TABLE.find(url).filter(|_| !self.ignore.matches(url)) else {
                continue;
            };
            let what = What::of(address);
            // A badge inside a link to the same service goes with its link.
            let is_inside = |(link, other): (Span, &Closed)| link.encloses(address.span) && std::ptr::eq(other, closed);
            if what == What::Image && last_link.is_some_and(is_inside) || is_known(document, address.span) {
                continue;
            }
            if what == What::Link {
                last_link = Some((address.holder, closed));
            }
            if let Some(new) = TABLE.replacement(url) {
                findings.push(replace(document, closed, address, new));
                continue;
            }
            let is_same = |group: &&mut (&Closed, What, Vec<Span>)| std::ptr::eq(group.0, closed) && group.1 == what;
            match groups.iter_mut().find(is_same) {
                Some((_, _, places)) => places.push(address.span),
                None => groups.push((closed, what, vec![address.span])),
            }
        }
        for (closed, what, places) in groups {
            let report = |places: &[Span]| report(document, closed, what, places);
            report_places(document, &INFO, places, |count| count >= MANY, report, findings);
        }
    }
}

fn replace(document: &Document, closed: &Closed, address: Address, new: &str) -> Finding {
    let edit = Edit::replace(document.file(), address.span, new);
    let title = format!("replace it by {new}");
    let fix = Fix::new(title, Applicability::Safe, address.effects(), vec![edit]);
    report(document, closed, What::of(address), &[address.span])
        .help(format!("the same is at {new}"))
        .fix(fix)
}

fn report(document: &Document, closed: &Closed, what: What, places: &[Span]) -> Finding {
    let first = places[0];
    let host = WebAddress::parse(document.slice(first)).map_or(String::new(), |address| address.host.into_owned());
    let since = match (closed.year, closed.is_partly) {
        (Some(year), true) => format!("answers for some addresses only since {year}"),
        (Some(year), false) => format!("closed in {year}"),
        (None, _) => "has closed".to_owned(),
    };
    let (one, many) = what.names();
    let message = match places.len() {
        1 => format!("{one} {host}: {} {since}", closed.name),
        count => format!("{count} {many} {host}: {} {since}", closed.name),
    };
    let fallback = match what {
        What::Image => "take the image out, or serve it from elsewhere",
        What::Link | What::Definition => "look for a copy at web.archive.org, or for the new place",
    };
    let mut found = finding(document, first, message).help(closed.moved.as_deref().unwrap_or(fallback));
    if closed.is_partly {
        found = found.level(Level::Info);
    }
    let others = places
        .iter()
        .skip(1)
        .map(|&span| (document.location(span), "another one"));
    found.others(others)
}

/// What leads to the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Link,
    Image,
    /// Links or images, by their label.
    Definition,
}

impl What {
    fn of(address: Address) -> Self {
        match address.place {
            AddressPlace::Link(_) => What::Link,
            AddressPlace::Image(_) => What::Image,
            AddressPlace::Definition => What::Definition,
        }
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            What::Link => ("link to", "links to"),
            What::Image => ("image from", "images from"),
            What::Definition => ("definition leads to", "definitions lead to"),
        }
    }
}

/// Signs that the list knows what became of a host.
const KNOWN: [&str; 14] = [
    "archive.org",
    "archived",
    "(dead)",
    "[dead]",
    "dead link",
    "defunct",
    "deprecated",
    "discontinued",
    "no longer",
    "retired",
    "shut down",
    "shutdown",
    "sunset",
    "~~",
];

/// Headings of sections for what is gone.
const GONE: [&str; 10] = [
    "archive",
    "closed",
    "dead",
    "defunct",
    "deprecated",
    "discontinued",
    "graveyard",
    "historic",
    "inactive",
    "obsolete",
];

/// How much of a line is read on each side of an address.
const REACH: usize = 1000;

/// Whether the line or its section says that things are gone.
fn is_known(document: &Document, span: Span) -> bool {
    let source = document.source();
    let line = source.line_content(source.line_of(span.start as usize));
    let start = (span.start as usize).saturating_sub(REACH).max(line.start as usize);
    let end = (span.end as usize + REACH).min(line.end as usize).max(start);
    let text = source.text();
    let near = &text[text.floor_char_boundary(start)..text.ceil_char_boundary(end)];
    let near = near.to_lowercase();
    if KNOWN.iter().any(|sign| near.contains(sign)) {
        return true;
    }
    let mut section = last_from(document.sections(), span.start, |section| section.span.start);
    while let Some(inner) = section {
        if let Some(heading) = inner.heading {
            let text = document
                .slice(document.headings()[heading as usize].text)
                .to_lowercase();
            if GONE.iter().any(|sign| text.contains(sign)) {
                return true;
            }
        }
        section = inner.parent.map(|parent| document.section(parent));
    }
    false
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Closed {
    /// Hosts with all below them, perhaps with the start of a path.
    hosts: Vec<String>,
    /// Those of them that still answer.
    #[serde(default, rename = "except")]
    exceptions: Vec<String>,
    name: String,
    year: Option<u16>,
    /// Where the content or the service went.
    moved: Option<String>,
    /// Whether a part still answers.
    #[serde(default, rename = "partly")]
    is_partly: bool,
    /// Who says so; for those who read the table.
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Replacement {
    start: String,
    end: String,
    new: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    entries: Vec<Closed>,
    replacements: Vec<Replacement>,
    /// For each domain the starts of paths, and the entry that they belong to; `None` for exceptions.
    #[serde(skip)]
    by_domain: FxHashMap<String, Vec<(String, Option<usize>)>>,
}

impl Table {
    fn find(&self, url: &str) -> Option<&Closed> {
        let address = WebAddress::parse(url)?;
        let holds = |start: &str| {
            let rest = address.path.strip_prefix(start);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let paths = address.domains().find_map(|domain| self.by_domain.get(domain));
        let (_, entry) = paths?.iter().find(|(start, _)| holds(start))?;
        Some(&self.entries[(*entry)?])
    }

    /// The address at which the same stands now.
    fn replacement(&self, url: &str) -> Option<&str> {
        let (_, place) = url.split_once("//")?;
        let is_known = |one: &&Replacement| place.starts_with(&one.start) && place.ends_with(&one.end);
        self.replacements.iter().find(is_known).map(|one| one.new.as_str())
    }

    fn index(&mut self) {
        for (index, entry) in self.entries.iter().enumerate() {
            let hosts = entry.hosts.iter().map(|host| (host, Some(index)));
            for (host, entry) in hosts.chain(entry.exceptions.iter().map(|host| (host, None))) {
                let (domain, path) = host.split_at(host.find('/').unwrap_or(host.len()));
                let paths = self.by_domain.entry(domain.to_owned()).or_default();
                paths.push((path.to_owned(), entry));
            }
        }
        // The longest start says more than the others.
        for paths in self.by_domain.values_mut() {
            paths.sort_by_key(|(start, _)| std::cmp::Reverse(start.len()));
        }
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let text = include_str!("../../rules/closed-host.toml");
    let mut table: Table = toml::from_str(text).unwrap_or_else(|error| panic!("rules/closed-host.toml: {error}"));
    table.index();
    table
});

static SIEVE: LazyLock<Sieve> = LazyLock::new(|| Sieve::of(TABLE.by_domain.keys().map(String::as_str)));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sane() {
        let mut hosts: Vec<&String> = TABLE.entries.iter().flat_map(|entry| &entry.hosts).collect();
        let count = hosts.len();
        hosts.sort();
        hosts.dedup();
        assert_eq!(count, hosts.len(), "a host stands in the table once");
        for entry in &TABLE.entries {
            assert!(
                entry.hosts.is_sorted() && entry.exceptions.is_sorted(),
                "{}",
                entry.name
            );
            assert!(
                entry.year.is_none_or(|year| (2000..2100).contains(&year)),
                "{}",
                entry.name
            );
            assert!(entry._source.starts_with("https://"), "{}", entry.name);
            for host in entry.hosts.iter().chain(&entry.exceptions) {
                assert!(
                    host.contains('.') && !host.starts_with("www.") && !host.ends_with('/'),
                    "{host}"
                );
            }
            for exception in &entry.exceptions {
                let lies_in =
                    |host: &String| exception.starts_with(host.as_str()) || exception.ends_with(&format!(".{host}"));
                assert!(entry.hosts.iter().any(lies_in), "{exception}");
            }
        }
    }

    #[test]
    fn hosts_are_found_with_all_below_them() {
        let name = |url| TABLE.find(url).map(|entry| entry.name.as_str());
        assert_eq!(name("http://www.CodePlex.com"), Some("CodePlex"));
        assert_eq!(name("https://nodexl.codeplex.com/a?b#c"), Some("CodePlex"));
        assert_eq!(name("https://notcodeplex.com"), None);
        assert_eq!(name("https://play.google.com/music/m/x"), Some("Google Play Music"));
        assert_eq!(name("https://play.google.com/musical"), None);
        assert_eq!(name("https://play.google.com/store/apps"), None);
        assert_eq!(name("https://goo.gl/x"), Some("the shortener of Google"));
        assert_eq!(name("https://goo.gl/maps/x"), None);
        assert_eq!(name("https://maps.app.goo.gl/x"), None);
        assert_eq!(name("https://web.archive.org/web/2010/http://geocities.com/x"), None);
    }
}
