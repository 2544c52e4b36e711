//! Throughput of the search for mojibake in clean text: a generated one, and real lists when `AWESOME_LINT_SHARED` names
//! a folder of lists.

use std::fs;
use std::path::{Path, PathBuf};

use awesome_lint::encoding;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// All text, the lines that are not ASCII, and text that is broken throughout.
#[derive(Clone, Copy, Debug)]
enum Text {
    Lists,
    OtherLines,
    Broken,
}

#[divan::bench(args = [Text::Lists, Text::OtherLines, Text::Broken])]
fn diagnose(bencher: Bencher<'_, '_>, text: Text) {
    let lines = lines(text);
    let bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
    encoding::diagnose("cafÃ©");
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| lines.iter().map(|line| encoding::diagnose(line).len()).sum::<usize>());
}

fn lines(text: Text) -> Vec<String> {
    let all = lists();
    let lines = all.lines().map(str::to_owned);
    match text {
        Text::Lists => lines.collect(),
        Text::OtherLines => lines.filter(|line| !line.is_ascii()).collect(),
        Text::Broken => (0..1000)
            .map(|n| format!("{n}. CafÃ© â€“ une sÃ©lection dâ€™articles"))
            .collect(),
    }
}

/// The real lists, or a text of a few languages.
fn lists() -> String {
    let Ok(shared) = std::env::var("AWESOME_LINT_SHARED") else {
        let lines = [
            "- [Café](https://example.org/) - Une sélection.",
            "- Книги для всех.",
            "- 程序设计入门。",
            "- Plain.",
        ];
        return (0..20_000).map(|n| lines[n % lines.len()].to_owned() + "\n").collect();
    };
    let mut paths = Vec::new();
    collect(&Path::new(&shared).join("corpus/lists"), &mut paths);
    paths.sort();
    let texts = paths.iter().filter_map(|path| fs::read_to_string(path).ok());
    texts.collect::<Vec<_>>().join("\n")
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else {
            paths.push(path);
        }
    }
}
