//! What no repair may bring, and what makes one doubtful.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::model::MODEL;
use super::page::Page;
use super::symbol::{Script, script};
use super::undo::{self, Piece};

/// Nats that a repair out of a code page of the East loses where it does not fit.
pub(super) const MISFIT: f32 = 8.0;
/// Nats that a repair wins where the text around it has its script.
const NEIGHBOURS: f32 = 4.0;
/// Nats that one letter loses that stands alone.
const LONE: f32 = 20.0;
/// Nats that a text loses that no single reader can have made.
const TORN: f32 = 9.0;

/// Whether a repair may hold a character: no control, no private use, nothing unassigned.
pub(super) fn is_possible(character: char) -> bool {
    match character {
        ' '..='~'
        | '\t'
        | '\u{AD}'
        | '\u{A0}'
        | '\u{3000}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2000}'..='\u{200A}'
        | '\u{2028}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{2060}'
        | '\u{FEFF}'
        | '\u{FE0F}'
        | '\u{300}'..='\u{36F}' => true,
        '\u{FFFD}' => false,
        _ => {
            character.is_alphanumeric()
                || !character.escape_debug().to_string().starts_with("\\u")
                || is_mark(character)
        }
    }
}

/// Marks that combine and emoji tags, which are shown as escapes alone.
fn is_mark(character: char) -> bool {
    is_combining_mark(character) || matches!(character, '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
}

/// Letters that are words of their own.
const WORDS: &str = "àÀâÂáÁåÅäÄæÆéÉèÈêÊëíÍìÌîîóÓòÒôöÖõøØúÚùýœ";

/// Whether a span is a capital that is the first word of a sentence.
pub(super) fn is_first_word(text: &str, range: &Range<usize>) -> bool {
    let mut characters = text[range.clone()].chars();
    let is_word =
        characters.next().is_some_and(|c| c.is_uppercase() && WORDS.contains(c)) && characters.as_str().is_empty();
    let before = text[..range.start].trim_end_matches([' ', '"', '“', '„', '«']);
    is_word && text[range.end..].starts_with(' ') && (before.is_empty() || before.ends_with(['.', '!', '?', ':']))
}

/// Nats that a repair loses because it does not fit where it stands.
pub(super) fn doubt(text: &str, piece: &Piece, chain: &[Page]) -> f32 {
    let mut doubt = 0.0;
    let letter = piece.repaired.chars().map(script).find(|&own| own != Script::Common);
    if letter.is_some_and(|own| own != Script::Latin && is_around(text, piece, own)) {
        doubt -= NEIGHBOURS;
    }
    if chain.iter().any(|page| page.is_double()) {
        if !fits(text, piece) {
            doubt += MISFIT;
        }
    } else if is_lone_letter(text, piece) {
        doubt += LONE;
    } else if is_glued(text, piece) {
        doubt += MISFIT;
    }
    if piece.repaired.chars().any(is_raised) || is_odd_sign(text, piece) || is_odd_letter(piece) {
        doubt += MISFIT;
    }
    if breaks_capitals(text, piece) || is_spaced_capital(text, piece) || piece.repaired.chars().any(is_phonetic) {
        doubt += LONE;
    }
    if is_signed_capital(text, piece) {
        doubt += MISFIT;
    }
    let broken = &text[piece.range.clone()];
    let is_latin = |c: char| script(c) == Script::Latin;
    if is_quoted_letter(broken)
        || broken.chars().all(undo::is_clean)
        || !broken.contains(is_latin) && is_shouted(text, &piece.range)
    {
        doubt += LONE;
    }
    doubt
}

/// Whether a repair is one letter that stands alone but is no word.
fn is_lone_letter(text: &str, piece: &Piece) -> bool {
    let mut characters = piece.repaired.chars();
    let (Some(letter), None) = (characters.next(), characters.next()) else {
        return false;
    };
    let own = script(letter);
    let broken = &text[piece.range.clone()];
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let stands_alone =
        !is_letter(text[..piece.range.start].chars().next_back()) && !is_letter(text[piece.range.end..].chars().next());
    let is_drawn = broken.chars().all(|c| matches!(c, '\u{2500}'..='\u{259F}'));
    match own {
        Script::East | Script::Hangul => may_be_right(broken),
        Script::Common | Script::Greek => false,
        Script::Latin => stands_alone && (is_drawn || !WORDS.contains(letter)),
        _ => stands_alone && !is_around(text, piece, own),
    }
}

/// Whether a repair is one character of the East that a Latin word ends in.
fn is_glued(text: &str, piece: &Piece) -> bool {
    let mut characters = piece.repaired.chars();
    let (Some(letter), None) = (characters.next(), characters.next()) else {
        return false;
    };
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase());
    matches!(script(letter), Script::East | Script::Hangul) && is_latin(text[..piece.range.start].chars().next_back())
}

