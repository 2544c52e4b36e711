//! Reads a text a line on standard input and writes each line with its mojibake repaired.

use std::io::{self, BufRead, BufWriter, Write};

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        writeln!(out, "{}", awesome_lint::encoding::repair(&line?))?;
    }
    out.flush()
}
