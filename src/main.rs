//! The command: everything is in the library, the exit status is here.

use std::process::ExitCode;

fn main() -> ExitCode {
    awesome_lint::cli::main()
}
