//! The command line, one file for each command.

mod asked;
mod changes;
mod check;
mod completions;
mod context;
mod entries;
mod files;
mod find;
mod format;
mod init;
mod man;
mod output;
mod rule;
mod style;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{ConfigError, Palette};
use crate::git::GitError;
use crate::project::SizeLimit;
use crate::report::{self, Color};
use crate::rule::{Level, Preset};

/// Lint and format Markdown resource lists: awesome lists, reading lists, link collections
#[derive(Debug, Parser)]
#[command(name = "awesome-lint", version, args_conflicts_with_subcommands = true)]
#[command(after_help = "Exit status: 0 clean, 1 findings left, 2 could not run (usage, configuration, files).")]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    check: CheckArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Apply the safe fixes of the style rules: the same page, written as the list writes it
    #[command(visible_alias = "fmt")]
    Format(FormatArgs),
    /// Print what each list does throughout, with counts: bullets, separators, order and so on
    Style(StyleArgs),
    /// Print the entries themselves, one record for each, for other programs
    Entries(EntriesArgs),
    /// Say whether an address or a title is listed already, and where
    #[command(after_help = "Exit status: 0 listed, 1 not listed, 2 could not run.")]
    Find(FindArgs),
    /// Print the page of a rule, or the table of all rules
    Rule(RuleArgs),
    /// Write a commented .awesome-lint.toml
    Init,
    /// Print the completions for a shell
    Completions { shell: clap_complete::Shell },
    /// Print the manual page
    Man,
}

/// What `awesome-lint [PATHS…]` takes.
#[derive(Debug, Args)]
struct CheckArgs {
    #[command(flatten)]
    files: FileArgs,
    /// Apply the safe fixes
    #[arg(long, conflicts_with = "diff", help_heading = "Fixing")]
    fix: bool,
    /// Show what --fix would change, as a patch; change nothing
    #[arg(long, help_heading = "Fixing")]
    diff: bool,
    /// With --fix or --diff: also the fixes that may lose something
    #[arg(long, help_heading = "Fixing")]
    unsafe_fixes: bool,
    /// Run only these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    select: Vec<String>,
    /// Do not run these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    ignore: Vec<String>,
    /// The choice of rules, instead of the configuration's
    #[arg(long, help_heading = "Rules")]
    preset: Option<Preset>,
    #[command(flatten)]
    asked: asked::AskedArgs,
    #[command(flatten)]
    output: output::OutputArgs,
    /// Print how many findings each rule has, instead of the findings
    #[arg(long, conflicts_with = "output_format", help_heading = "Output")]
    statistics: bool,
    /// The lowest level that makes the exit status 1
    #[arg(
        long,
        value_enum,
        default_value = "warn",
        value_name = "LEVEL",
        help_heading = "Output"
    )]
    fail_on: FailOn,
    /// Exit with 0 whatever was found
    #[arg(long, help_heading = "Output")]
    exit_zero: bool,
    #[command(flatten)]
    run: RunArgs,
}

/// Which files a command is about, and with which configuration.
#[derive(Debug, Clone, Args)]
struct FileArgs {
    /// Files and folders; `-` is standard input, none is the README of this folder, the address of a git repository
    /// that of a copy of it
    paths: Vec<PathBuf>,
    /// The address that the files were fetched from.
    #[arg(skip)]
    origin: Option<String>,
    /// Use this configuration for all files
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "no_config",
        help_heading = "Configuration"
    )]
    config: Option<PathBuf>,
    /// Use no configuration
    #[arg(long, help_heading = "Configuration")]
    no_config: bool,
    /// The name of standard input, for messages and for the configuration
    #[arg(long, value_name = "PATH", help_heading = "Configuration")]
    stdin_filename: Option<PathBuf>,
    /// The size of the largest file that is read, such as 64M
    #[arg(long, value_name = "SIZE", default_value_t, help_heading = "Configuration")]
    max_file_size: SizeLimit,
}

/// How a command runs and speaks.
#[derive(Debug, Args)]
struct RunArgs {
    /// Print no summary
    #[arg(long, short, help_heading = "Output")]
    quiet: bool,
    /// When to use colours
    #[arg(
        long,
        value_enum,
        default_value = "auto",
        value_name = "WHEN",
        help_heading = "Output"
    )]
    color: When,
    /// How many threads to use; as many as there are processors by default
    #[arg(long, value_name = "N", help_heading = "Output")]
    threads: Option<std::num::NonZeroUsize>,
}

impl RunArgs {
    fn use_threads(&self) -> Result<(), Failure> {
        let Some(threads) = self.threads else {
            return Ok(());
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get());
        pool.build_global().map_err(|error| Failure::Message(error.to_string()))
    }
}

