//! Files that are none, that lead elsewhere, that change, or that there is no room for.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod support;

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use support::folder::{Folder, Ran};

const BEFORE: &str = "# List\n\n- [One ](https://example.org/one) - The first.\n";
const AFTER: &str = "# List\n\n- [One](https://example.org/one) - The first.\n";
const CONCISE: [&str; 2] = ["--output-format", "concise"];

/// Runs a program that must end by itself.
fn finished(command: &mut Command) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("{command:?} waits for something");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

/// The names of what is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn is_root() -> bool {
    // What this user makes belongs to this user.
    tempfile::tempfile().unwrap().metadata().unwrap().uid() == 0
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let folder = Folder::new();
    folder.write("list.md", BEFORE);
    File::create(folder.path("huge.md")).unwrap().set_len(1 << 30).unwrap();
    let ran = folder.run(&[
        "huge.md",
        "list.md",
        "--no-config",
        "--fix",
        "--output-format",
        "concise",
    ]);
    assert_eq!(ran.status, 2);
    assert_eq!(
        ran.err,
        "error: huge.md: larger than the 256M that are read of one file; --max-file-size raises the limit\n"
    );
    assert_eq!(folder.read("list.md"), AFTER, "the others are checked");
    let limited = |size: &str| folder.run(&["list.md", "--no-config", "--max-file-size", size]).status;
    assert_eq!(limited("20"), 2);
    assert_eq!(limited("1k"), 0);
    assert_eq!(limited("300M"), 0);
    assert_eq!(limited("2G"), 2);
    let ran = folder.run_with_input(&["-", "--no-config", "--max-file-size", "20"], BEFORE.as_bytes());
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("--max-file-size"), "{}", ran.err);
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = Folder::new();
    let made = Command::new("mkfifo").arg(folder.path("pipe.md")).status();
    assert!(made.unwrap().success());
    folder.write("folder.md/inside.md", BEFORE);
    symlink("loop.md", folder.path("loop.md")).unwrap();
    symlink("nowhere", folder.path("broken.md")).unwrap();
    symlink("/dev/zero", folder.path("zero.md")).unwrap();
    for (name, message) in [
        ("pipe.md", "not a regular file"),
        ("/dev/zero", "not a regular file"),
        ("zero.md", "not a regular file"),
        ("loop.md", "loop.md: "),
        ("broken.md", "broken.md: "),
    ] {
        for arguments in [
            &[name][..],
            &[name, "--fix"],
            &["folder.md", "--baseline", name],
            &["folder.md", "--context", name],
        ] {
            let ran = Ran::of(finished(&mut folder.command(arguments)));
            assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.out);
            assert!(ran.err.contains(message), "{arguments:?}: {}", ran.err);
        }
    }
    // In a folder there may be anything; the lists are what counts.
    let ran = Ran::of(finished(&mut folder.command(&[&["."], &CONCISE[..]].concat())));
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    assert!(ran.out.starts_with("folder.md/inside.md:3:4:"), "{}", ran.out);
}

#[test]
fn a_folder_of_links_to_itself_is_walked_once() {
    let folder = Folder::new();
    folder.write("a/b/list.md", BEFORE);
    symlink("..", folder.path("a/b/up")).unwrap();
    symlink(".", folder.path("a/self")).unwrap();
    let ran = folder.run(&[".", "--output-format", "concise"]);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
}

#[test]
fn links_lead_out_of_no_repository() {
    let folder = Folder::new();
    folder.write("outside/list.md", BEFORE).write("inside/real.md", BEFORE);
    let inside = folder.path("inside");
    folder.git(&["init", "--quiet", "inside"]);
    fs::write(inside.join(".git/notes.md"), BEFORE).unwrap();
    symlink("../outside/list.md", inside.join("README.md")).unwrap();
    symlink("../outside", inside.join("lists")).unwrap();
    symlink(".git/notes.md", inside.join("notes.md")).unwrap();
    symlink("real.md", inside.join("link.md")).unwrap();
    let run = |arguments: &[&str]| Ran::of(folder.command(arguments).current_dir(&inside).output().unwrap());
    for arguments in [
        &["--fix"][..],
        &["README.md", "--fix"],
        &["lists", "--fix"],
        &["lists/list.md", "--fix"],
        &["notes.md", "--fix"],
        &["real.md", "--context", "README.md"],
    ] {
        let ran = run(arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.out);
        assert!(
            ran.err.contains("leads out of its git repository"),
            "{arguments:?}: {}",
            ran.err
        );
        assert!(!ran.out.contains("One"), "{arguments:?}: {}", ran.out);
    }
    assert_eq!(folder.read("outside/list.md"), BEFORE);
    assert_eq!(run(&["link.md", "--fix"]).status, 0);
    assert_eq!(folder.read("inside/real.md"), AFTER);
    assert_eq!(folder.run(&["outside/list.md"]).status, 1, "it has its own name too");
}

