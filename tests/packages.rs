//! The packages of other registries: built, installed and run, where their tools are installed.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::folder::{Folder, Ran};
use support::root;
use support::tools::tool;

fn run(command: &mut Command) -> Ran {
    let ran = Ran::of(command.output().unwrap());
    assert_eq!(ran.status, 0, "{ran:?}");
    ran
}

/// Whether a test may build for minutes.
fn is_patient() -> bool {
    let is_patient = std::env::var_os("AWESOME_LINT_PACKAGES").is_some();
    if !is_patient {
        eprintln!("skipped: AWESOME_LINT_PACKAGES is not set");
    }
    is_patient
}

#[test]
fn the_wheel_holds_the_command() {
    let (true, Some(maturin), Some(python)) = (is_patient(), tool("maturin"), tool("python3")) else {
        return;
    };
    let folder = Folder::new();
    let out = folder.path("wheels");
    let mut build = Command::new(maturin);
    build
        .args(["build", "--profile", "dev", "--out"])
        .arg(&out)
        .current_dir(root());
    run(&mut build);
    run(Command::new(python).args(["-m", "venv"]).arg(folder.path("venv")));
    let wheel = fs::read_dir(out).unwrap().next().unwrap().unwrap().path();
    let name = wheel.file_name().unwrap().to_str().unwrap().to_owned();
    assert!(name.contains("-py3-none-"), "{name}");
    run(Command::new(folder.path("venv/bin/pip"))
        .args(["install", "--no-index", "--quiet"])
        .arg(wheel));
    let ran = run(Command::new(folder.path("venv/bin/awesome-lint")).arg("--version"));
    assert_eq!(ran.out, concat!("awesome-lint ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn the_package_of_npm_runs_the_command_of_its_platform() {
    let (true, Some(npm), Some(node), Some(bash)) = (is_patient(), tool("npm"), tool("node"), tool("bash")) else {
        return;
    };
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        eprintln!("skipped: the packages are made for one platform");
        return;
    }
    let folder = Folder::new();
    let built = Path::new(env!("CARGO_BIN_EXE_awesome-lint")).parent().unwrap();
    let dist = folder.path("dist");
    let mut pack = Command::new(bash);
    pack.arg(root().join("action/pack.sh"))
        .arg(built)
        .arg("x86_64-unknown-linux-musl")
        .arg(&dist);
    run(&mut pack);
    let packages = folder.path("packages");
    run(Command::new(node)
        .arg(root().join("npm/build.mjs"))
        .arg(&dist)
        .arg(&packages));
    folder.write("project/package.json", "{\"private\": true}");
    let mut install = Command::new(&npm);
    install.args([
        "install",
        "--offline",
        "--no-audit",
        "--no-fund",
        "--install-links",
        "--loglevel=error",
    ]);
    install
        .arg(packages.join("awesome-lint-linux-x64"))
        .arg(packages.join("awesome-lint"));
    run(install.current_dir(folder.path("project")));
    folder.write(
        "project/list.md",
        "# List\n\n- [One ](https://one.example) - The first.\n",
    );
    let mut command = Command::new(folder.path("project/node_modules/.bin/awesome-lint"));
    command
        .args(["list.md", "--output-format", "concise"])
        .current_dir(folder.path("project"));
    let ran = Ran::of(command.output().unwrap());
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.out.starts_with("list.md:3:4: warn link-text-whitespace"), "{ran:?}");
}
