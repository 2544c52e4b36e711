//! Bullets that depart from those of the file.

use serde::Deserialize;

use crate::document::{Document, List, ListKind, Node, NodeKind};
use crate::edit::Applicability;
use crate::items;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::style::Tally;
use crate::style::marker::{self, Mark, Wanted};

pub static INFO: RuleInfo = RuleInfo {
    name: "unordered-list-marker-style",
    page: include_str!("../../rules/unordered-list-marker-style.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<UnorderedListMarkerStyle>,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum Style {
    #[default]
    #[serde(rename = "majority")]
    Majority,
    /// That of the first item.
    #[serde(rename = "first")]
    First,
    #[serde(rename = "-")]
    Hyphen,
    #[serde(rename = "*")]
    Asterisk,
    #[serde(rename = "+")]
    Plus,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct UnorderedListMarkerStyle {
    style: Style,
    /// Share of the items that a majority must have.
    threshold: Share,
    /// Number of items below which there is no majority.
    minimum: usize,
    /// Whether the bullets of front matter count, which is Markdown to the original.
    quirks: bool,
}

impl Default for UnorderedListMarkerStyle {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            threshold: Share(0.95),
            minimum: 10,
            quirks: false,
        }
    }
}

impl DocumentRule for UnorderedListMarkerStyle {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let named = match self.style {
            Style::First => {
                let earlier = self.quirks.then(|| first_in_front_matter(document)).flatten();
                let is_bulleted = |list: &&List| matches!(list.kind, ListKind::Bullet(_));
                return marker::report_after_first(document, "bullet", earlier, is_bulleted, findings);
            }
            Style::Majority => None,
            Style::Hyphen => Some(Mark(b'-')),
            Style::Asterisk => Some(Mark(b'*')),
            Style::Plus => Some(Mark(b'+')),
        };
        let majority = || {
            let bullets = marker::bullets(document);
            let is_mixed = bullets.whole.most().is_some_and(|most| most.count < most.total);
            is_mixed.then(|| Wanted::majority(&bullets, "items", self.threshold, self.minimum))
        };
        let Some(wanted) = named.map(Wanted::named).or_else(majority) else {
            return;
        };
        for list in document.lists() {
            let ListKind::Bullet(bullet) = list.kind else {
                continue;
            };
            // A table of contents is often generated, with bullets of its own.
            if list.is_contents && named.is_none() {
                continue;
            }
            match wanted.of(list) {
                Some((wanted, _)) if wanted.0 == bullet => {}
                Some((wanted, reason)) => report(document, list, wanted, reason, findings),
                None => report_pieces(document, list, findings),
            }
        }
    }
}

/// The first bullet of a file that has front matter, be it in that.
fn first_in_front_matter(document: &Document) -> Option<Mark> {
    document.front_matter()?;
    let syntax = document.syntax();
    let is_bulleted = |node: &Node| node.kind == NodeKind::List { is_ordered: false };
    let (list, _) = syntax.nodes().find(|(_, node)| is_bulleted(node))?;
    let (_, item) = syntax.children(Some(list)).next()?;
    document.slice(item.span).bytes().next().map(Mark)
}

fn report(document: &Document, list: &List, wanted: Mark, reason: &str, findings: &mut Findings) {
    if let (Some(first), ListKind::Bullet(bullet)) = (list.first, list.kind)
        && let Some(fix) = items::remark(document, list, wanted.0)
    {
        let message = format!("bullet `{}`, but {reason}", Mark(bullet));
        findings.push(finding(document, document.item(first).marker, message).fix(Some(fix)));
    }
}

/// How much of a list that is cut in pieces must have the same bullet, and how many items.
const MOST: Share = Share(0.75);
const PIECES: usize = 4;

/// Reports the small pieces of a list that its bullets cut in pieces.
fn report_pieces(document: &Document, first: &List, findings: &mut Findings) {
    let pieces = items::pieces(document, first);
    if pieces.len() < 2 {
        return;
    }
    let bullets = pieces.iter().flat_map(|list| match list.kind {
        ListKind::Bullet(bullet) => document.items_of_list(list).map(|_| Mark(bullet)).collect(),
        ListKind::Ordered(_) => Vec::new(),
    });
    let bullets: Tally<Mark> = bullets.collect();
    let Some(habit) = bullets.habit(MOST, PIECES) else {
        return;
    };
    let reason = format!(
        "{} of {} items of the list have `{}`",
        habit.count, habit.total, habit.way
    );
    for list in pieces
        .into_iter()
        .filter(|list| list.kind != ListKind::Bullet(habit.way.0))
    {
        report(document, list, habit.way, &reason, findings);
    }
}
