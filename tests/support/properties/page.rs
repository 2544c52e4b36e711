//! The grammar of the pages of rules: cases, their fences, and the signs in them.

use std::fmt::Write as _;

pub const DEFAULT_PATH: &str = "list.md";
const END: &str = "\\u{EOF}";

/// The fences under one heading.
#[derive(Clone)]
pub struct Case {
    pub heading: String,
    pub fences: Vec<Fence>,
}

#[derive(Clone, Debug)]
pub struct Fence {
    /// Lines of the page, from the opening to behind the closing fence.
    pub lines: std::ops::Range<usize>,
    pub kind: Kind,
    pub path: String,
    pub has_symbols: bool,
    pub is_unsafe: bool,
    pub mark: String,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bad,
    Good,
    Fixed,
    Report,
    Config,
}

impl Fence {
    /// A list that is written with signs.
    pub fn with_signs(text: String) -> Self {
        Self {
            lines: 0..0,
            kind: Kind::Good,
            path: DEFAULT_PATH.to_owned(),
            has_symbols: true,
            is_unsafe: false,
            mark: "```".to_owned(),
            text,
        }
    }
}

/// The cases of a page.
///
/// # Errors
/// A fence is not closed; in which line.
pub fn cases(lines: &[String]) -> Result<Vec<Case>, usize> {
    let mut cases: Vec<Case> = Vec::new();
    let mut heading = String::new();
    let mut index = 0;
    while index < lines.len() {
        let line = &lines[index];
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks >= 3 {
            let mark = "`".repeat(ticks);
            let close = (index + 1..lines.len())
                .find(|&end| lines[end] == mark)
                .ok_or(index + 1)?;
            if let Some(fence) = fence(&line[ticks..], mark, index..close + 1, &lines[index + 1..close]) {
                match cases.last_mut().filter(|case| case.heading == heading) {
                    Some(case) => case.fences.push(fence),
                    None => cases.push(Case {
                        heading: heading.clone(),
                        fences: vec![fence],
                    }),
                }
            }
            index = close;
        } else if line.starts_with('#') {
            heading = line.trim_start_matches('#').trim().to_owned();
        }
        index += 1;
    }
    Ok(cases)
}

fn fence(info: &str, mark: String, lines: std::ops::Range<usize>, content: &[String]) -> Option<Fence> {
    let words: Vec<&str> = info.split_whitespace().collect();
    let kind = match words[..] {
        ["markdown", "bad", ..] => Kind::Bad,
        ["markdown", "good", ..] => Kind::Good,
        ["markdown", "fixed", ..] => Kind::Fixed,
        ["text", "report"] => Kind::Report,
        ["toml", "config"] => Kind::Config,
        _ => return None,
    };
    let path = words.iter().find_map(|word| word.strip_prefix("path="));
    let mut text = content.join("\n");
    if !content.is_empty() {
        text.push('\n');
    }
    Some(Fence {
        lines,
        kind,
        path: path.unwrap_or(DEFAULT_PATH).to_owned(),
        has_symbols: words.contains(&"symbols"),
        is_unsafe: words.contains(&"unsafe"),
        mark,
        text,
    })
}

/// The bytes that a fence stands for.
pub fn decode(fence: &Fence) -> Vec<u8> {
    if !fence.has_symbols {
        return fence.text.clone().into_bytes();
    }
    let text = fence.text.split(END).next().unwrap_or_default();
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if let Some((replaced, length)) = escape(rest) {
            bytes.extend(replaced);
            rest = &rest[length..];
            continue;
        }
        match character {
            '␠' => bytes.push(b' '),
            '␉' => bytes.push(b'\t'),
            '␍' => bytes.push(b'\r'),
            '␊' => bytes.push(b'\n'),
            other => bytes.extend(other.to_string().into_bytes()),
        }
        rest = &rest[character.len_utf8()..];
    }
    bytes
}

fn escape(text: &str) -> Option<(Vec<u8>, usize)> {
    let is_byte = text.starts_with("\\x{");
    if !is_byte && !text.starts_with("\\u{") {
        return None;
    }
    let end = text.find('}')?;
    let code = u32::from_str_radix(&text[3..end], 16).ok()?;
    let bytes = match is_byte {
        true => vec![u8::try_from(code).ok()?],
        false => char::from_u32(code)?.to_string().into_bytes(),
    };
    Some((bytes, end + 1))
}

/// The other way round.
pub fn encode(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).expect("a fixed text is UTF-8");
    let mut encoded = String::new();
    for (place, character) in text.char_indices() {
        let rest = &text[place + character.len_utf8()..];
        let before_break = matches!(rest.chars().next(), None | Some('\n' | '\r' | ' '));
        match character {
            '\\' if rest.starts_with("u{") || rest.starts_with("x{") => encoded.push_str("\\u{5C}"),
            ' ' if before_break => encoded.push('␠'),
            '\t' => encoded.push('␉'),
            '\r' => encoded.push('␍'),
            '\n' => encoded.push('\n'),
            other
                if other.is_control()
                    || matches!(other, '␠' | '␉' | '␍' | '␊')
                    || matches!(other as u32, 0x200B..=0x200F | 0x202A..=0x202E | 0xFEFF | 0xA0 | 0xAD) =>
            {
                let _ = write!(encoded, "\\u{{{:X}}}", other as u32);
            }
            other => encoded.push(other),
        }
    }
    if !text.ends_with('\n') && !text.is_empty() {
        encoded.push_str(END);
        encoded.push('\n');
    }
    encoded
}
