//! What a terminal may be shown: colours when it is one, and no control characters out of a list.

use std::borrow::Cow;
use std::io::IsTerminal;

use crate::rule::Level;
use crate::scan::holds;

/// Whether output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    On,
    Off,
}

impl Color {
    /// Colours for a terminal, unless `NO_COLOR` is set or it is called dumb.
    pub fn of(stream: &impl IsTerminal) -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if forced || stream.is_terminal() && !refused && !is_dumb {
            Color::On
        } else {
            Color::Off
        }
    }

    /// Text in an SGR style such as `31`.
    pub fn paint(self, style: &str, text: &str) -> String {
        match self {
            Color::On => format!("\u{1B}[{style}m{text}\u{1B}[0m"),
            Color::Off => text.to_owned(),
        }
    }

    pub fn level(self, level: Level) -> String {
        let style = match level {
            Level::Error => "31",
            Level::Warn => "33",
            Level::Info => "36",
        };
        self.paint(style, level.as_str())
    }
}

/// Text in which control characters and marks that reorder text are shown as signs.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(is_control) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(visible).collect())
}

/// Whether a text holds nothing but what can be seen and typed: quick, and so is nearly all that is shown.
pub(super) fn is_plain(text: &str) -> bool {
    !holds(text.as_bytes(), |byte| !matches!(byte, b' '..=b'~'))
}

pub(super) fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// The sign for a control character; any other character is its own.
pub(super) fn visible(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' => ' ',
        '\u{7F}' => '␡',
        '\0'..='\u{1F}' => char::from_u32(0x2400 + character as u32).unwrap_or('␦'),
        other if is_control(other) => '␦',
        other => other,
    }
}
