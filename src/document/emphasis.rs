//! Text that is set off by marks: emphasised or strong.

use crate::source::Span;

/// How far a text is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stress {
    /// `*text*` or `_text_`
    Emphasis,
    /// `**text**` or `__text__`
    Strong,
}

impl Stress {
    /// How many characters a mark has.
    pub fn width(self) -> usize {
        match self {
            Stress::Emphasis => 1,
            Stress::Strong => 2,
        }
    }
}

/// A text that is set off, with its marks.
#[derive(Debug, Clone, Copy)]
pub struct Emphasis {
    pub stress: Stress,
    pub span: Span,
}

impl Emphasis {
    /// An emphasis at a place, if it begins and ends in the same marks there.
    pub(super) fn at(stress: Stress, span: Span, text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let mark = *bytes.first()?;
        let width = stress.width();
        let is_mark = |marks: &[u8]| marks.iter().all(|byte| *byte == mark);
        let is_whole = matches!(mark, b'*' | b'_')
            && bytes.len() > 2 * width
            && is_mark(&bytes[..width])
            && is_mark(&bytes[bytes.len() - width..]);
        is_whole.then_some(Self { stress, span })
    }
}
