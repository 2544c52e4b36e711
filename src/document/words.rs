//! The words of the prose, each with its place and its form: made once per document, for all rules about words.

use super::intern::{Interner, Key, head_at};
use super::signs::{Seen, Signs};
use super::{Document, Link, ProseKind};
use crate::scan::ByteSet;
use crate::sieve::Mesh;
use crate::source::{Span, last_from, within};

/// A form by its place in [`Words::forms`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormId(pub u32);

/// A word where it stands, without the punctuation around it and without a possessive `'s`.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub span: Span,
    pub form: FormId,
    pub kind: ProseKind,
    /// The place in [`Words::all`] of the word before it that is written the same, or `NONE`.
    before: u32,
}

/// No word.
const NONE: u32 = u32::MAX;

/// Words that are written the same.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// Where it stands for the first time.
    pub first: Span,
    pub count: u32,
    pub shape: Shape,
    /// Its bit in sieves.
    pub mesh: Mesh,
    /// The place in [`Words::all`] of the last of its words.
    last: u32,
}

/// What a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Letters of the ASCII alphabet.
    Ascii,
    /// Letters, some of them others.
    Letters,
    /// Letters with digits, hyphens or dots: `H2O`, `open-source`, `Node.js`.
    Mixed,
}

/// The words of a document, in the order of the text, and their forms.
///
/// Paths, addresses, tags, flags, hashes and user names are no words, nor are pieces of words that markup
/// cuts in two. Scripts that are written without blanks have none.
#[derive(Debug)]
pub struct Words {
    words: Vec<Word>,
    forms: Vec<Form>,
    numbers: Interner,
    /// By piece of prose, comments among them.
    signs: Vec<Signs>,
    /// Letters of scripts that are written without blanks; they stand for words.
    pub(super) unspaced_letters: u32,
}

impl Words {
    pub(super) fn of(document: &Document) -> Self {
        let text = document.source().text();
        let bytes: usize = document.prose().iter().map(|prose| prose.span.len()).sum();
        let mut builder = Builder {
            document,
            text: text.as_bytes(),
            words: Self {
                words: Vec::with_capacity(bytes / BYTES_PER_WORD),
                forms: Vec::with_capacity(bytes / BYTES_PER_FORM),
                numbers: Interner::with_room_for(bytes / BYTES_PER_FORM),
                signs: Vec::with_capacity(document.prose().len()),
                unspaced_letters: 0,
            },
            begun: 0,
        };
        let mut end = 0;
        let mut is_in_order = true;
        for prose in document.prose() {
            if prose.kind == ProseKind::Comment {
                let signs = Signs::of(document.slice(prose.span).as_bytes());
                builder.words.signs.push(signs);
                continue;
            }
            is_in_order &= end <= prose.span.start;
            end = prose.span.end;
            builder.read(prose.span, prose.kind);
        }
        let mut words = builder.words;
        if !is_in_order {
            words.sort();
        }
        words
    }

    fn sort(&mut self) {
        self.words.sort_by_key(|word| word.span.start);
        for form in &mut self.forms {
            form.last = NONE;
        }
        for (place, word) in (0..).zip(&mut self.words) {
            word.before = std::mem::replace(&mut self.forms[word.form.0 as usize].last, place);
        }
    }

    pub fn all(&self) -> &[Word] {
        &self.words
    }

    /// The words that begin inside a span.
    pub fn within(&self, span: Span) -> &[Word] {
        within(&self.words, span, |word| word.span.start)
    }

    pub fn forms(&self) -> impl Iterator<Item = (FormId, &Form)> {
        (0..).map(FormId).zip(&self.forms)
    }

    pub fn form_count(&self) -> usize {
        self.forms.len()
    }

    pub fn form(&self, id: FormId) -> &Form {
        &self.forms[id.0 as usize]
    }

    /// The form that a word has in a document.
    pub fn form_of(&self, document: &Document, word: &str) -> Option<FormId> {
        let text = document.source().text().as_bytes();
        let is_same = |number: u32| text[self.forms[number as usize].first.range()] == *word.as_bytes();
        self.numbers.find(word.as_bytes(), is_same).map(FormId)
    }

    /// The places of the words of a form in [`Words::all`], the last one first.
    pub fn places(&self, form: FormId) -> impl Iterator<Item = usize> {
        let place = |place: u32| (place != NONE).then_some(place as usize);
        let last = place(self.form(form).last);
        std::iter::successors(last, move |&last| place(self.words[last].before))
    }

