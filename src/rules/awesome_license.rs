//! Sections about the licence, which belongs into a file of its own.

use serde::Deserialize;

use crate::document::{Document, Effect, Node, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "awesome-license",
    page: include_str!("../../rules/awesome-license.md"),
    group: Group::Structure,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<AwesomeLicense>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct AwesomeLicense {}

impl DocumentRule for AwesomeLicense {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        let is_licence = |text: &str| matches!(text.to_lowercase().as_str(), "license" | "licence");
        let mut headings = syntax
            .nodes()
            .filter(|(_, node)| matches!(node.kind, NodeKind::Heading(_)));
        if let Some((_, node)) = headings.find(|(id, _)| is_licence(&syntax.plain_text(*id))) {
            let help = "put the licence into a file, where GitHub shows it";
            let finding = finding(document, node.span, "section about the licence").help(help);
            findings.push(finding.fix(remove(document, node)));
        }
    }
}

/// Takes a section of the document itself away.
fn remove(document: &Document, node: &Node) -> Option<Fix> {
    let NodeKind::Heading(depth) = node.kind else {
        return None;
    };
    let sections = document.sections();
    let of_heading = |heading: u32| document.headings()[heading as usize].span.start == node.span.start;
    let section = sections
        .iter()
        .find(|section| section.heading.is_some_and(of_heading))?;
    if depth == 1 || node.parent.is_some() {
        return None;
    }
    let source = document.source();
    let (mut start, end) = (node.span.start as usize, section.span.end as usize);
    if end == source.len() {
        // The gap before it goes too.
        let kept = source.text()[..start].trim_end().len();
        start = source.line_start(source.line_of(kept) + 1).min(start);
    }
    let edit = Edit::delete(document.file(), Span::new(start, end));
    Fix::new(
        "remove the section",
        Applicability::Unsafe,
        &[Effect::Entries],
        vec![edit],
    )
}
