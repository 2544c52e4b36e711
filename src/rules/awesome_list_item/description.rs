//! What follows the link of an item: its separator, its end and its first word.

use std::sync::LazyLock;

use regex::Regex;

use super::{Fault, Item, repair, sane};
use crate::document::{Node, NodeId, NodeKind};
use crate::edit::Applicability;
use crate::original::{self, Case, case_of, ends_in_emoji, without_emoji};
use crate::rule::AS_ORIGINAL;

const SEPARATOR: &str = " - ";

impl Item<'_> {
    pub(super) fn description_fault(&self, link: NodeId, nodes: &[(NodeId, &Node)]) -> Option<Fault> {
        let (first, last) = (nodes.first()?, nodes.last()?);
        let text = self.text(nodes);
        if is_note(&text) {
            return None;
        }
        let is_set_off = first.1.kind == NodeKind::Text && {
            let begins = &*first.1.value;
            begins.starts_with(SEPARATOR) || ends_in_emoji(begins) && text == begins
        };
        if !is_set_off {
            return self.separator_fault(link, nodes, &text);
        }
        self.end_fault(nodes, last, &text).or_else(|| self.content_fault(nodes))
    }

    fn text(&self, nodes: &[(NodeId, &Node)]) -> String {
        nodes.iter().map(|(id, _)| self.syntax().plain_text(*id)).collect()
    }

    fn separator_fault(&self, link: NodeId, nodes: &[(NodeId, &Node)], text: &str) -> Option<Fault> {
        static BLANKS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A\s-\s").expect("a fixed expression"));
        static DASH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A\s*[/–—]").expect("a fixed expression"));
        static CAPITAL: LazyLock<Regex> = LazyLock::new(|| Regex::new(" - [A-Z]").expect("a fixed expression"));
        let first = nodes.first()?;
        let begins = self.syntax().plain_text(first.0);
        let fault = |message| Fault::new(first.1.span, message);
        let rest = text.trim_start_matches(|sign: char| sign.is_whitespace() || "-–—/:".contains(sign));
        let says_name = original::begins_with_name(rest, &self.syntax().plain_text(link));
        let fix = || {
            // What would be found wrong once it is set off is better left to its author.
            let is_right = !says_name && self.is_right_set_off(nodes, &begins, text);
            let trust = if is_right {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            };
            repair::separator(self.document, first.1, trust)
        };
        if BLANKS.is_match(&begins) {
            let message = "description is set off by a hyphen with other white space than two blanks";
            return Some(fault(message).fix(fix()));
        }
        if DASH.is_match(&begins) {
            let message = "description is set off by a dash or a slash, not by ` - `";
            return Some(fault(message).fix(fix()));
        }
        if CAPITAL.is_match(text) {
            return None;
        }
        let message = match text.contains(SEPARATOR) {
            true => "description begins neither directly behind the link nor with a capital",
            false => "description is not set off by ` - `",
        };
        Some(fault(message).fix(fix()))
    }

    /// Whether nothing would be wrong with a description if it were set off as it should be.
    fn is_right_set_off(&self, nodes: &[(NodeId, &Node)], begins: &str, text: &str) -> bool {
        let (Some((id, first)), Some(others)) = (nodes.first(), text.strip_prefix(begins)) else {
            return false;
        };
        let rest = begins.trim_start();
        let mark = rest.chars().next().filter(|sign| "-–—/:".contains(*sign));
        let rest = rest[mark.map_or(0, char::len_utf8)..].trim_start();
        let first = Node {
            value: [SEPARATOR, rest].concat().into(),
            ..(*first).clone()
        };
        let text = [&first.value, others].concat();
        let mut nodes = nodes.to_vec();
        nodes[0] = (*id, &first);
        let end = nodes.last().and_then(|last| self.end_fault(&nodes, last, &text));
        end.or_else(|| self.content_fault(&nodes)).is_none()
    }

    fn end_fault(&self, nodes: &[(NodeId, &Node)], last: &(NodeId, &Node), text: &str) -> Option<Fault> {
        const MESSAGE: &str = "description does not end in a mark of a sentence";
        let node = last.1;
        let is_finished = match node.kind {
            NodeKind::Text => ends_properly(text, &node.value),
            NodeKind::Emphasis | NodeKind::Strong | NodeKind::Html | NodeKind::Image | NodeKind::Link => true,
            _ => false,
        };
        if is_finished {
            return None;
        }
        if node.kind == NodeKind::Text && sane::ends_right(text) {
            let fault = Fault::new(node.span, MESSAGE).help(AS_ORIGINAL);
            return self.quirks.then_some(fault);
        }
        let highest = match self.content_fault(nodes) {
            Some(_) => Applicability::Unsafe,
            None => Applicability::Safe,
        };
        let fix = repair::end(self.document, node, nodes.len(), highest);
        Some(Fault::new(node.span, MESSAGE).fix(fix))
    }

    fn content_fault(&self, nodes: &[(NodeId, &Node)]) -> Option<Fault> {
        if let [(_, only)] = nodes {
            return self.case_fault(only);
        }
        let is_allowed = |node: &Node| {
            matches!(
                node.kind,
                NodeKind::Emphasis
                    | NodeKind::FootnoteReference
                    | NodeKind::Html
                    | NodeKind::Image
                    | NodeKind::InlineCode
                    | NodeKind::Link
                    | NodeKind::LinkReference
                    | NodeKind::Strong
                    | NodeKind::Text
            )
        };
        let (_, other) = nodes.iter().find(|(_, node)| !is_allowed(node))?;
        Some(Fault::new(
            other.span,
            "description with struck text, a line break or a picture by reference",
        ))
    }

    fn case_fault(&self, node: &Node) -> Option<Fault> {
        let rest = behind(&node.value, SEPARATOR.len());
        let Some(word) = words(rest).next() else {
            return Some(Fault::new(node.span, "description without a text"));
        };
        let is_exempt = rest.trim().starts_with(['/', '@', '#', '$', '~', '&', '%'])
            || !has_case(word)
            || is_cased(word)
            || word.contains(|digit: char| digit.is_ascii_digit())
            || word.starts_with(['"', '\'', '('])
            || word == "npm";
        if is_exempt {
            return None;
        }
        let fault = Fault::new(node.span, "description does not begin with a capital");
        if sane::begins_right(word) {
            return self.quirks.then_some(fault.help(AS_ORIGINAL));
        }
        Some(fault.fix(repair::capital(self.document, node, word)))
    }
}

