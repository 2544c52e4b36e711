//! `awesome-lint [PATHS…]`: lint, `--fix`, `--diff`.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::asked::AskedArgs;
use super::files::{self, Inputs};
use super::output::Outputs;
use super::{CheckArgs, Failure, FileArgs, Verdict, changes};
use crate::config::{Selection, Task};
use crate::edit::Applicability;
use crate::engine::Run;
use crate::fix::{self, Fixed, Wanted};
use crate::git::{self, Checkout};
use crate::report::{self, Color, Counts, Report};

pub(super) fn run(args: &CheckArgs) -> Result<Verdict, Failure> {
    if args.unsafe_fixes && !args.fix && !args.diff {
        return Err(Failure::Message("--unsafe-fixes goes with --fix or --diff".to_owned()));
    }
    args.run.use_threads()?;
    let mut outputs = args.output.outputs()?;
    let fetched = Fetched::of(args)?;
    let (named, asked) = match &fetched {
        Some(fetched) => {
            outputs = outputs.named_in(&fetched.before);
            (&fetched.files, &fetched.asked)
        }
        None => (&args.files, &args.asked),
    };
    let selection = Selection {
        preset: args.preset,
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        task: Task::Lint,
    };
    let mut configs = files::configs(named, selection)?;
    let Inputs { mut inputs, unread } = files::inputs(named, &mut configs)?;
    asked.prepare(&mut inputs, &mut configs, named.max_file_size)?;
    let run = match args.fix || args.diff || outputs.show_repairs() {
        true => crate::lint_to_fix(inputs),
        false => crate::lint(inputs),
    };
    let command = Check {
        args,
        color: args.run.color.color(&io::stdout()),
        is_stdin: files::is_stdin(named),
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

/// A repository that was fetched for this run. Its folder is the working directory, so that its files have their
/// own names.
struct Fetched {
    /// Taken when it is dropped: some systems keep the working directory.
    checkout: Option<Checkout>,
    files: FileArgs,
    asked: AskedArgs,
    before: PathBuf,
}

impl Fetched {
    /// Fetches the repository whose address stands in the place of the files.
    fn of(args: &CheckArgs) -> Result<Option<Self>, Failure> {
        let mut texts = args.files.paths.iter().filter_map(|path| path.to_str());
        let is_address = |text: &&str| git::is_address(text) && !Path::new(text).exists();
        let Some(address) = texts.find(is_address) else {
            return Ok(None);
        };
        if args.files.paths.len() > 1 {
            let message = format!("{address}: the address of a repository stands alone");
            return Err(Failure::Message(message));
        }
        if args.fix {
            let message = format!("{address}: a fetched repository is not kept; clone it to fix it, or use --diff");
            return Err(Failure::Message(message));
        }
        if args.asked.has_baseline() {
            let message = format!("{address}: of a fetched repository no findings are known; clone it to compare them");
            return Err(Failure::Message(message));
        }
        let io = |error: io::Error| Failure::Message(format!("{address}: {error}"));
        let before = std::env::current_dir().map_err(io)?;
        let checkout = Checkout::of(address).map_err(|error| Failure::Message(error.to_string()))?;
        std::env::set_current_dir(checkout.path()).map_err(io)?;
        let files = FileArgs {
            paths: Vec::new(),
            origin: Some(address.to_owned()),
            config: args.files.config.as_ref().map(|config| before.join(config)),
            ..args.files.clone()
        };
        let checkout = Some(checkout);
        Ok(Some(Self {
            checkout,
            files,
            asked: args.asked.named_in(&before),
            before,
        }))
    }
}

impl Drop for Fetched {
    fn drop(&mut self) {
        // Without it the folder goes all the same, but on systems that keep the working directory.
        let _ = std::env::set_current_dir(&self.before);
        self.checkout = None;
    }
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
        self.write_skipped(run, &mut out)?;
        self.write_summary(&counts.line(run.lists()), &mut out)?;
        out.flush()?;
        Ok(self.verdict(&counts))
    }

    fn write_findings(&self, run: &Run, color: Color, out: &mut dyn Write) -> Result<Counts, Failure> {
        let counts = Counts::of(run);
        if self.args.statistics {
            report::statistics(&counts, color, out)?;
        } else {
            let report = Report::of(run);
            self.outputs.write_files(&report)?;
            self.outputs.write(&report, color, out)?;
        }
        Ok(counts)
    }

    /// What could not be checked stands before the summary; beside what programs read it is said to people.
    fn write_skipped(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        match (self.args.run.quiet, self.outputs.is_for_people()) {
            (true, _) => Ok(()),
            (false, true) => report::skipped(run, out),
            (false, false) => report::skipped(run, &mut io::stderr().lock()),
        }
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
        let mut fixed = fix::fixpoint(run, Wanted::all(self.limit()));
        let unwritten = if self.is_stdin {
            io::stdout().lock().write_all(&fixed.run.files[0].source.bytes())?;
            0
        } else {
            changes::write_files(&mut fixed)
        };
        let counts = Counts::of(&fixed.run);
        let stderr = io::stderr();
        let (mut out, color): (Box<dyn Write>, Color) = if self.is_stdin {
            (Box::new(stderr.lock()), self.args.run.color.color(&stderr))
        } else {
            (Box::new(BufWriter::new(io::stdout().lock())), self.color)
        };
        self.write_findings(&fixed.run, color, &mut out)?;
        self.write_skipped(&fixed.run, &mut out)?;
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
        self.outputs.write_files(&Report::of(&fixed.run))?;
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
