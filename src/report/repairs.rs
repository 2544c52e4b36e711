//! What `--fix` would make of the files, as pieces of them that can be replaced one by one.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::edit::Applicability;
use crate::engine::Run;
use crate::fix::{self, Fixed, Wanted};
use crate::source::{FileId, Location, Source, Span};

/// The safe fixes of a run, applied to a copy of it.
#[derive(Debug)]
pub(super) struct Repairs {
    fixed: Option<Fixed>,
}

/// Lines that become others.
#[derive(Debug)]
pub(super) struct Piece<'f> {
    /// In the file as it is.
    pub(super) at: Location,
    pub(super) text: &'f str,
}

impl Repairs {
    pub(super) fn of(run: &Run) -> Self {
        let mut fixes = run
            .diagnostics
            .iter()
            .filter_map(|diagnostic| diagnostic.finding.fix.as_ref());
        let is_any = fixes.any(|fix| fix.applicability() == Applicability::Safe);
        let fixed = is_any.then(|| fix::fixpoint(run.clone(), Wanted::all(Applicability::Safe)));
        Self { fixed }
    }

    /// The text of a file before and after, if it would change.
    pub(super) fn texts(&self, file: FileId) -> Option<(&Source, &Source)> {
        let fixed = self.fixed.as_ref()?;
        let before = fixed.before[file.0 as usize].as_ref()?;
        Some((before, fixed.run.source(file)))
    }

    /// The pieces of a file that would change, in their order; disjoint, so that each can be taken by itself.
    pub(super) fn pieces(&self, file: FileId) -> Vec<Piece<'_>> {
        let Some((before, after)) = self.texts(file).filter(|(before, _)| before.is_utf8()) else {
            return Vec::new();
        };
        // The first line begins behind the byte order mark, where its columns are counted from.
        let lines = |source: &Source| -> Vec<usize> {
            let lines = 0..source.line_count();
            lines.map(|line| source.line_start(line)).collect()
        };
        let (old_starts, new_starts) = (lines(before), lines(after));
        let old: Vec<&str> = texts(before, &old_starts);
        let new: Vec<&str> = texts(after, &new_starts);
        let span = |starts: &[usize], source: &Source, first: usize, len: usize| {
            let place = |line: usize| starts.get(line).copied().unwrap_or(source.len());
            Span::new(place(first), place(first + len))
        };
        let mut pieces = Vec::new();
        for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
            if matches!(op, DiffOp::Equal { .. }) {
                continue;
            }
            let (old_range, new_range) = (op.old_range(), op.new_range());
            let from = span(&old_starts, before, old_range.start, old_range.len());
            let to = span(&new_starts, after, new_range.start, new_range.len());
            let (span, text) = without_ending(before, from, after.slice(to));
            let at = Location { file, span };
            pieces.push(Piece { at, text });
        }
        pieces
    }
}

fn texts<'s>(source: &'s Source, starts: &[usize]) -> Vec<&'s str> {
    let ends = starts.iter().skip(1).copied().chain([source.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| &source.text()[start..end])
        .collect()
}

/// Leaves out the line break that both texts end in, so that only the lines themselves are named.
fn without_ending<'t>(source: &Source, span: Span, text: &'t str) -> (Span, &'t str) {
    let old = source.slice(span);
    for ending in ["\r\n", "\n"] {
        if let (Some(old), Some(text)) = (old.strip_suffix(ending), text.strip_suffix(ending)) {
            let start = span.start as usize;
            return (Span::new(start, start + old.len()), text);
        }
    }
    (span, text)
}
