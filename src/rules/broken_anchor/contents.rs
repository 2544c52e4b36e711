//! What the order of a table of contents says about its dead entries.

use super::target::{Target, Targets};
use crate::contents::{Entry, Outline};
use crate::document::{Document, Link};
use crate::edit::Applicability;
use crate::source::Span;

/// How alike a heading must be to the entry in whose place it stands.
const ALIKE: f64 = 0.5;

/// The heading that stands where a dead entry does in the contents, if their texts are alike.
pub(super) fn in_place<'d>(outline: &Outline<'d>, targets: &Targets<'d>, link: &Link) -> Option<Target<'d>> {
    let place = outline.entry_of(link)?;
    let entry = &outline.entries[place];
    let heading = outline.in_place(place)?;
    is_alike(entry, &outline.texts[heading]).then_some(())?;
    let own = targets.guess(outline.document, &entry.fragment);
    // An anchor of its own is what the list links to.
    let name = own
        .map(|own| own.name)
        .filter(|name| outline.heading_named(name) == Some(heading));
    let name = name.or_else(|| outline.slug(heading).map(Into::into))?;
    Some(Target::new(name, Some(Applicability::Safe)))
}

fn is_alike(entry: &Entry<'_>, title: &str) -> bool {
    let text = entry.text.to_lowercase();
    let title = title.to_lowercase();
    let holds = |whole: &str, part: &str| part.split(' ').all(|word| whole.split(' ').any(|other| other == word));
    let is_short = text.len() < 200 && title.len() < 200;
    is_short
        && !text.is_empty()
        && (holds(&title, &text)
            || holds(&text, &title)
            || strsim::normalized_damerau_levenshtein(&text, &title) >= ALIKE)
}

/// The line of an entry that holds nothing but its link.
pub(super) fn line(document: &Document, outline: &Outline<'_>, link: &Link) -> Option<Span> {
    let entry = &outline.entries[outline.entry_of(link)?];
    let item = document.item(entry.item);
    let span = document.block(item.block).span;
    let source = document.source();
    let line = source.line_of(span.start as usize);
    let is_alone = item.content == link.span.start && span.end == link.span.end;
    let lead = Span::new(source.line_start(line), item.marker.start as usize);
    let is_own = document.slice(lead).trim_matches([' ', '\t', '>']).is_empty();
    (is_alone && is_own && source.line_of(span.end as usize) == line).then(|| source.line_span(line))
}
