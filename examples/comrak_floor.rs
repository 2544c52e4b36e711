//! The floor of what a run can cost: walks folders, reads their Markdown files and parses them, nothing else.
//!
//! `comrak_floor [--threads N] PATH…` prints how many files, bytes and nodes it saw.

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use comrak::{Arena, Options};
use ignore::WalkBuilder;
use rayon::prelude::*;

/// The options that the linter parses with.
fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.parse.leave_footnote_definitions = true;
    options
}

fn is_markdown(path: &Path) -> bool {
    matches!(
        path.extension().and_then(|ending| ending.to_str()),
        Some("md" | "markdown" | "mdown")
    )
}

/// The Markdown files in a folder, or the file itself.
fn find(path: &OsString) -> Vec<PathBuf> {
    let walker = WalkBuilder::new(path).hidden(false).require_git(false).build();
    let files = walker.flatten().map(ignore::DirEntry::into_path);
    files.filter(|path| is_markdown(path) && path.is_file()).collect()
}

/// The bytes and the nodes of one file.
fn parse(path: &Path) -> (usize, usize) {
    let bytes = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, &text, &options());
    (text.len(), root.descendants().count())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "--threads") {
        let threads = arguments.drain(..2.min(arguments.len())).next_back();
        let threads = threads.and_then(|threads| threads.to_str()?.parse().ok());
        let threads = threads.ok_or("--threads takes a number")?;
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;
    }
    let files: Vec<PathBuf> = arguments.iter().flat_map(find).collect();
    let (bytes, nodes) = files
        .par_iter()
        .map(|file| parse(file))
        .reduce(|| (0, 0), |first, second| (first.0 + second.0, first.1 + second.1));
    println!("{} files, {bytes} bytes, {nodes} nodes", files.len());
    Ok(())
}
