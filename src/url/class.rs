//! The kinds of names that stand in the paths of sites: what tells one from another, and how each is written.

use std::borrow::Cow;

/// A kind of name in a path, as `rules/duplicate-link.toml` writes it: `{name:class}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Anything.
    Any,
    /// Anything; its case makes no difference.
    Fold,
    /// The name of a repository: as `Fold`, without `.git`.
    Repository,
    /// The page that a repository shows by itself: `README.md` and the like, in no language of its own.
    Readme,
    Digits,
    /// Letters, digits, `-` and `_`, which part no address.
    Word,
    /// `id` and digits.
    App,
    /// Digits, and words behind them.
    Numbered,
    /// A version of a package: `1.2.0`, `v1`.
    Version,
    /// The name of a package of Python: case, `-`, `_` and `.` make no difference.
    Package,
    /// The identifier of a preprint, without its version and `.pdf`.
    Preprint,
    /// A digital object identifier: `10.`, its case makes no difference.
    Object,
    /// Words and the identifier of a story: eleven or twelve hexadecimal digits at the end.
    Story,
    /// Words and a short identifier at the end.
    Article,
    /// An identifier of letters and digits that nobody chose: capitals and small ones, or with digits.
    Token,
    /// A language, or a language and a country.
    Locale,
}

impl Class {
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "" => Class::Any,
            "fold" => Class::Fold,
            "repository" => Class::Repository,
            "readme" => Class::Readme,
            "digits" => Class::Digits,
            "word" => Class::Word,
            "app" => Class::App,
            "numbered" => Class::Numbered,
            "version" => Class::Version,
            "package" => Class::Package,
            "preprint" => Class::Preprint,
            "object" => Class::Object,
            "story" => Class::Story,
            "article" => Class::Article,
            "token" => Class::Token,
            "locale" => Class::Locale,
            _ => return None,
        })
    }

    /// The name that a part of a path stands for, as it is written in keys; `None` where it is no such name.
    pub(super) fn read(self, text: &str) -> Option<Cow<'_, str>> {
        let name = match self {
            _ if text.is_empty() => return None,
            Class::Any => Some(text),
            Class::Fold => return Some(fold(text)),
            Class::Repository => {
                let name = fold(text);
                return Some(match name.strip_suffix(".git") {
                    Some("") | None => name,
                    Some(stem) => Cow::Owned(stem.to_owned()),
                });
            }
            Class::Readme => is_readme(text).then_some(text),
            Class::Digits => is_number(text).then_some(text),
            Class::Word => {
                let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
                text.bytes().all(is_sign).then_some(text)
            }
            Class::App => text.strip_prefix("id").filter(|digits| is_number(digits)),
            Class::Numbered => {
                let end = text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len());
                let is_numbered = end > 0 && matches!(text[end..].chars().next(), None | Some('-' | '.'));
                is_numbered.then_some(&text[..end])
            }
            Class::Version => {
                let number = text.strip_prefix('v').unwrap_or(text);
                number.starts_with(|sign: char| sign.is_ascii_digit()).then_some(text)
            }
            Class::Package => return Some(Cow::Owned(package(text))),
            Class::Preprint => return preprint(text),
            Class::Object => {
                let is_object = text.starts_with("10.") && text.contains('/');
                return is_object.then(|| fold(text));
            }
            Class::Story => story(text),
            Class::Article => is_article(text).then_some(text),
            Class::Token => is_token(text).then_some(text),
            Class::Locale => is_locale(text).then_some(text),
        };
        name.map(Cow::Borrowed)
    }
}

