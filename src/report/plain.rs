//! Text from lists in formats that programs read and that a terminal may show.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

use super::sanitize;
use super::terminal::is_control;
use crate::diagnostic::Finding;
use crate::rule::RuleInfo;
use crate::scan::holds;

/// Where the project lives.
pub(super) const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Where the page of a rule can be read, as it is in this version.
pub(super) fn page(rule: &RuleInfo) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!("{REPOSITORY}/blob/v{version}/rules/{}.md", rule.name)
}

/// Writes JSON in which no character steers a terminal.
pub(super) fn write_json<W: Write + ?Sized>(value: &impl Serialize, out: &mut W) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Guarded(CompactFormatter));
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// Writes control characters as escapes, those too that JSON does not ask for.
struct Guarded(CompactFormatter);

impl Formatter for Guarded {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        if !holds(fragment.as_bytes(), |byte| !matches!(byte, b' '..=b'~')) {
            return self.0.write_string_fragment(writer, fragment);
        }
        let mut rest = fragment;
        while let Some((offset, character)) = rest.char_indices().find(|(_, character)| is_control(*character)) {
            self.0.write_string_fragment(writer, &rest[..offset])?;
            write!(writer, "\\u{:04x}", character as u32)?;
            rest = &rest[offset + character.len_utf8()..];
        }
        self.0.write_string_fragment(writer, rest)
    }
}

/// Text for XML, without the characters that it cannot hold.
pub(super) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in sanitize(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// What a finding says, and what to do about it.
pub(super) fn advice(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}; {}", finding.message, help),
        None => finding.message.clone(),
    }
}
