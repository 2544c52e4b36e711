//! `a` before a vowel and `an` before a consonant, by sound.

use serde::Deserialize;

use crate::document::{Document, ProseKind, Word};
use crate::edit::{Applicability, Edit};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, reword};

pub static INFO: RuleInfo = RuleInfo {
    name: "indefinite-article",
    page: include_str!("../../rules/indefinite-article.md"),
    group: Group::Text,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<IndefiniteArticle>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct IndefiniteArticle {}

impl DocumentRule for IndefiniteArticle {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let words = document.words();
        let is_article = |text: &str| matches!(text, "a" | "A" | "an" | "An");
        let short = words.forms().filter(|(_, form)| form.first.len() <= 2);
        let forms = short.filter(|(_, form)| is_article(document.slice(form.first)));
        for (place, ()) in words.places_of(forms.map(|(id, _)| (id, ()))) {
            let [article, next, ..] = &words.all()[place..] else {
                continue;
            };
            let written = document.slice(article.span);
            let Some(right) = right_article(written, document.slice(next.span)) else {
                continue;
            };
            if right == written || !is_followed_by(document, article, next) || !is_own(document, article) {
                continue;
            }
            let word = document.slice(next.span);
            let message = format!("`{written}` before `{word}`");
            let edit = Edit::replace(document.file(), article.span, right);
            let fix = reword(document, format!("write `{right}`"), Applicability::Safe, vec![edit]);
            findings.push(finding(document, article.span, message).fix(fix));
        }
    }
}

/// Whether only a blank and the marks of links and emphasis stand between an article and the next word.
fn is_followed_by(document: &Document, article: &Word, next: &Word) -> bool {
    let gap = &document.source().text()[article.span.end as usize..next.span.start as usize];
    let marks = gap.trim_start_matches([' ', '\t']);
    let marks = marks
        .strip_prefix("\r\n")
        .or_else(|| marks.strip_prefix('\n'))
        .unwrap_or(marks);
    let marks = marks.trim_start_matches([' ', '\t']);
    marks.len() < gap.len() && marks.bytes().all(|byte| matches!(byte, b'[' | b'*' | b'_'))
}

/// Whether an article stands in an English sentence of the list itself, and is no letter.
fn is_own(document: &Document, article: &Word) -> bool {
    let is_letter = document.slice(article.span) == "A" && !document.begins_sentence(article.span.start);
    let in_link = document.link_around(article.span.start).is_some();
    article.kind == ProseKind::Text
        && !is_letter
        && !in_link
        && !document.is_quoted(article.span)
        && document.is_english_at(article)
}

/// The article that a word asks for, with the capital of the written one; `None` where that is not certain.
fn right_article(written: &str, next: &str) -> Option<&'static str> {
    if !next.contains('-') && NOT_AFTER_ARTICLE.contains(&next) {
        return None;
    }
    let article = match (sound(next)?, written.starts_with('A')) {
        (Sound::Vowel, true) => "An",
        (Sound::Vowel, false) => "an",
        (Sound::Consonant, true) => "A",
        (Sound::Consonant, false) => "a",
    };
    Some(article)
}

/// Words before which `a` is a letter, or one article too many.
#[rustfmt::skip]
const NOT_AFTER_ARTICLE: &[&str] = &[
    "a", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "each", "either", "else",
    "etc", "even", "every", "if", "ii", "iii", "in", "into", "is", "it", "its", "iv", "ix", "of", "on", "or",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sound {
    Vowel,
    Consonant,
}

/// How a word begins when it is spoken; `None` where people differ or the word is a name.
fn sound(word: &str) -> Option<Sound> {
    let word = word.split(['-', '.']).next().unwrap_or_default();
    let bytes = word.as_bytes();
    let first = *bytes.first()?;
    if first.is_ascii_digit() {
        return number_sound(word);
    }
    if bytes.len() < 2 || !bytes.iter().all(u8::is_ascii_alphabetic) {
        return None;
    }
    if bytes.iter().all(u8::is_ascii_uppercase) {
        return acronym_sound(word);
    }
    bytes
        .iter()
        .all(u8::is_ascii_lowercase)
        .then(|| word_sound(word))
        .flatten()
}

fn number_sound(word: &str) -> Option<Sound> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    match &word[..digits] {
        "11" | "18" => Some(Sound::Vowel),
        number if number.starts_with('8') => Some(Sound::Vowel),
        number if number.starts_with('1') => None,
        _ => Some(Sound::Consonant),
    }
}

