//! What addresses mean, without asking the network: their parts, and when two lead to the same page.

mod class;
mod key;
mod project;
mod repository;
mod site;
pub mod tracking;

use std::borrow::Cow;
use std::ops::Range;

use crate::scan::ByteSet;
use crate::sieve::Sieve;

pub use crate::document::behind_scheme;
pub use key::{canonical_key, push_key};
pub use project::{Project, project};

/// The parts of the address of a page on the web, as they are written.
#[derive(Debug, PartialEq, Eq)]
pub struct WebAddress<'u> {
    /// In lower case, without user and port.
    pub host: Cow<'u, str>,
    /// From the first slash on; empty where there is none.
    pub path: &'u str,
    /// Behind the first `?`.
    pub query: Option<&'u str>,
}

impl<'u> WebAddress<'u> {
    /// Takes an address apart; `None` for what names no host.
    pub fn parse(url: &'u str) -> Option<Self> {
        let rest = behind_scheme(url)?;
        let (rest, query) = match memchr::memchr2(b'?', b'#', rest.as_bytes()) {
            Some(end) if rest.as_bytes()[end] == b'?' => (&rest[..end], split_before(&rest[end..], b'#').0),
            Some(end) => (&rest[..end], ""),
            None => (rest, ""),
        };
        let (authority, path) = split_before(rest, b'/');
        let query = query.get(1..);
        host(authority).map(|host| Self { host, path, query })
    }

    /// The host and the domains that it lies in, but for those of the top level.
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(&*self.host), |domain| {
            let dot = |text: &str| text.bytes().position(|byte| byte == b'.');
            let parent = &domain[dot(domain)? + 1..];
            dot(parent).map(|_| parent)
        })
    }
}

/// A host in lower case, of what is written for it, perhaps with a user and a port; `None` where there is none.
pub fn host(written: &str) -> Option<Cow<'_, str>> {
    const PLAIN: ByteSet = ByteSet::of(b"-.0123456789abcdefghijklmnopqrstuvwxyz");
    if !written.is_empty() && !written.ends_with('.') && written.bytes().all(|byte| PLAIN.has(byte)) {
        return Some(Cow::Borrowed(written));
    }
    let host = match memchr::memrchr(b'@', written.as_bytes()) {
        Some(at) => &written[at + 1..],
        None => written,
    };
    let (host, _) = split_before(host, b':');
    let host = host.strip_suffix('.').unwrap_or(host);
    (!host.is_empty()).then(|| Cow::Owned(host.to_ascii_lowercase()))
}

/// Whether a host, as it is written, may be one of a table, or lie in one of its domains: quick, and never wrongly no.
pub fn may_lie_in(host: &str, table: &Sieve) -> bool {
    let mut domain = host;
    if domain.bytes().any(|byte| matches!(byte, b'@' | b':')) || domain.ends_with('.') {
        return true;
    }
    loop {
        if table.may_hold(domain) {
            return true;
        }
        match domain.bytes().position(|byte| byte == b'.') {
            Some(dot) => domain = &domain[dot + 1..],
            None => return false,
        }
    }
}

/// A text before a sign, and from it on.
fn split_before(text: &str, sign: u8) -> (&str, &str) {
    text.split_at(memchr::memchr(sign, text.as_bytes()).unwrap_or(text.len()))
}

/// A parameter of a query, as it is written.
#[derive(Debug, PartialEq, Eq)]
pub struct Parameter<'u> {
    pub name: &'u str,
    pub value: &'u str,
    /// Where it stands in the address.
    pub place: Range<usize>,
}

/// The parameters of an address; `&amp;` parts them as `&` does.
pub fn parameters(url: &str) -> Vec<Parameter<'_>> {
    let query = query_place(url);
    let mut parameters = Vec::new();
    let mut at = query.start + 1;
    while at <= query.end {
        let rest = &url[at..query.end];
        let length = memchr::memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        let (name, value) = rest[..length].split_once('=').unwrap_or((&rest[..length], ""));
        parameters.push(Parameter {
            name,
            value,
            place: at..at + length,
        });
        let is_entity = rest[length..].starts_with("&amp;");
        at += length + if is_entity { "&amp;".len() } else { 1 };
    }
    parameters
}

/// The address with some of its parameters, all else as it is.
pub fn with_parameters(url: &str, parameters: &[Parameter<'_>], is_kept: impl Fn(usize) -> bool) -> String {
    let query = query_place(url);
    let mut kept = url[..query.start].to_owned();
    for (index, parameter) in parameters.iter().enumerate() {
        if parameter.place.is_empty() || !is_kept(index) {
            continue;
        }
        let separator = match index.checked_sub(1) {
            Some(before) if kept.len() > query.start => &url[parameters[before].place.end..parameter.place.start],
            _ => "?",
        };
        kept.push_str(separator);
        kept.push_str(&url[parameter.place.clone()]);
    }
    kept.push_str(&url[query.end..]);
    kept
}

/// From the `?` to the fragment; empty where there is none.
fn query_place(url: &str) -> Range<usize> {
    let place = |sign: u8, end: usize| memchr::memchr(sign, &url.as_bytes()[..end]).unwrap_or(end);
    let end = place(b'#', url.len());
    place(b'?', end)..end
}

/// A part of an address with its `%` escapes decoded; as it is where they are no UTF-8.
pub fn percent_decode(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'%', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let digit = |byte: Option<&u8>| (*byte? as char).to_digit(16);
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (digit(bytes.get(at + 1)), digit(bytes.get(at + 2))) {
            (Some(high), Some(low)) if bytes[at] == b'%' => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// A text as a fragment or a path: what ends a link or cannot be seen is escaped with `%`, and every
/// character that is not ASCII where `is_escaped` says so.
pub fn percent_encode(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    let mut buffer = [0; 4];
    for character in text.chars() {
        let is_plain = match character {
            '%'
            | '<'
            | '>'
            | '('
            | ')'
            | '"'
            | '\\'
            | '`'
            | '|'
            | '^'
            | '{'
            | '}'
            | '['
            | ']'
            | '\u{FE00}'..='\u{FE0F}' => false,
            other => !other.is_whitespace() && !other.is_control() && !is_escaped(other),
        };
        if is_plain {
            encoded.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut buffer).bytes() {
            encoded.push('%');
            encoded.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[digit as usize])));
        }
    }
    encoded
}

