//! Text from lists in formats that programs read and that a terminal may show.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::sanitize;
use super::terminal::is_control;
use crate::diagnostic::Finding;
use crate::rule::RuleInfo;
use crate::scan::{ByteSet, holds};

/// Where the project lives.
pub(super) const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Where the page of a rule can be read, as it is in this version.
pub(super) fn page(rule: &RuleInfo) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!("{REPOSITORY}/blob/v{version}/rules/{}.md", rule.name)
}

/// Writes JSON in which no character steers a terminal: control characters are escapes, those too that JSON does not ask
/// for.
pub(super) fn write_json<W: Write + ?Sized>(value: &impl Serialize, out: &mut W) -> io::Result<()> {
    let json = serde_json::to_string(value)?;
    let control = |at: usize| json[at..].chars().next().filter(|character| is_control(*character));
    let mut written = 0;
    // Those that JSON leaves as they are begin with these bytes.
    for at in memchr::memchr3_iter(0x7F, 0xC2, 0xE2, json.as_bytes()) {
        let Some(control) = control(at) else { continue };
        out.write_all(&json.as_bytes()[written..at])?;
        write!(out, "\\u{:04x}", control as u32)?;
        written = at + control.len_utf8();
    }
    out.write_all(&json.as_bytes()[written..])
}

/// The bytes that JSON escapes, and those that characters begin with which steer a terminal.
const ESCAPED: ByteSet = ByteSet::of(b"\"\\\x7F\xC2\xE2").with(0, 0x1F);

/// Appends a text as [`write_json`] writes it.
pub(super) fn push_json_text(text: &str, out: &mut Vec<u8>) {
    const BLOCK: usize = 64;
    let is_escaped =
        |byte: u8| (byte < b' ') | (byte == b'"') | (byte == b'\\') | (byte == 0x7F) | (byte == 0xC2) | (byte == 0xE2);
    out.push(b'"');
    let mut written = 0;
    for (index, block) in text.as_bytes().chunks(BLOCK).enumerate() {
        if !holds(block, is_escaped) {
            continue;
        }
        for at in ESCAPED.places(block) {
            let at = index * BLOCK + at;
            let Some(sign) = text[at..].chars().next() else {
                continue;
            };
            if sign < ' ' || matches!(sign, '"' | '\\') || is_control(sign) {
                out.extend_from_slice(&text.as_bytes()[written..at]);
                push_escape(sign, out);
                written = at + sign.len_utf8();
            }
        }
    }
    out.extend_from_slice(&text.as_bytes()[written..]);
    out.push(b'"');
}

fn push_escape(sign: char, out: &mut Vec<u8>) {
    let short = match sign {
        '"' | '\\' => sign as u8,
        '\u{8}' => b'b',
        '\t' => b't',
        '\n' => b'n',
        '\u{C}' => b'f',
        '\r' => b'r',
        _ => {
            out.extend_from_slice(format!("\\u{:04x}", u32::from(sign)).as_bytes());
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// Text for XML, without the characters that it cannot hold.
pub(super) fn xml(text: &str) -> Cow<'_, str> {
    const SIGNS: ByteSet = ByteSet::of(b"&<>\"'");
    let text = sanitize(text);
    // Both characters that XML cannot hold begin with this byte.
    if !text.bytes().any(|byte| SIGNS.has(byte) || byte == 0xEF) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
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
    Cow::Owned(escaped)
}

/// What a finding says, and what to do about it.
pub(super) fn advice(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}; {}", finding.message, help),
        None => finding.message.clone(),
    }
}
