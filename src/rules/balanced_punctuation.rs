//! Quotes and brackets of typography that do not come in pairs.

use std::ops::Range;

use serde::Deserialize;

use crate::document::{Document, Effect, Node, NodeId, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::original;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "balanced-punctuation",
    page: include_str!("../../rules/balanced-punctuation.md"),
    group: Group::Text,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<BalancedPunctuation>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct BalancedPunctuation {
    /// Whether the mistakes of the original check count too.
    quirks: bool,
}

const PAIRS: [(char, char); 8] = [
    ('“', '”'),
    ('‘', '’'),
    ('『', '』'),
    ('（', '）'),
    ('《', '》'),
    ('「', '」'),
    ('【', '】'),
    ('"', '"'),
];

/// A mark without its partner.
struct Single {
    /// Its place among the characters of the text.
    place: usize,
    mark: char,
    partner: char,
    is_opening: bool,
}

/// A paragraph, a heading, or all that an item or a quotation holds, as one text.
struct Unit<'s> {
    characters: Vec<char>,
    /// The nodes of the text, each with its characters.
    texts: Vec<(Range<usize>, &'s Node)>,
}

impl DocumentRule for BalancedPunctuation {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        let mut end = 0;
        for (id, node) in syntax.nodes() {
            let is_unit = matches!(
                node.kind,
                NodeKind::Paragraph | NodeKind::Heading(_) | NodeKind::Item { .. } | NodeKind::Quote
            );
            if id.0 < end || !is_unit {
                continue;
            }
            end = node.end;
            if may_hold_marks(document.slice(node.span)) {
                self.check_unit(document, &Unit::of(document, id), findings);
            }
        }
    }
}

/// Whether a text may hold a mark of a pair, as it is or as an entity.
fn may_hold_marks(text: &str) -> bool {
    text.bytes()
        .any(|byte| matches!(byte, b'"' | b'&' | 0xE2 | 0xE3 | 0xEF))
}

impl<'s> Unit<'s> {
    fn of(document: &'s Document, id: NodeId) -> Self {
        let mut unit = Self {
            characters: Vec::new(),
            texts: Vec::new(),
        };
        for (_, text) in document
            .syntax()
            .descendants(id)
            .filter(|(_, node)| node.kind == NodeKind::Text)
        {
            let start = unit.characters.len();
            unit.characters.extend(text.value.chars());
            unit.texts.push((start..unit.characters.len(), text));
        }
        unit
    }

    fn at(&self, place: usize) -> Option<char> {
        self.characters.get(place).copied()
    }

    fn text_at(&self, place: usize) -> Option<&(Range<usize>, &'s Node)> {
        self.texts.iter().find(|(range, _)| range.contains(&place))
    }

    /// How many units of UTF-16 come before a character.
    fn units_before(&self, place: usize) -> usize {
        self.characters[..place]
            .iter()
            .map(|character| character.len_utf16())
            .sum()
    }

    /// Where a character stands in the source.
    fn span(&self, document: &Document, place: usize) -> Option<Span> {
        let (range, text) = self.text_at(place)?;
        let slice = document.slice(text.span);
        if slice != &*text.value {
            return None;
        }
        let (offset, character) = slice.char_indices().nth(place - range.start)?;
        let start = text.span.start as usize + offset;
        Some(Span::new(start, start + character.len_utf8()))
    }
}

impl BalancedPunctuation {
    fn check_unit(&self, document: &Document, unit: &Unit<'_>, findings: &mut Findings) {
        let singles = self.singles(unit);
        let fix = straight_partner(document, unit, &singles);
        for (index, single) in singles.iter().enumerate() {
            let message = match single.is_opening {
                true => format!("`{}` without a closing `{}`", single.mark, single.partner),
                false => format!("`{}` without an opening `{}`", single.mark, single.partner),
            };
            let span = match self.quirks {
                true => node_span(document, unit, single.place),
                false => unit
                    .span(document, single.place)
                    .unwrap_or_else(|| node_span(document, unit, single.place)),
            };
            let mut finding = finding(document, span, message);
            if self.quirks && !self.is_sane(unit, single) {
                finding = finding.help(original::READING);
            }
            findings.push(finding.fix(fix.clone().filter(|_| index == 0)));
        }
    }

