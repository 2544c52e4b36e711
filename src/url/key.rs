//! The canonical key of an address: equal for two spellings of one page, without asking the network.

use std::borrow::Cow;

use super::site;
use super::tracking::{self, Purpose};
use super::{Parameter, WebAddress, parameters, repository, split_before};
use crate::scan::{ByteSet, trim};

/// The key of an address: two addresses with equal keys lead to the same page. `None` for what is no
/// page of its own: anchors, mail, relative paths.
///
/// The scheme (http or https), `www.`, the case and the script of the host, the default port, doubled slashes and
/// those at the end, `index.html`, escapes that are not needed, the order of the query, parameters that
/// only track, an empty fragment, `#readme`, `#top`, text fragments and marks of who shared it (`#.wskogqenq`) make no difference; all else does.
/// `rules/duplicate-link.toml` says what makes no difference on single sites. A key, written as an
/// address, has itself as its key.
pub fn canonical_key(url: &str) -> Option<String> {
    let mut key = String::with_capacity(url.len());
    push_key(url, &mut key).then_some(key)
}

/// Appends the key of an address to a text; false where it has none.
pub fn push_key(url: &str, out: &mut String) -> bool {
    let url = trim(url);
    repository::push_key(url, out) || push(url, out, MOST_ARCHIVES).unwrap_or_default()
}

/// How many archives may hold one another in an address with a key.
const MOST_ARCHIVES: usize = 3;

/// As `push_key`; `None` where more archives hold one another.
fn push(url: &str, out: &mut String, archives: usize) -> Option<bool> {
    if let Some(page) = usual_page(url) {
        site::push(&page, out);
        return Some(true);
    }
    let Some((scheme, rest)) = split_scheme(url) else {
        return Some(false);
    };
    let (rest, fragment) = split_before(rest, b'#');
    let (rest, query) = split_before(rest, b'?');
    let authority = memchr::memchr2(b'/', b'\\', rest.as_bytes()).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(authority);
    let host = host(authority, &scheme);
    if host.is_empty() || !is_usual_host(&host) && !is_host(&host) {
        return Some(false);
    }
    let own = out.len();
    let archived = site::archived(&host, path);
    if let Some(inner) = archived {
        let archives = archives.checked_sub(1)?;
        let start = inner.as_ptr() as usize - url.as_ptr() as usize;
        let inner = with_scheme(&url[start..]);
        if push(&inner, out, archives)? {
            return Some(true);
        }
        out.truncate(own);
    }
    let is_web = matches!(&*scheme, "http" | "https" | "");
    if !is_web {
        out.push_str(&scheme);
        out.push_str("://");
    }
    let path = clean_path(path);
    let page = Page {
        query: clean_query(url, query, &host, &path),
        path,
        fragment: clean_fragment(fragment),
        host,
    };
    site::push(&page, out);
    if archived.is_some() {
        // With its escapes decoded it may be what an archive was asked for.
        let key = format!("{}{}", if is_web { "https://" } else { "" }, &out[own..]);
        let mut inner = String::new();
        if push(&key, &mut inner, archives - 1) == Some(true) {
            out.replace_range(own.., &inner);
        }
    }
    Some(true)
}

/// An address whose parts are written in one way.
pub(super) struct Page<'u> {
    pub host: Cow<'u, str>,
    /// Without a slash at the end; empty for the front page.
    pub path: Cow<'u, str>,
    /// The parameters that matter, in their order.
    pub query: Vec<Cow<'u, str>>,
    /// With its sign, or empty.
    pub fragment: Cow<'u, str>,
}

/// The page of an address as nearly all are written: with a host and a path in which nothing is to be mended.
fn usual_page(url: &str) -> Option<Page<'_>> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let end = rest.bytes().position(|byte| !HOST.has(byte)).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let is_usual = !host.is_empty() && !host.ends_with('.') && matches!(path.bytes().next(), None | Some(b'/'));
    if !is_usual || !is_clean(path) {
        return None;
    }
    let host = &host[www(host)..];
    site::archived(host, path).is_none().then(|| Page {
        host: Cow::Borrowed(host),
        path: trim_path(Cow::Borrowed(path)),
        query: Vec::new(),
        fragment: Cow::Borrowed(""),
    })
}

/// The scheme in small letters, and what follows it; the scheme is empty where the address leaves it out.
fn split_scheme(url: &str) -> Option<(Cow<'_, str>, &str)> {
    for scheme in ["https", "http"] {
        if let Some(rest) = url.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("://")) {
            return Some((Cow::Borrowed(scheme), rest));
        }
    }
    if let Some(rest) = url.strip_prefix("//") {
        return Some((Cow::Borrowed(""), rest));
    }
    let (scheme, rest) = url.split_once("://")?;
    let is_scheme = scheme
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    (is_scheme && !scheme.is_empty()).then(|| (Cow::Owned(scheme.to_ascii_lowercase()), rest))
}

