//! What other programs are told: each format is what its reader expects, whatever a list holds.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use awesome_lint::config::{Config, Selection};
use awesome_lint::edit::Applicability;
use awesome_lint::engine::{Input, Run};
use awesome_lint::fix::{self, Wanted};
use awesome_lint::report::{Color, Format, Report};
use awesome_lint::rule::Preset;
use awesome_lint::source::Source;
use clap::ValueEnum;
use serde_json::Value;
use support::folder::Folder;
use support::{own_lists, shared_lists};

fn lint(path: &str, bytes: &[u8]) -> Run {
    let selection = Selection {
        preset: Some(Preset::All),
        ..Selection::default()
    };
    let rules = Config::default().rule_set(Path::new(path), &selection).unwrap();
    awesome_lint::lint(vec![Input::new(Source::decode(path, bytes.to_vec()), Arc::new(rules))])
}

fn written(run: &Run, format: Format) -> String {
    let mut out = Vec::new();
    Report::of(run).write(format, Color::Off, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn json(run: &Run, format: Format) -> Value {
    serde_json::from_str(&written(run, format)).unwrap()
}

/// Text that would steer a terminal, end a command, close a tag or call somebody, if it were let through.
const HOSTILE: &str = "# ::error::x\n\n- [\u{1B}]0;x\u{7} ::error file=a,line=1::no\u{9B}31m \u{202E}gpj](https://a.example/1) - An unicorn & <b> ]]> \u{FFFE}.\n\
    - [@user #1 | `x` 😀😀](https://a.example/1/) - Holds  an\u{A0}pair😀 of of recieve  %0A::set-output name=x::y. \n\
    - [](\u{85}\u{2028}) - \u{0}.\n- [100%25 a:b,c](https://a.example/1#x) <!-- --> - The the.\n";

const HOSTILE_NAME: &str = "a::b,c%d\n::error::e\u{1B}[31m 😀 \"<&.md";

fn hostile() -> Run {
    lint(HOSTILE_NAME, HOSTILE.as_bytes())
}

#[test]
fn no_format_lets_a_control_character_through() {
    assert!(hostile().diagnostics.len() > 6);
    let steers = |character: char| {
        character.is_control() && character != '\n' || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2028}')
    };
    for &format in Format::value_variants() {
        let text = written(&hostile(), format);
        assert!(!text.contains(steers), "{format:?}: {text:?}");
    }
}

#[test]
fn github_is_told_one_command_a_line() {
    let run = hostile();
    let text = written(&run, Format::Github);
    assert_eq!(text.lines().count(), run.diagnostics.len());
    for line in text.lines() {
        let (command, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (kind, properties) = command.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&kind), "{line}");
        let names: Vec<&str> = properties
            .split(',')
            .map(|property| property.split_once('=').unwrap().0)
            .collect();
        assert!(
            names == ["file", "line", "endLine", "col", "endColumn", "title"]
                || names == ["file", "line", "endLine", "title"],
            "{line}"
        );
        assert!(
            properties.starts_with("file=a%3A%3Ab%2Cc%25d%0A%3A%3Aerror%3A%3Ae␛[31m 😀"),
            "{line}"
        );
        assert!(!message.is_empty());
    }
}

#[test]
fn a_name_is_no_command_where_a_line_begins_with_it() {
    let run = lint("::warning::x.md", WARNS.as_bytes());
    assert!(written(&run, Format::Concise).starts_with("./::warning::x.md:"));
    let run = lint("##[group]x.md", WARNS.as_bytes());
    assert!(written(&run, Format::Concise).starts_with("./##[group]x.md:"));
}

