//! Links and images of every form, and where their parts stand in the source.

use super::{BlockId, Effect};
use crate::source::Span;

/// A link by its place in [`super::Document::links`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](destination)`
    Inline,
    /// `[text][label]`
    FullReference,
    /// `[label][]`
    CollapsedReference,
    /// `[label]`
    ShortcutReference,
    /// `<https://example.org>`
    Autolink,
    /// `https://example.org`
    BareUrl,
    /// `<a href="…">` or `<img src="…">`
    Html,
}

/// A link or an image.
#[derive(Debug, Clone)]
pub struct Link {
    pub kind: LinkKind,
    pub is_image: bool,
    pub span: Span,
    /// Between the brackets, or between the tags; the alternative text of an image.
    pub text: Span,
    /// The destination as written, without angle brackets; `None` for references.
    pub url_span: Option<Span>,
    /// The destination where it differs from what is written.
    pub(super) decoded_url: Option<Box<str>>,
    /// The title without its quotes.
    pub title: Option<Span>,
    /// The paragraph, heading, table or HTML block that holds the link.
    pub block: BlockId,
}

impl Link {
    /// The label of a reference, without its brackets.
    pub fn label(&self) -> Option<Span> {
        match self.kind {
            LinkKind::FullReference => Some(Span::new(self.text.end as usize + 2, self.span.end as usize - 1)),
            LinkKind::CollapsedReference | LinkKind::ShortcutReference => Some(self.text),
            LinkKind::Inline | LinkKind::Autolink | LinkKind::BareUrl | LinkKind::Html => None,
        }
    }
}

/// An address where it is written.
#[derive(Debug, Clone, Copy)]
pub struct Address {
    pub span: Span,
    pub place: AddressPlace,
    /// The whole link, image or definition.
    pub holder: Span,
}

/// What holds an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressPlace {
    Link(LinkKind),
    Image(LinkKind),
    Definition,
}

impl Address {
    /// What a change of the address changes for a reader.
    pub fn effects(self) -> &'static [Effect] {
        match self.place {
            AddressPlace::Link(LinkKind::Autolink | LinkKind::BareUrl) => &[Effect::Links, Effect::Text],
            AddressPlace::Link(LinkKind::Html) | AddressPlace::Image(LinkKind::Html) => &[Effect::Links, Effect::Html],
            _ => &[Effect::Links],
        }
    }
}

pub(super) fn address(link: &Link) -> Option<Address> {
    let place = if link.is_image {
        AddressPlace::Image
    } else {
        AddressPlace::Link
    };
    Some(Address {
        span: link.url_span?,
        place: place(link.kind),
        holder: link.span,
    })
}

/// The parts of a link in brackets, as offsets in its slice.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub kind: LinkKind,
    pub text: (usize, usize),
    pub destination: Option<(usize, usize)>,
    pub title: Option<(usize, usize)>,
}

/// Takes apart the source of a link or image that begins with `[` or `![`. `text_end` is where the
/// parser saw its last child end, `url` the destination that it read; the parts must reach the end of the slice
/// exactly.
pub(super) fn take_apart(slice: &str, text_end: usize, url: &str) -> Option<Parts> {
    let start = if slice.starts_with("![") { 2 } else { 1 };
    // Most links are no more than a text and the destination as it is read.
    let behind = slice.get(text_end..).and_then(|rest| rest.strip_prefix("]("));
    if behind.and_then(|behind| behind.strip_suffix(')')) == Some(url) {
        return Some(Parts {
            kind: LinkKind::Inline,
            text: (start.min(text_end), text_end),
            destination: Some((text_end + 2, slice.len() - 1)),
            title: None,
        });
    }
    let from_child = slice
        .get(text_end..)
        .filter(|rest| rest.starts_with(']'))
        .and_then(|_| parts_from(slice, start, text_end));
    from_child.or_else(|| {
        let from = text_end.min(slice.len()).max(start.min(slice.len()));
        memchr::memchr_iter(b']', &slice.as_bytes()[from..]).find_map(|end| parts_from(slice, start, from + end))
    })
}

