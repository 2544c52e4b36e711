//! Headings and the sections they open.

use super::BlockId;
use crate::source::Span;

/// A section by its place in [`super::Document::sections`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub u32);

/// How a heading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingStyle {
    /// `## Heading`
    Atx,
    /// `## Heading ##`
    AtxClosed,
    /// A line under the text.
    Setext,
    /// `<h2>Heading</h2>`
    Html,
}

#[derive(Debug, Clone)]
pub struct Heading {
    pub block: BlockId,
    pub level: u8,
    pub style: HeadingStyle,
    pub span: Span,
    pub text: Span,
}

/// A heading with everything up to the next heading, or what stands before the first one.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its place in [`super::Document::headings`]; `None` for what stands before the first.
    pub heading: Option<u32>,
    pub parent: Option<SectionId>,
    /// 0 for what stands before the first heading.
    pub level: u8,
    /// From the heading to the next heading of any level.
    pub span: Span,
}

/// The sections that top-level headings open; the first section stands before them all.
pub(super) fn build(headings: &[Heading], is_top_level: impl Fn(&Heading) -> bool, end: usize) -> Vec<Section> {
    let mut sections = vec![Section {
        heading: None,
        parent: None,
        level: 0,
        span: Span::new(0, end),
    }];
    let mut open: Vec<SectionId> = vec![SectionId(0)];
    for (index, heading) in headings.iter().enumerate() {
        if !is_top_level(heading) {
            continue;
        }
        if let Some(last) = sections.last_mut() {
            last.span.end = heading.span.start;
        }
        while open.len() > 1 && sections[open[open.len() - 1].0 as usize].level >= heading.level {
            open.pop();
        }
        let id = SectionId(sections.len() as u32);
        sections.push(Section {
            heading: Some(index as u32),
            parent: open.last().copied(),
            level: heading.level,
            span: Span::new(heading.span.start as usize, end),
        });
        open.push(id);
    }
    sections
}

/// The section that holds an offset.
pub(super) fn at(sections: &[Section], offset: u32) -> SectionId {
    let index = sections.partition_point(|section| section.span.start <= offset);
    SectionId(index.saturating_sub(1) as u32)
}
