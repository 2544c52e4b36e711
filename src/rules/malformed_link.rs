//! Text that was meant as a link and is none.

mod forms;
mod scanner;
mod target;

use std::borrow::Cow;

use serde::Deserialize;

use self::scanner::Scanner;
use crate::document::{Document, Effect, ProseKind, Sign};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "malformed-link",
    page: include_str!("../../rules/malformed-link.md"),
    group: Group::Links,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<MalformedLink>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct MalformedLink {}

impl DocumentRule for MalformedLink {
    fn check(&self, document: &Document, findings: &mut Findings) {
        for slip in find(document) {
            let fix = slip.repair.and_then(|(text, applicability)| {
                // The mark of an image is text until the image is one.
                let is_image = document.source().text()[..slip.span.start as usize].ends_with('!');
                let mark = if is_image { "!" } else { "" };
                let span = Span::new(slip.span.start as usize - mark.len(), slip.span.end as usize);
                let edit = Edit::replace(document.file(), span, format!("{mark}{text}"));
                let effects = &[Effect::Text, Effect::Links, Effect::Anchors];
                Fix::new("write the link", applicability, effects, vec![edit])
            });
            findings.push(finding(document, slip.span, slip.message).help(slip.help).fix(fix));
        }
    }
}

/// A link that Markdown does not see.
pub(super) struct Slip<'d> {
    /// From the opening bracket to the end of the address.
    pub span: Span,
    message: &'static str,
    help: &'static str,
    repair: Repair<'d>,
}

/// What is written instead, and how sure that is.
type Repair<'d> = Option<(Cow<'d, str>, Applicability)>;

/// Whether bytes begin with a bracket that may close the text of a malformed link: quick, and never wrongly no.
fn may_close(bytes: &[u8]) -> bool {
    matches!(bytes, [b']', ..] | [b')', b'[', ..] | [0xE3, 0x80, 0x91, b'(', ..])
}

/// The malformed links of a document, in the order of the text.
pub(super) fn find(document: &Document) -> Vec<Slip<'_>> {
    let scanner = Scanner::new(document);
    let mut slips: Vec<Slip<'_>> = Vec::new();
    let prose = document.prose_with(Sign::Bracket);
    for prose in prose.filter(|prose| prose.kind == ProseKind::Text) {
        // The third byte begins the lenticular bracket `】`.
        for at in memchr::memchr3_iter(b']', b')', 0xE3, document.slice(prose.span).as_bytes()) {
            let at = prose.span.start as usize + at;
            if !may_close(&scanner.text.as_bytes()[at..]) {
                continue;
            }
            let is_taken = slips.last().is_some_and(|slip| at < slip.span.end as usize);
            if !is_taken {
                slips.extend(scanner.slip_at(at));
            }
        }
    }
    slips.extend(scanner.reversed_addresses());
    slips.sort_by_key(|slip| slip.span.start);
    slips
}
