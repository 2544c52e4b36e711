//! What a change added to a text or altered in it, by comparison with the text before.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::edit::Edit;
use crate::source::{Encoding, Source, Span};

/// The text of a file before a change.
#[derive(Debug, Clone)]
pub enum Base {
    /// There was no such file.
    None,
    Bytes(Vec<u8>),
}

/// The parts of a text that were not there before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Whole lines with their endings, those that adjoin as one.
    lines: Vec<Span>,
    /// The endings of lines that differ from before in nothing else.
    endings: Vec<Span>,
}

impl Changes {
    /// Compares a text with what it was before.
    pub fn between(base: &Base, source: &Source) -> Self {
        let whole = Self {
            lines: vec![Span::new(0, source.len())],
            endings: Vec::new(),
        };
        let bytes = match base {
            Base::None => return whole,
            Base::Bytes(bytes) => bytes,
        };
        if *bytes == *source.bytes() {
            return Self::default();
        }
        if source.encoding() == Encoding::Utf16 {
            return whole;
        }
        let before = Source::decode(source.path(), bytes.clone());
        let mut changes = Self::default();
        if before.bom_len() != source.bom_len() {
            changes.push_lines(Span::new(0, source.bom_len()));
        }
        changes.compare(&before, source);
        changes
    }

    fn compare(&mut self, before: &Source, after: &Source) {
        let old: Vec<&str> = before.lines().map(|line| before.slice(line)).collect();
        let new: Vec<&str> = after.lines().map(|line| after.slice(line)).collect();
        // Most changes are small: what is equal at both ends need not be searched.
        let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
        let head = old.iter().zip(&new).take_while(same).count();
        let rest = old[head..].iter().rev().zip(new[head..].iter().rev());
        let tail = rest.take_while(same).count();
        let ending = |source: &Source, line: usize| {
            let content = source.line_content(line);
            Span::new(content.end as usize, source.line_span(line).end as usize)
        };
        let equal = |old: usize, new: usize, len: usize, changes: &mut Self| {
            for line in 0..len {
                let at = ending(after, new + line);
                if before.slice(ending(before, old + line)) != after.slice(at) {
                    changes.endings.push(at);
                }
            }
        };
        equal(0, 0, head, self);
        let (old_end, new_end) = (old.len() - tail, new.len() - tail);
        for op in capture_diff_slices(Algorithm::Myers, &old[head..old_end], &new[head..new_end]) {
            match op {
                DiffOp::Equal {
                    old_index,
                    new_index,
                    len,
                } => equal(head + old_index, head + new_index, len, self),
                DiffOp::Delete { .. } => {}
                DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                    let first = head + new_index;
                    let start = if first == 0 { 0 } else { after.line_start(first) };
                    self.push_lines(Span::new(start, after.line_start(first + new_len)));
                }
            }
        }
        equal(old_end, new_end, tail, self);
    }

    fn push_lines(&mut self, span: Span) {
        match self.lines.last_mut() {
            Some(last) if last.end >= span.start => last.end = last.end.max(span.end),
            _ => self.lines.push(span),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.endings.is_empty()
    }

    /// Whether a place lies in what changed, at least in part.
    pub fn touch(&self, span: Span) -> bool {
        touching(&self.lines, span).is_some() || touching(&self.endings, span).is_some()
    }

    /// Whether an edit leaves every line as it is that did not change.
    pub fn allow(&self, source: &Source, edit: &Edit) -> bool {
        let span = edit.at.span;
        let text = edit.text.as_str();
        if self.is_empty() {
            return false;
        }
        if span.is_empty() && stands_apart(source, span.start as usize, text) {
            return true;
        }
        let is_ending = || text.is_empty() || text.trim_matches(['\r', '\n']).is_empty();
        if touching(&self.endings, span).is_some_and(|ending| ending.encloses(span)) && is_ending() {
            return true;
        }
        let Some(lines) = touching(&self.lines, span).filter(|lines| lines.encloses(span)) else {
            return false;
        };
        let reaches_end = span.end == lines.end && (lines.end as usize) < source.len();
        let first = source.line_of(span.start as usize);
        let begins_line = source.line_start(first) == span.start as usize;
        !reaches_end || text.ends_with('\n') || text.is_empty() && begins_line
    }
}

