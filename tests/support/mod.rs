//! What several test files share: the lists they run on.
#![allow(dead_code)]

pub mod folder;
pub mod tools;

use std::fs;
use std::path::{Path, PathBuf};

use awesome_lint::document::{Document, Ending};
use awesome_lint::source::{FileId, Source, Span};

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of real lists, when the environment names one.
pub fn shared() -> Option<PathBuf> {
    let path = PathBuf::from(std::env::var_os("AWESOME_LINT_SHARED")?);
    Some(path)
}

/// The real lists; says so when there are none.
pub fn shared_lists() -> Vec<PathBuf> {
    let Some(shared) = shared() else {
        eprintln!("skipped: AWESOME_LINT_SHARED names no folder of lists");
        return Vec::new();
    };
    let mut files = markdown_files(&shared.join("seeds"));
    files.extend(markdown_files(&shared.join("corpus/lists")));
    files
}

/// The lists and the rule pages of this project.
pub fn own_lists() -> Vec<PathBuf> {
    let mut files = markdown_files(&root().join("fixtures"));
    files.extend(markdown_files(&root().join("rules")));
    assert!(files.len() > 12, "the fixtures are gone");
    files
}

pub fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md")) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

pub fn parse(path: &Path, bytes: Vec<u8>) -> Document {
    Document::parse(FileId(0), Source::decode(path, bytes))
}

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
        assert!(link.span.encloses(link.text), "{name}: {link:?}");
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
    for code in document.code() {
        sound(*code, "code");
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
