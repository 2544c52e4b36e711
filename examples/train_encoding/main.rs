//! Makes `src/encoding/model.bin` from the texts under `AWESOME_LINT_SHARED`.
//!
//! ```sh
//! AWESOME_LINT_SHARED=… cargo run --release --example train_encoding > src/encoding/model.bin
//! ```
//!
//! The texts are the lists in `corpus/lists` and the lines of `eval/mojibake/cases.jsonl.gz` that are no mojibake. The
//! same texts make the same model. `HALF=0` or `HALF=1` leaves out the other half of the lines, to measure the model on
//! lines that it has not seen.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

mod frequency;
#[allow(dead_code)]
#[path = "../../src/encoding/symbol.rs"]
mod symbol;
mod texts;

use symbol::{
    EDGE, FIRST_HAN, FIRST_HANGUL, HAN, HAN_COUNT, HAN_LEVELS, HANGUL, HANGUL_COUNT, HANGUL_LEVELS, OWN, Symbol, kind,
};

/// How many characters are symbols of their own, and how often these are met at least.
const OWN_COUNT: usize = 1000;
const OWN_LEAST: u32 = 3;
/// What is taken from each count for neighbours that were not met.
const DISCOUNT: f64 = 0.6;
/// How much the order of frequency weighs against the texts, in characters.
const ORDER: f64 = 60_000.0;
/// The letters of living languages of Europe and of Vietnamese that lists may hardly have, and how often they are met at
/// least.
const LETTERS: &str =
    "āĀēĒģĢīĪķĶļĻņŅūŪąĄęĘėĖįĮųŲčČšŠžŽćĆđĐłŁńŃśŚźŹżŻěĚřŘťŤďĎňŇůŮľĽĺĹŕŔőŐűŰğĞşŞıİțȚșȘăĂâÂîÎþÞðÐæÆøØåÅœŒ";
const LETTER: f64 = 30.0;
/// The level of a character that is met once in two to this power is the first.
const MOST: f64 = 5.0;

fn main() -> Result<(), Box<dyn Error>> {
    let shared = std::env::var("AWESOME_LINT_SHARED")?;
    let half: Option<u64> = std::env::var("HALF").ok().and_then(|half| half.parse().ok());
    let mut lines = texts::read(Path::new(&shared))?;
    lines.retain(|line| half.is_none_or(|half| texts::hash(line) % 2 == half));
    let lines: Vec<String> = lines.iter().map(|line| texts::without_addresses(line)).collect();
    let model = train(&lines);
    eprintln!("{} lines, {} bytes", lines.len(), model.len());
    io::stdout().write_all(&model)?;
    Ok(())
}

struct Trainer {
    own: HashMap<char, Symbol>,
    counts: HashMap<char, u32>,
    han: Levels,
    hangul: Levels,
}

/// How common the characters of a large script are.
struct Levels {
    first: u32,
    count: usize,
    kinds: Symbol,
    most: u16,
    total: f64,
    order: HashMap<char, f64>,
}

impl Levels {
    fn has(&self, character: char) -> bool {
        (self.first..self.first + self.count as u32).contains(&(character as u32))
    }

    fn level(&self, character: char, count: f64) -> u16 {
        let order = self.order.get(&character).copied().unwrap_or(0.0);
        let share = (count + ORDER * order) / (self.total + ORDER);
        let level = (-share.log2() - MOST).floor();
        (level.max(0.0) as u16).min(self.most - 1)
    }
}

impl Trainer {
    /// The symbol of a character that was met so many times elsewhere.
    fn symbol(&self, character: char, count: f64) -> Symbol {
        for levels in [&self.han, &self.hangul] {
            if levels.has(character) {
                return levels.kinds + levels.level(character, count);
            }
        }
        self.own.get(&character).copied().unwrap_or_else(|| kind(character))
    }
}

fn train(lines: &[String]) -> Vec<u8> {
    let mut counts: HashMap<char, u32> = HashMap::new();
    for character in lines.iter().flat_map(|line| line.chars()) {
        *counts.entry(character).or_default() += 1;
    }
    let levels = |first: u32, count: usize, kinds: Symbol, most: u16, order| {
        let characters = (first..first + count as u32).filter_map(char::from_u32);
        let total = characters.filter_map(|character| counts.get(&character)).sum::<u32>();
        Levels {
            first,
            count,
            kinds,
            most,
            total: f64::from(total),
            order,
        }
    };
    let han = levels(FIRST_HAN, HAN_COUNT, HAN, HAN_LEVELS, frequency::han());
    let hangul = levels(FIRST_HANGUL, HANGUL_COUNT, HANGUL, HANGUL_LEVELS, frequency::hangul());
    eprintln!("{} Han, {} Hangul", han.total, hangul.total);
    let is_own = |character: char, count: u32| {
        count >= OWN_LEAST
            && !han.has(character)
            && !hangul.has(character)
            && !matches!(character, '\u{E000}'..='\u{F8FF}')
    };
    let mut common: Vec<(u32, char)> = counts
        .iter()
        .map(|(&character, &count)| (count, character))
        .filter(|&(count, character)| is_own(character, count) && character > '~')
        .collect();
    common.sort_unstable_by(|a, b| b.cmp(a));
    common.truncate(OWN_COUNT - 95);
    let mut own: Vec<char> = common
        .into_iter()
        .map(|(_, character)| character)
        .chain(' '..='~')
        .collect();
    own.extend(LETTERS.chars());
    own.sort_unstable();
    own.dedup();
    let symbols = (OWN..).zip(&own).map(|(symbol, &character)| (character, symbol));
    let trainer = Trainer {
        own: symbols.collect(),
        counts,
        han,
        hangul,
    };
    trainer.write(lines, &own)
}

