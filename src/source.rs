//! The text of one file: decoding, spans, lines and columns.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::scan::ascii_length;

/// A half-open range of bytes in the text of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    #[inline]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// The empty span at one offset.
    #[inline]
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    #[inline]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    #[inline]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    #[inline]
    pub fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    pub fn encloses(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte, or one is empty and lies in or at the edge of the other.
    pub fn touches(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
            || (self.is_empty() || other.is_empty()) && self.start <= other.end && other.start <= self.end
    }
}

/// The last of some places, sorted by their starts, that starts at an offset or before it: the only one
/// that can hold the offset where the places are disjoint, the innermost where they are nested.
pub fn last_from<T>(places: &[T], offset: u32, start: impl Fn(&T) -> u32) -> Option<&T> {
    let begun = places.partition_point(|place| start(place) <= offset);
    places[..begun].last()
}

/// Those of some places, sorted by their starts, that start inside a span.
pub fn within<T>(places: &[T], span: Span, start: impl Fn(&T) -> u32) -> &[T] {
    let first = places.partition_point(|place| start(place) < span.start);
    let rest = &places[first..];
    // Most spans hold few of many places: the end is looked for near the start, in steps that grow.
    let mut reach = 4;
    while rest.get(reach).is_some_and(|place| start(place) < span.end) {
        reach *= 2;
    }
    let near = &rest[..rest.len().min(reach)];
    &rest[..near.partition_point(|place| start(place) < span.end)]
}

/// A file of the run, by its place in the order of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A place in one of the files of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    pub file: FileId,
    pub span: Span,
}

/// A line and a column, both 1-based; the column counts Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// What the bytes of a file were found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// A byte order mark says UTF-16, or every other byte is NUL; such a file has no text here.
    Utf16,
    /// Not valid UTF-8; the text holds U+FFFD for each invalid sequence.
    Unknown,
}

/// Bytes that are not UTF-8, and the U+FFFD that stands for them in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSequence {
    /// Span of the U+FFFD in the text.
    pub span: Span,
    /// Offset of the bytes in the file.
    pub offset: usize,
    pub bytes: Vec<u8>,
}

/// The line ending that most lines of a source have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnding {
    Lf,
    Crlf,
}

impl LineEnding {
    pub fn as_str(self) -> &'static str {
        match self {
            LineEnding::Lf => "\n",
            LineEnding::Crlf => "\r\n",
        }
    }
}

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// Distance in bytes between two entries of the column index.
const CHECKPOINT: usize = 1024;

/// The decoded text of one file; offsets in it are offsets in the file, invalid UTF-8 apart.
#[derive(Debug, Clone)]
pub struct Source {
    path: PathBuf,
    text: String,
    encoding: Encoding,
    /// Start of the text of each line; the first starts behind a byte order mark.
    lines: Vec<u32>,
    invalid: Vec<InvalidSequence>,
    /// Scalar values before every `CHECKPOINT`th byte, made when a column is asked for.
    checkpoints: OnceLock<Vec<u32>>,
    line_ending: OnceLock<LineEnding>,
}

impl Source {
    /// Decodes the bytes of a file. Never fails: what is odd about them becomes a fact of the source.
    pub fn decode(path: impl Into<PathBuf>, bytes: Vec<u8>) -> Self {
        let path = path.into();
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || is_unmarked_utf16(&bytes) {
            let whole = InvalidSequence {
                span: Span::at(0),
                offset: 0,
                bytes,
            };
            return Self::build(path, String::new(), Encoding::Utf16, vec![whole]);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::build(path, text, Encoding::Utf8, Vec::new()),
            Err(error) => {
                let (text, invalid) = decode_lossy(error.as_bytes());
                Self::build(path, text, Encoding::Unknown, invalid)
            }
        }
    }

    /// A source of text that is known to be UTF-8.
    pub fn from_text(path: impl Into<PathBuf>, text: String) -> Self {
        Self::build(path.into(), text, Encoding::Utf8, Vec::new())
    }

