//! Quotes and brackets of typography that do not come in pairs.

use std::ops::Range;

use serde::Deserialize;

use crate::document::{Document, Effect, Node, NodeId, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, start};
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
    /// Where each character stands in its text.
    offsets: Vec<u32>,
    /// The places of the characters that are two units of UTF-16.
    wide: Vec<usize>,
    texts: Vec<Text<'s>>,
}

/// A text node and its characters in a unit.
struct Text<'s> {
    range: Range<usize>,
    node: &'s Node,
    /// Whether its characters stand in the source as they are.
    is_plain: bool,
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
            offsets: Vec::new(),
            wide: Vec::new(),
            texts: Vec::new(),
        };
        let inside = document.syntax().descendants(id);
        for (_, node) in inside.filter(|(_, node)| node.kind == NodeKind::Text) {
            let start = unit.characters.len();
            for (offset, character) in node.value.char_indices() {
                if character.len_utf16() > 1 {
                    unit.wide.push(unit.characters.len());
                }
                unit.characters.push(character);
                unit.offsets.push(offset as u32);
            }
            unit.texts.push(Text {
                range: start..unit.characters.len(),
                node,
                is_plain: document.slice(node.span) == &*node.value,
            });
        }
        unit
    }

    fn at(&self, place: usize) -> Option<char> {
        self.characters.get(place).copied()
    }

    fn text_at(&self, place: usize) -> Option<&Text<'s>> {
        let next = self.texts.partition_point(|text| text.range.end <= place);
        self.texts.get(next)
    }

    /// How many units of UTF-16 come before a character.
    fn units_before(&self, place: usize) -> usize {
        place + self.wide.partition_point(|wide| *wide < place)
    }

    /// Where a character stands in the source.
    fn span(&self, place: usize) -> Option<Span> {
        let text = self.text_at(place).filter(|text| text.is_plain)?;
        let start = text.node.span.start + self.offsets[place];
        Some(Span::new(start as usize, start as usize + self.at(place)?.len_utf8()))
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
                    .span(single.place)
                    .unwrap_or_else(|| node_span(document, unit, single.place)),
            };
            let mut finding = finding(document, span, message);
            if self.quirks && !self.is_sane(unit, single) {
                finding = finding.help(AS_ORIGINAL);
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
        // Of each pair the places that are open.
        let mut open: [Vec<usize>; PAIRS.len()] = std::array::from_fn(|_| Vec::new());
        let mut in_quotes = false;
        let mut singles = Vec::new();
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
            let (first, last) = PAIRS[pair];
            let is_closed = if first != last {
                character == last && open[pair].pop().is_some()
            } else {
                // The last that was opened must be of the same kind.
                let newest = open.iter().filter_map(|places| places.last()).max();
                let closes = in_quotes && open[pair].last().is_some_and(|own| newest == Some(own));
                closes && open[pair].pop().is_some()
            };
            let is_opening = if first == last { !in_quotes } else { character == first };
            if is_opening {
                open[pair].push(place);
            } else if !is_closed {
                singles.push(Single {
                    place,
                    mark: last,
                    partner: first,
                    is_opening: false,
                });
            }
            in_quotes ^= first == last;
        }
        let left = open.into_iter().zip(PAIRS);
        let mut left: Vec<Single> = left
            .flat_map(|(places, (mark, partner))| {
                places.into_iter().map(move |place| Single {
                    place,
                    mark,
                    partner,
                    is_opening: true,
                })
            })
            .collect();
        left.sort_by_key(|single| single.place);
        singles.extend(left);
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
    let Some(text) = unit.text_at(counted) else {
        return start(document);
    };
    let own = unit
        .span(place)
        .filter(|own| counted == place && on_line_of(document, *own, text.node));
    own.unwrap_or(text.node.span)
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
    let edit = Edit::replace(document.file(), unit.span(straight.place)?, mark);
    let fix = Fix::new(
        "make the two quotes a pair",
        Applicability::Unsafe,
        &[Effect::Text],
        vec![edit],
    );
    fix.filter(|_| is_right)
}
