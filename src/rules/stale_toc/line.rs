//! Lines of contents for headings that have none, in the style of the others.

use super::{Table, like};
use crate::contents::Entry;
use crate::document::{Document, Effect, Item, ListId};
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
            let (line, is_sure) = like::line(self.table, model, heading, number)?;
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
        if is_constant(document, list) {
            return Vec::new();
        }
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
        let first = document.item(document.list(model.list).first?).number?;
        if is_constant(document, model.list) {
            return Some(first);
        }
        let Some(before) = before else {
            return (run.len() == 1).then_some(first);
        };
        Some(before.number? + 1).filter(|_| before.item.is_none_or(|item| item.list == model.list))
    }
}

/// Whether all items of a list have the same number.
fn is_constant(document: &Document, list: ListId) -> bool {
    let mut numbers = document.items_of(list).map(|item| document.item(item).number);
    let first = numbers.next();
    let mut count = 0;
    numbers.inspect(|_| count += 1).all(|number| Some(number) == first) && count > 0
}
