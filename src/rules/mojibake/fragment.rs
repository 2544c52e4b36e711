//! Fragments of links that are broken like the heading they lead to.

use rustc_hash::FxHashMap;

use crate::contents::Fragment;
use crate::diagnostic::excerpt;
use crate::document::{AnchorKind, DamagedProse, Document, Effect, Heading, Link, base_slug};
use crate::edit::{Applicability, Edit, Fix};
use crate::encoding::{self, Damage};
use crate::rule::{Findings, finding};
use crate::source::Span;

use super::is_undone;

const EFFECTS: &[Effect] = &[Effect::Links, Effect::Text, Effect::Anchors, Effect::Html];

/// Reports each fragment that, repaired, is the anchor of a heading, repaired or right; the heading is mended with it.
pub(super) fn report(document: &Document, findings: &mut Findings) {
    let mut meant = None;
    for link in document.links() {
        let Some(span) = link.url_span.filter(|&span| !document.slice(span).is_ascii()) else {
            continue;
        };
        let Some(fragment) = Fragment::of(document, link).filter(|fragment| !fragment.is_escaped) else {
            continue;
        };
        let damages = encoding::diagnose(&fragment.name);
        let Some(first) = damages.first().filter(|_| damages.iter().all(is_undone)) else {
            continue;
        };
        let repaired = encoding::apply(&fragment.name, &damages);
        let meant = meant.get_or_insert_with(|| anchors(document));
        let Some(mut edits) = meant.get(&repaired).cloned() else {
            continue;
        };
        let Some(edit) = rewrite(document, link, &fragment, span, &repaired) else {
            continue;
        };
        edits.push(edit);
        let title = format!("write `#{}`", excerpt(&repaired));
        let fix = Fix::new(title, Applicability::Unsafe, EFFECTS, edits);
        let message = format!(
            "{} in the address of a link: `#{}`",
            first.chain,
            excerpt(&fragment.name)
        );
        findings.push(finding(document, span, message).fix(fix));
    }
}

fn rewrite(document: &Document, link: &Link, fragment: &Fragment<'_>, span: Span, name: &str) -> Option<Edit> {
    let url = document.url(link);
    let start = document.slice(span).find('#')?;
    let is_plain = document.slice(span) == url;
    let span = Span::new(span.start as usize + start + 1, span.end as usize);
    is_plain.then(|| Edit::replace(document.file(), span, fragment.rewritten(name)))
}

/// The anchors of the headings when they are repaired, with the edits that repair them.
fn anchors(document: &Document) -> FxHashMap<String, Vec<Edit>> {
    let own = document.anchors().iter();
    let own = own.filter(|anchor| anchor.kind == AnchorKind::Heading);
    let own = own.map(|anchor| (anchor.name.to_string(), Vec::new()));
    let damaged = document.headings().iter().filter_map(|heading| {
        let edits: Vec<Edit> = pieces(document, heading)
            .flat_map(|piece| super::edits(document, piece, &piece.damages))
            .collect();
        if edits.is_empty() {
            return None;
        }
        let text = document.plain_text(heading.text);
        let damages: Vec<Damage> = encoding::diagnose(&text);
        Some((base_slug(&encoding::apply(&text, &damages)), edits))
    });
    damaged.chain(own).collect()
}

/// The damaged prose of a heading, if all of it can be repaired.
fn pieces<'d>(document: &'d Document, heading: &Heading) -> impl Iterator<Item = &'d DamagedProse> + use<'d> {
    let pieces = document.damaged_prose();
    let first = pieces.partition_point(|piece| piece.prose.span.start < heading.span.start);
    let count = pieces[first..].partition_point(|piece| piece.prose.span.start < heading.span.end);
    let pieces = &pieces[first..first + count];
    let is_whole = pieces.iter().all(|piece| piece.damages.iter().all(is_undone));
    pieces.iter().filter(move |_| is_whole)
}
