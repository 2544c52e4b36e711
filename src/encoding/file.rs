//! The texts of one file, which say about one another what has happened to them.

use super::damage::Damage;
use super::evidence::Evidence;

/// Finds the damage in the texts of a file: the places of those that have any, in their order, and what they have.
///
/// It is what [`Evidence::observe`] of each text and [`Evidence::diagnose`] of each come to, and hardly slower than the
/// latter where the file is clean. A code of a language, such as `ru` or `zh-TW`, is a hint.
pub fn diagnose_file<'t>(
    texts: impl Iterator<Item = &'t str> + Clone,
    language: Option<&str>,
) -> Vec<(usize, Vec<Damage>)> {
    let alone: Vec<(usize, Vec<Damage>)> = texts
        .clone()
        .map(super::diagnose)
        .enumerate()
        .filter(|(_, damages)| !damages.is_empty())
        .collect();
    if alone.is_empty() {
        return alone;
    }
    let mut evidence = Evidence::new().with_language(language.unwrap_or_default());
    let mut damaged = alone.iter().peekable();
    for (place, text) in texts.clone().enumerate() {
        match damaged.next_if(|(own, _)| *own == place) {
            Some((_, damages)) => evidence.observe_damages(damages),
            None => evidence.observe_clean(text),
        }
    }
    // Where no misreading is certain, clean texts stay clean.
    let is_certain = evidence.has_chains();
    let mut damaged = alone.iter().peekable();
    texts
        .enumerate()
        .filter(|(place, _)| damaged.next_if(|(own, _)| own == place).is_some() || is_certain)
        .map(|(place, text)| (place, evidence.diagnose(text)))
        .filter(|(_, damages)| !damages.is_empty())
        .collect()
}