/// What the specification of SARIF 2.1.0 asks of the objects that are written.
fn assert_sarif(log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    let [run] = log["runs"].as_array().unwrap().as_slice() else {
        panic!("one run");
    };
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "awesome-lint");
    let rules = driver["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len(), "identifiers of rules are unique");
    for rule in rules {
        assert!(rule["shortDescription"]["text"].is_string() && rule["help"]["markdown"].is_string());
    }
    let text = |value: &Value| assert!(value["text"].is_string(), "{value}");
    let place = |value: &Value| {
        let place = &value["physicalLocation"];
        assert_uri(place["artifactLocation"]["uri"].as_str().unwrap());
        assert_region(&place["region"]);
    };
    for result in run["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        text(&result["message"]);
        result["locations"].as_array().unwrap().iter().for_each(place);
        for related in result["relatedLocations"].as_array().into_iter().flatten() {
            place(related);
            text(&related["message"]);
        }
        let fingerprints = result["partialFingerprints"].as_object().unwrap();
        assert!(fingerprints.values().all(Value::is_string));
        for fix in result["fixes"].as_array().into_iter().flatten() {
            text(&fix["description"]);
            for change in fix["artifactChanges"].as_array().unwrap() {
                assert_uri(change["artifactLocation"]["uri"].as_str().unwrap());
                let replacements = change["replacements"].as_array().unwrap();
                assert!(!replacements.is_empty());
                for replacement in replacements {
                    assert_region(&replacement["deletedRegion"]);
                    assert!(
                        replacement
                            .get("insertedContent")
                            .is_none_or(|content| content["text"].is_string())
                    );
                }
            }
        }
    }
}

fn assert_uri(uri: &str) {
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte);
    let path = uri.strip_prefix("file://").unwrap_or(uri);
    assert!(!path.is_empty() && path.bytes().all(is_fine), "{uri}");
}

fn assert_region(region: &Value) {
    let number = |name: &str| region[name].as_u64().unwrap();
    let start = (number("startLine"), number("startColumn"));
    let end = (number("endLine"), number("endColumn"));
    assert!(start.0 >= 1 && start.1 >= 1 && start <= end, "{region}");
}

#[test]
fn sarif_is_what_its_specification_asks_for() {
    let run = hostile();
    let log = json(&run, Format::Sarif);
    assert_sarif(&log);
    assert_eq!(
        log["runs"][0]["results"].as_array().unwrap().len(),
        run.diagnostics.len()
    );
    for path in shared_lists() {
        let bytes = fs::read(&path).unwrap();
        assert_sarif(&json(&lint(path.to_str().unwrap(), &bytes), Format::Sarif));
    }
}

#[test]
fn sarif_counts_columns_in_utf16() {
    let run = lint(
        "list.md",
        "# 😀\n\n- [😀é](https://a.example) - 😀 Holds  two.\n".as_bytes(),
    );
    let log = json(&run, Format::Sarif);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let found = results
        .iter()
        .find(|result| result["ruleId"] == "double-space")
        .unwrap();
    let region = &found["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (&region["startLine"], &region["startColumn"]),
        (&Value::from(3), &Value::from(38)),
        "{region}"
    );
    let line = "- [😀é](https://a.example) - 😀 Holds  two.";
    let units: Vec<u16> = line.encode_utf16().take(37).collect();
    assert!(String::from_utf16(&units).unwrap().ends_with("Holds"));
}

#[test]
fn gitlab_gets_what_its_report_needs() {
    let text = format!("{HOSTILE}\n- [a ](https://b.example)\n- [a ](https://b.example)\n");
    let run = lint("list.md", text.as_bytes());
    let issues = json(&run, Format::Gitlab);
    let mut fingerprints = BTreeSet::new();
    for issue in issues.as_array().unwrap() {
        for name in ["description", "check_name", "fingerprint", "severity"] {
            assert!(issue[name].is_string(), "{issue}");
        }
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
        assert_eq!(issue["location"]["path"], "list.md");
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
        assert!(
            fingerprints.insert(issue["fingerprint"].as_str().unwrap().to_owned()),
            "{issue}"
        );
    }
    assert_eq!(fingerprints.len(), run.diagnostics.len());
    let moved = text.replace("# ::error::x\n\n", "# ::error::x\n\nText.\n\n");
    let moved = json(&lint("list.md", moved.as_bytes()), Format::Gitlab);
    let same = moved
        .as_array()
        .unwrap()
        .iter()
        .filter(|issue| fingerprints.contains(issue["fingerprint"].as_str().unwrap()));
    assert_eq!(
        same.count(),
        fingerprints.len(),
        "a finding that has moved is known again"
    );
}