/// What an archive was asked for, which may leave the scheme out.
fn with_scheme(url: &str) -> Cow<'_, str> {
    // Servers join the slashes behind the scheme.
    for scheme in ["http", "https"] {
        let rest = url.strip_prefix(scheme).and_then(|rest| rest.strip_prefix(":/"));
        if let Some(rest) = rest.filter(|rest| !rest.starts_with('/')) {
            return Cow::Owned(format!("{scheme}://{rest}"));
        }
    }
    match url.contains("://") && split_scheme(url).is_some() {
        true => Cow::Borrowed(url),
        false => Cow::Owned(format!("http://{}", url.trim_start_matches('/'))),
    }
}

fn host<'u>(authority: &'u str, scheme: &str) -> Cow<'u, str> {
    let default_port = match scheme {
        "http" => ":80",
        // Without a scheme it is that of a page that is read today.
        "https" | "" => ":443",
        _ => ":",
    };
    if is_usual_host(authority) {
        return Cow::Borrowed(&authority[www(authority)..]);
    }
    let host = trim_host(authority, default_port);
    let is_plain = host.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let host = match is_plain {
        true => Cow::Borrowed(host),
        // What is mapped to nothing may stand behind a period or a colon.
        false => Cow::Owned(trim_host(&ascii_host(host), default_port).to_owned()),
    };
    let start = www(&host);
    match host {
        Cow::Borrowed(host) => Cow::Borrowed(&host[start..]),
        Cow::Owned(host) if start == 0 => Cow::Owned(host),
        Cow::Owned(host) => Cow::Owned(host[start..].to_owned()),
    }
}

/// A host without what makes no difference at its end.
fn trim_host<'h>(mut host: &'h str, default_port: &str) -> &'h str {
    while let Some(shorter) = [default_port, ":", "."].iter().find_map(|end| host.strip_suffix(end)) {
        host = shorter;
    }
    host
}

/// How long the `www.` before a host is.
fn www(host: &str) -> usize {
    let mut start = 0;
    while host[start..].starts_with("www.") && host[start + 4..].contains('.') {
        start += 4;
    }
    start
}

/// The bytes of nearly all hosts.
const HOST: ByteSet = ByteSet::of(b"-.0123456789abcdefghijklmnopqrstuvwxyz");

/// Whether a host is written as it is in a key, but for its `www.`.
fn is_usual_host(authority: &str) -> bool {
    authority.bytes().all(|byte| HOST.has(byte)) && !authority.ends_with('.')
}

/// Whether a text can be a host: it has no blanks, escapes and quotation marks, and its brackets are closed.
fn is_host(host: &str) -> bool {
    let is_foreign = |sign: char| {
        let is_mark = matches!(sign, '"' | '%' | '<' | '>' | '^' | '`' | '{' | '|' | '}');
        is_mark || sign.is_whitespace() || sign.is_control()
    };
    let is_closed = !host.starts_with('[') || host.contains(']');
    is_closed && !host.starts_with(':') && !host.contains(is_foreign)
}

/// A host in the letters of the name system: `bücher.example` as `xn--bcher-kva.example`.
fn ascii_host(host: &str) -> String {
    if host.is_ascii() {
        return host.to_ascii_lowercase();
    }
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (name, port),
        _ => (host, ""),
    };
    let colon = if port.is_empty() { "" } else { ":" };
    match idna::domain_to_ascii(name) {
        Ok(name) => format!("{}{colon}{port}", name.trim_end_matches('.')),
        Err(_) => host.to_lowercase(),
    }
}

/// The names of the page that a folder shows by itself.
const INDEX_PAGES: [&str; 8] = [
    "default.asp",
    "default.aspx",
    "index.asp",
    "index.htm",
    "index.html",
    "index.php",
    "index.shtml",
    "index.xhtml",
];

fn clean_path(path: &str) -> Cow<'_, str> {
    trim_path(match is_clean(path) {
        true => Cow::Borrowed(path),
        false => Cow::Owned(without_dots(&join_slashes(&path.replace('\\', "/")))),
    })
}

/// A path without slashes and the page of a folder at its end.
fn trim_path(mut clean: Cow<'_, str>) -> Cow<'_, str> {
    loop {
        let trimmed = clean.trim_end_matches('/');
        let end = without_index_page(trimmed).len();
        if end == clean.len() {
            return clean;
        }
        match &mut clean {
            Cow::Borrowed(path) => *path = &path[..end],
            Cow::Owned(path) => path.truncate(end),
        }
    }
}

/// A path without the page of a folder at its end.
fn without_index_page(path: &str) -> &str {
    // Most paths end otherwise.
    if !matches!(path.as_bytes().last(), Some(b'p' | b'x' | b'm' | b'l')) {
        return path;
    }
    let folder = memchr::memrchr(b'/', path.as_bytes()).map_or(0, |slash| slash + 1);
    match INDEX_PAGES.contains(&&path[folder..]) {
        true => &path[..folder],
        false => path,
    }
}

/// The path without segments that lead nowhere and back.
fn without_dots(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            ".." if segments.len() > 1 => {
                segments.pop();
            }
            "." | ".." => {}
            _ => segments.push(segment),
        }
    }
    segments.join("/")
}

