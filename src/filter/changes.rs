//! Keeps what has to do with a change, and shows it where the change is.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Finding, Label};
use crate::engine::{Analysis, sort};
use crate::source::Location;

/// Keeps the diagnostics that speak of a place that changed, and makes this place the one they are about.
pub(super) fn apply(files: &[Analysis], mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if files.iter().all(|file| file.changes.is_none()) {
        return diagnostics;
    }
    let is_touched = |at: Location| {
        let changes = files[at.file.0 as usize].changes.as_ref();
        changes.is_none_or(|changes| changes.touch(at.span))
    };
    diagnostics.retain_mut(|diagnostic| {
        let finding = &mut diagnostic.finding;
        if !is_touched(finding.at) && !turn(Arc::make_mut(finding), is_touched) {
            return false;
        }
        if finding.fix.is_some() && !is_allowed(files, finding) {
            Arc::make_mut(finding).fix = None;
        }
        true
    });
    sort(&mut diagnostics);
    diagnostics
}

/// Makes the first place that was touched the one that a finding is about; `false` where there is none.
fn turn(finding: &mut Finding, is_touched: impl Fn(Location) -> bool) -> bool {
    let old = finding.at;
    let touched = finding.related.iter_mut().find(|label| is_touched(label.at));
    if let Some(label) = touched {
        finding.at = label.at;
        label.at = old;
        label.message = OTHER.to_owned();
        if let Some(instead) = label.instead.take() {
            finding.message = instead;
        }
        return true;
    }
    let Some(part) = finding.parts.iter().copied().find(|part| is_touched(*part)) else {
        return false;
    };
    finding.at = part;
    finding.related.insert(0, Label::new(old, OTHER));
    true
}

/// What is said of the place that a finding was about at first.
const OTHER: &str = "the other place";

/// Whether a fix leaves alone what did not change.
fn is_allowed(files: &[Analysis], finding: &Finding) -> bool {
    let edits = finding.fix.as_ref().map_or(&[][..], |fix| fix.edits());
    edits.iter().all(|edit| {
        let file = &files[edit.at.file.0 as usize];
        let changes = file.changes.as_ref();
        changes.is_none_or(|changes| changes.allow(&file.source, edit))
    })
}
