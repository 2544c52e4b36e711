//! The forms of malformed links, each by the bracket that closes its text.

use std::borrow::Cow;

use super::scanner::{Scanner, Stop, Token};
use super::target::{closed_by, is_address, is_file, is_target, unbalanced, without_marks};
use super::{Repair, Slip};
use crate::document::LinkKind;
use crate::edit::Applicability;
use crate::source::Span;

impl<'d> Scanner<'d> {
    /// The slip around a closing bracket.
    pub fn slip_at(&self, at: usize) -> Option<Slip<'d>> {
        if self.document.is_escaped(at as u32) {
            return None;
        }
        let rest = &self.text[at..];
        let leaf = || self.document.leaf(at as u32);
        match rest.as_bytes() {
            [b']', b' ' | b'\t' | b'\r' | b'\n', ..] => self.apart(at, leaf()?),
            [b']', b'(', ..] => self.unfinished(at, leaf()?),
            [b']', b'h' | b'w' | b'H', ..] => self.bare(at, leaf()?),
            [b']', b'[', ..] => self.in_square(at, leaf()?, (b'[', b']'), "brackets around the address of a link"),
            [b')', b'[', ..] => self.reversed(at, leaf()?),
            [b']', 0xEF, ..] if rest[1..].starts_with('（') => self.wide(at, 1, leaf()?),
            [0xE3, ..] if rest.starts_with("】(") => self.lenticular(at, leaf()?),
            _ => None,
        }
    }

    /// `[text] (address)`
    fn apart(&self, close: usize, leaf: Span) -> Option<Slip<'d>> {
        let rest = &self.text[close + 1..leaf.end as usize];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let blanks = match rest[blanks..]
            .strip_prefix("\r\n")
            .or(rest[blanks..].strip_prefix('\n'))
        {
            Some(next) => rest.len() - next.trim_start_matches([' ', '\t']).len(),
            None => blanks,
        };
        if !rest[blanks..].starts_with('(') {
            return None;
        }
        let open = self.opener(close, leaf, (b'[', b']'))?;
        let label = self.text[open + 1..close].trim();
        // Boxes to tick and numbers of notes are no texts of links.
        let is_text = label.len() > 1 && !label.starts_with('^') && !label.bytes().all(|byte| byte.is_ascii_digit());
        let paren = close + 1 + blanks;
        let inside = self.line_from(paren + 1, leaf);
        let start = paren + 1 + (inside.len() - inside.trim_start().len());
        let token = self.token(start, leaf)?;
        let is_target = match token.text.strip_prefix('#') {
            // `[fixed] (#123)` names a ticket.
            Some(anchor) => self.has_anchor(anchor),
            None => is_file(token.text) || !token.text.starts_with('/') && is_target(token.text),
        };
        if !is_text || !is_target || token.stop == Stop::Wide || self.holds_link(Span::new(open, close)) {
            return None;
        }
        let message = "blank between the text and the address of a link";
        let rest = self.line_from(token.end, leaf);
        let behind = token.end + (rest.len() - rest.trim_start().len());
        let end = match self.text[behind..].starts_with(')') {
            true => Some((token.text, behind + 1)),
            false => self
                .title_end(&token, leaf)
                .map(|end| (&self.text[start..end - 1], end)),
        };
        let Some((inside, end)) = end else {
            // A sentence in parentheses that begins with an address.
            if unbalanced(rest).is_some() {
                return None;
            }
            let span = Span::new(open, token.end);
            let text = format!("{}({})", &self.text[open..=close], token.text);
            let repair = rest
                .trim()
                .is_empty()
                .then_some((Cow::Owned(text), Applicability::Safe));
            return Some(slip(span, message, repair));
        };
        let text = format!("{}({inside})", &self.text[open..=close]);
        let repair = Some((Cow::Owned(text), Applicability::Safe));
        Some(slip(Span::new(open, end), message, repair))
    }

    /// The end of a link behind its title, if a title and a parenthesis follow its address.
    fn title_end(&self, token: &Token<'_>, leaf: Span) -> Option<usize> {
        let rest = self.line_from(token.end, leaf);
        let quoted = rest.trim_start();
        let mark = quoted.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
        let title = &quoted[1..];
        let quote = title.find(mark)?;
        title[quote + 1..].starts_with(')').then(|| {
            let start = token.end + (rest.len() - title.len());
            start + quote + 2
        })
    }

    /// `](address` without an end, or without a beginning.
    fn unfinished(&self, close: usize, leaf: Span) -> Option<Slip<'d>> {
        let inside = self.line_from(close + 2, leaf);
        let start = close + 2 + (inside.len() - inside.trim_start().len());
        let begins = |first: char| first.is_alphanumeric() || "./#{[<".contains(first);
        if !self.text[start..leaf.end as usize].starts_with(begins) {
            return None;
        }
        let token = self.token(start, leaf)?;
        let Some(open) = self.opener(close, leaf, (b'[', b']')) else {
            return self.unopened(close, leaf, &token);
        };
        if let Some(slip) = self.nested(open, close, &token) {
            return Some(slip);
        }
        match token.stop {
            Stop::Parenthesis => {
                let holds_link = self.holds_link(Span::new(open, close));
                let span = Span::new(open, token.end + 1);
                (holds_link && is_target(token.text)).then(|| Slip {
                    help: "the text of a link holds no other link",
                    ..slip(span, "link inside the text of a link", None)
                })
            }
            Stop::Wide if is_address(token.text) => {
                let span = Span::new(open, token.end + '）'.len_utf8());
                let repair = self.repaired(open, close, token.text);
                Some(slip(span, "full-width parenthesis in a link", repair))
            }
            Stop::Wide => None,
            Stop::Blank => self.blank_inside(open, close, leaf, &token),
            Stop::Line if !is_address(token.text) => None,
            Stop::Line if closed_by(token.text).is_some() => Some(self.unclosed(open, close, &token)),
            Stop::Line => match self.cut_end(token.end, leaf) {
                Some(end) => Some(slip(Span::new(open, end), "link cut by a line break", None)),
                None => Some(self.unclosed(open, close, &token)),
            },
        }
    }

    /// The link with the address that was meant.
    fn repaired(&self, open: usize, close: usize, address: &str) -> Repair<'d> {
        let text = format!("{}({address})", &self.text[open..=close]);
        Some((Cow::Owned(text), Applicability::Safe))
    }

    /// `](address` without its closing parenthesis.
    fn unclosed(&self, open: usize, close: usize, token: &Token<'d>) -> Slip<'d> {
        let address = without_marks(token.text);
        let (meant, message) = closed_by(address).unwrap_or((address, "link without its closing parenthesis"));
        let has_title = self.text[token.end..].trim_start().starts_with(['"', '\'']);
        let repair = (!has_title).then(|| self.repaired(open, close, meant)).flatten();
        let end = token.end - (token.text.len() - address.len());
        slip(Span::new(open, end), message, repair)
    }

    /// Where an address ends that goes on in the next line up to a parenthesis.
    fn cut_end(&self, line_end: usize, leaf: Span) -> Option<usize> {
        let rest = &self.text[line_end..leaf.end as usize];
        let next = rest.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n')?;
        let next = next.trim_start_matches([' ', '\t', '>']);
        let token = self.token(leaf.end as usize - next.len(), leaf)?;
        let is_rest = token.stop == Stop::Parenthesis && !token.text.is_empty() && !token.text.contains('[');
        is_rest.then_some(token.end + 1)
    }

    /// `](address and more`
    fn blank_inside(&self, open: usize, close: usize, leaf: Span, token: &Token<'d>) -> Option<Slip<'d>> {
        let inside = self.line_from(close + 2, leaf);
        let end = unbalanced(inside).map(|length| close + 2 + length);
        let whole = end.map(|end| self.text[close + 2..end].trim());
        let message = "blank in the address of a link";
        let Some((end, whole)) = end.zip(whole) else {
            return is_address(without_marks(token.text)).then(|| self.unclosed(open, close, token));
        };
        let span = Span::new(open, end + 1);
        // Templates hold blanks, and are links when they are filled in.
        if whole.contains("{{") || whole.contains("{%") {
            return None;
        }
        let has_target = is_target(token.text) || whole.contains("://") || whole.starts_with('{') || is_file(whole);
        if !has_target {
            return None;
        }
        if let Some(anchor) = whole.strip_prefix('#') {
            let anchor = anchor.trim().to_lowercase().replace(' ', "-");
            let anchor = format!("#{anchor}");
            let repair = self
                .has_anchor(&anchor[1..])
                .then(|| self.repaired(open, close, &anchor));
            return Some(slip(span, message, repair.flatten()));
        }
        let before = self.text_before(open, leaf);
        let is_in_parentheses = before.matches('(').count() > before.matches(')').count();
        if is_address(token.text) && is_in_parentheses && !whole[token.text.len()..].contains("://") {
            return Some(self.unclosed(open, close, token));
        }
        if let Some(address) = whole.strip_prefix('<').filter(|address| is_address(address)) {
            let message = "angle bracket of an address is not closed";
            let is_whole = !address.contains([' ', '\t', '>']);
            let repair = is_whole.then(|| self.repaired(open, close, address)).flatten();
            return Some(slip(span, message, repair));
        }
        let behind = whole.strip_prefix(token.text).unwrap_or_default().trim_start();
        if is_address(token.text) && behind.starts_with(['"', '\'', '“', '”', '‘', '’']) {
            return Some(Slip {
                help: "a title stands between two straight quotation marks and holds none of them",
                ..slip(span, "malformed title of a link", None)
            });
        }
        Some(slip(span, message, None))
    }

    /// A link that stands in the address of another.
    fn nested(&self, open: usize, close: usize, token: &Token<'d>) -> Option<Slip<'d>> {
        let place = Span::new(close + 2, token.end.max(close + 2) + 1);
        let mut links = self.document.links_in(place).iter();
        let inner = links.rfind(|link| link.kind == LinkKind::Inline)?;
        let behind = inner.span.end as usize;
        let end = if self.text[behind..].starts_with(')') {
            behind + 1
        } else {
            behind
        };
        let before = &self.text[close + 2..inner.span.start as usize];
        let url = self.document.url(inner);
        let written = format!("{before}{}", self.document.slice(inner.text));
        let is_same = url.trim_end_matches('/') == written.trim_end_matches('/');
        if is_address(before) && !is_same {
            return None;
        }
        let repair = is_same.then(|| self.repaired(open, close, url)).flatten();
        Some(slip(Span::new(open, end), "link inside the address of a link", repair))
    }

    /// `text](address)` without its opening bracket, or with a closing one too many.
    fn unopened(&self, close: usize, leaf: Span, token: &Token<'d>) -> Option<Slip<'d>> {
        if token.stop != Stop::Parenthesis || !is_target(token.text) {
            return None;
        }
        let end = token.end + 1;
        if self.text[..close].ends_with(']') {
            let open = self.opener(close - 1, leaf, (b'[', b']'))?;
            let text = format!("{}{}", &self.text[open..close], &self.text[close + 1..end]);
            let repair = Some((Cow::Owned(text), Applicability::Safe));
            return Some(slip(Span::new(open, end), "`]` too many in a link", repair));
        }
        if !is_address(token.text) || self.text_before(close, leaf).contains("\\[") {
            return None;
        }
        let message = "link without its opening bracket";
        let start = leaf.start as usize;
        let is_round = self.text[start..].starts_with('(');
        let first = start + usize::from(is_round);
        let label = &self.text[first.min(close)..close];
        // A bar in the text of a link ends the cell of a table.
        let is_cut = self.text[..start].trim_end().ends_with('|');
        let is_whole = !label.is_empty()
            && !is_cut
            && label.len() <= 80
            && (is_round || !label.contains(' '))
            && !label.contains(['\n', '[', ']', '(', '*', '_', '`', '<']);
        let repair = is_whole.then(|| {
            let text = format!("[{}", &self.text[first..end]);
            (Cow::Owned(text), Applicability::Safe)
        });
        let from = if is_whole { start } else { close };
        Some(slip(Span::new(from, end), message, repair))
    }

    /// `[text]address)` or `[text]address`
    fn bare(&self, close: usize, leaf: Span) -> Option<Slip<'d>> {
        let token = self.address(close + 1, leaf)?;
        let open = self.opener(close, leaf, (b'[', b']'))?;
        let (address, end, message) = match token.stop {
            Stop::Parenthesis => (token.text, token.end + 1, "link without its opening parenthesis"),
            _ => {
                let address = without_marks(token.text);
                let end = token.end - (token.text.len() - address.len());
                (address, end, "link without parentheses around its address")
            }
        };
        let address = address.strip_suffix("()").unwrap_or(address);
        let text = format!("{}({address})", &self.text[open..=close]);
        let repair = Some((Cow::Owned(text), Applicability::Safe));
        Some(slip(Span::new(open, end), message, repair))
    }

    /// `(text)[address]`
    fn reversed(&self, close: usize, leaf: Span) -> Option<Slip<'d>> {
        let message = "text and address of a link are in each other's brackets";
        self.in_square(close, leaf, (b'(', b')'), message)
    }

    /// `[address]` behind a text in brackets.
    fn in_square(&self, close: usize, leaf: Span, pair: (u8, u8), message: &'static str) -> Option<Slip<'d>> {
        let inside = self.line_from(close + 2, leaf);
        let length = memchr::memchr3(b']', b' ', b'\t', inside.as_bytes())?;
        let address = &inside[..length];
        if !inside[length..].starts_with(']') || !is_address(address) {
            return None;
        }
        let open = self.opener(close, leaf, pair)?;
        let text = format!("[{}]({address})", &self.text[open + 1..close]);
        let span = Span::new(open, close + 2 + length + 1);
        let repair = Some((Cow::Owned(text), Applicability::Safe));
        Some(slip(span, message, repair))
    }

    /// `(address)[address]`, which is one long address for the parser.
    pub fn reversed_addresses(&self) -> impl Iterator<Item = Slip<'d>> + '_ {
        let addresses = self
            .document
            .links()
            .iter()
            .filter(|link| link.kind == LinkKind::BareUrl);
        addresses.filter_map(|link| {
            let close = self.document.slice(link.span).find(")[")? + link.span.start as usize;
            self.reversed(close, self.document.leaf(link.span.start)?)
        })
    }

    /// `[text]（address）`
    fn wide(&self, close: usize, width: usize, leaf: Span) -> Option<Slip<'d>> {
        let token = self.address(close + width + '（'.len_utf8(), leaf)?;
        let end = match token.stop {
            Stop::Parenthesis => token.end + 1,
            Stop::Wide => token.end + '）'.len_utf8(),
            Stop::Blank | Stop::Line => return None,
        };
        let open = self.opener(close, leaf, (b'[', b']'))?;
        let text = format!("{}({})", &self.text[open..=close], token.text);
        let repair = Some((Cow::Owned(text), Applicability::Safe));
        Some(slip(Span::new(open, end), "full-width parenthesis in a link", repair))
    }

    /// `【text】(address)`
    fn lenticular(&self, close: usize, leaf: Span) -> Option<Slip<'d>> {
        let token = self.address(close + "】(".len(), leaf)?;
        if token.stop != Stop::Parenthesis {
            return None;
        }
        let before = self.text_before(close, leaf);
        let start = close - before.len() + before.rfind('【')?;
        let label = &self.text[start + '【'.len_utf8()..close];
        if label.contains(['\n', '[', ']', '】']) {
            return None;
        }
        let text = format!("[{label}]({})", token.text);
        let repair = Some((Cow::Owned(text), Applicability::Unsafe));
        let span = Span::new(start, token.end + 1);
        Some(slip(span, "lenticular brackets around the text of a link", repair))
    }
}

fn slip<'d>(span: Span, message: &'static str, repair: Repair<'d>) -> Slip<'d> {
    let help = match message.contains("blank") && repair.is_none() {
        true => "a link is written `[text](address)`, its address without blanks",
        false => "a link is written `[text](address)`",
    };
    Slip {
        span,
        message,
        help,
        repair,
    }
}
