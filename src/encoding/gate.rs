//! The look that tells clean text from text that may be broken: one pass over the pairs of neighbours.

use super::evidence::Evidence;
use super::inverse::{self, Mask};
use super::lost;
use super::model::{MODEL, Model, STEPS};
use super::symbol::{EDGE, Symbol};
use super::undo::is_clean;
use crate::scan::ascii_length;

/// From which cost on a pair of neighbours is a surprise where it is known that a file is broken.
const SURPRISE_IN_BROKEN: u8 = 9 * STEPS;
/// What pairs of clean text cost, on the average; those of text in the wrong code page cost more.
const MEAN: u32 = 15 * STEPS as u32 / 2;
/// What distinct pairs must cost beyond that of a usual one, all and each.
const EXCESS: u32 = 12 * STEPS as u32;
const EXCESS_OF_EACH: u32 = 5 * STEPS as u32 / 2;
const USUAL: u8 = 7 * STEPS;

/// What a text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// The readers that may have read UTF-8.
    pub readers: Mask,
    /// So broken that it may be text of a code page, or UTF-8 with gaps.
    pub may_be_other: bool,
    /// Whether it may have signs that stand for what was lost.
    pub may_be_lost: bool,
}

/// What a text may be; nothing where it is clean.
pub(super) fn look(text: &str, evidence: &Evidence) -> Option<Look> {
    let model: &Model = &MODEL;
    let is_known = evidence.has_chains();
    if !is_known && !any_pair(text, |first, second, _| model.is_surprise(first, second)) {
        return None;
    }
    let mut tally = Tally::default();
    let mut starts = Starts::default();
    let mut may_be_lost = false;
    let mut has_control = false;
    any_pair(text, |first, second, character| {
        tally.see(model.cost(first, second));
        starts.see(character);
        may_be_lost |= lost::may_begin(character);
        has_control |= is_control(character);
        false
    });
    let may_be_broken = !is_known || tally.most >= SURPRISE_IN_BROKEN;
    let is_costly = tally.sum >= tally.count * MEAN && tally.excess >= EXCESS;
    Some(Look {
        readers: if may_be_broken { starts.all() } else { 0 },
        may_be_other: may_be_broken && (is_costly && is_excessive(text) || has_control),
        may_be_lost,
    })
}

/// Whether a pair of neighbours, one of which is not ASCII, is such: asked with the second character.
fn any_pair(text: &str, mut is_such: impl FnMut(Symbol, Symbol, char) -> bool) -> bool {
    let bytes = text.as_bytes();
    let model: &Model = &MODEL;
    let mut at = ascii_length(bytes);
    while at < bytes.len() {
        let mut previous = match at.checked_sub(1) {
            Some(before) => model.symbol(char::from(bytes[before])),
            None => EDGE,
        };
        for character in text[at..].chars() {
            let symbol = model.symbol(character);
            if is_such(previous, symbol, character) {
                return true;
            }
            previous = symbol;
            at += character.len_utf8();
            if character.is_ascii() {
                break;
            }
        }
        at += ascii_length(&bytes[at..]);
    }
    false
}

#[derive(Default)]
struct Tally {
    most: u8,
    count: u32,
    sum: u32,
    excess: u32,
}

impl Tally {
    #[inline]
    fn see(&mut self, cost: u8) {
        self.most = self.most.max(cost);
        self.count += 1;
        self.sum += u32::from(cost);
        self.excess += u32::from(cost.saturating_sub(USUAL));
    }
}

/// Whether the distinct pairs of a text cost far more than usual ones.
fn is_excessive(text: &str) -> bool {
    let model: &Model = &MODEL;
    let mut pairs: Vec<(Symbol, Symbol)> = Vec::new();
    let mut previous = (EDGE, true);
    for character in text.chars() {
        let next = (model.symbol(character), character.is_ascii());
        if !(previous.1 && next.1) {
            pairs.push((previous.0, next.0));
        }
        previous = next;
    }
    if !previous.1 {
        pairs.push((previous.0, EDGE));
    }
    pairs.sort_unstable();
    pairs.dedup();
    let costs = pairs.iter().map(|&(first, second)| model.cost(first, second));
    let excess: u32 = costs.map(|cost| u32::from(cost.saturating_sub(USUAL))).sum();
    excess >= EXCESS.max(pairs.len() as u32 * EXCESS_OF_EACH)
}

fn is_control(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9F}')
}

/// The readers for which a run of characters that they can hold begins as UTF-8 does.
pub(super) fn starts(text: &str) -> Mask {
    let mut starts = Starts::default();
    any_pair(text, |_, _, character| {
        starts.see(character);
        false
    });
    starts.all()
}

/// Collects the readers for which a run begins as UTF-8 does.
#[derive(Default)]
struct Starts {
    all: Mask,
    /// The readers that can hold the character before, if it is not clean.
    held: Mask,
    /// What may begin with the character before, and the readers that could hold what stands before that.
    begun: Option<(inverse::Facts, Mask)>,
}

impl Starts {
    /// Takes the next character of a run, or the one of ASCII behind it.
    #[inline]
    fn see(&mut self, character: char) {
        if let Some((facts, held)) = self.begun.take() {
            self.all |= begun(facts, character) & !held;
        }
        if character.is_ascii() {
            self.held = 0;
            return;
        }
        let facts = inverse::facts(character);
        if (facts.begins | facts.whole) & !self.held != 0 {
            self.begun = Some((facts, self.held));
        }
        self.held = if is_clean(character) { 0 } else { facts.held };
    }

    /// All that were found; a text ends as a line does.
    fn all(mut self) -> Mask {
        self.see('\n');
        self.all
    }
}

/// The readers for which a sequence begins with a character, as the one behind it shows.
fn begun(facts: inverse::Facts, next: char) -> Mask {
    let (held, starts, follows) = if next.is_ascii() {
        (0, 0, if next == ' ' { inverse::JOINING } else { 0 })
    } else {
        let next = inverse::facts(next);
        (next.held, next.begins | next.whole, next.follows)
    };
    let is_end = if is_clean(next) { Mask::MAX } else { !held };
    facts.begins & follows | facts.whole & (starts | is_end)
}