/// The bytes of most paths.
const PATH: ByteSet = ByteSet::of(b"!$&'()*+,-./0123456789:;=@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~");

/// Whether a path has no escapes, no blanks, its slashes are single, and no segment of it begins with a period.
fn is_clean(path: &str) -> bool {
    let mut before = 0;
    path.bytes().all(|byte| {
        let is_odd = before == b'/' && matches!(byte, b'/' | b'.');
        before = byte;
        !is_odd && PATH.has(byte)
    })
}

/// The path with its escapes decoded and its slashes single, but for those behind the colon of an inner address.
fn join_slashes(path: &str) -> String {
    let mut joined = String::with_capacity(path.len());
    for character in normalize_escapes(path).chars() {
        let is_double = character == '/' && joined.ends_with('/') && !joined.ends_with(":/");
        if !is_double {
            joined.push(character);
        }
    }
    joined
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'%')
}

/// The text with all escapes decoded but those of signs that part an address, and of blanks.
fn normalize_escapes(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut run = Vec::new();
    while let Some(character) = rest.chars().next() {
        if let Some(byte) = escape(rest) {
            run.push(byte);
            rest = &rest[3..];
            continue;
        }
        flush(&mut run, &mut out);
        // A percent sign by itself would make an escape of what is decoded behind it.
        match character == '%' || character.is_whitespace() || character.is_control() {
            true => push_escaped(character, &mut out),
            false => out.push(character),
        }
        rest = &rest[character.len_utf8()..];
    }
    flush(&mut run, &mut out);
    Cow::Owned(out)
}

/// The byte that the escape at the start of a text stands for.
fn escape(text: &str) -> Option<u8> {
    let bytes = text.as_bytes();
    let digit = |at: usize| (*bytes.get(at)? as char).to_digit(16);
    let (high, low) = (digit(1)?, digit(2)?);
    (bytes[0] == b'%').then_some((high * 16 + low) as u8)
}

/// Writes decoded bytes: as characters where they are text and part nothing, else as escapes.
fn flush(run: &mut Vec<u8>, out: &mut String) {
    for chunk in run.utf8_chunks() {
        for character in chunk.valid().chars() {
            let parts = matches!(character, '/' | '\\' | '?' | '#' | '%' | '&' | '=' | '+' | ';');
            match parts || character.is_whitespace() || character.is_control() {
                true => push_escaped(character, out),
                false => out.push(character),
            }
        }
        chunk.invalid().iter().for_each(|byte| push_escape(*byte, out));
    }
    run.clear();
}

fn push_escaped(character: char, out: &mut String) {
    let mut buffer = [0; 4];
    let bytes = character.encode_utf8(&mut buffer).bytes();
    bytes.for_each(|byte| push_escape(byte, out));
}

fn push_escape(byte: u8, out: &mut String) {
    out.push('%');
    out.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[digit as usize])));
}

/// The parameters that matter, by their names.
fn clean_query<'u>(url: &'u str, query: &str, host: &str, path: &str) -> Vec<Cow<'u, str>> {
    if query.len() < 2 {
        return Vec::new();
    }
    let address = WebAddress {
        host: Cow::Borrowed(host),
        path,
        query: None,
    };
    let all = parameters(url).into_iter();
    let mut kept: Vec<Cow<'u, str>> = all.map(|one| clean_parameter(&url[one.place])).collect();
    kept.retain(|one| !one.is_empty());
    let purpose = |text: &str| {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        let place = 0..text.len();
        tracking::purpose(&address, &Parameter { name, value, place })
    };
    let is_tracked = kept.iter().any(|one| purpose(one) == Some(Purpose::Identifier));
    kept.retain(|one| match purpose(one) {
        Some(Purpose::Identifier | Purpose::Campaign | Purpose::Leftover | Purpose::Weak(_)) => false,
        Some(Purpose::Companion) => !is_tracked,
        // Behind the front page it may be a branch.
        None => !(path.is_empty() && name(one) == "ref" && !site::is_forge(host)),
    });
    kept.sort_by(|first, second| name(first).cmp(name(second)));
    kept
}