    /// The places of the words of some forms in [`Words::all`], in the order of the text, with what comes with the
    /// forms. Forms are few where words are many.
    pub fn places_of<T: Copy>(&self, forms: impl IntoIterator<Item = (FormId, T)>) -> Vec<(usize, T)> {
        let mut places = Vec::new();
        for (form, value) in forms {
            places.extend(self.places(form).map(|place| (place, value)));
        }
        // Those of each form are in order already, the last one first: a sort that knows runs merges them.
        places.sort_by_key(|(place, _)| *place);
        places
    }

    pub(super) fn signs(&self) -> &[Signs] {
        &self.signs
    }
}

/// How many bytes of prose there are for each word and form, roughly: room is made for so many.
const BYTES_PER_WORD: usize = 7;
const BYTES_PER_FORM: usize = 20;

struct Builder<'d> {
    document: &'d Document,
    text: &'d [u8],
    words: Words,
    /// How many links begin before the place that was last asked for.
    begun: usize,
}

/// What stands between blanks, dashes and signs.
#[derive(Clone, Copy)]
struct Chunk {
    span: Span,
    /// Where the next one may begin.
    next: usize,
    /// What it holds, a bit for each kind of bytes.
    holds: u8,
}

impl<'d> Builder<'d> {
    /// Takes the chunks of a piece of prose: what stands between blanks, dashes and signs.
    fn read(&mut self, prose: Span, kind: ProseKind) {
        let text = self.text;
        let end = prose.end as usize;
        // What ends with the piece ends like what a blank follows.
        let byte_at = |place: usize| if place < end { text[place] } else { b' ' };
        let mut seen = Seen::default();
        let mut start = prose.start as usize;
        while start < end {
            let head = head_at(text, start);
            let letters = letters_from(text, start, head).min(end - start);
            if letters > 0 {
                // Most chunks are nothing but letters, perhaps with a mark behind them.
                let behind = start + letters;
                let sign = byte_at(behind);
                let chunk_end = behind + usize::from(MARKS.has(sign));
                if byte_at(chunk_end) == b' ' {
                    seen.pass_word(sign);
                    if !self.is_piece(prose, Span::new(start, chunk_end), kind) {
                        let word = Span::new(start, behind);
                        self.add(Key::with_head(head, &text[start..behind]), word, Shape::Ascii, kind);
                    }
                    start = chunk_end + 1;
                    continue;
                }
                seen.pass_letters();
            } else if head as u8 == b' ' {
                seen.see(b' ');
                start += 1;
                continue;
            } else if is_ideograph(head as u8) {
                seen.see(head as u8);
                start = self.pass_ideographs(start, end);
                continue;
            }
            let chunk = self.chunk(start, start + letters, end, &mut seen);
            self.take(prose, chunk, letters, kind);
            start = chunk.next;
        }
        self.words.signs.push(seen.signs());
    }

    /// The end of the ideographs from a place on, each of which parts words.
    fn pass_ideographs(&mut self, start: usize, end: usize) -> usize {
        let mut at = start;
        while at < end && is_ideograph(self.text[at]) {
            at += 3;
        }
        self.words.unspaced_letters += ((at - start) / 3) as u32;
        at
    }

    /// The chunk that begins at a place and goes on at least to another one.
    fn chunk(&mut self, start: usize, from: usize, end: usize, seen: &mut Seen) -> Chunk {
        let mut chunk = Chunk {
            span: Span::new(start, end),
            next: end,
            holds: if from > start { LETTER } else { 0 },
        };
        let mut at = from;
        while at < end {
            let byte = self.text[at];
            seen.see(byte);
            let kind = KINDS[byte as usize];
            if kind & (BLANK | OTHER) == 0 {
                chunk.holds |= kind;
                at += 1;
                continue;
            }
            let (parts, length) = match byte {
                byte if byte.is_ascii() => (true, 1),
                byte if is_ideograph(byte) => {
                    self.words.unspaced_letters += 1;
                    (true, 3)
                }
                _ => match self.document.source().text()[at..].chars().next() {
                    Some(character) => (self.parts(character), character.len_utf8()),
                    None => break,
                },
            };
            if parts {
                chunk.span = Span::new(start, at);
                chunk.next = at + length;
                break;
            }
            chunk.holds |= kind;
            at += length;
        }
        chunk
    }

