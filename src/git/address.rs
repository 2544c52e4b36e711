//! Addresses of repositories: which arguments are some, and which git may be asked to fetch.

/// How git may fetch.
pub(super) const PROTOCOLS: &str = "git:http:https:ssh";

/// Whether an argument is the address of a repository, be it one that is refused, and no path.
pub fn is_address(argument: &str) -> bool {
    let is_scheme = |scheme: &str| {
        let begins = scheme.len() > 1 && scheme.starts_with(|first: char| first.is_ascii_alphabetic());
        begins
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte))
    };
    let has_scheme = argument.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme));
    // `ext::sh -c …` runs a program.
    let has_helper = argument.split_once("::").is_some_and(|(helper, _)| is_scheme(helper));
    has_scheme || has_helper || is_short(argument)
}

/// Whether it is an address as `git@github.com:owner/name`.
fn is_short(argument: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    argument.split_once(':').is_some_and(|(place, path)| {
        let (user, host) = place.split_once('@').unwrap_or(("", ""));
        is_name(user) && is_name(host) && !user.starts_with('-') && !path.is_empty() && !path.starts_with(['-', ':'])
    })
}

/// Whether git may be asked to fetch an address.
pub(super) fn is_allowed(address: &str) -> bool {
    if address.starts_with('-') || address.contains(|sign: char| sign.is_control() || sign.is_whitespace()) {
        return false;
    }
    let Some((scheme, rest)) = address.split_once("://") else {
        return !address.contains("::") && is_short(address);
    };
    // A host that begins with a hyphen would be an option of ssh.
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let is_known = PROTOCOLS
        .split(':')
        .any(|protocol| scheme.eq_ignore_ascii_case(protocol));
    is_known && !host.is_empty() && !host.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_paths() {
        for address in [
            "https://github.com/owner/name",
            "git@github.com:owner/name.git",
            "ssh://git@example.org/name",
            "ext::sh -c true",
            "file:///tmp/name",
            "fd::3",
        ] {
            assert!(is_address(address), "{address}");
        }
        for path in [
            "readme.md",
            "C:\\lists\\readme.md",
            "a/b:c",
            "./x@y:z/..",
            "list: one.md",
            "-x",
        ] {
            assert!(!is_address(path), "{path}");
        }
    }

    #[test]
    fn only_the_network_is_fetched_from() {
        for address in [
            "https://github.com/o/n",
            "HTTP://a.org/n",
            "git@github.com:o/n",
            "ssh://git@a.org/n",
            "git://a.org/n",
        ] {
            assert!(is_allowed(address), "{address}");
        }
        for address in [
            "-uhttps://a.org",
            "--upload-pack=x",
            "ext::sh -c true",
            "file:///tmp/n",
            "file::/tmp/n",
            "https::x",
            "git@-oProxyCommand=x:o/n",
            "-x@a.org:o/n",
            "ssh://-oProxyCommand=x/n",
            "ssh://git@-oProxyCommand=x/n",
            "/tmp/n",
            "https://a.org/n m",
            "https://",
            "a.org:n",
            "git@a.org:-x",
            "git@a.org::x",
        ] {
            assert!(!is_allowed(address), "{address}");
        }
    }
}
