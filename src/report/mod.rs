//! Findings for people and tools, one file for each format.

mod checkstyle;
mod concise;
mod diff;
mod drawing;
mod fingerprint;
mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
mod places;
mod plain;
mod pretty;
mod rdjson;
mod repairs;
mod sarif;
mod summary;
mod terminal;

pub use diff::{Lines, unified};
pub use json::{Record, schema};
pub(crate) use summary::plural;
pub use summary::{Counts, skipped, statistics};
pub use terminal::{Color, sanitize};

use std::cell::OnceCell;
use std::io::{self, Write};

use crate::engine::Run;
use repairs::Repairs;

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// With the lines they are about.
    #[default]
    Pretty,
    /// A line each.
    Concise,
    /// One JSON array.
    Json,
    /// A JSON object a line.
    Jsonl,
    /// Annotations of GitHub Actions.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
    /// Reviewdog's format, with suggestions.
    Rdjson,
    /// Reviewdog's format, a finding a line.
    Rdjsonl,
    /// A comment on a pull request, or the summary of a job.
    Markdown,
}

impl Format {
    /// Whether it shows what `--fix` would do.
    pub fn shows_repairs(self) -> bool {
        matches!(self, Self::Rdjson | Self::Rdjsonl | Self::Markdown)
    }
}

/// What is said of a run, in as many formats as are asked for.
#[derive(Debug)]
pub struct Report<'r> {
    run: &'r Run,
    /// What several formats show and takes long to find out.
    repairs: OnceCell<Repairs>,
}

impl<'r> Report<'r> {
    pub fn of(run: &'r Run) -> Self {
        let repairs = OnceCell::new();
        Self { run, repairs }
    }

    /// Writes the findings.
    ///
    /// # Errors
    /// The output cannot be written to.
    pub fn write(&self, format: Format, color: Color, out: &mut dyn Write) -> io::Result<()> {
        let run = self.run;
        let repairs = || self.repairs.get_or_init(|| Repairs::of(run));
        match format {
            Format::Pretty => pretty::write(run, color, out),
            Format::Concise => concise::write(run, color, out),
            Format::Json => json::write_array(run, out),
            Format::Jsonl => json::write_lines(run, out),
            Format::Github => github::write(run, out),
            Format::Sarif => sarif::write(run, out),
            Format::Gitlab => gitlab::write(run, out),
            Format::Junit => junit::write(run, out),
            Format::Checkstyle => checkstyle::write(run, out),
            Format::Rdjson => rdjson::write_result(run, repairs(), out),
            Format::Rdjsonl => rdjson::write_lines(run, repairs(), out),
            Format::Markdown => markdown::write(run, repairs, out),
        }
    }
}
