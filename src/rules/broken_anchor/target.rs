//! The anchors of a file, and which of them a dead link may have meant.

use std::borrow::Cow;
use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::contents::{Fragment, PREFIX};
use crate::document::{Anchor, AnchorKind, BlockKind, Document, Link};
use crate::edit::Applicability;
use crate::source::last_from;
use crate::suggest;

/// Anchors that GitHub's pages have around the text of a file; sorted.
const PAGE_ANCHORS: [&str; 4] = ["files", "readme", "start-of-content", "top"];

/// The anchor that a link probably meant.
pub(super) struct Target<'d> {
    pub name: Cow<'d, str>,
    pub differs_in_case: bool,
    /// How sure it is; `None` for a guess.
    pub applicability: Option<Applicability>,
}

/// The anchors of one file.
pub(super) struct Targets<'d> {
    names: FxHashSet<Cow<'d, str>>,
    /// Those that links reach.
    linked: FxHashSet<String>,
    has_footnotes: bool,
    keys: OnceCell<Keys<'d>>,
}

/// Anchors by what they have in common with links that miss them; `None` where several have it.
#[derive(Default)]
struct Keys<'d> {
    by_lower_case: Shared<'d>,
    by_name: Shared<'d>,
    by_text: Shared<'d>,
}

type Shared<'d> = FxHashMap<String, Option<&'d Anchor>>;

impl<'d> Targets<'d> {
    pub fn of(document: &'d Document) -> Self {
        let mut names: FxHashSet<Cow<'d, str>> = document
            .anchors()
            .iter()
            .map(|anchor| Cow::Borrowed(&*anchor.name))
            .collect();
        for heading in document.headings() {
            names.extend(custom_anchor(document.slice(heading.text)).map(Cow::Borrowed));
        }
        Self {
            names,
            linked: FxHashSet::default(),
            has_footnotes: document.blocks().iter().any(|block| block.kind == BlockKind::Footnote),
            keys: OnceCell::new(),
        }
    }

    /// Whether a fragment leads somewhere; if so, its anchor is linked.
    pub fn reach(&mut self, name: &str) -> bool {
        let name = name.strip_prefix(PREFIX).unwrap_or(name);
        if self.names.contains(name) {
            self.linked.insert(name.to_owned());
            return true;
        }
        let is_footnote = self.has_footnotes && (name.starts_with("fn") || name.starts_with("footnote"));
        let lower = name.to_ascii_lowercase();
        is_footnote || PAGE_ANCHORS.binary_search(&lower.as_str()).is_ok()
    }

    /// Whether another link leads to an anchor.
    pub fn is_linked(&self, target: &Target<'_>) -> bool {
        self.linked.contains(&*target.name)
    }

    /// The anchor that a dead link meant, as far as its name or its text say.
    pub fn meant(&self, document: &'d Document, fragment: &Fragment<'d>, link: &Link) -> Option<Target<'d>> {
        let keys = self.keys.get_or_init(|| Keys::of(document));
        let name = fragment.plain_name();
        if let Some(exact) = self.names.get(name) {
            return Some(Target::new(exact.clone(), Some(Applicability::Safe)));
        }
        if let Some(anchor) = found(&keys.by_lower_case, &name.to_lowercase()) {
            let differs_in_case = true;
            let target = Target::new(&*anchor.name, Some(Applicability::Safe));
            return Some(Target {
                differs_in_case,
                ..target
            });
        }
        let text = document.plain_text(link.text);
        let named = found(&keys.by_name, &key(name));
        let read = found(&keys.by_text, &text_key(&text));
        let (anchor, is_sure) = match (named, read) {
            // The heading of a link that is broken itself gets an anchor that will not stay.
            (None, Some(read)) => (read, !self.linked.contains(&*read.name) && !read.name.contains("http")),
            // `c#` and `c++` have the key of `c`.
            (Some(named), None) => (named, !name.contains(['+', '#']) || !self.linked.contains(&*named.name)),
            (Some(named), Some(read)) => (read, key(without_count(&read.name)) == key(without_count(&named.name))),
            (None, None) => {
                let first = self.names.get(without_count(name))?;
                return Some(Target::new(first.clone(), Some(Applicability::Unsafe)));
            }
        };
        let applicability = if is_sure {
            Applicability::Safe
        } else {
            Applicability::Unsafe
        };
        Some(Target::new(&*anchor.name, Some(applicability)))
    }

    /// The anchor whose name is most alike.
    pub fn guess(&self, document: &'d Document, fragment: &Fragment<'d>) -> Option<Target<'d>> {
        let wanted = fragment.plain_name();
        let is_near =
            |name: &&str| wanted.len() <= LONGEST_GUESS && name.len().abs_diff(wanted.len()) * 2 <= wanted.len();
        let names = document.anchors().iter().map(|anchor| &*anchor.name).filter(is_near);
        let name = suggest::nearest(wanted, names)?;
        Some(Target::new(name, None))
    }
}

