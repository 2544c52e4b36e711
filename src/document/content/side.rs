//! Two contents beside each other.

use super::{Content, Effect, TextKind, Token, Touched, Value};
use crate::source::{Source, Span};

/// A text with its content, and where edits touch it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'c> {
    pub source: &'c Source,
    pub content: &'c Content,
    pub touched: &'c Touched,
}

impl<'c> Side<'c> {
    pub fn new(source: &'c Source, content: &'c Content, touched: &'c Touched) -> Self {
        Self {
            source,
            content,
            touched,
        }
    }

    /// Whether the two say the same, apart from what may have changed where edits touched them.
    pub fn equals(self, after: Side<'_>) -> bool {
        let (mut before, mut after) = (Folded::of(self), Folded::of(after));
        loop {
            before.skip_same(&mut after);
            match (before.next(), after.next()) {
                (None, None) => return true,
                (first, second) if first == second => {}
                _ => return false,
            }
        }
    }
}

/// A token or one character of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item<'c> {
    Char(TextKind, char),
    Target(&'c str),
    Anchor(&'c str),
    Other(Value),
}

impl Item<'_> {
    fn is_block_edge(self) -> bool {
        matches!(self, Item::Other(Value::Open(node, _) | Value::Close(node)) if !node.is_inline())
    }
}

/// What may not change, character by character.
struct Visible<'c> {
    side: Side<'c>,
    next: usize,
    /// The characters left of the open run, where they stand, and whether an edit may show in them.
    run: std::str::Chars<'c>,
    run_at: u32,
    run_kind: TextKind,
    is_run_touched: bool,
    /// Where no edit may show: most tokens stand where the last one does.
    clear: Span,
}

impl<'c> Visible<'c> {
    fn of(side: Side<'c>) -> Self {
        Self {
            side,
            next: 0,
            run: "".chars(),
            run_at: 0,
            run_kind: TextKind::Visible,
            is_run_touched: false,
            clear: Span::default(),
        }
    }

    /// What a token says by itself.
    fn item(&self, token: Token) -> Item<'c> {
        let text = |number: u32| &*self.side.content.texts[number as usize];
        match token.value {
            Value::Char(kind, character) => Item::Char(kind, character),
            Value::Target => Item::Target(self.side.source.slice(token.place())),
            Value::Address(number) => Item::Target(text(number)),
            Value::Anchor(number) => Item::Anchor(text(number)),
            other => Item::Other(other),
        }
    }

    /// How many bytes of the open run are known to come before the next edit.
    fn clear_length(&self) -> usize {
        match self.is_run_touched {
            true if self.run_at < self.clear.start => 0,
            true => self.clear.end.saturating_sub(self.run_at) as usize,
            false => usize::MAX,
        }
    }

    /// Whether an edit touches a place.
    fn is_touched(&mut self, place: Span) -> bool {
        if self.clear.encloses(place) {
            return false;
        }
        self.clear = self.side.touched.clear_around(place);
        !self.clear.encloses(place)
    }

    /// Whether an edit may show in what stands at a place.
    fn may_differ(&mut self, place: Span, effect: Effect) -> bool {
        self.is_touched(place) && self.side.touched.allows(place, effect)
    }

    fn open_run(&mut self, token: Token, kind: TextKind, is_touched: bool) {
        self.run = self.side.source.slice(token.place()).chars();
        self.run_at = token.at;
        self.run_kind = kind;
        self.is_run_touched = is_touched;
    }

    /// The token that follows the open run, if that is at its end and no edit is near.
    fn clear_token(&self) -> Option<Token> {
        let token = *self.side.content.tokens.get(self.next)?;
        let is_clear = self.clear.encloses(token.place()) && self.clear.encloses(token.holder());
        (is_clear && self.run.as_str().is_empty()).then_some(token)
    }

    /// Leaves out so many bytes of the open run.
    fn step_over(&mut self, length: usize) {
        self.run = self.run.as_str()[length..].chars();
        self.run_at += length as u32;
    }
}

impl<'c> Iterator for Visible<'c> {
    type Item = Item<'c>;

