//! Links through services that hide where they lead.

use std::cell::LazyCell;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::Document;
use crate::pattern::Patterns;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, report_places};
use crate::sieve::Sieve;
use crate::source::Span;
use crate::url::{WebAddress, may_lie_in};

pub static INFO: RuleInfo = RuleInfo {
    name: "link-shortener",
    page: include_str!("../../rules/link-shortener.md"),
    group: Group::Links,
    level: Level::Info,
    fixes: None,
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<LinkShortener>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct LinkShortener {
    /// Addresses that may be short.
    ignore: Patterns,
}

/// So many short links are reported once.
const MANY: usize = 3;

/// So many are how the list writes its links.
const HABIT: usize = 12;

impl DocumentRule for LinkShortener {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let is_short = |span: &Span| {
            let url = document.slice(*span);
            is_shortened(url) && !self.ignore.matches(url)
        };
        // An image shows what it is, wherever it comes from.
        let images = LazyCell::new(|| images(document));
        let addresses = document.addresses_on(|host| may_lie_in(host, &SIEVE));
        let addresses = addresses.map(|address| address.span);
        let places: Vec<Span> = addresses
            .filter(|span| is_short(span) && !images.contains(&span.start))
            .collect();
        if places.len() >= HABIT {
            return;
        }
        let report = |places: &[Span]| report(document, places);
        report_places(document, &INFO, places, |count| count >= MANY, report, findings);
    }
}

/// Where the addresses of images begin.
fn images(document: &Document) -> FxHashSet<u32> {
    let images = document.links().iter().filter(|link| link.is_image);
    images.filter_map(|link| Some(link.url_span?.start)).collect()
}

fn report(document: &Document, places: &[Span]) -> Finding {
    let host = |span: Span| WebAddress::parse(document.slice(span)).map(|address| address.host.into_owned());
    let first = host(places[0]).unwrap_or_default();
    let message = match places.len() {
        1 => format!("address shortened by {first}"),
        count => format!("{count} addresses are shortened, this one by {first}"),
    };
    finding(document, places[0], message).help("write the address that it leads to")
}

/// Pages that services have of their own.
const PAGES: [&str; 12] = [
    "about",
    "api",
    "app",
    "blog",
    "contact",
    "developers",
    "docs",
    "features",
    "help",
    "login",
    "pricing",
    "tools",
];

/// Whether an address is a host of the table and one word behind it; other addresses there are those of the
/// service itself.
fn is_shortened(url: &str) -> bool {
    let Some(address) = WebAddress::parse(url) else {
        return false;
    };
    let host = address.host.strip_prefix("www.").unwrap_or(&address.host);
    if !HOSTS.contains(host) {
        return false;
    }
    let word = address.path.trim_matches('/');
    !word.is_empty() && !word.contains(['/', '.']) && !PAGES.contains(&word)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    hosts: Vec<String>,
}

static HOSTS: LazyLock<FxHashSet<String>> = LazyLock::new(|| table().hosts.into_iter().collect());

static SIEVE: LazyLock<Sieve> = LazyLock::new(|| Sieve::of(HOSTS.iter().map(String::as_str)));

fn table() -> Table {
    let text = include_str!("../../rules/link-shortener.toml");
    toml::from_str(text).unwrap_or_else(|error| panic!("rules/link-shortener.toml: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sane() {
        let hosts = table().hosts;
        assert!(hosts.is_sorted());
        assert_eq!(hosts.len(), HOSTS.len());
        let is_host = |host: &String| host.contains('.') && !host.contains('/') && *host == host.to_lowercase();
        assert!(hosts.iter().all(is_host));
    }
}
