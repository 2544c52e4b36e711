//! Punctuation that is there twice.

use serde::Deserialize;

use crate::document::{Document, Effect, Prose, ProseKind, Sign};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::scan::ByteSet;
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "repeated-punctuation",
    page: include_str!("../../rules/repeated-punctuation.md"),
    group: Group::Text,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<RepeatedPunctuation>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct RepeatedPunctuation {}

/// From how many places on a file means it.
const HABIT: usize = 5;

impl DocumentRule for RepeatedPunctuation {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let mut slips: Vec<Slip> = Vec::new();
        let prose = document.prose_with(Sign::Repeated);
        for prose in prose.filter(|prose| prose.kind == ProseKind::Text) {
            slips_in(document, prose, &mut slips);
        }
        let is_habit = |sign: &str| slips.iter().filter(|slip| slip.sign == sign).count() >= HABIT;
        let habits: Vec<&str> = SIGNS
            .iter()
            .map(|(sign, _)| *sign)
            .filter(|sign| is_habit(sign))
            .collect();
        for slip in slips.iter().filter(|slip| !habits.contains(&slip.sign)) {
            let edit = Edit::replace(document.file(), slip.span, slip.meant);
            let title = format!("write `{}`", slip.meant);
            let fix = Fix::new(title, slip.applicability, &[Effect::Text], vec![edit]);
            findings.push(
                finding(
                    document,
                    slip.span,
                    format!("`{}` where `{}` is enough", slip.sign, slip.meant),
                )
                .fix(fix),
            );
        }
    }
}

/// Signs that are one too many, and what was meant.
const SIGNS: [(&str, &str); 10] = [
    (",,", ","),
    (", ,", ","),
    (";;", ";"),
    ("..", "."),
    (",.", "."),
    ("!.", "!"),
    ("?.", "?"),
    ("、、", "、"),
    ("。。", "。"),
    ("，，", "，"),
];

struct Slip {
    span: Span,
    sign: &'static str,
    meant: &'static str,
    applicability: Applicability,
}

fn slips_in(document: &Document, prose: &Prose, slips: &mut Vec<Slip>) {
    let text = document.slice(prose.span);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = BEGINNINGS.find(&bytes[at..]) {
        at += next;
        let sign = match bytes[at..] {
            [_, b',' | b';' | b'.', ..] | [b',', b' ', b',', ..] => sign_at(text, at),
            [0xE3 | 0xEF, second, third, ref next @ ..] if next.starts_with(&[bytes[at], second, third]) => {
                sign_at(text, at)
            }
            _ => None,
        };
        let Some((sign, meant)) = sign else {
            at += 1;
            continue;
        };
        let start = prose.span.start as usize + at;
        let span = Span::new(start, start + sign.len());
        at += sign.len();
        if let Some(applicability) = judge(document, prose, span, sign) {
            slips.push(Slip {
                span,
                sign,
                meant,
                applicability,
            });
        }
    }
}

/// The bytes that the signs begin with.
const BEGINNINGS: ByteSet = ByteSet::of(b",;.!?\xE3\xEF");

fn sign_at(text: &str, at: usize) -> Option<(&'static str, &'static str)> {
    let rest = text.get(at..)?;
    SIGNS.into_iter().find(|(sign, _)| rest.starts_with(sign))
}

/// Whether a sign is a slip, by what stands around it, and how far its fix may be trusted.
fn judge(document: &Document, prose: &Prose, span: Span, sign: &str) -> Option<Applicability> {
    let before = document.slice(Span::new(prose.span.start as usize, span.start as usize));
    let after = &document.source().text()[span.end as usize..];
    let left = before.chars().next_back()?;
    let right = after.chars().next().unwrap_or('\n');
    if !sign.is_ascii() {
        let is_longer = sign.starts_with(left) || sign.starts_with(right);
        return (!is_longer && left.is_alphanumeric()).then_some(Applicability::Safe);
    }
    let is_word = left.is_alphanumeric() || matches!(left, ')' | '"' | '”');
    let is_end = matches!(right, '\n' | '\r' | '|');
    let ends = right == ' ' || is_end;
    match sign {
        ",," | ", ," if is_word && (ends || right.is_ascii_alphanumeric()) && !after.trim_start().starts_with(',') => {
            Some(Applicability::Safe)
        }
        ";;" if is_word && ends => Some(Applicability::Safe),
        ",." if left.is_alphabetic() && ends => Some(Applicability::Unsafe),
        "!." | "?." => {
            let word = before[..].rsplit(|c: char| !c.is_alphanumeric()).next()?;
            let is_common = word.len() > 1 && word.chars().all(char::is_lowercase);
            // The name of a macro or a method may end so.
            (is_common && ends).then_some(Applicability::Unsafe)
        }
        ".." if left.is_alphabetic() || left == ')' => after_two_periods(before, after),
        _ => None,
    }
}

/// Two periods may be short for an ellipsis, but not at the end of a sentence.
fn after_two_periods(before: &str, after: &str) -> Option<Applicability> {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_abbreviation = matches!(word, "etc" | "al");
    let rest = after.trim_start_matches([' ', '\r']);
    let is_last = rest.is_empty() || rest.starts_with(['\n', '|']);
    let goes_on = rest.trim_start().starts_with(char::is_lowercase);
    if is_abbreviation && (is_last || after.starts_with([' ', ')'])) || is_last && !goes_on {
        return Some(Applicability::Safe);
    }
    let begins = after.starts_with(' ') && rest.starts_with(char::is_uppercase);
    begins.then_some(Applicability::Unsafe)
}
