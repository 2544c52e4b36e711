//! Hides what suppression comments hide, and reports the comments that hide nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Diagnostic, Finding};
use crate::document::{Directive, Effect, NameId, Verb};
use crate::edit::{Applicability, Edit, Fix};
use crate::engine::{Analysis, Reading, Role, diagnose, sort};
use crate::rule::{Check, Preset};
use crate::rules::{self, unused_suppression};
use crate::source::{FileId, Source, Span};

/// Keeps the diagnostics of one file that no comment hides, and adds one for each comment that hides none.
pub(super) fn apply(file: FileId, analysis: &Analysis, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if analysis.directives.is_empty() {
        return diagnostics;
    }
    let scopes = &analysis.scopes;
    let mut used = FxHashSet::default();
    let mut keep = |diagnostic: &Diagnostic| {
        let (name, span) = (diagnostic.rule.name, diagnostic.finding.at.span);
        // What is said of the file as a whole stands at its start, before any comment.
        let is_of_file = span.end == 0 && Preset::Awesome.holds(diagnostic.rule);
        let is_anywhere = is_of_file && analysis.rules.reading() == Reading::Sane;
        let hidden_by = scopes.hiding(name, span.start);
        let hidden_by = hidden_by.or_else(|| scopes.naming(name).filter(|_| is_anywhere));
        used.extend(hidden_by);
        hidden_by.is_none()
    };
    let mut kept: Vec<Diagnostic> = diagnostics.into_iter().filter(&mut keep).collect();
    if analysis.role != Role::Context && analysis.rules.get(&unused_suppression::INFO).is_some() {
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

fn unused(file: FileId, analysis: &Analysis, used: &FxHashSet<NameId>) -> Vec<Finding> {
    let directives = &analysis.directives;
    // An `enable` goes with the only name that it ends.
    let mut enders: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    for by in directives
        .iter()
        .flat_map(|directive| &directive.names)
        .filter_map(|name| name.ended_by)
    {
        *enders.entry(by).or_default() += 1;
    }
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
                findings.push(finding.fix(removal(file, analysis, &enders, directive, &[])));
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
        findings.push(Finding::new(file, at, message).fix(removal(file, analysis, &enders, directive, &names)));
    }
    findings
}

/// Whether a rule ran here and has seen all that it can speak of, so that it can be said that nothing was
/// hidden. A rule over all files has not: what a comment is about may be in a file of another run. A comment
/// that names a rule of another tool may hide what that tool says.
fn runs(analysis: &Analysis, name: &str) -> bool {
    let info = rules::find(name).filter(|info| **info != unused_suppression::INFO && !rules::is_shared(name));
    let rule = info.and_then(|info| analysis.rules.get(info));
    rule.is_some_and(|rule| !matches!(rule.check, Check::Catalog(_) | Check::Tree(_)))
}

/// Takes names out of a comment, and out of the `enable` that ends them; a comment without names goes.
fn removal(
    file: FileId,
    analysis: &Analysis,
    enders: &FxHashMap<(u32, u32), usize>,
    directive: &Directive,
    names: &[usize],
) -> Option<Fix> {
    let source = &analysis.source;
    let mut spans = without(source, directive, names);
    let mut seams: Vec<Span> = seam(source, &spans, directive.comment).into_iter().collect();
    let mut enabled: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for &name in names {
        let ended_by = directive.names[name].ended_by;
        if let Some((ender, place)) = ended_by.filter(|by| enders[by] == 1) {
            enabled.entry(ender).or_default().push(place as usize);
        }
    }
    for (ender, places) in enabled {
        let ender = &analysis.directives[ender as usize];
        let gone = without(source, ender, &places);
        seams.extend(seam(source, &gone, ender.comment));
        spans.extend(gone);
    }
    let spans: Vec<Span> = merged(spans).into_iter().map(|span| source.with_gap(span)).collect();
    seams.sort_unstable();
    seams.dedup();
    seams.retain(|seam| !spans.iter().any(|span| span.encloses(*seam)));
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

/// Spans in their order, those that overlap or adjoin as one.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
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
    // The names at the front go with the separators behind them, the others with those before.
    let at_front = names
        .iter()
        .enumerate()
        .take_while(|(count, place)| count == *place)
        .count();
    let front = directive.names.first().zip(directive.names.get(at_front));
    let front = front.filter(|_| at_front > 0);
    let front = front.map(|(first, kept)| Span::new(first.span.start as usize, kept.span.start as usize));
    let rest = names[at_front..].iter().map(|&place| {
        let previous_end = directive.names[place - 1].span.end;
        Span::new(previous_end as usize, directive.names[place].span.end as usize)
    });
    front.into_iter().chain(rest).collect()
}

/// A comment with its line where it stands alone on it, otherwise with a blank beside it.
fn whole(source: &Source, comment: Span) -> Span {
    let text = source.text();
    let (start, end) = comment_lines(source, comment);
    let is_alone =
        text[start..comment.start as usize].trim().is_empty() && text[comment.end as usize..end].trim().is_empty();
    if is_alone {
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
