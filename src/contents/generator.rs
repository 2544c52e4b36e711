//! Programs that write tables of contents between comments.

use crate::document::Document;
use crate::source::Span;

/// How the comments before generated contents begin, in lower case, and the programs that write them.
const MARKERS: [(&str, &str); 8] = [
    ("<!-- start doctoc", "doctoc"),
    ("<!-- markdowntoc", "MarkdownTOC"),
    ("<!-- begin mktoc", "mktoc"),
    ("<!-- vscode-markdown-toc", "vscode-markdown-toc"),
    ("<!-- auto-generated-content:start (toc", "markdown-magic"),
    ("<!-- toc -->", "markdown-toc"),
    ("<!-- toc start", "the program that wrote them"),
    ("<!-- start toc", "the program that wrote them"),
];

/// The program that writes the text of a span, by the comments around it.
pub fn generator(document: &Document, span: Span) -> Option<&'static str> {
    let comments = document.comments();
    let before = comments.partition_point(|comment| comment.span.end <= span.start);
    let is_closed = comments[before..].iter().any(|comment| comment.span.start >= span.end);
    if !is_closed {
        return None;
    }
    // A program may say more between its mark and the contents.
    comments[..before].iter().rev().take(3).find_map(|comment| {
        let text = document.slice(comment.span);
        if text.starts_with("<!-- TOC -->") {
            return Some("Markdown All in One");
        }
        let text = text[..text.floor_char_boundary(48)].to_ascii_lowercase();
        let marker = MARKERS.iter().find(|(start, _)| text.starts_with(start));
        marker.map(|(_, program)| *program)
    })
}
