//! Two items of a list that have become one.

use memchr::memmem;
use serde::Deserialize;

use crate::document::{Document, Item, LinkKind};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "run-together-items",
    page: include_str!("../../rules/run-together-items.md"),
    group: Group::Structure,
    level: Level::Warn,
    fixes: None,
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<RunTogetherItems>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct RunTogetherItems {}

/// How many items a file must have before it has a habit.
const FEW: usize = 10;

impl DocumentRule for RunTogetherItems {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let shape = Shape::of(document);
        let may_be_glued = may_be_glued(document);
        if !may_be_glued && !shape.is_bare() {
            return;
        }
        for item in document.items() {
            let Some(head) = item.head else { continue };
            let broken = shape.is_bare().then(|| broken_line(document, head, item)).flatten();
            let at = broken.or_else(|| may_be_glued.then(|| glued(document, head, item)).flatten());
            if let Some(at) = at {
                let message = "two items run together: the second one begins in the text of the first";
                let help = "begin a line with it";
                findings.push(finding(document, at, message).help(help));
            }
        }
    }
}

/// What the items of a file look like.
#[derive(Default)]
struct Shape {
    items: usize,
    /// Items over more than one line.
    wrapped: usize,
    /// Items that hold ` - ` on their first line.
    separated: usize,
}

impl Shape {
    fn of(document: &Document) -> Self {
        let heads = || document.items().iter().filter_map(|item| item.head);
        let mut shape = Self {
            items: heads().count(),
            ..Self::default()
        };
        let bytes = |head| document.slice(head).as_bytes();
        let end_of_line = |head| memchr::memchr(b'\n', bytes(head));
        let source = document.source();
        let mut lines = (1..source.line_count()).map(|line| source.line_start(line)).peekable();
        let mut may_be_wrapped = |head: &Span| {
            while lines.next_if(|&start| start <= head.start as usize).is_some() {}
            lines.peek().is_some_and(|&start| start < head.end as usize)
        };
        let wrapped = heads().filter(|head| may_be_wrapped(head) && end_of_line(*head).is_some());
        shape.wrapped = wrapped.count();
        let separator = memmem::Finder::new(b" - ");
        for head in heads() {
            // Most lists have descriptions, as a few items show.
            if !shape.is_bare() {
                break;
            }
            let line = &bytes(head)[..end_of_line(head).unwrap_or(head.len())];
            shape.separated += usize::from(separator.find(line).is_some());
        }
        shape
    }

    /// Whether items are names on a line of their own, without descriptions, but for a few.
    fn is_bare(&self) -> bool {
        let is_few = self.wrapped > 0 && self.wrapped * 4 <= self.items;
        self.items >= FEW && is_few && self.separated * 10 <= self.items
    }
}

/// ` - ` in the second line of an item, where hardly any item has a second line or that separator.
fn broken_line(document: &Document, head: Span, item: &Item) -> Option<Span> {
    let text = document.slice(head);
    let first = text
        .lines()
        .next()
        .filter(|line| line.len() < text.len() && !line.contains(" - "))?
        .len();
    // A second line that begins as an item does lacks the blank behind its marker.
    if text[first..].trim_start().starts_with(['-', '*', '+', '#']) {
        return None;
    }
    let bullet = document.slice(item.marker);
    let at = first + text[first..].find(&format!(" {bullet} "))? + 1;
    let start = head.start as usize + at;
    document
        .is_literal(start as u32)
        .then(|| Span::new(start, start + bullet.len()))
}

/// Whether a marker and a link stand anywhere behind the end of a sentence: quick, and never wrongly no.
fn may_be_glued(document: &Document) -> bool {
    let text = document.source().text().as_bytes();
    let is_end = |byte: u8| matches!(byte, b'.' | b'!' | b'?') || !byte.is_ascii();
    let is_glued = |at: usize| match text[..at] {
        [.., end, b'-' | b'*' | b'+', b' '] => is_end(end),
        _ => false,
    };
    let mut links = document.links().iter();
    links.any(|link| is_glued(link.span.start as usize))
}

/// The marker and a link directly behind the end of a sentence or a link: `…ends here.- [Next](…)`.
fn glued(document: &Document, head: Span, item: &Item) -> Option<Span> {
    let bullet = document.slice(item.marker);
    if !matches!(bullet, "-" | "*" | "+") {
        return None;
    }
    let text = document.slice(head);
    let links = document.links_in(head).iter();
    let mut inline = links
        .filter(|link| link.kind == LinkKind::Inline && !link.is_image)
        .skip(1);
    inline.find_map(|link| {
        let before = &text[..(link.span.start - head.start) as usize];
        let before = before.strip_suffix(' ')?.strip_suffix(bullet)?;
        let is_end = before.ends_with(['.', '!', '?', '。']);
        let start = head.start as usize + before.len();
        let is_item = is_end && document.is_literal(start as u32);
        is_item.then(|| Span::new(start, start + bullet.len()))
    })
}