/// A text without its first units of UTF-16.
fn behind(text: &str, units: usize) -> &str {
    let mut rest = text.chars();
    let mut count = 0;
    while count < units
        && let Some(character) = rest.next()
    {
        count += character.len_utf16();
    }
    rest.as_str()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(['-', ' ', ';', '.', '/', '\'']);
    words.filter(|word| !word.is_empty())
}

/// Whether what follows a link is a note and no description: emoji, or one pair of parentheses.
fn is_note(text: &str) -> bool {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A\s\([^)]+\)\s*\z").expect("a fixed expression"));
    static PAIR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\A\([^)]+\)\z").expect("a fixed expression"));
    if text.starts_with(SEPARATOR) {
        return false;
    }
    let plain = without_emoji(text);
    let plain = plain.trim();
    plain.is_empty() || NOTE.is_match(text) || PAIR.is_match(plain)
}

const MARKS: [char; 4] = ['.', '!', '?', '…'];
const QUOTES: [char; 2] = ['"', '”'];

/// Whether a description ends as the original wants it; `last` is its last text.
fn ends_properly(text: &str, last: &str) -> bool {
    static PIECES: LazyLock<Regex> = LazyLock::new(|| Regex::new("\\A`.+`.+`.+\\z").expect("a fixed expression"));
    let unmarked = text.trim_end_matches(MARKS);
    if !text.contains('\n') && unmarked.len() > 1 && unmarked.starts_with('`') && unmarked.ends_with('`') {
        return PIECES.is_match(text);
    }
    if unmarked.len() < text.len() && unmarked.ends_with(QUOTES) {
        let inside = &unmarked[..unmarked.len() - unmarked.chars().next_back().map_or(0, char::len_utf8)];
        return !inside.ends_with(MARKS);
    }
    if text.strip_suffix(QUOTES).unwrap_or(text).ends_with(MARKS) {
        return true;
    }
    if !text.contains(MARKS) {
        let words: Vec<&str> = words(text).collect();
        let is_short = words.len() <= 2 && words.last().is_some_and(|last| ends_in_emoji(last));
        if !is_short {
            return false;
        }
    }
    last.trim_end().ends_with(')') || ends_in_emoji(last)
}

/// Whether the original asks for a capital in a word: it begins with a Latin letter, or holds one of those others.
fn has_case(word: &str) -> bool {
    static CASED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\A\p{Latin}|\p{Greek}|\p{Cyrillic}").expect("a fixed expression"));
    word.starts_with(|first: char| first.is_ascii_alphabetic()) || !word.is_ascii() && CASED.is_match(word)
}

fn is_cased(word: &str) -> bool {
    let is_kept = |character: &char| character.is_ascii_alphanumeric() || *character == '_';
    let plain: String = word.chars().filter(is_kept).collect();
    matches!(
        case_of(&plain),
        Some(Case::Camel | Case::Capital | Case::Constant | Case::Pascal | Case::Upper)
    )
}