    /// Takes the word of a chunk that begins with so many letters, or the words that commas part in it.
    fn take(&mut self, prose: Span, chunk: Chunk, letters: usize, kind: ProseKind) {
        let Chunk { span, holds, .. } = chunk;
        if holds & ODD != 0 || holds & (LETTER | OTHER) == 0 {
            return;
        }
        let word = match holds & !LETTER {
            0 => Some((0..letters, Shape::Ascii)),
            _ => word_in(self.document.slice(span)),
        };
        match word {
            Some((word, shape)) => {
                let start = span.start as usize;
                let word = Span::new(start + word.start, start + word.end);
                if !self.is_piece(prose, span, kind) {
                    self.add(Key::of(&self.text[word.range()]), word, shape, kind);
                }
            }
            None if span.len() >= SHORTEST_LIST => self.listed(prose, span, kind),
            None => {}
        }
    }

    /// Whether the word of a chunk is a piece of one.
    #[inline]
    fn is_piece(&mut self, prose: Span, chunk: Span, kind: ProseKind) -> bool {
        let is_at_edge = chunk.start == prose.start || chunk.end == prose.end;
        is_at_edge && kind == ProseKind::Text && self.is_cut(prose, chunk)
    }

    /// Whether a character that is not ASCII parts words.
    fn parts(&mut self, character: char) -> bool {
        if is_unspaced(character) {
            self.words.unspaced_letters += 1;
            return true;
        }
        !(is_letter(character) || is_joined(character) || character == '’')
    }

    #[inline]
    fn add(&mut self, key: Key, span: Span, shape: Shape, kind: ProseKind) {
        let Words {
            words, forms, numbers, ..
        } = &mut self.words;
        let place = words.len() as u32;
        let number = numbers.number_by(key, self.text, span, |number| forms[number as usize].first);
        let before = match forms.get_mut(number as usize) {
            Some(form) => {
                form.count += 1;
                std::mem::replace(&mut form.last, place)
            }
            None => {
                self.add_form(span, shape);
                NONE
            }
        };
        self.words.words.push(Word {
            span,
            form: FormId(number),
            kind,
            before,
        });
    }

    /// Adds the form of the word that comes next.
    #[inline(never)]
    fn add_form(&mut self, first: Span, shape: Shape) {
        self.words.forms.push(Form {
            first,
            count: 1,
            shape,
            mesh: Mesh::of(self.document.slice(first)),
            last: self.words.words.len() as u32,
        });
    }

    /// Takes the words of a chunk that commas without blanks part: `simple,elegant`.
    fn listed(&mut self, prose: Span, chunk: Span, kind: ProseKind) {
        let text = self.document.slice(chunk);
        if memchr::memchr(b',', text.as_bytes()).is_none() || !text.split(',').all(|part| listed_word(part).is_some()) {
            return;
        }
        let mut start = chunk.start as usize;
        for part in text.split(',') {
            let place = Span::new(start, start + part.len());
            if let Some(length) = listed_word(part)
                && (kind != ProseKind::Text || !self.is_cut(prose, place))
            {
                let word = Span::new(start, start + length);
                self.add(Key::of(&self.text[word.range()]), word, Shape::Ascii, kind);
            }
            start = place.end as usize + 1;
        }
    }

    /// Whether markup joins a chunk of a piece of prose to the letters beside it.
    fn is_cut(&mut self, prose: Span, chunk: Span) -> bool {
        chunk.start == prose.start && self.is_joined_before(chunk.start as usize)
            || chunk.end == prose.end && self.is_joined_after(chunk.end as usize)
    }

    /// Whether markup joins the text that begins at an offset to a letter before it.
    fn is_joined_before(&self, offset: usize) -> bool {
        let text = self.document.source().text();
        let mut at = offset;
        while let Some(&sign) = text.as_bytes()[..at].last() {
            match sign {
                b'*' | b'_' | b'~' | b'[' | b'!' => at -= 1,
                b'`' | b')' | b']' => return true,
                b'>' => match tag_before(&text[..at]) {
                    Some(tag) => at -= tag,
                    None => return false,
                },
                sign if sign.is_ascii() => return sign.is_ascii_alphanumeric(),
                _ => return text[..at].ends_with(char::is_alphanumeric),
            }
        }
        false
    }

