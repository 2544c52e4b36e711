//! The gaps between blocks that follow one another.

use crate::document::{Block, BlockId, BlockKind, Document, HeadingStyle, ListKind};
use crate::edit::Edit;
use crate::source::{Span, last_from};

/// What a gap lies between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    BeforeHeading,
    AfterHeading,
    BetweenHeadings,
    BeforeList,
    BetweenItems,
    BetweenBlocks,
}

pub(super) const PLACES: [Place; 6] = [
    Place::BeforeHeading,
    Place::AfterHeading,
    Place::BetweenHeadings,
    Place::BeforeList,
    Place::BetweenItems,
    Place::BetweenBlocks,
];

impl Place {
    pub fn as_str(self) -> &'static str {
        match self {
            Place::BeforeHeading => "before a heading",
            Place::AfterHeading => "behind a heading",
            Place::BetweenHeadings => "between two headings",
            Place::BeforeList => "before a list",
            Place::BetweenItems => "between items",
            Place::BetweenBlocks => "between blocks",
        }
    }

    /// What a majority is a majority of.
    pub fn places(self) -> &'static str {
        match self {
            Place::BeforeHeading | Place::AfterHeading => "headings",
            Place::BetweenHeadings => "headings that follow a heading",
            Place::BeforeList => "lists behind text",
            Place::BetweenItems => "gaps between items",
            Place::BetweenBlocks => "gaps between blocks",
        }
    }

    /// Whether blocks may touch here, so that no blank line is a way to write it.
    fn may_touch(self) -> bool {
        !matches!(self, Place::BetweenItems | Place::BetweenBlocks)
    }
}

/// How many groups the gaps of one place fall into: by the levels of headings, and by the other block.
pub(super) const GROUPS: usize = LEVELS + 10;

const LEVELS: usize = 6;

/// The blank lines between two blocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gap {
    pub place: Place,
    pub lines: u8,
    pub groups: [usize; 2],
    /// What stands between the two.
    between: Span,
    /// The block that is reported where a blank line is missing.
    holder: BlockId,
}

/// The gaps between blocks under one parent.
pub(super) fn gaps(document: &Document) -> impl Iterator<Item = Gap> + '_ {
    let blocks = document.blocks().iter().enumerate();
    blocks.filter_map(|(index, block)| {
        let next = document.blocks().get(block.end as usize)?;
        if next.parent != block.parent {
            return None;
        }
        let (between, lines) = blank_lines(document, block, next)?;
        let (place, groups, holder) = place(document, BlockId(index as u32), BlockId(block.end))?;
        (lines > 0 || place.may_touch()).then_some(Gap {
            place,
            lines,
            groups,
            between,
            holder,
        })
    })
}

/// What stands between two blocks and how many blank lines that are, if it is nothing else.
fn blank_lines(document: &Document, first: &Block, second: &Block) -> Option<(Span, u8)> {
    let text = document.source().text();
    let outside = text.get(first.span.end as usize..second.span.start as usize)?;
    // Below the top level only gaps that hold blank lines count, and nearly none does.
    if first.parent.is_some() && outside.bytes().filter(|&byte| byte == b'\n').take(2).count() < 2 {
        return None;
    }
    let start = first.span.start as usize + document.slice(first.span).trim_end().len();
    let between = Span::new(start, second.span.start as usize);
    let bytes = document.slice(between).as_bytes();
    if !bytes.iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    let breaks = bytes.iter().filter(|byte| **byte == b'\n').count();
    let returns = bytes.windows(2).filter(|pair| *pair == b"\r\n").count();
    let has_lone = bytes.iter().filter(|byte| **byte == b'\r').count() > returns;
    let lines = breaks.checked_sub(1).filter(|_| !has_lone)?;
    Some((between, u8::try_from(lines).unwrap_or(u8::MAX)))
}

