//! The candidates for what a text was before it was misread, and how much likelier they are than the text.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::evidence::Evidence;
use super::gate;
use super::inverse::Mask;
use super::model::MODEL;
use super::page::Page;
use super::plausible;
use super::undo::{Blanks, Piece, undo};

/// How many times a text may have been misread.
pub(super) const LAYERS: usize = 4;
/// How many candidates of a layer are looked into further.
const BEAM: usize = 4;

/// Nats by which a repair must win to be safe.
pub(super) const SAFE: f32 = 0.0;
/// Nats that mojibake as such must win, before any reader is taken into account.
pub(super) const RARITY: f32 = 14.0;
/// Nats that each layer below the first must win.
const LAYER: f32 = 3.0;
/// Nats that blanks taken as no-break spaces must win.
const JOINED: f32 = 4.0;

/// Nats that a part must win by itself to be repaired with the others, where it may be right.
const LEAST: f32 = -2.0;
/// Nats that a word in capitals loses.
const CAPITALS: f32 = 2.0;

/// What a text may have been: its damaged parts repaired by undoing a chain of misreadings.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// The readers, that which was undone first before the others.
    pub chain: Vec<Page>,
    pub pieces: Vec<Piece>,
    pub cost: f32,
    /// Nats by which it is likelier than the text.
    pub gain: f32,
    /// Of the gain, what each piece has.
    pub gains: Vec<f32>,
    blanks: Blanks,
}

/// Nats that a reader must win: the less it is met, the more.
pub(super) fn cost(page: Page) -> f32 {
    match page {
        Page::Windows1252 => -3.0,
        Page::Gbk => 2.0,
        Page::MacRoman | Page::Windows1251 | Page::Cp437 | Page::Windows1250 | Page::Cp850 => 3.0,
        Page::ShiftJis | Page::EucKr => 3.5,
        Page::Cp866 | Page::Koi8R => 4.0,
        Page::Big5 => 5.0,
        _ => 6.0,
    }
}

/// The candidates of a text, the likeliest first; the readers are those that may have been the last.
pub(super) fn candidates(text: &str, readers: Mask, evidence: &Evidence) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    let mut layer = first_layer(text, readers, evidence);
    for _ in 1..LAYERS {
        layer.sort_by(|a, b| b.gain.total_cmp(&a.gain));
        layer.truncate(BEAM * 6);
        let next: Vec<Candidate> = layer
            .iter()
            .take(BEAM)
            .flat_map(|candidate| deeper(text, candidate, evidence))
            .collect();
        keep(&mut all, layer);
        layer = next;
        if layer.is_empty() {
            break;
        }
    }
    keep(&mut all, layer);
    for candidate in &mut all {
        candidate.shed(text);
    }
    all.retain(|candidate| !candidate.pieces.is_empty());
    all.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    all
}

impl Candidate {
    /// Leaves out the pieces that are right: right text can be undone, too, and other damage does not make it wrong.
    fn shed(&mut self, text: &str) {
        if self.chain.iter().any(|page| page.is_double()) {
            return;
        }
        let is_right = |piece: &Piece| {
            let broken = &text[piece.range.clone()];
            let gain = || score(text, &piece.range, &piece.repaired) - score(text, &piece.range, broken);
            plausible::may_be_right(broken) && (plausible::is_odd_letter(piece) || gain() < LEAST)
        };
        let mut seen = FxHashSet::default();
        let (pieces, gains) = (std::mem::take(&mut self.pieces), std::mem::take(&mut self.gains));
        for (piece, own) in pieces.into_iter().zip(gains) {
            let is_first = seen.insert(&text[piece.range.clone()]);
            if is_right(&piece) {
                self.gain -= if is_first { own } else { 0.0 };
            } else {
                self.pieces.push(piece);
                self.gains.push(own);
            }
        }
    }
}

fn keep(all: &mut Vec<Candidate>, layer: Vec<Candidate>) {
    for candidate in layer {
        match all.iter_mut().find(|other| other.pieces == candidate.pieces) {
            Some(same) if same.gain < candidate.gain => *same = candidate,
            Some(_) => {}
            None => all.push(candidate),
        }
    }
}

fn pages(mask: Mask) -> impl Iterator<Item = Page> {
    let pages = &Page::ALL[..Page::READERS];
    pages.iter().copied().filter(move |page| mask >> page.index() & 1 == 1)
}

