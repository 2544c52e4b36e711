//! What the parser is spared: extensions that take time with the square of texts that nobody writes.

use comrak::Options;
use memchr::memmem;

/// How many bytes the search for the ends of addresses may read more than once.
const MOST_READ_AGAIN: usize = 1 << 24;

/// Words that are shorter are read fast, whatever they hold.
const LONG_WORD: usize = 4096;

/// Quotations in quotations, without blanks, that are still read fast.
const DEEPEST_ALERT: [u8; 256] = [b'>'; 256];

/// Switches off what a text cannot have, and what it has in a number that only an attacker writes.
pub(super) fn spare(options: &mut Options<'_>, text: &str) {
    let text = text.as_bytes();
    let may_alert = memmem::find(text, b"[!").is_some() && memmem::find(text, &DEEPEST_ALERT).is_none();
    options.extension.alerts &= may_alert;
    // Without notes the parser walks over the whole tree twice to find none.
    options.extension.footnotes &= may_have_notes(text);
    // From each address the parser looks for the blank that ends it.
    let read_again = long_words(text).map(|word| {
        let starts = memmem::find_iter(word, b"://").chain(memmem::find_iter(word, b"www."));
        starts.map(|start| word.len() - start).sum::<usize>()
    });
    options.extension.autolink &= read_again.sum::<usize>() < MOST_READ_AGAIN;
}

/// Whether a text may have `[^`, perhaps with the second sign as an escape or an entity.
fn may_have_notes(text: &[u8]) -> bool {
    memchr::memchr3_iter(b'^', b'\\', b'&', text).any(|at| text[..at].last() == Some(&b'['))
}

/// What stands between blanks and is long; each such word covers one of some places that are looked at.
fn long_words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut end = 0;
    (0..text.len()).step_by(LONG_WORD / 2).filter_map(move |place| {
        if place < end {
            return None;
        }
        let is_blank = |byte: &u8| byte.is_ascii_whitespace();
        let start = text[end..place]
            .iter()
            .rposition(is_blank)
            .map_or(end, |blank| end + blank + 1);
        end = text[place..]
            .iter()
            .position(is_blank)
            .map_or(text.len(), |blank| place + blank);
        let word = &text[start..end.max(start)];
        (word.len() >= LONG_WORD).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;

    fn extensions(text: &str) -> (bool, bool) {
        let options = parse::options(text);
        (options.extension.alerts, options.extension.autolink)
    }

    #[test]
    fn lists_keep_what_they_use() {
        assert_eq!(extensions("> [!NOTE]\n> See https://example.org."), (true, true));
        assert_eq!(extensions(&"https://example.org/a ".repeat(100_000)), (false, true));
        assert_eq!(
            extensions(&format!("data:image/png;base64,{}", "A".repeat(1 << 20))),
            (false, true)
        );
    }

    #[test]
    fn lists_without_notes_are_not_searched_for_them() {
        let has_notes = |text: &str| parse::options(text).extension.footnotes;
        assert!(has_notes("a[^1]\n\n[^1]: b") && has_notes("[\\^1]") && has_notes("[&#94;1]"));
        assert!(!has_notes("[a](b) ^ [!NOTE]") && !has_notes(""));
    }

    #[test]
    fn attacks_lose_it() {
        assert_eq!(extensions(&format!("{} [!NOTE]\n", ">".repeat(100_000))), (false, true));
        assert_eq!(
            extensions(&format!("a {}", "<https://a".repeat(100_000))),
            (false, false)
        );
        assert_eq!(extensions(&"www.a".repeat(100_000)), (false, false));
    }

    #[test]
    fn long_words_are_found_wherever_they_stand() {
        for before in [0, 1, 100, 2047, 2048, 5000] {
            let word = "x".repeat(LONG_WORD);
            let text = format!("{}{word} y", "a ".repeat(before));
            assert_eq!(long_words(text.as_bytes()).collect::<Vec<_>>(), [word.as_bytes()]);
        }
    }
}
