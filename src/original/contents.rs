//! The heading of the table of contents, as the JavaScript awesome-lint knows it.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{NodeId, NodeKind, Syntax};

/// The first heading of the second level that is called `Contents`, and nothing else.
pub fn contents(syntax: &Syntax) -> Option<NodeId> {
    static COMMENT: LazyLock<Regex> = LazyLock::new(|| Regex::new("<!--.*?-->").expect("a fixed expression"));
    let mut headings = syntax.nodes().filter(|(_, node)| node.kind == NodeKind::Heading(2));
    let found = headings.find(|(id, _)| {
        let text = syntax.plain_text(*id);
        text.contains("Contents") && COMMENT.replace_all(&text, "").trim() == "Contents"
    });
    found.map(|(id, _)| id)
}
