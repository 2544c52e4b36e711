//! The dictionary of misspellings, as `build.rs` has written it: a table that is ready when the program starts.
//!
//! A slot is 0, or the offset of a line in the text, from 1, and some bits of the hash of its word. A line is a
//! word, a tab, and its corrections between commas.

use memchr::memmem;

use super::slots::{CHECK_BITS, COUNT, place};

static SLOTS: &[u8; COUNT * 4] = include_bytes!(concat!(env!("OUT_DIR"), "/misspellings.slots"));
static LINES: &str = include_str!(concat!(env!("OUT_DIR"), "/misspellings.txt"));

/// What was meant by a word in small letters, if it is a misspelling.
pub fn corrections(word: &str) -> Option<impl Iterator<Item = &'static str>> {
    let (mut place, check) = place(word.as_bytes());
    loop {
        let slot = slot_at(place)?;
        if slot & ((1 << CHECK_BITS) - 1) == check {
            let line = &LINES[(slot >> CHECK_BITS) as usize - 1..];
            if let Some(corrections) = line.strip_prefix(word).and_then(|rest| rest.strip_prefix('\t')) {
                return Some(corrections.lines().next().unwrap_or_default().split(','));
            }
        }
        // Half of the slots are free.
        place = (place + 1) % COUNT;
    }
}

/// Whether a word is the right spelling of another one, in any case. Looks through the whole dictionary.
pub fn is_correction(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let is_whole = |start: usize| {
        let around = (
            LINES.as_bytes()[..start].last(),
            LINES.as_bytes().get(start + word.len()),
        );
        matches!(around, (Some(b'\t' | b','), None | Some(b',' | b'\n')))
    };
    memmem::find_iter(LINES.as_bytes(), &word).any(is_whole)
}

/// What a slot holds, if it holds something.
fn slot_at(slot: usize) -> Option<u32> {
    let (slots, _) = SLOTS.as_chunks();
    let slot = u32::from_le_bytes(slots[slot]);
    (slot > 0).then_some(slot)
}

#[cfg(test)]
mod tests {
    use unicase::UniCase;

    use super::*;

    #[test]
    fn every_word_is_found_with_its_corrections() {
        for line in LINES.lines() {
            let (word, wanted) = line.split_once('\t').unwrap();
            assert!(corrections(word).unwrap().eq(wanted.split(',')), "{word}");
            let known = typos_dict::WORD.find(&UniCase::ascii(word)).unwrap();
            assert!(corrections(word).unwrap().eq(known.iter().copied()), "{word}");
        }
        assert!(LINES.lines().count() > 40_000);
    }

    #[test]
    fn right_spellings_are_known() {
        for word in ["receive", "Receive", "abandon"] {
            assert!(is_correction(word), "{word}");
        }
        for word in ["recieve", "eceive", "receiv", "zzzzzz"] {
            assert!(!is_correction(word), "{word}");
        }
    }

    #[test]
    fn other_words_are_not_found() {
        for word in ["", "word", "receive", "zzzzzz", "reciev"] {
            let known = typos_dict::WORD.find(&UniCase::ascii(word));
            assert_eq!(corrections(word).is_some(), known.is_some(), "{word}");
        }
    }
}
