//! Where a name stands, and whether the list itself writes it there.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::{Cause, Slip, is_mixed};
use crate::document::{Document, Link, ProseKind, Word};
use crate::names;

/// How many bytes of a line before and behind a word may name what it speaks of.
const LONGEST_ENTRY: usize = 600;

/// The longest text of a link to a heading, in bytes.
const LONGEST_LABEL: usize = 200;

/// Where words stand.
pub(super) struct Context<'d> {
    document: &'d Document,
    /// The headings that are no links, in small letters; tables of contents ask for them.
    headings: OnceCell<FxHashSet<String>>,
}

impl<'d> Context<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let headings = OnceCell::new();
        Self { document, headings }
    }

    /// Whether the list itself writes a word, not somebody whose title it quotes.
    pub(super) fn is_own(&self, word: &Word, slip: &Slip<'_>) -> bool {
        let document = self.document;
        if word.kind != ProseKind::Text || document.is_quoted(word.span) {
            return false;
        }
        if let Some(link) = document.link_around(word.span.start) {
            return slip.cause == Cause::Owner && self.is_label(link, document.slice(word.span), slip.name);
        }
        match slip.cause {
            Cause::Owner => {
                let is_own = !names_a_namesake(document, word, slip.name) && !spells_letters_out(document, word);
                is_own
                    && !is_person(document, word)
                    && !is_identifier(document, word, slip.name)
                    && !is_renamed(document, word, slip.name)
            }
            Cause::SmallLetters => {
                let is_own = is_in_sentence(document, word) && document.is_english_at(word);
                is_own && !is_command(document, word) && !is_renamed(document, word, slip.name)
            }
        }
    }

    /// Whether the text of a link is the list's own: the name alone before the owner's site, or a heading.
    fn is_label(&self, link: &Link, text: &str, name: &str) -> bool {
        let document = self.document;
        let url = document.url(link);
        let is_alone = document.slice(link.text) == text;
        if link.text.len() > LONGEST_LABEL {
            return false;
        }
        if url.starts_with('#') && !is_alone {
            let headings = self.headings.get_or_init(|| {
                let own = document.headings().iter().map(|heading| heading.text);
                let own = own.filter(|text| document.links_in(*text).is_empty());
                own.map(|text| unnumbered(&document.plain_text(text))).collect()
            });
            return headings.contains(&unnumbered(&document.plain_text(link.text)));
        }
        match url.starts_with('#') {
            true => is_alone,
            false => (is_alone || says_where(url, document.slice(link.text), text)) && names::is_site_of(url, name),
        }
    }
}

/// What stands behind a name that says where a link leads; sorted.
const PLACES: [&str; 12] = [
    "account",
    "channel",
    "group",
    "org",
    "organization",
    "page",
    "playlist",
    "profile",
    "repo",
    "repository",
    "server",
    "wiki",
];

/// What stands before a name that says where a link leads.
const LEADS: [&str; 7] = [" at ", " by ", " from ", " in ", " on ", "- ", "("];

/// Whether the text of a link says by a name where it leads: `Charts on Youtube`, `Github Repository`. Projects may
/// be called `Charts Github`.
fn says_where(url: &str, title: &str, name: &str) -> bool {
    let Some((before, after)) = title.rsplit_once(name) else {
        return false;
    };
    let next = after.strip_prefix(' ').unwrap_or(after).to_ascii_lowercase();
    let is_apart = before.is_empty() || before.ends_with([' ', '(']);
    let holds_projects = ["github.com/", "gitlab.com/"].iter().any(|host| url.contains(host));
    let is_last = next.is_empty() || next.starts_with(['(', ')']);
    let is_led = !holds_projects || LEADS.iter().any(|lead| before.ends_with(lead));
    is_apart && (is_last && is_led || PLACES.contains(&next.as_str()))
}

/// Whether a word is the surname in `(Name Surname)`.
fn is_person(document: &Document, word: &Word) -> bool {
    let text = document.source().text();
    let line = document.line_around(word.span.start, LONGEST_LABEL);
    let before = &text[line.start as usize..word.span.start as usize];
    let name = before
        .strip_suffix(' ')
        .and_then(|before| Some(&before[before.rfind('(')? + 1..]));
    let is_name = |name: &str| name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphabetic);
    text[word.span.end as usize..].starts_with(')') && name.is_some_and(is_name)
}

