//! `awesome-lint [PATHS…]`: lint, `--fix`, `--diff`.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use super::files::{self, Inputs};
use super::output::Outputs;
use super::{CheckArgs, Failure, Verdict, changes};
use crate::config::{Selection, Task};
use crate::edit::Applicability;
use crate::engine::Run;
use crate::fix::{self, Fixed, Wanted};
use crate::report::{self, Color, Counts};

pub(super) fn run(args: &CheckArgs) -> Result<Verdict, Failure> {
    if args.unsafe_fixes && !args.fix && !args.diff {
        return Err(Failure::Message("--unsafe-fixes goes with --fix or --diff".to_owned()));
    }
    args.run.use_threads()?;
    let selection = Selection {
        preset: args.preset,
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        task: Task::Lint,
    };
    let outputs = args.output.outputs()?;
    let mut configs = files::configs(&args.files, selection)?;
    let Inputs { mut inputs, unread } = files::inputs(&args.files, &mut configs)?;
    args.asked.prepare(&mut inputs, &mut configs)?;
    let run = crate::lint(inputs);
    let command = Check {
        args,
        color: args.run.color.color(&io::stdout()),
        is_stdin: files::is_stdin(&args.files),
        outputs,
    };
    if let Some(path) = args.asked.write_baseline(&run)? {
        command.say_written(&run, path)?;
        return Ok(if unread == 0 {
            Verdict::Clean
        } else {
            Verdict::Incomplete
        });
    }
    let verdict = match (args.fix, args.diff) {
        (true, _) => command.fix(run)?,
        (_, true) => command.diff(run)?,
        _ => {
            let verdict = command.report(&run)?;
            // The program ends here: the system takes all memory back faster than piece by piece.
            std::mem::forget(run);
            verdict
        }
    };
    Ok(if unread == 0 { verdict } else { Verdict::Incomplete })
}

struct Check<'a> {
    args: &'a CheckArgs,
    color: Color,
    is_stdin: bool,
    outputs: Outputs,
}

impl Check<'_> {
    fn limit(&self) -> Applicability {
        if self.args.unsafe_fixes {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        }
    }

    fn verdict(&self, counts: &Counts) -> Verdict {
        if !self.args.exit_zero && self.args.fail_on.fails(counts.highest) {
            return Verdict::Found;
        }
        Verdict::Clean
    }

    fn report(&self, run: &Run) -> Result<Verdict, Failure> {
        let mut out = BufWriter::new(io::stdout().lock());
        let counts = self.write_findings(run, self.color, &mut out)?;
        self.write_summary(&counts.line(run.lists()), &mut out)?;
        out.flush()?;
        Ok(self.verdict(&counts))
    }

    fn write_findings(&self, run: &Run, color: Color, out: &mut dyn Write) -> Result<Counts, Failure> {
        let counts = Counts::of(run);
        if self.args.statistics {
            report::statistics(&counts, color, out)?;
        } else {
            self.outputs.write_files(run)?;
            self.outputs.write(run, color, out)?;
        }
        Ok(counts)
    }

    /// The summary goes with the findings for people, and is left out of what programs read.
    fn write_summary(&self, line: &str, out: &mut dyn Write) -> io::Result<()> {
        if self.args.run.quiet || !self.outputs.is_for_people() {
            return Ok(());
        }
        writeln!(out, "{line}")
    }

    fn say_written(&self, run: &Run, path: &Path) -> io::Result<()> {
        if self.args.run.quiet {
            return Ok(());
        }
        let count = report::plural(run.diagnostics.len(), "finding");
        let path = path.display().to_string();
        writeln!(io::stdout().lock(), "wrote {count} to {}", report::sanitize(&path))
    }

    fn fix(&self, run: Run) -> Result<Verdict, Failure> {
        let fixed = fix::fixpoint(run, Wanted::all(self.limit()));
        let counts = Counts::of(&fixed.run);
        let unwritten = if self.is_stdin {
            io::stdout().lock().write_all(&fixed.run.files[0].source.bytes())?;
            0
        } else {
            changes::write_files(&fixed)
        };
        let stderr = io::stderr();
        let (mut out, color): (Box<dyn Write>, Color) = if self.is_stdin {
            (Box::new(stderr.lock()), self.args.run.color.color(&stderr))
        } else {
            (Box::new(BufWriter::new(io::stdout().lock())), self.color)
        };
        self.write_findings(&fixed.run, color, &mut out)?;
        self.write_summary(&fix_line(&fixed, &counts), &mut out)?;
        out.flush()?;
        changes::report_unsettled(&fixed);
        Ok(if unwritten > 0 {
            Verdict::Incomplete
        } else {
            self.verdict(&counts)
        })
    }

    fn diff(&self, run: Run) -> Result<Verdict, Failure> {
        let fixed = fix::fixpoint(run, Wanted::all(self.limit()));
        let changed = changes::print_patch(&fixed, self.color)?;
        self.outputs.write_files(&fixed.run)?;
        changes::report_unsettled(&fixed);
        let counts = Counts::of(&fixed.run);
        if !self.args.run.quiet && io::stderr().is_terminal() {
            let _ = writeln!(io::stderr().lock(), "{}", fix_line(&fixed, &counts));
        }
        let verdict = self.verdict(&counts);
        Ok(if changed > 0 && !self.args.exit_zero {
            Verdict::Found
        } else {
            verdict
        })
    }
}

fn fix_line(fixed: &Fixed, counts: &Counts) -> String {
    let applied: usize = fixed.applied.iter().flat_map(|rules| rules.values()).sum();
    let files = fixed.before.iter().flatten().count();
    let repaired = format!(
        "repaired {} in {}",
        report::plural(applied, "finding"),
        report::plural(files, "file")
    );
    let left = counts.line(fixed.run.lists());
    match applied {
        0 => left,
        _ => format!("{repaired}; {left}"),
    }
}