#[test]
fn xml_is_well_formed() {
    for run in [
        hostile(),
        lint("clean.md", b"# List\n\n- [One](https://a.example) - The first.\n"),
    ] {
        let count = run.diagnostics.len();
        let report = quick_junit::Report::deserialize_from_str(&written(&run, Format::Junit)).unwrap();
        assert_eq!((report.failures, report.test_suites.len()), (count, 1));
        let text = written(&run, Format::Checkstyle);
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut errors = 0;
        loop {
            use quick_xml::events::Event;
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Empty(element) => {
                    errors += usize::from(element.name().as_ref() == b"error");
                    let names: Vec<Vec<u8>> = element
                        .attributes()
                        .map(|attribute| attribute.unwrap().key.as_ref().to_vec())
                        .collect();
                    assert_eq!(names.join(&b' '), b"line column severity message source");
                }
                _ => {}
            }
        }
        assert_eq!(errors, count);
    }
}

/// Puts a text in place of the range of a suggestion, whose columns count bytes.
fn apply(text: &str, suggestion: &Value) -> String {
    let mut starts = vec![0];
    let bytes = text.as_bytes();
    for (offset, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' || *byte == b'\r' && bytes.get(offset + 1) != Some(&b'\n') {
            starts.push(offset + 1);
        }
    }
    let bom = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    let offset = |point: &Value| {
        let line = point["line"].as_u64().unwrap() as usize - 1;
        let column = point["column"].as_u64().unwrap() as usize - 1;
        starts[line] + column + if line == 0 { bom } else { 0 }
    };
    let range = &suggestion["range"];
    let (start, end) = (offset(&range["start"]), offset(&range["end"]));
    format!(
        "{}{}{}",
        &text[..start],
        suggestion["text"].as_str().unwrap(),
        &text[end..]
    )
}

/// All suggestions, taken one by one from the last to the first.
fn applied(run: &Run, text: &str) -> String {
    let lines = written(run, Format::Rdjsonl);
    let records: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let whole = json(run, Format::Rdjson);
    assert_eq!(whole["diagnostics"].as_array().unwrap(), &records);
    let mut suggestions: Vec<&Value> = records
        .iter()
        .flat_map(|record| record["suggestions"].as_array().into_iter().flatten())
        .collect();
    let start = |suggestion: &&Value| {
        let start = &suggestion["range"]["start"];
        std::cmp::Reverse((start["line"].as_u64(), start["column"].as_u64()))
    };
    suggestions.sort_by_key(start);
    suggestions
        .into_iter()
        .fold(text.to_owned(), |text, suggestion| apply(&text, suggestion))
}

#[test]
fn suggestions_taken_one_by_one_give_what_fixing_gives() {
    let mut changed = 0;
    for path in own_lists().into_iter().chain(shared_lists()) {
        let bytes = fs::read(&path).unwrap();
        let Ok(text) = String::from_utf8(bytes.clone()) else {
            continue;
        };
        for text in [text.clone(), text.replace('\n', "\r\n"), format!("\u{FEFF}{text}")] {
            if text.len() > 60_000 && text.contains("\r\n") {
                continue;
            }
            let run = lint("list.md", text.as_bytes());
            let taken = applied(&run, &text);
            let fixed = fix::fixpoint(run, Wanted::all(Applicability::Safe));
            assert!(taken == fixed.run.files[0].source.text(), "{}", path.display());
            changed += usize::from(taken != text);
        }
    }
    assert!(changed > 10);
}

