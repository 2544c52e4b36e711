//! What makes a repair doubtful that is likely by itself.

use super::inverse;
use super::search::Candidate;
use super::undo::Piece;

/// Whether a repair takes the only blank between two words, or touches what readers of the East put where they cannot
/// read a byte.
pub(super) fn is_unsure(text: &str, best: &Candidate) -> bool {
    let is_mark = |c: Option<char>| matches!(c, Some('?' | '・'));
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let bytes = text.as_bytes();
    let takes_blank = |piece: &Piece| {
        let is_first = !text[..piece.range.start].ends_with(char::is_alphabetic);
        let begins_word = is_first && piece.repaired.ends_with(char::is_uppercase);
        text[piece.range.clone()].ends_with(' ')
            && piece.repaired != "à"
            && !begins_word
            && is_letter(bytes.get(piece.range.end))
    };
    if best.pieces.iter().any(takes_blank) || leaves_lead(text, best) {
        return true;
    }
    let is_in_word = |at: usize| is_letter(bytes.get(at.wrapping_sub(1))) && is_letter(bytes.get(at + 1));
    best.chain[0].is_double()
        && (text.contains("??")
            || !text.contains("://") && memchr::memchr_iter(b'?', bytes).any(is_in_word)
            || best.pieces.iter().any(|piece| {
                is_mark(text[..piece.range.start].chars().next_back())
                    || is_mark(text[piece.range.end..].chars().next())
            }))
}

/// Whether a repair leaves what looks like the first byte of a character whose other bytes are gone: it touches what is
/// repaired, or it is that of a quotation mark or a dash at the edge of a word.
fn leaves_lead(text: &str, best: &Candidate) -> bool {
    let reader = 1 << best.chain[0].index();
    if best.chain[0].is_double() {
        return false;
    }
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let mut start = 0;
    let ends = best.pieces.iter().map(|piece| piece.range.start).chain([text.len()]);
    let starts = best.pieces.iter().map(|piece| piece.range.end);
    for (end, next) in ends.zip(starts.chain([text.len()])) {
        let rest = &text[start..end];
        for (at, lead) in rest.char_indices().filter(|(_, c)| !c.is_ascii()) {
            let facts = inverse::facts(lead);
            if facts.begins & reader == 0 {
                continue;
            }
            let behind = at + lead.len_utf8();
            let touches = at == 0 && start > 0 || behind == rest.len() && end < text.len();
            let is_at_edge = !is_letter(rest[..at].chars().next_back()) || !is_letter(rest[behind..].chars().next());
            if touches || lead == 'â' && is_at_edge {
                return true;
            }
        }
        start = next;
    }
    false
}

/// Whether all characters that are not ASCII are repaired.
pub(super) fn covers(text: &str, best: &Candidate) -> bool {
    let mut last = 0;
    for piece in &best.pieces {
        if !text[last..piece.range.start].is_ascii() {
            return false;
        }
        last = piece.range.end;
    }
    text[last..].is_ascii()
}
