//! What the order of a table of contents says about its dead entries.

use super::target::{Target, Targets};
use crate::contents::{Entry, Outline};
use crate::document::{Document, Link};
use crate::edit::{Applicability, Edit};
use crate::source::Span;

/// How alike a heading must be to the entry in whose place it stands.
const ALIKE: f64 = 0.5;

/// The same where there are fewer or more of them than dead entries.
const MUCH_ALIKE: f64 = 0.75;

/// How many headings are compared with an entry.
const MOST: usize = 32;

/// The heading that stands where a dead entry does in the contents, if their texts are alike.
pub(super) fn in_place<'d>(outline: &Outline<'d>, targets: &Targets<'d>, link: &Link) -> Option<Target<'d>> {
    let place = outline.entry_of(link)?;
    let entry = &outline.entries[place];
    let (open, due) = outline.open_at(place)?;
    let is_due = |heading: &usize| is_alike(entry, &outline.texts[*heading], ALIKE);
    let near = open.iter().take(MOST).copied();
    let mut alike = near.filter(|heading| is_alike(entry, &outline.texts[*heading], MUCH_ALIKE));
    let only = alike.next().filter(|_| alike.next().is_none());
    let heading = due.filter(is_due).or(only)?;
    let own = targets.guess(outline.document, &entry.fragment);
    // An anchor of its own is what the list links to.
    let name = own
        .map(|own| own.name)
        .filter(|name| outline.heading_named(name) == Some(heading));
    let name = name.or_else(|| outline.slug(heading).map(Into::into))?;
    Some(Target::new(name, Some(Applicability::Safe)))
}

/// Whether one text has all words of the other, or they are alike letter by letter.
fn is_alike(entry: &Entry<'_>, title: &str, least: f64) -> bool {
    let text = entry.text.to_lowercase();
    let title = title.to_lowercase();
    let holds = |whole: &str, part: &str| part.split(' ').all(|word| whole.split(' ').any(|other| other == word));
    let is_short = text.len() < 200 && title.len() < 200;
    is_short
        && !text.is_empty()
        && (holds(&title, &text)
            || holds(&text, &title)
            || strsim::normalized_damerau_levenshtein(&text, &title) >= least)
}

/// The edit that removes the line of an entry that holds nothing but its link. Of the first item of a list the
/// marker of the next one is covered too, since the list begins there then.
pub(super) fn removal(document: &Document, outline: &Outline<'_>, link: &Link) -> Option<Edit> {
    let entry = &outline.entries[outline.entry_of(link)?];
    let item = document.item(entry.item);
    let span = document.block(item.block).span;
    let source = document.source();
    let line = source.line_of(span.start as usize);
    let is_alone = item.content == link.span.start && span.end == link.span.end;
    let lead = Span::new(source.line_start(line), item.marker.start as usize);
    let is_own = document.slice(lead).trim_matches([' ', '\t', '>']).is_empty();
    if !is_alone || !is_own {
        return None;
    }
    let whole = source.line_span(line);
    let next = item.next.filter(|_| document.list(item.list).first == Some(entry.item));
    let Some(next) = next.map(|next| document.item(next).marker) else {
        return Some(Edit::delete(document.file(), whole));
    };
    let kept = Span::new(whole.end as usize, (next.end as usize).max(whole.end as usize));
    let covered = Span::new(whole.start as usize, kept.end as usize);
    Some(Edit::replace(document.file(), covered, document.slice(kept)))
}
