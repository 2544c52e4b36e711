//! Addresses that begin with `http://` although their hosts answer by https.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Address, Document, Effect};
use crate::edit::{Applicability, Fix};
use crate::pattern::Patterns;
use crate::rule::{
    DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, readdress, report_places,
};
use crate::source::{Span, last_from};
use crate::url::{self, WebAddress};

pub static INFO: RuleInfo = RuleInfo {
    name: "insecure-url",
    page: include_str!("../../rules/insecure-url.md"),
    group: Group::Links,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<InsecureUrl>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct InsecureUrl {
    /// Addresses that may begin with `http://`.
    ignore: Patterns,
}

/// From how many addresses on they are reported once.
const MANY: usize = 5;

/// How a host is known to answer by https.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evidence {
    /// By the table, or by the list itself, which mostly writes so.
    Sure,
    /// By some address of the list.
    Likely,
}

impl DocumentRule for InsecureUrl {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let schemes = LazyCell::new(|| schemes(document));
        let mut addresses: Vec<(Address, Evidence)> = Vec::new();
        for address in document.addresses() {
            let url = document.slice(address.span);
            if !is_insecure(url) {
                continue;
            }
            let Some(host) = host_of(url) else { continue };
            let known = is_secure(&host).then_some(Evidence::Sure);
            let Some(evidence) = known.or_else(|| evidence(&host, &schemes)) else {
                continue;
            };
            if !names_scheme(document, address) && !self.ignore.matches(url) {
                addresses.push((address, evidence));
            }
        }
        addresses.sort_by_key(|(address, _)| address.span);
        for evidence in [Evidence::Sure, Evidence::Likely] {
            let of_it = |(address, known): &(Address, Evidence)| (*known == evidence).then_some(*address);
            let addresses: Vec<Address> = addresses.iter().filter_map(of_it).collect();
            let places = addresses.iter().map(|address| address.span).collect();
            let report = |places: &[Span]| report(document, evidence, &addresses, places);
            report_places(document, &INFO, places, |count| count >= MANY, report, findings);
        }
    }
}

/// Whether an address begins with `http:`, as few do.
#[inline]
fn is_insecure(url: &str) -> bool {
    matches!(url.as_bytes(), [b'h', b't', b't', b'p', b':', ..])
}

/// The host of an address that begins with `http://`; `None` where a port or a user is named, which say how
/// the host is to be asked, and for hosts that are examples.
fn host_of(url: &str) -> Option<Cow<'_, str>> {
    let rest = url.strip_prefix("http://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = WebAddress::parse(url)?.host;
    let is_example = host.split('.').any(|label| label == "example");
    (authority.len() == host.len() && !is_example).then_some(host)
}

/// How often the addresses of each host begin with `http://`, and how often with `https://`.
fn schemes(document: &Document) -> FxHashMap<Cow<'_, str>, (usize, usize)> {
    let hosts = document.hosts().all();
    let mut written = vec![(0, 0); hosts.len()];
    for (address, host) in document.addresses_with_hosts() {
        let Some(host) = host else { continue };
        match document.slice(address.span).as_bytes() {
            [b'h', b't', b't', b'p', b's', b':', b'/', b'/', ..] => written[host.index()].1 += 1,
            _ => written[host.index()].0 += 1,
        }
    }
    let mut schemes: FxHashMap<Cow<'_, str>, (usize, usize)> = FxHashMap::default();
    for (&host, (http, https)) in hosts.iter().zip(written) {
        // A host may be written in several ways.
        if let Some(host) = url::host(document.slice(host)) {
            let counts = schemes.entry(host).or_default();
            counts.0 += http;
            counts.1 += https;
        }
    }
    schemes
}

/// What the list itself says of a host.
fn evidence(host: &str, schemes: &FxHashMap<Cow<'_, str>, (usize, usize)>) -> Option<Evidence> {
    match schemes.get(host)? {
        (_, 0) => None,
        (http, https) if https >= http => Some(Evidence::Sure),
        _ => Some(Evidence::Likely),
    }
}

/// Whether a link stands for the scheme: `[HTTP](http://…)`.
fn names_scheme(document: &Document, address: Address) -> bool {
    let text = document.slice(address.holder).get(..6);
    text.is_some_and(|text| text.eq_ignore_ascii_case("[http]"))
}

fn report(document: &Document, evidence: Evidence, addresses: &[Address], places: &[Span]) -> Finding {
    let mut edits = Vec::new();
    for place in places {
        if let Some(address) = last_from(addresses, place.start, |address| address.span.start) {
            let secure = document.slice(address.span).replacen("http:", "https:", 1);
            readdress(document, *address, &secure, &mut edits);
        }
    }
    let host = host_of(document.slice(places[0])).unwrap_or_default();
    let message = match places.len() {
        1 => format!("`http://` before {host}, which answers by https"),
        count => format!("{count} addresses begin with `http://` though their hosts answer by https"),
    };
    let trust = match evidence {
        Evidence::Sure => Applicability::Safe,
        Evidence::Likely => Applicability::Unsafe,
    };
    let effects = &[Effect::Links, Effect::Text, Effect::Html];
    let fix = Fix::new("write `https://`", trust, effects, edits);
    let mut found = finding(document, places[0], message).help("write `https://`").fix(fix);
    if evidence == Evidence::Likely {
        found = found
            .level(Level::Info)
            .help("write `https://`, as other addresses of the host do");
    }
    let others = places
        .iter()
        .skip(1)
        .map(|&span| (document.location(span), "another one"));
    found.others(others)
}

/// Whether the table holds a host.
fn is_secure(host: &str) -> bool {
    let plain = host.strip_prefix("www.").unwrap_or(host);
    let holds_all = || {
        host.split_once('.')
            .is_some_and(|(_, parent)| HOSTS.below.contains(parent))
    };
    HOSTS.exact.contains(plain) || holds_all()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hosts {
    hosts: Vec<String>,
    /// Who says so; for those who read the table.
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    groups: Vec<Hosts>,
}

/// The hosts of the table, and the domains below which all of them are.
#[derive(Default)]
struct Index {
    exact: FxHashSet<String>,
    below: FxHashSet<String>,
}

static HOSTS: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index::default();
    for host in table().groups.into_iter().flat_map(|group| group.hosts) {
        match host.strip_prefix("*.") {
            Some(domain) => index.below.insert(domain.to_owned()),
            None => index.exact.insert(host),
        };
    }
    index
});

fn table() -> Table {
    let text = include_str!("../../rules/insecure-url.toml");
    toml::from_str(text).unwrap_or_else(|error| panic!("rules/insecure-url.toml: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sane() {
        let mut seen = FxHashSet::default();
        for group in table().groups {
            assert!(group.hosts.is_sorted(), "{:?}", group.hosts);
            assert!(group._source.starts_with("https://"), "{:?}", group.hosts);
            for host in group.hosts {
                let is_host = host.contains('.') && !host.contains('/') && !host.starts_with("www.");
                assert!(is_host && host == host.to_lowercase(), "{host}");
                assert!(seen.insert(host), "a host stands in the table once");
            }
        }
    }

    #[test]
    fn a_star_stands_for_one_name() {
        assert!(is_secure("www.youtube.com") && is_secure("youtube.com") && is_secure("me.github.io"));
        assert!(!is_secure("github.io") && !is_secure("a.me.github.io") && !is_secure("notyoutube.com"));
    }
}
