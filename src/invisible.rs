//! Characters that show nothing: what they are, where they are right, and what to write instead.

use std::ops::Range;

use crate::encoding::Page;
use crate::scan;
use crate::source::Span;

/// What a character that shows nothing is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Has no width, and belongs to scripts or emoji where it belongs anywhere.
    Zero,
    /// A C0 control, or DEL.
    Control,
    /// A C1 control: mostly a character of Windows-1252 that was read as Latin-1.
    C1,
    /// Says where a line may or must break.
    Break,
    /// Tells the direction of the characters next to it.
    Mark,
    /// Turns the direction of the text behind it.
    Direction,
    /// Chooses the form of the character before it.
    Selector,
    /// A letter of a tag that nothing shows.
    Tag,
}

/// The kind and the name of a character, if it shows nothing.
pub fn describe(character: char) -> Option<(Kind, &'static str)> {
    // Symbols and the letters of East Asia, of which there are many.
    if ('\u{2070}'..'\u{FE00}').contains(&character) {
        return None;
    }
    Some(match character {
        '\t' | '\n' | '\r' => return None,
        '\0'..='\u{1F}' | '\u{7F}' => (Kind::Control, "control character"),
        '\u{80}'..='\u{9F}' => (Kind::C1, "control character"),
        '\u{AD}' => (Kind::Break, "soft hyphen"),
        '\u{61C}' => (Kind::Mark, "Arabic letter mark"),
        '\u{180E}' => (Kind::Zero, "Mongolian vowel separator"),
        '\u{200B}' => (Kind::Break, "zero width space"),
        '\u{200C}' => (Kind::Zero, "zero width non-joiner"),
        '\u{200D}' => (Kind::Zero, "zero width joiner"),
        '\u{200E}' => (Kind::Mark, "left-to-right mark"),
        '\u{200F}' => (Kind::Mark, "right-to-left mark"),
        '\u{2028}' => (Kind::Break, "line separator"),
        '\u{2029}' => (Kind::Break, "paragraph separator"),
        '\u{202A}' => (Kind::Direction, "left-to-right embedding"),
        '\u{202B}' => (Kind::Direction, "right-to-left embedding"),
        '\u{202C}' => (Kind::Direction, "end of directional formatting"),
        '\u{202D}' => (Kind::Direction, "left-to-right override"),
        '\u{202E}' => (Kind::Direction, "right-to-left override"),
        '\u{2060}' => (Kind::Zero, "word joiner"),
        '\u{2066}' => (Kind::Direction, "left-to-right isolate"),
        '\u{2067}' => (Kind::Direction, "right-to-left isolate"),
        '\u{2068}' => (Kind::Direction, "first strong isolate"),
        '\u{2069}' => (Kind::Direction, "end of directional isolate"),
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => (Kind::Selector, "variation selector"),
        '\u{FEFF}' => (Kind::Zero, "byte order mark"),
        '\u{FFFC}' => (Kind::Zero, "object replacement character"),
        '\u{E0000}'..='\u{E007F}' => (Kind::Tag, "tag character"),
        _ => return None,
    })
}

/// A character that shows nothing, where it stands, and what it is called.
#[derive(Debug, Clone, Copy)]
pub struct Invisible {
    pub character: char,
    pub span: Span,
    pub kind: Kind,
    pub name: &'static str,
}

/// All characters of a text that show nothing.
pub fn find(text: &str) -> Vec<Invisible> {
    find_among(text.char_indices())
}

/// Those of some characters that show nothing, each with its place.
pub fn find_among(characters: impl Iterator<Item = (usize, char)>) -> Vec<Invisible> {
    let mut found = Vec::new();
    // Nested iterators are faster when they call than when they are called.
    characters.for_each(|character| {
        if !is_common(character.1)
            && let Some(invisible) = invisible(character)
        {
            found.push(invisible);
        }
    });
    found
}

/// Whether a character is one of those that most lists have: letters, quotation marks, dashes, symbols.
#[inline]
fn is_common(character: char) -> bool {
    matches!(character, '\u{AE}'..='\u{61B}' | '\u{2010}'..='\u{2027}' | '\u{2070}'..='\u{FDFF}' | '\u{1F000}'..='\u{1FAFF}')
}

fn invisible((at, character): (usize, char)) -> Option<Invisible> {
    let (kind, name) = describe(character)?;
    let span = Span::new(at, at + character.len_utf8());
    Some(Invisible {
        character,
        span,
        kind,
        name,
    })
}

/// Whether a character that shows nothing has a reason to stand between these texts.
pub fn is_right(character: char, kind: Kind, before: &str, after: &str) -> bool {
    let previous = before.chars().next_back().unwrap_or(' ');
    let next = after.chars().next().unwrap_or(' ');
    let near = |is: fn(char) -> bool| is(previous) || is(next);
    match kind {
        Kind::Control | Kind::C1 | Kind::Direction | Kind::Mark => false,
        // Keeps marks of Markdown apart, or an account from being notified.
        Kind::Break => near(breaks_without_blanks) || near(is_delimiter) || matches!(previous, '@' | '#' | ':'),
        Kind::Zero if character == '\u{200D}' => near(joins) || !previous.is_ascii() && !previous.is_alphanumeric(),
        Kind::Zero if character == '\u{200C}' => near(joins),
        Kind::Zero if character == '\u{180E}' => near(joins),
        Kind::Zero => character == '\u{2060}' && near(is_delimiter),
        Kind::Selector => {
            !previous.is_ascii() && !previous.is_whitespace() || matches!(previous, '0'..='9' | '#' | '*')
        }
        Kind::Tag => {
            let flag = before.trim_end_matches(|c: char| matches!(c, '\u{E0020}'..='\u{E007E}'));
            flag.ends_with('\u{1F3F4}')
        }
    }
}

