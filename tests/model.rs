//! The document model on whole lists: spans are sound, links are found, entries are counted right.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::fs;

use awesome_lint::document::{Document, EntryKind, LinkKind};
use support::{assert_sound, own_lists, parse, shared, shared_lists};

#[test]
fn every_span_is_sound() {
    let mut files = own_lists();
    files.extend(shared_lists());
    for path in files {
        assert_sound(&parse(&path, fs::read(&path).unwrap()));
    }
}

/// The address of every inline link, decoded by the parser, comes out of its slice.
#[test]
fn addresses_round_trip() {
    let mut inline = 0;
    let mut files = own_lists();
    files.extend(shared_lists());
    for path in files {
        let document = parse(&path, fs::read(&path).unwrap());
        for link in document.links().iter().filter(|link| link.kind == LinkKind::Inline) {
            let written = document.slice(link.url_span.unwrap());
            let is_plain = !written.contains(['\\', '&', '%', ' ']) && written.is_ascii();
            assert!(
                !is_plain || written == document.url(link),
                "{}: {written}",
                path.display()
            );
            inline += 1;
        }
    }
    assert!(inline > 100);
}

/// What is not in brackets is written as its own address.
#[test]
fn addresses_stand_where_they_are_written() {
    let mut files = own_lists();
    files.extend(shared_lists());
    for path in files {
        let document = parse(&path, fs::read(&path).unwrap());
        for link in document.links() {
            let written = document.slice(link.span);
            let is_address = match link.kind {
                LinkKind::BareUrl => document.url(link).ends_with(&written.replace("&amp;", "&")),
                LinkKind::Autolink => written.starts_with('<') && written.ends_with('>'),
                LinkKind::Html => written.starts_with('<'),
                _ => written.starts_with(['[', '!']),
            };
            let line = document.source().position(link.span.start as usize).line;
            assert!(is_address, "{}:{line}: {:?} {written:?}", path.display(), link.kind);
        }
    }
}

/// What the manifest counts as entries: items, not rows, that begin with a link, tables of contents left out.
fn linked_items(document: &Document) -> usize {
    let items = document
        .entries()
        .iter()
        .filter(|entry| entry.kind != EntryKind::TableRow);
    items
        .filter_map(|entry| Some((entry.head, document.link(entry.link?))))
        .filter(|(head, link)| {
            let lead = &document.source().text()[head.start as usize..link.span.start as usize];
            let is_anchor = document.url(link).starts_with('#');
            let is_mark = |word: &str| {
                let is_shortcode = word.len() > 2 && word.starts_with(':') && word.ends_with(':');
                is_shortcode || !word.contains(char::is_alphanumeric)
            };
            !is_anchor && link.kind != LinkKind::Html && lead.split_whitespace().all(is_mark)
        })
        .count()
}

#[test]
fn entries_agree_with_the_manifest() {
    let Some(shared) = shared() else {
        eprintln!("skipped: AWESOME_LINT_SHARED names no folder of lists");
        return;
    };
    let manifest = fs::read_to_string(shared.join("corpus/manifest.csv")).unwrap();
    let mut apart: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let mut lists = 0;
    for line in manifest.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let expected: usize = fields[6].parse().unwrap();
        let path = shared
            .join("corpus/lists")
            .join(fields[0].replace('/', "__"))
            .join(fields[3]);
        let Ok(bytes) = fs::read(&path) else {
            eprintln!("{}: not at hand", path.display());
            continue;
        };
        let document = parse(&path, bytes);
        let counted = linked_items(&document);
        let rows = document
            .entries()
            .iter()
            .filter(|entry| entry.kind == EntryKind::TableRow)
            .count();
        lists += 1;
        if counted.abs_diff(expected) * 50 > expected {
            apart.insert(fields[0].to_owned(), (counted, expected, rows));
        }
    }
    for (name, (counted, expected, rows)) in &apart {
        eprintln!("{name}: {counted} counted, {expected} in the manifest, {rows} rows");
    }
    assert!(apart.len() * 10 <= lists, "{} of {lists} lists are apart", apart.len());
}

/// The parser counts the lines of definitions at the start of a paragraph to it.
#[test]
fn text_behind_definitions_is_found_where_it_stands() {
    let text = "> [a]: https://example.org/a \"A\"\n> [b]: <https://example.org/b>\n> see [a][] and [text ](u)\n";
    let document = parse(std::path::Path::new("list.md"), text.as_bytes().to_vec());
    assert_sound(&document);
    let links: Vec<&str> = document.links().iter().map(|link| document.slice(link.span)).collect();
    assert_eq!(links, ["[a][]", "[text ](u)"]);
    let definitions: Vec<&str> = document
        .definitions()
        .iter()
        .map(|definition| document.slice(definition.span))
        .collect();
    assert_eq!(
        definitions,
        ["[a]: https://example.org/a \"A\"", "[b]: <https://example.org/b>"]
    );
    let prose: Vec<&str> = document
        .prose()
        .iter()
        .map(|prose| document.slice(prose.span))
        .collect();
    assert_eq!(prose, ["A", "see ", "a", " and ", "text "]);
}
