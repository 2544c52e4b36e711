//! What addresses, headings and titles say of the kinds of things they stand for.

use std::sync::LazyLock;

use crate::sieve::Sieve;
use crate::titles::{self, Title};
use crate::url::{canonical_key, may_lie_in, project};

/// The host of a page that gathers all that a site has under a word.
pub(super) fn gathering_host(url: &str) -> Option<&str> {
    let colon = memchr::memchr_iter(b':', url.as_bytes()).find(|&at| url[at..].starts_with("://"))?;
    let (host, path) = split_at_slash(&url[colon + 3..])?;
    // The last part is what is looked for, and not under what.
    let mut start = 0;
    for at in memchr::memchr_iter(b'/', path.as_bytes()) {
        if is_gathering(&path[start..at]) {
            return Some(host.strip_prefix("www.").unwrap_or(host));
        }
        start = at + 1;
    }
    None
}

fn split_at_slash(path: &str) -> Option<(&str, &str)> {
    let slash = memchr::memchr(b'/', path.as_bytes())?;
    Some((&path[..slash], &path[slash + 1..]))
}

fn is_gathering(folder: &str) -> bool {
    matches!(
        folder,
        "tag" | "tags" | "category" | "categories" | "topic" | "topics" | "label"
    )
}

/// The playlist of an address on YouTube.
pub(super) fn playlist(url: &str) -> Option<&str> {
    let is_video = url.contains("youtube.com/") || url.contains("youtu.be/");
    let (_, list) = url.split_once("list=").filter(|_| is_video)?;
    list.split(['&', '#']).next().filter(|list| !list.is_empty())
}

fn host_and_path(key: &str) -> (&str, &str) {
    split_at_slash(key).unwrap_or((key, ""))
}

/// Whether two pages stand side by side on one site.
pub(super) fn are_siblings(first: &str, later: &str) -> bool {
    let ((host, path), (other_host, other)) = (host_and_path(first), host_and_path(later));
    host == other_host && !path.starts_with(other) && !other.starts_with(path) && project(first).is_none()
}

/// Whether a page is a part of what the other one is: it lies under it, or the site under the other's name.
pub(super) fn are_parts(first: &str, later: &str) -> bool {
    let ((host, path), (other_host, other)) = (host_and_path(first), host_and_path(later));
    let is_under = |host: &str, other: &str| host.strip_suffix(other).is_some_and(|name| name.ends_with('.'));
    let is_deeper = |path: &str, other: &str| {
        path.strip_prefix(other)
            .is_some_and(|rest| rest.starts_with('/') || other.is_empty() && !rest.is_empty())
    };
    match host == other_host {
        true => project(first).is_none() && (is_deeper(path, other) || is_deeper(other, path)),
        false => is_under(host, other_host) || is_under(other_host, host),
    }
}

/// What a section holds, by the word in its heading.
pub(super) fn section_kind(heading: &str) -> Option<&'static str> {
    let heading = heading.to_lowercase();
    let kinds = [
        "article",
        "blog",
        "book",
        "conference",
        "course",
        "example",
        "exercise",
        "librar",
        "paper",
        "podcast",
        "post",
        "presentation",
        "screencast",
        "slide",
        "talk",
        "tool",
        "tutorial",
        "video",
        "workshop",
    ];
    kinds.into_iter().find(|kind| heading.contains(kind))
}

/// Languages of programming in headings.
const LANGUAGES: [&str; 24] = [
    "c",
    "c#",
    "c++",
    "clojure",
    "dart",
    "elixir",
    "erlang",
    "f#",
    "go",
    "haskell",
    "java",
    "javascript",
    "julia",
    "kotlin",
    "lua",
    "perl",
    "php",
    "python",
    "r",
    "ruby",
    "rust",
    "scala",
    "swift",
    "typescript",
];

/// The language of programming that a heading names.
pub(super) fn language(heading: &str) -> Option<&'static str> {
    let mut words = heading.split(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '+' | '#'));
    words.find_map(|word| {
        LANGUAGES
            .into_iter()
            .find(|language| language.eq_ignore_ascii_case(word))
    })
}

/// Whether two addresses of one site differ in numbers and languages alone: editions of one text.
pub(super) fn are_editions(first: &str, later: &str) -> bool {
    fn parts(key: &str) -> impl Iterator<Item = &str> {
        key.split(['/', '.', '-', '_', '?', '=', '&'])
    }
    let is_edition = |part: &str| part.len() <= 2 || titles::is_number(part) || part == "latest" || part == "stable";
    let only = |own, other| {
        parts(own)
            .filter(|part| !parts(other).any(|one| one == *part))
            .all(is_edition)
    };
    parts(first).next() == parts(later).next() && only(first, later) && only(later, first)
}

