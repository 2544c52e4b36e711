//! What is to be done about a text: which of the candidates is right, and how sure that is.

use std::ops::Range;

use super::damage::{Chain, Damage, Kind};
use super::entity::{self, Unescaped};
use super::evidence::Evidence;
use super::filling::fillings;
use super::gaps::gaps;
use super::gate::{self, Look};
use super::legacy::{self, Reading};
use super::lossy::Lossy;
use super::lost;
use super::model::MODEL;
use super::plausible;
use super::search::{self, Candidate, RARITY, SAFE, apply};
use super::undo::readers;
use super::unsure::{covers, is_unsure};

/// Nats by which it must be likelier than any other repair.
const MARGIN: f32 = 3.0;
/// Nats by which a repair must win to be shown.
const SHOWN: f32 = -0.5;
/// Nats by which a text of another code page must win to be shown.
const LEGACY: f32 = 4.0;
/// Nats that entities must win.
const ENTITIES: f32 = 7.0;

pub(super) fn diagnose(text: &str, evidence: &Evidence) -> Vec<Damage> {
    let mut damages = of_characters(text, evidence);
    if damages.is_empty() && entity::may_have_runs(text) {
        damages = of_entities(text, evidence);
    }
    if damages.iter().any(Damage::is_safe) && !is_stable(text, &damages, evidence) {
        for damage in &mut damages {
            if damage.is_safe() {
                damage.kind = Kind::Doubtful;
            }
        }
    }
    damages
}

/// Whether the text that comes out of the safe repairs needs none.
fn is_stable(text: &str, damages: &[Damage], evidence: &Evidence) -> bool {
    let safe: Vec<Damage> = damages.iter().filter(|damage| damage.is_safe()).cloned().collect();
    let repaired = super::apply(text, &safe);
    let mut rest = of_characters(&repaired, evidence);
    if rest.is_empty() && entity::may_have_runs(&repaired) {
        rest = of_entities(&repaired, evidence);
    }
    !rest.iter().any(Damage::is_safe)
}

fn of_entities(text: &str, evidence: &Evidence) -> Vec<Damage> {
    let Some(unescaped) = Unescaped::of(text) else {
        return Vec::new();
    };
    let mut damages = of_characters(&unescaped.text, evidence);
    let mut places = Vec::new();
    for damage in &damages {
        let Some(place) = unescaped.place(&damage.range) else {
            return Vec::new();
        };
        places.push(place);
    }
    if damages
        .iter()
        .any(|damage| damage.gain < ENTITIES || matches!(damage.kind, Kind::Legacy | Kind::Lossy(_)))
    {
        return Vec::new();
    }
    for (damage, place) in damages.iter_mut().zip(places) {
        damage.range = place;
        damage.chain.is_escaped = true;
    }
    damages
}

fn of_characters(text: &str, evidence: &Evidence) -> Vec<Damage> {
    let Some(look) = gate::look(text, evidence) else {
        return Vec::new();
    };
    let lost = if look.may_be_lost { lost::lost(text) } else { Vec::new() };
    let mut damages = of_bytes(text, look, !lost.is_empty(), evidence);
    // What is lost throughout has no gaps.
    let is_lost = |range: &Range<usize>| {
        lost.binary_search_by_key(&range.start, |lost| lost.start)
            .is_ok_and(|at| lost[at].end >= range.end)
    };
    damages.retain(|damage| !(matches!(damage.kind, Kind::Lossy(_)) && is_lost(&damage.range)));
    let is_new = |range: &Range<usize>| {
        let before = damages.partition_point(|damage| damage.range.end <= range.start);
        damages.get(before).is_none_or(|damage| damage.range.start >= range.end)
    };
    let lost: Vec<Damage> = lost
        .into_iter()
        .filter(is_new)
        .map(|range| Damage {
            repaired: text[range.clone()].to_owned(),
            range,
            chain: Chain::of(&[]),
            kind: Kind::Lost,
            gain: 0.0,
        })
        .collect();
    damages.extend(lost);
    damages.sort_by_key(|damage| damage.range.start);
    damages
}

