//! Changes as a unified diff that `git apply` and `patch -p1` take.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::{Component, Path};

use similar::{ChangeTag, TextDiff};

use super::Color;
use super::terminal::is_control;

/// How the lines of a list are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// Byte for byte, to be applied.
    Exact,
    /// With signs for control characters, to be looked at.
    Sanitized,
}

/// Writes the diff of one file, whose path is relative to where the patch will be applied.
///
/// # Errors
/// The output cannot be written to.
pub fn unified(
    path: &Path,
    before: &[u8],
    after: &[u8],
    lines: Lines,
    color: Color,
    out: &mut dyn Write,
) -> io::Result<()> {
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
            match lines {
                Lines::Exact if color == Color::Off => {
                    out.write_all(sign.as_bytes())?;
                    out.write_all(content)?;
                    writeln!(out)?;
                }
                _ => {
                    let content = String::from_utf8_lossy(content);
                    writeln!(
                        out,
                        "{}",
                        color.paint(style, &format!("{sign}{}", shown(&content, lines)))
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

fn shown(content: &str, lines: Lines) -> Cow<'_, str> {
    match lines {
        Lines::Exact => Cow::Borrowed(content),
        Lines::Sanitized => super::sanitize(content),
    }
}

/// The bytes of a path with forward slashes and without a root.
fn slashed(path: &Path) -> Vec<u8> {
    let parts: Vec<Vec<u8>> = path
        .components()
        .filter_map(|component| match component {
            Component::Normal(part) => Some(bytes(part)),
            Component::ParentDir => Some(b"..".to_vec()),
            _ => None,
        })
        .collect();
    parts.join(&b'/')
}

#[cfg(unix)]
fn bytes(part: &std::ffi::OsStr) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(part).to_vec()
}

#[cfg(not(unix))]
fn bytes(part: &std::ffi::OsStr) -> Vec<u8> {
    part.to_string_lossy().into_owned().into_bytes()
}

/// The name of a file behind `---` or `+++`, quoted and ended as git does it.
fn header(side: &str, name: &[u8]) -> String {
    let plain = std::str::from_utf8(name).ok();
    let plain = plain.filter(|name| {
        !name
            .chars()
            .any(|character| is_control(character) || matches!(character, '"' | '\\'))
    });
    if let Some(name) = plain {
        let end = if name.contains(' ') { "\t" } else { "" };
        return format!("{side}/{name}{end}");
    }
    let escaped: String = name
        .iter()
        .map(|byte| match byte {
            b'"' => "\\\"".to_owned(),
            b'\\' => "\\\\".to_owned(),
            b' '..=b'~' => char::from(*byte).to_string(),
            other => format!("\\{other:03o}"),
        })
        .collect();
    format!("\"{side}/{escaped}\"")
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
            Lines::Exact,
            Color::Off,
            &mut out,
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn odd_names_are_quoted_byte_by_byte() {
        assert_eq!(header("a", "c1\u{85}.md".as_bytes()), r#""a/c1\302\205.md""#);
        assert_eq!(header("b", b"say \"x\"\n.md"), r#""b/say \"x\"\012.md""#);
        assert_eq!(header("a", "größe.md".as_bytes()), "a/größe.md");
        assert_eq!(header("a", "\u{202E}x.md".as_bytes()), r#""a/\342\200\256x.md""#);
    }

    #[test]
    fn lines_end_only_at_line_feeds() {
        assert_eq!(
            diff("a\rb \nc", "a\rb\nc\n"),
            "--- a/lists/a b.md\t\n+++ b/lists/a b.md\t\n@@ -1,2 +1,2 @@\n-a\rb \n-c\n\\ No newline at end of file\n+a\rb\n+c\n"
        );
    }
}
