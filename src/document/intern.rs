//! Numbers words as they are met, by their texts: faster than a map that owns or borrows its keys.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// A place of the table: a part of the hash of a word, and its number.
#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    number: u32,
}

const FREE: Slot = Slot {
    hash: 0,
    number: u32::MAX,
};

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

    /// The number of a word; the next one where the word is new. The words that have numbers are asked for by these.
    pub fn number<'w>(&mut self, word: &[u8], word_of: impl Fn(u32) -> &'w [u8]) -> u32 {
        let hash = hash(word);
        let mut at = self.first(hash);
        loop {
            let slot = &mut self.slots[at];
            if slot.number == FREE.number {
                let number = self.taken as u32;
                *slot = Slot { hash, number };
                self.taken += 1;
                if self.taken * 2 > self.slots.len() {
                    self.grow();
                }
                return number;
            }
            if slot.hash == hash && word_of(slot.number) == word {
                return slot.number;
            }
            at = self.next(at);
        }
    }

    fn first(&self, hash: u32) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    fn next(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        let wider = vec![FREE; self.slots.len() * 2];
        let slots = std::mem::replace(&mut self.slots, wider);
        for slot in slots.into_iter().filter(|slot| slot.number != FREE.number) {
            let mut at = self.first(slot.hash);
            while self.slots[at].number != FREE.number {
                at = self.next(at);
            }
            self.slots[at] = slot;
        }
    }
}

fn hash(word: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(word);
    hasher.finish() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_numbers_when_the_table_grows() {
        let mut interner = Interner::with_room_for(1);
        let words: Vec<String> = (0..1000).map(|number| format!("word{number}")).collect();
        for _ in 0..2 {
            for (number, word) in (0..).zip(&words) {
                let found = interner.number(word.as_bytes(), |number| words[number as usize].as_bytes());
                assert_eq!(found, number);
            }
        }
    }
}