    /// Whether a mark counts where the mistakes of the original do not.
    fn is_sane(&self, unit: &Unit<'_>, single: &Single) -> bool {
        let before = single.place.checked_sub(1).and_then(|place| unit.at(place));
        let after = unit.at(single.place + 1);
        match single.mark {
            // An apostrophe at the start of a year or the end of a word.
            '’' => !before.is_some_and(is_word) && !after.is_some_and(is_word),
            // The mark of inches.
            '"' => !before.is_some_and(|before| before.is_ascii_digit()),
            _ => true,
        }
    }

    fn singles(&self, unit: &Unit<'_>) -> Vec<Single> {
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut in_quotes = false;
        let mut singles = Vec::new();
        let closing = |place: usize, pair: usize| Single {
            place,
            mark: PAIRS[pair].1,
            partner: PAIRS[pair].0,
            is_opening: false,
        };
        for (place, &character) in unit.characters.iter().enumerate() {
            if matches!(character, '’' | '\'') && is_apostrophe(unit, place) {
                continue;
            }
            let Some(pair) = PAIRS
                .iter()
                .position(|(first, last)| [*first, *last].contains(&character))
            else {
                continue;
            };
            if PAIRS[pair].0 == PAIRS[pair].1 {
                match (in_quotes, open.last()) {
                    (true, Some((_, last))) if *last == pair => {
                        open.pop();
                    }
                    (true, _) => singles.push(closing(place, pair)),
                    (false, _) => open.push((place, pair)),
                }
                in_quotes = !in_quotes;
            } else if character == PAIRS[pair].0 {
                open.push((place, pair));
            } else if let Some(last) = open.iter().rposition(|(_, other)| *other == pair) {
                open.remove(last);
            } else {
                singles.push(closing(place, pair));
            }
        }
        singles.extend(open.into_iter().map(|(place, pair)| Single {
            place,
            mark: PAIRS[pair].0,
            partner: PAIRS[pair].1,
            is_opening: true,
        }));
        if !self.quirks {
            singles.retain(|single| self.is_sane(unit, single));
        }
        singles
    }
}

/// Where the original says that a mark stands: in the text that has as many characters before it as the mark has
/// units of UTF-16, if there is one.
fn node_span(document: &Document, unit: &Unit<'_>, place: usize) -> Span {
    let counted = unit.units_before(place);
    match unit.text_at(counted) {
        Some((_, text)) if counted == place => unit
            .span(document, place)
            .filter(|span| on_line_of(document, *span, text))
            .unwrap_or(text.span),
        Some((_, text)) => text.span,
        None => Span::at(0),
    }
}

/// Whether a place is on the first line of a text.
fn on_line_of(document: &Document, span: Span, text: &Node) -> bool {
    let source = document.source();
    source.line_of(span.start as usize) == source.line_of(text.span.start as usize)
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn is_apostrophe(unit: &Unit<'_>, place: usize) -> bool {
    // The original looks at units of UTF-16: no letter beyond the first plane is one.
    let is_letter = |character: char| is_word(character) && character.len_utf16() == 1;
    let before = place.checked_sub(1).and_then(|place| unit.at(place));
    if !before.is_some_and(is_letter) {
        return false;
    }
    unit.at(place + 1)
        .is_none_or(|after| is_letter(after) || after.is_whitespace() || ".,;:!?()[]{}\"'—–".contains(after))
}

/// Makes the straight one of two quotes that are meant as a pair like the other.
fn straight_partner(document: &Document, unit: &Unit<'_>, singles: &[Single]) -> Option<Fix> {
    let [first, second] = singles else {
        return None;
    };
    let (straight, other) = match (first.mark, second.mark) {
        ('"', '“' | '”') => (first, second),
        ('“' | '”', '"') => (second, first),
        _ => return None,
    };
    let (mark, is_right) = match other.mark {
        '“' => ("”", other.place < straight.place),
        _ => ("“", straight.place < other.place),
    };
    let edit = Edit::replace(document.file(), unit.span(document, straight.place)?, mark);
    let fix = Fix::new(
        "make the two quotes a pair",
        Applicability::Unsafe,
        &[Effect::Text],
        vec![edit],
    );
    fix.filter(|_| is_right)
}
