//! `awesome-lint man`

use std::io::{self, Write};

use clap::CommandFactory;

use super::{Cli, Failure, Verdict};

pub(super) fn run() -> Result<Verdict, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    io::stdout().lock().write_all(&page)?;
    Ok(Verdict::Clean)
}
