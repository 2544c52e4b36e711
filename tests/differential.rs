//! What formatting leaves alone: the page that is rendered, before and after.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use awesome_lint::config::{Config, Selection, Task};
use awesome_lint::document::render_html;
use awesome_lint::edit::Applicability;
use awesome_lint::engine::Input;
use awesome_lint::fix::{self, Wanted};
use awesome_lint::source::Source;
use support::{own_lists, shared_lists};

/// What `awesome-lint format` makes of a text.
fn formatted(path: &Path, text: &str) -> String {
    let selection = Selection {
        task: Task::Format,
        ..Selection::default()
    };
    let rules = Arc::new(Config::default().rule_set(path, &selection).unwrap());
    let source = Source::from_text(path, text.to_owned());
    let run = awesome_lint::lint(vec![Input::new(source, rules)]);
    let fixed = fix::fixpoint(run, Wanted::all(Applicability::Safe));
    assert!(fixed.unsettled.is_empty(), "{}: {text:?}", path.display());
    fixed.run.files[0].source.text().to_owned()
}

/// The page without what no browser shows: blanks behind blanks and at the ends of lines, outside of code, and
/// whether the items of a list are paragraphs.
fn page(text: &str) -> String {
    let html = render_html(text)
        .replace("<li>\n<p>", "<li>")
        .replace("</p>\n</li>", "</li>");
    let html = html.replace("<p>", "").replace("</p>", "");
    let mut page = String::with_capacity(html.len());
    for (index, part) in html.split("<code").enumerate() {
        let (code, text) = part.split_once("</code>").filter(|_| index > 0).unwrap_or(("", part));
        page.push_str(code);
        for line in text.split_inclusive('\n').filter(|line| !line.trim().is_empty()) {
            page.push_str(
                &line
                    .split([' ', '\t'])
                    .filter(|word| !word.is_empty())
                    .collect::<Vec<_>>()
                    .join(" "),
            );
        }
    }
    page.replace(" \n", "\n")
}

/// Formats a text, and says how the page differs.
fn difference(path: &Path, text: &str) -> Option<String> {
    let after = formatted(path, text);
    let (before_page, after_page) = (page(text), page(&after));
    let mut lines = before_page.lines().zip(after_page.lines());
    match lines.find(|(old, new)| old != new) {
        _ if before_page == after_page => None,
        Some((old, new)) => Some(format!("{}: {old:?} became {new:?}", path.display())),
        None => Some(format!("{}: another end", path.display())),
    }
}

fn check(texts: impl Iterator<Item = (PathBuf, String)>) -> usize {
    let mut count = 0;
    let differences: Vec<String> = texts
        .inspect(|_| count += 1)
        .filter_map(|(path, text)| difference(&path, &text))
        .collect();
    assert!(
        differences.is_empty(),
        "{} pages differ: {differences:#?}",
        differences.len()
    );
    count
}

#[test]
fn formatting_keeps_the_pages_of_lists() {
    let mut files = own_lists();
    files.extend(shared_lists());
    let count = check(
        files
            .into_iter()
            .filter_map(|path| Some((path.clone(), fs::read_to_string(path).ok()?))),
    );
    eprintln!("{count} lists");
}

/// The examples of a specification: between fences of 32 back-ticks, before a line with a period.
fn examples(text: &str) -> Vec<String> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut example: Option<String> = None;
    for line in text.lines() {
        match &mut example {
            None if line.starts_with(&fence) && line.contains("example") => example = Some(String::new()),
            None => {}
            Some(_) if line == "." => examples.extend(example.take()),
            Some(example) => {
                example.push_str(&line.replace('→', "\t"));
                example.push('\n');
            }
        }
    }
    examples
}

/// `tests/specifications.sh` fetches them.
#[test]
fn formatting_keeps_the_pages_of_the_specifications() {
    let Some(folder) = std::env::var_os("AWESOME_LINT_SPECIFICATIONS") else {
        eprintln!("skipped: AWESOME_LINT_SPECIFICATIONS names no folder of specifications");
        return;
    };
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let examples = examples(&fs::read_to_string(&path).unwrap());
        assert!(!examples.is_empty(), "{}", path.display());
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let texts = examples.into_iter().enumerate();
        let count = check(texts.map(|(index, text)| (PathBuf::from(format!("{name}-{}.md", index + 1)), text)));
        eprintln!("{name}: {count} examples");
    }
}

/// What GitHub's Markdown has besides.
const GITHUB: [&str; 14] = [
    "| a | b |\n| --- | --- |\n| 1 | 2 |\n",
    "a|b\n:-|-:\n1\\|2|`3\\|4`\n",
    "|a|b|\n|-|-|\n|1|\n|1|2|3|\n> not a row\n",
    "text\n| a |\n| - |\n| 1 |\n\n[a]: x\n",
    "| a |\n| --- | --- |\n",
    "- [ ] open\n- [x] done\n  * [X] nested\n1. [ ] numbered\n",
    "~~struck~~ ~once~ ~~~not~~~ ~~a~ b~~\n",
    "www.example.org, https://example.org/a_b_(c). (http://example.org) a@b.example\n",
    "<https://example.org> [www.example.org](x) `www.example.org`\n",
    "A[^1] b[^two] c[^none].\n\n[^1]: Note\n    with *more*.\n[^two]:\n    > Quoted\n\n        code\n",
    "> [!NOTE]\n> Text\n\n> [!tip] Title\n> - a\n\n> [!OTHER]\n> b\n",
    "<details>\n<summary>a</summary>\n\n* b\n* c\n\n</details>\n",
    "* a\n\n      code\n\n- b\n+ c\n  1) d\n  1. e\n",
    "***\n___\n- - -\n# a #\nb\n---\n## c\\#\n",
];

#[test]
fn formatting_keeps_the_pages_of_github() {
    check(
        GITHUB
            .into_iter()
            .enumerate()
            .map(|(index, text)| (PathBuf::from(format!("{index}.md")), text.to_owned())),
    );
}
