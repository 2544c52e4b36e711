//! Addresses as the JavaScript awesome-lint compares them.

use std::borrow::Cow;

use url::Url;
use url::form_urlencoded;

/// Whether a text is an address with a scheme.
pub fn is_address(text: &str) -> bool {
    let text = text.trim();
    text.contains(':') && !text.contains(' ') && Url::parse(text).is_ok()
}

/// An address without what does not tell two pages apart, as the package normalize-url 8.1 makes it.
pub fn normalized(address: &str) -> Cow<'_, str> {
    if address.starts_with('#') {
        return address.into();
    }
    match normalize(address.trim()) {
        Some(normalized) => normalized.into(),
        None => address.into(),
    }
}

fn normalize(address: &str) -> Option<String> {
    let is_data = address
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("data:"));
    if is_data || has_other_scheme(address) {
        return Some(address.to_owned());
    }
    let mut url = Url::parse(&with_scheme(address)).ok()?;
    // Addresses of files and the like take neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    strip_text_fragment(&mut url);
    url.set_path(&single_slashes(url.path()));
    if let Some(path) = decode_uri(url.path()) {
        url.set_path(&path.replace('\\', "%5C"));
    }
    strip_index(&mut url);
    strip_host(&mut url);
    sort_query(&mut url)?;
    if let Some(path) = url.path().strip_suffix('/').map(str::to_owned) {
        url.set_path(&path);
    }
    let mut text = url.to_string();
    if url.fragment().is_none_or(str::is_empty) && text.ends_with('/') {
        text.pop();
    }
    let rest = ["https://", "http://", "//"]
        .iter()
        .find_map(|start| text.strip_prefix(start));
    Some(rest.map_or_else(|| text.clone(), str::to_owned))
}

fn has_other_scheme(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| {
        let scheme = url.scheme();
        !scheme.contains('.') && !matches!(scheme, "https" | "http" | "file")
    })
}

/// An address with a scheme; those that begin with a slash or with dots stay without.
fn with_scheme(address: &str) -> Cow<'_, str> {
    if let Some(rest) = address.strip_prefix("//") {
        return format!("http:{rest}").into();
    }
    if address.trim_start_matches('.').starts_with('/') {
        return address.into();
    }
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let rest = address.trim_start_matches(is_word);
    if rest.len() < address.len() && rest.starts_with("://") {
        return address.into();
    }
    format!("http:{address}").into()
}

/// Takes the part of a fragment away that names a text; an empty fragment goes too.
fn strip_text_fragment(url: &mut Url) {
    let Some(fragment) = url.fragment() else {
        return;
    };
    let end = fragment.to_ascii_lowercase().find(":~:text").unwrap_or(fragment.len());
    let kept = fragment[..end].to_owned();
    url.set_fragment(Some(kept.as_str()).filter(|kept| !kept.is_empty()));
}

/// A path with each run of slashes as one, but for those behind a scheme in it.
fn single_slashes(path: &str) -> String {
    let mut result = String::with_capacity(path.len());
    let mut scheme_end = None;
    for (at, character) in path.char_indices() {
        if character == '/' && result.ends_with('/') {
            if scheme_end != Some(at) {
                continue;
            }
            scheme_end = None;
        } else if character == '/' && ends_in_scheme(&path[..at]) && path[at..].starts_with("//") {
            scheme_end = Some(at + 1);
        }
        result.push(character);
    }
    result
}

/// Whether a text ends in a small scheme of a word of its own.
fn ends_in_scheme(text: &str) -> bool {
    let Some(text) = text.strip_suffix(':') else {
        return false;
    };
    let is_part =
        |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || "+-.".contains(character);
    let scheme = &text[text.trim_end_matches(is_part).len()..];
    let is_apart = |start: usize| {
        let before = text[..text.len() - scheme.len() + start].chars().next_back();
        !before.is_some_and(|before| before.is_ascii_alphanumeric() || before == '_')
    };
    let letters = scheme.char_indices().filter(|(_, letter)| letter.is_ascii_lowercase());
    letters
        .map(|(start, _)| start)
        .any(|start| (2..=51).contains(&(scheme.len() - start)) && is_apart(start))
}

/// Decodes all but the signs that part an address; `None` where it is malformed.
fn decode_uri(text: &str) -> Option<String> {
    decode(text, |byte| b";/?:@&=+$,#".contains(&byte))
}

