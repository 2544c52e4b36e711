//! Lists, their items, and runs: lists that a comment or a paragraph has cut but that go on.

use super::{Block, BlockId, BlockKind};
use crate::source::{Source, Span};

/// A list by its place in [`super::Document::lists`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub u32);

/// An item by its place in [`super::Document::items`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u32);

/// A run by its place in [`super::Document::runs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub u32);

/// What the items of a list are marked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// `-`, `*` or `+`
    Bullet(u8),
    /// The mark behind the number: `.` or `)`
    Ordered(u8),
}

#[derive(Debug, Clone)]
pub struct List {
    pub block: BlockId,
    pub kind: ListKind,
    pub is_tight: bool,
    /// 0 for a list in no other list.
    pub depth: u32,
    pub parent: Option<ItemId>,
    pub first: Option<ItemId>,
    pub run: RunId,
    /// Whether the list is a table of contents: most of its links lead to anchors of the document.
    pub is_contents: bool,
}

#[derive(Debug, Clone)]
pub struct Item {
    pub block: BlockId,
    pub list: ListId,
    /// The bullet, or the number with its mark.
    pub marker: Span,
    pub number: Option<u32>,
    /// Offset of the first byte behind the marker and its blanks.
    pub content: u32,
    /// The first paragraph of the item, if it begins with one.
    pub head: Option<Span>,
    /// The next item of the same list.
    pub next: Option<ItemId>,
}

/// Lists of one kind under one parent that count on from one another.
#[derive(Debug, Clone)]
pub struct Run {
    pub lists: Vec<ListId>,
}

/// The marker at the start of an item: its span, its number, and where the content begins.
pub(super) fn marker(source: &Source, start: usize) -> (Span, Option<u32>, u32) {
    let text = &source.text()[start..];
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text[..digits].parse().ok();
    let mark = text[digits..].chars().next();
    // What ends the line is no mark.
    let width = mark
        .filter(|mark| !matches!(mark, '\n' | '\r'))
        .map_or(0, char::len_utf8);
    let length = digits + width;
    let blanks = text[length..]
        .bytes()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    (
        Span::new(start, start + length),
        number,
        (start + length + blanks) as u32,
    )
}

/// Joins lists into runs. A list goes on from the last list of its kind under the same parent when its
/// first number says so; bullets go on when only comments stand between.
pub(super) fn join_runs(lists: &mut [List], items: &[Item], blocks: &[Block], source: &Source) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut last_by_parent: rustc_hash::FxHashMap<Option<BlockId>, usize> = Default::default();
    for index in 0..lists.len() {
        let parent = blocks[lists[index].block.0 as usize].parent;
        let previous = last_by_parent.insert(parent, index);
        let joined = previous.filter(|&previous| goes_on(&lists[previous], &lists[index], items, blocks, source));
        match joined {
            Some(previous) => {
                let run = lists[previous].run;
                lists[index].run = run;
                runs[run.0 as usize].lists.push(ListId(index as u32));
            }
            None => {
                lists[index].run = RunId(runs.len() as u32);
                runs.push(Run {
                    lists: vec![ListId(index as u32)],
                });
            }
        }
    }
    runs
}

/// How far the first number of a list may lie from the next one that is due, and still be a slip in
/// the count and not another list.
const SLIP: u32 = 2;

fn goes_on(previous: &List, next: &List, items: &[Item], blocks: &[Block], source: &Source) -> bool {
    if previous.kind != next.kind {
        return false;
    }
    let mut only_comments = true;
    let mut at = blocks[previous.block.0 as usize].end;
    while at < next.block.0 {
        let block = &blocks[at as usize];
        match block.kind {
            BlockKind::Heading | BlockKind::ThematicBreak => return false,
            BlockKind::Html if is_comment(source.slice(block.span)) => {}
            _ => only_comments = false,
        }
        at = block.end;
    }
    let is_cut_by_comments = only_comments && at > blocks[previous.block.0 as usize].end;
    match (last_number(previous, items), first_number(next, items)) {
        // A comment between `2.` and `1.` keeps two lists apart on purpose.
        (Some(last), Some(first)) => {
            let is_due = first >= last && first <= last + 1 + SLIP;
            is_due && (first > 1 || is_cut_by_comments)
        }
        _ => is_cut_by_comments,
    }
}

fn is_comment(html: &str) -> bool {
    html.starts_with("<!--") && html.trim_end().ends_with("-->")
}

fn first_number(list: &List, items: &[Item]) -> Option<u32> {
    items[list.first?.0 as usize].number
}

fn last_number(list: &List, items: &[Item]) -> Option<u32> {
    let mut item = &items[list.first?.0 as usize];
    while let Some(next) = item.next {
        item = &items[next.0 as usize];
    }
    item.number
}
