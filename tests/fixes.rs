//! What fixes promise, on whole lists: the second run changes nothing, and nothing is lost.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use awesome_lint::config::{Config, Selection};
use awesome_lint::document::{Document, render_html};
use awesome_lint::edit::Applicability;
use awesome_lint::engine::{Input, Run};
use awesome_lint::fix::{self, Fixed, Wanted, Which};
use awesome_lint::rule::{Group, Preset};
use awesome_lint::rules;
use awesome_lint::source::{FileId, Source};
use support::{own_lists, shared_lists};

fn lint(path: &Path, bytes: Vec<u8>) -> Run {
    // Those of the awesome preset alone have verdicts of their own, which fixes of others may not meet.
    let others = rules::RULES.iter().filter(|rule| rule.presets == [Preset::Awesome]);
    let selection = Selection {
        preset: Some(Preset::All),
        ignore: others.map(|rule| rule.name.to_owned()).collect(),
        ..Selection::default()
    };
    lint_with(path, bytes, &selection)
}

fn lint_with(path: &Path, bytes: Vec<u8>, selection: &Selection) -> Run {
    let rules = Config::default().rule_set(path, selection).unwrap();
    let source = Source::decode(path, bytes);
    awesome_lint::lint(vec![Input::new(source, Arc::new(rules))])
}

/// Lints as the JavaScript awesome-lint does.
fn lint_as_original(path: &Path, bytes: Vec<u8>) -> Run {
    let selection = Selection {
        preset: Some(Preset::Awesome),
        ..Selection::default()
    };
    lint_with(path, bytes, &selection)
}

fn fix(path: &Path, bytes: Vec<u8>, wanted: Wanted) -> Fixed {
    let fixed = fix::fixpoint(lint(path, bytes), wanted);
    assert!(fixed.unsettled.is_empty(), "{}: {:?}", path.display(), fixed.unsettled);
    fixed
}

fn fixed_bytes(path: &Path, bytes: Vec<u8>, wanted: Wanted) -> Vec<u8> {
    fix(path, bytes, wanted).run.files[0].source.bytes().into_owned()
}

fn lists() -> Vec<std::path::PathBuf> {
    let mut files = own_lists();
    files.extend(shared_lists());
    files
}

#[test]
fn the_second_run_changes_nothing() {
    for path in lists() {
        for limit in [Applicability::Safe, Applicability::Unsafe] {
            let once = fixed_bytes(&path, fs::read(&path).unwrap(), Wanted::all(limit));
            let twice = fixed_bytes(&path, once.clone(), Wanted::all(limit));
            assert!(once == twice, "{}: {limit:?} fixes are not idempotent", path.display());
        }
    }
}

/// The destination of a link; of one in the list's own files without the anchor, since a fix may find the
/// one that many links missed.
fn destination(url: &str) -> &str {
    match url.contains("://") {
        true => url,
        false => url.split('#').next().unwrap_or_default(),
    }
}

/// Destinations of all links and images, counted. A destination that is written once for many references is
/// counted once, and the references by themselves.
fn destinations(path: &Path, bytes: Vec<u8>) -> BTreeMap<String, usize> {
    let document = Document::parse(FileId(0), Source::decode(path, bytes));
    let mut counts = BTreeMap::new();
    for link in document.links() {
        let url = match link.url_span {
            Some(_) => destination(document.url(link)),
            None => "[reference]",
        };
        *counts.entry(url.to_owned()).or_default() += 1;
    }
    for definition in document.definitions() {
        let url = destination(document.slice(definition.url_span));
        *counts.entry(url.to_owned()).or_default() += 1;
    }
    counts
}

/// Rules whose safe fixes repair links, make links of text, or take out what stands twice.
const LINK_RULES: [&str; 14] = [
    "broken-anchor",
    "closed-host",
    "duplicate-definition",
    "duplicate-link",
    "insecure-url",
    "invisible-character",
    "malformed-link",
    "malformed-url",
    "missing-file",
    "missing-space-after-marker",
    "mobile-url",
    "no-break-space",
    "stale-toc",
    "tracking-parameter",
];

/// Rules whose safe fixes change what is rendered, since that is what is wrong.
const TEXT_RULES: [&str; 7] = [
    "entry-empty-description",
    "inconsistent-label",
    "mojibake",
    "table-row-length",
    "unicode-normalization",
    "unsorted-entries",
    "unused-suppression",
];

/// How many places the safe fixes of those rules would change.
fn edits_of_link_rules(path: &Path, bytes: Vec<u8>) -> usize {
    let run = lint(path, bytes);
    let own = run
        .diagnostics
        .iter()
        .filter(|found| LINK_RULES.contains(&found.rule.name));
    let fixes = own.filter_map(|found| found.finding.fix.as_ref());
    let safe = fixes.filter(|fix| fix.applicability() == Applicability::Safe);
    safe.map(|fix| fix.edits().len()).sum()
}