/// A parameter with its escapes decoded, without what is left of `&amp;` that was escaped twice.
fn clean_parameter(parameter: &str) -> Cow<'_, str> {
    match normalize_escapes(parameter) {
        Cow::Borrowed(clean) => Cow::Borrowed(clean.trim_start_matches("amp;")),
        Cow::Owned(clean) => Cow::Owned(clean.trim_start_matches("amp;").to_owned()),
    }
}

/// The name of a parameter as it is written.
pub(super) fn name(parameter: &str) -> &str {
    parameter.split_once('=').map_or(parameter, |(name, _)| name)
}

fn clean_fragment(fragment: &str) -> Cow<'_, str> {
    if fragment.is_empty() {
        return Cow::Borrowed("");
    }
    let clean = normalize_escapes(fragment);
    let end = clean.find(":~:text=").unwrap_or(clean.len());
    match clean {
        _ if matches!(&clean[..end], "#" | "#readme" | "#top" | "") => Cow::Borrowed(""),
        // Medium and AddThis write down here who shared an address.
        _ if clean.starts_with("#.") => Cow::Borrowed(""),
        Cow::Borrowed(clean) => Cow::Borrowed(&clean[..end]),
        Cow::Owned(clean) => Cow::Owned(clean[..end].to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::canonical_key;

    #[track_caller]
    fn same(first: &str, second: &str) {
        assert!(canonical_key(first).is_some(), "{first}");
        assert_eq!(canonical_key(first), canonical_key(second));
    }

    #[track_caller]
    fn different(first: &str, second: &str) {
        assert_ne!(canonical_key(first), canonical_key(second));
    }

    #[test]
    fn spellings_of_one_page_have_one_key() {
        same("http://Example.org", "https://www.example.org/");
        same("HTTP://example.org./a", "//example.org/a");
        same("https://example.org:443/a", "http://example.org:80/a/");
        same("//example.org:443/a", "https://example.org/a");
        same("//example.org:\u{feff}/a", "https://example.org/a");
        same("https://example.org/100%/a", "https://example.org/100%25/a");
        same("https://example.org/%%32%38", "https://example.org/%2528");
        same("https://example.org/a#", "https://example.org/a#:~:text=b");
        same("https://example.org/a#readme", "https://example.org/a");
        same("https://example.org/?a=1", "https://example.org?a=1");
        same("https://example.org/?a=1&b=2", "https://example.org/?b=2&amp;a=1");
        same("https://example.org/?a=1&amp;amp;b=2", "https://example.org/?b=2&a=1");
        same("https://example.org/?%61mp;b&a&amp;amp;", "https://example.org/?a&b");
        same("https://example.org//a///b.pdf", "https://example.org/a/b.pdf");
        same(
            "https://example.org/%7Ea/%28b%29/%c3%a9",
            "https://example.org/~a/(b)/é",
        );
        same("https://example.org/a b", "https://example.org/a%20b");
        same("https://bücher.example/", "https://xn--bcher-kva.example");
        same("https://пример.рф", "http://xn--e1afmkfd.xn--p1ai/");
        same("https://example.org/book/index.html", "https://example.org/book");
        same("https://example.org/index.php?a=1", "https://example.org/?a=1");
        same("https://example.org/a?utm_source=x&fbclid=y", "https://example.org/a");
        same("https://example.org/?ref=list", "https://example.org");
    }

    #[test]
    fn pages_that_differ_have_keys_that_differ() {
        different("https://example.org/a", "https://example.org/A");
        different("https://example.org/a?b=1", "https://example.org/a?b=2");
        different("https://example.org/a?b=1", "https://example.org/a");
        different("https://example.org/a#b", "https://example.org/a#c");
        different("https://example.org/a#b", "https://example.org/a");
        different("https://example.org/#/a", "https://example.org/");
        different("https://example.org/a.pdf#page=37", "https://example.org/a.pdf");
        different("https://example.org:8080", "https://example.org");
        different("https://www2.example.org", "https://example.org");
        different("https://m.example.org", "https://example.org");
        different("https://example.org/a%2Fb", "https://example.org/a/b");
        different("https://example.org/a%3Fb", "https://example.org/a?b");
        different("https://example.org/a%23b", "https://example.org/a#b");
        different("https://example.org/index-zh-cn.html", "https://example.org/");
        different("https://example.org/a?ref=dev", "https://example.org/a");
        different("https://git.example.org/?ref=dev", "https://git.example.org/");
        different("ftp://example.org/a", "https://example.org/a");
        different(
            "https://example.org/http://a.example/b",
            "https://example.org/http:/a.example/b",
        );
    }

    #[test]
    fn what_is_no_page_has_no_key() {
        for url in [
            "",
            "#a",
            "a/b.md",
            "mailto:a@example.org",
            "https://",
            "/x",
            "a b://c",
            "https://%20a/b",
            "https://a\u{2000}!.",
        ] {
            assert_eq!(canonical_key(url), None, "{url}");
        }
    }
}