/// Acronyms that are spelled letter by letter, and begin with a letter whose name sounds otherwise.
#[rustfmt::skip]
const SPELLED: &[&str] = &[
    "FPGA", "FTP", "HDMI", "HDR", "HPC", "HTML", "HTTP", "HTTPS", "LLM", "LLMS", "LLVM", "LSP", "LSTM", "MCP",
    "MIT", "ML", "MMO", "MMORPG", "MP", "MQTT", "MSSQL", "MVC", "MVP", "NFC", "NFT", "NLP", "NPM", "RFC",
    "RGB", "RPC", "RPG", "RSS", "RTS", "SDK", "SMS", "SMTP", "SSD", "SSG", "SSH", "SSL", "SVG", "SVM", "XML",
    "XMPP", "XSS",
];

/// Acronyms that begin with `you`.
#[rustfmt::skip]
const YOU: &[&str] = &[
    "UART", "UDP", "UEFI", "UI", "UID", "UK", "UML", "URI", "URL", "USA", "USB", "UTC", "UTF", "UUID", "UX",
];

fn acronym_sound(word: &str) -> Option<Sound> {
    if word.starts_with("EU") || word.starts_with("ONE") || word.starts_with("AND") {
        return None;
    }
    match word.as_bytes()[0] {
        // Letter by letter or as a word, the sound is the same.
        b'A' | b'E' | b'I' | b'O' => Some(Sound::Vowel),
        b'B' | b'C' | b'D' | b'G' | b'J' | b'K' | b'P' | b'Q' | b'T' | b'V' | b'W' | b'Y' | b'Z' => {
            Some(Sound::Consonant)
        }
        b'U' => YOU.contains(&word).then_some(Sound::Consonant),
        _ => SPELLED.contains(&word).then_some(Sound::Vowel),
    }
}

/// Beginnings of words with a silent `h`.
const SILENT_H: [&str; 5] = ["heir", "honest", "honor", "honour", "hour"];

/// Words with an `h` that some people do not speak.
const UNSURE_H: [&str; 6] = ["herb", "hist", "hom", "hot", "hyst", "hab"];

/// Beginnings of words in which `u` is a vowel.
#[rustfmt::skip]
const OPEN_U: [&str; 31] = [
    "ugly", "ultra", "umbrella", "unab", "unau", "unav", "unb", "unc", "und", "une", "unf", "unh", "unim", "unin",
    "unk", "unl", "unm", "unn", "uno", "unp", "unr", "uns", "unt", "unus", "unw", "up", "urban", "urgent", "usher",
    "utmost", "utter",
];

/// Beginnings of words in which `u` sounds like `you`.
#[rustfmt::skip]
const YOU_WORDS: [&str; 17] = [
    "ubiq", "ui", "unic", "unif", "unio", "uniq", "unis", "unit", "univ", "unix", "uri", "url", "usa", "usb", "use",
    "usu", "util",
];

/// Short words that are no acronyms though they begin like some.
const SHORT: [&str; 12] = [
    "few", "fun", "hub", "low", "lot", "map", "mix", "new", "raw", "red", "run", "set",
];

fn word_sound(word: &str) -> Option<Sound> {
    let starts = |beginnings: &[&str]| beginnings.iter().any(|beginning| word.starts_with(beginning));
    let has_vowel = word
        .bytes()
        .any(|byte| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    match word.as_bytes()[0] {
        _ if !has_vowel => None,
        b'e' if word.starts_with("eu") && (!word.starts_with("eul") || word.starts_with("eulog"))
            || word.starts_with("ew") =>
        {
            Some(Sound::Consonant)
        }
        b'o' if word.starts_with("once") || word == "one" || word == "ones" => Some(Sound::Consonant),
        b'o' if word.starts_with("oui") => None,
        b'a' | b'e' | b'i' | b'o' => Some(Sound::Vowel),
        b'u' if starts(&YOU_WORDS) => Some(Sound::Consonant),
        b'u' if starts(&OPEN_U) => Some(Sound::Vowel),
        b'u' | b'x' => None,
        b'h' if starts(&SILENT_H) => Some(Sound::Vowel),
        b'h' if starts(&UNSURE_H) => None,
        b'f' | b'h' | b'l' | b'm' | b'n' | b'r' | b's' if word.len() <= 3 && !SHORT.contains(&word) => None,
        _ => Some(Sound::Consonant),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_go_by_sound() {
        let an = "open-source hour honest HTML MIT LLM-powered 8-bit 11th 80s API AI-powered unofficial unusual \
                  update easy iterator SSH ORM";
        for word in an.split_whitespace() {
            assert_eq!(right_article("a", word), Some("an"), "{word}");
        }
        let a = "feature user unique one-time european URL UI 2D useful utility unified GPU JSON new house union one";
        for word in a.split_whitespace() {
            assert_eq!(right_article("an", word), Some("a"), "{word}");
        }
        let unsure = "SQL FAQ npm historic herb X x-ray n-gram 1D uber Angular Python iOS NASA RAM html sdk and is EU";
        for word in unsure.split_whitespace() {
            assert_eq!(right_article("a", word), None, "{word}");
        }
    }
}
