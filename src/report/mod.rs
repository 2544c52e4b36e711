//! Findings for people and tools, one file for each format.

mod checkstyle;
mod concise;
mod diff;
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
pub use summary::{Counts, statistics};
pub use terminal::{Color, sanitize};

use std::io::{self, Write};

use crate::engine::Run;

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

/// Writes the findings of a run.
///
/// # Errors
/// The output cannot be written to.
pub fn write(run: &Run, format: Format, color: Color, out: &mut dyn Write) -> io::Result<()> {
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
        Format::Rdjson => rdjson::write_result(run, out),
        Format::Rdjsonl => rdjson::write_lines(run, out),
        Format::Markdown => markdown::write(run, out),
    }
}
