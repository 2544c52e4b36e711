//! What addresses and paths look like.

use crate::url;

/// An address without the marks of the sentence behind it.
pub fn without_marks(address: &str) -> &str {
    address.trim_end_matches(['.', ',', ';', ':', '*'])
}

/// The address before a wrong bracket that closes it, and what is wrong.
pub fn closed_by(address: &str) -> Option<(&str, &'static str)> {
    let brackets = [
        (']', '[', "link closed by `]` instead of `)`"),
        ('}', '{', "link closed by `}` instead of `)`"),
    ];
    brackets.iter().find_map(|(close, open, message)| {
        let address = address.strip_suffix(*close)?;
        (!address.contains(*open)).then_some((address, *message))
    })
}

/// The length of a text up to a parenthesis that it did not open.
pub fn unbalanced(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    text.bytes().position(|byte| {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return true,
            b')' => depth -= 1,
            _ => {}
        }
        false
    })
}

/// Whether a text begins as the address of a page does.
pub fn is_address(text: &str) -> bool {
    let starts = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    ["http://", "https://", "www.", "http:/", "https:/", "ftp://", "mailto:"]
        .iter()
        .any(|prefix| text.len() > prefix.len() + 2 && starts(prefix))
}

/// Whether a text is an address, an anchor or a path, and no word.
pub fn is_target(text: &str) -> bool {
    let is_path = ["./", "../", "/", "#"].iter().any(|prefix| {
        text.strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '.'))
    });
    is_address(text) || is_path || is_file(text) || url::looks_like_host(text)
}

/// The endings of files that lists link to.
const ENDINGS: [&str; 14] = [
    ".gif",
    ".htm",
    ".html",
    ".ipynb",
    ".jpeg",
    ".jpg",
    ".markdown",
    ".md",
    ".mp4",
    ".pdf",
    ".png",
    ".rst",
    ".svg",
    ".txt",
];

pub fn is_file(text: &str) -> bool {
    let path = text.split(['#', '?']).next().unwrap_or_default();
    let ending = path.rfind('.').map(|dot| path[dot..].to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.binary_search(&ending.as_str()).is_ok() && ending.len() < path.len())
}

#[cfg(test)]
mod tests {
    #[test]
    fn endings_are_sorted_for_their_search() {
        assert!(super::ENDINGS.is_sorted());
    }
}