#[test]
fn what_may_not_be_read_or_written_is_named() {
    let folder = Folder::new();
    folder.write("open/list.md", BEFORE);
    folder.write("locked.md", BEFORE);
    folder.write("shut/list.md", BEFORE).write("still/list.md", BEFORE);
    let set = |name: &str, mode: u32| fs::set_permissions(folder.path(name), Permissions::from_mode(mode)).unwrap();
    set(".", 0o777);
    set("locked.md", 0o000);
    set("shut", 0o000);
    set("still", 0o555);
    set("open", 0o777);
    set("open/list.md", 0o666);
    let mut command = folder.command(&[".", "--no-config", "--fix", "--output-format", "concise"]);
    if is_root() {
        // Nothing is closed to the superuser.
        command.uid(65534).gid(65534);
    }
    let ran = match command.output() {
        Err(error) => {
            eprintln!("skipped: nobody else may run the program: {error}");
            return;
        }
        Ok(output) => Ran::of(output),
    };
    set("shut", 0o755);
    set("still", 0o755);
    assert_eq!(ran.status, 2, "{}{}", ran.out, ran.err);
    for name in ["locked.md", "shut", "still/list.md"] {
        let is_named = ran
            .err
            .lines()
            .any(|line| line.contains(name) && line.contains("denied"));
        assert!(is_named, "{name}: {}", ran.err);
    }
    assert_eq!(folder.read("open/list.md"), AFTER);
    assert_eq!(folder.read("still/list.md"), BEFORE);
    assert_eq!(names(&folder.path("still")), ["list.md"]);
}

#[test]
fn odd_names_are_taken_and_shown_as_signs() {
    let folder = Folder::new();
    folder.git(&["init", "--quiet"]);
    let odd: [&[u8]; 5] = [
        b"new\nline.md",
        b"escape\x1b[31m.md",
        b"not-\xFF\xFEutf8.md",
        b"say \"x\" \\ y.md",
        "\u{202E}dm.tsil.md".as_bytes(),
    ];
    for name in odd {
        let path = folder.path(".").join(OsStr::from_bytes(name));
        if let Err(error) = fs::write(path, BEFORE) {
            eprintln!("skipped: {name:?}: {error}");
        }
    }
    let count = names(&folder.path(".")).len() - 1;
    for format in [
        "pretty",
        "concise",
        "github",
        "jsonl",
        "sarif",
        "gitlab",
        "junit",
        "checkstyle",
        "rdjsonl",
        "markdown",
    ] {
        let ran = folder.run(&[".", "--select", "link-text-whitespace", "--output-format", format]);
        assert_eq!(ran.status, 1, "{format}: {}", ran.err);
        let is_control = |sign: char| sign.is_control() && sign != '\n' || sign == '\u{202E}';
        assert!(!ran.out.contains(is_control), "{format}: {:?}", ran.out);
        if matches!(format, "concise" | "jsonl" | "github") {
            let lines = ran.out.lines().filter(|line| line.contains("link-text-whitespace"));
            assert_eq!(lines.count(), count, "{format}: {}", ran.out);
        }
    }
    // The patch names the files as git does.
    let patch = folder
        .command(&[".", "--select", "link-text-whitespace", "--diff"])
        .output()
        .unwrap();
    fs::write(folder.path("changes.patch"), patch.stdout).unwrap();
    folder.git(&["apply", "changes.patch"]);
    assert_eq!(folder.run(&[".", "--select", "link-text-whitespace"]).status, 0);
}

