//! Workflow commands of GitHub Actions, which become annotations.

use std::io::{self, Write};

use super::places::{Places, Range};
use super::{plain, sanitize};
use crate::engine::Run;
use crate::rule::Level;

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::in_repository(run);
    for diagnostic in &run.diagnostics {
        let finding = &diagnostic.finding;
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warn => "warning",
            Level::Info => "notice",
        };
        let Range { start, end } = places.characters(finding.at);
        write!(out, "::{command} file={}", property(places.path(finding.at.file)))?;
        write!(out, ",line={},endLine={}", start.line, end.line.max(start.line))?;
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        let message = data(&plain::advice(finding));
        writeln!(out, ",title={}::{message}", property(diagnostic.rule.name))?;
    }
    Ok(())
}

/// Text behind a command.
fn data(text: &str) -> String {
    sanitize(text).replace('%', "%25")
}

/// The value of a property.
fn property(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' | '\r' | '\n' | ':' | ',' => escaped.push_str(&format!("%{:02X}", character as u32)),
            other => escaped.push_str(&sanitize(other.encode_utf8(&mut [0; 4]))),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_command_or_begins_another() {
        assert_eq!(property("a,b:c%d\r\ne"), "a%2Cb%3Ac%25d%0D%0Ae");
        assert_eq!(data("100%\n::error::x\u{1B}[31m"), "100%25 ::error::x␛[31m");
    }
}
