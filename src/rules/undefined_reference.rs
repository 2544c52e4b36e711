//! References whose label is not defined.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::document::{Document, Effect, ProseKind, label_key};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::{Span, last_from};
use crate::suggest;

pub static INFO: RuleInfo = RuleInfo {
    name: "undefined-reference",
    page: include_str!("../../rules/undefined-reference.md"),
    group: Group::Links,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<UndefinedReference>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct UndefinedReference {}

/// How many references must resolve before others are expected to.
const HABIT: usize = 3;

impl DocumentRule for UndefinedReference {
    fn check(&self, document: &Document, findings: &mut Findings) {
        // Only pairs of brackets are judged, so only they show the habit.
        let resolved = document.links().iter().filter(|link| {
            let second = link.span.end.saturating_sub(link.text.end);
            link.label().is_some() && second > 1
        });
        let resolved = resolved.count();
        if resolved < HABIT {
            return;
        }
        let mut defined: FxHashMap<String, &str> = FxHashMap::default();
        for definition in document.definitions() {
            let label = document.slice(definition.label);
            defined.entry(label_key(label)).or_insert(label);
        }
        let source = document.source().text();
        let found: Vec<Reference> = memchr::memmem::find_iter(source.as_bytes(), b"][")
            .filter_map(|middle| Reference::at(document, middle))
            .filter(|reference| !defined.contains_key(&label_key(document.slice(reference.label))))
            .collect();
        if found.len() >= resolved {
            return;
        }
        let can_compare = found.len() * defined.len() <= COMPARISONS;
        for reference in found {
            let label = document.slice(reference.label);
            let key = label_key(label);
            let known = defined.keys().map(String::as_str).filter(|_| can_compare);
            let nearest = suggest::nearest(&key, known);
            let nearest = nearest.and_then(|key| Some((key, *defined.get(key)?)));
            let help = nearest.map_or("define it, or take the second brackets out".to_owned(), |(_, label)| {
                format!("did you mean `{label}`?")
            });
            let fix = nearest.and_then(|(known, label)| relabel(document, &reference, trust(&key, known)?, label));
            let message = format!("`{}` is not defined", label.trim());
            findings.push(finding(document, reference.span, message).help(help).fix(fix));
        }
    }
}

/// How many labels are compared with one another before nothing is suggested.
const COMPARISONS: usize = 10_000;

/// `[text][label]` in the text that is shown, where no link was made of it.
struct Reference {
    /// Both pairs of brackets, and the mark of an image.
    span: Span,
    text: Span,
    /// The second brackets' content, or the text where they are empty.
    label: Span,
}

/// How far the ends of a pair of brackets are looked for.
const REACH: usize = 500;

impl Reference {
    /// The reference around `][`.
    fn at(document: &Document, middle: usize) -> Option<Self> {
        let text = document.source().text();
        let bytes = text.as_bytes();
        let is_shown = |offset: usize| {
            let prose = last_from(document.prose(), offset as u32, |prose| prose.span.start);
            prose.is_some_and(|prose| prose.kind == ProseKind::Text && prose.span.contains(offset as u32))
        };
        if !is_shown(middle) || !is_shown(middle + 1) {
            return None;
        }
        let start = middle.saturating_sub(REACH);
        let open = start + memchr::memrchr3(b'[', b']', b'\n', &bytes[start..middle])?;
        let end = (middle + 2 + REACH).min(bytes.len());
        let close = middle + 2 + memchr::memchr3(b'[', b']', b'\n', &bytes[middle + 2..end])?;
        let inner = Span::new(open + 1, middle);
        let second = Span::new(middle + 2, close);
        let before = text[..open].chars().next_back();
        let after = bytes.get(close + 1);
        let stands_alone = before.is_none_or(|before| !before.is_alphanumeric() && !matches!(before, ']' | '\\' | ')'))
            && !matches!(after, Some(b'(' | b'[' | b':' | b'{'));
        let is_pair = bytes[open] == b'[' && bytes[close] == b']' && is_shown(open) && is_shown(close);
        let label = if second.is_empty() { inner } else { second };
        let is_name = |span: Span| is_name(document.slice(span));
        (is_pair && stands_alone && is_name(inner) && is_name(label)).then(|| Self {
            span: Span::new(open - usize::from(before == Some('!')), close + 1),
            text: inner,
            label,
        })
    }
}

/// Whether brackets hold words: no number, check mark, code, escape or address.
fn is_name(label: &str) -> bool {
    let has_letters = label.chars().filter(|character| character.is_alphabetic()).count() > 1;
    has_letters && !label.contains(['`', '\\', '=', '<', '|', '^', '$', '@', '/'])
}

/// How far it may be trusted that one label was meant by another; `None` where it is only likely.
fn trust(written: &str, known: &str) -> Option<Applicability> {
    let without = |key: &str, is_left_out: fn(char) -> bool| -> String {
        key.chars().filter(|character| !is_left_out(*character)).collect()
    };
    let is_joint = |character: char| matches!(character, ' ' | '-' | '_');
    if without(written, is_joint) == without(known, is_joint) {
        return Some(Applicability::Safe);
    }
    let is_mark = |character: char| !character.is_alphanumeric();
    let is_slip = written.chars().count() >= SHORTEST_SLIP && strsim::damerau_levenshtein(written, known) == 1;
    (is_slip || without(written, is_mark) == without(known, is_mark)).then_some(Applicability::Unsafe)
}

/// How long a label must be for one wrong letter to be a slip.
const SHORTEST_SLIP: usize = 5;

fn relabel(document: &Document, reference: &Reference, trust: Applicability, label: &str) -> Option<Fix> {
    let mark = if document.slice(reference.span).starts_with('!') {
        "!"
    } else {
        ""
    };
    let text = format!("{mark}[{}][{label}]", document.slice(reference.text));
    let edit = Edit::replace(document.file(), reference.span, text);
    let title = format!("refer to `{label}`");
    Fix::new(title, trust, &[Effect::Links, Effect::Text], vec![edit])
}