/// Somebody else writes to the file, replaces it, or removes it, all the time.
#[test]
fn a_file_that_changes_meanwhile_is_left_alone_or_fixed() {
    let folder = Folder::new();
    let line = |index: usize| format!("- [A{index} ](https://example.org/{index}) - Word.\n");
    let text: String = (0..2000).map(line).collect();
    let path = folder.path("list.md");
    let is_done = AtomicBool::new(false);
    let versions: Vec<String> = (0..8).map(|version| format!("# List {version}\n\n{text}")).collect();
    let fixed: Vec<String> = versions.iter().map(|version| version.replace(" ]", "]")).collect();
    fs::write(&path, &versions[0]).unwrap();
    let mut outcomes = Vec::new();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0.. {
                if is_done.load(Ordering::Relaxed) {
                    break;
                }
                let version = &versions[round % versions.len()];
                match round % 3 {
                    0 => {
                        let other = folder.path("other");
                        fs::write(&other, version).unwrap();
                        fs::rename(other, &path).unwrap();
                    }
                    1 => {
                        let _ = fs::remove_file(&path);
                        std::thread::sleep(Duration::from_millis(round as u64 % 7));
                        fs::write(&path, version).unwrap();
                    }
                    _ => File::create(&path).unwrap().write_all(version.as_bytes()).unwrap(),
                }
                std::thread::sleep(Duration::from_millis(round as u64 % 23 * 5));
            }
        });
        for _ in 0..12 {
            let ran = Ran::of(finished(&mut folder.command(&[
                "list.md",
                "--no-config",
                "--fix",
                "--statistics",
            ])));
            outcomes.push((ran.status, ran.err));
        }
        is_done.store(true, Ordering::Relaxed);
    });
    for (status, message) in outcomes {
        assert!(
            status == 0 || status == 1 || status == 2 && message.contains("list.md: "),
            "{status}: {message}"
        );
    }
    let after = folder.read("list.md");
    assert!(versions.contains(&after) || fixed.contains(&after));
    let rest: Vec<String> = names(&folder.path("."))
        .into_iter()
        .filter(|name| name != "other")
        .collect();
    assert_eq!(rest, ["list.md"]);
}

/// A file system of 256 KB that only the program sees, or else a limit for the size of what it writes.
#[test]
fn a_full_disk_leaves_every_file_whole() {
    let lines = |count: usize| (0..count).map(|index| format!("- [A{index} ](https://example.org/{index}) - Word.\n"));
    let large = format!("# List\n\n{}", lines(3000).collect::<String>());
    let folder = Folder::new();
    folder.write("disk/small.md", BEFORE).write("disk/large.md", &large);
    let program = env!("CARGO_BIN_EXE_awesome-lint");
    let full = "mount -t tmpfs -o size=256k none \"$1/full\" || exit 77\n\
        cp \"$1\"/disk/*.md \"$1/full\" && cd \"$1/full\" || exit 77\n\
        \"$0\" . --no-config --fix --statistics; status=$?\n\
        cp -a . \"$1/after\"; exit $status";
    let limited = "cp -a \"$1/disk/.\" \"$1/after\" && cd \"$1/after\" || exit 77\n\
        trap '' XFSZ; ulimit -f 64; \"$0\" . --no-config --fix --statistics";
    fs::create_dir(folder.path("full")).unwrap();
    let run = |command: &mut Command, script: &str| {
        command.args(["sh", "-c", script, program]).arg(folder.path("."));
        command.stdin(Stdio::null()).output()
    };
    let ran = match run(Command::new("unshare").args(["--mount", "--"]), full) {
        Ok(output) if output.status.code() != Some(77) && output.status.code() != Some(1) => output,
        _ => {
            eprintln!("skipped: no file system can be mounted; a limit stands for a full disk");
            run(&mut Command::new("env"), limited).unwrap()
        }
    };
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert!(said.contains("large.md: "), "{said}");
    assert!(folder.read("after/large.md") == large, "the large file is as it was");
    assert_eq!(folder.read("after/small.md"), AFTER);
    assert_eq!(names(&folder.path("after")), ["large.md", "small.md"]);
}

#[test]
fn output_that_cannot_be_written_is_said() {
    let folder = Folder::new();
    folder.write("list.md", BEFORE);
    if !Path::new("/dev/full").exists() {
        eprintln!("skipped: there is no /dev/full");
        return;
    }
    let mut command = folder.command(&["list.md"]);
    let output = command
        .stdout(File::options().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write the output"));
    assert_eq!(folder.run(&["list.md", "--output-format", "json:/dev/full"]).status, 2);
}
