//! Lines of contents for headings that have none, in the style of the others.

use super::Table;
use crate::contents::{Entry, folded};
use crate::document::{Effect, HeadingStyle, Item, LinkKind, ListKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::source::Span;

/// The place in the contents for headings in a row.
pub(super) struct Lines<'t, 'o> {
    table: &'t Table<'o>,
    /// The entry of the last heading before them.
    before: Option<usize>,
    /// The entry of the first heading behind them.
    behind: Option<usize>,
}

/// Where the items that are open at a line begin, and where their text does.
#[derive(Clone)]
struct Open<'o> {
    item: Option<&'o Item>,
    indent: usize,
    content: usize,
    number: Option<u32>,
}

impl<'t, 'o> Lines<'t, 'o> {
    pub fn of(table: &'t Table<'o>, heading: usize) -> Self {
        let placed = |entry: &usize| table.headings[*entry].is_some_and(|own| own < heading);
        let entries = 0..table.entries.len();
        let before = entries
            .clone()
            .filter(placed)
            .max_by_key(|&entry| table.headings[entry]);
        let behind = entries
            .filter(|&entry| table.headings[entry].is_some_and(|own| own > heading))
            .min_by_key(|&entry| table.headings[entry]);
        Self { table, before, behind }
    }

    pub fn before(&self) -> Option<&'t Entry<'o>>
    where
        'o: 't,
    {
        self.before.map(|before| &self.table.entries[before])
    }

    /// A fix that adds a line for each of the headings.
    pub fn fix(&self, run: &[usize]) -> Option<Fix> {
        let document = self.table.document();
        let source = document.source();
        let is_adjacent = match (self.before, self.behind) {
            (Some(before), Some(behind)) => before + 1 == behind,
            (Some(before), None) => before + 1 == self.table.entries.len(),
            (None, behind) => behind == Some(0),
        };
        if !is_adjacent {
            return None;
        }
        let mut open = self.open()?;
        let mut trust = Applicability::Safe;
        let mut text = String::new();
        let line_break = source.line_ending().as_str();
        for &heading in run {
            let model = self.model(heading)?;
            let item = document.item(model.item);
            let depth = document.list(item.list).depth as usize;
            let (indent, content) = self.columns(item);
            let siblings = open.get(depth).filter(|sibling| sibling.indent == indent);
            let fits = match (siblings, open.last()) {
                (Some(_), _) => true,
                (None, Some(parent)) => depth == open.len() && (parent.content..parent.content + 4).contains(&indent),
                (None, None) => depth == 0,
            };
            if !fits {
                return None;
            }
            let number = match item.number {
                Some(_) => Some(self.number(item, siblings, run)?),
                None => None,
            };
            let (line, is_sure) = self.line(model, item, heading, number)?;
            if !is_sure {
                trust = Applicability::Unsafe;
            }
            if !document.list(item.list).is_tight {
                text.push_str(line_break);
            }
            text.push_str(line_break);
            text.push_str(&line);
            open.truncate(depth);
            open.push(Open {
                item: None,
                indent,
                content,
                number,
            });
        }
        let (offset, edit) = self.insertion(&text)?;
        let mut edits = vec![edit];
        if let (&[heading], Some(last)) = (run, open.last()) {
            edits.extend(self.count_on(self.model(heading)?, last.number, offset));
        }
        Fix::new("add it to the contents", trust, &[Effect::Entries], edits)
    }

    /// The edit that adds lines, each behind a line break, and where it stands.
    fn insertion(&self, text: &str) -> Option<(u32, Edit)> {
        let document = self.table.document();
        let source = document.source();
        let file = document.file();
        if let Some(before) = self.before() {
            let line = source.line_content(source.line_of(before.link.span.start as usize));
            return Some((line.end, Edit::insert(file, line.end as usize, text)));
        }
        // The first item begins its list: the edit covers its marker, and puts it behind the new lines.
        let marker = document.item(self.table.entries.first()?.item).marker;
        let start = source.line_start(source.line_of(marker.start as usize));
        let lead = document.slice(Span::new(start, marker.start as usize));
        let line_break = &text[..text.len() - text.trim_start_matches(['\r', '\n']).len()];
        let line = text[line_break.len()..].strip_prefix(lead)?;
        let text = format!("{line}{line_break}{lead}{}", document.slice(marker));
        Some((marker.start, Edit::replace(file, marker, text)))
    }

