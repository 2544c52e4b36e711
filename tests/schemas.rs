//! The output for whole lists, validated against the schemas of its readers, where the validators are installed.

#![allow(clippy::unwrap_used)]

mod support;

use std::path::PathBuf;
use std::process::Command;

use support::folder::{Folder, Ran};
use support::tools::tool;
use support::{root, shared};

/// Text that would end a string, a tag or a document, if it were let through.
const HOSTILE: &str = "# ::error::x\n\n- [\u{1B}]0;x\u{7} ::error::no\u{9B}31m \u{202E}gpj](https://a.example/1) - An unicorn & <b> ]]> \u{FFFE}.\n\
    - [@user #1 | `x` 😀😀](https://a.example/1/) - Holds  an\u{A0}pair😀 of of recieve  %0A::x::y {0} {{. \n\
    - [](\u{85}\u{2028}) - \u{0}.\n- [100%25 a:b,c](https://a.example/1#x) <!-- --> - The the.\n";

const FORMATS: [&str; 5] = [
    "sarif:out.sarif",
    "gitlab:gitlab.json",
    "rdjson:rdjson.json",
    "junit:junit.xml",
    "checkstyle:checkstyle.xml",
];

/// A folder with what is said of some lists in all formats that have a schema.
fn written(preset: &str, lists: &[PathBuf]) -> Folder {
    let folder = Folder::new();
    folder.write("hostile/e\u{1B}[31m 😀 \"<&>%.md", HOSTILE);
    folder.write(
        "hostile/latin.md",
        b"# Caf\xE9\n\n- [a ](https://a.example) - An\xFF unicorn.\n",
    );
    folder.write(
        "hostile/clean.md",
        "# List\n\n- [One](https://one.example) - The first.\n",
    );
    let mut command = folder.command(&["--no-config", "--quiet", "--preset", preset, "hostile"]);
    command.args(lists);
    for format in FORMATS {
        command.args(["--output-format", format]);
    }
    let ran = Ran::of(command.output().unwrap());
    assert_eq!(ran.status, 1, "{}", ran.err);
    folder
}

/// The lists of this project under all rules, and real lists under those that are switched on by default.
fn all() -> impl Iterator<Item = Folder> {
    let own = ("all", vec![root().join("fixtures"), root().join("rules")]);
    let real = shared().map(|shared| ("recommended", vec![shared.join("corpus/lists"), shared.join("seeds")]));
    [own]
        .into_iter()
        .chain(real)
        .map(|(preset, lists)| written(preset, &lists))
}

fn assert_valid(command: &mut Command) {
    let ran = Ran::of(command.output().unwrap());
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
}

/// The schema of the committee, as a crate brings it along; none where it cannot be fetched.
fn sarif_schema() -> Option<PathBuf> {
    let project = Folder::new();
    project.write("lib.rs", "");
    project.write(
        "Cargo.toml",
        "[package]\nname = \"schema\"\nversion = \"0.0.0\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [dependencies]\nserde-sarif = \"=0.8.0\"\n\n[workspace]\n",
    );
    let metadata = |arguments: &[&str]| {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        command.args(["metadata", "--format-version", "1"]).args(arguments);
        let output = command.current_dir(project.path("")).output().unwrap();
        output.status.success().then_some(output.stdout)
    };
    let Some(answer) = metadata(&["--offline"]).or_else(|| metadata(&[])) else {
        eprintln!("skipped: the schema of SARIF cannot be fetched");
        return None;
    };
    let answer: serde_json::Value = serde_json::from_slice(&answer).unwrap();
    let packages = answer["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|package| package["name"] == "serde-sarif")
        .unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    Some(manifest.with_file_name("src").join("schema.json"))
}

#[test]
fn sarif_is_valid_by_the_schema_of_its_committee() {
    let (Some(check), Some(schema)) = (tool("check-jsonschema"), sarif_schema()) else {
        return;
    };
    for folder in all() {
        let mut command = Command::new(&check);
        // The schema holds a pattern that only some readers of patterns take.
        command.args(["--regex-variant", "python", "--schemafile"]).arg(&schema);
        assert_valid(command.arg(folder.path("out.sarif")));
    }
}

#[test]
fn the_json_of_gitlab_and_reviewdog_is_valid() {
    let Some(check) = tool("check-jsonschema") else {
        return;
    };
    for folder in all() {
        for name in ["gitlab.json", "rdjson.json"] {
            let mut command = Command::new(&check);
            command.arg("--schemafile").arg(root().join("tests/schemas").join(name));
            assert_valid(command.arg(folder.path(name)));
        }
    }
}

#[test]
fn the_xml_of_junit_and_checkstyle_is_valid() {
    let Some(validate) = tool("xmlschema-validate") else {
        return;
    };
    for folder in all() {
        for name in ["junit", "checkstyle"] {
            let mut command = Command::new(&validate);
            command
                .arg("--schema")
                .arg(root().join(format!("tests/schemas/{name}.xsd")));
            assert_valid(command.arg(folder.path(&format!("{name}.xml"))));
        }
    }
}
