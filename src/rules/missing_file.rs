//! Links and images whose file is not in the repository.

mod target;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::diagnostic::Finding;
use crate::document::{Document, Effect, Link};
use crate::edit::{Applicability, Edit, Fix};
use crate::pattern::Patterns;
use crate::rule::{Findings, Group, Level, Preset, RuleInfo, TreeRule, finding, tree_rule};
use crate::source::Span;
use crate::tree::{Lookup, Tree};
use crate::url::percent_encode;

use target::Target;

pub static INFO: RuleInfo = RuleInfo {
    name: "missing-file",
    page: include_str!("../../rules/missing-file.md"),
    group: Group::Links,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: tree_rule::<MissingFile>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct MissingFile {
    /// Targets that need not be there.
    ignore: Patterns,
}

/// From how many files on they are reported once, if nearly all that are linked are missing.
const MANY: usize = 5;

/// A file that is not there, and the links to it.
struct Missing<'d> {
    target: Target<'d>,
    links: Vec<&'d Link>,
    remedy: Remedy,
}

/// What to do about a missing file.
enum Remedy {
    None,
    /// Nothing but the letter case of the path is wrong.
    Case(String),
    /// A file of the name is somewhere else.
    Elsewhere(String),
    /// The target is the anchor of a heading, without its `#`.
    Anchor,
}

impl TreeRule for MissingFile {
    fn check(&self, document: &Document, tree: &dyn Tree, findings: &mut Findings) {
        if document.front_matter().is_some() || document.source().is_template() {
            return;
        }
        let anchors: FxHashSet<&str> = document.anchors().iter().map(|anchor| &*anchor.name).collect();
        let mut places: FxHashMap<String, Option<usize>> = FxHashMap::default();
        let mut missing: Vec<Missing<'_>> = Vec::new();
        for link in document.links() {
            let Some(target) = Target::of(document, link) else {
                continue;
            };
            if let Some(known) = places.get(target.path.as_ref()) {
                if let Some(place) = *known {
                    missing[place].links.push(link);
                }
                continue;
            }
            let key = target.path.to_string();
            let remedy = (!self.ignore.matches(&key))
                .then(|| remedy(document, tree, &anchors, &target))
                .flatten();
            places.insert(key, remedy.as_ref().map(|_| missing.len()));
            let links = vec![link];
            missing.extend(remedy.map(|remedy| Missing { target, links, remedy }));
        }
        let total = places.len();
        let is_hidden = |link: &&Link| document.is_disabled(INFO.name, link.span.start);
        let mut shown: Vec<(&Missing<'_>, Vec<&Link>)> = Vec::new();
        for missing in &missing {
            let (hidden, links): (Vec<&Link>, Vec<&Link>) = missing.links.iter().copied().partition(is_hidden);
            findings.extend(hidden.chunks(1).map(|link| report(document, missing, link)));
            if !links.is_empty() {
                shown.push((missing, links));
            }
        }
        if shown.len() >= MANY && shown.len() * 5 >= total * 4 {
            findings.push(report_once(document, &shown, total));
        } else {
            findings.extend(shown.iter().map(|(missing, links)| report(document, missing, links)));
        }
    }
}

/// What to do about a target; `None` if it is there, or may be.
fn remedy(document: &Document, tree: &dyn Tree, anchors: &FxHashSet<&str>, target: &Target<'_>) -> Option<Remedy> {
    let list = document.source().path();
    let Lookup::Missing { other_case } = tree.look_up(list, &target.path) else {
        return None;
    };
    if target.is_vague() {
        let is_anchor = anchors.contains(&*target.path);
        return (is_anchor && !target.is_image).then_some(Remedy::Anchor);
    }
    let is_there = |path: &String| tree.look_up(list, path) == Lookup::Present;
    if target.served_as().iter().any(is_there) {
        return None;
    }
    if let Some(path) = other_case {
        return Some(Remedy::Case(path));
    }
    let found = target.elsewhere().into_iter().find(is_there);
    Some(found.map_or(Remedy::None, Remedy::Elsewhere))
}

fn report(document: &Document, missing: &Missing<'_>, links: &[&Link]) -> Finding {
    let path = &missing.target.path;
    let mut message = match &missing.remedy {
        Remedy::Case(other) => format!("the file `{path}` is called `{other}`"),
        _ => format!("no file `{path}` in the repository"),
    };
    if let [_, _, ..] = links {
        message = format!("{message}, which {} links lead to", links.len());
    }
    let others = links
        .iter()
        .skip(1)
        .map(|link| (document.location(link.span), "and here"));
    let report = finding(document, links[0].span, message).others(others);
    match &missing.remedy {
        Remedy::None => report.help("mend the path, or add the file"),
        Remedy::Elsewhere(path) => report.help(format!("did you mean `{path}`?")),
        Remedy::Case(other) => {
            let edits = edits(document, links, other);
            let fix = Fix::new("write the path in its letter case", Applicability::Safe, EFFECTS, edits);
            report.help("write it in the same letter case").fix(fix)
        }
        Remedy::Anchor => {
            let anchor = format!("#{path}");
            let edits = edits(document, links, &anchor);
            let fix = Fix::new(format!("link to `{anchor}`"), Applicability::Safe, EFFECTS, edits);
            report.help(format!("link to the heading: `{anchor}`")).fix(fix)
        }
    }
}

fn report_once(document: &Document, missing: &[(&Missing<'_>, Vec<&Link>)], total: usize) -> Finding {
    let count = missing.len();
    let message = format!("{count} of {total} linked files are not in the repository");
    let others = missing.iter().skip(1).map(|(missing, links)| {
        let message = format!("no file `{}`", missing.target.path);
        (document.location(links[0].span), message)
    });
    let report = finding(document, missing[0].1[0].span, message).others(others);
    report.help("mend the paths, or add the files")
}

/// Where links lead, in tags too.
const EFFECTS: &[Effect] = &[Effect::Links, Effect::Html];

/// Edits that give all links to a file, and the definitions that they refer to, another path.
fn edits(document: &Document, links: &[&Link], path: &str) -> Vec<Edit> {
    let mut places: Vec<Span> = links.iter().flat_map(|link| document.address_spans(link)).collect();
    places.sort_unstable();
    places.dedup();
    let edit = |span: Span| {
        let written = document.slice(span);
        let length = written.find(['?', '#']).unwrap_or(written.len());
        let is_encoded = written[..length].contains('%');
        let path = match is_encoded || path.starts_with('#') {
            true => percent_encode(path, |character| is_encoded && !character.is_ascii()),
            false => path.to_owned(),
        };
        let start = span.start as usize;
        Edit::replace(document.file(), Span::new(start, start + length), path)
    };
    places.into_iter().map(edit).collect()
}
