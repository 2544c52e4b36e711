//! Whether the words of headings begin with capitals.

use std::fmt;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{Tally, Trait};
use crate::document::{Document, Heading, HeadingStyle, LinkKind, ProseKind, Shape, Word};
use crate::source::Span;

/// How the words behind the first one begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `Machine Learning`
    Title,
    /// `Machine learning`
    Sentence,
    /// Both in one heading.
    Mixed,
}

impl fmt::Display for Case {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Case::Title => "Title Case",
            Case::Sentence => "Sentence case",
            Case::Mixed => "Mixed case",
        })
    }
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    Small,
    Capital,
}

/// The words of a heading that tell its case.
#[derive(Debug)]
pub struct Reading<'d> {
    /// The first word, where the heading begins with one.
    pub first: Option<(&'d Word, Letters)>,
    /// The words behind it that tell something.
    pub others: Vec<(&'d Word, Letters)>,
    /// Whether the first word is the only one.
    pub is_single: bool,
}

impl Reading<'_> {
    pub fn case(&self) -> Option<Case> {
        let capitals = self.others.iter().filter(|(_, letters)| *letters == Letters::Capital);
        match (capitals.count(), self.others.len()) {
            (_, 0) => None,
            (capitals, all) if capitals == all => Some(Case::Title),
            (0, _) => Some(Case::Sentence),
            _ => Some(Case::Mixed),
        }
    }
}

/// Words that have no capital in the middle of a title, and words of more than three letters that some titles
/// write so.
const SMALL: &str = "about across after against along also among and any are around based because been before behind being below \
    beneath beside between beyond but can cannot could does down during each etc every except for from had has \
    have her his how including inside into its just like may might more most must near nor not off only onto \
    other our out outside over own past per plus related shall should since some such than that the their them \
    then there these they this those through throughout too toward towards under underneath unlike until upon \
    used using versus very via was were what when where whether which while who whose why will with within \
    without would yet you your";

static SMALL_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| SMALL.split_whitespace().collect());

/// From how many letters on a word tells the case of its heading.
const SHORTEST: usize = 3;

/// Reads a heading; `None` where its letters say nothing: questions, sentences, tags.
pub fn read<'d>(document: &'d Document, heading: &Heading) -> Option<Reading<'d>> {
    let text = document.slice(heading.text);
    if heading.style == HeadingStyle::Html || text.ends_with(['?', '!', '…', '.']) {
        return None;
    }
    let outline = Outline::of(document, heading)?;
    let words = document.words().within(heading.text).iter();
    let mut reading = Reading {
        first: None,
        others: Vec::new(),
        is_single: outline.is_single,
    };
    for word in words.filter(|word| word.kind == ProseKind::Text && word.span.start < outline.end) {
        let Some(letters) = letters(document, word) else {
            continue;
        };
        let is_first = word.span.start < outline.first.end;
        if is_first {
            let is_whole = word.span.start == outline.first.start;
            reading.first = is_whole.then_some((word, letters));
        } else if letters == Letters::Capital || !SMALL_WORDS.contains(document.slice(word.span)) {
            reading.others.push((word, letters));
        }
    }
    Some(reading)
}

fn letters(document: &Document, word: &Word) -> Option<Letters> {
    let form = document.words().form(word.form);
    let text = document.slice(word.span);
    if form.shape != Shape::Ascii || text.len() < SHORTEST {
        return None;
    }
    let (first, rest) = text.as_bytes().split_first()?;
    if !rest.iter().all(u8::is_ascii_lowercase) || is_title(document, word) {
        return None;
    }
    Some(if first.is_ascii_uppercase() {
        Letters::Capital
    } else {
        Letters::Small
    })
}

/// Whether a word stands in a link to elsewhere, whose text is the title of something.
fn is_title(document: &Document, word: &Word) -> bool {
    let link = document.link_around(word.span.start);
    link.is_some_and(|link| link.kind == LinkKind::Html || !document.url(link).starts_with('#'))
}

/// The first word of a heading with what is joined to it, and the end of its main part.
struct Outline {
    first: Span,
    end: u32,
    is_single: bool,
}

impl Outline {
    fn of(document: &Document, heading: &Heading) -> Option<Self> {
        let mut first: Option<Span> = None;
        let mut end = heading.text.end;
        let mut is_single = true;
        let code = document.slice(heading.text).find('`');
        'pieces: for piece in document.prose_in(heading.text) {
            let text = document.slice(piece.span);
            let base = piece.span.start as usize;
            for token in text.split_ascii_whitespace() {
                let start = base + (token.as_ptr() as usize - text.as_ptr() as usize);
                if is_break(token) {
                    end = start as u32;
                    break 'pieces;
                }
                let is_name = token.starts_with(':') && token.len() > 1;
                if let Some(letter) = token.find(char::is_alphabetic).filter(|_| !is_name) {
                    is_single &= first.is_none();
                    first.get_or_insert(Span::new(start + letter, start + token.len()));
                }
                if token.ends_with(':') && !is_name {
                    end = (start + token.len()) as u32;
                    break 'pieces;
                }
            }
        }
        let first = first?;
        // Code before the first word is the first word.
        let is_behind_code = code.is_some_and(|code| heading.text.start as usize + code < first.start as usize);
        let first = if is_behind_code {
            Span::at(heading.text.start as usize)
        } else {
            first
        };
        Some(Self { first, end, is_single })
    }
}

/// Whether a piece of a heading begins another part of it, which may have letters of its own.
fn is_break(token: &str) -> bool {
    matches!(token, "-" | "–" | "—" | "--" | "|" | "•" | "·" | "→")
        || token.starts_with(['(', '[', '{', '"', '“', '«', '„', '‘', '\''])
}

/// The cases of the headings of a file, the title apart.
pub fn cases(document: &Document) -> Tally<Case> {
    let headings = document.headings().iter().skip(1);
    headings.filter_map(|heading| read(document, heading)?.case()).collect()
}

pub(super) fn describe(document: &Document) -> Trait {
    Trait::new("heading case", "heading-capitalization", &cases(document))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Source};

    fn case(heading: &str) -> Option<Case> {
        let text = format!("## {heading}\n");
        let document = Document::parse(FileId(0), Source::from_text("list.md", text));
        read(&document, &document.headings()[0]).and_then(|reading| reading.case())
    }

    #[test]
    fn words_with_a_choice_tell_the_case() {
        assert_eq!(case("Machine Learning"), Some(Case::Title));
        assert_eq!(case("Machine learning"), Some(Case::Sentence));
        assert_eq!(case("Tools for Machine learning"), Some(Case::Mixed));
        assert_eq!(
            case(":rocket: 1. Machine learning (for Beginners)"),
            Some(Case::Sentence)
        );
        assert_eq!(case("C++ libraries"), Some(Case::Sentence));
        assert_eq!(case("`npm` scripts"), Some(Case::Sentence));
        assert_eq!(case("Built with your SQL and iOS"), None);
        assert_eq!(case("Tools - for beginners"), None);
        assert_eq!(case("[Awesome list](https://example.org)"), None);
        assert_eq!(case("[Awesome list](#awesome-list)"), Some(Case::Sentence));
    }
}