#[test]
fn safe_fixes_keep_every_link() {
    for path in lists() {
        let bytes = fs::read(&path).unwrap();
        let fixed = fix(&path, bytes.clone(), Wanted::all(Applicability::Safe));
        let repaired: usize = LINK_RULES.iter().filter_map(|rule| fixed.applied[0].get(rule)).sum();
        // One finding may repair many links.
        let repaired = repaired.max(edits_of_link_rules(&path, bytes.clone()));
        let before = destinations(&path, bytes);
        let after = destinations(&path, fixed.run.files[0].source.bytes().into_owned());
        let lost = |url: &String, count: usize| count.saturating_sub(after.get(url).copied().unwrap_or(0));
        let lost: usize = before.iter().map(|(url, count)| lost(url, *count)).sum();
        assert!(
            lost <= repaired && (repaired > 0 || before == after),
            "{}: {lost} links lost, {repaired} repaired",
            path.display()
        );
    }
}

#[test]
fn an_entry_goes_only_where_another_one_has_its_address() {
    let rule = rules::RULES.iter().find(|rule| rule.name == "duplicate-link").unwrap();
    let wanted = Wanted {
        limit: Applicability::Safe,
        rules: Which::Rule(rule),
    };
    for path in lists() {
        let before = fs::read(&path).unwrap();
        let after = fixed_bytes(&path, before.clone(), wanted);
        let (before, after) = (destinations(&path, before), destinations(&path, after));
        let gone: Vec<&String> = before.keys().filter(|url| !after.contains_key(*url)).collect();
        assert!(gone.is_empty(), "{}: {gone:?}", path.display());
    }
}

/// HTML without what the safe fixes say they change: blanks, comments, the first number of a list.
fn rendered(text: &str) -> String {
    let html = render_html(text);
    let mut kept = String::new();
    let mut rest = html.as_str();
    while let Some(start) = rest.find("<!--") {
        kept.push_str(&rest[..start]);
        rest = rest[start..].find("-->").map_or("", |end| &rest[start + end + 3..]);
    }
    kept.push_str(rest);
    let mut numbers_gone = String::new();
    for (index, piece) in kept.split("<ol start=\"").enumerate() {
        let piece = if index == 0 {
            piece
        } else {
            piece.trim_start_matches(|c: char| c.is_ascii_digit())
        };
        numbers_gone.push_str(piece);
        numbers_gone.push_str("<ol");
    }
    let starts_gone = numbers_gone.replace("<ol\">", "<ol>");
    starts_gone
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect()
}

/// HTML without the tags that tell a loose list from a tight one.
fn without_paragraphs(html: &str) -> String {
    html.replace("<p>", "").replace("</p>", "")
}

/// HTML without the blanks at the ends of lines that end in a tag.
fn without_blanks_behind_tags(html: &str) -> String {
    let line = |line: &str| match line.trim_end() {
        tag if tag.ends_with('>') => tag.to_owned(),
        _ => line.to_owned(),
    };
    html.split('\n').map(line).collect::<Vec<String>>().join("\n")
}

