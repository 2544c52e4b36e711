//! Numbers words as they are met, by their texts: faster than a map that owns or borrows its keys.

use crate::source::Span;

/// A place of the table: what is known of a word, and its number.
#[derive(Debug, Clone, Copy)]
struct Slot {
    key: Key,
    length: u32,
    number: u32,
}

const FREE: Slot = Slot {
    key: Key(0),
    length: 0,
    number: u32::MAX,
};

/// The bytes of a short word, or a hash of those of a longer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key(u64);

/// Words of so many bytes are their own keys.
const SHORT: usize = size_of::<u64>();

/// An odd number without a pattern: the upper bits of a product with it depend on all bits of the other factor.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

impl Key {
    pub fn of(word: &[u8]) -> Self {
        Self::with_head(head_at(word, 0), word)
    }

    /// The key of a word that begins with the first of eight bytes.
    #[inline]
    pub fn with_head(head: u64, word: &[u8]) -> Self {
        if word.len() > SHORT {
            return Self::of_long(head, word);
        }
        let unused = u64::BITS - 8 * word.len() as u32;
        Self(head & u64::MAX.checked_shr(unused).unwrap_or(0))
    }

    /// By the first and the last eight bytes, and those between them eight by eight.
    #[inline]
    fn of_long(head: u64, word: &[u8]) -> Self {
        let last = word.len() - SHORT;
        let join = |hash: u64, bytes: u64| hash.wrapping_mul(SPREAD).rotate_left(29) ^ bytes;
        let (mut hash, mut at) = (head, SHORT);
        while at < last {
            hash = join(hash, head_at(word, at));
            at += SHORT;
        }
        Self(join(hash, head_at(word, last)))
    }
}

/// The eight bytes from a place on, the first one lowest; zeros behind the end of the text.
#[inline]
pub(super) fn head_at(text: &[u8], start: usize) -> u64 {
    match text[start..].first_chunk() {
        Some(head) => u64::from_le_bytes(*head),
        None => behind_end(&text[start..]),
    }
}

/// The last few bytes of a text, and zeros behind them.
#[cold]
fn behind_end(rest: &[u8]) -> u64 {
    let mut head = [0; SHORT];
    head[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(head)
}

/// The numbers of words, at most half of the slots taken.
#[derive(Debug)]
pub(super) struct Interner {
    slots: Vec<Slot>,
    taken: usize,
}

impl Interner {
    /// A table with room for so many words.
    pub fn with_room_for(words: usize) -> Self {
        let count = (words * 2).next_power_of_two().max(16);
        Self {
            slots: vec![FREE; count],
            taken: 0,
        }
    }

    /// The number of a word of a text; the next one where the word is new. A place of each word that has a number is
    /// asked for by it.
    pub fn number(&mut self, text: &[u8], word: Span, place_of: impl Fn(u32) -> Span) -> u32 {
        self.number_by(Key::of(&text[word.range()]), text, word, place_of)
    }

    /// The same for a word whose key is known.
    #[inline]
    pub fn number_by(&mut self, key: Key, text: &[u8], word: Span, place_of: impl Fn(u32) -> Span) -> u32 {
        let length = word.end - word.start;
        let is_short = word.len() <= SHORT;
        let mut at = self.first(key);
        loop {
            let slot = &mut self.slots[at];
            if slot.number == FREE.number {
                return self.take(at, key, length);
            }
            let is_same = || text[place_of(slot.number).range()] == text[word.range()];
            if slot.key == key && slot.length == length && (is_short || is_same()) {
                return slot.number;
            }
            at = self.next(at);
        }
    }

    /// The number of a word, if it has one.
    pub fn find(&self, word: &[u8], is_same: impl Fn(u32) -> bool) -> Option<u32> {
        let key = Key::of(word);
        let mut at = self.first(key);
        loop {
            let slot = &self.slots[at];
            if slot.number == FREE.number {
                return None;
            }
            if slot.key == key && slot.length as usize == word.len() && (word.len() <= SHORT || is_same(slot.number)) {
                return Some(slot.number);
            }
            at = self.next(at);
        }
    }

    /// Puts the next number into a free slot.
    fn take(&mut self, slot: usize, key: Key, length: u32) -> u32 {
        let number = self.taken as u32;
        self.slots[slot] = Slot { key, length, number };
        self.taken += 1;
        if self.taken * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    /// Knuth's multiplicative hash.
    #[inline]
    fn first(&self, Key(key): Key) -> usize {
        let shift = u64::BITS - self.slots.len().trailing_zeros();
        (key.wrapping_mul(SPREAD) >> shift) as usize
    }

    #[inline]
    fn next(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        let wider = vec![FREE; self.slots.len() * 2];
        let slots = std::mem::replace(&mut self.slots, wider);
        for slot in slots.into_iter().filter(|slot| slot.number != FREE.number) {
            let mut at = self.first(slot.key);
            while self.slots[at].number != FREE.number {
                at = self.next(at);
            }
            self.slots[at] = slot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_numbers_when_the_table_grows() {
        let mut interner = Interner::with_room_for(1);
        let mut text = String::new();
        let mut places = Vec::new();
        for number in 0..1000 {
            let start = text.len();
            // Short ones and long ones, and the last one at the end of the text.
            text += &format!("{number}{}", "x".repeat(number % 13));
            places.push(Span::new(start, text.len()));
        }
        for _ in 0..2 {
            for (number, &place) in (0..).zip(&places) {
                let found = interner.number(text.as_bytes(), place, |number| places[number as usize]);
                assert_eq!(found, number);
            }
        }
    }

    #[test]
    fn words_differ_in_any_byte_and_in_their_lengths() {
        let text = "ab abc \0ab abcdefgh abcdefghi abcdefghj ab";
        let mut interner = Interner::with_room_for(1);
        let mut places: Vec<Span> = Vec::new();
        let mut numbers = Vec::new();
        let mut start = 0;
        for word in text.split(' ') {
            let place = Span::new(start, start + word.len());
            let number = interner.number(text.as_bytes(), place, |number| places[number as usize]);
            if number as usize == places.len() {
                places.push(place);
            }
            let found = interner.find(word.as_bytes(), |number| text[places[number as usize].range()] == *word);
            assert_eq!(found, Some(number));
            numbers.push(number);
            start = place.end as usize + 1;
        }
        assert_eq!(interner.find(b"abcdefghk", |_| false), None);
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 0]);
    }
}
