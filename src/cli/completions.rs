//! `awesome-lint completions SHELL`

use std::io::{self, Write};

use clap::CommandFactory;

use super::{Cli, Failure, Verdict};

pub(super) fn run(shell: clap_complete::Shell) -> Result<Verdict, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "awesome-lint", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Verdict::Clean)
}
