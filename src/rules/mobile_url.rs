//! Addresses of pages that are made for telephones, and accelerated copies of pages.

use std::sync::LazyLock;

use memchr::memmem;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::document::{Address, Document};
use crate::edit::{Applicability, Fix};
use crate::pattern::Patterns;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, readdress};
use crate::url::{WebAddress, behind_scheme};

pub static INFO: RuleInfo = RuleInfo {
    name: "mobile-url",
    page: include_str!("../../rules/mobile-url.md"),
    group: Group::Links,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<MobileUrl>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct MobileUrl {
    /// Addresses that may be those of telephones.
    ignore: Patterns,
}

impl DocumentRule for MobileUrl {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let text = document.source().text().as_bytes();
        let paths: Vec<usize> = memmem::find_iter(text, ACCELERATED).collect();
        let hosts = document.hosts().all().iter();
        let is_likely: Vec<bool> = hosts.map(|&host| may_be_mobile(document.slice(host))).collect();
        if paths.is_empty() && !is_likely.contains(&true) {
            return;
        }
        for (address, host) in document.addresses_with_hosts() {
            let range = address.span.range();
            let holds_path = || {
                let next = paths.partition_point(|&at| at < range.start);
                paths.get(next).is_some_and(|&at| at + ACCELERATED.len() <= range.end)
            };
            if !host.is_some_and(|host| is_likely[host.index()]) && !holds_path() {
                continue;
            }
            let url = document.slice(address.span);
            if self.ignore.matches(url) {
                continue;
            }
            if let Some(twin) = WebAddress::parse(url).and_then(|parts| Twin::of(url, &parts)) {
                report(document, address, &twin, findings);
            }
        }
    }
}

/// What stands in the path of an accelerated copy that is not known by its host.
const ACCELERATED: &[u8] = b"/amp";

/// Whether a host has one of the words that all of them have; most hosts have none.
fn may_be_mobile(host: &str) -> bool {
    let host = host.as_bytes();
    let is_one = |at: usize| {
        let (before, behind) = (at.checked_sub(1).map(|at| host[at]), &host[at + 1..]);
        match behind.first() {
            Some(b'.') => matches!(before, None | Some(b'.')),
            Some(b'p') => before == Some(b'a'),
            Some(b'o') => behind.starts_with(b"obile."),
            _ => false,
        }
    };
    host.iter().enumerate().any(|(at, byte)| *byte == b'm' && is_one(at))
}

fn report(document: &Document, address: Address, twin: &Twin, findings: &mut Findings) {
    let mut edits = Vec::new();
    let effects = readdress(document, address, &twin.address, &mut edits);
    let fix = Fix::new(format!("write `{}`", twin.address), twin.trust, effects, edits);
    let help = match twin.trust {
        Applicability::Safe => "link the page for everybody: a telephone is led to its own by itself",
        _ => "link the page that it is a copy of",
    };
    let message = match twin.kind {
        Kind::Mobile => format!("address of a page for telephones, on {}", twin.host),
        Kind::Accelerated => "address of an accelerated copy of a page (AMP)".to_owned(),
    };
    findings.push(finding(document, address.span, message).help(help).fix(fix));
}

/// What an address is besides that of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mobile,
    Accelerated,
}

/// The same page for everybody.
#[derive(Debug, PartialEq, Eq)]
struct Twin {
    kind: Kind,
    address: String,
    /// The host of the page for telephones.
    host: String,
    trust: Applicability,
}

impl Twin {
    fn of(url: &str, parts: &WebAddress<'_>) -> Option<Self> {
        // An address inside an address is what an archive was asked for.
        if parts.path.contains(":/") {
            return None;
        }
        let (scheme, rest) = url.split_at(url.len() - behind_scheme(url)?.len());
        let behind_host = &rest[rest.find(['/', '?', '#']).unwrap_or(rest.len())..];
        let twin = |kind, address, trust| {
            let host = parts.host.clone().into_owned();
            Some(Self {
                kind,
                address,
                host,
                trust,
            })
        };
        if let Some((kind, host, path)) = TABLE.find(&parts.host, behind_host) {
            return twin(kind, format!("{scheme}{host}{path}"), Applicability::Safe);
        }
        if let Some(address) = cached(parts, behind_host) {
            return twin(Kind::Accelerated, address, Applicability::Safe);
        }
        let (path, behind) = behind_host.split_at_checked(parts.path.len())?;
        let page = article(path)?;
        let start = &url[..url.len() - behind_host.len()];
        twin(
            Kind::Accelerated,
            format!("{start}{page}{behind}"),
            Applicability::Unsafe,
        )
    }
}