/// What `awesome-lint format [PATHS…]` takes.
#[derive(Debug, Args)]
struct FormatArgs {
    #[command(flatten)]
    files: FileArgs,
    /// Change nothing; name the files that would change, and exit with 1 if there are any
    #[arg(long, help_heading = "Formatting")]
    check: bool,
    /// Change nothing; show what would change as a patch, and exit with 1 if anything would
    #[arg(long, help_heading = "Formatting")]
    diff: bool,
    /// Also what a reader of the page sees: separators, final periods, capitals, labels, order
    #[arg(long, help_heading = "Formatting")]
    entries: bool,
    #[command(flatten)]
    run: RunArgs,
}

/// What `awesome-lint style [PATHS…]` takes.
#[derive(Debug, Args)]
struct StyleArgs {
    #[command(flatten)]
    files: FileArgs,
    /// How it is printed
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    output_format: PlainFormat,
    #[command(flatten)]
    run: RunArgs,
}

/// What `awesome-lint entries [PATHS…]` takes.
#[derive(Debug, Args)]
struct EntriesArgs {
    #[command(flatten)]
    files: FileArgs,
    /// Print the canonical keys of these addresses instead, one in a line: two addresses with one key are one page
    #[arg(long, value_name = "URL", num_args = 1.., conflicts_with = "paths")]
    key: Vec<String>,
    /// How the entries are written
    #[arg(long, value_enum, default_value = "jsonl", value_name = "FORMAT")]
    output_format: EntryFormat,
    #[command(flatten)]
    run: RunArgs,
}

/// How entries are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EntryFormat {
    /// One JSON object in a line
    Jsonl,
    /// One JSON array
    Json,
    /// Comma-separated values with a header
    Csv,
    /// Values with tabs between, with a header
    Tsv,
}

/// What `awesome-lint find QUERY [PATHS…]` takes.
#[derive(Debug, Args)]
struct FindArgs {
    /// An address or a title
    query: String,
    #[command(flatten)]
    files: FileArgs,
    #[command(flatten)]
    run: RunArgs,
}

#[derive(Debug, Args)]
struct RuleArgs {
    /// The name of a rule
    name: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    output_format: PlainFormat,
    /// When to use colours
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    color: When,
}

/// How a command prints what are no findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PlainFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warn,
    Info,
    Never,
}

impl FailOn {
    fn fails(self, highest: Option<Level>) -> bool {
        let limit = match self {
            FailOn::Error => Level::Error,
            FailOn::Warn => Level::Warn,
            FailOn::Info => Level::Info,
            FailOn::Never => return false,
        };
        highest.is_some_and(|highest| highest >= limit)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

impl When {
    fn color(self, stream: &impl io::IsTerminal) -> Color {
        match self {
            When::Auto => Color::of(stream),
            When::Always => Color::On,
            When::Never => Color::Off,
        }
    }
}

/// Why a command could not run.
#[derive(Debug)]
enum Failure {
    Config(ConfigError),
    Message(String),
    Output(io::Error),
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Failure::Config(error)
    }
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        Failure::Message(error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

/// Whether something was found that makes the command fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Clean,
    Found,
    /// Some files could not be read or written; the others were.
    Incomplete,
}

/// Runs the command that the arguments of the process name.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        None => check::run(&cli.check),
        Some(Command::Format(args)) => format::run(&args),
        Some(Command::Style(args)) => style::run(&args),
        Some(Command::Entries(args)) => entries::run(&args),
        Some(Command::Find(args)) => find::run(&args),
        Some(Command::Rule(args)) => rule::run(&args),
        Some(Command::Init) => init::run(),
        Some(Command::Completions { shell }) => completions::run(shell),
        Some(Command::Man) => man::run(),
    };
    match outcome {
        Ok(Verdict::Clean) => ExitCode::SUCCESS,
        Ok(Verdict::Found) => ExitCode::from(1),
        Ok(Verdict::Incomplete) => ExitCode::from(2),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            show(&failure);
            ExitCode::from(2)
        }
    }
}

fn complain(message: &str) {
    let color = Color::of(&io::stderr());
    let message = report::sanitize(message);
    let _ = writeln!(io::stderr().lock(), "{}: {message}", color.paint("31", "error"));
}

fn show(failure: &Failure) {
    let mut stderr = io::stderr().lock();
    let _ = match failure {
        Failure::Config(error) => {
            let palette = match Color::of(&io::stderr()) {
                Color::On => Palette::Colored,
                Color::Off => Palette::Plain,
            };
            write!(stderr, "{}", error.render(palette))
        }
        Failure::Message(message) => writeln!(stderr, "error: {}", report::sanitize(message)),
        Failure::Output(error) => writeln!(stderr, "error: cannot write the output: {error}"),
    };
}
