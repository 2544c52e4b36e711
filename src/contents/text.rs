//! The texts of headings and of the entries that list them, and how far they differ.

/// How the text of an entry departs from its heading by a slip; a text that is meant to differ has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    Case,
    /// One word differs by a letter or two.
    Letters,
}

/// A text without emoji, shortcodes, colons at its end and double blanks: what entries leave out of headings.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if is_shortcode(word) {
            continue;
        }
        let length = folded.len();
        if length > 0 {
            folded.push(' ');
        }
        match word.is_ascii() {
            true => folded.push_str(word),
            false => folded.extend(word.chars().filter(|character| !is_emoji(*character))),
        }
        if folded.len() <= length + 1 {
            folded.truncate(length);
        }
    }
    folded.truncate(folded.trim_end_matches([':', '：', ' ']).len());
    folded
}

fn is_shortcode(word: &str) -> bool {
    let name = word.strip_prefix(':').and_then(|word| word.strip_suffix(':'));
    name.is_some_and(|name| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-'))
    })
}

fn is_emoji(character: char) -> bool {
    // The sharp of `C♯` and its like are signs.
    !matches!(character, '\u{266D}'..='\u{266F}')
        && matches!(
            character,
            '\u{200D}'
                | '\u{20E3}'
                | '\u{2190}'..='\u{21FF}'
                | '\u{2300}'..='\u{23FF}'
                | '\u{25A0}'..='\u{27BF}'
                | '\u{2B00}'..='\u{2BFF}'
                | '\u{FE0E}'
                | '\u{FE0F}'
                | '\u{1F000}'..='\u{1FAFF}'
                | '\u{E0020}'..='\u{E007F}'
        )
}

/// The slip by which the folded text of an entry differs from that of its heading.
pub fn slip(entry: &str, heading: &str) -> Option<Slip> {
    if entry == heading {
        return None;
    }
    let (entry, heading) = (entry.to_lowercase(), heading.to_lowercase());
    if entry == heading {
        return Some(Slip::Case);
    }
    let count = entry.split(' ').count();
    if count != heading.split(' ').count() {
        return None;
    }
    let mut different = entry
        .split(' ')
        .zip(heading.split(' '))
        .filter(|(entry, heading)| entry != heading);
    let (first, second) = different.next()?;
    let is_only = different.next().is_none();
    (is_only && is_misspelt(first, second)).then_some(Slip::Letters)
}

/// The shortest word in which other letters are a slip.
const SHORTEST: usize = 5;

fn is_misspelt(first: &str, second: &str) -> bool {
    let is_word = |word: &str| word.chars().all(char::is_alphabetic) && word.chars().count() >= SHORTEST;
    is_word(first)
        && is_word(second)
        && first.len() < 64
        && second.len() < 64
        && strsim::damerau_levenshtein(first, second) <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_entries_leave_out_is_folded_away() {
        assert_eq!(folded("🚀 Tools"), "Tools");
        assert_eq!(folded(":tada:  News:"), "News");
        assert_eq!(folded("🌡\u{FE0F} Climate"), "Climate");
        assert_eq!(folded("C♯"), "C♯");
        assert_eq!(folded("Back 🔝 to top"), "Back to top");
        assert_eq!(folded("资源："), "资源");
    }

    #[test]
    fn slips_are_told_from_other_words() {
        assert_eq!(slip("Design patterns", "Design Patterns"), Some(Slip::Case));
        assert_eq!(slip("Training Framework", "Training Frameworks"), Some(Slip::Letters));
        assert_eq!(slip("Videos and Courses", "Videos and Online Courses"), None);
        assert_eq!(slip("C", "C++"), None);
        assert_eq!(slip("Part 1", "Part 2"), None);
        assert_eq!(slip("Java", "Jira"), None);
    }
}
