//! `awesome-lint [PATHS…]`: lint, `--fix`, `--diff`.

use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::{CheckArgs, Failure, Verdict};
use crate::config::{ConfigSource, Configs, Selection};
use crate::edit::Applicability;
use crate::engine::{Input, Run};
use crate::fix::{self, Fixed, Wanted};
use crate::project::{self, FileError, WorkingTree};
use crate::report::{self, Color, Counts, Format, Lines};
use crate::source::{FileId, Source};
use crate::tree::Tree;

const STDIN: &str = "-";

pub(super) fn run(args: &CheckArgs) -> Result<Verdict, Failure> {
    if args.unsafe_fixes && !args.fix && !args.diff {
        return Err(Failure::Message("--unsafe-fixes goes with --fix or --diff".to_owned()));
    }
    if let Some(threads) = args.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get());
        pool.build_global()
            .map_err(|error| Failure::Message(error.to_string()))?;
    }
    let mut configs = configs(args)?;
    let (inputs, errors) = inputs(args, &mut configs)?;
    for error in &errors {
        complain(&error.to_string());
    }
    let run = crate::lint(inputs);
    let command = Check {
        args,
        color: args.color.color(&io::stdout()),
        is_stdin: args.paths == [Path::new(STDIN)],
    };
    let verdict = match (args.fix, args.diff) {
        (true, _) => command.fix(run)?,
        (_, true) => command.diff(run)?,
        _ => command.report(&run)?,
    };
    Ok(if errors.is_empty() {
        verdict
    } else {
        Verdict::Incomplete
    })
}

fn complain(message: &str) {
    let color = Color::of(&io::stderr());
    let message = report::sanitize(message);
    let _ = writeln!(io::stderr().lock(), "{}: {message}", color.paint("31", "error"));
}

fn configs(args: &CheckArgs) -> Result<Configs, Failure> {
    let source = match &args.config {
        Some(path) => ConfigSource::File(path.clone()),
        None if args.no_config => ConfigSource::Defaults,
        None => ConfigSource::Discovered,
    };
    let selection = Selection {
        preset: args.preset,
        select: args.select.clone(),
        ignore: args.ignore.clone(),
    };
    Ok(Configs::new(source, selection)?)
}

/// The texts to check with their rules, and what could not be read.
fn inputs(args: &CheckArgs, configs: &mut Configs) -> Result<(Vec<Input>, Vec<FileError>), Failure> {
    if args.paths == [Path::new(STDIN)] {
        return Ok((vec![stdin(args, configs)?], Vec::new()));
    }
    if args.paths.iter().any(|path| path == Path::new(STDIN)) {
        return Err(Failure::Message("`-` cannot be combined with other paths".to_owned()));
    }
    let paths = match args.paths[..] {
        [] => vec![project::readme(Path::new(".")).map_err(|error| Failure::Message(error.to_string()))?],
        _ => args.paths.clone(),
    };
    let mut config_error = None;
    let mut excluded = 0;
    let is_excluded = |path: &Path, is_dir: bool| {
        let is_excluded = match configs.config(path) {
            Ok(config) => config.is_excluded(path, is_dir),
            Err(error) => {
                config_error.get_or_insert(error);
                true
            }
        };
        excluded += usize::from(is_excluded);
        is_excluded
    };
    let (files, mut errors) = project::find(&paths, is_excluded);
    if let Some(error) = config_error {
        return Err(error.into());
    }
    if files.is_empty() && errors.is_empty() {
        if excluded == 0 {
            return Err(Failure::Message(
                "there are no Markdown files in what was named".to_owned(),
            ));
        }
        let _ = writeln!(io::stderr().lock(), "the configuration excludes all that was named");
    }
    let read: Vec<Result<Source, FileError>> = files.par_iter().map(|path| project::read(path)).collect();
    let mut inputs = Vec::with_capacity(read.len());
    let tree: Arc<dyn Tree> = Arc::new(WorkingTree::default());
    for source in read {
        match source {
            Err(error) => errors.push(error),
            Ok(source) => {
                let rules = configs.rule_set(source.path())?;
                let tree = Arc::clone(&tree);
                inputs.push(Input { source, rules, tree });
            }
        }
    }
    Ok((inputs, errors))
}

fn stdin(args: &CheckArgs, configs: &mut Configs) -> Result<Input, Failure> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::Message(format!("standard input: {error}")))?;
    let name = args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("<stdin>"));
    let rules = configs.rule_set(&name)?;
    let input = Input::new(Source::decode(name, bytes), rules);
    if args.stdin_filename.is_none() {
        return Ok(input);
    }
    let tree = Arc::new(WorkingTree::default());
    Ok(Input { tree, ..input })
}