/// The kind of place between two blocks, the groups it is in, and the block that it belongs to.
fn place(document: &Document, first: BlockId, second: BlockId) -> Option<(Place, [usize; 2], BlockId)> {
    let (before, after) = (document.block(first), document.block(second));
    let kinds = (before.kind, after.kind);
    let other = |kind: BlockKind| LEVELS + kind as usize;
    if before.parent.is_some() {
        let place = match kinds.0 {
            BlockKind::Item => Place::BetweenItems,
            _ => Place::BetweenBlocks,
        };
        return Some((place, [other(kinds.0), other(kinds.1)], second));
    }
    // Badges stand right below a title, a heading right below the line that cuts it off.
    let is_title = first == BlockId(0) && kinds.1 != BlockKind::Heading;
    let is_cut = kinds.0 == BlockKind::ThematicBreak;
    if is_title || is_cut || is_markup(document, before) || is_markup(document, after) || is_contents(document, second)
    {
        return Some((Place::BetweenBlocks, [other(kinds.0), other(kinds.1)], second));
    }
    Some(match kinds {
        (BlockKind::Heading, BlockKind::Heading) => {
            let levels = [level(document, before)?, level(document, after)?];
            (Place::BetweenHeadings, levels, second)
        }
        (BlockKind::Heading, kind) => (Place::AfterHeading, [level(document, before)?, other(kind)], first),
        (kind, BlockKind::Heading) => (Place::BeforeHeading, [level(document, after)?, other(kind)], second),
        (BlockKind::Paragraph, BlockKind::List) => (Place::BeforeList, [other(kinds.0), other(kinds.1)], second),
        _ => (Place::BetweenBlocks, [other(kinds.0), other(kinds.1)], second),
    })
}

/// Whether a block is a table of contents, which is often generated.
fn is_contents(document: &Document, id: BlockId) -> bool {
    let list = last_from(document.lists(), id.0, |list| list.block.0);
    list.is_some_and(|list| list.block == id && list.is_contents)
}

/// The level of a heading, from 0.
fn level(document: &Document, block: &Block) -> Option<usize> {
    let heading = document.heading_at(block.span.start)?;
    Some(usize::from(heading.level).saturating_sub(1).min(LEVELS - 1))
}

/// Whether a block is HTML, or a paragraph that is nothing but a tag: such lines stick to what they mark.
fn is_markup(document: &Document, block: &Block) -> bool {
    match block.kind {
        BlockKind::Html => true,
        BlockKind::Paragraph => {
            let text = document.slice(block.span);
            text.starts_with('<') && text.ends_with('>')
        }
        _ => false,
    }
}

impl Gap {
    /// Where a gap with another number of blank lines is reported, and the edit that gives it that number.
    pub fn with_lines(&self, document: &Document, wanted: u8) -> Option<(Span, Edit)> {
        if wanted == 0 && !self.may_close(document) {
            return None;
        }
        let text = document.slice(self.between);
        let start = self.between.start as usize;
        let ends: Vec<usize> = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).collect();
        let last = *ends.last()?;
        if let Some(kept) = ends.get(usize::from(wanted)).filter(|kept| **kept < last) {
            let surplus = Span::new(start + kept, start + last);
            return Some((surplus, Edit::delete(document.file(), surplus)));
        }
        let missing = usize::from(wanted.checked_sub(self.lines)?);
        let first = *ends.first()?;
        let line_break = text[..first].trim_start_matches([' ', '\t']);
        let holder = document.block(self.holder).span.start as usize;
        let at = document.source().line_content(document.source().line_of(holder));
        let edit = Edit::insert(document.file(), start + first, line_break.repeat(missing));
        (missing > 0).then_some((at, edit))
    }

    /// Whether the two blocks stay apart without a blank line between them.
    fn may_close(&self, document: &Document) -> bool {
        let next = self.between.end;
        if let Some(heading) = document.heading_at(next) {
            return matches!(heading.style, HeadingStyle::Atx | HeadingStyle::AtxClosed);
        }
        let list = last_from(document.lists(), next, |list| document.block(list.block).span.start);
        match self.place {
            // Only some numbered lists may follow a paragraph at once.
            Place::BeforeList => list.is_some_and(|list| matches!(list.kind, ListKind::Bullet(_))),
            _ => true,
        }
    }
}
