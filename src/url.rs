//! When two links lead to the same page, without asking the network.

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

#[cfg(test)]
mod tests {
    use super::canonical_key;

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
