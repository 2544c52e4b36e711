//! Texts that the configuration names: literally, or by a regular expression between slashes.

use regex::{Regex, RegexSet};
use serde::Deserialize;
use serde::de::{Deserializer, Error};

/// A list of texts and `/regular expressions/`; a text matches what contains it.
#[derive(Debug, Default)]
pub struct Patterns {
    texts: Vec<String>,
    expressions: Option<RegexSet>,
}

impl Patterns {
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.expressions.is_none()
    }

    pub fn matches(&self, text: &str) -> bool {
        let is_named = self.texts.iter().any(|named| text.contains(named.as_str()));
        is_named
            || self
                .expressions
                .as_ref()
                .is_some_and(|expressions| expressions.is_match(text))
    }
}

impl<'de> Deserialize<'de> for Patterns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut texts = Vec::new();
        let mut expressions = Vec::new();
        for text in Vec::<String>::deserialize(deserializer)? {
            match text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
                Some(expression) => {
                    Regex::new(expression).map_err(|error| D::Error::custom(reason(&error)))?;
                    expressions.push(expression.to_owned());
                }
                None if text.is_empty() => return Err(D::Error::custom("an empty text would match everything")),
                None => texts.push(text),
            }
        }
        let expressions = match expressions[..] {
            [] => None,
            _ => Some(RegexSet::new(&expressions).map_err(|error| D::Error::custom(reason(&error)))?),
        };
        Ok(Self { texts, expressions })
    }
}

/// The last line of a regex error, which says what is wrong.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    format!("not a regular expression: {}", last.trim_start_matches("error: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(toml: &str) -> Result<Patterns, toml::de::Error> {
        Patterns::deserialize(toml::de::ValueDeserializer::parse(toml)?)
    }

    #[test]
    fn texts_are_contained_and_expressions_match() {
        let patterns = patterns(r#"["example.org/a", "/^https://ads\\./"]"#).unwrap();
        assert!(patterns.matches("https://example.org/ab"));
        assert!(patterns.matches("https://ads.example.com"));
        assert!(!patterns.matches("https://example.com"));
        assert!(!Patterns::default().matches(""));
    }

    #[test]
    fn what_means_nothing_is_an_error() {
        assert!(patterns(r#"["/(/"]"#).is_err());
        assert!(patterns(r#"[""]"#).is_err());
    }
}
