//! What addresses, headings and titles say of the kinds of things they stand for.

use crate::titles::{self, Title};
use crate::url::{canonical_key, project};

/// The host of a page that gathers all that a site has under a word.
pub(super) fn gathering_host(url: &str) -> Option<&str> {
    let colon = memchr::memchr_iter(b':', url.as_bytes()).find(|&at| url[at..].starts_with("://"))?;
    let (host, path) = split_at_slash(&url[colon + 3..])?;
    // The last part is what is looked for, and not under what.
    let mut folders = path;
    while let Some((folder, rest)) = split_at_slash(folders) {
        if is_gathering(folder) {
            return Some(host.strip_prefix("www.").unwrap_or(host));
        }
        folders = rest;
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
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Video,
    Paper,
    Book,
    Code,
    Model,
    Person,
    Page,
}

pub(super) fn kind(key: &str) -> Kind {
    let (host, path) = key.split_once('/').unwrap_or((key, ""));
    let is_one_of = |hosts: &[&str]| {
        let before = hosts.iter().filter_map(|known| host.strip_suffix(known));
        before.into_iter().any(|name| name.is_empty() || name.ends_with('.'))
    };
    if is_one_of(&[
        "youtube.com",
        "vimeo.com",
        "youku.com",
        "bilibili.com",
        "channel9.msdn.com",
        "infoq.com",
        "ted.com",
    ]) {
        return Kind::Video;
    }
    let papers = [
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
    ];
    if is_one_of(&papers) || path.ends_with(".pdf") || path.ends_with(".ps") {
        return Kind::Paper;
    }
    let books = [
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
    ];
    if is_one_of(&books) {
        return Kind::Book;
    }
    if is_one_of(&[
        "github.com",
        "gitlab.com",
        "bitbucket.org",
        "codeberg.org",
        "sourceforge.net",
    ]) {
        return Kind::Code;
    }
    if is_one_of(&["huggingface.co", "kaggle.com"]) {
        return Kind::Model;
    }
    let people = [
        "facebook.com",
        "instagram.com",
        "linkedin.com",
        "quora.com",
        "reddit.com",
        "t.me",
        "twitch.tv",
        "twitter.com",
        "x.com",
    ];
    if is_one_of(&people) {
        return Kind::Person;
    }
    Kind::Page
}