/// What to write instead of a character that shows nothing, and whether that is certain.
pub fn replacement(character: char, before: &str, after: &str) -> (String, bool) {
    let previous = before.chars().next_back().unwrap_or(' ');
    let next = after.chars().next().unwrap_or(' ');
    match character {
        '\u{AD}' if previous.is_ascii_digit() && next.is_ascii_digit() => ("-".to_owned(), false),
        '\u{2028}' | '\u{2029}' | '\u{B}' | '\u{C}' => {
            let is_apart = previous.is_whitespace() || next.is_whitespace();
            (if is_apart { String::new() } else { " ".to_owned() }, true)
        }
        '\u{80}'..='\u{9F}' => {
            let meant = Page::Windows1252.decode_byte(character as u8).unwrap_or(character);
            (
                if meant.is_control() {
                    String::new()
                } else {
                    meant.to_string()
                },
                false,
            )
        }
        // An override shows text in another order than it is written in.
        '\u{202D}' | '\u{202E}' => (String::new(), false),
        // Alone between blanks a control is what is left of another character.
        '\0'..='\u{1F}' | '\u{7F}' => (String::new(), !(previous.is_whitespace() && next.is_whitespace())),
        _ => (String::new(), true),
    }
}

/// Whether a text has a control character that is no blank: quick.
pub fn has_control(text: &str) -> bool {
    has_control_of_ascii(text) || has_control_beyond_ascii(text)
}

/// Whether a text has a control character of ASCII that is no blank.
pub fn has_control_of_ascii(text: &str) -> bool {
    // Most texts have line feeds and no other: fewer comparisons tell that.
    let is_odd = |byte: u8| (byte < 0x20) & (byte != b'\n') | (byte == 0x7F);
    scan::holds(text.as_bytes(), is_odd) && scan::holds(text.as_bytes(), is_control)
}

/// Whether a text has one of the control characters behind those of ASCII.
pub fn has_control_beyond_ascii(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(0xC2, bytes).any(|at| matches!(bytes.get(at + 1), Some(0x80..=0x9F)))
}

/// Whether a byte is a control of ASCII that no text has a use for.
#[inline]
fn is_control(byte: u8) -> bool {
    (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7F)
}

/// A range between two texts that is to go, with one blank more where two would be left, and all at the start and the end
/// of a line.
pub fn with_blank(range: Range<usize>, before: &str, after: &str) -> Range<usize> {
    let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let trimmed = before.trim_end_matches([' ', '\t']);
    if after.is_empty() || after.starts_with(['\n', '\r']) {
        trimmed.len()..range.end
    } else if blanks(after) > 0 && (trimmed.len() < before.len() || before.ends_with('\n')) {
        range.start..range.end + blanks(after)
    } else {
        range
    }
}

/// Whether a line speaks of characters by their numbers.
pub fn names_a_code_point(line: &str) -> bool {
    line.match_indices("U+")
        .any(|(at, mark)| line[at + mark.len()..].starts_with(|c: char| c.is_ascii_hexdigit()))
}

/// Whether a text has letters that are written from right to left.
pub fn has_right_to_left(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_right_to_left)
}

/// Whether a letter is written from right to left.
pub fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Scripts whose letters join: from Arabic to Mongolian, with those of India between.
fn joins(character: char) -> bool {
    matches!(character, '\u{600}'..='\u{109F}' | '\u{1780}'..='\u{18AF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{A8E0}'..='\u{A8FF}' | '\u{11000}'..='\u{11FFF}')
}

/// Thai, Lao, Tibetan, Burmese and Khmer do not part their words.
fn breaks_without_blanks(character: char) -> bool {
    matches!(character, '\u{E00}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

fn is_delimiter(character: char) -> bool {
    matches!(character, '*' | '_' | '~' | '`')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(text: &str) -> bool {
        let (at, character) = text.char_indices().find(|&(_, c)| describe(c).is_some()).unwrap();
        let (kind, _) = describe(character).unwrap();
        is_right(character, kind, &text[..at], &text[at + character.len_utf8()..])
    }

    #[test]
    fn all_are_found() {
        for character in ('\0'..=char::MAX).filter(|&character| describe(character).is_some()) {
            let text = format!("a{character}b");
            let found = find(&text);
            assert_eq!(character.is_ascii(), has_control_of_ascii(&text));
            assert!(found.len() == 1 && found[0].character == character, "{character:?}");
        }
    }

    #[test]
    fn scripts_and_emoji_keep_what_they_need() {
        for text in [
            "می\u{200C}خواهم",
            "ನ್\u{200D}",
            "👩\u{200D}💻",
            "❤\u{FE0F}",
            "1\u{FE0F}\u{20E3}",
            "ภา\u{200B}ษา",
        ] {
            assert!(right(text), "{text:?}");
        }
    }

    #[test]
    fn others_have_none() {
        for text in [
            "c\u{200B}+",
            "a\u{200C}b",
            "中\u{200B}文",
            "x\u{FEFF}",
            " \u{FE0F}",
            "a\u{E0041}",
        ] {
            assert!(!right(text), "{text:?}");
        }
    }
}
