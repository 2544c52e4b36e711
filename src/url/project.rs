//! Which project an address is about: a repository, or the site of one.

/// What the key of an address says of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Project<'k> {
    /// A repository, by its owner and its name.
    Repository { owner: &'k str, name: &'k str },
    /// The front page of a site, by what it is called.
    Site { name: &'k str },
}

/// Hosts of repositories.
const FORGES: [&str; 4] = ["bitbucket.org", "codeberg.org", "github.com", "gitlab.com"];

/// Owners that are pages of the site itself.
const OTHER_PAGES: [&str; 8] = [
    "apps",
    "collections",
    "features",
    "marketplace",
    "orgs",
    "sponsors",
    "topics",
    "users",
];

/// Sites that hold pages of projects, and what comes before their names.
const HOLDERS: [(&str, &str); 5] = [
    ("code.google.com", "/p/"),
    ("crates.io", "/crates/"),
    ("npmjs.com", "/package/"),
    ("pypi.org", "/project/"),
    ("sourceforge.net", "/projects/"),
];

/// Domains under which others put their sites.
const SHARED: [&str; 14] = [
    "blogspot.com",
    "codeplex.com",
    "gitbook.io",
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "netlify.app",
    "netlify.com",
    "readthedocs.io",
    "readthedocs.org",
    "sourceforge.io",
    "sourceforge.net",
    "surge.sh",
    "vercel.app",
];

/// The project that the key of an address is about.
pub fn project(key: &str) -> Option<Project<'_>> {
    // Most projects are here.
    if let Some(path) = key.strip_prefix("github.com/") {
        return match memchr::memchr2(b'?', b'#', path.as_bytes()) {
            Some(_) => None,
            None => repository(path),
        };
    }
    let (host, path) = match memchr::memchr3(b'/', b'?', b'#', key.as_bytes()) {
        None => (key, ""),
        Some(slash) if key.as_bytes()[slash] == b'/' => (&key[..slash], &key[slash + 1..]),
        Some(_) => return None,
    };
    if memchr::memchr2(b'?', b'#', path.as_bytes()).is_some() {
        return None;
    }
    if FORGES.contains(&host) {
        return repository(path);
    }
    let holder = HOLDERS.iter().find(|(holder, _)| *holder == host);
    if let Some((_, before)) = holder {
        let name = path.strip_prefix(&before[1..])?;
        return (!name.contains('/')).then_some(Project::Site { name });
    }
    let (site, domain) = host.split_once('.')?;
    let is_shared = || SHARED.contains(&domain);
    if !path.is_empty() && domain.starts_with("git") && is_shared() {
        return (!path.contains('/')).then_some(Project::Site { name: path });
    }
    if !path.is_empty() && !matches!(path, "docs" | "en" | "home") {
        return None;
    }
    let is_own = !domain.contains('.') || is_shared();
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

/// The repository that a path of a forge leads to.
fn repository(path: &str) -> Option<Project<'_>> {
    let mut slashes = memchr::memchr_iter(b'/', path.as_bytes());
    let (slash, None) = (slashes.next()?, slashes.next()) else {
        return None;
    };
    let (owner, name) = (&path[..slash], &path[slash + 1..]);
    (!OTHER_PAGES.contains(&owner)).then_some(Project::Repository { owner, name })
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
