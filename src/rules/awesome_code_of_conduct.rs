//! Codes of conduct that still hold what their template holds.

use serde::Deserialize;

use crate::document::{Document, Node, NodeId, NodeKind, Syntax};
use crate::rule::{Findings, Group, Level, Preset, RuleInfo, TreeRule, finding, start, tree_rule};
use crate::source::Span;
use crate::tree::{Known, Tree};

pub static INFO: RuleInfo = RuleInfo {
    name: "awesome-code-of-conduct",
    page: include_str!("../../rules/awesome-code-of-conduct.md"),
    group: Group::Text,
    level: Level::Error,
    fixes: None,
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: tree_rule::<AwesomeCodeOfConduct>,
};

/// The paths of a code of conduct from the folder of a list.
pub const PATHS: [&str; 4] = [
    "code-of-conduct.md",
    "code_of_conduct.md",
    ".github/code-of-conduct.md",
    ".github/code_of_conduct.md",
];

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct AwesomeCodeOfConduct {
    /// Whether the mistakes of the original check count too.
    quirks: bool,
}

const AUTHOR: &str = "sindresorhus";
const ADDRESS: &str = "sindresorhus@gmail.com";

/// What stands in templates where an address belongs.
const PLACEHOLDERS: [&str; 2] = ["[INSERT EMAIL ADDRESS]", "[INSERT CONTACT METHOD]"];

impl TreeRule for AwesomeCodeOfConduct {
    fn check(&self, document: &Document, tree: &dyn Tree, findings: &mut Findings) {
        let path = document.source().path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !PATHS[..2].iter().any(|own| own.eq_ignore_ascii_case(name)) {
            return;
        }
        let syntax = document.syntax();
        if syntax.nodes().next().is_none() {
            findings.push(finding(document, start(document), "the code of conduct is empty"));
        } else if let Some(span) = self.placeholder(document) {
            let message = "the code of conduct has a placeholder where an address belongs";
            findings.push(finding(document, span, message));
        } else if let Some(span) = template_address(document)
            && owner(path, tree).as_deref() != Some(AUTHOR)
        {
            let message = "the code of conduct has the address of its template";
            findings.push(finding(document, span, message).help("write yours"));
        }
    }
}

impl AwesomeCodeOfConduct {
    /// The original finds a placeholder only where a definition makes a link of it.
    fn placeholder(&self, document: &Document) -> Option<Span> {
        let is_label = |node: &Node| {
            let is_link = matches!(node.kind, NodeKind::LinkReference);
            is_link && document.slice(node.span).ends_with(PLACEHOLDERS[0])
        };
        let mut nodes = document.syntax().nodes().map(|(_, node)| node);
        if let Some(node) = nodes.find(|node| is_label(node)) {
            return Some(node.span);
        }
        let place = PLACEHOLDERS.iter().find_map(|text| {
            let start = document.source().text().find(text)?;
            Some(Span::new(start, start + text.len()))
        });
        place.filter(|place| !self.quirks && !document.is_verbatim(place.start))
    }
}

/// The first text that holds the address of the template.
fn template_address(document: &Document) -> Option<Span> {
    let syntax = document.syntax();
    let is_text = |node: &Node| node.kind == NodeKind::Text && node.value.contains(ADDRESS);
    let (_, node) = syntax.nodes().find(|(_, node)| is_text(node))?;
    let parent = node.parent.filter(|parent| is_bare(document, syntax.node(*parent)));
    Some(parent.map_or(node.span, |link| whole_text(document, syntax, link)))
}

/// Whether an address is a link only by GitHub's Markdown, which the original does not read here.
fn is_bare(document: &Document, node: &Node) -> bool {
    node.kind == NodeKind::Link && !document.slice(node.span).starts_with(['[', '<'])
}

/// The text around a bare address, with what stands before it.
fn whole_text(document: &Document, syntax: &Syntax, link: NodeId) -> Span {
    let own = syntax.node(link);
    let mut span = own.span;
    for (_, node) in syntax.children(own.parent).take_while(|(id, _)| *id < link) {
        let is_part = node.kind == NodeKind::Text || is_bare(document, node);
        // Something else ends the text before it.
        let start = if is_part {
            span.start.min(node.span.start)
        } else {
            own.span.start
        };
        span.start = start;
    }
    span
}

/// The owner of the repository, by the address it was fetched from or by a package.json.
fn owner(path: &std::path::Path, tree: &dyn Tree) -> Option<String> {
    if let Some(origin) = tree.origin() {
        return owner_of(origin);
    }
    let Known::Present(file) = tree.read(path, &["package.json"]) else {
        return None;
    };
    let package: serde_json::Value = serde_json::from_str(&file.text).ok()?;
    let repository = &package["repository"];
    owner_of(repository["url"].as_str().or(repository.as_str())?)
}

/// The last but one part of the path of an address.
fn owner_of(address: &str) -> Option<String> {
    let mut parts = address.trim_end_matches('/').rsplit(['/', ':']);
    parts.next()?;
    parts.next().map(str::to_owned)
}
