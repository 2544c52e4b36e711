//! Findings for people and tools, one file for each format.

mod concise;
mod diff;
mod json;
mod pretty;
mod summary;
mod terminal;

pub use diff::{Lines, unified};
pub use json::{Record, schema};
pub(crate) use summary::plural;
pub use summary::{Counts, skipped, statistics};
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
    }
}
