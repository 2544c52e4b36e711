//! Text of one code page that was read as another one, the whole of it: never certain, but it competes.

use super::inverse::{self, Mask};
use super::model::MODEL;
use super::page::Page;
use super::plausible;
use super::search::RARITY;
use super::undo;

/// Nats that such a repair must win beyond what UTF-8 must.
const COST: f32 = 12.0;
/// Nats that capitals cost.
const SHOUTED: f32 = 10.0;
/// What text of the East needs less.
const DOUBLE: f32 = 4.0;
/// What the C1 controls of Latin-1 must win as characters of Windows-1252: they are met nowhere else.
const CONTROLS: f32 = 1.0;
/// Nats that a C1 control is worth, since no right text has one.
const CONTROL: f32 = 6.0;
/// What is hardly ever met must win more.
const UNMET: f32 = 40.0;
/// How far below the best a repair is still looked at.
const NEAR: f32 = 20.0;

/// A whole text as another code page has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub text: String,
    pub source: Page,
    pub reader: Page,
    /// Nats by which it is likelier than the text.
    pub gain: f32,
    /// Nats by which it is likelier than any other.
    pub margin: f32,
}

impl Reading {
    /// Whether only C1 controls are read anew.
    pub fn is_of_controls(&self) -> bool {
        self.source == self.reader
    }
}

/// Lines and blocks that frames are drawn with.
fn is_box(character: char) -> bool {
    matches!(character, '\u{2500}'..='\u{259F}')
}

/// Lines that are single one way and double the other, which frames hardly have.
fn is_hybrid(character: char) -> bool {
    matches!(
        character,
        '╒' | '╓'
            | '╕'
            | '╖'
            | '╘'
            | '╙'
            | '╛'
            | '╜'
            | '╞'
            | '╟'
            | '╡'
            | '╢'
            | '╤'
            | '╥'
            | '╧'
            | '╨'
            | '╪'
            | '╫'
    )
}

fn is_greek_or_cyrillic(character: char) -> bool {
    matches!(character, '\u{391}'..='\u{4FF}')
}

/// The logarithm of the probability of a text. Words in capitals are taken for what they are in small letters: the model
/// has hardly met any, and the Cyrillic pages differ from one another in the case of letters.
fn score(text: &str) -> f32 {
    let own = MODEL.score(None, text, None);
    match without_capitals(text) {
        Some(small) => own.max(MODEL.score(None, &small, None) - SHOUTED),
        None => own,
    }
}

/// A text with its words in capitals in small letters, if there are any that are not ASCII.
fn without_capitals(text: &str) -> Option<String> {
    let mut small = String::with_capacity(text.len());
    let mut is_changed = false;
    for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        if !word.is_ascii() && letters.clone().nth(1).is_some() && letters.all(char::is_uppercase) {
            small.push_str(&word.to_lowercase());
            is_changed = true;
        } else {
            small.push_str(word);
        }
    }
    is_changed.then_some(small)
}

/// Nats that a pair of code pages must win beyond others: pages that hardly anything is read as by mistake, and the
/// letters of Icelandic, which are those of Turkish in another page.
fn rarity(text: &str, source: Page, reader: Page) -> f32 {
    let is_icelandic = || text.contains(['á', 'í', 'ó', 'ú', 'æ', 'Á', 'Í', 'Ó', 'Ú', 'Æ']);
    match (source, reader) {
        (Page::Windows1254, reader) if reader != Page::Windows1252 || is_icelandic() => UNMET,
        (_, Page::Windows1255 | Page::Windows1256 | Page::Windows1257 | Page::Windows1258)
        | (_, Page::Windows874 | Page::MacCyrillic | Page::Koi8U)
        | (Page::Windows1255, Page::Windows1251) => UNMET,
        _ => 0.0,
    }
}

/// How many of the neighbours that are not ASCII are distinct, as a share: what is said many times proves no more.
fn distinct(text: &str) -> f32 {
    let mut pairs: Vec<(char, char)> = Vec::new();
    let mut last = '\0';
    for character in text.chars() {
        if !(last.is_ascii() && character.is_ascii()) {
            pairs.push((last, character));
        }
        last = character;
    }
    let count = pairs.len().max(1);
    pairs.sort_unstable();
    pairs.dedup();
    pairs.len().max(1) as f32 / count as f32
}

/// The likeliest text of another code page; `all` are the readers that can hold the whole text.
pub(super) fn reading(text: &str, all: Mask) -> Option<Reading> {
    let seen = || text.chars().filter(|character| !character.is_ascii());
    let first = seen().next()?;
    let (boxes, hybrids) = (
        seen().filter(|&c| is_box(c)).count(),
        seen().filter(|&c| is_hybrid(c)).count(),
    );
    let is_drawing = boxes * 2 > seen().count() && hybrids * 5 < boxes;
    let is_one = seen().all(|other| other == first) && !matches!(first, '\u{80}'..='\u{9F}');
    let is_signs = seen().all(|c| matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF60}') || undo::is_clean(c));
    if is_one || is_signs || is_drawing && !text.contains(is_greek_or_cyrillic) {
        return None;
    }
    let base = score(text);
    let share = distinct(text);
    let has_controls = text.chars().any(|c| matches!(c, '\u{80}'..='\u{9F}'));
    let mut best: Option<Reading> = None;
    let mut bytes = Vec::with_capacity(text.len());
    for &reader in Page::ALL[..Page::READERS]
        .iter()
        .filter(|page| all >> page.index() & 1 == 1)
    {
        bytes.clear();
        if !text
            .chars()
            .all(|character| inverse::encode(reader, character, &mut bytes))
        {
            continue;
        }
        // What a reader of the East makes of text of one byte a character is rare, and looking for it is slow.
        let sources = Page::ALL
            .iter()
            .copied()
            .filter(|source| source.is_double() || !reader.is_double());
        for source in sources {
            let is_same = source == reader;
            if is_same && !(has_controls && source == Page::Windows1252) {
                continue;
            }
            let cost = match reader {
                _ if is_same => CONTROLS - CONTROL,
                Page::Windows1252 if has_controls && !source.is_double() => COST / 2.0 - CONTROL,
                _ if source.is_double() => COST - DOUBLE,
                _ => COST,
            };
            let cost = cost + rarity(text, source, reader);
            let least = best.as_ref().map_or(-NEAR, |best| best.gain - NEAR);
            let bound = base + (RARITY + cost + least) / share;
            let Some((text, score)) = source
                .decode(&bytes)
                .filter(|decoded| decoded != text)
                .and_then(|decoded| {
                    let score = MODEL.score_above(None, &decoded, None, bound)?;
                    decoded.chars().all(plausible::is_possible).then_some((decoded, score))
                })
            else {
                continue;
            };
            let gain = (score - base) * share - RARITY - cost;
            let margin = match best.as_mut() {
                Some(best) if best.text == text => {
                    if gain > best.gain {
                        best.margin += gain - best.gain;
                        (best.source, best.reader, best.gain) = (source, reader, gain);
                    }
                    continue;
                }
                Some(best) if best.gain >= gain => {
                    best.margin = best.margin.min(best.gain - gain);
                    continue;
                }
                Some(best) => gain - best.gain,
                None => NEAR,
            };
            best = Some(Reading {
                text,
                source,
                reader,
                gain,
                margin,
            });
        }
    }
    best
}
