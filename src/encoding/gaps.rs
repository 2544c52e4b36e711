//! Where the bytes of a text are gone: the page in which its spans with gaps are likeliest.

use super::inverse::Mask;
use super::lossy::{self, Lossy};
use super::page::Page;
use super::search::{self, Candidate, SAFE};
use super::unsure::covers;

/// A repair that explains all, and is this likely, leaves no room for gaps.
const NEAR: f32 = -10.0;
/// Nats by which spans with gaps must win to be shown, and what they must win before: less where a reader has put marks.
const LOSSY: f32 = 1.0;
const MARKED: f32 = 1.0;
const UNMARKED: f32 = 6.0;
/// The same where a repair is in the text, and its reader is known.
const REMAINS: f32 = 3.0;
/// How much of a text must be explained by spans with gaps.
const EXPLAINED: f32 = 0.6;

/// The spans that decode with gaps, in the page where they are likeliest, and what they win.
pub(super) fn gaps(text: &str, any: Mask, best: Option<&Candidate>) -> Option<(Lossy, f32)> {
    if let Some(best) = best.filter(|best| best.gain > SAFE) {
        let lossy = lossy::lossy(text, best.chain[0]).without(text, &best.pieces);
        let gain = lossy.gain();
        return (gain > REMAINS).then_some((lossy, gain + best.gain));
    }
    if best.is_some_and(|best| best.gain > NEAR && covers(text, best)) {
        return None;
    }
    let pages = Page::ALL[..Page::READERS]
        .iter()
        .filter(|page| any >> page.index() & 1 == 1);
    let all = pages.map(|&page| {
        let lossy = lossy::lossy(text, page);
        let known = best
            .filter(|best| best.chain[0] == page)
            .map_or(0.0, |best| best.gains.iter().sum());
        let gain = lossy.gain() + known - if lossy.has_marks(text) { MARKED } else { UNMARKED } - search::cost(page);
        (lossy, gain)
    });
    let known: usize = best.map_or(0, |best| {
        best.pieces.iter().map(|piece| piece.repaired.chars().count()).sum()
    });
    let count = |text: &str| text.chars().filter(|c| !c.is_ascii()).count();
    let repaired: usize = best.map_or(0, |best| {
        best.pieces.iter().map(|piece| count(&text[piece.range.clone()])).sum()
    });
    let least = count(text) as f32 * EXPLAINED;
    let is_sound = |lossy: &Lossy| {
        !lossy.pieces.is_empty() && lossy.whole + known > lossy.stray && (lossy.explained + repaired) as f32 >= least
    };
    let likeliest = all
        .filter(|(lossy, _)| is_sound(lossy))
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    (likeliest.1 > LOSSY).then_some(likeliest)
}
