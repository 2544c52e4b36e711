//! Contents written anew from the headings.

use super::{NodeId, NodeKind, Toc, is_list};
use crate::contents::generator;
use crate::document::Effect;
use crate::edit::{Applicability, Edit, Fix};

/// How the items of contents begin.
#[derive(Clone, Copy)]
enum Marker {
    Bullet(char),
    Number(char),
}

impl Marker {
    fn of(item: &str) -> Option<Self> {
        let first = item.chars().next()?;
        match first {
            '-' | '*' | '+' => Some(Marker::Bullet(first)),
            _ => {
                let rest = item.trim_start_matches(|digit: char| digit.is_ascii_digit());
                rest.chars()
                    .next()
                    .filter(|end| matches!(end, '.' | ')'))
                    .map(Marker::Number)
            }
        }
    }

    fn written(self, number: usize) -> String {
        match self {
            Marker::Bullet(bullet) => bullet.to_string(),
            Marker::Number(end) => format!("{number}{end}"),
        }
    }
}

/// Writes a list anew, on two levels if it has two.
pub(super) fn list(toc: &Toc<'_>, list: NodeId) -> Option<Fix> {
    let span = toc.syntax.node(list).span;
    let slice = toc.document.slice(span);
    let marker = Marker::of(slice)?;
    let has_levels = toc.syntax.descendants(list).any(|(_, node)| is_list(node));
    let text = written(toc, marker, has_levels)?;
    let trust = match generator(toc.document, span) {
        Some(_) => Applicability::Safe,
        None => Applicability::Unsafe,
    };
    let edit = Edit::replace(toc.document.file(), span, text);
    Fix::new("list the sections as they are", trust, &[Effect::Entries], vec![edit]).filter(|_| !slice.is_empty())
}

/// Writes contents that are missing, where nothing stands between two headings.
pub(super) fn fill(toc: &Toc<'_>, contents: NodeId, first: NodeId) -> Option<Fix> {
    let node = toc.syntax.node(contents);
    if node.end != first.0 {
        return None;
    }
    let line_end = toc.document.source().line_ending().as_str();
    let text = written(toc, Marker::Bullet('-'), false)?;
    let edit = Edit::insert(
        toc.document.file(),
        node.span.end as usize,
        format!("{line_end}{line_end}{text}"),
    );
    Fix::new(
        "list the sections",
        Applicability::Unsafe,
        &[Effect::Entries],
        vec![edit],
    )
}

fn written(toc: &Toc<'_>, marker: Marker, has_levels: bool) -> Option<String> {
    let mut lines = Vec::new();
    for (place, section) in toc.sections.iter().enumerate() {
        let mark = marker.written(place + 1);
        lines.push(format!("{mark} {}", line(toc, *section)?));
        if !has_levels {
            continue;
        }
        let indent = " ".repeat(mark.len() + 1);
        let subsections = toc.subsections(*section, toc.sections.get(place + 1).copied());
        for (place, subsection) in subsections.iter().enumerate() {
            lines.push(format!(
                "{indent}{} {}",
                marker.written(place + 1),
                line(toc, *subsection)?
            ));
        }
    }
    Some(lines.join(toc.document.source().line_ending().as_str()))
}

/// The link to a heading, unless a link cannot say what the heading says.
fn line(toc: &Toc<'_>, heading: NodeId) -> Option<String> {
    let mut inside = toc.syntax.descendants(heading);
    let text = toc.syntax.plain_text(heading);
    let slug = toc.slugs.get(&heading)?;
    let is_plain = !inside.any(|(_, node)| node.kind == NodeKind::Html) && !text.trim().is_empty();
    let is_safe = !text.contains("://") && !text.contains("www.") && !slug.contains(['(', ')', '<', ' ']);
    (is_plain && is_safe).then(|| format!("[{}]({slug})", escaped(text.trim())))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let in_word = before.is_alphanumeric() && characters.peek().is_some_and(|next| next.is_alphanumeric());
        let is_mark =
            matches!(character, '\\' | '`' | '*' | '[' | ']' | '<' | '&' | '~') || character == '_' && !in_word;
        if is_mark {
            escaped.push('\\');
        }
        escaped.push(character);
        before = character;
    }
    escaped
}