#[test]
fn markdown_is_cut_where_there_is_no_room_and_says_so() {
    let entry =
        |number: usize| format!("- [Entry {number} ](https://a.example/{number}) - Recieves an pair. ``` @user\n");
    let text: String = (0..3000).map(entry).collect();
    let comment = written(&lint("list.md", text.as_bytes()), Format::Markdown);
    assert!(comment.len() < 65_536, "{}", comment.len());
    assert!(
        comment.contains(" findings more that there is no room for."),
        "{comment}"
    );
    assert!(comment.contains("\n</details>\n"), "{comment}");
    let spread = text.replace("``` @user\n", "``` @user\n\nText.\n\nText.\n\nText.\n\n");
    let comment = written(&lint("list.md", spread.as_bytes()), Format::Markdown);
    assert!(comment.len() < 65_536 && comment.contains("\n@@ -1,"), "{comment}");
    let left = comment.split("more that there is no room for.").nth(1).unwrap();
    let left: usize = left
        .split(" places ")
        .next()
        .unwrap()
        .rsplit('\n')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(left + comment.matches("\n@@ ").count(), 3000);
    let comment = written(&hostile(), Format::Markdown);
    assert!(
        comment.contains("<details>") && comment.contains("````diff") || comment.contains("```diff"),
        "{comment}"
    );
    let table: Vec<&str> = comment.lines().filter(|line| line.starts_with("| ")).collect();
    assert_eq!(table.len(), hostile().diagnostics.len() + 2);
    assert!(!table.concat().contains("@user"));
}

#[test]
fn many_findings_are_written_in_no_time() {
    let line = "- [x ](http://a.example/?utm_source=x) - An unicorn,, recieves the the pair. \n";
    let many = format!("# List\n\n{}", line.repeat(3000));
    let one_line = format!(
        "# List\n\n{}\n",
        "An unicorn 😀 recieves the the pair,, ".repeat(12_000)
    );
    for text in [many, one_line] {
        let started = Instant::now();
        let run = lint("list.md", text.as_bytes());
        let linted = started.elapsed();
        eprintln!("{} findings in {linted:?}", run.diagnostics.len());
        for &format in Format::value_variants() {
            let started = Instant::now();
            let length = written(&run, format).len();
            let spent = started.elapsed();
            eprintln!("{format:?}: {length} bytes in {spent:?}");
            assert!(spent < linted * 4 + Duration::from_secs(2), "{format:?} took {spent:?}");
        }
    }
}

const WARNS: &str = "# List\n\n- [One ](https://a.example/one) - The first.\n";

#[test]
fn several_formats_are_written_at_once() {
    let folder = Folder::new();
    folder.write("list.md", WARNS);
    let ran = folder.run(&[
        "list.md",
        "--output-format",
        "sarif:out.sarif",
        "--output-format",
        "concise",
        "--output-format",
        "junit:o:ut.xml",
    ]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.out.starts_with("list.md:3:4: warn link-text-whitespace"),
        "{}",
        ran.out
    );
    assert_sarif(&serde_json::from_str(&folder.read("out.sarif")).unwrap());
    assert!(folder.read("o:ut.xml").contains("<testsuites"));
    let ran = folder.run(&["list.md", "--output-format", "gitlab", "--output-file", "quality.json"]);
    assert_eq!(ran.out, "1 finding in 1 file, 1 fixable with --fix\n");
    assert!(folder.read("quality.json").starts_with("[\n{"));
    folder.run(&["list.md", "--fix", "--output-format", "json:left.json"]);
    assert_eq!(folder.read("left.json"), "[]\n");
    for wrong in [
        &["--output-format", "sarif", "--output-format", "json"][..],
        &["--output-format", "sarif:a", "--output-file", "b"],
        &["--output-format", "sarif:a", "--output-format", "junit:a"],
        &["--output-format", "sarif:"],
        &["--output-format", "nonsense:a"],
        &["--output-format", "sarif:gone/out.sarif"],
    ] {
        let ran = folder.run(&[&["list.md"], wrong].concat());
        assert_eq!(ran.status, 2, "{wrong:?}");
    }
}

#[test]
fn on_github_annotations_are_the_default() {
    let folder = Folder::new();
    folder.write("sub/list.md", WARNS);
    folder.git(&["init", "--quiet"]);
    let run = |arguments: &[&str]| {
        let mut command = folder.command(arguments);
        command.env("GITHUB_ACTIONS", "true").current_dir(folder.path("sub"));
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let wanted = "::warning file=sub/list.md,line=3,endLine=3,col=4,endColumn=8,title=link-text-whitespace::";
    assert!(run(&["list.md"]).starts_with(wanted), "{}", run(&["list.md"]));
    assert!(run(&["list.md", "--output-format", "concise"]).starts_with("list.md:3:4"));
}