    /// Whether markup joins the text that ends at an offset to a letter behind it.
    fn is_joined_after(&mut self, offset: usize) -> bool {
        let text = self.document.source().text();
        let mut at = offset;
        while let Some(&sign) = text.as_bytes().get(at) {
            match sign {
                b'*' | b'_' | b'~' => at += 1,
                b'`' | b'[' => return true,
                b'!' => return text.as_bytes().get(at + 1) == Some(&b'['),
                b']' => match self.link_around(at as u32) {
                    Some(link) if link.span.end as usize > at => at = link.span.end as usize,
                    _ => return true,
                },
                b'<' => match tag_after(&text[at..]) {
                    Some(tag) => at += tag,
                    None => return false,
                },
                sign if sign.is_ascii() => return sign.is_ascii_alphanumeric(),
                _ => return text[at..].starts_with(char::is_alphanumeric),
            }
        }
        false
    }

    /// The same as [`Document::link_around`], looked for from the last one on.
    fn link_around(&mut self, offset: u32) -> Option<&'d Link> {
        let links = &self.document.links;
        if self.begun > 0 && links[self.begun - 1].span.start > offset {
            self.begun = 0;
        }
        if self.begun == 0 {
            self.begun = links.partition_point(|link| link.span.start <= offset);
        }
        let next = links[self.begun..].iter();
        self.begun += next.take_while(|link| link.span.start <= offset).count();
        last_holding(&links[..self.begun], offset)
    }
}

/// The shortest words that a comma parts: `ab,cd`.
const SHORTEST_LIST: usize = 5;

/// How many bytes are searched for the other end of a tag.
const LONGEST_TAG: usize = 512;

/// The length of the tag that a text ends in; `None` where the last sign is a quotation mark of the block.
fn tag_before(text: &str) -> Option<usize> {
    let bytes = &text.as_bytes()[text.len().saturating_sub(LONGEST_TAG)..];
    let line = memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1);
    let open = memchr::memrchr(b'<', &bytes[line..])?;
    Some(bytes.len() - line - open)
}

fn tag_after(text: &str) -> Option<usize> {
    let bytes = &text.as_bytes()[..text.len().min(LONGEST_TAG)];
    memchr::memchr(b'>', bytes).map(|close| close + 1)
}

/// Whether a character is a letter of a script that is written without blanks, or a mark among them.
pub(super) fn is_unspaced(character: char) -> bool {
    const FIRST: char = '\u{0E00}';
    character >= FIRST
        && matches!(character,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{1100}'..='\u{11FF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3130}'..='\u{318F}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a character is a letter or a digit: most letters of lists are in these ranges.
fn is_letter(character: char) -> bool {
    match character {
        '\u{C0}'..='\u{D6}'
        | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{24F}'
        | '\u{400}'..='\u{481}'
        | '\u{48A}'..='\u{52F}'
        | '\u{5D0}'..='\u{5EA}'
        | '\u{620}'..='\u{657}' => true,
        '\u{A0}'..='\u{A9}'
        | '\u{AB}'..='\u{B1}'
        | '\u{B6}'..='\u{B8}'
        | '\u{BB}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2190}'..='\u{245F}'
        | '\u{2500}'..='\u{2775}'
        | '\u{2794}'..='\u{2BFF}'
        | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '\u{FE0F}'
        | '\u{FF01}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF20}'
        | '\u{1F300}'..='\u{1FAFF}' => false,
        other => other.is_alphanumeric(),
    }
}

/// Whether a character is a letter: most of those that are not ASCII are in these ranges.
fn is_alphabetic(character: char) -> bool {
    matches!(character, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' | '\u{400}'..='\u{481}')
        || character.is_alphabetic()
}

/// Whether a character that is no letter belongs to the word around it: marks, joiners, hyphens.
fn is_joined(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2010}' | '\u{2011}' | '\u{2060}' | '\u{FFFD}'
    ) || unicode_normalization::char::is_combining_mark(character)
}

/// How many letters of the ASCII alphabet follow from a place on, of which the next eight bytes are known.
#[inline]
fn letters_from(text: &[u8], start: usize, mut head: u64) -> usize {
    let mut count = 0;
    loop {
        let letters = letters_in(head);
        count += letters;
        if letters < size_of::<u64>() {
            return count;
        }
        head = head_at(text, start + count);
    }
}

/// How many of eight bytes, from the lowest on, are letters: all are compared at once.
#[inline]
fn letters_in(bytes: u64) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const UPPER: u64 = 0x80 * EACH;
    let small = (bytes | (0x20 * EACH)) & !UPPER;
    // A sum sets the upper bit of a byte that is not below the first letter, or is behind the last one.
    let from_first = small + (0x80 - b'a') as u64 * EACH;
    let behind_last = small + (0x7F - b'z') as u64 * EACH;
    let others = !(from_first & !behind_last & !bytes) & UPPER;
    others.trailing_zeros() as usize / 8
}

