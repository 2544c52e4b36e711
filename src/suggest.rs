//! The word that was meant by one that is not known.

/// The known word that was most likely meant.
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    const ALIKE: f64 = 0.7;
    known
        .map(|known| (strsim::normalized_damerau_levenshtein(word, known), known))
        .filter(|(score, _)| *score >= ALIKE)
        .max_by(|(first, _), (second, _)| first.total_cmp(second))
        .map(|(_, known)| known)
}