/// The address of which `google.com/amp/s/…` or `….cdn.ampproject.org/c/s/…` is a copy.
fn cached(parts: &WebAddress<'_>, behind_host: &str) -> Option<String> {
    let place = if parts.host.ends_with(".cdn.ampproject.org") || parts.host == "cdn.ampproject.org" {
        behind_host
            .strip_prefix("/c/")
            .or_else(|| behind_host.strip_prefix("/v/"))?
    } else if matches!(&*parts.host, "google.com" | "www.google.com") {
        behind_host.strip_prefix("/amp/")?
    } else {
        return None;
    };
    let (scheme, place) = match place.strip_prefix("s/") {
        Some(place) => ("https", place),
        None => ("http", place),
    };
    let is_host = place.split('/').next().is_some_and(|host| host.contains('.'));
    is_host.then(|| format!("{scheme}://{place}"))
}

/// So many hyphens and more has the name of an article.
const HYPHENS: usize = 3;

/// The path of an article without the `/amp` at its end.
fn article(path: &str) -> Option<String> {
    let slash = if path.ends_with('/') { "/" } else { "" };
    let page = path.strip_suffix('/').unwrap_or(path).strip_suffix("/amp")?;
    let (_, name) = page.rsplit_once('/')?;
    let is_article = memchr::memchr_iter(b'-', name.as_bytes()).count() >= HYPHENS;
    is_article.then(|| format!("{page}{slash}"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    from: String,
    to: String,
    path: Option<String>,
    page: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairs {
    twins: Vec<Pair>,
    /// Who says so; for those who read the table.
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    twins: Vec<Pairs>,
    /// The pairs of each host, without the star and its period.
    #[serde(skip)]
    by_host: FxHashMap<String, Vec<Pair>>,
}

impl Table {
    /// The host and the path of the same page for everybody.
    fn find(&self, host: &str, path: &str) -> Option<(Kind, String, String)> {
        let (name, parent) = host.split_once('.').unwrap_or(("", host));
        let exact = self.by_host.get(host).into_iter().flatten().map(|pair| (pair, ""));
        let below = self.by_host.get(&format!("*.{parent}")).into_iter().flatten();
        let mut pairs = exact.chain(below.map(|pair| (pair, name)));
        pairs.find_map(|(pair, name)| {
            let rest = path.strip_prefix(pair.path.as_deref().unwrap_or_default())?;
            let is_accelerated = pair.path.is_some() || pair.from.starts_with("amp.");
            let kind = if is_accelerated {
                Kind::Accelerated
            } else {
                Kind::Mobile
            };
            let page = pair.page.as_deref().unwrap_or_default();
            Some((kind, pair.to.replacen('*', name, 1), format!("{page}{rest}")))
        })
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let text = include_str!("../../rules/mobile-url.toml");
    let mut table: Table = toml::from_str(text).unwrap_or_else(|error| panic!("rules/mobile-url.toml: {error}"));
    for group in &mut table.twins {
        for pair in group.twins.drain(..) {
            table.by_host.entry(pair.from.clone()).or_default().push(pair);
        }
    }
    table
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sane() {
        let text = include_str!("../../rules/mobile-url.toml");
        let table: Table = toml::from_str(text).unwrap();
        for group in &table.twins {
            assert!(group._source.starts_with("https://"));
            assert!(group.twins.is_sorted_by_key(|pair| (&pair.from, &pair.path)));
            for pair in &group.twins {
                assert_eq!(pair.from.starts_with('*'), pair.to.starts_with('*'), "{}", pair.from);
                assert_eq!(pair.path.is_some(), pair.page.is_some(), "{}", pair.from);
                let holds_path = pair.path.as_ref().is_some_and(|path| path.contains("/amp"));
                assert!(may_be_mobile(&pair.from) || holds_path, "{}", pair.from);
            }
        }
    }

    #[test]
    fn twins_are_found() {
        let twin = |url: &str| Some(Twin::of(url, &WebAddress::parse(url)?)?.address);
        let found = |url, expected: &str| assert_eq!(twin(url).as_deref(), Some(expected));
        found(
            "https://en.m.wikipedia.org/wiki/A_b#c",
            "https://en.wikipedia.org/wiki/A_b#c",
        );
        found("http://m.youtube.com?v=1", "http://www.youtube.com?v=1");
        found("https://www.google.com/amp/s/a.org/b?c", "https://a.org/b?c");
        found("https://a-org.cdn.ampproject.org/v/s/a.org/b", "https://a.org/b");
        found(
            "https://a.org/how-to-draw-charts/amp/",
            "https://a.org/how-to-draw-charts/",
        );
        for url in [
            "https://m.org/a",
            "https://a.org/docs/amp/",
            "https://google.com/amp/",
            "https://x.m.youtube.com/",
        ] {
            assert_eq!(twin(url), None);
        }
    }
}
