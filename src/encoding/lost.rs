//! Signs that stand where a text was, which nothing can bring back.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// U+FFFD, and what it became when it was misread in its turn: as Windows-1252, and twice as GBK.
/// Then what memory that was never written looks like in GBK, if there is enough of it.
const SIGNS: [&str; 5] = ["\u{FFFD}", "ï¿½", "锟斤拷", "烫烫烫", "屯屯屯"];

static FINDERS: LazyLock<[Finder<'static>; SIGNS.len()]> = LazyLock::new(|| SIGNS.map(Finder::new));

/// Whether such a sign may begin with a character: never wrongly no.
#[inline]
pub(super) fn may_begin(character: char) -> bool {
    matches!(character, '\u{FFFD}' | 'ï' | '锟' | '烫' | '屯')
}

/// All runs of such signs in a text.
pub(super) fn lost(text: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for (sign, finder) in SIGNS.iter().zip(FINDERS.iter()) {
        let mut at = 0;
        while let Some(start) = finder.find(&text.as_bytes()[at..]).map(|start| at + start) {
            let end = start + sign.len();
            let again = text[end..]
                .chars()
                .take_while(|&next| sign.starts_with(next) && sign.ends_with(next));
            at = end + again.map(char::len_utf8).sum::<usize>();
            all.push(start..at);
        }
    }
    all.sort_by_key(|range| range.start);
    all.dedup_by(|next, last| {
        let is_joined = next.start <= last.end;
        if is_joined {
            last.end = last.end.max(next.end);
        }
        is_joined
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_in_a_row_are_one() {
        assert_eq!(lost("a \u{FFFD}\u{FFFD} b ï¿½"), [2..8, 11..17]);
        assert_eq!(lost("锟斤拷锟斤拷 烫烫烫烫"), [0..18, 19..31]);
        assert!(lost("烫 屯门 王锟").is_empty());
    }
}
