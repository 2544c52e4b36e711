//! Findings as Markdown, for comments on pull requests and summaries of jobs.

use std::io::{self, Write};
use std::path::Path;

use super::places::Places;
use super::repairs::Repairs;
use super::{Color, Counts, Lines, plural, sanitize, unified};
use crate::engine::Run;
use crate::rule::Level;
use crate::source::FileId;

/// What GitHub takes of a comment, in bytes, with some room for what others put around it.
const LIMIT: usize = 64_000;

/// How much of it the repairs may take.
const DIFF_LIMIT: usize = 24_000;

pub(super) fn write<'r>(run: &Run, repairs: impl FnOnce() -> &'r Repairs, out: &mut dyn Write) -> io::Result<()> {
    let counts = Counts::of(run);
    writeln!(out, "### awesome-lint\n\n{}", counts.line(run.lists()))?;
    if run.diagnostics.is_empty() {
        return Ok(());
    }
    let diff = diff(run, repairs())?;
    writeln!(out, "\n| Place | Level | Rule | Finding |\n| --- | --- | --- | --- |")?;
    let places = Places::in_repository(run);
    let mut room = LIMIT.saturating_sub(diff.len() + 1000);
    for (index, diagnostic) in run.diagnostics.iter().enumerate() {
        let finding = &diagnostic.finding;
        let start = places.characters(finding.at).start;
        let row = format!(
            "| {}:{}:{} | {} | {} | {} |\n",
            escaped(places.path(finding.at.file)),
            start.line,
            start.column,
            sign(diagnostic.level),
            diagnostic.rule.name,
            escaped(&super::plain::advice(finding))
        );
        if row.len() > room {
            let left = plural(run.diagnostics.len() - index, "finding");
            writeln!(out, "\n{left} more that there is no room for.")?;
            break;
        }
        room -= row.len();
        out.write_all(row.as_bytes())?;
    }
    out.write_all(diff.as_bytes())
}

fn sign(level: Level) -> &'static str {
    match level {
        Level::Error => "❌ error",
        Level::Warn => "⚠️ warn",
        Level::Info => "ℹ️ info",
    }
}

/// What `--fix` would change, in a part that opens on a click; as much of it as there is room for.
fn diff(run: &Run, repairs: &Repairs) -> io::Result<String> {
    let places = Places::in_repository(run);
    let mut text = Vec::new();
    let mut left = Left::default();
    for index in 0..run.files.len() {
        let file = FileId(index as u32);
        let Some((before, after)) = repairs.texts(file) else {
            continue;
        };
        if left.hunks + left.files > 0 {
            left.files += 1;
            continue;
        }
        let from = text.len();
        let path = Path::new(places.path(file));
        unified(
            path,
            &before.bytes(),
            &after.bytes(),
            Lines::Sanitized,
            Color::Off,
            &mut text,
        )?;
        left.cut(&mut text, from);
    }
    if text.is_empty() && left.files == 0 {
        return Ok(String::new());
    }
    let text = String::from_utf8_lossy(&text);
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    let mut diff = String::from("\n<details>\n<summary>What <code>--fix</code> would change</summary>\n\n");
    if !text.is_empty() {
        diff.push_str(&format!("{fence}diff\n{text}{fence}\n"));
    }
    if let Some(left) = left.counted() {
        diff.push_str(&format!("\n{left} more that there is no room for.\n"));
    }
    diff.push_str("\n</details>\n");
    Ok(diff)
}

/// What of the repairs there is no room for.
#[derive(Debug, Default)]
struct Left {
    hunks: usize,
    files: usize,
}

impl Left {
    /// Cuts the diff of one file, which begins at a place, where there is no more room.
    fn cut(&mut self, text: &mut Vec<u8>, from: usize) {
        if text.len() <= DIFF_LIMIT {
            return;
        }
        let hunks: Vec<usize> = memchr::memmem::find_iter(&text[from..], b"\n@@ ").collect();
        let ends = hunks.iter().map(|start| from + start + 1).chain([text.len()]);
        // Behind the first hunk, the second one, and so on.
        let shown = ends.skip(1).take_while(|end| *end <= DIFF_LIMIT).enumerate().last();
        match shown {
            Some((count, end)) => {
                self.hunks = hunks.len() - count - 1;
                text.truncate(end);
            }
            None => {
                self.files = 1;
                text.truncate(from);
            }
        }
    }

    fn counted(&self) -> Option<String> {
        let counts = [(self.hunks, "place"), (self.files, "file")];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, noun)| plural(*count, noun)).collect();
        (!counts.is_empty()).then(|| counts.join(" and "))
    }
}

fn longest_run(text: &str) -> usize {
    let mut longest = 0;
    let mut length = 0;
    for byte in text.bytes() {
        length = if byte == b'`' { length + 1 } else { 0 };
        longest = longest.max(length);
    }
    longest
}

/// Text that says in Markdown what it says, links to nothing and calls nobody.
fn escaped(text: &str) -> String {
    let text = sanitize(text);
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // A comment keeps names of users and numbers of threads from being found.
            '@' | '#' => escaped.push_str(&format!("{character}<!-- -->")),
            ':' if rest.peek() == Some(&'/') => escaped.push_str(":<!-- -->"),
            'w' | 'W' if rest.peek().is_some_and(|next| matches!(next, 'w' | 'W')) => {
                escaped.push_str(&format!("{character}<!-- -->"));
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '(' | ')' | '$' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(character);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_list_is_only_text() {
        assert_eq!(escaped("a|b `c` <img>"), "a\\|b \\`c\\` &lt;img&gt;");
        assert_eq!(
            escaped("@user #12 https://x"),
            "@<!-- -->user #<!-- -->12 https:<!-- -->//x"
        );
        assert_eq!(escaped("www.x\n\u{1B}"), "w<!-- -->w<!-- -->w.x ␛");
        assert_eq!(longest_run("a ``` b ` c"), 3);
    }
}
