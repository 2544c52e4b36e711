//! The head of a file that is data, not text: YAML, TOML or `Key: value` lines.

use crate::source::{Source, Span};

/// Front matter, from the first line of the file to the line that closes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    pub kind: FrontMatterKind,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontMatterKind {
    Yaml,
    Toml,
    /// `Key: value` lines up to a blank line, as Pelican and MultiMarkdown have them.
    Metadata,
}

/// Keys that a `Key: value` head begins with; any other first line is text.
const FIRST_KEYS: [&str; 16] = [
    "author",
    "authors",
    "category",
    "date",
    "description",
    "lang",
    "layout",
    "modified",
    "save_as",
    "slug",
    "status",
    "summary",
    "tags",
    "template",
    "title",
    "url",
];

/// Finds the front matter and the line, by its index from 0, at which the text begins.
pub(super) fn find(source: &Source) -> (Option<FrontMatter>, usize) {
    let first = source.slice(source.line_content(0)).trim_end();
    let found = match first {
        "---" => closing_line(source, &["---", "..."]).map(|line| (FrontMatterKind::Yaml, line)),
        "+++" => closing_line(source, &["+++"]).map(|line| (FrontMatterKind::Toml, line)),
        _ => metadata_end(source).map(|line| (FrontMatterKind::Metadata, line)),
    };
    match found {
        None => (None, 0),
        Some((kind, last)) => {
            let start = source.bom_len();
            let end = source.line_content(last).end as usize;
            let span = Span::new(start, end);
            (Some(FrontMatter { kind, span }), last + 1)
        }
    }
}

fn closing_line(source: &Source, marks: &[&str]) -> Option<usize> {
    (1..source.line_count()).find(|&line| marks.contains(&source.slice(source.line_content(line)).trim_end()))
}

fn metadata_end(source: &Source) -> Option<usize> {
    let key = metadata_key(source.slice(source.line_content(0)))?;
    if !FIRST_KEYS.contains(&key.to_ascii_lowercase().as_str()) {
        return None;
    }
    let mut last = 0;
    for line in 1..source.line_count() {
        let text = source.slice(source.line_content(line));
        if text.trim().is_empty() {
            break;
        }
        let continuation = text.starts_with([' ', '\t']);
        if !continuation && metadata_key(text).is_none() {
            return None;
        }
        last = line;
    }
    (last > 0).then_some(last)
}

fn metadata_key(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    let is_key = key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (is_key && (value.is_empty() || value.starts_with([' ', '\t']))).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find_in(text: &str) -> (Option<FrontMatterKind>, usize) {
        let (found, line) = find(&Source::from_text("list.md", text.to_owned()));
        (found.map(|front_matter| front_matter.kind), line)
    }

    #[test]
    fn heads_of_all_kinds_are_found() {
        assert_eq!(find_in("---\na: b\n---\n# T\n"), (Some(FrontMatterKind::Yaml), 3));
        assert_eq!(find_in("+++\na = 1\n+++\n"), (Some(FrontMatterKind::Toml), 3));
        assert_eq!(
            find_in("Title: A list\nSave_as: list.html\n\nText\n"),
            (Some(FrontMatterKind::Metadata), 2)
        );
    }

    #[test]
    fn text_that_looks_like_a_head_is_text() {
        assert_eq!(find_in("---\n\nno end\n"), (None, 0));
        assert_eq!(find_in("Note: mind the gap\n"), (None, 0));
        assert_eq!(find_in("Title: alone\n\nText\n"), (None, 0));
        assert_eq!(find_in("Title: x\nand text goes on\n"), (None, 0));
    }
}
