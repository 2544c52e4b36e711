//! Definitions that nothing refers to.

use serde::Deserialize;

use crate::document::{Document, NodeId, NodeKind, label_key};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::{Span, last_from};
use rustc_hash::FxHashMap;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-unused-definitions",
    page: include_str!("../../rules/no-unused-definitions.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoUnusedDefinitions>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoUnusedDefinitions {}

/// A definition, and whether something refers to it.
#[derive(Default)]
struct Use {
    definition: Option<NodeId>,
    is_used: bool,
}

impl DocumentRule for NoUnusedDefinitions {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        let mut uses: FxHashMap<(bool, String), Use> = FxHashMap::default();
        for (id, node) in syntax.nodes() {
            let label = match node.kind {
                NodeKind::LinkReference | NodeKind::ImageReference => {
                    document.slice(reference_label(document, node.span))
                }
                _ => &node.value,
            };
            let is_footnote = matches!(node.kind, NodeKind::FootnoteDefinition | NodeKind::FootnoteReference);
            match node.kind {
                NodeKind::Definition | NodeKind::FootnoteDefinition => {
                    uses.entry((is_footnote, label_key(label))).or_default().definition = Some(id);
                }
                NodeKind::LinkReference | NodeKind::ImageReference | NodeKind::FootnoteReference => {
                    uses.entry((is_footnote, label_key(label))).or_default().is_used = true;
                }
                _ => {}
            }
        }
        let unused = uses.values().filter(|uses| !uses.is_used);
        let mut unused: Vec<NodeId> = unused.filter_map(|uses| uses.definition).collect();
        unused.sort_unstable();
        for id in unused {
            let node = syntax.node(id);
            let what = if node.kind == NodeKind::Definition {
                "definition"
            } else {
                "footnote"
            };
            let message = format!("nothing refers to the {what} `{}`", node.value.trim());
            findings.push(finding(document, node.span, message).fix(fix(document, node.span)));
        }
    }
}

/// The label of a reference in any of its forms.
fn reference_label(document: &Document, reference: Span) -> Span {
    let text = document.slice(reference);
    let start = reference.start as usize;
    let open = text.find('[').map_or(0, |open| open + 1);
    let whole = text.strip_suffix("[]").unwrap_or(text);
    let end = whole.len().saturating_sub(1).max(open);
    let from = match whole.rfind("][") {
        Some(split) if whole.len() == text.len() => split + 2,
        _ => open,
    };
    Span::new(start + from, start + end)
}

/// Removes the lines of a definition; a footnote is left to a person.
fn fix(document: &Document, definition: Span) -> Option<Fix> {
    let own = last_from(document.definitions(), definition.start, |own| own.span.start)?;
    let lines = (own.span == definition).then(|| own.lines(document.source()))??;
    let edit = Edit::delete(document.file(), lines);
    Fix::new("remove the definition", Applicability::Unsafe, &[], vec![edit])
}
