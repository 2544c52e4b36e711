//! What addresses mean, without asking the network: when two lead to the same page, and what they hold.

use std::borrow::Cow;

/// The key of an address: two addresses with equal keys lead to the same page. `None` for what is no
/// page of its own: anchors, mail, relative paths.
///
/// The scheme (http or https), `www.`, the case of the host, the default port, slashes at the end, an
/// empty fragment, `#readme` and text fragments make no difference; the query and every other fragment
/// do. Owner and repository on github.com and gitlab.com have no case.
pub fn canonical_key(url: &str) -> Option<String> {
    let url = url.trim();
    let scheme_end = url.find("://")?;
    let scheme = url[..scheme_end].to_ascii_lowercase();
    let rest = &url[scheme_end + 3..];
    let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(host_end);
    if host.is_empty() {
        return None;
    }
    let mut key = String::with_capacity(url.len());
    let is_web = scheme == "http" || scheme == "https";
    if !is_web {
        key.push_str(&scheme);
        key.push_str("://");
    }
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = match scheme.as_str() {
        "http" => host.strip_suffix(":80").unwrap_or(host),
        "https" => host.strip_suffix(":443").unwrap_or(host),
        _ => host,
    };
    key.push_str(host);

    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (rest, None),
    };
    let path = path.trim_end_matches('/');
    if matches!(host, "github.com" | "gitlab.com") {
        push_repository_path(&mut key, path);
    } else {
        key.push_str(path);
    }
    if let Some(query) = query.filter(|query| !query.is_empty()) {
        key.push('?');
        key.push_str(query);
    }
    let fragment = fragment.split(":~:text=").next().unwrap_or_default();
    if !fragment.is_empty() && fragment != "readme" {
        key.push('#');
        key.push_str(fragment);
    }
    Some(key)
}

/// `/Owner/Repo.git/rest`: owner and repository in lower case and without `.git`, the rest as it is.
fn push_repository_path(key: &mut String, path: &str) {
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            key.push('/');
        }
        match index {
            1 => key.push_str(&segment.to_lowercase()),
            2 => {
                let segment = segment.to_lowercase();
                key.push_str(segment.strip_suffix(".git").unwrap_or(&segment));
            }
            _ => key.push_str(segment),
        }
    }
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
const DOMAINS: [&str; 30] = [
    "ac", "app", "at", "be", "blog", "br", "ca", "cloud", "com", "cz", "de", "dev", "edu", "es", "eu", "fr", "gov",
    "info", "io", "it", "jp", "kr", "net", "nl", "online", "org", "ru", "se", "tech", "uk",
];

/// Those of them that a file may end in all the same: notes of Emacs, programs, manuals.
const FILE_ENDINGS: [&str; 3] = ["app", "info", "org"];

/// Whether a relative target looks like an address without its scheme: `example.org/page`, `www.example.org`.
pub fn looks_like_host(target: &str) -> bool {
    let host = target.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let is_label = |label: &str| {
        !label.is_empty()
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
    let is_file = FILE_ENDINGS.contains(&lower.as_str()) && host.len() == target.len() && !name.contains('.');
    name.split('.').all(is_label) && is_label(domain) && (is_known && !is_file || is_web)
}

#[cfg(test)]
mod tests {
    use super::{DOMAINS, canonical_key, looks_like_host, percent_decode, percent_encode};

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

    #[track_caller]
    fn same(first: &str, second: &str) {
        assert_eq!(canonical_key(first), canonical_key(second));
    }

    #[track_caller]
    fn different(first: &str, second: &str) {
        assert_ne!(canonical_key(first), canonical_key(second));
    }

    #[test]
    fn spellings_of_one_page_have_one_key() {
        same("http://Example.org", "https://www.example.org/");
        same("https://example.org:443/a", "http://example.org:80/a/");
        same(
            "https://github.com/Owner/Repo.git",
            "https://github.com/owner/repo#readme",
        );
        same("https://example.org/a#", "https://example.org/a#:~:text=b");
        same("https://example.org/?a=1", "https://example.org?a=1");
    }

    #[test]
    fn pages_that_differ_have_keys_that_differ() {
        different("https://example.org/a", "https://example.org/A");
        different("https://example.org/a?b=1", "https://example.org/a?b=2");
        different("https://example.org/a#b", "https://example.org/a#c");
        different("https://example.org:8080", "https://example.org");
        different("https://github.com/o/r/tree/Main", "https://github.com/o/r/tree/main");
    }

    #[test]
    fn what_is_no_page_has_no_key() {
        for url in ["", "#a", "a/b.md", "mailto:a@example.org", "https://", "/x"] {
            assert_eq!(canonical_key(url), None, "{url}");
        }
    }
}