    fn build(path: PathBuf, text: String, encoding: Encoding, invalid: Vec<InvalidSequence>) -> Self {
        let lines = line_starts(&text);
        Self {
            path,
            text,
            encoding,
            lines,
            invalid,
            checkpoints: OnceLock::new(),
            line_ending: OnceLock::new(),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the path says that the text becomes part of another page, with gaps that are to be filled in.
    pub fn is_template(&self) -> bool {
        self.path.components().any(|component| {
            let name = component.as_os_str().to_string_lossy().to_ascii_lowercase();
            name.contains("template")
        })
    }

    #[inline]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the file, those that are not UTF-8 among them.
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        if self.invalid.is_empty() {
            return Cow::Borrowed(self.text.as_bytes());
        }
        let mut bytes = Vec::with_capacity(self.text.len());
        let mut last = 0;
        for sequence in &self.invalid {
            bytes.extend_from_slice(&self.text.as_bytes()[last..sequence.span.start as usize]);
            bytes.extend_from_slice(&sequence.bytes);
            last = sequence.span.end as usize;
        }
        bytes.extend_from_slice(&self.text.as_bytes()[last..]);
        Cow::Owned(bytes)
    }

    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub fn invalid(&self) -> &[InvalidSequence] {
        &self.invalid
    }

    /// Whether edits of the text can be written back without losing a byte.
    pub fn is_utf8(&self) -> bool {
        self.encoding == Encoding::Utf8
    }

    /// Length in bytes of the byte order mark: 0 or 3.
    pub fn bom_len(&self) -> usize {
        self.lines[0] as usize
    }

    /// Where a slice of the text stands in it; `None` for a text that is none.
    pub fn place_of(&self, slice: &str) -> Option<Span> {
        let start = (slice.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let end = start + slice.len();
        (end <= self.text.len()).then(|| Span::new(start, end))
    }

    #[inline]
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The index of the line that holds an offset, from 0.
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines
            .partition_point(|&start| start as usize <= offset)
            .saturating_sub(1)
    }

    /// Offset of the first byte of a line, by its index from 0; the length of the text past the last.
    #[inline]
    pub fn line_start(&self, line: usize) -> usize {
        self.lines.get(line).map_or(self.text.len(), |&start| start as usize)
    }

    /// A line with its line ending, by its index from 0.
    pub fn line_span(&self, line: usize) -> Span {
        Span::new(self.line_start(line), self.line_start(line + 1))
    }

    /// A line without its line ending, by its index from 0.
    pub fn line_content(&self, line: usize) -> Span {
        let (start, mut end) = (self.line_start(line), self.line_start(line + 1));
        for sign in [b'\n', b'\r'] {
            if end > start && self.text.as_bytes()[end - 1] == sign {
                end -= 1;
            }
        }
        Span::new(start, end)
    }

    /// Whether a line, by its index from 0, holds nothing but white space.
    pub fn is_blank_line(&self, line: usize) -> bool {
        self.slice(self.line_content(line)).trim().is_empty()
    }

    /// Whole lines that are to go, with a blank one beside them that they kept apart from another blank one or
    /// from the end.
    pub fn with_gap(&self, span: Span) -> Span {
        let first = self.line_of(span.start as usize);
        let next = self.line_of(span.end as usize);
        let is_whole = self.line_start(first) == span.start as usize && self.line_start(next) == span.end as usize;
        if !is_whole || next <= first {
            return span;
        }
        let blank_before = first == 0 || self.is_blank_line(first - 1);
        if blank_before && next + 1 < self.line_count() && self.is_blank_line(next) {
            return Span::new(span.start as usize, self.line_start(next + 1));
        }
        if first > 0 && blank_before && span.end as usize == self.len() {
            return Span::new(self.line_start(first - 1), span.end as usize);
        }
        span
    }

    /// The contents of all lines, without their line endings.
    pub fn lines(&self) -> impl Iterator<Item = Span> + '_ {
        (0..self.lines.len()).map(|line| self.line_content(line))
    }

    /// The parts of the text that hold no ASCII, in its order.
    pub fn beyond_ascii(&self) -> Vec<Span> {
        beyond_ascii(self.text.as_bytes())
    }

    /// The line ending that most lines have.
    pub fn line_ending(&self) -> LineEnding {
        *self.line_ending.get_or_init(|| self.most_used_line_ending())
    }

    fn most_used_line_ending(&self) -> LineEnding {
        let mut crlf = 0usize;
        let mut lf = 0usize;
        for position in memchr::memchr_iter(b'\n', self.text.as_bytes()) {
            if position > 0 && self.text.as_bytes()[position - 1] == b'\r' {
                crlf += 1;
            } else {
                lf += 1;
            }
        }
        if crlf > lf { LineEnding::Crlf } else { LineEnding::Lf }
    }

    pub fn position(&self, offset: usize) -> Position {
        let line = self.line_of(offset);
        let start = self.line_start(line).min(offset);
        let before = match offset - start {
            // Most lines are short enough to be counted themselves.
            0..CHECKPOINT => count_chars(&self.text.as_bytes()[start..offset]),
            _ => self.chars_before(offset) - self.chars_before(start),
        };
        Position {
            line: line + 1,
            column: before + 1,
        }
    }

    /// The offset in the bytes of the file for an offset in the text.
    pub fn file_offset(&self, offset: usize) -> usize {
        if self.encoding == Encoding::Utf16 {
            return 0;
        }
        let before = self
            .invalid
            .partition_point(|sequence| sequence.span.end as usize <= offset);
        match before.checked_sub(1).map(|index| &self.invalid[index]) {
            None => offset,
            Some(last) => last.offset + last.bytes.len() + (offset - last.span.end as usize),
        }
    }

    fn chars_before(&self, offset: usize) -> usize {
        let checkpoints = self.checkpoints.get_or_init(|| {
            let mut count = 0;
            let mut checkpoints = vec![0];
            for chunk in self.text.as_bytes().chunks(CHECKPOINT) {
                count += count_chars(chunk) as u32;
                checkpoints.push(count);
            }
            checkpoints
        });
        let index = offset / CHECKPOINT;
        checkpoints[index] as usize + count_chars(&self.text.as_bytes()[index * CHECKPOINT..offset])
    }
}