/// How many characters on each side of a repair are looked at.
const AROUND: usize = 256;

/// Whether the text around a repair has letters of a script.
pub(super) fn is_around(text: &str, piece: &Piece, own: Script) -> bool {
    let before = text[..piece.range.start].chars().rev().take(AROUND);
    let after = text[piece.range.end..].chars().take(AROUND);
    before.chain(after).any(|c| !c.is_ascii() && script(c) == own)
}

/// Whether a repair is Latin letters that no alphabet of today has but for rare ones.
pub(super) fn is_odd_letter(piece: &Piece) -> bool {
    let is_odd = |c: char| {
        matches!(
            c,
            '\u{17F}'..='\u{18E}' | '\u{1A2}'..='\u{1AE}' | '\u{1B1}'..='\u{1CC}' | '\u{1DD}'..='\u{217}' | '\u{21C}'..='\u{24F}'
        ) && MODEL.is_uncommon(c)
    };
    let mut letters = piece.repaired.chars().filter(|c| !c.is_ascii()).peekable();
    letters.peek().is_some() && letters.all(is_odd)
}

/// How many of the two characters before a repair are capitals without another one between.
fn capitals_before(text: &str, piece: &Piece) -> usize {
    let before = text[..piece.range.start].chars().rev();
    before.take(2).take_while(|c| c.is_uppercase()).count()
}

/// Whether a repair puts what is no capital behind two capitals, or a mark that no alphabet has over a capital.
fn breaks_capitals(text: &str, piece: &Piece) -> bool {
    let capitals = capitals_before(text, piece);
    if capitals == 0 {
        return false;
    }
    let is_used =
        |mark| matches!(mark, '\u{300}'..='\u{304}' | '\u{306}'..='\u{30C}' | '\u{323}' | '\u{326}'..='\u{328}');
    let first = piece.repaired.chars().next();
    if first.is_some_and(|first| is_combining_mark(first) && !is_used(first)) {
        return true;
    }
    let is_other = |c: char| c.is_lowercase() || c.is_alphabetic() && !c.is_uppercase();
    first.is_some_and(is_other) && capitals == 2 && !piece.repaired.contains(char::is_uppercase)
}

/// Whether a capital with a sign behind it, at the end of a word in capitals, becomes a capital.
fn is_signed_capital(text: &str, piece: &Piece) -> bool {
    let mut broken = text[piece.range.clone()].chars();
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    broken.next().is_some_and(char::is_uppercase)
        && matches!(broken.as_str(), "®" | "…" | "’" | "”" | "°" | "»")
        && !is_letter(text[piece.range.end..].chars().next())
        && capitals_before(text, piece) == 2
}

/// Letters of phonetic alphabets above the line, which no word has.
fn is_phonetic(character: char) -> bool {
    matches!(character, '\u{1D2C}'..='\u{1D6A}' | '\u{1D9B}'..='\u{1DBF}')
}

/// Whether a capital with a blank behind it that becomes `à` stands between capitals.
fn is_spaced_capital(text: &str, piece: &Piece) -> bool {
    let is_capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    // The blank may have been left where it is.
    let after = text[piece.range.end..].trim_start_matches(' ');
    piece.repaired == "à"
        && (text[piece.range.clone()].ends_with(' ') || text[piece.range.end..].starts_with(' '))
        && is_capital(after.chars().next())
        && is_capital(text[..piece.range.start].trim_end().chars().next_back())
}

/// Nats that repairs lose that bring letters of more than two scripts, as hardly any text has them.
pub(super) fn motley(pieces: &[Piece]) -> f32 {
    let mut scripts: Vec<Script> = Vec::new();
    for own in pieces.iter().flat_map(|piece| piece.repaired.chars()).map(script) {
        if own != Script::Common && !scripts.contains(&own) {
            scripts.push(own);
        }
    }
    TORN * scripts.len().saturating_sub(2) as f32
}

/// Nats that repairs lose that bring one quotation mark without the other.
pub(super) fn unpaired(text: &str, pieces: &[Piece]) -> f32 {
    let other = match pieces {
        [first, rest @ ..] if rest.iter().all(|piece| piece.repaired == first.repaired) => match &*first.repaired {
            "«" => '»',
            "»" => '«',
            _ => return 0.0,
        },
        _ => return 0.0,
    };
    if text.contains(other) { 0.0 } else { LONE }
}

