//! Links and images without a destination.

use serde::Deserialize;

use crate::document::{Document, Effect, Link, LinkKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::scan;
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "empty-link",
    page: include_str!("../../rules/empty-link.md"),
    group: Group::Links,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<EmptyLink>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct EmptyLink {}

impl DocumentRule for EmptyLink {
    fn check(&self, document: &Document, findings: &mut Findings) {
        for link in document.links() {
            if !scan::trim(document.url(link)).is_empty() {
                continue;
            }
            let what = if link.is_image { "image" } else { "link" };
            let message = format!("{what} without a destination");
            let help = "add the address, or remove the brackets";
            let fix = unlink(document, link);
            findings.push(finding(document, link.span, message).help(help).fix(fix));
        }
    }
}

/// Leaves the text of an inline link and takes the rest away.
fn unlink(document: &Document, link: &Link) -> Option<Fix> {
    let is_plain = link.kind == LinkKind::Inline && !link.is_image && link.title.is_none();
    if !is_plain || document.slice(link.text).trim().is_empty() {
        return None;
    }
    let file = document.file();
    let open = Span::new(link.span.start as usize, link.text.start as usize);
    let close = Span::new(link.text.end as usize, link.span.end as usize);
    Fix::new(
        "leave the text without a link",
        Applicability::Unsafe,
        &[Effect::Links],
        vec![Edit::delete(file, open), Edit::delete(file, close)],
    )
}