/// Whether bytes are UTF-16 without a mark: of ASCII, one byte of two is NUL, and always the same one.
fn is_unmarked_utf16(bytes: &[u8]) -> bool {
    if memchr::memchr(0, bytes).is_none() {
        return false;
    }
    let nuls = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (many, few) = (nuls(0).max(nuls(1)), nuls(0).min(nuls(1)));
    // Even a list in Chinese has addresses; and no text holds the other kind of NUL.
    bytes.len() >= 8 && many * 8 >= bytes.len() && few * 8 <= many
}

fn beyond_ascii(bytes: &[u8]) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut at = ascii_length(bytes);
    while at < bytes.len() {
        let start = at;
        at += bytes[at..].iter().take_while(|byte| !byte.is_ascii()).count();
        parts.push(Span::new(start, at));
        at += ascii_length(&bytes[at..]);
    }
    parts
}

fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// Line starts by CommonMark's line endings: LF, CRLF and a lone CR.
fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let bom = if text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    // Counted first, since a run keeps the lines of all its files.
    let mut lines = Vec::with_capacity(memchr::memchr_iter(b'\n', bytes).count() + 1);
    lines.push(bom as u32);
    if memchr::memchr(b'\r', bytes).is_none() {
        lines.extend(memchr::memchr_iter(b'\n', bytes).map(|position| position as u32 + 1));
    } else {
        lines.extend(
            memchr::memchr2_iter(b'\n', b'\r', bytes)
                .filter(|&position| bytes[position] == b'\n' || bytes.get(position + 1) != Some(&b'\n'))
                .map(|position| position as u32 + 1),
        );
    }
    lines
}

fn decode_lossy(bytes: &[u8]) -> (String, Vec<InvalidSequence>) {
    let mut text = String::with_capacity(bytes.len());
    let mut invalid = Vec::new();
    let mut offset = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        offset += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            let start = text.len();
            text.push(char::REPLACEMENT_CHARACTER);
            invalid.push(InvalidSequence {
                span: Span::new(start, text.len()),
                offset,
                bytes: chunk.invalid().to_vec(),
            });
            offset += chunk.invalid().len();
        }
    }
    (text, invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::from_text("list.md", text.to_owned())
    }

    #[test]
    fn lines_end_as_in_commonmark() {
        let source = source("a\nb\r\nc\rd");
        let lines: Vec<&str> = source.lines().map(|line| source.slice(line)).collect();
        assert_eq!(lines, ["a", "b", "c", "d"]);
    }

    #[test]
    fn columns_count_scalar_values_behind_the_byte_order_mark() {
        let source = source("\u{FEFF}é€x\n日本");
        assert_eq!(source.bom_len(), 3);
        assert_eq!(source.position(8), Position { line: 1, column: 3 });
        assert_eq!(source.position(13), Position { line: 2, column: 2 });
    }

    #[test]
    fn columns_are_right_far_into_a_long_line() {
        let text = "é".repeat(5000);
        let source = source(&text);
        assert_eq!(source.position(2 * 4321).column, 4322);
        assert_eq!(source.position(text.len()).column, 5001);
    }

    #[test]
    fn parts_that_are_not_ascii_are_found() {
        for blanks in 0..70 {
            let text = format!("{}é€x{0}日", " ".repeat(blanks));
            let source = source(&text);
            let parts: Vec<&str> = source.beyond_ascii().iter().map(|part| source.slice(*part)).collect();
            assert_eq!(parts, ["é€", "日"]);
        }
    }

    #[test]
    fn invalid_bytes_become_facts_and_keep_their_offsets() {
        let source = Source::decode("list.md", b"caf\xE9 \xFF\xFE x".to_vec());
        assert_eq!(source.text(), "caf\u{FFFD} \u{FFFD}\u{FFFD} x");
        assert_eq!(source.encoding(), Encoding::Unknown);
        assert_eq!(source.invalid()[0].bytes, [0xE9]);
        let x = source.text().find('x').unwrap();
        assert_eq!(source.file_offset(x), 8);
        assert_eq!(*source.bytes(), *b"caf\xE9 \xFF\xFE x");
    }

    #[test]
    fn utf16_is_recognised_by_its_byte_order_mark() {
        let source = Source::decode("list.md", b"\xFF\xFEa\0".to_vec());
        assert_eq!(source.encoding(), Encoding::Utf16);
        assert!(source.is_empty());
        assert_eq!(*source.bytes(), *b"\xFF\xFEa\0");
    }

    #[test]
    fn utf16_is_recognised_without_a_byte_order_mark() {
        let units: Vec<u16> = "# 列表\n\n- [日本](https://example.org)\n".encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let encoding = |bytes: &[u8]| Source::decode("list.md", bytes.to_vec()).encoding();
        assert_eq!((encoding(&little), encoding(&big)), (Encoding::Utf16, Encoding::Utf16));
        for text in ["# List\n", "a\0\n", "a\0a\0\n\0\0", "\0\0\0\0\0\0\0\0\0"] {
            assert_eq!(encoding(text.repeat(20).as_bytes()), Encoding::Utf8, "{text:?}");
        }
    }
}
