//! Names of products, companies and formats, and how their owners spell them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::sieve::{Mesh, Sieve};

/// `rules/brand-spelling.toml`, which says what its parts mean.
#[derive(Deserialize)]
struct Table {
    lower: FxHashSet<String>,
    right: FxHashSet<String>,
    forms: BTreeMap<String, Vec<String>>,
    names: BTreeMap<String, String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let text = include_str!("../rules/brand-spelling.toml");
    toml::from_str(text).expect("the table of names is read by a test")
});

/// The names by their spelling in small letters.
static BY_LOWER: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
    let names = TABLE.names.keys();
    names.map(|name| (name.to_ascii_lowercase(), name.as_str())).collect()
});

/// What the keys of [`BY_LOWER`] and [`BY_FORM`] have in common.
static SIEVE: LazyLock<Sieve> = LazyLock::new(|| {
    let names = TABLE.names.keys().map(String::as_str);
    Sieve::of(names.chain(BY_FORM.keys().copied()))
});

/// The names by their other wrong spellings.
static BY_FORM: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let forms = TABLE.forms.iter();
    let pairs = forms.flat_map(|(name, forms)| forms.iter().map(move |form| (form.as_str(), name.as_str())));
    pairs.collect()
});

/// In which letters a name is spelled wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Capitals and small ones: wrong wherever it stands.
    Mixed,
    /// Small ones: wrong between the words of a sentence.
    Small,
}

/// Whether a word may be a wrong spelling of a name, by its bit in sieves: never wrongly no.
#[inline]
pub fn may_have_owner(mesh: Mesh) -> bool {
    SIEVE.lets_through(mesh)
}

/// The name that a word is a wrong spelling of.
pub fn owners_spelling(word: &str) -> Option<(&'static str, Case)> {
    if !SIEVE.may_hold(word) {
        return None;
    }
    let has_capital = word.bytes().any(|byte| byte.is_ascii_uppercase());
    if !has_capital {
        let name = *BY_LOWER.get(word)?;
        return (name != word && TABLE.lower.contains(name)).then_some((name, Case::Small));
    }
    if !is_mixed_case(word) || TABLE.right.contains(word) {
        return None;
    }
    let by_form = BY_FORM.get(word).copied();
    let name = by_form.or_else(|| BY_LOWER.get(word.to_ascii_lowercase().as_str()).copied())?;
    (name != word).then_some((name, Case::Mixed))
}

/// Whether a word is a name as its owners spell it.
pub fn is_name(word: &str) -> bool {
    SIEVE.may_hold(word) && TABLE.names.contains_key(word)
}

/// Whether a word in small letters is a name that does not begin with a capital by being capitalized alone:
/// one that its owners write in small letters (`npm`) or with other capitals (`iOS`, `jQuery`, `NumPy`).
pub fn is_small(word: &str) -> bool {
    let Some(name) = BY_LOWER.get(word) else {
        return false;
    };
    let mut letters = name.chars();
    let is_plain = letters.next().is_some_and(char::is_uppercase) && !letters.any(char::is_uppercase);
    !is_plain
}

/// Whether a word holds capitals and small letters.
pub fn is_mixed_case(word: &str) -> bool {
    let has = |is_case: fn(&u8) -> bool| word.as_bytes().iter().any(is_case);
    has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase)
}

/// Whether an address leads to the site of a name's owner.
pub fn is_site_of(url: &str, name: &str) -> bool {
    let rest = url.split_once("//").map_or(url, |(_, rest)| rest);
    let host = rest
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let source = TABLE.names.get(name).filter(|_| host != "github.com");
    source.is_some_and(|source| host.ends_with(source.as_str())) || host.contains(&plain.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_judged_by_their_case() {
        assert_eq!(owners_spelling("Github"), Some(("GitHub", Case::Mixed)));
        assert_eq!(owners_spelling("Nodejs"), Some(("Node.js", Case::Mixed)));
        assert_eq!(owners_spelling("github"), Some(("GitHub", Case::Small)));
        for right in ["GitHub", "GITHUB", "numpy", "Latex", "Webpack", "Falcon"] {
            assert_eq!(owners_spelling(right), None, "{right}");
        }
    }

    #[test]
    fn some_names_have_no_capitals() {
        assert!(is_name("webpack") && !is_name("github"));
    }

    #[test]
    fn the_table_is_sane() {
        let table = &*TABLE;
        let all_known = table.lower.iter().chain(table.forms.keys());
        for name in all_known {
            assert!(table.names.contains_key(name), "{name} is no name");
        }
        for form in table.forms.values().flatten() {
            assert!(!table.names.contains_key(form), "{form} is a name");
            assert!(
                form.bytes().all(|byte| byte.is_ascii_alphanumeric()),
                "{form} is no word"
            );
        }
        assert_eq!(BY_LOWER.len(), table.names.len());
        for (name, site) in &table.names {
            assert!(name.is_ascii() && site.contains('.'), "{name} has no site");
        }
    }

    #[test]
    fn the_lines_of_the_table_are_sorted() {
        let text = include_str!("../rules/brand-spelling.toml");
        for part in text.split("\n\n") {
            let lines = part.lines().filter_map(|line| line.trim_start().strip_prefix('"'));
            let keys = lines.map(|line| line.split('"').next().unwrap_or_default().to_lowercase());
            assert!(keys.is_sorted(), "{part}");
        }
    }
}
