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

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let counts = Counts::of(run);
    writeln!(out, "### awesome-lint\n\n{}", counts.line(run.lists()))?;
    if run.diagnostics.is_empty() {
        return Ok(());
    }
    let diff = diff(run)?;
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
fn diff(run: &Run) -> io::Result<String> {
    let repairs = Repairs::of(run);
    let places = Places::in_repository(run);
    let mut text = Vec::new();
    let mut files = 0;
    let mut left = 0;
    for index in 0..run.files.len() {
        let file = FileId(index as u32);
        let Some((before, after)) = repairs.texts(file) else {
            continue;
        };
        files += 1;
        let length = text.len();
        let path = Path::new(places.path(file));
        unified(
            path,
            &before.bytes(),
            &after.bytes(),
            Lines::Sanitized,
            Color::Off,
            &mut text,
        )?;
        if text.len() > DIFF_LIMIT {
            text.truncate(length);
            left += 1;
        }
    }
    if files == 0 {
        return Ok(String::new());
    }
    let text = String::from_utf8_lossy(&text);
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    let mut diff = String::from("\n<details>\n<summary>What <code>--fix</code> would change</summary>\n\n");
    if !text.is_empty() {
        diff.push_str(&format!("{fence}diff\n{text}{fence}\n"));
    }
    if left > 0 {
        diff.push_str(&format!("\n{} more that there is no room for.\n", plural(left, "file")));
    }
    diff.push_str("\n</details>\n");
    Ok(diff)
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
