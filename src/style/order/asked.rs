//! What a list, or the guide for who adds to it, says about the order of entries.

use memchr::memmem;

use crate::document::{Document, SectionId};
use crate::style::guide::{guides, sentences};
use crate::tree::Tree;

/// A sentence that asks for entries in alphabetical order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The file that says it; `None` for the list itself.
    pub guide: Option<String>,
    /// The only section that it speaks of.
    pub section: Option<SectionId>,
}

/// What is said about the order of the entries of a list.
pub fn asked(document: &Document, tree: &dyn Tree) -> Vec<Asked> {
    let mut asked = said_by_list(document);
    if asked.iter().all(|asked| asked.section.is_some()) {
        asked.extend(said_by_guide(document, tree));
    }
    asked
}

fn said_by_guide(document: &Document, tree: &dyn Tree) -> Option<Asked> {
    let guide = guides(document, tree).find(|guide| asks(&guide.text))?;
    let (guide, section) = (Some(guide.path), None);
    Some(Asked { guide, section })
}

/// What the list itself says, in its words before the first entry or in those of a section.
fn said_by_list(document: &Document) -> Vec<Asked> {
    let text = document.source().text();
    let mut asked = Vec::new();
    for at in places_of_stems(text.as_bytes()) {
        let Some(leaf) = document.leaf(at as u32).filter(|_| document.is_literal(at as u32)) else {
            continue;
        };
        let entries = document.entries();
        let next = entries.partition_point(|entry| entry.span.start <= leaf.start);
        let is_of_entry = next > 0 && entries[next - 1].span.end >= leaf.end && entries[next - 1].link.is_some();
        if is_of_entry || !asks(document.slice(leaf)) {
            continue;
        }
        let section = document
            .sections()
            .partition_point(|section| section.span.start <= leaf.start);
        let section = section.checked_sub(1).map(|place| SectionId(place as u32));
        let is_of_all = section.is_none_or(|section| {
            let is_head = next == 0 && document.section(section).level <= 1;
            is_head || is_guide(document, section)
        });
        let section = section.filter(|_| !is_of_all);
        asked.push(Asked { guide: None, section });
    }
    asked
}

/// Where the stems stand, apart from their first letters, which may be capitals: in the order of the stems.
fn places_of_stems(text: &[u8]) -> Vec<usize> {
    let mut places = Vec::new();
    for root in roots_in(text) {
        for at in memmem::find_iter(text, root) {
            let begins = |stem: &&[u8]| text[at..].starts_with(if stem[0].is_ascii() { &stem[1..] } else { stem });
            places.extend(STEMS.iter().position(begins).map(|stem| (stem, at)));
        }
    }
    places.sort_unstable();
    places.into_iter().map(|(_, at)| at).collect()
}

/// The roots that a text may hold, by its bytes beyond ASCII: hardly a text has those of other scripts.
fn roots_in(text: &[u8]) -> impl Iterator<Item = &'static [u8]> {
    let is_foreign = memchr::memchr3(0xD0, 0xE3, 0xE5, text).is_some();
    ROOTS.into_iter().filter(move |root| is_foreign || root.is_ascii())
}

/// Whether a text in large or small letters may hold a root: quick, and never wrongly no.
fn may_hold_root(text: &[u8]) -> bool {
    let ends_with = |end: usize, root: &[u8]| {
        text[..end]
            .last_chunk()
            .is_some_and(|own: &[u8; 3]| own.eq_ignore_ascii_case(root))
    };
    let holds_alphabet =
        || memchr::memchr2_iter(b'b', b'B', text).any(|at| ends_with(at, b"pha") || ends_with(at, b"lfa"));
    let holds_order = || memchr::memchr2_iter(b'g', b'G', text).any(|at| ends_with(at, b"din"));
    roots_in(text).any(|root| !root.is_ascii()) || holds_alphabet() || holds_order()
}

/// Whether a section tells how to add to the list.
fn is_guide(document: &Document, section: SectionId) -> bool {
    let path = document.section_path(section);
    path.iter().any(|heading| heading.to_lowercase().contains("contribut"))
}

/// What must go on with a name.
const ASCENDING: &str = "ascending order of ";

