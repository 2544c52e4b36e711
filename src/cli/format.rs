//! `awesome-lint format [PATHS…]`: the safe fixes of the style rules.

use std::io::{self, Write};

use super::files::{self, Inputs};
use super::{Failure, FormatArgs, Verdict, changes};
use crate::config::{Selection, Task};
use crate::edit::Applicability;
use crate::fix::{self, Fixed, Wanted};
use crate::report;

pub(super) fn run(args: &FormatArgs) -> Result<Verdict, Failure> {
    args.run.use_threads()?;
    let selection = Selection {
        task: if args.entries {
            Task::FormatEntries
        } else {
            Task::Format
        },
        ..Selection::default()
    };
    let mut configs = files::configs(&args.files, selection)?;
    let Inputs { inputs, unread } = files::inputs(&args.files, &mut configs)?;
    let mut fixed = fix::fixpoint(crate::lint_to_fix(inputs), Wanted::all(Applicability::Safe));
    let verdict = apply(args, &mut fixed)?;
    changes::report_unsettled(&fixed);
    Ok(if unread == 0 && fixed.unsettled.is_empty() {
        verdict
    } else {
        Verdict::Incomplete
    })
}

fn apply(args: &FormatArgs, fixed: &mut Fixed) -> Result<Verdict, Failure> {
    let changed = fixed.before.iter().flatten().count();
    let verdict = match changed {
        0 => Verdict::Clean,
        _ => Verdict::Found,
    };
    if args.diff {
        changes::print_patch(fixed, args.run.color.color(&io::stdout()))?;
        return Ok(verdict);
    }
    if args.check {
        name_changed(args, fixed)?;
        return Ok(verdict);
    }
    if files::is_stdin(&args.files) {
        io::stdout().lock().write_all(&fixed.run.files[0].source.bytes())?;
        return Ok(Verdict::Clean);
    }
    let unwritten = changes::write_files(fixed);
    summarize(args, "formatted", changed - unwritten, fixed)?;
    Ok(if unwritten > 0 {
        Verdict::Incomplete
    } else {
        Verdict::Clean
    })
}

/// Names the files that formatting would change.
fn name_changed(args: &FormatArgs, fixed: &Fixed) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let changed = fixed.run.files.iter().zip(&fixed.before);
    let changed = changed.filter(|(_, before)| before.is_some());
    let mut count = 0;
    for (analysis, _) in changed {
        count += 1;
        let path = analysis.source.path().display().to_string();
        writeln!(out, "would format {}", report::sanitize(&path))?;
    }
    drop(out);
    summarize(args, "would format", count, fixed)
}

fn summarize(args: &FormatArgs, verb: &str, changed: usize, fixed: &Fixed) -> io::Result<()> {
    if args.run.quiet {
        return Ok(());
    }
    let files = fixed.run.files.len();
    let mut out = io::stdout().lock();
    match changed {
        0 => writeln!(out, "nothing to format in {}", report::plural(files, "file")),
        _ => writeln!(out, "{verb} {changed} of {}", report::plural(files, "file")),
    }
}
