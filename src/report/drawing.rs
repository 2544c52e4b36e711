//! Draws a place in a plain line as the drawer of all others does, for a small part of its work.

use super::terminal::is_plain;
use crate::rule::Level;

/// A place in a line and what is said of it.
#[derive(Debug)]
pub(super) struct Drawing<'d> {
    /// The rule; empty where it was said before.
    pub(super) code: &'d str,
    pub(super) level: Level,
    pub(super) message: &'d str,
    pub(super) name: &'d str,
    pub(super) text: &'d str,
    /// The bytes of the text that are marked.
    pub(super) marked: (usize, usize),
    /// From 1 on.
    pub(super) line: usize,
    pub(super) column: usize,
}

/// How long a message is at most that surely stands on one line.
const SHORT: usize = 80;

impl Drawing<'_> {
    /// Whether each character takes one column, and nothing is wrapped.
    fn is_simple(&self) -> bool {
        let (start, end) = self.marked;
        let is_one_line = self.message.len() <= SHORT && !self.message.ends_with(' ');
        start < end && is_one_line && is_plain(self.message) && is_plain(self.text)
    }

    /// Appends the drawing without colours; false where it is not that simple.
    pub(super) fn push(&self, out: &mut String) -> bool {
        if !self.is_simple() {
            return false;
        }
        let line = self.line.to_string();
        let sign = match self.level {
            Level::Error => '×',
            Level::Warn => '⚠',
            Level::Info => '☞',
        };
        if !self.code.is_empty() {
            push_all(out, &[self.code, "\n\n"]);
        }
        out.push_str("  ");
        out.push(sign);
        push_all(out, &[" ", self.message, "\n"]);
        push_times(out, " ", line.len() + 2);
        push_all(
            out,
            &["╭─[", self.name, ":", &line, ":", &self.column.to_string(), "]\n"],
        );
        push_all(out, &[" ", &line, " │ ", self.text, "\n "]);
        push_times(out, " ", line.len());
        out.push_str(" · ");
        let (start, end) = self.marked;
        push_times(out, " ", start);
        push_times(out, "─", end - start);
        out.push('\n');
        push_times(out, " ", line.len() + 2);
        out.push_str("╰────\n");
        true
    }
}

fn push_all(out: &mut String, texts: &[&str]) {
    texts.iter().for_each(|text| out.push_str(text));
}

fn push_times(out: &mut String, text: &str, times: usize) {
    (0..times).for_each(|_| out.push_str(text));
}