/// Whether a character of three bytes begins with this one that is an ideograph: one of most of them.
#[inline]
fn is_ideograph(byte: u8) -> bool {
    matches!(byte, 0xE5..=0xE9)
}

/// What may stand behind a word, before a blank.
const MARKS: ByteSet = ByteSet::of(b".,:)");

/// What bytes are in a chunk, a bit for each kind.
const LETTER: u8 = 1;
/// Digits, and marks that stand in words or around them.
const MARK: u8 = 2;
/// What no word holds, nor stands around one.
const ODD: u8 = 4;
const BLANK: u8 = 8;
/// What is not ASCII.
const OTHER: u8 = 16;

const KINDS: [u8; 256] = {
    let mut kinds = [ODD; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => kinds[byte] = LETTER,
            b'0'..=b'9'
            | b'-'
            | b'.'
            | b','
            | b';'
            | b':'
            | b'!'
            | b'?'
            | b'('
            | b')'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'"'
            | b'\'' => kinds[byte] = MARK,
            b' ' | b'\t' | b'\n' | b'\r' | 0x0C => kinds[byte] = BLANK,
            0x80.. => kinds[byte] = OTHER,
            _ => {}
        }
        byte += 1;
    }
    kinds
};

fn without_closing(text: &str) -> &str {
    let mut kept = text;
    loop {
        kept = match kept.as_bytes() {
            [
                ..,
                b')' | b']' | b'}' | b'"' | b'\'' | b'.' | b',' | b';' | b':' | b'!' | b'?',
            ] => &kept[..kept.len() - 1],
            [.., 0xE2, 0x80, 0x99] => &kept[..kept.len() - '’'.len_utf8()],
            _ => return kept,
        };
    }
}

/// How many letters the word has that a part of a list without blanks is, apart from a mark behind it.
fn listed_word(part: &str) -> Option<usize> {
    let letters = letters_from(part.as_bytes(), 0, head_at(part.as_bytes(), 0));
    let is_word = letters > 0 && part.len() > 1 && matches!(part.as_bytes()[letters..], [] | [b'.' | b':' | b')']);
    is_word.then_some(letters)
}

/// The word in a chunk, if it is one.
fn word_in(chunk: &str) -> Option<(std::ops::Range<usize>, Shape)> {
    let is_opening = |byte: &u8| matches!(byte, b'(' | b'[' | b'{' | b'"' | b'\'');
    let start = chunk.bytes().take_while(|byte| is_opening(byte)).count();
    let word = without_closing(&chunk[start..]);
    let word = match word.as_bytes() {
        [.., b'\'', b's'] => &word[..word.len() - "'s".len()],
        [.., 0xE2, 0x80, 0x99, b's'] => &word[..word.len() - "’s".len()],
        _ => word,
    };
    let bytes = word.as_bytes();
    let is_inner = |byte: &u8| matches!(byte, b'-' | b'.') || !byte.is_ascii();
    let is_edge = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let (first, last) = (bytes.first()?, bytes.last()?);
    if !is_edge(first) || !is_edge(last) {
        return None;
    }
    let range = start..start + word.len();
    let holds = bytes.iter().fold(0, |holds, &byte| holds | KINDS[byte as usize]);
    if holds == LETTER {
        return Some((range, Shape::Ascii));
    }
    if holds & MARK != 0 && !bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || is_inner(byte)) {
        return None;
    }
    if holds & OTHER == 0 {
        return (holds & LETTER != 0).then_some((range, Shape::Mixed));
    }
    if word.chars().all(is_alphabetic) {
        return Some((range, Shape::Letters));
    }
    let is_mixed = !word.contains('’') && (holds & LETTER != 0 || word.contains(is_alphabetic));
    is_mixed.then_some((range, Shape::Mixed))
}

/// How many links before a place are asked whether they hold it: an image may stand before the text in a link.
const NEIGHBOURS: usize = 4;

/// The last of some links whose text holds an offset, or ends there.
fn last_holding(links: &[Link], offset: u32) -> Option<&Link> {
    let holds = |link: &&Link| link.text.start <= offset && offset <= link.text.end;
    links.iter().rev().take(NEIGHBOURS).find(holds)
}

/// How many bytes before and behind a word are searched for quotation marks.
const LONGEST_QUOTE: usize = 500;

