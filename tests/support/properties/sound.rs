//! What holds of the tables of every document.

use awesome_lint::document::{Document, Ending};
use awesome_lint::source::Span;

/// Panics unless every span of a document lies on character boundaries and inside what holds it.
pub fn assert_sound(document: &Document) {
    let source = document.source();
    let name = source.path().display();
    let whole = Span::new(0, source.len());
    let sound = |span: Span, what: &str| {
        assert!(whole.encloses(span), "{name}: {what} {span:?} reaches out of the file");
        let text = source.text();
        assert!(
            text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize),
            "{name}: {what} {span:?} cuts a character"
        );
    };
    for (index, block) in document.blocks().iter().enumerate() {
        sound(block.span, "block");
        assert!(block.end as usize > index && block.end as usize <= document.blocks().len());
        if let Some(parent) = block.parent {
            let parent = document.block(parent);
            assert!(
                parent.span.encloses(block.span),
                "{name}: block {block:?} outside {parent:?}"
            );
            assert!(parent.end >= block.end);
        }
    }
    for section in document.sections() {
        sound(section.span, "section");
    }
    for heading in document.headings() {
        sound(heading.text, "heading text");
        assert!(heading.span.encloses(heading.text), "{name}: {heading:?}");
    }
    for item in document.items() {
        let span = document.block(item.block).span;
        sound(item.marker, "marker");
        assert!(span.encloses(item.marker), "{name}: {item:?} {span:?}");
        let marker = document.slice(item.marker);
        let is_marker = matches!(marker, "-" | "*" | "+") || marker.ends_with(['.', ')']) && item.number.is_some();
        assert!(is_marker, "{name}: marker {marker:?} at {:?}", item.marker);
        if let Some(head) = item.head {
            assert!(span.encloses(head));
        }
    }
    for row in document.rows() {
        sound(row.span, "row");
        for cell in &row.cells {
            sound(*cell, "cell");
            assert!(row.span.encloses(*cell), "{name}: cell {cell:?} outside {row:?}");
        }
    }
    for link in document.links() {
        sound(link.span, "link");
        sound(link.text, "link text");
        assert!(
            link.span.encloses(link.text) && !link.span.is_empty(),
            "{name}: {link:?}"
        );
        let block = document.block(link.block);
        assert!(block.span.encloses(link.span), "{name}: {link:?} outside {block:?}");
        if let Some(url) = link.url_span {
            sound(url, "address");
            assert!(link.span.encloses(url), "{name}: {link:?}");
        }
        if let Some(title) = link.title {
            sound(title, "title");
            assert!(link.span.encloses(title), "{name}: {link:?}");
        }
    }
    for definition in document.definitions() {
        sound(definition.span, "definition");
        sound(definition.url_span, "definition address");
        assert!(definition.span.encloses(definition.url_span));
    }
    let mut last = 0;
    for prose in document.prose() {
        sound(prose.span, "prose");
        assert!(
            prose.span.start >= last,
            "{name}: prose {prose:?} overlaps the one before"
        );
        last = prose.span.end;
    }
    let mut last = 0;
    for code in document.code() {
        sound(*code, "code");
        assert!(
            code.start >= last && !code.is_empty(),
            "{name}: code {code:?} overlaps the one before"
        );
        last = code.end;
    }
    for comment in document.comments() {
        sound(comment.span, "comment");
        assert!(document.slice(comment.span).starts_with("<!--"));
    }
    for entry in document.entries() {
        sound(entry.span, "entry");
        assert!(entry.span.encloses(entry.head), "{name}: {entry:?}");
        assert!(entry.head.encloses(entry.title), "{name}: {entry:?}");
        for part in [entry.separator, entry.description].into_iter().flatten() {
            sound(part, "part of an entry");
            assert!(entry.head.encloses(part), "{name}: {entry:?}");
        }
        if let Some(parent) = entry.parent {
            assert!(document.entry(parent).span.encloses(entry.span));
        }
        assert!(document.section(entry.section).span.contains(entry.span.start));
        document.title(entry);
    }
    for description in document.descriptions() {
        let head = document.entry(description.entry).head;
        sound(description.span, "description");
        assert!(head.encloses(description.span), "{name}: {description:?}");
        if let Some(separation) = description.separation {
            sound(separation.span, "separation");
            assert!(head.encloses(separation.span), "{name}: {description:?}");
            assert!(separation.span.encloses(separation.mark), "{name}: {description:?}");
        }
        match description.ending {
            Ending::Marked(mark) => {
                sound(mark, "final period");
                assert!(description.span.encloses(mark), "{name}: {description:?}");
            }
            Ending::Bare(at) => {
                let end = Span::at(at as usize);
                sound(end, "end of a description");
                assert!(description.span.encloses(end), "{name}: {description:?}");
            }
            Ending::Settled | Ending::Open | Ending::Other => {}
        }
    }
}