/// The tags of the HTML, with their attributes.
fn tags(text: &str) -> Vec<String> {
    let html = render_html(text);
    let tags = html.split('<').skip(1);
    tags.map(|tag| tag.split('>').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn safe_fixes_keep_what_is_rendered() {
    for path in lists() {
        let before = fs::read(&path).unwrap();
        let Ok(text) = String::from_utf8(before.clone()) else {
            continue;
        };
        for rule in rules::RULES
            .iter()
            .filter(|rule| rule.fixes == Some(Applicability::Safe))
            .filter(|rule| !LINK_RULES.contains(&rule.name) && !TEXT_RULES.contains(&rule.name))
        {
            let wanted = Wanted {
                limit: Applicability::Safe,
                rules: Which::Rule(rule),
            };
            let after = String::from_utf8(fixed_bytes(&path, before.clone(), wanted)).unwrap();
            if after == text {
                continue;
            }
            let is_invisible = matches!(
                rule.name,
                "final-newline"
                    | "list-item-indent"
                    | "ordered-list-marker-style"
                    | "trailing-whitespace"
                    | "unordered-list-marker-style"
            );
            let same = if is_invisible {
                without_blanks_behind_tags(&render_html(&text)) == without_blanks_behind_tags(&render_html(&after))
            } else if rule.name == "list-item-spacing" {
                without_paragraphs(&rendered(&text)) == without_paragraphs(&rendered(&after))
            } else if rule.group == Group::Text || rule.name.starts_with("entry-") {
                // Words and the marks between them change, nothing around them does.
                tags(&text) == tags(&after)
            } else {
                rendered(&text) == rendered(&after)
            };
            assert!(same, "{}: {} changes what is rendered", path.display(), rule.name);
        }
    }
}

/// The fixes of the awesome preset end, find nothing more to do, and those of style change nothing that shows.
#[test]
fn the_awesome_preset_settles() {
    for path in lists() {
        let Ok(text) = String::from_utf8(fs::read(&path).unwrap()) else {
            continue;
        };
        let fixed = |text: &str, rules: Which| {
            let run = lint_as_original(&path, text.as_bytes().to_vec());
            let limit = Applicability::Safe;
            let fixed = fix::fixpoint(run, Wanted { limit, rules });
            assert!(fixed.unsettled.is_empty(), "{}: {:?}", path.display(), fixed.unsettled);
            fixed.run.files[0].source.text().to_owned()
        };
        let once = fixed(&text, Which::All);
        assert!(fixed(&once, Which::All) == once, "{}: not idempotent", path.display());
        // One rule after the other takes its time: not on the longest lists.
        let is_own = path.starts_with(support::root());
        let styles = rules::RULES.iter().filter(|rule| rule.group == Group::Style && is_own);
        for rule in styles.filter(|rule| rule.presets == [Preset::Awesome]) {
            let after = fixed(&text, Which::Rule(rule));
            let same = after == text || rendered(&text) == rendered(&after);
            assert!(same, "{}: {} changes what is rendered", path.display(), rule.name);
        }
    }
}

#[test]
fn a_file_that_is_not_utf8_is_left_alone_by_safe_fixes() {
    let path = Path::new("list.md");
    let bytes = b"# Caf\xE9\n\n- [a ](https://example.org) \n- b".to_vec();
    let fixed = fix(path, bytes.clone(), Wanted::all(Applicability::Safe));
    assert!(fixed.before[0].is_none());
    assert_eq!(*fixed.run.files[0].source.bytes(), *bytes);
    let repaired = fixed_bytes(path, bytes, Wanted::all(Applicability::Unsafe));
    assert_eq!(
        String::from_utf8(repaired).unwrap(),
        "# Café\n\n- [a](https://example.org)\n- b\n"
    );
}

#[test]
fn byte_order_mark_and_line_breaks_are_kept() {
    let path = Path::new("list.md");
    let bytes = "\u{FEFF}# T\r\n\r\n- [a ](https://example.org)\r\n- b \r\n- c"
        .as_bytes()
        .to_vec();
    let fixed = fixed_bytes(path, bytes, Wanted::all(Applicability::Safe));
    assert_eq!(
        String::from_utf8(fixed).unwrap(),
        "\u{FEFF}# T\r\n\r\n- [a](https://example.org)\r\n- b\r\n- c\r\n"
    );
}

/// A fix that would lose something is left out, the others are applied, and the finding says so.
#[test]
fn a_fix_that_loses_something_is_left_out() {
    let path = Path::new("list.md");
    // With a hyphen the three bullets would be a thematic break.
    let text = "# T\n\n* - -\n\n## U\n\n- [a ](https://example.org)\n";
    let config = Config::parse(path, "[rules.unordered-list-marker-style]\nstyle = \"-\"\n").unwrap();
    let rules = Arc::new(config.rule_set(path, &Selection::default()).unwrap());
    let source = Source::from_text(path, text.to_owned());
    let run = awesome_lint::lint(vec![Input::new(source, rules)]);
    let fixed = fix::fixpoint(run, Wanted::all(Applicability::Safe));
    let after = fixed.run.files[0].source.text();
    assert_eq!(after, "# T\n\n* - -\n\n## U\n\n- [a](https://example.org)\n");
    let left = &fixed.run.diagnostics[0].finding;
    assert!(left.fix.is_none());
    assert!(left.help.as_ref().unwrap().contains("left out"), "{:?}", left.help);
}

/// The anchor of a heading is in the hands of everybody who links to it.
#[test]
fn the_anchor_of_a_heading_stays() {
    let path = Path::new("list.md");
    let text = "# T\n\n[x](#foo--bar)\n\n## [Foo ](https://example.org) bar\n\nText.\n";
    let after = fixed_bytes(path, text.as_bytes().to_vec(), Wanted::all(Applicability::Safe));
    assert_eq!(String::from_utf8(after).unwrap(), text);
}

/// Every level of a nested list moves those below it, so each takes a pass.
#[test]
fn deeply_nested_numbers_are_renumbered() {
    let path = Path::new("list.md");
    let mut text = String::from("# T\n\n");
    for depth in 0..8 {
        let indent = "   ".repeat(depth);
        text.push_str(&format!("{indent}9. a\n{indent}9. b\n\n"));
    }
    let fixed = fix(path, text.into_bytes(), Wanted::all(Applicability::Safe));
    let left = &fixed.run.diagnostics;
    assert!(
        left.iter().all(|diagnostic| diagnostic.rule.name != "list-numbering"),
        "{left:?}"
    );
    assert!(fixed.run.files[0].source.text().matches("10. b").count() == 8);
}
