//! What contents lack, found by where their links lead and not by their order.

use rustc_hash::FxHashSet;

use super::{NodeId, NodeKind, Toc, is_list};
use crate::diagnostic::Finding;
use crate::rule::finding;
use crate::url::percent_decode;

/// What is wrong with a list of contents: links that lead nowhere, texts that differ, sections that are missing.
pub(super) fn check(toc: &Toc<'_>, list: NodeId) -> Vec<Finding> {
    let syntax = toc.syntax;
    let mut found = Vec::new();
    let mut listed = FxHashSet::default();
    let items = syntax
        .descendants(list)
        .filter(|(_, node)| matches!(node.kind, NodeKind::Item { .. }));
    for (item, node) in items {
        let own = syntax.children(Some(item)).find(|(_, block)| !is_list(block));
        let link = own.and_then(|(block, _)| {
            let is_link = |kind| matches!(kind, NodeKind::Link | NodeKind::LinkReference);
            syntax.descendants(block).find(|(_, node)| is_link(node.kind))
        });
        let Some((link, target)) = link else {
            continue;
        };
        let url = percent_decode(&target.url).to_lowercase().replace('\u{FE0F}', "");
        let text = rendered(toc, link);
        let message = match toc.anchors.get(&url) {
            Some(heading) => {
                listed.insert(*heading);
                let title = rendered(toc, *heading);
                (title != text).then(|| format!("“{text}” leads to the section “{title}”"))
            }
            None if url.starts_with('#') => Some(format!("“{text}” leads to {}, which is no heading", target.url)),
            None => None,
        };
        found.extend(message.map(|message| finding(toc.document, node.span, message)));
    }
    let missing = toc.sections.iter().filter(|section| !listed.contains(section));
    found.extend(missing.map(|section| {
        let message = format!("contents do not list “{}”", rendered(toc, *section));
        finding(toc.document, syntax.node(list).span, message)
    }));
    found
}

/// What a reader sees of a node: without tags and the variations of emoji, with each run of blanks as one.
fn rendered(toc: &Toc<'_>, id: NodeId) -> String {
    let texts = toc
        .syntax
        .descendants(id)
        .filter(|(_, node)| node.kind != NodeKind::Html);
    let text: String = texts.map(|(_, node)| node.value.replace('\u{FE0F}', "")).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
