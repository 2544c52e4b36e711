//! Bars of a table row that were meant as text.

/// How far a code span or a link may go in a row.
const LONGEST: usize = 1000;

/// The bars in a row that split a code span or a link.
pub(super) fn inside_inlines(row: &str) -> Vec<usize> {
    let bytes = row.as_bytes();
    let mut bars = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'\\' => at + 2,
            b'`' => code_end(bytes, at),
            b'[' => link_end(bytes, at).unwrap_or(at + 1),
            _ => at + 1,
        };
        let inside = (at..end.min(bytes.len())).skip(1);
        bars.extend(inside.filter(|&at| bytes[at] == b'|' && bytes[at - 1] != b'\\'));
        at = end;
    }
    bars
}

/// The end of the code span that begins here, or of its back-ticks if it does not end.
fn code_end(bytes: &[u8], start: usize) -> usize {
    let run = |from: usize| bytes[from..].iter().take_while(|byte| **byte == b'`').count();
    let length = run(start);
    let mut at = start + length;
    let limit = bytes.len().min(at + LONGEST);
    while at < limit {
        match run(at) {
            0 => at += 1,
            other if other == length => return at + length,
            other => at += other,
        }
    }
    start + length
}

/// The end of the link in brackets and parentheses that begins here.
fn link_end(bytes: &[u8], start: usize) -> Option<usize> {
    let close = pair_end(bytes, start, b'[', b']')?;
    if bytes.get(close) != Some(&b'(') {
        return None;
    }
    pair_end(bytes, close, b'(', b')')
}

fn pair_end(bytes: &[u8], start: usize, open: u8, close: u8) -> Option<usize> {
    let mut depth = 0usize;
    let mut is_escaped = false;
    for (at, &byte) in bytes.iter().enumerate().skip(start).take(LONGEST) {
        if is_escaped {
            is_escaped = false;
        } else if byte == b'\\' {
            is_escaped = true;
        } else if byte == open {
            depth += 1;
        } else if byte == close {
            depth -= 1;
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_in_code_and_links_are_found() {
        assert_eq!(inside_inlines("| `a|b` | c |"), [4]);
        assert_eq!(inside_inlines("| `a\\|b` | ``c`|`` |"), [15]);
        assert_eq!(inside_inlines("| [a|b](u|v) | [c] | (d) |"), [4, 9]);
        assert_eq!(inside_inlines("| ` | [ | ![x](y"), [0; 0]);
    }
}
