//! What the first words behind a title say: a description, or the rest of a sentence.

use super::description::Doubt;

/// Words before the name of who made something.
const AUTHOR_WORDS: &[&str] = &[
    "by", "By", "from", "von", "par", "por", "de", "da", "di", "от", "at", "via", "with",
];

pub(super) fn begins_with_author(text: &str) -> bool {
    AUTHOR_WORDS.contains(&first_word(text))
}

fn first_word(text: &str) -> &str {
    text.split(char::is_whitespace).next().unwrap_or_default()
}

/// How far into a text the separator is looked for.
const REACH: usize = 80;

/// Where the text behind a separator inside of a text begins.
pub(super) fn inner_separator(text: &str) -> Option<usize> {
    let near = &text[..text.floor_char_boundary(REACH)];
    let separators = [" - ", " – ", " — ", ": ", "："];
    let found = separators
        .iter()
        .filter_map(|separator| Some((near.find(separator)?, separator.len())));
    let (start, length) = found.min()?;
    Some(start + length)
}

/// What the first words of a text without a clear separator say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Description,
    Unsure,
    /// It goes on the sentence that the title begins.
    Sentence,
}

/// Words that do not begin a description, but go on a sentence whose subject is the link.
#[rustfmt::skip]
const GOING_ON: &[&str] = &[
    "about", "adds", "also", "and", "are", "as", "at", "based", "because", "but", "by", "can", "could", "does",
    "during", "et", "for", "from", "had", "has", "have", "if", "in", "instead", "into", "is", "it", "its", "like",
    "may", "of", "on", "or", "og", "oder", "over", "should", "so", "than", "that", "then", "through", "to", "und",
    "until", "using", "v", "via", "vs", "vs.", "was", "were", "when", "where", "which", "while", "who",
    "will", "with", "within", "without", "would", "y", "и",
];

/// Chinese and Japanese that goes on a sentence.
const GOING_ON_UNSPACED: &[char] = &[
    '是', '为', '由', '的', '与', '和', '及', '在', '也', '可', '等', '中', 'の', 'は', 'が', 'を', 'に', 'で', 'と',
    'も', 'へ',
];

/// Whether a text begins as with the name of an author: `Grace Hopper, 1952`, `Grace Hopper (1952)`.
fn is_person(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let mut names = words.by_ref().take(2).map(|word| {
        let name = word.trim_end_matches(',');
        let is_name = name.starts_with(char::is_uppercase) && name.chars().skip(1).all(char::is_lowercase);
        (is_name, name.len() < word.len())
    });
    let (Some((true, false)), Some((true, has_comma))) = (names.next(), names.next()) else {
        return false;
    };
    has_comma || text.split_whitespace().nth(2).is_some_and(|word| word.starts_with('('))
}

impl Reading {
    pub(super) fn of(text: &str) -> Self {
        let word = first_word(text);
        let Some(first) = text.chars().next() else {
            return Self::Sentence;
        };
        let has_more = text.split_whitespace().take(3).count() == 3;
        if !first.is_alphabetic() || GOING_ON.contains(&word) || GOING_ON_UNSPACED.contains(&first) {
            Self::Sentence
        } else if first.is_lowercase() {
            // Verbs of the third person: `[x](u) provides …`.
            let is_verb = word.ends_with('s') || word.ends_with("ed");
            match word {
                "a" | "an" | "the" => Self::Description,
                _ if is_verb || text.split_whitespace().take(6).count() < 6 => Self::Sentence,
                _ => Self::Unsure,
            }
        } else if (has_more || !first.is_uppercase()) && !is_person(text) {
            Self::Description
        } else {
            Self::Unsure
        }
    }

    pub(super) fn doubt(self) -> Option<Doubt> {
        match self {
            Self::Description => Some(Doubt::None),
            Self::Unsure => Some(Doubt::Some),
            Self::Sentence => None,
        }
    }
}
