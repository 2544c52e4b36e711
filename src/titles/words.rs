//! The words of a normalized title.

/// The words of a normalized title: letters and digits, `c++`, `c#`, and pairs of signs of scripts without blanks.
pub fn words(normalized: &str) -> Words<'_> {
    Words {
        rest: normalized,
        others: "",
        pieces: Pieces { unspaced: "", rest: "" },
    }
}

/// The words of a text, one after the other.
#[derive(Debug)]
pub struct Words<'t> {
    rest: &'t str,
    /// What follows of a run that is not in ASCII alone.
    others: &'t str,
    pieces: Pieces<'t>,
}

// What bytes are to words; all others part them.
const LETTER: u8 = 1;
const SIGN: u8 = 2;
const LONG: u8 = 4;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => LETTER,
            b'+' | b'#' => SIGN,
            0x80.. => LONG,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        loop {
            let bytes = self.rest.as_bytes();
            if self.others.is_empty() && self.pieces.is_empty() {
                let class = |byte: &u8| CLASSES[usize::from(*byte)];
                let start = bytes.iter().position(|byte| class(byte) != 0)?;
                let (mut end, mut classes) = (start, 0);
                while let Some(class) = bytes.get(end).map(class).filter(|class| *class != 0) {
                    classes |= class;
                    end += 1;
                }
                let run = &self.rest[start..end];
                self.rest = &self.rest[end..];
                match classes {
                    LONG.. => self.others = run,
                    SIGN => {}
                    _ => return Some(run),
                }
            }
            if let Some(piece) = self.pieces.next() {
                return Some(piece);
            }
            let others = self.others.trim_start_matches(|sign| !is_part(sign));
            let end = others.find(|sign| !is_part(sign)).unwrap_or(others.len());
            (self.pieces.rest, self.others) = others.split_at(end);
        }
    }
}

/// Whether a sign may stand in a word.
fn is_part(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '+' | '#')
}

/// A word as it is, or the pairs of signs in what is written without blanks.
#[derive(Debug)]
struct Pieces<'t> {
    unspaced: &'t str,
    rest: &'t str,
}

impl Pieces<'_> {
    fn is_empty(&self) -> bool {
        self.unspaced.is_empty() && self.rest.is_empty()
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        while self.unspaced.is_empty() {
            let first = self.rest.chars().next()?;
            let run = self.rest.find(|sign| is_unspaced(sign) != is_unspaced(first));
            let (run, rest) = self.rest.split_at(run.unwrap_or(self.rest.len()));
            self.rest = rest;
            if is_unspaced(first) {
                self.unspaced = run;
            } else if run.contains(char::is_alphanumeric) {
                return Some(run);
            }
        }
        let mut signs = self.unspaced.chars();
        let first = signs.next().map_or(0, char::len_utf8);
        let second = signs.next().map_or(0, char::len_utf8);
        let pair = &self.unspaced[..first + second];
        let is_last = pair.len() == self.unspaced.len();
        self.unspaced = if is_last { "" } else { &self.unspaced[first..] };
        Some(pair)
    }
}

/// Signs of Chinese and Japanese, which are written without blanks.
pub(super) fn is_unspaced(sign: char) -> bool {
    matches!(sign, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The words of a text whose words are plain.
pub(super) fn plain_words(text: &str) -> impl Iterator<Item = &[u8]> {
    let runs = text.as_bytes().split(|byte| CLASSES[usize::from(*byte)] == 0);
    runs.filter(|run| run.iter().any(u8::is_ascii_alphanumeric))
}

/// Whether a word, whatever its case, says nothing of what a title names.
pub(super) fn is_stop_word(word: &[u8]) -> bool {
    let join = |bytes: u32, byte: &u8| bytes << 8 | u32::from(byte.to_ascii_lowercase());
    word.len() <= size_of::<u32>() && is_stop_word_of(word.iter().fold(0, join))
}

/// The same of the bytes of a word in small letters, the last one lowest, of which there are four at most.
pub(super) fn is_stop_word_of(bytes: u32) -> bool {
    let bytes = bytes.to_be_bytes();
    match bytes {
        [0, 0, 0, one] => matches!(one, b'a' | b'y'),
        [0, 0, two @ ..] => matches!(
            &two,
            b"an" | b"at" | b"by" | b"da" | b"de" | b"do" | b"in" | b"la" | b"of" | b"on" | b"or" | b"to"
        ),
        [0, three @ ..] => matches!(&three, b"and" | b"des" | b"for" | b"how" | b"the" | b"und"),
        _ => matches!(&bytes, b"from" | b"with" | b"your"),
    }
}

/// A word of English without the ending of the plural.
pub(super) fn singular(word: &str) -> &str {
    &word[..singular_length(word.as_bytes())]
}

/// How long a word is, whatever its case, without the ending of the plural.
pub(super) fn singular_length(word: &[u8]) -> usize {
    let Some((b's' | b'S', rest)) = word.split_last() else {
        return word.len();
    };
    let is_plural =
        rest.len() > 2 && !matches!(rest.last(), Some(b'i' | b's' | b'u' | b'I' | b'S' | b'U')) && rest.is_ascii();
    word.len() - usize::from(is_plural)
}