/// Words in the names of repositories that make another thing of a project; sorted.
const VARIANTS: [&str; 46] = [
    "android",
    "api",
    "awesome",
    "c",
    "cli",
    "client",
    "core",
    "cpp",
    "csharp",
    "dart",
    "demo",
    "desktop",
    "doc",
    "docker",
    "dotnet",
    "editor",
    "elixir",
    "engine",
    "example",
    "flutter",
    "go",
    "ios",
    "java",
    "javascript",
    "js",
    "kotlin",
    "lite",
    "lua",
    "mobile",
    "net",
    "node",
    "php",
    "plugin",
    "py",
    "python",
    "r",
    "react",
    "rs",
    "ruby",
    "rust",
    "sdk",
    "server",
    "swift",
    "ts",
    "ui",
    "web",
];

/// Whether a name has a word of another language or another part than the other one.
pub(super) fn is_variant(name: &str, other: &str) -> bool {
    has_variant(&Title::new(name), &Title::new(other))
}

/// The same of names that share a word.
pub(super) fn is_variant_of(name: &str, other: &str) -> bool {
    let (name, other) = (Title::new(name), Title::new(other));
    name.shared(&other) > 0 && has_variant(&name, &other)
}

fn has_variant(name: &Title, other: &Title) -> bool {
    let is_number_or_variant = |word: &str| VARIANTS.binary_search(&word).is_ok() || titles::is_number(word);
    name.words().difference(other.words()).any(is_number_or_variant)
}

/// Whether an address is that of the page of a person, who is called by a name or by a handle.
pub(super) fn is_profile(url: &str) -> bool {
    let key = canonical_key(url).unwrap_or_default();
    let is_one = key
        .split_once('/')
        .is_some_and(|(_, path)| !path.is_empty() && !path.contains('/'));
    is_one && (kind(&key) == Kind::Person || key.starts_with("github.com/"))
}

/// What an address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Video,
    Paper,
    Book,
    Code,
    Model,
    Person,
    Page,
}

/// What the sites of one kind lead to.
static SITES: [(Kind, &[&str]); 6] = [
    (
        Kind::Video,
        &[
            "youtube.com",
            "vimeo.com",
            "youku.com",
            "bilibili.com",
            "channel9.msdn.com",
            "infoq.com",
            "ted.com",
        ],
    ),
    (
        Kind::Paper,
        &[
            "doi.org",
            "arxiv.org",
            "acm.org",
            "ieee.org",
            "springer.com",
            "sciencedirect.com",
            "usenix.org",
            "openreview.net",
            "aclweb.org",
            "aclanthology.org",
            "nips.cc",
            "neurips.cc",
            "semanticscholar.org",
            "citeseerx.ist.psu.edu",
            "researchgate.net",
        ],
    ),
    (
        Kind::Book,
        &[
            "amazon.com",
            "oreilly.com",
            "manning.com",
            "leanpub.com",
            "goodreads.com",
            "douban.com",
            "packtpub.com",
            "apress.com",
            "nostarch.com",
            "pragprog.com",
            "amzn.com",
            "amzn.to",
            "amazon.co.uk",
            "informit.com",
            "wiley.com",
        ],
    ),
    (
        Kind::Code,
        &[
            "github.com",
            "gitlab.com",
            "bitbucket.org",
            "codeberg.org",
            "sourceforge.net",
        ],
    ),
    (Kind::Model, &["huggingface.co", "kaggle.com"]),
    (
        Kind::Person,
        &[
            "facebook.com",
            "instagram.com",
            "linkedin.com",
            "quora.com",
            "reddit.com",
            "t.me",
            "twitch.tv",
            "twitter.com",
            "x.com",
        ],
    ),
];

static SIEVE: LazyLock<Sieve> = LazyLock::new(|| Sieve::of(SITES.iter().flat_map(|(_, hosts)| hosts.iter().copied())));

pub(super) fn kind(key: &str) -> Kind {
    let (host, path) = host_and_path(key);
    let is_paper = path.ends_with(".pdf") || path.ends_with(".ps");
    if host == "github.com" && !is_paper {
        return Kind::Code;
    }
    let is_one_of = |hosts: &[&str]| {
        let mut before = hosts.iter().filter_map(|known| host.strip_suffix(known));
        before.any(|name| name.is_empty() || name.ends_with('.'))
    };
    let known = match may_lie_in(host, &SIEVE) {
        true => SITES.iter().find(|(_, hosts)| is_one_of(hosts)),
        false => None,
    };
    match known {
        Some((Kind::Video, _)) => Kind::Video,
        _ if is_paper => Kind::Paper,
        Some((kind, _)) => *kind,
        None => Kind::Page,
    }
}
