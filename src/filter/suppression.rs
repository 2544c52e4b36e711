//! Hides what suppression comments hide, and reports the comments that hide nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Diagnostic, Finding};
use crate::document::{Directive, Effect, Scope, Verb};
use crate::edit::{Applicability, Edit, Fix};
use crate::engine::{Analysis, diagnose, sort};
use crate::rules::{self, unused_suppression};
use crate::source::{FileId, Source, Span};

/// A rule named in a directive, or all rules where the name is `None`.
type NameId = (usize, Option<usize>);

/// Keeps the diagnostics of one file that no comment hides, and adds one for each comment that hides none.
pub(super) fn apply(file: FileId, analysis: &Analysis, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if analysis.directives.is_empty() {
        return diagnostics;
    }
    let scopes = Scopes::of(&analysis.directives);
    let mut used = FxHashSet::default();
    let mut keep = |diagnostic: &Diagnostic| {
        let hidden_by = scopes.hiding(diagnostic.rule.name, diagnostic.finding.at.span.start);
        used.extend(hidden_by);
        hidden_by.is_none()
    };
    let mut kept: Vec<Diagnostic> = diagnostics.into_iter().filter(&mut keep).collect();
    if analysis.rules.get(&unused_suppression::INFO).is_some() {
        let unused: Vec<Diagnostic> = unused(file, analysis, &used)
            .into_iter()
            .map(|finding| diagnose(analysis, &unused_suppression::INFO, finding))
            .filter(|diagnostic| {
                let start = diagnostic.finding.at.span.start;
                scopes.hiding(diagnostic.rule.name, start).is_none()
            })
            .collect();
        kept.extend(unused);
        sort(&mut kept);
    }
    kept
}

/// The scopes of one name, by their starts.
#[derive(Default)]
struct Track {
    scopes: Vec<(Span, NameId)>,
    /// The largest end of this scope and all before it.
    reach: Vec<u32>,
}

impl Track {
    fn finish(&mut self) {
        self.scopes.sort_by_key(|(span, id)| (span.start, *id));
        let mut reach = 0;
        for (span, _) in &self.scopes {
            reach = reach.max(span.end);
            self.reach.push(reach);
        }
    }

    /// The first scope that holds an offset.
    fn holding(&self, offset: u32) -> Option<NameId> {
        let begun = self.scopes.partition_point(|(span, _)| span.start <= offset);
        let first = self.reach[..begun].partition_point(|reach| *reach <= offset);
        self.scopes[..begun].get(first).map(|(_, id)| *id)
    }
}

struct Scopes<'d> {
    directives: &'d [Directive],
    by_name: FxHashMap<&'d str, Track>,
    of_all: Track,
}

impl<'d> Scopes<'d> {
    fn of(directives: &'d [Directive]) -> Self {
        let mut scopes = Self {
            directives,
            by_name: FxHashMap::default(),
            of_all: Track::default(),
        };
        for (index, directive) in directives.iter().enumerate() {
            if directive.means_all() {
                if let Scope::Span(span) = directive.scope_of_all {
                    scopes.of_all.scopes.push((span, (index, None)));
                }
                continue;
            }
            for (place, name) in directive.names.iter().enumerate() {
                if let Scope::Span(span) = name.scope {
                    let track = scopes.by_name.entry(&name.name).or_default();
                    track.scopes.push((span, (index, Some(place))));
                }
            }
        }
        scopes.of_all.finish();
        scopes.by_name.values_mut().for_each(Track::finish);
        scopes
    }

    fn hiding(&self, rule: &str, offset: u32) -> Option<NameId> {
        let named = self.by_name.get(rule).and_then(|track| track.holding(offset));
        let for_all = self.of_all.holding(offset);
        named.or(for_all.filter(|(index, _)| !self.directives[*index].is_exception(rule, offset)))
    }
}

fn unused(file: FileId, analysis: &Analysis, used: &FxHashSet<NameId>) -> Vec<Finding> {
    let directives = &analysis.directives;
    let mut findings = Vec::new();
    for (index, directive) in directives.iter().enumerate() {
        if matches!(directive.verb, None | Some(Verb::Enable)) {
            continue;
        }
        if directive.means_all() {
            // Without names, `disable` and `ignore` may well be meant for another tool.
            let is_ours = !matches!(directive.verb, Some(Verb::Disable | Verb::Ignore));
            if is_ours && !used.contains(&(index, None)) {
                let finding = Finding::new(file, directive.comment, "suppression comment hides nothing");
                findings.push(finding.fix(removal(file, analysis, directive, &[])));
            }
            continue;
        }
        let names: Vec<usize> = (0..directive.names.len())
            .filter(|&place| !used.contains(&(index, Some(place))) && runs(analysis, &directive.names[place].name))
            .collect();
        if names.is_empty() {
            continue;
        }
        let listed: Vec<String> = names
            .iter()
            .map(|&place| format!("`{}`", directive.names[place].name))
            .collect();
        let message = format!("suppression of {} hides nothing", listed.join(", "));
        let at = match names[..] {
            [only] if directive.names.len() > 1 => directive.names[only].span,
            _ => directive.comment,
        };
        findings.push(Finding::new(file, at, message).fix(removal(file, analysis, directive, &names)));
    }
    findings
}