/// Whether a word is written as programs write names that they make up: `webSocket`.
fn is_identifier(document: &Document, word: &Word, name: &str) -> bool {
    let text = document.slice(word.span);
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && is_mixed(text)
        && name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether the line says that a spelling is changed, and is right as it is.
pub(in crate::rules) fn is_renamed(document: &Document, word: &Word, name: &str) -> bool {
    let line = document.slice(document.line_around(word.span.start, LONGEST_LABEL));
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].trim_end_matches(['`', '"', '“', ' ']);
        ["to", "->", "→", "instead of"]
            .iter()
            .any(|word| before.ends_with(word))
    })
}

/// What stands behind names in small letters that are commands, addresses or files; sorted.
const COMMANDS: [&str; 8] = [
    "URL",
    "URLs",
    "binary",
    "command",
    "commands",
    "executable",
    "protocol",
    "scheme",
];

/// Whether a word in small letters is a command, a file or the scheme of an address.
pub(in crate::rules) fn is_command(document: &Document, word: &Word) -> bool {
    let text = document.source().text();
    let line = document.line_around(word.span.start, LONGEST_LABEL);
    let before = &text[line.start as usize..word.span.start as usize];
    let after = &text[word.span.end as usize..line.end.max(word.span.end) as usize];
    let next = after
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or_default();
    let name = document.slice(word.span);
    let is_file = name.ends_with(".js") && name != "node.js" && (before.ends_with("in ") || before.ends_with("into "));
    let is_option = after.starts_with(" -") && !after.starts_with(" - ");
    let line = document.slice(line);
    is_file
        || is_option
        || COMMANDS.contains(&next)
        || line.contains("PATH")
        || line.contains("python3")
        || line.contains("%PYTHON%")
}

/// Whether a word is a part of a phrase that spells a name out: `PYthon svg GrAph plotting Library`.
fn spells_letters_out(document: &Document, word: &Word) -> bool {
    let is_odd = |text: &str| text.len() > 3 && text.bytes().take(2).all(|byte| byte.is_ascii_uppercase());
    let text = document.slice(word.span);
    let has_inner = |other: &str| {
        let inner = other.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
        other != text && inner > 0 && other.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    is_odd(text) && {
        let line = document.line_around(word.span.start, LONGEST_LABEL / 2);
        document.slice(line).split_whitespace().any(has_inner)
    }
}

/// The text of a heading in small letters, without the number before it.
fn unnumbered(heading: &str) -> String {
    let text = heading.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    text.to_lowercase()
}

/// Whether a word stands between other words, so that it is no tag, package or command by itself.
pub(in crate::rules) fn is_in_sentence(document: &Document, word: &Word) -> bool {
    let text = document.source().text();
    let before = &text[..word.span.start as usize];
    let after = &text[word.span.end as usize..];
    let follows = before
        .strip_suffix(' ')
        .is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_alphabetic()));
    let precedes = after.starts_with([' ', '.', ',']) && !after.starts_with(" =");
    follows && precedes
}

/// The texts and addresses of the links before and behind a word.
pub(in crate::rules) fn links_beside<'d>(
    document: &'d Document,
    word: &Word,
) -> impl Iterator<Item = (&'d str, &'d str)> {
    let line = document.line_around(word.span.start, LONGEST_ENTRY);
    let links = document.links_in(line).iter().filter(|link| !link.is_image);
    links.map(|link| (document.slice(link.text), document.url(link)))
}

/// Whether a word is the name of the entry of its line, which only sounds like the known name: a package
/// `topojson` may call itself `Topojson`.
fn names_a_namesake(document: &Document, word: &Word, name: &str) -> bool {
    let text = document.slice(word.span);
    links_beside(document, word)
        .any(|(title, url)| title.eq_ignore_ascii_case(text) && title != name && !names::is_site_of(url, name))
}