fn decode(text: &str, is_kept: impl Fn(u8) -> bool) -> Option<String> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'%' {
            decoded.push(byte);
            at += 1;
            continue;
        }
        let digits = text
            .get(at + 1..at + 3)
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        let value = u8::from_str_radix(digits, 16).ok()?;
        match is_kept(value) {
            true => decoded.extend_from_slice(&bytes[at..at + 3]),
            false => decoded.push(value),
        }
        at += 3;
    }
    String::from_utf8(decoded).ok()
}

fn strip_index(url: &mut Url) {
    let segments: Vec<&str> = url.path().split('/').filter(|segment| !segment.is_empty()).collect();
    let Some((last, before)) = segments.split_last() else {
        return;
    };
    let ending = last.strip_prefix("index.").unwrap_or_default();
    if ending.is_empty() || !ending.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return;
    }
    let path = match before.is_empty() {
        true => "/".to_owned(),
        false => format!("/{}/", before.join("/")),
    };
    url.set_path(&path);
}

fn strip_host(url: &mut Url) {
    let Some(host) = url.host_str().map(str::to_owned) else {
        return;
    };
    let mut short = host.strip_suffix('.').unwrap_or(&host);
    if let Some(rest) = short.strip_prefix("www.")
        && is_plain_host(rest)
    {
        short = rest;
    }
    if short != host {
        // A host that the parser refuses stays.
        let _ = url.set_host(Some(short));
    }
}

/// Whether a host behind `www.` is of two plain labels or more.
fn is_plain_host(host: &str) -> bool {
    let Some((label, rest)) = host.split_once('.') else {
        return false;
    };
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_label = (1..=63).contains(&label.len()) && label.bytes().all(is_plain);
    let is_rest = (2..=63).contains(&rest.len()) && rest.bytes().all(|byte| is_plain(byte) || byte == b'.');
    is_label && is_rest && label != "www"
}

fn sort_query(url: &mut Url) -> Option<()> {
    if url.query().is_none() {
        return Some(());
    }
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let mut kept: Vec<&(String, String)> = pairs.iter().filter(|(name, _)| !is_campaign(name)).collect();
    let original = match kept.len() == pairs.len() {
        true => url.query().unwrap_or_default().to_owned(),
        false => String::new(),
    };
    kept.sort_by(|first, second| first.0.encode_utf16().cmp(second.0.encode_utf16()));
    if kept.is_empty() {
        url.set_query(None);
        return Some(());
    }
    let sorted = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .finish();
    let decoded = decode(&sorted, |_| false);
    url.set_query(Some(decoded.as_deref().unwrap_or(&sorted)));
    for part in original
        .split('&')
        .filter(|part| !part.is_empty() && !part.contains('='))
    {
        let name = decode(part, |_| false)?;
        let search = format!("?{}", url.query().unwrap_or_default());
        let search = search.replacen(&format!("?{name}="), &format!("?{name}"), 1);
        let search = search.replacen(&format!("&{name}="), &format!("&{name}"), 1);
        url.set_query(search.strip_prefix('?'));
    }
    Some(())
}

fn is_campaign(name: &str) -> bool {
    let rest = name
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("utm_"))
        .map(|_| &name[4..]);
    rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_page_become_equal() {
        let same = [
            ["https://www.example.org/", "http://example.org"],
            ["https://example.org/a//b", "example.org/a/b/"],
            ["https://example.org/index.html", "https://EXAMPLE.org:443"],
            [
                "https://example.org/?b=2&a=1&utm_source=x",
                "https://example.org?a=1&b=2",
            ],
            ["https://user@example.org/%7Ea", "https://example.org/~a?"],
            ["https://example.org/#:~:text=a", "https://example.org"],
            ["https://example.org/#", "https://example.org"],
        ];
        for [first, second] in same {
            assert_eq!(normalized(first), normalized(second));
        }
        for [first, second] in [
            ["https://example.org/A", "https://example.org/a"],
            ["x#a", "x"],
            ["mailto:a", "a"],
        ] {
            assert_ne!(normalized(first), normalized(second));
        }
        assert_eq!(
            normalized("https://web.archive.org/web/https://a.org//b"),
            "web.archive.org/web/https://a.org/b"
        );
    }

    #[test]
    fn addresses_have_a_scheme() {
        for address in ["https://a.org", "mailto:a@b.c", "github:", "x:y"] {
            assert!(is_address(address), "{address}");
        }
        for address in ["", "#a", "a/b", "http//x", "https://a b.org", "http://"] {
            assert!(!is_address(address), "{address}");
        }
    }
}
