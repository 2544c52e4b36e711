//! How fast the search for mojibake is beside plsfix and ftfy, over the same lines on one thread.
//!
//! ```sh
//! cd benches/peers
//! cargo run --release -- FOLDER…      # all Markdown files in the folders
//! ```
//!
//! plsfix is built from its crate; ftfy is asked through `python3`, if it can import it (`PYTHON` names another one). The
//! program is a package of its own, so that nothing of this becomes a dependency.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use awesome_lint::encoding;

/// How often each is measured; the best counts.
const RUNS: usize = 5;

/// Times the work alone, without the start of Python and the reading of the lines.
const FTFY: &str = "
import ftfy, sys, time
lines = sys.stdin.buffer.read().decode('utf-8').split('\\n')
best = 1e9
for _ in range(3):
    start = time.perf_counter()
    for line in lines:
        ftfy.fix_encoding(line)
    best = min(best, time.perf_counter() - start)
print(best)
";

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = Vec::new();
    for folder in std::env::args().skip(1) {
        collect(Path::new(&folder), &mut paths)?;
    }
    paths.sort();
    let texts = paths.iter().filter_map(|path| fs::read_to_string(path).ok());
    let text = texts.collect::<Vec<_>>().join("\n");
    let lines: Vec<&str> = text.lines().collect();
    let others: Vec<&str> = lines.iter().copied().filter(|line| !line.is_ascii()).collect();
    encoding::diagnose("cafÃ©");
    for (name, lines) in [("all lines", &lines), ("lines that are not ASCII", &others)] {
        let megabytes = lines.iter().map(|line| line.len() + 1).sum::<usize>() as f64 / 1e6;
        println!("{name}: {megabytes:.1} MB");
        let show = |name: &str, seconds: f64| println!("  {name:12} {:8.1} MB/s", megabytes / seconds);
        show(
            "awesome-lint",
            best(|| lines.iter().map(|line| encoding::diagnose(line).len()).sum()),
        );
        show(
            "plsfix",
            best(|| lines.iter().map(|line| plsfix::fix_text(line, None).len()).sum()),
        );
        match ftfy(lines) {
            Ok(seconds) => show("ftfy", seconds),
            Err(error) => println!("  ftfy         not measured: {error}"),
        }
    }
    Ok(())
}

/// The seconds of the fastest run.
fn best(work: impl Fn() -> usize) -> f64 {
    let runs = (0..RUNS).map(|_| {
        let start = Instant::now();
        std::hint::black_box(work());
        start.elapsed().as_secs_f64()
    });
    runs.fold(f64::INFINITY, f64::min)
}

fn ftfy(lines: &[&str]) -> Result<f64, Box<dyn Error>> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut child = Command::new(python)
        .args(["-c", FTFY])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut input = child.stdin.take().ok_or("no input")?;
    input.write_all(lines.join("\n").as_bytes())?;
    drop(input);
    let output = child.wait_with_output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|ending| ending == "md") {
            paths.push(path);
        }
    }
    Ok(())
}