impl Trainer {
    fn write(&self, lines: &[String], own: &[char]) -> Vec<u8> {
        let size = OWN as usize + own.len();
        let mut alone = vec![0.0_f64; size];
        let mut pairs: Vec<BTreeMap<Symbol, f64>> = vec![BTreeMap::new(); size];
        for line in lines {
            let mut previous = EDGE;
            for character in line.chars() {
                // As if this character had not been met here, so that characters that are new are expected.
                let symbol = self.symbol(character, f64::from(self.counts[&character] - 1));
                alone[symbol as usize] += 1.0;
                *pairs[previous as usize].entry(symbol).or_default() += 1.0;
                previous = symbol;
            }
            *pairs[previous as usize].entry(EDGE).or_default() += 1.0;
            alone[EDGE as usize] += 1.0;
        }
        for character in LETTERS.chars() {
            if let Some(&symbol) = self.own.get(&character) {
                alone[symbol as usize] = alone[symbol as usize].max(LETTER);
            }
        }
        let sizes = self.sizes(size);
        let total: f64 = alone.iter().sum();
        let shares: Vec<f64> = alone
            .iter()
            .map(|count| (count + 0.5) / (total + 0.5 * size as f64))
            .collect();
        let mut model = Vec::new();
        model.extend((own.len() as u16).to_le_bytes());
        for &character in own {
            model.extend(&(character as u32).to_le_bytes()[..3]);
        }
        for levels in [&self.han, &self.hangul] {
            let level = |code: u32| {
                let character = char::from_u32(code).unwrap_or_default();
                levels.level(character, f64::from(self.counts.get(&character).copied().unwrap_or(0))) as u8
            };
            for code in (levels.first..levels.first + levels.count as u32).step_by(2) {
                model.push(level(code) | level(code + 1) << 4);
            }
        }
        model.extend(shares.iter().zip(&sizes).map(|(share, size)| cost(share / size)));
        let rows: Vec<(f64, f64)> = pairs
            .iter()
            .map(|row| {
                let total: f64 = row.values().sum();
                let kept = row.len() as f64 * DISCOUNT + 2.0;
                (total, kept / (total + 2.0))
            })
            .collect();
        model.extend(rows.iter().map(|&(_, back)| cost(back)));
        let mut written = 0;
        for (row, &(total, back)) in pairs.iter().zip(&rows) {
            let costs = row.iter().map(|(&symbol, &count)| {
                let share = (count - DISCOUNT) / (total + 2.0) + back * shares[symbol as usize];
                let fallback = cost(shares[symbol as usize] / sizes[symbol as usize]).saturating_add(cost(back));
                (symbol, cost(share / sizes[symbol as usize]), fallback)
            });
            // What falls back to nearly the same need not be said.
            let costs: Vec<_> = costs
                .filter(|&(_, cost, fallback)| cost.abs_diff(fallback) > 2)
                .collect();
            model.extend((costs.len() as u16).to_le_bytes());
            for (symbol, cost, _) in &costs {
                model.extend(symbol.to_le_bytes());
                model.push(*cost);
            }
            written += costs.len();
        }
        eprintln!("{size} symbols, {written} pairs");
        model
    }

    /// How many characters share a symbol.
    fn sizes(&self, count: usize) -> Vec<f64> {
        let mut sizes = vec![0.0_f64; count];
        for character in (' '..='\u{1_FFFF}').filter(|&character| is_assigned(character)) {
            let met = f64::from(self.counts.get(&character).copied().unwrap_or(0));
            sizes[self.symbol(character, met) as usize] += 1.0;
        }
        sizes.iter().map(|size| size.max(1.0)).collect()
    }
}

/// Whether a character can be shown, which unassigned ones cannot.
fn is_assigned(character: char) -> bool {
    let is_private = matches!(character, '\u{E000}'..='\u{F8FF}');
    is_private || !character.escape_debug().to_string().starts_with("\\u")
}

/// A probability as eighths of a nat.
fn cost(probability: f64) -> u8 {
    (-probability.ln() * 8.0).round().clamp(0.0, 255.0) as u8
}
