//! Tables of contents as the JavaScript awesome-lint wants them: each section, in order, by its very text.

mod regenerate;
mod sane;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Node, NodeId, NodeKind, Slugger, Syntax};
use crate::edit::Applicability;
use crate::original;
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, start};

pub static INFO: RuleInfo = RuleInfo {
    name: "awesome-toc",
    page: include_str!("../../rules/awesome-toc.md"),
    group: Group::Structure,
    level: Level::Error,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<AwesomeToc>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct AwesomeToc {
    /// Whether the mistakes of the original check count too.
    quirks: bool,
}

/// The sections that contents need not list.
const EXEMPT: [&str; 3] = ["Contributing", "Footnotes", "Related Lists"];

impl DocumentRule for AwesomeToc {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        let Some(id) = original::contents(syntax) else {
            return;
        };
        let heading = syntax.node(id);
        if heading.parent.is_some() {
            if self.quirks {
                let message = "heading of the contents that is not one of the document itself";
                findings.push(finding(document, start(document), message).help(AS_ORIGINAL));
            }
            return;
        }
        let before = |kind: fn(NodeKind) -> bool| {
            let blocks = syntax.children(None).take_while(|(block, _)| *block < id);
            blocks.filter(|(_, block)| kind(block.kind)).count()
        };
        match (before(is_heading), before(|kind| kind == NodeKind::Html)) {
            (0, 0) => {
                let message = "contents before the main heading";
                findings.push(finding(document, heading.span, message));
            }
            (0 | 1, _) => {}
            _ => {
                let message = "contents behind another section";
                findings.push(finding(document, heading.span, message).help("make them the first section"));
            }
        }
        let toc = Toc::of(document, id);
        let Some(&first) = toc.sections.first() else {
            findings.push(finding(document, start(document), "no sections behind the contents"));
            return;
        };
        let blocks = syntax.children(None).filter(|(block, _)| id < *block && *block < first);
        let lists: Vec<NodeId> = blocks
            .filter(|(_, block)| is_list(block))
            .map(|(list, _)| list)
            .collect();
        match lists[..] {
            [] => {
                let fix = regenerate::fill(&toc, id, first);
                findings.push(finding(document, heading.span, "contents without a list").fix(fix));
            }
            [list] => {
                let mut found = match self.quirks {
                    true => {
                        let mut found = Vec::new();
                        let mut used = FxHashSet::default();
                        toc.check(list, &toc.sections, 0, &mut used, &mut found);
                        if !found.is_empty() && sane::check(&toc, list).is_empty() {
                            found = found.into_iter().map(|found| found.help(AS_ORIGINAL)).collect();
                        }
                        found
                    }
                    false => sane::check(&toc, list),
                };
                if let Some(first) = found.first_mut() {
                    first.fix = regenerate::list(&toc, list);
                }
                findings.extend(found);
            }
            _ => {
                let help = "leave no comment or text between their items";
                let message = "contents of more than one list";
                findings.push(finding(document, heading.span, message).help(help));
            }
        }
    }
}

fn is_heading(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Heading(_))
}

fn is_list(node: &Node) -> bool {
    matches!(node.kind, NodeKind::List { .. })
}

/// The sections of a document and what contents must say of them.
struct Toc<'d> {
    document: &'d Document,
    syntax: &'d Syntax,
    /// The headings of the document itself behind the contents.
    headings: Vec<(NodeId, u8)>,
    /// Those of the second level that contents must list.
    sections: Vec<NodeId>,
    /// The anchors of all headings, in order; later ones win.
    anchors: FxHashMap<String, NodeId>,
    /// The anchor of each heading.
    slugs: FxHashMap<NodeId, String>,
}