struct Check<'a> {
    args: &'a CheckArgs,
    color: Color,
    is_stdin: bool,
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
        self.write_summary(&counts.line(run.files.len()), &mut out)?;
        out.flush()?;
        Ok(self.verdict(&counts))
    }

    fn write_findings(&self, run: &Run, color: Color, out: &mut dyn Write) -> io::Result<Counts> {
        let counts = Counts::of(run);
        if self.args.statistics {
            report::statistics(&counts, color, out)?;
        } else {
            report::write(run, self.args.output_format, color, out)?;
        }
        Ok(counts)
    }

    /// The summary goes with the findings for people, and is left out of what programs read.
    fn write_summary(&self, line: &str, out: &mut dyn Write) -> io::Result<()> {
        let is_for_people = matches!(self.args.output_format, Format::Pretty | Format::Concise);
        if self.args.quiet || !is_for_people {
            return Ok(());
        }
        writeln!(out, "{line}")
    }

    fn fix(&self, run: Run) -> Result<Verdict, Failure> {
        let fixed = fix::fixpoint(run, Wanted::all(self.limit()));
        let counts = Counts::of(&fixed.run);
        let unwritten = if self.is_stdin {
            io::stdout().lock().write_all(&fixed.run.files[0].source.bytes())?;
            0
        } else {
            write_files(&fixed)
        };
        let stderr = io::stderr();
        let (mut out, color): (Box<dyn Write>, Color) = if self.is_stdin {
            (Box::new(stderr.lock()), self.args.color.color(&stderr))
        } else {
            (Box::new(BufWriter::new(io::stdout().lock())), self.color)
        };
        self.write_findings(&fixed.run, color, &mut out)?;
        self.write_summary(&fix_line(&fixed, &counts), &mut out)?;
        out.flush()?;
        report_unsettled(&fixed);
        Ok(if unwritten > 0 {
            Verdict::Incomplete
        } else {
            self.verdict(&counts)
        })
    }

    fn diff(&self, run: Run) -> Result<Verdict, Failure> {
        let fixed = fix::fixpoint(run, Wanted::all(self.limit()));
        let mut out = BufWriter::new(io::stdout().lock());
        let changes: Vec<(PathBuf, &Source, &Source)> = fixed
            .run
            .files
            .iter()
            .zip(&fixed.before)
            .filter_map(|(analysis, before)| {
                let path = project::absolute(analysis.source.path());
                Some((path, before.as_ref()?, &analysis.source))
            })
            .collect();
        let changed = changes.len();
        let base = patch_base(changes.iter().map(|(path, ..)| path.as_path()));
        let lines = if io::stdout().is_terminal() {
            Lines::Sanitized
        } else {
            Lines::Exact
        };
        for (path, before, after) in &changes {
            let path = base
                .as_ref()
                .and_then(|base| path.strip_prefix(base).ok())
                .unwrap_or(path);
            report::unified(
                path,
                &before.bytes(),
                after.text().as_bytes(),
                lines,
                self.color,
                &mut out,
            )?;
        }
        out.flush()?;
        report_unsettled(&fixed);
        let counts = Counts::of(&fixed.run);
        if !self.args.quiet && io::stderr().is_terminal() {
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

/// The folder in which a patch of these files applies: the working directory, or their repository.
fn patch_base<'p>(mut paths: impl Iterator<Item = &'p Path> + Clone) -> Option<PathBuf> {
    let folder = project::absolute(Path::new("."));
    let mut rest = paths.clone();
    if rest.all(|path| path.starts_with(&folder)) {
        return Some(folder);
    }
    let repository = paths.clone().next().and_then(project::repository)?;
    paths.all(|path| path.starts_with(&repository)).then_some(repository)
}

/// Writes every changed file; complains of those that cannot be written and goes on.
fn write_files(fixed: &Fixed) -> usize {
    let outcomes: Vec<Option<FileError>> = fixed
        .run
        .files
        .par_iter()
        .zip(&fixed.before)
        .map(|(analysis, before)| {
            let before = before.as_ref()?;
            let source = &analysis.source;
            project::write(source.path(), &before.bytes(), source.text()).err()
        })
        .collect();
    let errors: Vec<FileError> = outcomes.into_iter().flatten().collect();
    for error in &errors {
        complain(&error.to_string());
    }
    errors.len()
}

fn fix_line(fixed: &Fixed, counts: &Counts) -> String {
    let applied: usize = fixed.applied.iter().flat_map(|rules| rules.values()).sum();
    let files = fixed.before.iter().flatten().count();
    let repaired = format!(
        "repaired {} in {}",
        report::plural(applied, "finding"),
        report::plural(files, "file")
    );
    let left = counts.line(fixed.run.files.len());
    match applied {
        0 => left,
        _ => format!("{repaired}; {left}"),
    }
}

fn report_unsettled(fixed: &Fixed) {
    for trouble in &fixed.unsettled {
        let FileId(file) = trouble.file;
        let path = fixed.run.files[file as usize].source.path().display();
        complain(&format!(
            "{path}: the fixes of {} undo one another; none was applied to this file, please report it",
            trouble.rules.join(" and ")
        ));
    }
}
