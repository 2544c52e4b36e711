//! The character model: how surprising a character is behind another one, over all languages.
//!
//! `model.bin` is made by `examples/train_encoding` from the texts of public lists in some fifty languages (the lines that
//! are no mojibake) and from orders of frequency of Han characters and Hangul syllables; it holds counts of neighbours and
//! no text. Its parts, in their order: the number of characters that are symbols (two bytes, little endian) and these
//! (three bytes each); the levels of the Han characters and of the Hangul syllables (four bits each, the lower ones first);
//! the cost of each symbol alone; the cost of falling back behind each symbol; and for each symbol the number of its
//! neighbours (two bytes) with their numbers (two bytes) and costs. A cost is a byte, in eighths of a nat.

use std::sync::LazyLock;

use super::symbol::{
    EDGE, FIRST_HAN, FIRST_HANGUL, HAN, HAN_COUNT, HANGUL, HANGUL_COUNT, OWN, Script, Symbol, is_rare, kind, kinds,
    script,
};

/// What a cost is counted in, per nat.
pub(super) const STEPS: u8 = 8;

/// From which cost on a pair of neighbours is a surprise.
const SURPRISE: u8 = 12 * STEPS;

/// How many words, as a power of two, the bits of a row take: there are no more than 2048 symbols.
const ROW: u16 = 5;

/// A letter or two of another script inside of a Latin word.
const SANDWICH: f32 = 6.0;
/// Neighbours that are letters of different alphabets.
const MIXTURE: f32 = 4.0;
/// A character that hardly any text has.
const RARITY: f32 = 4.0;

pub(super) struct Model {
    /// By character of the Basic Multilingual Plane.
    symbols: Box<[Symbol; 0x1_0000]>,
    /// Symbols beyond it.
    beyond: Vec<(char, Symbol)>,
    count: usize,
    /// By a symbol and the one behind it.
    costs: Vec<u8>,
    /// A bit for each pair of symbols whose cost is a surprise, in rows of whole words: they fit where the costs do not.
    surprises: Box<[u64; 0x1_0000]>,
}

/// The model of the texts that lists are made of.
pub(super) static MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(include_bytes!("model.bin")));

impl Model {
    #[inline]
    pub fn symbol(&self, character: char) -> Symbol {
        match u16::try_from(u32::from(character)) {
            Ok(code) => self.symbols[usize::from(code)],
            Err(_) => match self.beyond.binary_search_by_key(&character, |entry| entry.0) {
                Ok(place) => self.beyond[place].1,
                Err(_) => kind(character),
            },
        }
    }

    /// Whether a character is one that hardly any text has.
    pub fn is_uncommon(&self, character: char) -> bool {
        self.symbol(character) < OWN && is_rare(character)
    }

    /// Whether a symbol is a surprise behind another one.
    #[inline]
    pub fn is_surprise(&self, first: Symbol, second: Symbol) -> bool {
        self.surprises[usize::from(first << ROW | second >> 6)] >> (second & 63) & 1 == 1
    }

    /// What a symbol costs behind another one.
    #[inline]
    pub fn cost(&self, first: Symbol, second: Symbol) -> u8 {
        self.costs[first as usize * self.count + second as usize]
    }

    /// The logarithm of the probability of a text between two characters, in nats; nothing once it is below a bound.
    pub fn score_above(&self, before: Option<char>, text: &str, after: Option<char>, bound: f32) -> Option<f32> {
        let mut score = 0.0;
        let mut previous = before.map_or(EDGE, |before| self.symbol(before));
        let mut context = Context::new(before);
        for character in text.chars() {
            let symbol = self.symbol(character);
            score -= f32::from(self.cost(previous, symbol)) / f32::from(STEPS);
            score -= context.push(character);
            if symbol < OWN && !character.is_ascii() && is_rare(character) {
                score -= RARITY;
            }
            previous = symbol;
            if score < bound {
                return None;
            }
        }
        let end = after.map_or(EDGE, |after| self.symbol(after));
        score -= f32::from(self.cost(previous, end)) / f32::from(STEPS);
        if let Some(after) = after {
            score -= context.push(after);
        }
        Some(score)
    }

    pub fn score(&self, before: Option<char>, text: &str, after: Option<char>) -> f32 {
        self.score_above(before, text, after, f32::NEG_INFINITY)
            .unwrap_or(f32::NEG_INFINITY)
    }

