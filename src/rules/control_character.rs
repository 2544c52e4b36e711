//! Control characters in text that people read.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Effect, LinkedAnchors, Prose};
use crate::edit::{Applicability, Edit, Fix};
use crate::encoding::Page;
use crate::invisible::{self, Kind};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "control-character",
    page: include_str!("../../rules/control-character.md"),
    group: Group::Encoding,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<ControlCharacter>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct ControlCharacter {}

const EFFECTS: &[Effect] = &[Effect::Text, Effect::Anchors, Effect::Html];

/// How many characters are named.
const SHOWN: usize = 3;

/// A control character, and what is to stand in its place.
struct Control {
    character: char,
    at: Span,
    edit: Edit,
    trust: Applicability,
}

impl DocumentRule for ControlCharacter {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let text = document.source().text();
        if !document.has_control_of_ascii() && !invisible::has_control_beyond_ascii(text) {
            return;
        }
        let anchors = LinkedAnchors::default();
        for prose in document.prose() {
            let controls = controls(document, &anchors, prose);
            let line = |control: &Control| document.source().line_of(control.at.start as usize);
            for controls in controls.chunk_by(|a, b| line(a) == line(b)) {
                findings.push(report(document, controls));
            }
        }
    }
}

/// The controls of a piece of prose that no other rule tells more about.
fn controls(document: &Document, anchors: &LinkedAnchors, prose: &Prose) -> Vec<Control> {
    let text = document.slice(prose.span);
    if !invisible::has_control(text) || invisible::names_a_code_point(text) {
        return Vec::new();
    }
    let characters = text.char_indices().filter(|&(_, character)| {
        let kind = invisible::describe(character).map(|(kind, _)| kind);
        matches!(kind, Some(Kind::Control | Kind::C1))
    });
    let controls = characters.filter_map(|(at, character)| {
        let start = prose.span.start as usize + at;
        let at = Span::new(start, start + character.len_utf8());
        let damage = document.damage_at(at.start);
        let is_of_windows = match damage {
            Some(damage) if damage.chain.source != Some(Page::Windows1252) => return None,
            Some(damage) => damage.is_safe(),
            None => false,
        };
        Some(control(document, anchors, character, at, is_of_windows))
    });
    controls.collect()
}

fn control(document: &Document, anchors: &LinkedAnchors, character: char, at: Span, is_of_windows: bool) -> Control {
    let text = document.source().text();
    let (before, after) = (&text[..at.start as usize], &text[at.end as usize..]);
    let (replacement, is_certain) = invisible::replacement(character, before, after);
    let place = match replacement.is_empty() {
        true => invisible::with_blank(at.range(), before, after),
        false => at.range(),
    };
    let place = Span::new(place.start, place.end);
    let is_safe = (is_certain || is_of_windows) && !anchors.would_change(document, place);
    Control {
        character,
        at,
        edit: Edit::replace(document.file(), place, replacement),
        trust: if is_safe {
            Applicability::Safe
        } else {
            Applicability::Unsafe
        },
    }
}

fn report(document: &Document, controls: &[Control]) -> Finding {
    let mut names: Vec<String> = Vec::new();
    for control in controls {
        let name = format!("U+{:04X}", control.character as u32);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() > SHOWN {
        names.truncate(SHOWN);
        names.push("others".to_owned());
    }
    let noun = if names.len() == 1 {
        "control character"
    } else {
        "control characters"
    };
    let place = Span {
        start: controls[0].at.start,
        end: controls[controls.len() - 1].at.end,
    };
    let trust = controls.iter().map(|control| control.trust).min();
    let title = match &controls[0].edit.text {
        text if text.trim().is_empty() => "remove it".to_owned(),
        text => format!("write `{text}`"),
    };
    let edits = controls.iter().map(|control| control.edit.clone()).collect();
    let fix = Fix::new(title, trust.unwrap_or(Applicability::Unsafe), EFFECTS, edits);
    finding(document, place, format!("{noun} {} in the text", names.join(" and "))).fix(fix)
}