/// Whether a rule ran here, so that it can be said that nothing was hidden.
fn runs(analysis: &Analysis, name: &str) -> bool {
    let info = rules::find(name).filter(|info| **info != unused_suppression::INFO);
    info.is_some_and(|info| analysis.rules.get(info).is_some())
}

/// Takes names out of a comment, and out of the `enable` that ends them; a comment without names goes.
fn removal(file: FileId, analysis: &Analysis, directive: &Directive, names: &[usize]) -> Option<Fix> {
    let source = &analysis.source;
    let mut spans = without(source, directive, names);
    let mut seams: Vec<Span> = seam(source, &spans, directive.comment).into_iter().collect();
    let mut enabled: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for &name in names {
        let ended_by = directive.names[name].ended_by;
        let others = analysis
            .directives
            .iter()
            .filter(|other| other.comment != directive.comment);
        let ends_others = others
            .flat_map(|other| &other.names)
            .any(|other| other.ended_by == ended_by);
        if let Some((ender, place)) = ended_by.filter(|_| !ends_others) {
            enabled.entry(ender).or_default().push(place as usize);
        }
    }
    for (ender, places) in enabled {
        let ender = &analysis.directives[ender as usize];
        let gone = without(source, ender, &places);
        seams.extend(seam(source, &gone, ender.comment));
        spans.extend(gone);
    }
    seams.sort_unstable();
    seams.dedup();
    let removed = spans.into_iter().map(|span| Edit::delete(file, span));
    let restated = seams
        .into_iter()
        .map(|span| Edit::replace(file, span, source.slice(span)));
    let edits = removed.chain(restated).collect();
    Fix::new(
        "remove what hides nothing",
        Applicability::Safe,
        &[Effect::Html, Effect::Lists],
        edits,
    )
}

/// The character behind a comment that goes with its line. It is written again as it is, since a list
/// that begins there may grow into the one before.
fn seam(source: &Source, gone: &[Span], comment: Span) -> Option<Span> {
    let gone = gone.iter().find(|gone| gone.encloses(comment) && **gone != comment)?;
    let after = &source.text()[gone.end as usize..];
    let next = gone.end as usize + (after.len() - after.trim_start().len());
    let first = source.text()[next..].chars().next()?;
    Some(Span::new(next, next + first.len_utf8()))
}

fn without(source: &Source, directive: &Directive, names: &[usize]) -> Vec<Span> {
    if names.len() >= directive.names.len() {
        return vec![whole(source, directive.comment)];
    }
    names
        .iter()
        .map(|&place| {
            let previous_end = match place.checked_sub(1) {
                Some(previous) => directive.names[previous].span.end,
                None => directive.verb_span.end,
            };
            let span = directive.names[place].span;
            match directive.names.get(place + 1) {
                // The first name goes with the separator behind it, the others with the one before.
                Some(next) if place == 0 => Span::new(span.start as usize, next.span.start as usize),
                _ => Span::new(previous_end as usize, span.end as usize),
            }
        })
        .collect()
}

/// A comment with its line where it stands alone on it, otherwise with a blank beside it.
fn whole(source: &Source, comment: Span) -> Span {
    let text = source.text();
    let (start, end) = comment_lines(source, comment);
    let is_alone =
        text[start..comment.start as usize].trim().is_empty() && text[comment.end as usize..end].trim().is_empty();
    if is_alone {
        let next = source.line_of(end.saturating_sub(1).max(start)) + 1;
        let is_blank = |line: usize| source.slice(source.line_content(line)).trim().is_empty();
        let first = source.line_of(start);
        let between_blanks = (first == 0 || is_blank(first - 1)) && next + 1 < source.line_count() && is_blank(next);
        let end = if between_blanks {
            source.line_start(next + 1)
        } else {
            end
        };
        return Span::new(start, end);
    }
    let before = text[..comment.start as usize].ends_with(' ');
    let after = text[comment.end as usize..].starts_with([' ', '\n', '\r']) || comment.end as usize == text.len();
    let start = comment.start - u32::from(before && after);
    Span { start, ..comment }
}

/// From the start of the comment's first line to the start of the line behind its last.
fn comment_lines(source: &Source, comment: Span) -> (usize, usize) {
    let first = source.line_of(comment.start as usize);
    let last = source.line_of(comment.end as usize - 1);
    (source.line_start(first), source.line_start(last + 1))
}