    fn read(data: &[u8]) -> Self {
        let mut data = Bytes(data);
        let own = data.pair();
        let count = OWN as usize + own;
        let mut symbols = kinds();
        let mut beyond = Vec::new();
        for symbol in OWN..count as Symbol {
            let code = u32::from_le_bytes([data.byte(), data.byte(), data.byte(), 0]);
            match symbols.get_mut(code as usize) {
                Some(place) => *place = symbol,
                None => beyond.extend(char::from_u32(code).map(|character| (character, symbol))),
            }
        }
        beyond.sort_unstable();
        for (first, size, kinds) in [(FIRST_HAN, HAN_COUNT, HAN), (FIRST_HANGUL, HANGUL_COUNT, HANGUL)] {
            for pair in symbols[first as usize..][..size].chunks_mut(2) {
                let levels = data.byte();
                for (place, level) in pair.iter_mut().zip([levels & 15, levels >> 4]) {
                    *place = kinds + Symbol::from(level);
                }
            }
        }
        let alone: Vec<u8> = (0..count).map(|_| data.byte()).collect();
        let fallback: Vec<u8> = (0..count).map(|_| data.byte()).collect();
        let mut costs = Vec::with_capacity(count * count);
        let mut surprises = Box::new([0; 0x1_0000]);
        // Few costs of falling back differ, and most pairs cost what these say.
        let mut rows = [const { None }; 256];
        for (back, row) in fallback.into_iter().zip(surprises.chunks_mut(1 << ROW)) {
            let start = costs.len();
            costs.extend(alone.iter().map(|cost| cost.saturating_add(back)));
            let usual = rows[usize::from(back)].get_or_insert_with(|| surprising(&costs[start..]));
            row.copy_from_slice(usual);
            for _ in 0..data.pair() {
                let (symbol, cost) = (data.pair(), data.byte());
                costs[start + symbol] = cost;
                let bit = u64::from(cost >= SURPRISE) << (symbol % 64);
                row[symbol / 64] = row[symbol / 64] & !(1 << (symbol % 64)) | bit;
            }
        }
        Self {
            symbols,
            beyond,
            count,
            costs,
            surprises,
        }
    }
}

/// A bit for each of some costs that is a surprise.
fn surprising(costs: &[u8]) -> [u64; 1 << ROW] {
    let mut bits = [0; 1 << ROW];
    for (symbol, &cost) in costs.iter().enumerate() {
        bits[symbol / 64] |= u64::from(cost >= SURPRISE) << (symbol % 64);
    }
    bits
}

/// The scripts of the last letters, for what a pair of symbols does not say.
struct Context {
    last: Script,
    /// How many letters of another script stand behind a Latin letter.
    foreign: usize,
}

impl Context {
    fn new(before: Option<char>) -> Self {
        Self {
            last: before.map_or(Script::Common, script),
            foreign: 3,
        }
    }

    /// What a character costs beyond its probability.
    fn push(&mut self, character: char) -> f32 {
        let script = script(character);
        let last = std::mem::replace(&mut self.last, script);
        let is_alphabet = |script| matches!(script, Script::Latin | Script::Greek | Script::Cyrillic);
        let mut cost = 0.0;
        if script != last && is_alphabet(script) && is_alphabet(last) {
            // Sciences have Greek letters in their words.
            cost += if script == Script::Cyrillic || last == Script::Cyrillic {
                MIXTURE
            } else {
                MIXTURE / 2.0
            };
        }
        let is_foreign = matches!(script, Script::Cyrillic | Script::East | Script::Hangul);
        if is_foreign {
            self.foreign = if last == Script::Latin { 1 } else { self.foreign + 1 };
        } else {
            if script == Script::Latin && character.is_lowercase() && self.foreign <= 2 {
                cost += SANDWICH;
            }
            self.foreign = 3;
        }
        cost
    }
}

struct Bytes<'d>(&'d [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        first
    }

    fn pair(&mut self) -> usize {
        usize::from(u16::from_le_bytes([self.byte(), self.byte()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surprises_are_what_costs_much() {
        let model: &Model = &MODEL;
        for first in 0..model.count as Symbol {
            for second in 0..model.count as Symbol {
                let is_costly = model.cost(first, second) >= SURPRISE;
                assert_eq!(model.is_surprise(first, second), is_costly, "{first} {second}");
            }
        }
    }
}