fn parts_from(slice: &str, start: usize, text_end: usize) -> Option<Parts> {
    let text = (start.min(text_end), text_end);
    let rest = &slice[text_end + 1..];
    let plain = |kind| {
        Some(Parts {
            kind,
            text,
            destination: None,
            title: None,
        })
    };
    match rest.as_bytes().first() {
        None => plain(LinkKind::ShortcutReference),
        Some(b'[') if rest == "[]" => plain(LinkKind::CollapsedReference),
        Some(b'[') if rest.ends_with(']') => plain(LinkKind::FullReference),
        Some(b'(') if rest.ends_with(')') => {
            let base = text_end + 2;
            let inner = &rest[1..rest.len() - 1];
            let (destination, title) = destination_and_title(inner)?;
            let shift = |(start, end): (usize, usize)| (start + base, end + base);
            Some(Parts {
                kind: LinkKind::Inline,
                text,
                destination: Some(shift(destination)),
                title: title.map(shift),
            })
        }
        _ => None,
    }
}

type Range = (usize, usize);

/// Splits `destination "title"` into its parts without angle brackets and quotes; `None` unless the
/// whole text is used up.
pub(super) fn destination_and_title(text: &str) -> Option<(Range, Option<Range>)> {
    let start = skip_blanks(text, 0);
    let (destination, after) = destination(text, start)?;
    let blank_end = skip_blanks(text, after);
    if blank_end == text.len() {
        return Some((destination, None));
    }
    if blank_end == after {
        return None;
    }
    let (title, after) = title(text, blank_end)?;
    (skip_blanks(text, after) == text.len()).then_some((destination, Some(title)))
}

/// The destination that begins at `start`, and the offset behind it.
pub(super) fn destination(text: &str, start: usize) -> Option<(Range, usize)> {
    let bytes = text.as_bytes();
    if bytes.get(start) == Some(&b'<') {
        let mut at = start + 1;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
                b'>' => return Some(((start + 1, at), at + 1)),
                b'<' | b'\n' | b'\r' => return None,
                _ => {}
            }
            at += 1;
        }
        return None;
    }
    let mut depth = 0usize;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            b' ' | b'\t' | b'\n' | b'\r' => break,
            byte if byte.is_ascii_control() => return None,
            _ => {}
        }
        at += 1;
    }
    Some(((start, at.min(text.len())), at.min(text.len())))
}

/// How many bytes are searched for the end of a title.
const LONGEST_TITLE: usize = 4096;

/// The title in quotes or parentheses that begins at `start`, and the offset behind it.
pub(super) fn title(text: &str, start: usize) -> Option<(Range, usize)> {
    let bytes = text.as_bytes();
    let close = match bytes.get(start)? {
        b'"' => b'"',
        b'\'' => b'\'',
        b'(' => b')',
        _ => return None,
    };
    let mut at = start + 1;
    let limit = (start + LONGEST_TITLE).min(bytes.len());
    while let Some(&byte) = bytes[..limit].get(at) {
        match byte {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'\n'
                if text[at + 1..]
                    .trim_start_matches([' ', '\t', '>'])
                    .starts_with(['\n', '\r']) =>
            {
                return None;
            }
            byte if byte == close => return Some(((start + 1, at), at + 1)),
            _ => {}
        }
        at += 1;
    }
    None
}

pub(super) fn skip_blanks(text: &str, start: usize) -> usize {
    let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    start + text.as_bytes()[start..].iter().take_while(blank).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(slice: &str, text_end: usize) -> (LinkKind, &str, Option<&str>, Option<&str>) {
        let parts = take_apart(slice, text_end, "u").unwrap();
        let cut = |(start, end): (usize, usize)| &slice[start..end];
        (
            parts.kind,
            cut(parts.text),
            parts.destination.map(cut),
            parts.title.map(cut),
        )
    }

    #[test]
    fn links_of_every_form_are_taken_apart() {
        assert_eq!(parts("[a](u)", 2), (LinkKind::Inline, "a", Some("u"), None));
        assert_eq!(
            parts("[a]( <u v> 't' )", 2),
            (LinkKind::Inline, "a", Some("u v"), Some("t"))
        );
        assert_eq!(
            parts("[**a**](u_(v) \"t\")", 6),
            (LinkKind::Inline, "**a**", Some("u_(v)"), Some("t"))
        );
        assert_eq!(parts("[]()", 1), (LinkKind::Inline, "", Some(""), None));
        assert_eq!(parts("![a](u)", 3), (LinkKind::Inline, "a", Some("u"), None));
        assert_eq!(parts("[a][b]", 2), (LinkKind::FullReference, "a", None, None));
        assert_eq!(parts("[a][]", 2), (LinkKind::CollapsedReference, "a", None, None));
        assert_eq!(parts("[a]", 2), (LinkKind::ShortcutReference, "a", None, None));
    }

    #[test]
    fn a_text_end_in_doubt_is_searched_for() {
        assert_eq!(parts("[*[x]*](u)", 3), (LinkKind::Inline, "*[x]*", Some("u"), None));
    }
}
