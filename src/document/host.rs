//! The hosts of the addresses, as they are written: told apart once per document, for all rules about hosts.

use super::intern::Interner;
use super::{Address, Document};
use crate::source::Span;

/// A host by its place in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostId(u32);

impl HostId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How many addresses of a list there are for each host, roughly: room is made for so many.
const ADDRESSES_PER_HOST: usize = 4;

/// Every host once, and the host of each address.
#[derive(Debug, Default)]
pub struct Hosts {
    /// Where each is written for the first time, with its user and its port.
    hosts: Vec<Span>,
    /// By address, in the order of [`Document::addresses`].
    of_addresses: Vec<Option<HostId>>,
}

impl Hosts {
    pub(super) fn of(document: &Document) -> Self {
        let text = document.source().text().as_bytes();
        let most = document.links.len() + document.definitions.len();
        let mut numbers = Interner::with_room_for(most / ADDRESSES_PER_HOST);
        let mut hosts: Vec<Span> = Vec::new();
        let mut of_addresses = Vec::with_capacity(most);
        let mut last: Option<HostId> = None;
        for address in document.addresses() {
            let place = place(document.slice(address.span), address.span);
            of_addresses.push(place.map(|place| {
                // Neighbours are mostly on one host.
                if let Some(id) = last.filter(|last| text[hosts[last.index()].range()] == text[place.range()]) {
                    return id;
                }
                let number = numbers.number(text, place, |number| hosts[number as usize]);
                if number as usize == hosts.len() {
                    hosts.push(place);
                }
                *last.insert(HostId(number))
            }));
        }
        Self { hosts, of_addresses }
    }

    /// The hosts in the order of their first places.
    pub fn all(&self) -> &[Span] {
        &self.hosts
    }
}

impl Document {
    pub fn hosts(&self) -> &Hosts {
        self.hosts.get_or_init(|| Hosts::of(self))
    }

    /// The addresses with their hosts; `None` for those that name no host.
    pub fn addresses_with_hosts(&self) -> impl Iterator<Item = (Address, Option<HostId>)> + '_ {
        self.addresses().zip(self.hosts().of_addresses.iter().copied())
    }

    /// The addresses on hosts of a kind: each host is looked at once, and where none is of the kind no address is.
    pub fn addresses_on(&self, is_one: impl Fn(&str) -> bool) -> impl Iterator<Item = Address> + '_ {
        let hosts = self.hosts().all().iter();
        let chosen: Vec<bool> = hosts.map(|&host| is_one(self.slice(host))).collect();
        let most = if chosen.contains(&true) { usize::MAX } else { 0 };
        let all = self.addresses_with_hosts().take(most);
        all.filter_map(move |(address, host)| chosen[host?.index()].then_some(address))
    }
}

/// Where the host of an address stands.
fn place(url: &str, span: Span) -> Option<Span> {
    let rest = behind_scheme(url)?;
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    let start = span.start as usize + url.len() - rest.len();
    Some(Span::new(start, start + end.unwrap_or(rest.len())))
}

/// What follows the scheme of an address on the web, or the whole of one that begins with its host.
pub fn behind_scheme(url: &str) -> Option<&str> {
    let usual = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let rest = usual.or_else(|| url.strip_prefix("//"));
    let rest = rest.or_else(|| url.strip_prefix("HTTPS://").or_else(|| url.strip_prefix("HTTP://")));
    rest.or_else(|| url.starts_with("www.").then_some(url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Source};

    #[test]
    fn every_host_is_looked_at_once() {
        let text = "[a](https://x.org/1) [b](#top) [c](http://y.org?q) <https://x.org#2>\n\n[d]: //y.org/3\n";
        let document = Document::parse(FileId(0), Source::from_text("list.md", text.to_owned()));
        let hosts: Vec<&str> = document
            .hosts()
            .all()
            .iter()
            .map(|&host| document.slice(host))
            .collect();
        assert_eq!(hosts, ["x.org", "y.org"]);
        let on_y: Vec<&str> = document
            .addresses_on(|host| host == "y.org")
            .map(|address| document.slice(address.span))
            .collect();
        assert_eq!(on_y, ["http://y.org?q", "//y.org/3"]);
        assert_eq!(document.addresses_on(|_| false).count(), 0);
    }
}
