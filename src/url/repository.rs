//! The keys of repositories on GitHub, of which lists are full, without the table of sites.

use crate::scan::ByteSet;

/// The bytes that owners and repositories are called by.
const NAME: ByteSet = ByteSet::of(b"-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

/// Appends the key of a repository that is written as nearly all are, `https://github.com/owner/name`; false for all
/// else.
pub(super) fn push_key(url: &str, out: &mut String) -> bool {
    let Some(path) = url.strip_prefix("https://github.com/") else {
        return false;
    };
    let path = path.strip_suffix('/').unwrap_or(path);
    let length = |text: &[u8]| text.iter().take_while(|byte| NAME.has(**byte)).count();
    let owner = length(path.as_bytes());
    let Some((b'/', name)) = path.as_bytes()[owner..].split_first() else {
        return false;
    };
    let is_whole = owner > 0 && !name.is_empty() && length(name) == name.len();
    if !is_whole || path.starts_with('.') || memchr::memchr(b'.', name).is_some_and(|at| means_less(name, at)) {
        return false;
    }
    let start = out.len();
    out.push_str("github.com/");
    out.push_str(path);
    out[start..].make_ascii_lowercase();
    true
}

/// Whether a name may hold what is no part of it, by its first period: `.git`, `index.html`.
fn means_less(name: &[u8], period: usize) -> bool {
    matches!(&name[..period], b"" | b"index" | b"default") || name.to_ascii_lowercase().ends_with(b".git")
}

#[cfg(test)]
mod tests {
    use super::push_key;
    use crate::url::canonical_key;

    fn key(url: &str) -> Option<String> {
        let mut key = String::new();
        push_key(url, &mut key).then_some(key)
    }

    #[test]
    fn keys_are_those_of_the_table() {
        for name in [
            "a/b",
            "A/B",
            "a-b/c_d.js",
            "a/b/",
            "1/2",
            "topics/a",
            "a/b.",
            "a/index",
            "a/b.git.c",
        ] {
            // What needs the table: another scheme.
            let other = canonical_key(&format!("http://github.com/{name}"));
            assert_eq!(key(&format!("https://github.com/{name}")), other, "{name}");
            assert!(other.is_some(), "{name}");
        }
    }

    #[test]
    fn all_else_is_left_to_the_table() {
        for name in [
            "",
            "a",
            "a/",
            "/a/b",
            "a//b",
            "a/b//",
            "a/b/c",
            "a/b?c",
            "a/b#c",
            "a/b.git",
            "a/b.GIT",
            "a/index.html",
            "a/.b",
            ".a/b",
            "a/default.asp",
            "é/b",
            "a/é",
            "a/b%20",
        ] {
            assert_eq!(key(&format!("https://github.com/{name}")), None, "{name}");
        }
        assert_eq!(key("https://gitlab.com/a/b"), None);
    }
}
