//! UTF-8 read as another encoding, with bytes lost on the way.

use serde::Deserialize;

use crate::diagnostic::{Finding, excerpt};
use crate::document::{DamagedProse, Document, Effect};
use crate::edit::{Applicability, Edit, Fix};
use crate::encoding::{Damage, Kind};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};

pub static INFO: RuleInfo = RuleInfo {
    name: "mojibake-lossy",
    page: include_str!("../../rules/mojibake-lossy.md"),
    group: Group::Encoding,
    level: Level::Error,
    fixes: Some(Applicability::Manual),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<MojibakeLossy>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct MojibakeLossy {}

/// How many characters are named that the lost one may have been.
const NAMED: usize = 3;

impl DocumentRule for MojibakeLossy {
    fn check(&self, document: &Document, findings: &mut Findings) {
        // Of such a file all is said at once.
        if document.damaged_file().is_some() {
            return;
        }
        for piece in document.damaged_prose() {
            let is_lossy = |damage: &&Damage| matches!(damage.kind, Kind::Lossy(_));
            let damages: Vec<Damage> = piece.damages.iter().filter(is_lossy).cloned().collect();
            if !damages.is_empty() {
                findings.push(report(document, piece, &damages));
            }
        }
    }
}

fn report(document: &Document, piece: &DamagedProse, damages: &[Damage]) -> Finding {
    let first = &damages[0];
    let (broken, repaired) = piece.words(document, damages);
    let message = format!("{}, with bytes lost: `{}`", first.chain, excerpt(broken));
    let mut help = format!("it was `{}`", excerpt(&repaired));
    let fillings: &[char] = match &first.kind {
        Kind::Lossy(fillings) => &fillings[..fillings.len().min(NAMED)],
        _ => &[],
    };
    if !fillings.is_empty() {
        let names: Vec<String> = fillings.iter().map(|filling| format!("`{filling}`")).collect();
        help = format!("{help}; the first lost character may be {}", names.join(", "));
    }
    let span = piece.span_of(first);
    let end = piece.span_of(&damages[damages.len() - 1]).end;
    let place = crate::source::Span { start: span.start, end };
    finding(document, place, message)
        .help(help)
        .fix(filled(document, piece, damages))
}

/// The likeliest text, where one character is lost and some of its bytes are there.
fn filled(document: &Document, piece: &DamagedProse, damages: &[Damage]) -> Option<Fix> {
    let [damage] = damages else {
        return None;
    };
    let Kind::Lossy(fillings) = &damage.kind else {
        return None;
    };
    let gap = char::REPLACEMENT_CHARACTER;
    if damage.repaired.matches(gap).count() != 1 {
        return None;
    }
    let text = damage.repaired.replace(gap, fillings.first()?.encode_utf8(&mut [0; 4]));
    let edit = Edit::replace(document.file(), piece.span_of(damage), text.clone());
    Fix::new(
        format!("write `{}`", excerpt(&text)),
        Applicability::Manual,
        &[Effect::Text, Effect::Anchors, Effect::Html],
        vec![edit],
    )
}