fn fold(text: &str) -> Cow<'_, str> {
    match text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.to_lowercase()),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_readme(text: &str) -> bool {
    let (stem, ending) = text.split_once('.').unwrap_or((text, "md"));
    let endings = ["adoc", "asciidoc", "markdown", "md", "org", "rst", "txt"];
    stem.eq_ignore_ascii_case("readme") && endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn package(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        let is_mark = matches!(character, '-' | '_' | '.');
        if !is_mark {
            name.push(character);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    name
}

/// `1706.03762v5.pdf` is `1706.03762`, `cs.LO/0305007` is `cs/0305007`.
fn preprint(text: &str) -> Option<Cow<'_, str>> {
    let text = text.strip_suffix(".pdf").unwrap_or(text);
    let version = text.rfind('v').filter(|&at| is_number(&text[at + 1..]));
    let text = &text[..version.unwrap_or(text.len())];
    if let Some((field, number)) = text.split_once('/') {
        let field = field.split('.').next().unwrap_or(field);
        let is_field = !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let is_known = is_field && number.len() == 7 && is_number(number);
        return is_known.then(|| Cow::Owned(format!("{field}/{number}")));
    }
    let (month, number) = text.split_once('.')?;
    let is_known = month.len() == 4 && is_number(month) && matches!(number.len(), 4 | 5) && is_number(number);
    is_known.then_some(Cow::Borrowed(text))
}

/// The identifier at the end of `the-words-of-a-title-0123456789ab`.
fn story(text: &str) -> Option<&str> {
    let dash = memchr::memrchr(b'-', text.as_bytes());
    let identifier = &text[dash.map_or(0, |dash| dash + 1)..];
    if !matches!(identifier.len(), 11 | 12) {
        return None;
    }
    let is_hexadecimal = identifier.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_mixed = identifier.bytes().any(|byte| byte.is_ascii_digit())
        && identifier.bytes().any(|byte| byte.is_ascii_alphabetic());
    (is_hexadecimal && is_mixed).then_some(identifier)
}

/// `the-words-of-a-title-1a2b`: at least two words, and an identifier that is no word.
fn is_article(text: &str) -> bool {
    let Some((words, identifier)) = text.rsplit_once('-') else {
        return false;
    };
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_identifier = matches!(identifier.len(), 2..=5) && identifier.bytes().all(is_plain);
    is_identifier && words.contains('-')
}

fn is_token(text: &str) -> bool {
    let has = |is_kind: fn(&u8) -> bool| text.as_bytes().iter().any(is_kind);
    let is_known = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let is_random = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    is_known && matches!(text.len(), 8..=32) && is_random
}

fn is_locale(text: &str) -> bool {
    let (language, country) = text.split_once(['-', '_']).unwrap_or((text, "xx"));
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    language.len() == 2 && is_word(language) && matches!(country.len(), 2..=4) && is_word(country)
}

#[cfg(test)]
mod tests {
    use super::Class;

    #[test]
    fn names_are_read() {
        for (class, text, name) in [
            (Class::Repository, "Repo.git", Some("repo")),
            (Class::Repository, ".git", Some(".git")),
            (Class::Readme, "ReadMe.md", Some("ReadMe.md")),
            (Class::Readme, "README", Some("README")),
            (Class::Readme, "README-zh.md", None),
            (Class::Readme, "readme_pt.md", None),
            (Class::Readme, "README.zh.md", None),
            (Class::App, "id1234", Some("1234")),
            (Class::App, "identity", None),
            (Class::Package, "Zope.Interface__x", Some("zope-interface-x")),
            (Class::Preprint, "1706.03762v5.pdf", Some("1706.03762")),
            (Class::Preprint, "cs.LO/0305007v1", Some("cs/0305007")),
            (Class::Preprint, "listing/cs.LG", None),
            (Class::Object, "10.1145/ABC.d", Some("10.1145/abc.d")),
            (Class::Object, "book", None),
            (Class::Story, "some-words-0123456789ab", Some("0123456789ab")),
            (Class::Story, "0123456789ab", Some("0123456789ab")),
            (Class::Story, "issue-201712010000", None),
            (Class::Story, "a-fullfacade", None),
            (Class::Article, "some-words-1a2b", Some("some-words-1a2b")),
            (Class::Article, "about", None),
            (Class::Token, "ByMHBMjFe", Some("ByMHBMjFe")),
            (Class::Token, "tutorial1", None),
            (Class::Locale, "en-US", Some("en-US")),
            (Class::Locale, "addon", None),
            (Class::Any, "", None),
        ] {
            assert_eq!(class.read(text).as_deref(), name, "{class:?} {text}");
        }
    }
}