    /// Edits that count the numbers behind a new item on, as far as they keep their width.
    fn count_on(&self, model: &Entry<'_>, number: Option<u32>, offset: u32) -> Vec<Edit> {
        let document = self.table.document();
        let list = document.item(model.item).list;
        let items = document.items_of(list).map(|item| document.item(item));
        let behind = items.filter(|item| item.marker.start > offset);
        let mut due = number;
        let mut edits = Vec::new();
        for item in behind {
            let (Some(number), Some(last)) = (item.number, due) else {
                break;
            };
            let digits = Span::new(item.marker.start as usize, item.marker.end as usize - 1);
            let next = (last + 1).to_string();
            if number != last || next.len() != digits.len() {
                break;
            }
            edits.push(Edit::replace(document.file(), digits, next));
            due = Some(last + 1);
        }
        edits
    }

    /// The items that are open where the lines go, from the outermost.
    fn open(&self) -> Option<Vec<Open<'o>>> {
        let document = self.table.document();
        let Some(before) = self.before() else {
            return Some(Vec::new());
        };
        let mut open = Vec::new();
        let mut next = Some(before.item);
        while let Some(id) = next {
            let item = document.item(id);
            let (indent, content) = self.columns(item);
            open.push(Open {
                item: Some(item),
                indent,
                content,
                number: item.number,
            });
            next = document.list(item.list).parent;
        }
        open.reverse();
        // The item is one line.
        let source = document.source();
        let head = document.item(before.item).head?;
        let is_line = source.line_of(head.start as usize) == source.line_of((head.end as usize).saturating_sub(1));
        is_line.then_some(open)
    }

    /// The columns of an item's marker and of its text.
    fn columns(&self, item: &Item) -> (usize, usize) {
        let source = self.table.document().source();
        let start = source.line_start(source.line_of(item.marker.start as usize));
        (item.marker.start as usize - start, item.content as usize - start)
    }

    /// The entry of the next heading of the same level.
    fn model(&self, heading: usize) -> Option<&'t Entry<'o>>
    where
        'o: 't,
    {
        let level = self.table.level(heading);
        let mut alike = (0..self.table.entries.len())
            .filter_map(|entry| Some((entry, self.table.headings[entry]?)))
            .filter(|(_, own)| self.table.level(*own) == level);
        let last = alike
            .clone()
            .filter(|(_, own)| *own < heading)
            .max_by_key(|(_, own)| *own);
        let (entry, _) = last.or_else(|| alike.find(|(_, own)| *own > heading))?;
        Some(&self.table.entries[entry])
    }

    /// The number of a new item; where the items behind it would have to be counted on, another rule does that.
    fn number(&self, model: &Item, before: Option<&Open<'_>>, run: &[usize]) -> Option<u32> {
        let document = self.table.document();
        let mut numbers = document
            .items_of(model.list)
            .filter_map(|item| document.item(item).number);
        let first = numbers.next()?;
        if numbers.all(|number| number == first) {
            return Some(first);
        }
        let Some(before) = before else {
            return (run.len() == 1).then_some(first);
        };
        Some(before.number? + 1).filter(|_| before.item.is_none_or(|item| item.list == model.list))
    }

    /// A line like that of another entry, and whether it is known how entries repeat their heading.
    fn line(&self, model: &Entry<'_>, item: &Item, heading: usize, number: Option<u32>) -> Option<(String, bool)> {
        let document = self.table.document();
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
        let (text, is_sure) = self.text(heading)?;
        let written = document.slice(link.text);
        let marks = written.len() - written.trim_start_matches(['*', '_', '`']).len();
        let is_marked = marks > 0 && written.len() > 2 * marks && !text.starts_with(['*', '_', '`']);
        let (open, close) = match is_marked {
            true => (&written[..marks], written.get(written.len() - marks..)?),
            false => ("", ""),
        };
        let slug = model.fragment.rewritten(self.table.outline.slug(heading)?);
        let line = format!("{indent}{marker}{lead}{open}{text}{close}{middle}{path}#{slug}{end}");
        Some((line, is_sure))
    }

    /// The text of a heading as the entries write it, and whether most write it so.
    fn text(&self, heading: usize) -> Option<(String, bool)> {
        let document = self.table.document();
        let own = &document.headings()[heading];
        let mut same = 0;
        let mut folded_only = 0;
        let mut other = 0;
        for (entry, heading) in self.table.entries.iter().zip(&self.table.headings) {
            let Some(heading) = *heading else { continue };
            let title = document.plain_text(document.headings()[heading].text);
            let text = document.plain_text(entry.link.text);
            match &*entry.text == self.table.title(heading) {
                true if text == title => same += usize::from(folded(&title) != title),
                true => folded_only += 1,
                false => other += 1,
            }
        }
        let is_sure = other * 4 <= self.table.entries.len();
        let source = document.slice(own.text).trim();
        let plain = document.plain_text(own.text);
        let is_simple =
            own.style != HeadingStyle::Html && source.contains(&*plain) && !source.contains(['[', ']', '<', '\n', '{']);
        let title = self.table.title(heading);
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
}
