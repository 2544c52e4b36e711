//! Task boxes that are checked with another sign than the first one.

use serde::Deserialize;

use crate::document::{Document, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "checkbox-character-style",
    page: include_str!("../../rules/checkbox-character-style.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<CheckboxCharacterStyle>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct CheckboxCharacterStyle {}

/// What stands in a task box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sign {
    is_checked: bool,
    byte: u8,
}

impl DocumentRule for CheckboxCharacterStyle {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        let mut first: [Option<Sign>; 2] = [None; 2];
        for (id, item) in syntax.nodes() {
            let NodeKind::Item {
                checked: Some(is_checked),
            } = item.kind
            else {
                continue;
            };
            let head = syntax.children(Some(id)).next().map(|(_, head)| head.span);
            let Some(place) = head.and_then(|head| sign_before(document, head.start)) else {
                continue;
            };
            let byte = document.slice(place).as_bytes()[0];
            let sign = Sign { is_checked, byte };
            let wanted = *first[usize::from(is_checked)].get_or_insert(sign);
            if sign == wanted {
                continue;
            }
            let kind = if is_checked { "checked" } else { "unchecked" };
            let (own, other) = (shown(byte), shown(wanted.byte));
            let message = format!("{kind} task box with `{own}`, but the first one has `{other}`");
            let edit = Edit::replace(document.file(), place, char::from(wanted.byte));
            let fix = Fix::new(format!("write `{other}`"), Applicability::Safe, &[], vec![edit]);
            findings.push(finding(document, place, message).fix(fix));
        }
    }
}

/// The sign of the box that stands before the text of an item.
fn sign_before(document: &Document, head: u32) -> Option<Span> {
    let before = document.line_before(head);
    let close = document.slice(before).rfind(']')?;
    let place = Span::new(
        (before.start as usize + close).checked_sub(1)?,
        before.start as usize + close,
    );
    matches!(
        document.source().text().as_bytes().get(place.range())?,
        b" " | b"\t" | b"x" | b"X"
    )
    .then_some(place)
}

fn shown(byte: u8) -> String {
    match byte {
        b'\t' => "\\t".to_owned(),
        byte => char::from(byte).to_string(),
    }
}
