//! What the rest of a file says about its damage.

use super::damage::{Damage, Kind};
use super::diagnosis;
use super::page::Page;
use super::symbol::{Script, script};
use super::undo::Piece;

/// Nats that a misreading is worth that is known to have happened in the file.
const ESTABLISHED: f32 = 11.0;
/// Nats that it is worth beyond that where the text comes out in a script that others came out in.
const AKIN: f32 = 9.0;
/// Nats that a script is worth that the clean text of the file has, and that one loses that it has not.
const AT_HOME: f32 = 2.0;
const FOREIGN: f32 = 4.0;
/// From how many letters on a file says which scripts it has.
const ENOUGH: u32 = 200;
/// How many characters of a text are looked at.
const SAMPLE: usize = 64;
/// One repair that wins by so many nats says that its misreading has happened.
const CLEAR: f32 = 12.0;
/// So many repairs that win by so many nats say it too.
const SEVERAL: u32 = 3;
const FAIR: f32 = 8.0;

/// What the texts of a file say about the damage in each of them: misreadings that have happened in it, and the scripts
/// of its clean text.
///
/// A caller hands over the texts of a file one by one, with [`Evidence::observe`], and then asks for the damage in each
/// of them, with [`Evidence::diagnose`]. Without any text it says nothing.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    chains: Vec<Trace>,
    /// How many letters of each script the clean texts have.
    scripts: Vec<(Script, u32)>,
    letters: u32,
    language: Option<Script>,
}

/// How often a misreading was met.
#[derive(Debug, Clone)]
struct Trace {
    source: Option<Page>,
    readers: Vec<Page>,
    /// The scripts that came out.
    scripts: Vec<Script>,
    fair: u32,
    is_clear: bool,
}

impl Evidence {
    /// Evidence that says nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            chains: Vec::new(),
            scripts: Vec::new(),
            letters: 0,
            language: None,
        }
    }

    /// Takes a hint that the file is in a language, by its code, such as `ru` or `zh-TW`.
    #[must_use]
    pub fn with_language(mut self, code: &str) -> Self {
        let primary = code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        self.language = match primary.as_str() {
            "ru" | "uk" | "be" | "bg" | "sr" | "mk" | "kk" | "ky" | "mn" | "tg" => Some(Script::Cyrillic),
            "el" => Some(Script::Greek),
            "he" | "yi" => Some(Script::Hebrew),
            "ar" | "fa" | "ur" | "ps" | "ckb" => Some(Script::Arabic),
            "hi" | "mr" | "ne" => Some(Script::Devanagari),
            "bn" => Some(Script::Bengali),
            "ta" => Some(Script::Tamil),
            "te" => Some(Script::Telugu),
            "th" => Some(Script::Thai),
            "zh" | "ja" => Some(Script::East),
            "ko" => Some(Script::Hangul),
            _ => None,
        };
        self
    }

    /// Takes one text of the file into account.
    pub fn observe(&mut self, text: &str) {
        match &diagnosis::diagnose(text, &Self::new())[..] {
            [] => self.observe_clean(text),
            damages => self.observe_damages(damages),
        }
    }

    /// Takes into account what is known of one text.
    pub(super) fn observe_damages(&mut self, damages: &[Damage]) {
        let Some(damage) = damages.first() else {
            return;
        };
        if !matches!(damage.kind, Kind::Safe | Kind::Doubtful | Kind::Legacy) || damage.gain < FAIR {
            return;
        }
        let chain = &damage.chain;
        let own = first_script(&damage.repaired);
        let is_same = |trace: &&mut Trace| trace.source == chain.source && trace.readers == chain.readers;
        let is_clear = damage.gain >= CLEAR;
        match self.chains.iter_mut().find(is_same) {
            Some(trace) => {
                if !trace.scripts.contains(&own) {
                    trace.scripts.push(own);
                }
                trace.fair += 1;
                trace.is_clear |= is_clear;
            }
            None => self.chains.push(Trace {
                source: chain.source,
                readers: chain.readers.clone(),
                scripts: vec![own],
                fair: 1,
                is_clear,
            }),
        }
    }

    /// Takes a text into account that has no damage.
    pub(super) fn observe_clean(&mut self, text: &str) {
        for letter in text.chars().filter(|letter| !letter.is_ascii()).take(SAMPLE) {
            let own = script(letter);
            if own == Script::Common {
                continue;
            }
            self.letters += 1;
            match self.scripts.iter_mut().find(|(script, _)| *script == own) {
                Some((_, count)) => *count += 1,
                None => self.scripts.push((own, 1)),
            }
        }
    }

    /// Whether it is known that text of the file was misread.
    pub(super) fn has_chains(&self) -> bool {
        self.chains.iter().any(Trace::is_established)
    }

    /// Whether a misreading is known to have happened.
    pub(super) fn has(&self, source: Option<Page>, readers: &[Page]) -> bool {
        self.trace(source, readers).is_some()
    }

    /// Whether a misreading is known to have happened to text of the script that repairs come out in.
    pub(super) fn has_akin(&self, chain: &[Page], pieces: &[Piece]) -> bool {
        let own = first_letter(pieces);
        let trace = self.trace(None, chain);
        trace.is_some_and(|trace| own.is_some_and(|own| trace.scripts.contains(&own)))
    }

    fn trace(&self, source: Option<Page>, readers: &[Page]) -> Option<&Trace> {
        let is_same = |trace: &&Trace| trace.source == source && trace.readers == readers && trace.is_established();
        self.chains.iter().find(is_same)
    }

    /// Nats that the file adds to repairs, or takes from them.
    pub(super) fn weight(&self, chain: &[Page], pieces: &[Piece]) -> f32 {
        let own = first_letter(pieces);
        if self.has(None, chain) {
            return ESTABLISHED + if self.has_akin(chain, pieces) { AKIN } else { 0.0 };
        }
        let Some(own) = own else {
            return 0.0;
        };
        let is_at_home = self.language == Some(own) || self.scripts.iter().any(|entry| entry.0 == own);
        match is_at_home {
            true => AT_HOME,
            false if self.letters >= ENOUGH && own != Script::Latin => -FOREIGN,
            false => 0.0,
        }
    }

    /// Finds the damage in one of the texts, in the order of the text; see [`super::diagnose`].
    #[must_use]
    pub fn diagnose(&self, text: &str) -> Vec<Damage> {
        diagnosis::diagnose(text, self)
    }
}

/// The script of the first letter that comes out of repairs.
fn first_letter(pieces: &[Piece]) -> Option<Script> {
    let mut scripts = pieces.iter().map(|piece| first_script(&piece.repaired));
    scripts.find(|&own| own != Script::Common)
}

/// The script of the first letter of a text.
fn first_script(text: &str) -> Script {
    let mut scripts = text.chars().map(script);
    scripts.find(|&own| own != Script::Common).unwrap_or(Script::Common)
}

impl Trace {
    fn is_established(&self) -> bool {
        self.is_clear || self.fair >= SEVERAL
    }
}
