//! Links to places in the same file that are not there.

mod contents;
mod target;

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::contents::{Fragment, Outline};
use crate::diagnostic::Finding;
use crate::document::{Document, Effect, Link};
use crate::edit::{Applicability, Edit, Fix};
use crate::pattern::Patterns;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

use target::{Target, Targets};

pub static INFO: RuleInfo = RuleInfo {
    name: "broken-anchor",
    page: include_str!("../../rules/broken-anchor.md"),
    group: Group::Links,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<BrokenAnchor>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct BrokenAnchor {
    /// Anchors that need not be there.
    ignore: Patterns,
}

/// From how many anchors on they are reported once, if they are most of those that are linked.
const MANY: usize = 8;

/// How often names are compared to find one that is alike, which takes its time.
const GUESSES: usize = 20_000;

/// Where links lead, in tags too.
const EFFECTS: &[Effect] = &[Effect::Links, Effect::Html];

/// An anchor that is not there, and the links to it.
struct Dead<'d> {
    fragment: Fragment<'d>,
    links: Vec<&'d Link>,
    target: Option<Target<'d>>,
    /// Removes the line of the contents that is only this link.
    removal: Option<Edit>,
}

impl DocumentRule for BrokenAnchor {
    fn check(&self, document: &Document, findings: &mut Findings) {
        // A site generator makes anchors by its own rules.
        if document.front_matter().is_some() {
            return;
        }
        let links = document.links().iter().filter(|link| !link.is_image);
        let own: Vec<(&Link, Fragment<'_>)> = links
            .filter_map(|link| Some((link, Fragment::of(document, link)?)))
            .collect();
        if own.is_empty() {
            return;
        }
        let mut targets = Targets::of(document);
        let total = own
            .iter()
            .map(|(_, fragment)| &*fragment.name)
            .collect::<FxHashSet<_>>()
            .len();
        let mut dead = own;
        dead.retain(|(_, fragment)| !targets.reach(&fragment.name) && !self.ignore.matches(&fragment.name));
        let (hidden, shown): (Vec<_>, Vec<_>) = dead
            .into_iter()
            .partition(|(link, _)| document.is_disabled(INFO.name, link.span.start));
        for (link, fragment) in hidden {
            let target = targets.meant(document, &fragment, link);
            let links = vec![link];
            let removal = None;
            let dead = Dead {
                fragment,
                links,
                target,
                removal,
            };
            findings.push(report(document, &dead));
        }
        let is_case = |dead: &Dead<'_>| matches!(&dead.target, Some(target) if target.differs_in_case);
        let (mut case, mut lost): (Vec<_>, Vec<_>) = group(document, &targets, shown).into_iter().partition(is_case);
        // The file is a part of another one, which has the anchors.
        let is_part = total > 1 && lost.len() == total && lost.iter().all(|dead| dead.target.is_none());
        if is_part {
            return;
        }
        for dead in case.iter_mut().chain(&mut lost) {
            findings.narrow(&mut dead.links, |changes, link| changes.touch(link.span));
        }
        // GitHub finds an anchor in any letter case, so a list that writes them so does no harm.
        if case.len() == 1 || case.len() * 10 <= total {
            findings.extend(case.iter().map(|dead| report(document, dead)));
        }
        if lost.len() >= MANY && lost.len() * 2 > total {
            findings.push(report_once(document, &lost, total));
        } else {
            findings.extend(lost.iter().map(|dead| report(document, dead)));
        }
    }
}

/// Joins the links to the same anchor and finds what they may have meant.
fn group<'d>(document: &'d Document, targets: &Targets<'d>, links: Vec<(&'d Link, Fragment<'d>)>) -> Vec<Dead<'d>> {
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut groups: Vec<Dead<'d>> = Vec::new();
    let outline = OnceCell::new();
    for (link, fragment) in links {
        if let Some(&place) = places.get(&*fragment.name) {
            groups[place].links.push(link);
            continue;
        }
        places.insert(fragment.name.to_string(), groups.len());
        let mut target = targets.meant(document, &fragment, link);
        let mut removal = None;
        if target.is_none() && groups.len() * document.anchors().len() < GUESSES {
            let outline: Option<&Outline<'d>> = outline.get_or_init(|| Outline::of(document)).as_ref();
            removal = outline.and_then(|outline| contents::removal(document, outline, link));
            target = outline.and_then(|outline| contents::in_place(outline, targets, link));
            target = target.or_else(|| targets.guess(document, &fragment));
            // Contents list nothing twice: what is only alike and has its entry was not meant.
            target = target
                .filter(|target| removal.is_none() || target.applicability.is_some() || !targets.is_linked(target));
        }
        let links = vec![link];
        groups.push(Dead {
            fragment,
            links,
            target,
            removal,
        });
    }
    groups
}

fn report(document: &Document, dead: &Dead<'_>) -> Finding {
    let first = dead.links[0];
    let written = &dead.fragment.written;
    let mut message = format!("no anchor `#{written}` in this file");
    if let [_, _, ..] = dead.links[..] {
        message = format!("{message}, which {} links lead to", dead.links.len());
    }
    let others = dead
        .links
        .iter()
        .skip(1)
        .map(|link| (document.location(link.span), "and here"));
    let mut report = finding(document, first.span, message).others(others);
    let Some(target) = &dead.target else {
        return match dead.removal.clone().filter(|_| dead.links.len() == 1) {
            Some(removal) => report
                .help("remove the entry, or link to a heading that is there")
                .fix(Fix::new(
                    "remove the entry",
                    Applicability::Unsafe,
                    &[Effect::Entries],
                    vec![removal],
                )),
            None => report.help("link to an anchor that is there, or add it"),
        };
    };
    let name = dead.fragment.rewritten(&target.name);
    if target.differs_in_case {
        report.message = format!("anchor `#{written}` differs from `#{name}` in letter case");
        report.level = Some(Level::Info);
    }
    let fix = target.applicability.and_then(|applicability| {
        let title = format!("link to `#{name}`");
        Fix::new(title, applicability, EFFECTS, edits(document, dead, &name))
    });
    match target.applicability {
        Some(_) if target.name.starts_with('\u{FE0F}') => {
            let help = format!("link to `#{name}`: of the emoji an invisible character stays in the anchor");
            report.help(help).fix(fix)
        }
        Some(_) => report.help(format!("link to `#{name}`")).fix(fix),
        None => report.help(format!("did you mean `#{name}`?")),
    }
}

fn report_once(document: &Document, dead: &[Dead<'_>], total: usize) -> Finding {
    let count = dead.len();
    let message = format!("{count} of {total} linked anchors are not in this file");
    let mut report = finding(document, dead[0].links[0].span, message);
    let mut fixed = Vec::new();
    for dead in dead {
        let target = dead.target.as_ref();
        if let Some(target) = target.filter(|target| target.applicability == Some(Applicability::Safe)) {
            fixed.extend(edits(document, dead, &dead.fragment.rewritten(&target.name)));
        }
    }
    report = report.others(dead.iter().skip(1).map(|dead| {
        let message = format!("no anchor `#{}`", dead.fragment.written);
        (document.location(dead.links[0].span), message)
    }));
    fixed.sort_by_key(|edit| edit.at);
    fixed.dedup();
    let title = "link to the anchors that GitHub makes of the headings";
    let fix = Fix::new(title, Applicability::Safe, EFFECTS, fixed);
    report
        .help("use the anchors that GitHub makes of the headings")
        .fix(fix)
}

/// Edits that give all links to an anchor, and the definitions that they refer to, another one.
fn edits(document: &Document, dead: &Dead<'_>, name: &str) -> Vec<Edit> {
    let mut places: Vec<Span> = dead
        .links
        .iter()
        .flat_map(|link| document.address_spans(link))
        .collect();
    places.sort_unstable();
    places.dedup();
    let fragment = |span: Span| {
        let start = span.start as usize + document.slice(span).find('#')? + 1;
        Some(Span::new(start, span.end as usize))
    };
    let fragments = places.into_iter().filter_map(fragment);
    fragments
        .map(|span| Edit::replace(document.file(), span, name))
        .collect()
}
