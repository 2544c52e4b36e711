//! Changes as a unified diff that `git apply` and `patch -p1` take.

use std::io::{self, Write};
use std::path::{Component, Path};

use similar::{ChangeTag, TextDiff};

use super::Color;

/// Writes the diff of one file, whose path is relative to where the patch will be applied.
///
/// # Errors
/// The output cannot be written to.
pub fn unified(path: &Path, before: &[u8], after: &[u8], color: Color, out: &mut dyn Write) -> io::Result<()> {
    let old: Vec<&[u8]> = before.split_inclusive(|byte| *byte == b'\n').collect();
    let new: Vec<&[u8]> = after.split_inclusive(|byte| *byte == b'\n').collect();
    let diff = TextDiff::configure().diff_slices(&old, &new);
    let name = slashed(path);
    writeln!(out, "{}", color.paint("1", &format!("--- {}", header("a", &name))))?;
    writeln!(out, "{}", color.paint("1", &format!("+++ {}", header("b", &name))))?;
    for hunk in diff.unified_diff().iter_hunks() {
        writeln!(out, "{}", color.paint("36", hunk.header().to_string().trim_end()))?;
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ("-", "31"),
                ChangeTag::Insert => ("+", "32"),
                ChangeTag::Equal => (" ", "0"),
            };
            let line = change.value();
            let (content, is_ended) = match line.strip_suffix(b"\n") {
                Some(content) => (content, true),
                None => (line, false),
            };
            match color {
                Color::Off => {
                    out.write_all(sign.as_bytes())?;
                    out.write_all(content)?;
                    writeln!(out)?;
                }
                Color::On => {
                    let content = String::from_utf8_lossy(content);
                    writeln!(
                        out,
                        "{}",
                        color.paint(style, &format!("{sign}{}", super::sanitize(&content)))
                    )?;
                }
            }
            if !is_ended {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

/// A path with forward slashes and without a root.
fn slashed(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter_map(|component| match component {
            Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
            Component::ParentDir => Some("..".to_owned()),
            _ => None,
        })
        .collect();
    parts.join("/")
}

/// The name of a file behind `---` or `+++`, quoted and ended as git does it.
fn header(side: &str, name: &str) -> String {
    let needs_quotes = name
        .chars()
        .any(|character| character.is_control() || matches!(character, '"' | '\\'));
    if needs_quotes {
        let escaped: String = name
            .chars()
            .map(|character| match character {
                '"' => "\\\"".to_owned(),
                '\\' => "\\\\".to_owned(),
                '\n' => "\\n".to_owned(),
                '\t' => "\\t".to_owned(),
                '\r' => "\\r".to_owned(),
                other if other.is_control() => format!("\\{:03o}", other as u32),
                other => other.to_string(),
            })
            .collect();
        return format!("\"{side}/{escaped}\"");
    }
    let end = if name.contains(' ') { "\t" } else { "" };
    format!("{side}/{name}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(before: &str, after: &str) -> String {
        let mut out = Vec::new();
        unified(
            Path::new("./lists/a b.md"),
            before.as_bytes(),
            after.as_bytes(),
            Color::Off,
            &mut out,
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_end_only_at_line_feeds() {
        assert_eq!(
            diff("a\rb \nc", "a\rb\nc\n"),
            "--- a/lists/a b.md\t\n+++ b/lists/a b.md\t\n@@ -1,2 +1,2 @@\n-a\rb \n-c\n\\ No newline at end of file\n+a\rb\n+c\n"
        );
    }
}
