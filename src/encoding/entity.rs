//! Runs of HTML entities that are misread bytes, one by one.

use std::ops::Range;

/// The names of the characters from A0 to FF in HTML 4.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
    Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash \
    Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc \
    euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml \
    yacute thorn yuml";

/// The names of the other characters of Windows-1252.
const WINDOWS: [(&str, char); 27] = [
    ("OElig", 'Œ'),
    ("Scaron", 'Š'),
    ("Yuml", 'Ÿ'),
    ("Zcaron", 'Ž'),
    ("bdquo", '„'),
    ("bull", '•'),
    ("circ", 'ˆ'),
    ("dagger", '†'),
    ("Dagger", '‡'),
    ("euro", '€'),
    ("fnof", 'ƒ'),
    ("hellip", '…'),
    ("ldquo", '“'),
    ("lsaquo", '‹'),
    ("lsquo", '‘'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("oelig", 'œ'),
    ("permil", '‰'),
    ("rdquo", '”'),
    ("rsaquo", '›'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("scaron", 'š'),
    ("tilde", '˜'),
    ("trade", '™'),
    ("zcaron", 'ž'),
];

/// Whether a text may have entities side by side: quick, and never wrongly no.
pub(super) fn may_have_runs(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'&', bytes).any(|at| bytes[..at].last() == Some(&b';'))
}

/// A text with its runs of entities written as characters, and where these stand.
#[derive(Debug, Default)]
pub(super) struct Unescaped {
    pub text: String,
    runs: Vec<Run>,
}

#[derive(Debug)]
struct Run {
    /// Bytes in the text as it was.
    old: Range<usize>,
    /// Bytes in the text that came out.
    new: Range<usize>,
}

impl Unescaped {
    /// Nothing where the text has no run of two or more entities that are not ASCII.
    pub fn of(text: &str) -> Option<Self> {
        let mut all = Self::default();
        let mut last = 0;
        let mut at = 0;
        while let Some(start) = memchr::memchr(b'&', &text.as_bytes()[at..]).map(|found| at + found) {
            let mut characters = String::new();
            let mut end = start;
            while let Some((character, length)) = entity(&text[end..]) {
                characters.push(character);
                end += length;
            }
            at = end.max(start + 1);
            if characters.chars().count() < 2 || is_glued(text, start, end) {
                continue;
            }
            all.text.push_str(&text[last..start]);
            let new = all.text.len()..all.text.len() + characters.len();
            all.text.push_str(&characters);
            all.runs.push(Run { old: start..end, new });
            last = end;
        }
        all.text.push_str(&text[last..]);
        (!all.runs.is_empty()).then_some(all)
    }

    /// Where a span of the characters stands in the text as it was; nothing where it cuts a run.
    pub fn place(&self, span: &Range<usize>) -> Option<Range<usize>> {
        Some(self.offset(span.start)?..self.offset(span.end)?)
    }

    fn offset(&self, at: usize) -> Option<usize> {
        let begun = self.runs.partition_point(|run| run.new.start < at);
        match begun.checked_sub(1).map(|last| &self.runs[last]) {
            Some(run) if at < run.new.end => None,
            Some(run) => Some(at - run.new.end + run.old.end),
            None => Some(at),
        }
    }
}

/// Whether characters that are not ASCII stand next to a run, which then is text.
fn is_glued(text: &str, start: usize, end: usize) -> bool {
    let is_other = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
    is_other(text[..start].chars().next_back()) || is_other(text[end..].chars().next())
}

/// The character that is not ASCII of the entity that a text begins with, and how long the entity is.
fn entity(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 10;
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = &inner[..end];
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => named(name)?,
    };
    (!character.is_ascii()).then_some((character, end + 2))
}

fn named(name: &str) -> Option<char> {
    if let Some(&(_, character)) = WINDOWS.iter().find(|entry| entry.0 == name) {
        return Some(character);
    }
    let place = LATIN.split_whitespace().position(|own| own == name)?;
    char::from_u32(0xA0 + place as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_characters() {
        let all = Unescaped::of("it&acirc;&euro;&#153;s &amp; &copy; 2020").unwrap();
        assert_eq!(all.text, "itâ€\u{99}s &amp; &copy; 2020");
        assert_eq!(all.place(&(2..9)), Some(2..21));
        assert_eq!(all.place(&(2..4)), None);
        assert_eq!(all.place(&(10..11)), Some(22..23));
        assert!(Unescaped::of("a &copy; b &#8217;").is_none());
        assert_eq!(LATIN.split_whitespace().count(), 96);
    }
}