fn first_layer(text: &str, any: Mask, evidence: &Evidence) -> Vec<Candidate> {
    let mut layer = Vec::new();
    for page in pages(any) {
        let mut pieces = undo(text, page, Blanks::Kept);
        pieces.retain(|piece| !piece.repaired.contains(char::REPLACEMENT_CHARACTER));
        if page.is_windows() && text.contains(' ') {
            let joined = undo(text, page, Blanks::Joined);
            if joined != pieces {
                // Where other damage is certain, a blank next to it hardly is one.
                let joining = if pieces.is_empty() && !joined.iter().all(|piece| piece.repaired == "à") {
                    JOINED
                } else {
                    1.0
                };
                layer.push(weigh(
                    text,
                    vec![page],
                    joined,
                    cost(page) + joining,
                    Blanks::Joined,
                    evidence,
                ));
            }
        }
        layer.push(weigh(text, vec![page], pieces, cost(page), Blanks::Kept, evidence));
    }
    layer.retain(|candidate| !candidate.pieces.is_empty());
    layer
}

/// The candidates that undo one more misreading.
fn deeper(text: &str, candidate: &Candidate, evidence: &Evidence) -> Vec<Candidate> {
    let any = candidate
        .pieces
        .iter()
        .fold(0, |any, piece| any | gate::starts(&piece.repaired));
    let mut layer = Vec::new();
    for page in pages(any) {
        let mut is_changed = false;
        let pieces = candidate.pieces.iter().map(|piece| {
            let inner = undo(&piece.repaired, page, candidate.blanks);
            is_changed |= !inner.is_empty();
            Piece {
                range: piece.range.clone(),
                repaired: apply(&piece.repaired, &inner),
            }
        });
        let pieces = pieces.collect();
        if is_changed {
            let mut chain = candidate.chain.clone();
            chain.push(page);
            let cost = candidate.cost + cost(page) + LAYER;
            layer.push(weigh(text, chain, pieces, cost, candidate.blanks, evidence));
        }
    }
    layer
}

/// A text with its pieces repaired; they come in the order of the text.
pub(super) fn apply(text: &str, pieces: &[Piece]) -> String {
    let mut repaired = String::with_capacity(text.len());
    let mut last = 0;
    for piece in pieces {
        repaired.push_str(&text[last..piece.range.start]);
        repaired.push_str(&piece.repaired);
        last = piece.range.end;
    }
    repaired + &text[last..]
}

/// The logarithm of the probability of a span of a text, or of what it may have been. A part of a word in capitals is taken
/// for what it is in small letters, where that is likelier: the model has hardly met capitals.
fn score(text: &str, range: &Range<usize>, span: &str) -> f32 {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let own = MODEL.score(before, span, after);
    if !plausible::is_capital(before, span, after) {
        return own;
    }
    let small = |c: Option<char>| c.and_then(|c| c.to_lowercase().next());
    own.max(MODEL.score(small(before), &span.to_lowercase(), small(after)) - CAPITALS)
}

fn weigh(
    text: &str,
    chain: Vec<Page>,
    pieces: Vec<Piece>,
    cost: f32,
    blanks: Blanks,
    evidence: &Evidence,
) -> Candidate {
    let mut gain = evidence.weight(&chain, &pieces)
        - RARITY
        - cost
        - plausible::torn(text, &pieces, chain[0])
        - plausible::unpaired(text, &pieces)
        - plausible::motley(&pieces);
    // Where the same has happened to text of the same script, less is strange.
    let most = if evidence.has_akin(&chain, &pieces) {
        plausible::MISFIT
    } else {
        f32::INFINITY
    };
    let mut gains = Vec::with_capacity(pieces.len());
    let mut seen = FxHashSet::default();
    for piece in &pieces {
        let broken = &text[piece.range.clone()];
        let own = score(text, &piece.range, &piece.repaired)
            - score(text, &piece.range, broken)
            - plausible::doubt(text, piece, &chain).min(most);
        gains.push(own);
        // What is broken alike many times says no more than once.
        if seen.insert(broken) {
            gain += own;
        }
    }
    Candidate {
        chain,
        pieces,
        cost,
        gain,
        gains,
        blanks,
    }
}