impl Document {
    /// The words of the prose, comments left out.
    pub fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::of(self))
    }

    /// The innermost link or image whose text holds an offset, or ends there.
    pub fn link_around(&self, offset: u32) -> Option<&Link> {
        let begun = self.links.partition_point(|link| link.span.start <= offset);
        last_holding(&self.links[..begun], offset)
    }

    /// Whether what begins at an offset begins a sentence, a heading, a description or a cell.
    pub fn begins_sentence(&self, offset: u32) -> bool {
        let before = &self.source.text()[..offset as usize];
        let before = before.trim_end_matches([' ', '\t', '*', '_', '"', '“', '(', '[']);
        let sign = before.chars().next_back();
        sign.is_none_or(|sign| {
            matches!(
                sign,
                '\n' | '\r' | '-' | '–' | '—' | '.' | ':' | '!' | '?' | '|' | '#' | ')' | '>'
            )
        })
    }

    /// Whether a place stands between quotation marks in its piece of prose.
    pub fn is_quoted(&self, span: Span) -> bool {
        let Some(prose) = last_from(&self.prose, span.start, |prose| prose.span.start) else {
            return false;
        };
        let text = self.source.text();
        let (start, end) = (
            span.start.min(prose.span.end) as usize,
            span.end.min(prose.span.end) as usize,
        );
        let first = text.floor_char_boundary(start.saturating_sub(LONGEST_QUOTE));
        let last = text.floor_char_boundary(end + LONGEST_QUOTE);
        let before = &text[first.max(prose.span.start as usize)..start];
        let after = &text[end..last.min(prose.span.end as usize)];
        let is_open = |open: char, close: char| match (before.rfind(open), before.rfind(close)) {
            (Some(opened), Some(closed)) => closed < opened && after.contains(close),
            (Some(_), None) => after.contains(close),
            (None, _) => false,
        };
        let straight = before.matches('"').count() % 2 == 1 && after.contains('"');
        straight || is_open('“', '”') || is_open('«', '»') || is_open('„', '“') || is_open('‘', '’')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Source};

    fn words(text: &str) -> Vec<String> {
        let document = Document::parse(FileId(0), Source::from_text("list.md", text.to_owned()));
        let words = document.words().all().iter();
        words.map(|word| document.slice(word.span).to_owned()).collect()
    }

    #[test]
    fn words_stand_between_blanks_and_punctuation() {
        assert_eq!(words("(A “word”, and it's over.)"), ["A", "word", "and", "it", "over"]);
        assert_eq!(words("one—two – three"), ["one", "two", "three"]);
        assert_eq!(words("用JavaScript写的"), ["JavaScript"]);
        assert_eq!(words("simple,elegant a,b"), ["simple", "elegant"]);
        assert_eq!(
            words("Node.js in-memory H2O naïve"),
            ["Node.js", "in-memory", "H2O", "naïve"]
        );
    }

    #[test]
    fn letters_are_told_as_everywhere() {
        let mut characters =
            ('\u{80}'..='\u{2FFFF}').filter(|character| is_letter(*character) != character.is_alphanumeric());
        assert_eq!(characters.next(), None);
        let mut characters =
            ('\0'..='\u{2FFFF}').filter(|character| is_alphabetic(*character) != character.is_alphabetic());
        assert_eq!(characters.next(), None);
    }

    #[test]
    fn what_only_looks_like_words_is_none() {
        let text = "foo/bar @user #tag a_b --flag me@example.org :rocket: C++ C# a,b 100% .net & don't \\*x";
        assert!(words(text).is_empty(), "{:?}", words(text));
    }

    #[test]
    fn pieces_of_words_are_none() {
        assert!(words("**W**ord [foo](u)s `code`s H<sub>2</sub>O re[foo](u)").is_empty());
        assert_eq!(
            words("**Bold**, [link](u). <b>Tag</b> _x_ [**y**](u)"),
            ["Bold", "link", "Tag", "x", "y"]
        );
    }

    #[test]
    fn letters_are_counted_wherever_they_end() {
        for byte in 0..=u8::MAX {
            for before in 0..20 {
                for behind in 0..10 {
                    let text = [&b"aZzA"[..].repeat(5)[..before], &[byte], &b"m".repeat(behind)].concat();
                    let counted = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                    assert_eq!(letters_from(&text, 0, head_at(&text, 0)), counted, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn forms_are_counted() {
        let document = Document::parse(FileId(0), Source::from_text("list.md", "a b a <!-- a -->".to_owned()));
        let counts: Vec<u32> = document.words().forms().map(|(_, form)| form.count).collect();
        assert_eq!(counts, [2, 1]);
    }
}