/// Whether letters become one sign that hardly any text has.
fn is_odd_sign(text: &str, piece: &Piece) -> bool {
    let mut characters = piece.repaired.chars();
    let (Some(sign), None) = (characters.next(), characters.next()) else {
        return false;
    };
    script(sign) == Script::Common
        && MODEL.is_uncommon(sign)
        && text[piece.range.clone()].chars().all(char::is_alphabetic)
}

/// Whether a span is a part of a word in capitals.
pub(super) fn is_shouted(text: &str, range: &Range<usize>) -> bool {
    let is_capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    text[range.clone()].chars().all(char::is_uppercase)
        && (is_capital(text[..range.start].chars().next_back()) || is_capital(text[range.end..].chars().next()))
}

/// Whether a span looks like right text: letters, and what stands between words.
pub(super) fn may_be_right(span: &str) -> bool {
    span.chars().all(|c| c.is_alphabetic() || c == ' ' || undo::is_clean(c))
}

/// Whether a span is a word in capitals, or a part of one; signs do not count.
pub(super) fn is_capital(before: Option<char>, span: &str, after: Option<char>) -> bool {
    let is_capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    // Signs stand behind right words, not within.
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let is_small = |c: Option<char>| c.is_some_and(char::is_lowercase);
    if is_letter(after) && span.ends_with(|c: char| !c.is_alphabetic()) || is_small(before) || is_small(after) {
        return false;
    }
    let mut letters = 0;
    for letter in span.chars().filter(|c| c.is_alphabetic()) {
        if !letter.is_uppercase() {
            return false;
        }
        letters += 1;
    }
    letters > 2 || letters > 0 && (is_capital(before) || is_capital(after))
}

/// Whether a text is one letter with blanks, quotation marks, dashes and raised signs behind it, as right texts have them: a
/// small letter, or one that is not Latin.
pub(super) fn is_quoted_letter(text: &str) -> bool {
    let is_sign = |c: char| {
        matches!(
            c,
            '\u{A0}' | '«' | '»' | '‘' | '’' | '“' | '”' | '„' | '–' | '—' | '…' | '®' | '©' | '™' | '°'
        )
    };
    let mut characters = text.chars();
    let is_letter = characters
        .next()
        .is_some_and(|c| c.is_lowercase() || c.is_alphabetic() && script(c) != Script::Latin);
    let signs = characters.as_str();
    is_letter && !signs.is_empty() && signs.chars().all(is_sign)
}

/// Small raised letters and digits, and the Greek question mark, which hardly any word has.
fn is_raised(character: char) -> bool {
    matches!(character, '\u{37E}' | '²' | '³' | '¹' | '\u{2B0}'..='\u{2FF}')
}

/// Nats that a repair loses because no single reader can have made what is broken: there are characters that only
/// Windows-1252 has, and controls that it has not.
pub(super) fn torn(text: &str, pieces: &[Piece], reader: Page) -> f32 {
    if reader != Page::Windows1252 {
        return 0.0;
    }
    let is_own = |c: char| !matches!(c, '\0'..='\u{FF}');
    let is_open = |c: char| matches!(c, '\u{81}' | '\u{8D}' | '\u{8F}' | '\u{90}' | '\u{9D}');
    let is_other = |c: char| matches!(c, '\u{80}'..='\u{9F}') && !is_open(c);
    let has = |is: &dyn Fn(char) -> bool| pieces.iter().any(|piece| text[piece.range.clone()].chars().any(is));
    if has(&is_own) && has(&is_other) { TORN } else { 0.0 }
}

/// Whether a repair out of a code page of the East has one script, and letters enough or such as stand around it.
fn fits(text: &str, piece: &Piece) -> bool {
    let mut only = Script::Common;
    let mut count = 0;
    for own in piece.repaired.chars().map(script).filter(|&own| own != Script::Common) {
        if only != Script::Common && only != own || own == Script::Odd {
            return false;
        }
        only = own;
        count += 1;
    }
    let before = &text[..piece.range.start];
    let after = &text[piece.range.end..];
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    match only {
        Script::Common => true,
        Script::Latin => count >= 3 || is_letter(before.chars().next_back()) || is_letter(after.chars().next()),
        Script::East | Script::Hangul => count >= 2,
        own => count >= 3 || is_around(text, piece, own),
    }
}