/// The longest name for which a similar one is looked for, in bytes.
const LONGEST_GUESS: usize = 100;

impl<'d> Target<'d> {
    pub fn new(name: impl Into<Cow<'d, str>>, applicability: Option<Applicability>) -> Self {
        Self {
            name: name.into(),
            differs_in_case: false,
            applicability,
        }
    }
}

impl<'d> Keys<'d> {
    fn of(document: &'d Document) -> Self {
        let mut keys = Self::default();
        for anchor in document.anchors() {
            note(&mut keys.by_lower_case, anchor.name.to_lowercase(), anchor);
            note(&mut keys.by_name, key(&anchor.name), anchor);
            if anchor.kind == AnchorKind::Attribute {
                continue;
            }
            let heading = last_from(document.headings(), anchor.span.start, |heading| heading.span.start);
            if let Some(heading) = heading.filter(|heading| heading.span.start == anchor.span.start) {
                let text = document.plain_text(heading.text);
                note(&mut keys.by_text, text_key(&text), anchor);
            }
        }
        keys
    }
}

/// Two anchors at one place, a heading and a tag in it, are one.
fn note<'d>(anchors: &mut Shared<'d>, key: String, anchor: &'d Anchor) {
    if key.is_empty() {
        return;
    }
    let known = anchors.entry(key).or_insert(Some(anchor));
    if known.is_some_and(|known| !known.span.touches(anchor.span)) {
        *known = None;
    }
}

fn found<'d>(anchors: &Shared<'d>, key: &str) -> Option<&'d Anchor> {
    anchors.get(key).copied().flatten()
}

/// What is left of an anchor without case, accents, punctuation, hyphens and emoji.
fn key(name: &str) -> String {
    if name.is_ascii() {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        return letters.map(|letter| letter.to_ascii_lowercase()).collect();
    }
    let letters = name.nfkd().filter(|character| !is_combining_mark(*character));
    let letters = letters.filter(|character| character.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The same of a heading or a link text, where `C`, `C++` and `C#` are three things.
fn text_key(text: &str) -> String {
    let kept = |character: &char| {
        character.is_alphanumeric() || is_combining_mark(*character) || matches!(character, '+' | '#')
    };
    let letters = text
        .chars()
        .filter(kept)
        .filter(|character| !matches!(character, '\u{FE00}'..='\u{FE0F}'));
    letters.flat_map(char::to_lowercase).collect()
}

/// An anchor without the number that a repeated heading gets.
fn without_count(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((first, count)) if !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()) => first,
        _ => name,
    }
}

/// The anchor that a heading names itself, as `{#name}` at its end.
fn custom_anchor(heading: &str) -> Option<&str> {
    let (_, name) = heading.strip_suffix('}')?.rsplit_once("{#")?;
    Some(name)
}
