//! Addresses that stand in the text without brackets.

use serde::Deserialize;

use crate::document::{Document, Link, LinkKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, RuleInfo, document_rule, finding};

pub static INFO: RuleInfo = RuleInfo {
    name: "bare-url",
    page: include_str!("../../rules/bare-url.md"),
    group: Group::Links,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[],
    since: "0.1.0",
    configure: document_rule::<BareUrl>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct BareUrl {}

/// Whether the address stands in the parentheses of what was meant as a link: `[title] (https://…)`.
fn is_link_to_be(document: &Document, link: &Link) -> bool {
    let before = &document.source().text()[..link.span.start as usize];
    let title = before.strip_suffix('(').or_else(|| before.strip_suffix("(<"));
    title.is_some_and(|title| title.trim_end_matches([' ', '\t', '\r', '\n']).ends_with(']'))
}

impl DocumentRule for BareUrl {
    fn check(&self, document: &Document, findings: &mut Findings) {
        for link in document.links().iter().filter(|link| link.kind == LinkKind::BareUrl) {
            let url = document.slice(link.span);
            let has_scheme = url.contains("://");
            if !has_scheme && !url.starts_with("www.") || is_link_to_be(document, link) {
                continue;
            }
            let file = document.file();
            let (start, end) = (link.span.start as usize, link.span.end as usize);
            let edits = vec![Edit::insert(file, start, "<"), Edit::insert(file, end, ">")];
            let fix = Fix::new("put it in angle brackets", Applicability::Safe, &[], edits);
            let help = if has_scheme {
                "write `<…>`, or give it a title: `[title](…)`"
            } else {
                "give it a title and its scheme: `[title](https://…)`"
            };
            let found = finding(document, link.span, "address without brackets").help(help);
            // The address is not written as it is: an entity, which may end elsewhere between brackets.
            let is_plain = document.url(link) == url;
            findings.push(found.fix(fix.filter(|_| has_scheme && is_plain)));
        }
    }
}