impl<'d> Toc<'d> {
    fn of(document: &'d Document, contents: NodeId) -> Self {
        let syntax = document.syntax();
        let mut slugger = Slugger::default();
        let mut anchors = FxHashMap::default();
        let mut slugs = FxHashMap::default();
        for (id, _) in syntax.nodes().filter(|(_, node)| is_heading(node.kind)) {
            let text = syntax.plain_text(id).replace('\u{FE0F}', "");
            let slug = format!("#{}", slugger.slug(&text));
            slugs.insert(id, slug.clone());
            anchors.insert(slug, id);
        }
        let blocks = syntax.children(None).filter(|(id, _)| *id > contents);
        let headings: Vec<(NodeId, u8)> = blocks
            .filter_map(|(id, node)| match node.kind {
                NodeKind::Heading(depth) => Some((id, depth)),
                _ => None,
            })
            .collect();
        let is_section = |(id, depth): &&(NodeId, u8)| *depth == 2 && !is_exempt(syntax, *id);
        let sections = headings.iter().filter(is_section).map(|(id, _)| *id).collect();
        Self {
            document,
            syntax,
            headings,
            sections,
            anchors,
            slugs,
        }
    }

    /// The headings of the third level under a section, up to the next one; those of exempt sections do not count.
    fn subsections(&self, section: NodeId, next: Option<NodeId>) -> Vec<NodeId> {
        let first = self.headings.partition_point(|(id, _)| *id <= section);
        let inside = self.headings[first..].iter();
        let mut is_exempt_part = false;
        let mut subsections = Vec::new();
        for (id, depth) in inside.take_while(|(id, _)| next.is_none_or(|next| *id < next)) {
            match depth {
                2 => is_exempt_part = is_exempt(self.syntax, *id),
                3 if !is_exempt_part => subsections.push(*id),
                _ => {}
            }
        }
        subsections
    }

    /// Compares a list with headings, item by item; the first that differs ends it.
    fn check(
        &self,
        list: NodeId,
        headings: &[NodeId],
        depth: usize,
        used: &mut FxHashSet<NodeId>,
        found: &mut Vec<Finding>,
    ) {
        let syntax = self.syntax;
        let mut count = 0;
        for (item, node) in syntax.children(Some(list)) {
            let heading = headings.get(count).copied();
            match self.compare(item, heading, used) {
                Err(message) => {
                    found.push(finding(self.document, node.span, message));
                    return;
                }
                Ok(section) => {
                    let sublist = syntax.descendants(item).find(|(_, node)| is_list(node));
                    if let Some((sublist, _)) = sublist {
                        if depth > 0 {
                            found.push(finding(self.document, node.span, "contents of more than two levels"));
                        } else {
                            let subsections = self.subsections(section, headings.get(count + 1).copied());
                            self.check(sublist, &subsections, depth + 1, used, found);
                        }
                    }
                }
            }
            count += 1;
        }
        for heading in headings.iter().skip(count) {
            let message = format!("contents do not list “{}”", syntax.plain_text(*heading));
            found.push(finding(self.document, syntax.node(list).span, message));
        }
    }

    /// The heading that an item is for; what is wrong with the item, if it is not as it must be.
    fn compare(&self, item: NodeId, heading: Option<NodeId>, used: &mut FxHashSet<NodeId>) -> Result<NodeId, String> {
        let syntax = self.syntax;
        let link = syntax.descendants(item).find(|(_, node)| node.kind == NodeKind::Link);
        let Some((link, node)) = link else {
            return Err(format!("“{}” has no link", syntax.plain_text(item)));
        };
        let (text, url) = (syntax.plain_text(link), &*node.url);
        if text.is_empty() {
            return Err(format!("the link to {url} has no text"));
        }
        let heading = heading.map(|heading| (heading, syntax.plain_text(heading)));
        let Some((heading, title)) = heading.filter(|(_, title)| !title.is_empty()) else {
            return Err(match EXEMPT.contains(&text.as_str()) {
                true => format!("contents are not to list “{text}”"),
                false => format!("no section is left for “{text}”"),
            });
        };
        if text != title {
            return Err(format!("“{text}” stands where the section “{title}” is expected"));
        }
        let Some(target) = self.anchors.get(url) else {
            return Err(format!("“{text}” leads to {url}, which is no heading"));
        };
        match used.insert(*target) {
            true => Ok(heading),
            false => Err(format!("“{text}” leads to {url}, which is listed before")),
        }
    }
}

fn is_exempt(syntax: &Syntax, heading: NodeId) -> bool {
    EXEMPT.contains(&syntax.plain_text(heading).as_str())
}
