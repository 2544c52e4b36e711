//! How findings speak of two entries: where the first stands, and what shows that they lead to one page.

use super::{Catalog, Match, Row};
use crate::diagnostic::Finding;
use crate::source::{Location, Span};
use crate::url::{WebAddress, canonical_key, parameters};

/// The other of two entries, as it is called where one of them stands.
#[derive(Debug)]
pub struct Other<'c> {
    pub row: &'c Row,
    pub seen_from: &'c Row,
    /// Its title, and where it stands.
    pub name: String,
}

impl<'c> Other<'c> {
    fn of(catalog: &Catalog<'_>, row: &'c Row, seen_from: &'c Row) -> Self {
        let name = format!("“{}”{}", catalog.title(row), whereabouts(catalog, row, seen_from));
        Self { row, seen_from, name }
    }
}

/// A finding on a later entry, or on the first one where only that is asked for.
pub fn finding(
    catalog: &Catalog<'_>,
    first: (&Row, Span),
    later: (&Row, Span),
    say: impl Fn(&Other<'_>) -> String,
) -> Finding {
    let message = say(&Other::of(catalog, first.0, later.0));
    let instead = say(&Other::of(catalog, later.0, first.0));
    let (at, said) = first_place(catalog, first.0, later.0, first.1);
    Finding::new(later.0.file, later.1, message).related_or(at, said, instead)
}

/// A finding on two entries that list one work.
pub fn finding_of(catalog: &Catalog<'_>, found: &Match, say: impl Fn(&Other<'_>) -> String) -> Finding {
    let (first, later) = (catalog.row(found.first), catalog.row(found.later));
    finding(catalog, (first, first.place), (later, later.place), say)
}

/// Where an entry stands, seen from another: in its section, or in its file.
fn whereabouts(catalog: &Catalog<'_>, first: &Row, later: &Row) -> String {
    if first.file != later.file {
        return format!(" in {}", catalog.file(first.file).source.path().display());
    }
    section(catalog, first, later).map_or_else(String::new, |section| format!(" in section “{section}”"))
}

/// The heading over an entry, where another one does not stand under it.
fn section<'c>(catalog: &Catalog<'c>, first: &Row, later: &Row) -> Option<&'c str> {
    let is_same = first.file == later.file && first.section == later.section;
    Some(catalog.section(first)).filter(|section| !is_same && !section.is_empty())
}

/// The place of the first entry, and what to write beside it.
fn first_place(catalog: &Catalog<'_>, first: &Row, later: &Row, place: Span) -> (Location, String) {
    let at = Location {
        file: first.file,
        span: place,
    };
    let section = section(catalog, first, later).map(|section| format!(", in section “{section}”"));
    (at, format!("first listed here{}", section.unwrap_or_default()))
}

/// What parts two addresses of one page: “`http` and a trailing slash apart”.
pub fn difference(first: &str, later: &str) -> String {
    let mut parts = Vec::new();
    let scheme = |url: &str| url.split(':').next().unwrap_or_default().to_ascii_lowercase();
    if scheme(first) != scheme(later) {
        parts.push("`http`".to_owned());
    }
    let (Some(one), Some(other)) = (WebAddress::parse(first), WebAddress::parse(later)) else {
        return "two addresses of one page".to_owned();
    };
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
    let (one_host, other_host) = (bare(&one.host), bare(&other.host));
    if one_host != other_host {
        return format!("two addresses of one page on {}", key_host(first));
    }
    if one.host != other.host {
        parts.push("`www.`".to_owned());
    }
    let (one_path, other_path) = (one.path.trim_end_matches('/'), other.path.trim_end_matches('/'));
    let is_case = one_path.eq_ignore_ascii_case(other_path);
    if one_path == other_path && one.path != other.path {
        parts.push("a trailing slash".to_owned());
    } else if one_path != other_path && is_case {
        parts.push("letter case".to_owned());
    } else if !is_case {
        parts.push("the path".to_owned());
    }
    let tracked = names(first, later).chain(names(later, first));
    parts.extend(tracked.map(|name| format!("`{name}`")));
    let fragment = |url: &str| url.split_once('#').map_or("", |(_, fragment)| fragment).to_owned();
    if fragment(first) != fragment(later) {
        let longer = fragment(first) + &fragment(later);
        parts.push(if longer.contains(":~:") {
            "a text fragment".to_owned()
        } else {
            format!("`#{longer}`")
        });
    }
    match parts.pop() {
        None => "written in two ways".to_owned(),
        Some(last) if parts.is_empty() => format!("{last} apart"),
        Some(last) => format!("{} and {last} apart", parts.join(", ")),
    }
}

/// The parameters of an address that another one lacks.
fn names<'u>(url: &'u str, other: &'u str) -> impl Iterator<Item = &'u str> {
    let others = parameters(other);
    let own = parameters(url).into_iter().map(|parameter| parameter.name);
    own.filter(move |name| !name.is_empty() && !others.iter().any(|other| other.name == *name))
}

fn key_host(url: &str) -> String {
    let key = canonical_key(url).unwrap_or_default();
    key.split(['/', '?', '#']).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn differences_are_named() {
        for (first, later, said) in [
            (
                "http://a.org/b",
                "https://a.org/b/",
                "`http` and a trailing slash apart",
            ),
            ("https://a.org/b", "https://www.a.org/b", "`www.` apart"),
            ("https://a.org/b", "https://a.org/b?utm_source=c", "`utm_source` apart"),
            ("https://a.org/b#readme", "https://a.org/b", "`#readme` apart"),
            ("https://github.com/A/b", "https://github.com/a/b", "letter case apart"),
            (
                "https://youtu.be/abc",
                "https://youtube.com/watch?v=abc",
                "two addresses of one page on youtube.com",
            ),
            ("https://a.org/b/index.html", "https://a.org/b", "the path apart"),
            ("https://a.org/?a&b", "https://a.org/?b&a", "written in two ways"),
        ] {
            assert_eq!(difference(first, later), said, "{first} {later}");
        }
    }
}
