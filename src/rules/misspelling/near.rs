//! Words that no dictionary has, one slip of the hand away from a word that the list often has.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::has_capital;
use crate::document::{Document, FormId, Shape};

/// The shortest word of the list that may be misspelt, and how often it must be there.
const SHORTEST: usize = 9;
const OFTEN: u32 = 3;

/// The longest word that is looked at.
const LONGEST: usize = 24;

/// The forms that are there once and lack a letter of a frequent word, or have two of its letters exchanged,
/// with that word. Some of them are words of their own.
pub(super) fn slips(document: &Document) -> Vec<(FormId, String)> {
    let counts = Counts::of(document);
    let mut once = Rare::with_room_for(document.words().form_count() / 4);
    for (word, _, _) in counts.all().filter(|(_, _, count)| *count == 1) {
        once.add(word);
    }
    let mut found: FxHashMap<FormId, Option<FormId>> = FxHashMap::default();
    let often = counts
        .all()
        .filter(|(word, _, count)| word.len() >= SHORTEST && *count >= OFTEN);
    for (word, frequent, _) in often {
        for_each_slip(word, &once, |slip| {
            let Some(id) = counts.only(slip) else {
                return;
            };
            match found.entry(id) {
                Entry::Vacant(entry) => {
                    entry.insert(Some(frequent));
                }
                // Two words may be meant.
                Entry::Occupied(mut entry) if *entry.get() != Some(frequent) => {
                    entry.insert(None);
                }
                Entry::Occupied(_) => {}
            }
        });
    }
    let text = |id: FormId| document.slice(document.words().form(id).first).to_ascii_lowercase();
    let certain = found.into_iter();
    certain.filter_map(|(id, word)| Some((id, text(word?)))).collect()
}

/// How often each word is there, in small letters or with capitals.
struct Counts<'d> {
    document: &'d Document,
    /// The forms in small letters.
    forms: Vec<FormId>,
    /// How often their words are there, by form; 0 for other forms.
    small: Vec<u32>,
    /// Words that are nowhere in small letters.
    others: FxHashMap<String, (u32, FormId)>,
}

impl<'d> Counts<'d> {
    fn of(document: &'d Document) -> Self {
        let words = document.words();
        let mut counts = Self {
            document,
            forms: Vec::new(),
            small: vec![0; words.form_count()],
            others: FxHashMap::default(),
        };
        for (id, form) in words.forms() {
            if form.shape != Shape::Ascii || !(SHORTEST - 1..=LONGEST).contains(&form.first.len()) {
                continue;
            }
            let text = document.slice(form.first);
            if !has_capital(text.as_bytes()) {
                counts.forms.push(id);
                counts.small[id.0 as usize] += form.count;
            } else if !has_capital(&text.as_bytes()[1..]) || text.bytes().all(|letter| letter.is_ascii_uppercase()) {
                counts.add_capitalised(text.to_ascii_lowercase(), id, form.count);
            }
        }
        counts
    }

    fn add_capitalised(&mut self, word: String, id: FormId, count: u32) {
        match self.document.words().form_of(self.document, &word) {
            Some(small) => self.small[small.0 as usize] += count,
            None => self.others.entry(word).or_insert((0, id)).0 += count,
        }
    }

    /// The words with one of their forms and how often they are there.
    fn all(&self) -> impl Iterator<Item = (&str, FormId, u32)> {
        let words = self.document.words();
        let small = self.forms.iter().map(|&id| {
            let text = self.document.slice(words.form(id).first);
            (text, id, self.small[id.0 as usize])
        });
        let others = self.others.iter();
        small.chain(others.map(|(word, &(count, id))| (word.as_str(), id, count)))
    }

    /// The form of a word in small letters that is there once.
    fn only(&self, word: &str) -> Option<FormId> {
        let small = self.document.words().form_of(self.document, word);
        let (count, id) = match small {
            Some(id) => (self.small[id.0 as usize], id),
            None => *self.others.get(word)?,
        };
        (count == 1).then_some(id)
    }
}

/// What a word becomes when a letter is left out or two are exchanged, but at its first and last letter, where
/// endings and other words come to be: only what may be a rare word.
fn for_each_slip(word: &str, rare: &Rare, mut see: impl FnMut(&str)) {
    let mut slip = String::with_capacity(word.len());
    let sum = sum(word);
    let may_be_exchanged = rare.may_hold(sum);
    for at in 1..word.len().saturating_sub(2) {
        let (before, rest) = word.split_at(at);
        let (first, second, after) = (&rest[..1], &rest[1..2], &rest[2..]);
        if rare.may_hold(sum.wrapping_sub(worth(rest.as_bytes()[0]))) {
            slip.clear();
            slip.extend([before, second, after]);
            see(&slip);
        }
        if may_be_exchanged && first != second && !after.is_empty() {
            slip.clear();
            slip.extend([before, second, first, after]);
            see(&slip);
        }
    }
}

/// What is known of the words that are there once: the sums of their letters, in whatever order these are.
struct Rare {
    bits: Vec<u64>,
}

impl Rare {
    fn with_room_for(words: usize) -> Self {
        const BITS_PER_WORD: usize = 16;
        let bits = (words * BITS_PER_WORD).next_power_of_two().max(64);
        Self {
            bits: vec![0; bits / 64],
        }
    }

    fn add(&mut self, word: &str) {
        let (place, bit) = self.place(sum(word));
        self.bits[place] |= bit;
    }

    /// Whether a word with this sum may be one of them: never wrongly no.
    fn may_hold(&self, sum: u64) -> bool {
        let (place, bit) = self.place(sum);
        self.bits[place] & bit != 0
    }

    fn place(&self, sum: u64) -> (usize, u64) {
        let bit = (sum >> 32) as usize & (self.bits.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }
}

fn sum(word: &str) -> u64 {
    word.bytes().fold(0, |sum, letter| sum.wrapping_add(worth(letter)))
}

/// A number for a letter: sums of a few of these hardly ever agree.
fn worth(letter: u8) -> u64 {
    const WORTH: [u64; 256] = {
        let mut worth = [0; 256];
        let mut letter = 0;
        while letter < worth.len() {
            // The finalizer of SplitMix64.
            let mut mixed = (letter as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
            worth[letter] = mixed ^ mixed >> 31;
            letter += 1;
        }
        worth
    };
    WORTH[letter as usize]
}

#[cfg(test)]
mod tests {
    use super::super::dictionary;
    use super::*;
    use crate::source::{FileId, Source};

    fn slips_of(text: &str) -> Vec<String> {
        let document = Document::parse(FileId(0), Source::from_text("list.md", text.to_owned()));
        let words = document.words();
        let slips = slips(&document).into_iter();
        let slips = slips.filter(|(id, _)| !dictionary::is_correction(document.slice(words.form(*id).first)));
        slips.map(|(_, word)| word).collect()
    }

    #[test]
    fn slips_are_near_to_frequent_words() {
        let often =
            "organization Organization organization contracts contracts contracts frameworks frameworks frameworks";
        assert_eq!(slips_of(&format!("{often} oragnization")), ["organization"]);
        assert_eq!(slips_of(&format!("{often} orgnization")), ["organization"]);
        for other in ["contacts", "framework", "rganization", "oragnization oragnization"] {
            assert!(slips_of(&format!("{often} {other}")).is_empty(), "{other}");
        }
    }
}
