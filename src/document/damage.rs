//! The prose of a document that was decoded with the wrong encoding.

use std::ops::Range;
use std::path::Path;

use super::{Document, Prose, Sign};
use crate::encoding::{self, Damage, Kind, Page};
use crate::source::{Span, last_from};

/// A piece of prose with damage, which is sorted and disjoint.
#[derive(Debug, Clone)]
pub struct DamagedProse {
    pub prose: Prose,
    /// With ranges in bytes of the piece.
    pub damages: Vec<Damage>,
}

/// A file that went through a code page of the East, where bytes were lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedFile {
    pub reader: Page,
    /// The first damage.
    pub at: Span,
    /// How many lines are damaged, and of how many nothing is lost.
    pub damaged: usize,
    pub whole: usize,
}

/// From how many damaged lines on, and from which share of the lines that are not ASCII, a file is damaged as a whole.
const DAMAGED: usize = 10;
const DAMAGED_PERCENT: usize = 30;

impl DamagedProse {
    /// Where a damage of the piece stands in the source.
    pub fn span_of(&self, damage: &Damage) -> Span {
        let base = self.prose.span.start as usize;
        Span::new(base + damage.range.start, base + damage.range.end)
    }

    /// The words that hold some of the damages: as they stand, and as they were, where U+FFFD is a gap.
    pub fn words<'d>(&self, document: &'d Document, damages: &[Damage]) -> (&'d str, String) {
        let text = document.slice(self.prose.span);
        let (Some(first), Some(last)) = (damages.first(), damages.last()) else {
            return ("", String::new());
        };
        let words = words_around(text, first.range.start..last.range.end);
        let mut repaired = String::new();
        let mut end = words.start;
        for damage in damages {
            repaired.push_str(&text[end..damage.range.start]);
            repaired.push_str(&damage.repaired);
            end = damage.range.end;
        }
        repaired.push_str(&text[end..words.end]);
        (&text[words], repaired)
    }
}

/// A range widened to the blanks around it, or by so many characters.
fn words_around(text: &str, range: Range<usize>) -> Range<usize> {
    const LONGEST: usize = 64;
    let is_word = |character: &char| !character.is_whitespace();
    let before = text[..range.start].chars().rev().take(LONGEST).take_while(is_word);
    let after = text[range.end..].chars().take(LONGEST).take_while(is_word);
    let start = range.start - before.map(char::len_utf8).sum::<usize>();
    start..range.end + after.map(char::len_utf8).sum::<usize>()
}

/// The damage at an offset in the source.
pub(super) fn at(damaged: &[DamagedProse], offset: u32) -> Option<&Damage> {
    let piece = last_from(damaged, offset, |piece| piece.prose.span.start)?;
    let in_piece = (offset - piece.prose.span.start) as usize;
    let begun = piece.damages.partition_point(|damage| damage.range.start <= in_piece);
    let last = piece.damages[..begun].last();
    last.filter(|damage| damage.range.contains(&in_piece))
}

/// Finds the damage in all prose; a language that the path names is a hint.
pub(super) fn find(document: &Document) -> Vec<DamagedProse> {
    let text = document.source().text();
    let has_entities = encoding::may_have_entities(text);
    if text.is_ascii() && !has_entities {
        return Vec::new();
    }
    // Text of ASCII without entities says nothing, of itself and of the rest.
    let prose: Vec<&Prose> = match has_entities {
        true => {
            let may_be_damaged = |text: &str| !text.is_ascii() || encoding::may_have_entities(text);
            let prose = document.prose().iter();
            prose
                .filter(|prose| may_be_damaged(document.slice(prose.span)))
                .collect()
        }
        false => document.prose_with(Sign::Other).collect(),
    };
    let texts = prose.iter().map(|prose| document.slice(prose.span));
    let found = encoding::diagnose_file(texts, language(document.source().path()));
    let damaged = found.into_iter().map(|(place, damages)| DamagedProse {
        prose: *prose[place],
        damages,
    });
    damaged.collect()
}

/// Looks for a code page of the East that a large part of the file went through, with bytes lost.
pub(super) fn file(document: &Document) -> Option<DamagedFile> {
    let pieces = document.damaged_prose();
    let source = document.source();
    let line = |span: Span| source.line_of(span.start as usize);
    let mut lines: Vec<(usize, Page, bool, Span)> = Vec::new();
    for piece in pieces {
        for damage in &piece.damages {
            let reader = damage.chain.readers.first().filter(|reader| reader.is_double());
            if let (Some(&reader), None) = (reader, damage.chain.source) {
                let span = piece.span_of(damage);
                lines.push((line(span), reader, matches!(damage.kind, Kind::Lossy(_)), span));
            }
        }
    }
    if lines.len() < DAMAGED {
        return None;
    }
    let by_line = || lines.chunk_by(|a, b| a.0 == b.0);
    let damaged = by_line().count();
    let whole = by_line().filter(|line| line.iter().all(|damage| !damage.2)).count();
    let mut others: Vec<usize> = Vec::new();
    others.extend(
        document
            .prose()
            .iter()
            .filter(|prose| !document.slice(prose.span).is_ascii())
            .map(|prose| line(prose.span)),
    );
    others.dedup();
    let is_large = damaged >= DAMAGED && damaged * 100 >= others.len() * DAMAGED_PERCENT;
    (is_large && whole < damaged).then_some(DamagedFile {
        reader: lines[0].1,
        at: lines[0].3,
        damaged,
        whole,
    })
}

/// The code of a language that ends the name of a file, or names its folder: `README.zh-CN.md`, `docs/ru/list.md`.
fn language(path: &Path) -> Option<&str> {
    let stem = path.file_stem()?.to_str()?;
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    let is_code = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut parts = stem.rsplit(['.', '-', '_']).take(2);
    parts.find(is_code).or(folder.filter(is_code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_tell_languages() {
        let language = |path| super::language(Path::new(path));
        assert_eq!(language("README-ru.md"), Some("ru"));
        assert_eq!(language("README.zh-CN.md"), Some("zh"));
        assert_eq!(language("docs/ko/list.md"), Some("ko"));
        assert_eq!(language("README.md"), None);
    }
}
