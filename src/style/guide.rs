//! The guides that stand beside a list, for those who add to it, and what they say of descriptions.

use std::sync::LazyLock;

use crate::document::Document;
use crate::tree::{Text, Tree};

use super::capital::Initial;
use super::period::Close;

/// Folders in which guides stand, from the folder of the list and from the root.
const FOLDERS: [&str; 6] = ["", ".github/", "docs/", "/", "/.github/", "/docs/"];

const GUIDES: [&str; 4] = [
    "contributing.md",
    "contribute.md",
    "pull_request_template.md",
    "contribution_guidelines.md",
];

/// Where guides stand, the nearest first.
static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let in_folder = |folder: &'static str| GUIDES.iter().map(move |name| format!("{folder}{name}"));
    FOLDERS.into_iter().flat_map(in_folder).collect()
});

/// The guides for a list, the nearest first.
pub fn guides(document: &Document, tree: &dyn Tree) -> impl Iterator<Item = Text> {
    let paths: Vec<&str> = PATHS.iter().map(String::as_str).collect();
    tree.read_all(document.source().path(), &paths).into_iter()
}

/// The case in which descriptions should begin, if a guide says so.
pub fn asked_initial(document: &Document, tree: &dyn Tree) -> Option<Initial> {
    guides(document, tree).find_map(|guide| initial_of(&guide.text))
}

/// How descriptions should end, if a guide says so.
pub fn asked_close(document: &Document, tree: &dyn Tree) -> Option<Close> {
    guides(document, tree).find_map(|guide| close_of(&guide.text))
}

/// The marks between titles and descriptions in the forms that the guides show.
pub fn asked_marks(document: &Document, tree: &dyn Tree) -> Vec<String> {
    guides(document, tree).flat_map(|guide| marks_of(&guide.text)).collect()
}

fn initial_of(text: &str) -> Option<Initial> {
    const STARTS: [&str; 3] = ["start", "begin", "first"];
    const CAPITAL: [&str; 4] = ["capital", "uppercase", "upper-case", "upper case"];
    const SMALL: [&str; 4] = ["small letter", "lowercase", "lower-case", "lower case"];
    find_in_sentences(text, |sentence| {
        let is_denied = holds(sentence, &DENIALS);
        match (holds(sentence, &CAPITAL), holds(sentence, &SMALL)) {
            (true, false) if holds(sentence, &STARTS) && !is_denied => Some(Initial::Capital),
            (false, true) if holds(sentence, &STARTS) && !is_denied => Some(Initial::Small),
            _ => None,
        }
    })
}

fn close_of(text: &str) -> Option<Close> {
    const ENDS: [&str; 3] = ["end", "final", "trailing"];
    const PERIODS: [&str; 4] = ["period", "full stop", "full-stop", "punctuation"];
    find_in_sentences(text, |sentence| {
        let mut words = sentence.split(|sign: char| !sign.is_alphabetic());
        let is_told = holds(sentence, &PERIODS) && words.any(|word| ENDS.iter().any(|end| word.starts_with(end)));
        is_told.then(|| match holds(sentence, &DENIALS) {
            true => Close::None,
            false => Close::Period,
        })
    })
}

/// What stands between the address and the word `description` in a form.
fn marks_of(text: &str) -> Vec<String> {
    const LONGEST: usize = 8;
    let text = text.to_lowercase();
    let marks = text.match_indices("description").filter_map(|(at, _)| {
        let (_, gap) = text[..at].rsplit_once(')')?;
        let is_mark = gap.len() <= LONGEST && !gap.contains(|sign: char| sign.is_alphanumeric() || sign == '\n');
        let mark = gap.trim_matches([' ', '`', '[', '<', '{', '(', '*', '_']);
        is_mark.then(|| mark.to_owned())
    });
    marks.collect()
}

/// Words that turn what a sentence says around.
const DENIALS: [&str; 5] = ["not ", "n't ", "n’t ", "no ", "without"];

fn holds(sentence: &str, words: &[&str]) -> bool {
    words.iter().any(|word| sentence.contains(word))
}

/// The first answer from a sentence about descriptions, in small letters.
fn find_in_sentences<T>(text: &str, answer: impl Fn(&str) -> Option<T>) -> Option<T> {
    let text = text.to_lowercase();
    sentences(&text)
        .filter(|sentence| sentence.contains("description"))
        .find_map(answer)
}

/// The sentences of the lines of a text that are no comments.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("<!--"));
    lines.flat_map(|line| line.split(". "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guides_say_how_descriptions_begin() {
        let small = "Use this form. The description should start from the lower-case letter unless it is a name.";
        assert_eq!(initial_of(small), Some(Initial::Small));
        let capital = "- Start the description with an uppercase letter";
        assert_eq!(initial_of(capital), Some(Initial::Capital));
        for other in [
            "Titles should be capitalized.\nDescriptions should be short.",
            "Start the description with a capital or a lowercase letter.",
            "Don't start the description with a capital.",
        ] {
            assert_eq!(initial_of(other), None, "{other}");
        }
    }

    #[test]
    fn guides_say_how_descriptions_end() {
        assert_eq!(
            close_of("* End all descriptions with a full stop."),
            Some(Close::Period)
        );
        assert_eq!(close_of("Descriptions should not end with a period"), Some(Close::None));
        assert_eq!(close_of("No trailing period behind descriptions"), Some(Close::None));
        assert_eq!(close_of("A description is recommended for each period"), None);
    }

    #[test]
    fn guides_show_what_stands_before_descriptions() {
        assert_eq!(marks_of("Write ``[Tool](link) — description``."), ["—"]);
        assert_eq!(marks_of("- `* [name](url): Description.`"), [":"]);
        assert!(marks_of("A name (short) and a description").is_empty());
    }
}