    fn next(&mut self) -> Option<Item<'c>> {
        loop {
            if let Some(character) = self.run.next() {
                let at = self.run_at;
                self.run_at += character.len_utf8() as u32;
                let place = Span {
                    start: at,
                    end: self.run_at,
                };
                if self.is_run_touched && self.may_differ(place, self.run_kind.effect()) {
                    continue;
                }
                return Some(Item::Char(self.run_kind, character));
            }
            let token = *self.side.content.tokens.get(self.next)?;
            self.next += 1;
            let effect = token.value.effect();
            let is_touched = self.may_differ(token.place(), effect)
                || token.holder != token.at && self.may_differ(token.holder(), effect);
            match token.value {
                Value::Run(kind) => self.open_run(token, kind, is_touched),
                _ if is_touched => {}
                Value::Open(..) | Value::ListStart(_)
                    if self.is_touched(token.place()) && self.side.touched.ends_at(token.at) => {}
                _ => return Some(self.item(token)),
            }
        }
    }
}

/// Visible items in which a run of blanks counts as one, and blanks at the edge of a block as none.
struct Folded<'c> {
    items: Visible<'c>,
    held: Option<Item<'c>>,
    is_blank_pending: bool,
    is_at_edge: bool,
}

impl<'c> Folded<'c> {
    fn of(side: Side<'c>) -> Self {
        Self {
            items: Visible::of(side),
            held: None,
            is_blank_pending: false,
            is_at_edge: true,
        }
    }

    /// Steps over what both go on with, where no edit shows: item by item they would give the same, and nearly all of
    /// two texts is the same.
    fn skip_same(&mut self, other: &mut Self) {
        self.skip_same_text(other);
        while self.skip_same_values(other) {
            self.skip_same_text(other);
        }
    }

    /// Steps over tokens that are no text; true if runs of text begin behind them.
    fn skip_same_values(&mut self, other: &mut Self) -> bool {
        if self.held.is_some() || other.held.is_some() {
            return false;
        }
        while let (Some(token), Some(others)) = (self.items.clear_token(), other.items.clear_token()) {
            let item = self.items.item(token);
            if item != other.items.item(others) || matches!(item, Item::Char(..)) {
                return false;
            }
            let is_edge = item.is_block_edge();
            for (folded, token) in [(&mut *self, token), (&mut *other, others)] {
                folded.items.next += 1;
                folded.is_at_edge |= is_edge;
                folded.is_blank_pending &= !is_edge;
                if let Value::Run(kind) = token.value {
                    folded.items.open_run(token, kind, false);
                }
            }
            if let Value::Run(_) = token.value {
                return true;
            }
        }
        false
    }

    fn skip_same_text(&mut self, other: &mut Self) {
        let is_alike = self.held.is_none()
            && other.held.is_none()
            && self.is_blank_pending == other.is_blank_pending
            && self.is_at_edge == other.is_at_edge
            && self.items.run_kind == other.items.run_kind;
        let most = self.items.clear_length().min(other.items.clear_length());
        if !is_alike || most == 0 {
            return;
        }
        let (own, others) = (self.items.run.as_str(), other.items.run.as_str());
        let same = own
            .bytes()
            .zip(others.bytes())
            .take(most)
            .take_while(|(one, other)| one == other);
        let same = &own[..own.floor_char_boundary(same.count())];
        let length = same.len();
        let is_visible = self.items.run_kind == TextKind::Visible;
        let text = if is_visible {
            same.trim_end_matches(BLANKS)
        } else {
            same
        };
        let ends_blank = text.len() < length;
        for folded in [self, other] {
            folded.items.step_over(length);
            folded.is_at_edge &= text.is_empty();
            if length > 0 {
                folded.is_blank_pending = ends_blank && !folded.is_at_edge;
            }
        }
    }
}

/// What counts as one blank where several follow one another.
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

impl<'c> Iterator for Folded<'c> {
    type Item = Item<'c>;

    fn next(&mut self) -> Option<Item<'c>> {
        if let Some(item) = self.held.take() {
            return Some(item);
        }
        loop {
            let item = self.items.next()?;
            match item {
                Item::Char(TextKind::Visible, ' ' | '\t' | '\n' | '\r') => self.is_blank_pending = !self.is_at_edge,
                Item::Char(..) => {
                    self.is_at_edge = false;
                    if std::mem::take(&mut self.is_blank_pending) {
                        self.held = Some(item);
                        return Some(Item::Char(TextKind::Visible, ' '));
                    }
                    return Some(item);
                }
                item if item.is_block_edge() => {
                    self.is_blank_pending = false;
                    self.is_at_edge = true;
                    return Some(item);
                }
                _ => return Some(item),
            }
        }
    }
}