/// Top-level domains that an address without its scheme may end in; sorted. Those that are common endings
/// of files too (`md`, `py`, `rs`, `sh`, `zip`) are left out.
const DOMAINS: [&str; 46] = [
    "ac", "ai", "app", "at", "au", "be", "blog", "br", "ca", "ch", "cloud", "cn", "co", "com", "cz", "de", "dev", "dk",
    "edu", "es", "eu", "fi", "fr", "gov", "info", "io", "ir", "it", "jp", "kr", "link", "me", "net", "nl", "no",
    "online", "org", "ru", "se", "site", "tech", "tv", "tw", "uk", "us", "xyz",
];

/// The stems of files that end in `.org`, the notes of Emacs.
const NOTES: [&str; 6] = ["changelog", "index", "notes", "readme", "tasks", "todo"];

/// Whether a relative target looks like an address without its scheme: `example.org/page`, `www.example.org`.
pub fn looks_like_host(target: &str) -> bool {
    let host = target.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte >= 128)
    };
    let Some((name, domain)) = host.rsplit_once('.') else {
        return false;
    };
    let is_web = name.len() > 4 && name.as_bytes()[..4].eq_ignore_ascii_case(b"www.");
    let lower = domain.to_ascii_lowercase();
    let is_known = DOMAINS.binary_search(&lower.as_str()).is_ok();
    let is_file = lower == "org" && NOTES.contains(&name.to_ascii_lowercase().as_str());
    name.split('.').all(is_label) && is_label(domain) && (is_known && !is_file || is_web)
}

#[cfg(test)]
mod tests {
    use super::{DOMAINS, WebAddress, looks_like_host, parameters, percent_decode, percent_encode, with_parameters};

    #[test]
    fn escapes_are_decoded_and_written() {
        assert_eq!(percent_decode("a%20b%C3%A9"), "a bé");
        assert_eq!(percent_decode("100%"), "100%");
        assert_eq!(percent_decode("%FF%zz"), "%FF%zz");
        assert_eq!(percent_encode("\u{FE0F}-é (a)", |_| false), "%EF%B8%8F-é%20%28a%29");
        assert_eq!(percent_encode("é", |character| !character.is_ascii()), "%C3%A9");
    }

    #[test]
    fn hosts_are_told_from_files() {
        assert!(DOMAINS.is_sorted());
        for host in [
            "github.com/a/b",
            "example.org/a",
            "www.example.xyz/a.md",
            "a.b.co.uk?x",
            "example.io:80",
        ] {
            assert!(looks_like_host(host), "{host}");
        }
        for file in [
            "README.md",
            "README.org",
            "a/b.com",
            "setup.py",
            "run.sh",
            ".github",
            "v1.2",
            "..",
            "list.zip",
            "www.md",
            "a b.com",
        ] {
            assert!(!looks_like_host(file), "{file}");
        }
    }

    #[test]
    fn addresses_are_taken_apart() {
        let parts = |url| WebAddress::parse(url).map(|parts| (parts.host.into_owned(), parts.path, parts.query));
        let whole = parts("https://me@News.Example.org:443/a/b?c=d?e#f?g");
        assert_eq!(whole, Some(("news.example.org".to_owned(), "/a/b", Some("c=d?e"))));
        assert_eq!(
            parts("//example.org?a"),
            Some(("example.org".to_owned(), "", Some("a")))
        );
        assert_eq!(parts("www.example.org"), Some(("www.example.org".to_owned(), "", None)));
        for url in ["a/b", "mailto:a@example.org", "ftp://example.org", "#a", "https://"] {
            assert_eq!(parts(url), None, "{url}");
        }
    }

    #[test]
    fn domains_end_below_the_top() {
        let address = WebAddress::parse("https://a.b.example.org/c").unwrap();
        assert_eq!(
            address.domains().collect::<Vec<_>>(),
            ["a.b.example.org", "b.example.org", "example.org"]
        );
        assert_eq!(WebAddress::parse("http://t.co").unwrap().domains().count(), 1);
    }

    #[test]
    fn parameters_are_left_out_alone() {
        let without = |url: &str, name: &str| {
            let all = parameters(url);
            with_parameters(url, &all, |index| all[index].name != name)
        };
        assert_eq!(without("https://example.org/?x=1#f?x", "x"), "https://example.org/#f?x");
        assert_eq!(without("/?x=1&a=%20&b", "x"), "/?a=%20&b");
        assert_eq!(without("/?a&amp;x=1&amp;b=", "x"), "/?a&amp;b=");
        assert_eq!(without("/?a&x=1", "x"), "/?a");
        assert_eq!(without("/?x&&x=1&", "x"), "/");
        assert_eq!(without("/#?x", "x"), "/#?x");
        assert_eq!(parameters("/?a=b=c&é")[1].name, "é");
        assert_eq!(parameters("/").len(), 0);
    }
}
