//! The texts that the model is made from.

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// All lines that are not ASCII, each once, in their order.
pub fn read(shared: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut lines = Vec::new();
    let cases = Command::new("gzip")
        .arg("-dc")
        .arg(shared.join("eval/mojibake/cases.jsonl.gz"))
        .output()?;
    for line in String::from_utf8(cases.stdout)?.lines() {
        let case: serde_json::Value = serde_json::from_str(line)?;
        if matches!(case["kind"].as_str(), Some("neg-lines" | "neg-tldr")) {
            lines.extend(case["clean"].as_str().map(str::to_owned));
        }
    }
    let mut paths = Vec::new();
    collect(&shared.join("corpus/lists"), &mut paths)?;
    paths.sort();
    for path in paths {
        let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
        lines.extend(text.lines().map(str::to_owned));
    }
    let mut seen = HashSet::new();
    let is_broken = |c: char| c == '\u{FFFD}' || matches!(c, '\u{80}'..='\u{9F}');
    lines.retain(|line| !line.is_ascii() && !line.contains(is_broken) && seen.insert(hash(line)));
    Ok(lines)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path
            .extension()
            .is_some_and(|ending| ending == "md" || ending == "markdown")
        {
            paths.push(path);
        }
    }
    Ok(())
}

/// FNV-1a.
pub fn hash(line: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    line.bytes().fold(0xCBF2_9CE4_8422_2325, step)
}

/// A line without what is no text.
pub fn without_addresses(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("](").into_iter().chain(rest.find("://")).min() {
        words.push_str(&rest[..at]);
        words.push(' ');
        rest = &rest[at..];
        let end = rest[2..].find([')', ' ', '>', '"']).map_or(rest.len(), |end| end + 2);
        rest = &rest[end..];
    }
    words + rest
}
