//! Blanks before and behind the markers of items that differ from those of the file.

use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{BlockKind, Document, Item, List, ListKind, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::items::{self, column_behind};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule, finding};
use crate::source::Span;
use crate::style::indent::{self, Blanks, Place};
use crate::style::{Habit, Tally};

pub static INFO: RuleInfo = RuleInfo {
    name: "list-item-indent",
    page: include_str!("../../rules/list-item-indent.md"),
    group: Group::Style,
    level: Level::Info,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<ListItemIndent>,
};

/// What the configuration asks for: a number of blanks, or a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    expecting = "expected `\"majority\"`, `\"tab\"`, `\"one\"` or a number of blanks"
)]
enum Style {
    #[default]
    Majority,
    Word(Word),
    Blanks(u8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    Majority,
    Tab,
    /// One blank behind every marker, and nothing else.
    One,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct ListItemIndent {
    /// The indent of a nested item.
    style: Style,
    /// The blanks behind a marker.
    padding: Style,
    /// Share of the items that a majority must have.
    threshold: Share,
    /// Number of items below which there is no majority.
    minimum: usize,
}

impl Default for ListItemIndent {
    fn default() -> Self {
        Self {
            style: Style::Majority,
            padding: Style::Majority,
            threshold: Share(0.95),
            minimum: 10,
        }
    }
}

/// The blanks that items are to have in one place, and why.
struct Wanted {
    blanks: Blanks,
    text: String,
    reason: String,
    is_named: bool,
}

impl DocumentRule for ListItemIndent {
    fn check(&self, document: &Document, findings: &mut Findings) {
        if self.padding == Style::Word(Word::One) {
            return report_each(document, findings);
        }
        let indents = indent::indents(document);
        let wanted = Place::ALL.map(|place| self.wanted(document, place, &indents[place as usize]));
        if wanted.iter().all(Option::is_none) {
            return;
        }
        for list in document.lists() {
            let at = |place: Place| {
                let wanted = wanted[place as usize].as_ref();
                // A table of contents is often generated, with an indent of its own.
                wanted.filter(|wanted| wanted.is_named || !list.is_contents)
            };
            if let Some(wanted) = at(Place::behind(list)) {
                report_padding(document, list, wanted, findings);
            }
            if let Some(wanted) = at(Place::before(document, list)) {
                report_indent(document, list, wanted, findings);
            }
        }
    }
}

impl ListItemIndent {
    /// The blanks that are wanted in a place; none where no item can depart from them.
    fn wanted(&self, document: &Document, place: Place, tally: &Tally<Blanks>) -> Option<Wanted> {
        let is_padding = matches!(place, Place::BehindBullet | Place::BehindNumber);
        let style = match place {
            _ if is_padding => self.padding,
            Place::Outer => Style::Majority,
            _ => self.style,
        };
        let (blanks, reason) = match style {
            Style::Blanks(count) => (Blanks::Spaces(count), None),
            Style::Word(Word::Tab) => (Blanks::Tab, None),
            Style::Word(Word::One) => (Blanks::Spaces(1), None),
            Style::Majority | Style::Word(Word::Majority) => {
                // One item with more than one blank is a slip, even among few.
                let is_slip = |most: &Habit<Blanks>| {
                    is_padding && most.way == Blanks::Spaces(1) && most.count > 1 && most.total == most.count + 1
                };
                let slip = || tally.most().filter(is_slip);
                let habit = tally.habit(self.threshold, self.minimum).or_else(slip)?;
                let is_uniform = habit.count == habit.total;
                (!is_uniform && !document.is_generated()).then_some(())?;
                let reason = format!("{} of {} items have {}", habit.count, habit.total, habit.way);
                (habit.way, Some(reason))
            }
        };
        Some(Wanted {
            blanks,
            text: blanks.text()?,
            is_named: reason.is_none(),
            reason: reason.unwrap_or_else(|| format!("the configuration asks for {blanks}")),
        })
    }
}

/// Reports every item whose text does not begin one blank behind its marker, or behind the marker of its box.
fn report_each(document: &Document, findings: &mut Findings) {
    let syntax = document.syntax();
    for (id, node) in syntax
        .nodes()
        .filter(|(_, node)| matches!(node.kind, NodeKind::Item { .. }))
    {
        let Some((_, head)) = syntax.children(Some(id)).next() else {
            continue;
        };
        let before = document.slice(Span::new(
            node.span.start as usize,
            head.span.start.max(node.span.start) as usize,
        ));
        let before = before.find('[').map_or(before, |open| &before[..open]);
        let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
        if blanks == 1 {
            continue;
        }
        let items = document.items();
        let own = items
            .binary_search_by_key(&node.span.start, |item| item.marker.start)
            .ok();
        let fix = own.map(|place| &items[place]).and_then(|item| {
            let mut edits = Vec::new();
            let is_in_line = item.content as usize == node.span.start as usize + before.len();
            if is_in_line && indent::padding(document, item).is_some() {
                items::pad(document, item, " ", &mut edits);
            }
            Fix::new("write 1 blank", Applicability::Safe, &[], edits)
        });
        let message = format!("{blanks} blanks behind the marker of an item, expected 1");
        findings.push(finding(document, head.span, message).fix(fix));
    }
}

fn report_padding(document: &Document, list: &List, wanted: &Wanted, findings: &mut Findings) {
    let place = match list.kind {
        ListKind::Bullet(_) => "bullet",
        ListKind::Ordered(_) if indent::is_aligned(document, list) => return,
        ListKind::Ordered(_) => "number",
    };
    let departs = |item: &Item| indent::padding(document, item).is_some_and(|blanks| blanks != wanted.blanks);
    let report = |item: &Item| {
        let span = Span::new(item.marker.end as usize, item.content as usize);
        let blanks = Blanks::of(document.slice(span));
        finding(
            document,
            span,
            format!("{blanks} behind the {place}, but {}", wanted.reason),
        )
    };
    let edit = |item: &Item, edits: &mut Vec<Edit>| items::pad(document, item, &wanted.text, edits);
    push(
        document,
        list,
        departs,
        report,
        edit,
        &format!("write {}", wanted.blanks),
        findings,
    );
}

fn report_indent(document: &Document, list: &List, wanted: &Wanted, findings: &mut Findings) {
    if matches!(list.kind, ListKind::Ordered(_)) && indent::is_aligned(document, list) {
        return;
    }
    let parent = list.parent.map(|parent| document.item(parent));
    let outer = parent.map_or(Some(""), |parent| indent::indent_text(document, parent));
    let Some(outer) = outer.filter(|outer| keeps_place(document, parent, outer, &wanted.text)) else {
        return;
    };
    if parent.is_none() && is_apart(document, list) {
        return;
    }
    let departs = |item: &Item| indent::indent(document, item).is_some_and(|blanks| blanks != wanted.blanks);
    let report = |item: &Item| {
        let own = indent::indent(document, item).unwrap_or(Blanks::Mixed);
        let what = if parent.is_some() { "nested item" } else { "item" };
        let message = format!("{what} indented by {own}, but {}", wanted.reason);
        finding(document, item.marker, message)
    };
    let edit = |item: &Item, edits: &mut Vec<Edit>| {
        let old = indent::indent_text(document, item).unwrap_or_default();
        let kept = if old.starts_with(outer) { outer.len() } else { 0 };
        let new = if kept == 0 {
            format!("{outer}{}", wanted.text)
        } else {
            wanted.text.clone()
        };
        items::reindent(document, item, old, kept, &new, edits);
    };
    push(
        document,
        list,
        departs,
        report,
        edit,
        &format!("write {}", wanted.blanks),
        findings,
    );
}

/// Whether an item with such an indent stands under its parent, or under none.
fn keeps_place(document: &Document, parent: Option<&Item>, outer: &str, indent: &str) -> bool {
    let column = column_behind(column_behind(0, outer), indent);
    let least = parent.map_or(0, |parent| {
        let behind = column_behind(0, outer) + parent.marker.len();
        let blanks = document.slice(Span::new(parent.marker.end as usize, parent.content as usize));
        match indent::padding(document, parent) {
            Some(_) => column_behind(behind, blanks),
            None => behind + 1,
        }
    });
    (least..least + 4).contains(&column)
}

/// Whether a list in no item is no departure: it is not indented at all, or it follows a list or a comment, so
/// that it was meant to stand under an item.
fn is_apart(document: &Document, list: &List) -> bool {
    let mut indents = document.items_of_list(list).map(|item| indent::indent(document, item));
    let before = document
        .previous_sibling(list.block)
        .map(|before| document.block(before).kind);
    let is_cut_off = matches!(before, Some(BlockKind::List | BlockKind::Html));
    match indents.next() {
        Some(Some(Blanks::Spaces(0))) => indents.all(|indent| indent == Some(Blanks::Spaces(0))),
        _ => is_cut_off,
    }
}

/// Reports the items of a list that depart: each by itself, or all at once where all of them do.
fn push(
    document: &Document,
    list: &List,
    departs: impl Fn(&Item) -> bool,
    report: impl Fn(&Item) -> Finding,
    edit: impl Fn(&Item, &mut Vec<Edit>),
    title: &str,
    findings: &mut Findings,
) {
    let departing: Vec<&Item> = document.items_of_list(list).filter(|item| departs(item)).collect();
    if departing.is_empty() {
        return;
    }
    let is_hidden = |item: &&Item| document.is_disabled(INFO.name, item.marker.start);
    let is_whole = departing.len() == document.items_of_list(list).count() && !departing.iter().any(is_hidden);
    let size = if is_whole { departing.len() } else { 1 };
    findings.extend(departing.chunks(size).map(|items| {
        let mut edits = Vec::new();
        items.iter().for_each(|item| edit(item, &mut edits));
        let fix = Fix::new(title, Applicability::Safe, &[], edits);
        report(items[0]).fix(fix)
    }));
}
