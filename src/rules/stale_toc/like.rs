//! A line of contents written like another one.

use super::Table;
use crate::contents::{Entry, folded};
use crate::document::{HeadingStyle, LinkKind, ListKind};
use crate::source::Span;

/// A line like that of another entry, and whether it is known how entries repeat their heading.
pub(super) fn line(
    table: &Table<'_>,
    model: &Entry<'_>,
    heading: usize,
    number: Option<u32>,
) -> Option<(String, bool)> {
    let document = table.document();
    let item = document.item(model.item);
    let source = document.source();
    let link = model.link;
    let line = source.line_content(source.line_of(link.span.start as usize));
    let is_plain = link.kind == LinkKind::Inline && link.title.is_none() && line.end >= link.span.end;
    if !is_plain {
        return None;
    }
    let indent = document.slice(Span::new(line.start as usize, item.marker.start as usize));
    let lead = document.slice(Span::new(item.marker.end as usize, link.text.start as usize));
    let url = link.url_span?;
    let middle = document.slice(Span::new(link.text.end as usize, url.start as usize));
    let path = document.slice(url).split_once('#')?.0;
    let end = document
        .slice(Span::new(url.end as usize, line.end as usize))
        .trim_end();
    let is_sign = |text: &str| {
        text.chars()
            .all(|sign| matches!(sign, ' ' | '\t' | '*' | '_' | '[' | ']' | '(' | ')' | '<' | '>'))
    };
    if !is_sign(lead) || !is_sign(end) || !is_sign(middle) {
        return None;
    }
    let marker = match (document.list(item.list).kind, number) {
        (ListKind::Ordered(mark), Some(number)) => format!("{number}{}", char::from(mark)),
        _ => document.slice(item.marker).to_owned(),
    };
    let (text, is_sure) = text(table, heading)?;
    let written = document.slice(link.text);
    let marks = written.len() - written.trim_start_matches(['*', '_', '`']).len();
    let open = &written[..marks];
    let close: String = open.chars().rev().collect();
    let is_marked = written.len() > 2 * marks
        && written.ends_with(&close)
        && !text.starts_with(['*', '_'])
        && !(open.contains('`') && text.contains('`'));
    let text = match is_marked {
        true => format!("{open}{text}{close}"),
        false => text,
    };
    let slug = model.fragment.rewritten(table.outline.slug(heading)?);
    let line = format!("{indent}{marker}{lead}{text}{middle}{path}#{slug}{end}");
    Some((line, is_sure))
}

/// The text of a heading as the entries write it, and whether most write it so.
fn text(table: &Table<'_>, heading: usize) -> Option<(String, bool)> {
    let document = table.document();
    let own = &document.headings()[heading];
    let mut same = 0;
    let mut folded_only = 0;
    let mut other = 0;
    for (entry, heading) in table.entries.iter().zip(&table.headings) {
        let Some(heading) = *heading else { continue };
        let title = document.plain_text(document.headings()[heading].text);
        let text = document.plain_text(entry.link.text);
        match &*entry.text == table.title(heading) {
            true if text == title => same += usize::from(folded(&title) != title),
            true => folded_only += 1,
            false => other += 1,
        }
    }
    let is_sure = other * 4 <= table.entries.len();
    let source = document.slice(own.text).trim();
    let plain = document.plain_text(own.text);
    let is_simple = own.style != HeadingStyle::Html && !source.contains(['[', ']', '<', '\n', '{']);
    let title = table.title(heading);
    let text = match is_simple && folded_only <= same {
        true => source.to_owned(),
        false => {
            let text = if folded_only > same { title } else { &*plain };
            let mut escaped = String::with_capacity(text.len());
            for character in text.chars() {
                if matches!(character, '[' | ']' | '<' | '*' | '_' | '`' | '\\') {
                    escaped.push('\\');
                }
                escaped.push(character);
            }
            escaped
        }
    };
    (!text.is_empty() && !text.contains(['\n', '\r'])).then_some((text, is_sure))
}
