//! The command: everything is in the library, the exit status is here.

use std::process::ExitCode;

/// The parser makes hundreds of thousands of small pieces; this allocator is faster with them than most systems' own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    awesome_lint::cli::main()
}
