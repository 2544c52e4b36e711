//! What is wrong with a part of a text.

use std::fmt;
use std::ops::Range;

use super::page::Page;

/// A span that was decoded with the wrong encoding.
#[derive(Debug, Clone, PartialEq)]
pub struct Damage {
    /// Bytes in the text.
    pub range: Range<usize>,
    /// What the span was before; a lossy one has U+FFFD where bytes are gone.
    pub repaired: String,
    /// What was read as what.
    pub chain: Chain,
    /// How sure the repair is.
    pub kind: Kind,
    /// Nats by which the repairs of the text are likelier than the text.
    pub gain: f32,
}

/// How sure a repair is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// An exact inverse that is far likelier than the text and than any other repair.
    Safe,
    /// An exact inverse that is not so sure, or that leaves other damage in the text.
    Doubtful,
    /// Text of one code page that was read as another one, which no bytes can prove.
    Legacy,
    /// Bytes are gone. With the characters that the first gap may have been, the likeliest first.
    Lossy(Vec<char>),
    /// All is gone: signs that a reader has put in the place of what it could not read.
    Lost,
}

/// What was read as what.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Chain {
    /// The code page that the text was written in; nothing for UTF-8.
    pub source: Option<Page>,
    /// The code pages that it was read as, the last reading first.
    pub readers: Vec<Page>,
    /// Whether the characters that came out were written as HTML entities.
    pub is_escaped: bool,
}

impl Damage {
    /// Whether the repair may be made without asking.
    pub fn is_safe(&self) -> bool {
        self.kind == Kind::Safe
    }

    /// Whether no bytes are gone, so that `repaired` is the whole text.
    pub fn is_exact(&self) -> bool {
        matches!(self.kind, Kind::Safe | Kind::Doubtful | Kind::Legacy)
    }
}

impl Chain {
    pub(super) fn of(readers: &[Page]) -> Self {
        Self {
            source: None,
            readers: readers.to_vec(),
            is_escaped: false,
        }
    }

    pub(super) fn of_legacy(source: Page, reader: Page) -> Self {
        Self {
            source: Some(source),
            readers: vec![reader],
            is_escaped: false,
        }
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = self.source.map_or("UTF-8", Page::name);
        if self.readers.is_empty() {
            return write!(f, "text that is lost");
        }
        write!(f, "{source} read as ")?;
        for (place, group) in self.readers.chunk_by(|a, b| a == b).rev().enumerate() {
            if place > 0 {
                write!(f, ", then as ")?;
            }
            let is_latin = self.source == Some(group[0]);
            write!(f, "{}", if is_latin { "Latin-1" } else { group[0].name() })?;
            match group.len() {
                1 => {}
                2 => write!(f, ", twice")?,
                more => write!(f, ", {more} times")?,
            }
        }
        if self.is_escaped {
            write!(f, ", written as entities")?;
        }
        Ok(())
    }
}