/// The first of some spans, sorted and disjoint, that a span touches.
fn touching(spans: &[Span], span: Span) -> Option<Span> {
    let from = spans.partition_point(|known| known.end < span.start);
    let near = spans[from..].iter().take_while(|known| known.start <= span.end);
    near.copied().find(|known| known.touches(span))
}

/// Whether a text that is inserted makes lines of its own, and alters none that is there.
fn stands_apart(source: &Source, offset: usize, text: &str) -> bool {
    let line = source.line_of(offset);
    let is_start = source.line_start(line) == offset;
    let is_end = source.line_content(line).end as usize == offset;
    let begins = text.starts_with(['\r', '\n']);
    is_start && text.ends_with('\n') || is_end && begins && !text.ends_with('\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn changed<'t>(before: &str, after: &'t str) -> Vec<&'t str> {
        let base = Base::Bytes(before.as_bytes().to_vec());
        let changes = Changes::between(&base, &Source::from_text("list.md", after.to_owned()));
        let mut spans = [changes.lines, changes.endings].concat();
        spans.sort_unstable();
        spans.into_iter().map(|span| &after[span.range()]).collect()
    }

    #[test]
    fn lines_that_were_added_or_altered_are_changed() {
        assert_eq!(changed("a\nb\nc\n", "a\nB\nnew\nc\n"), ["B\nnew\n"]);
        assert_eq!(changed("a\nb\nc\n", "a\nc\n"), [""; 0]);
        assert_eq!(changed("", "a\nb"), ["a\nb"]);
        assert_eq!(changed("a\n", "a\n"), [""; 0]);
        assert_eq!(changed("a\nb\n", "b\na\n").concat().len(), 2);
    }

    #[test]
    fn of_line_endings_only_the_endings_are_changed() {
        assert_eq!(changed("a\nb\n", "a\r\nb\r\n"), ["\r\n", "\r\n"]);
        assert_eq!(changed("a\nb\n", "a\nb"), [""]);
        assert_eq!(changed("a", "a\nb\n"), ["\n", "b\n"]);
        assert_eq!(changed("a\n", "\u{FEFF}a\n"), ["\u{FEFF}"]);
    }

    #[test]
    fn edits_keep_to_what_changed() {
        let after = "old\nnew one\nnew two\nold\n";
        let source = Source::from_text("list.md", after.to_owned());
        let changes = Changes::between(&Base::Bytes(b"old\nold\n".to_vec()), &source);
        let allows = |start: usize, end: usize, text: &str| {
            let edit = Edit::replace(FileId(0), Span::new(start, end), text);
            changes.allow(&source, &edit)
        };
        assert!(allows(4, 7, "neu"));
        assert!(allows(4, 12, ""));
        assert!(allows(12, 20, ""));
        assert!(allows(0, 0, "a line\n"));
        assert!(allows(3, 3, "\na line"));
        assert!(!allows(19, 20, ""), "joins a line with the next");
        assert!(!allows(0, 3, "x"));
        assert!(!allows(3, 5, ""));
        assert!(!allows(20, 20, "x"), "alters the line behind");
    }

    #[test]
    fn a_text_in_another_order_is_compared_quickly() {
        let lines: Vec<String> = (0..40_000).map(|line| format!("line {line}\n")).collect();
        let mut moved: Vec<String> = lines.clone();
        moved.sort_by_key(|line| rustc_hash::FxBuildHasher.hash_one(line));
        let started = std::time::Instant::now();
        assert!(!changed(&lines.concat(), &moved.concat()).is_empty());
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    use std::hash::BuildHasher;
}
