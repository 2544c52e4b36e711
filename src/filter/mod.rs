//! Which diagnostics are kept.

mod baseline;
mod changes;
mod suppression;

pub use baseline::{BaselineError, baseline, check_baseline};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::engine::Run;
use crate::source::FileId;

/// Keeps the diagnostics that no suppression comment and no baseline hides and that have to do with what
/// changed, and adds those about the comments and the baseline.
pub fn apply(run: Run) -> Run {
    let Run { files, diagnostics } = run;
    let mut by_file: Vec<Vec<Diagnostic>> = files.iter().map(|_| Vec::new()).collect();
    for diagnostic in diagnostics {
        by_file[diagnostic.finding.at.file.0 as usize].push(diagnostic);
    }
    let kept: Vec<Vec<Diagnostic>> = by_file
        .into_par_iter()
        .zip(&files)
        .enumerate()
        .map(|(index, (diagnostics, file))| suppression::apply(FileId(index as u32), file, diagnostics))
        .collect();
    let kept = kept.into_iter().flatten().collect();
    let unknown = baseline::apply(&files, kept);
    let diagnostics = changes::apply(&files, unknown);
    Run { files, diagnostics }
}