/// How words for the order of the alphabet begin, in the languages that lists are written in.
const STEMS: [&[u8]; 13] = [
    b"alphabetic",
    b"alphabetiz",
    b"alphabetis",
    b"alphabet-ord",
    "alphabétique".as_bytes(),
    b"alfabetic",
    "alfabétic".as_bytes(),
    "алфавитном пор".as_bytes(),
    "字母顺序".as_bytes(),
    "字母順序".as_bytes(),
    "アルファベット順".as_bytes(),
    b"alfabetyczn",
    ASCENDING.as_bytes(),
];

/// What the stems have in common, so that few texts are searched for.
const ROOTS: [&[u8]; 6] = [
    b"lphab",
    b"lfab",
    b"scending order of ",
    "алфавитном пор".as_bytes(),
    "字母".as_bytes(),
    "アルファベット順".as_bytes(),
];

/// Words that take the order back, or that speak of another one.
const AGAINST: [&str; 16] = [
    "unless",
    "n't ",
    "n’t ",
    " not ",
    "no need",
    "except",
    "instead",
    "rather",
    "optional",
    "surname",
    "last name",
    "contributor",
    "nicht",
    " pas ",
    "не ",
    "不",
];

/// What may be sorted besides the entries.
const OTHERS: [&str; 8] = [
    "categor",
    "new categor",
    "section",
    "heading",
    "table of",
    "contents",
    "chapter",
    "tag",
];

/// By what entries are sorted where they are sorted by title.
const KEYS: [&str; 8] = [
    "alphabet",
    "title",
    "name",
    "project",
    "the name",
    "the title",
    "the alphabet",
    "their ",
];

/// Whether one of the sentences of a text asks for entries in alphabetical order.
fn asks(text: &str) -> bool {
    let is_stem = |sentence: &str| {
        STEMS
            .iter()
            .any(|stem| memmem::find(sentence.as_bytes(), stem).is_some())
    };
    if !may_hold_root(text.as_bytes()) {
        return false;
    }
    let text = text.to_lowercase();
    let mut places = places_of_stems(text.as_bytes());
    places.sort_unstable();
    let is_told_of = |sentence: &&str| {
        let start = sentence.as_ptr().addr() - text.as_ptr().addr();
        let next = places.get(places.partition_point(|at| *at < start));
        next.is_some_and(|at| *at < start + sentence.len()) && is_stem(sentence)
    };
    let mut sentences = sentences(&text).filter(is_told_of);
    !places.is_empty()
        && sentences.any(|sentence| {
            let start = sentence.trim_start_matches(|sign: char| !sign.is_alphabetic());
            let is_other = OTHERS.iter().any(|other| start.starts_with(other));
            let is_against = AGAINST.iter().any(|word| sentence.contains(word));
            let mut keys = sentence
                .match_indices(" by ")
                .map(|(at, by)| &sentence[at + by.len()..]);
            let is_by_title = keys.all(|key| KEYS.iter().any(|known| key.trim_start_matches('*').starts_with(known)));
            !is_other && !is_against && is_by_title && is_of_names(sentence)
        })
}

/// Whether a sentence about an ascending order speaks of the names of entries.
fn is_of_names(sentence: &str) -> bool {
    let Some((_, what)) = sentence.split_once(ASCENDING) else {
        return true;
    };
    let what = what.split([',', ';', '(']).next().unwrap_or_default();
    let is_name = what.contains("name") || what.contains("title");
    is_name && !OTHERS.iter().any(|other| what.contains(other))
}

#[cfg(test)]
mod tests {
    use super::{ROOTS, STEMS, asks, may_hold_root, places_of_stems, roots_in};

    #[test]
    fn every_stem_is_found_by_its_root() {
        for stem in STEMS {
            let found = |root: &&&[u8]| memchr::memmem::find(stem, root).is_some();
            assert_eq!(ROOTS.iter().filter(found).count(), 1);
            assert_eq!(roots_in(stem).filter(|root| found(&root)).count(), 1);
            let text = [b"in ", stem].concat();
            assert!(may_hold_root(&text) && may_hold_root(&text.to_ascii_uppercase()));
            let start = 3 + usize::from(stem[0].is_ascii());
            assert_eq!(places_of_stems(&text), [start]);
        }
    }

    #[test]
    fn an_ascending_order_is_one_of_names() {
        assert!(asks("Add lamps in ascending order of lamp name"));
        assert!(!asks("Add lamps in ascending order of price"));
        assert!(!asks(
            "Add a section in ascending order of category name, with its lamps"
        ));
        assert!(!asks("Put them in ascending order."));
    }
}