fn of_bytes(text: &str, look: Look, has_marks: bool, evidence: &Evidence) -> Vec<Damage> {
    if look.readers == 0 && !look.may_be_other {
        return Vec::new();
    }
    let all = search::candidates(text, look.readers, evidence);
    let is_possible = |candidate: &&Candidate| {
        candidate
            .pieces
            .iter()
            .all(|piece| piece.repaired.chars().all(plausible::is_possible))
    };
    let best = all.iter().find(is_possible);
    let margin = match best {
        Some(best) => all
            .iter()
            .filter(is_possible)
            .find(|other| other.pieces != best.pieces)
            .map_or(f32::INFINITY, |second| best.gain - second.gain),
        None => 0.0,
    };
    let has_marks = has_marks || best.is_some_and(|best| is_unsure(text, best));
    let is_whole = best.is_some_and(|best| best.gain > SAFE && covers(text, best)) && !has_marks;
    let mut is_sure = !has_marks;
    if !is_whole {
        let (any, mask) = readers(text);
        let may_be_other = look.may_be_other || best.is_some_and(|best| best.gain > SHOWN);
        let lossy = if may_be_other { gaps(text, any, best) } else { None };
        let reading = if may_be_other {
            legacy::reading(text, mask)
        } else {
            None
        };
        if let Some(reading) = reading {
            let rival = best.map_or(f32::NEG_INFINITY, |best| total(text, best));
            let rival = rival.max(lossy.as_ref().map_or(f32::NEG_INFINITY, |l| l.1));
            if reading.gain > rival && reading.gain > SHOWN {
                return of_reading(text, &reading, evidence);
            }
        }
        match lossy {
            Some((lossy, _)) if lossy.is_possible(text) => return of_gaps(text, &lossy, best),
            Some(_) => is_sure = false,
            None => {}
        }
    }
    let Some(best) = best.filter(|best| best.gain > SHOWN) else {
        return Vec::new();
    };
    let kind = if best.gain > SAFE && margin >= MARGIN && is_sure {
        Kind::Safe
    } else {
        Kind::Doubtful
    };
    of_candidate(best, &kind)
}

fn of_candidate(best: &Candidate, kind: &Kind) -> Vec<Damage> {
    let damages = best.pieces.iter().map(|piece| Damage {
        range: piece.range.clone(),
        repaired: piece.repaired.clone(),
        chain: Chain::of(&best.chain),
        kind: kind.clone(),
        gain: best.gain,
    });
    damages.collect()
}

/// What a repair wins over the whole text.
fn total(text: &str, best: &Candidate) -> f32 {
    let repaired = apply(text, &best.pieces);
    MODEL.score(None, &repaired, None) - MODEL.score(None, text, None) - RARITY - best.cost
}

/// The text of another code page, if it is likely enough to be shown.
fn of_reading(text: &str, reading: &Reading, evidence: &Evidence) -> Vec<Damage> {
    let least = match reading.is_of_controls() {
        true => SAFE,
        false if evidence.has(Some(reading.source), &[reading.reader]) => LEGACY / 2.0,
        false => LEGACY,
    };
    if reading.gain < least || reading.margin < MARGIN {
        return Vec::new();
    }
    let range = changed(text, &reading.text);
    let tail = text.len() - range.end;
    vec![Damage {
        repaired: reading.text[range.start..reading.text.len() - tail].to_owned(),
        range,
        chain: Chain::of_legacy(reading.source, reading.reader),
        kind: if reading.is_of_controls() {
            Kind::Safe
        } else {
            Kind::Legacy
        },
        gain: reading.gain,
    }]
}

/// Where a text differs from another one.
fn changed(text: &str, other: &str) -> Range<usize> {
    let same = |(a, b): &(char, char)| a == b;
    let head: usize = text
        .chars()
        .zip(other.chars())
        .take_while(same)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let (text_tail, other_tail) = (text[head..].chars().rev(), other[head..].chars().rev());
    let tail: usize = text_tail
        .zip(other_tail)
        .take_while(same)
        .map(|(c, _)| c.len_utf8())
        .sum();
    head..text.len() - tail
}

fn of_gaps(text: &str, lossy: &Lossy, best: Option<&Candidate>) -> Vec<Damage> {
    let gain = lossy.gain();
    let gaps = lossy.pieces.iter().map(|piece| Damage {
        range: piece.range.clone(),
        repaired: piece.repaired.clone(),
        chain: Chain::of(&[lossy.reader]),
        kind: Kind::Lossy(fillings(text, piece, lossy.reader)),
        gain,
    });
    let mut damages: Vec<Damage> = gaps.collect();
    if let Some(best) = best.filter(|best| best.gain > SHOWN) {
        let is_apart = |damage: &Damage| {
            let before = lossy
                .pieces
                .partition_point(|piece| piece.range.end <= damage.range.start);
            let next = lossy.pieces.get(before);
            next.is_none_or(|piece| damage.range.end <= piece.range.start)
        };
        damages.extend(of_candidate(best, &Kind::Doubtful).into_iter().filter(is_apart));
        damages.sort_by_key(|damage| damage.range.start);
    }
    damages
}
