//! Which project an address is about: a repository, or the site of one.

use crate::scan::ByteSet;

/// What the key of an address says of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Project<'k> {
    /// A repository, by its owner and its name.
    Repository { owner: &'k str, name: &'k str },
    /// The front page of a site, by what it is called.
    Site { name: &'k str },
}

/// Hosts of repositories.
fn is_forge(host: &str) -> bool {
    matches!(host, "bitbucket.org" | "codeberg.org" | "github.com" | "gitlab.com")
}

/// Whether an owner is a page of the site itself.
fn is_other_page(owner: &str) -> bool {
    matches!(
        owner,
        "apps" | "collections" | "features" | "marketplace" | "orgs" | "sponsors" | "topics" | "users"
    )
}

/// What comes before the names of projects on a site that holds pages of them.
fn before_names(host: &str) -> Option<&'static str> {
    match host {
        "code.google.com" => Some("p/"),
        "crates.io" => Some("crates/"),
        "npmjs.com" => Some("package/"),
        "pypi.org" => Some("project/"),
        "sourceforge.net" => Some("projects/"),
        _ => None,
    }
}

/// Whether others put their sites under a domain.
fn is_shared(domain: &str) -> bool {
    matches!(
        domain,
        "blogspot.com"
            | "codeplex.com"
            | "gitbook.io"
            | "github.io"
            | "gitlab.io"
            | "herokuapp.com"
            | "netlify.app"
            | "netlify.com"
            | "readthedocs.io"
            | "readthedocs.org"
            | "sourceforge.io"
            | "sourceforge.net"
            | "surge.sh"
            | "vercel.app"
    )
}

/// The project that the key of an address is about.
pub fn project(key: &str) -> Option<Project<'_>> {
    // Most projects are here.
    if let Some(path) = key.strip_prefix("github.com/") {
        return repository(path);
    }
    let (host, path) = match memchr::memchr3(b'/', b'?', b'#', key.as_bytes()) {
        None => (key, ""),
        Some(slash) if key.as_bytes()[slash] == b'/' => (&key[..slash], &key[slash + 1..]),
        Some(_) => return None,
    };
    if memchr::memchr2(b'?', b'#', path.as_bytes()).is_some() {
        return None;
    }
    if is_forge(host) {
        return repository(path);
    }
    if let Some(before) = before_names(host) {
        let name = path.strip_prefix(before)?;
        return (!name.contains('/')).then_some(Project::Site { name });
    }
    let dot = memchr::memchr(b'.', host.as_bytes())?;
    let (site, domain) = (&host[..dot], &host[dot + 1..]);
    if !path.is_empty() && domain.starts_with("git") && is_shared(domain) {
        return (!path.contains('/')).then_some(Project::Site { name: path });
    }
    if !path.is_empty() && !matches!(path, "docs" | "en" | "home") {
        return None;
    }
    let is_own = memchr::memchr(b'.', domain.as_bytes()).is_none() || is_shared(domain);
    let name = match is_own {
        true => site,
        // `docs.tool.org`, `tool.co.uk`
        false => match site {
            "docs" | "doc" | "www2" => domain.split('.').next().unwrap_or(domain),
            _ => site,
        },
    };
    Some(Project::Site { name })
}

/// The repository that a path of a forge leads to, if it has neither a query nor a fragment.
fn repository(path: &str) -> Option<Project<'_>> {
    // Short as they are, one look at each byte is the quickest.
    const SIGNS: ByteSet = ByteSet::of(b"/?#");
    let slash = SIGNS.find(path.as_bytes())?;
    let (owner, name) = (&path[..slash], path[slash..].strip_prefix('/')?);
    let is_whole = SIGNS.find(name.as_bytes()).is_none() && !is_other_page(owner);
    is_whole.then_some(Project::Repository { owner, name })
}

#[cfg(test)]
mod tests {
    use super::{Project, project};

    #[test]
    fn projects_are_named() {
        let site = |name| Some(Project::Site { name });
        let repository = |owner, name| Some(Project::Repository { owner, name });
        for (key, named) in [
            ("github.com/a/b", repository("a", "b")),
            ("github.com/a/b/tree/x", None),
            ("github.com/topics/b", None),
            ("github.com/a", None),
            ("tool.org", site("tool")),
            ("docs.tool.org", site("tool")),
            ("a.github.io/tool", site("tool")),
            ("tool.github.io", site("tool")),
            ("tool.readthedocs.io", site("tool")),
            ("sourceforge.net/projects/tool", site("tool")),
            ("pypi.org/project/tool", site("tool")),
            ("tool.org/blog/2020", None),
            ("tool.org?a", None),
        ] {
            assert_eq!(project(key), named, "{key}");
        }
    }
}
