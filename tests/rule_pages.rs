//! Runs the examples of `rules/*.md` and `fixtures/rules/*/*.md`. `UPDATE=1` rewrites the reports and the
//! fixed texts, `UPDATE=reports` the reports alone.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use awesome_lint::catalog::Collection;
use awesome_lint::config::{Config, Selection};
use awesome_lint::edit::Applicability;
use awesome_lint::engine::{Input, Role, Run};
use awesome_lint::fix::{self, Wanted, Which};
use awesome_lint::project::WorkingTree;
use awesome_lint::rule::{Preset, RuleInfo};
use awesome_lint::rules;
use awesome_lint::source::Source;
use awesome_lint::tree::{Known, Lookup, NoTree, Text, Tree};
use libtest_mimic::{Arguments, Failed, Trial};
use support::properties::page::{Case, DEFAULT_PATH, Fence, Kind, cases, decode, encode};
use support::root;

fn main() {
    let pages = pages();
    if std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty() && value != "0") {
        for page in &pages {
            page.update();
        }
    }
    let trials = pages
        .into_iter()
        .map(|page| Page::read(page.path, page.rule))
        .flat_map(Page::trials);
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn pages() -> Vec<Page> {
    let mut pages = Vec::new();
    for rule in rules::RULES {
        pages.push(Page::read(root().join(format!("rules/{}.md", rule.name)), rule));
        let folder = root().join("fixtures/rules").join(rule.name);
        let mut files: Vec<PathBuf> = fs::read_dir(folder)
            .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
            .unwrap_or_default();
        files.sort();
        pages.extend(files.into_iter().map(|path| Page::read(path, rule)));
    }
    pages
}

/// A file with examples for one rule.
struct Page {
    path: PathBuf,
    rule: &'static RuleInfo,
    lines: Vec<String>,
    cases: Vec<Case>,
}

impl Page {
    fn read(path: PathBuf, rule: &'static RuleInfo) -> Self {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let cases =
            cases(&lines).unwrap_or_else(|line| panic!("{}: the fence in line {line} is not closed", path.display()));
        Self {
            path,
            rule,
            lines,
            cases,
        }
    }

    fn trials(self) -> Vec<Trial> {
        let name = self
            .path
            .strip_prefix(root())
            .unwrap_or(&self.path)
            .display()
            .to_string();
        let rule = self.rule;
        let mut trials = Vec::new();
        for case in self.cases {
            let title = format!("{name}: {}", case.heading);
            let all_rules = case.clone();
            trials.push(Trial::test(title.clone(), move || {
                check(&case, rule).map_err(Failed::from)
            }));
            trials.push(Trial::test(format!("{title} (all rules)"), move || {
                check_with_all_rules(&all_rules, rule).map_err(Failed::from)
            }));
        }
        trials
    }

    /// Writes the reports and the fixed texts as they are now.
    fn update(&self) {
        let mut changes: Vec<(std::ops::Range<usize>, Vec<String>)> = Vec::new();
        for case in &self.cases {
            for example in examples(case) {
                let run = lint(&example, self.rule);
                let report = report(&run, self.rule);
                let last_bad = example.bad.last().map_or(0, |fence| fence.lines.end);
                match &example.report {
                    Some(fence) if fence.text == report => {}
                    Some(fence) => changes.push((fence.lines.clone(), write_fence("```", "text report", &report))),
                    None => {
                        let mut lines = vec![String::new()];
                        lines.extend(write_fence("```", "text report", &report));
                        changes.push((last_bad..last_bad, lines));
                    }
                }
                let only_reports = std::env::var("UPDATE").is_ok_and(|value| value == "reports");
                for fence in example.fixed.iter().filter(|_| !only_reports) {
                    let fixed = fixed_text(&example, self.rule, fence);
                    if fixed != decode(fence) {
                        let mut info = "markdown fixed".to_owned();
                        if fence.is_unsafe {
                            info.push_str(" unsafe");
                        }
                        if fence.path != DEFAULT_PATH {
                            let _ = write!(info, " path={}", fence.path);
                        }
                        let text = if fence.has_symbols {
                            info.push_str(" symbols");
                            encode(&fixed)
                        } else {
                            String::from_utf8(fixed).expect("a fixed text is UTF-8")
                        };
                        changes.push((fence.lines.clone(), write_fence(&fence.mark, &info, &text)));
                    }
                }
            }
        }
        if changes.is_empty() {
            return;
        }
        let mut lines = self.lines.clone();
        changes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, with) in changes {
            lines.splice(range, with);
        }
        fs::write(&self.path, lines.join("\n") + "\n").expect("the page can be written");
    }
}

fn write_fence(mark: &str, info: &str, text: &str) -> Vec<String> {
    let mut lines = vec![format!("{mark}{info}")];
    lines.extend(text.lines().map(str::to_owned));
    lines.push(mark.to_owned());
    lines
}

/// Bad fences that form one project, with what is said of them.
struct Example<'c> {
    config: Option<&'c Fence>,
    bad: Vec<&'c Fence>,
    report: Option<&'c Fence>,
    fixed: Vec<&'c Fence>,
}

fn examples(case: &Case) -> Vec<Example<'_>> {
    let mut examples: Vec<Example<'_>> = Vec::new();
    let mut config = None;
    for fence in &case.fences {
        match fence.kind {
            Kind::Config => config = Some(fence),
            Kind::Bad => {
                let joins = examples.last_mut().filter(|last| {
                    last.report.is_none()
                        && last.fixed.is_empty()
                        && fence.path != DEFAULT_PATH
                        && !last.bad.iter().any(|bad| bad.path == fence.path)
                });
                match joins {
                    Some(last) => last.bad.push(fence),
                    None => examples.push(Example {
                        config,
                        bad: vec![fence],
                        report: None,
                        fixed: Vec::new(),
                    }),
                }
            }
            Kind::Report => examples.last_mut().expect("a report follows a bad fence").report = Some(fence),
            Kind::Fixed => examples
                .last_mut()
                .expect("a fixed text follows a bad fence")
                .fixed
                .push(fence),
            Kind::Good => {}
        }
    }
    examples
}

/// Good fences that form one project: those with a path in a row, or one alone.
fn good_projects(case: &Case) -> Vec<(Option<&Fence>, Vec<&Fence>)> {
    let mut config = None;
    let mut projects: Vec<(Option<&Fence>, Vec<&Fence>)> = Vec::new();
    let mut last_was_good = false;
    for fence in &case.fences {
        if fence.kind == Kind::Config {
            config = Some(fence);
        }
        if fence.kind == Kind::Good {
            let joins = last_was_good && fence.path != DEFAULT_PATH;
            match projects.last_mut().filter(|_| joins) {
                Some((_, project)) => project.push(fence),
                None => projects.push((config, vec![fence])),
            }
        }
        last_was_good = fence.kind == Kind::Good;
    }
    projects
}

fn run_over(config: Option<&Fence>, files: &[(&str, Vec<u8>)], selection: &Selection) -> Run {
    let text = config.map_or("", |fence| fence.text.as_str());
    let config = Config::parse(Path::new(".awesome-lint.toml"), text).unwrap_or_else(|error| panic!("{error}"));
    let tree = Folder::of(files);
    let has_baseline = files.iter().any(|(path, _)| is_baseline(path));
    let role = |path: &str| match has_baseline {
        true if is_baseline(path) => Role::Baseline,
        true => Role::KnownList,
        false => Role::List,
    };
    let inputs = files.iter().map(|(path, bytes)| Input {
        source: Source::decode(*path, bytes.clone()),
        rules: Arc::new(
            config
                .rule_set(Path::new(path), selection)
                .unwrap_or_else(|error| panic!("{error}")),
        ),
        tree: Arc::clone(&tree),
        collection: Collection::default(),
        base: None,
        head: None,
        role: role(path),
    });
    awesome_lint::lint(inputs.collect())
}

/// Whether a fence is the baseline of the fences beside it.
fn is_baseline(path: &str) -> bool {
    path.ends_with(".jsonl")
}

/// The files of a project that names them, as a working tree; a lone list has none.
#[derive(Debug)]
struct Folder {
    folder: tempfile::TempDir,
    tree: WorkingTree,
}

impl Folder {
    fn of(files: &[(&str, Vec<u8>)]) -> Arc<dyn Tree> {
        if files.iter().all(|(path, _)| *path == DEFAULT_PATH) {
            return Arc::new(NoTree);
        }
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let create = |path: &str, bytes: &[u8]| -> std::io::Result<()> {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
            fs::write(path, bytes)
        };
        fs::create_dir(folder.path().join(".git")).unwrap_or_else(|error| panic!("{error}"));
        for (path, bytes) in files {
            create(path, bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
        let tree = WorkingTree::default();
        Arc::new(Self { folder, tree })
    }
}

impl Tree for Folder {
    fn look_up(&self, list: &Path, target: &str) -> Lookup {
        self.tree.look_up(&self.folder.path().join(list), target)
    }

    fn read(&self, list: &Path, paths: &[&str]) -> Known<Text> {
        self.tree.read(&self.folder.path().join(list), paths)
    }
}

/// A rule with all that may run beside it: the others of the awesome preset alone have verdicts of their own.
fn all_rules(rule: &RuleInfo) -> Selection {
    let others = rules::RULES
        .iter()
        .filter(|other| other.presets == [Preset::Awesome] && **other != rule);
    Selection {
        preset: Some(Preset::All),
        ignore: others.map(|other| other.name.to_owned()).collect(),
        ..Selection::default()
    }
}

fn files<'c>(fences: &[&'c Fence]) -> Vec<(&'c str, Vec<u8>)> {
    fences
        .iter()
        .map(|fence| (fence.path.as_str(), decode(fence)))
        .collect()
}

fn lint(example: &Example<'_>, rule: &'static RuleInfo) -> Run {
    run_over(example.config, &files(&example.bad), &all_rules(rule))
}

fn report(run: &Run, rule: &'static RuleInfo) -> String {
    let is_project = run.files.len() > 1;
    let mut text = String::new();
    for diagnostic in run.diagnostics.iter().filter(|diagnostic| diagnostic.rule == rule) {
        let finding = &diagnostic.finding;
        let place = |at: awesome_lint::source::Location| {
            let source = run.source(at.file);
            let start = source.position(at.span.start as usize);
            let end = source.position(at.span.end as usize);
            let path = match is_project {
                true => format!("{}:", source.path().display()),
                false => String::new(),
            };
            format!("{path}{}:{}-{}:{}", start.line, start.column, end.line, end.column)
        };
        let _ = writeln!(
            text,
            "{} {}: {}",
            place(finding.at),
            diagnostic.level.as_str(),
            finding.message
        );
        for label in &finding.related {
            let _ = writeln!(text, "  {}: {}", place(label.at), label.message);
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(text, "  help: {help}");
        }
    }
    text
}

fn fixed_text(example: &Example<'_>, rule: &'static RuleInfo, fence: &Fence) -> Vec<u8> {
    let wanted = Wanted {
        limit: if fence.is_unsafe {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        },
        rules: Which::Rule(rule),
    };
    let fixed = fix::fixpoint(lint(example, rule), wanted);
    assert!(
        fixed.unsettled.is_empty(),
        "fixes undo one another: {:?}",
        fixed.unsettled
    );
    let analysis = fixed
        .run
        .files
        .iter()
        .find(|file| file.source.path() == Path::new(&fence.path));
    analysis
        .expect("the fixed file is one of the bad ones")
        .source
        .bytes()
        .into_owned()
}

fn check(case: &Case, rule: &'static RuleInfo) -> Result<(), String> {
    for example in examples(case) {
        let run = lint(&example, rule);
        let reported = report(&run, rule);
        if reported.is_empty() {
            return Err("a bad example is not reported".to_owned());
        }
        let expected = example.report.map(|fence| fence.text.as_str()).unwrap_or_default();
        if reported != expected {
            return Err(format!("expected report:\n{expected}\nreported:\n{reported}"));
        }
        for fence in &example.fixed {
            let fixed = fixed_text(&example, rule, fence);
            let expected = decode(fence);
            if fixed != expected {
                let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                return Err(format!(
                    "expected fixed:\n{}\nfixed:\n{}",
                    show(&expected),
                    show(&fixed)
                ));
            }
        }
        if !example.fixed.is_empty() {
            let mut texts: BTreeMap<&str, Vec<u8>> = files(&example.bad).into_iter().collect();
            texts.extend(files(&example.fixed));
            let again = run_over(example.config, &texts.into_iter().collect::<Vec<_>>(), &all_rules(rule));
            let left = report(&again, rule);
            if !left.is_empty() {
                return Err(format!("the fixed text is not clean:\n{left}"));
            }
        }
    }
    for (config, project) in good_projects(case) {
        let left = report(&run_over(config, &files(&project), &all_rules(rule)), rule);
        if !left.is_empty() {
            return Err(format!("a good example is reported:\n{left}"));
        }
    }
    Ok(())
}

/// All rules that a preset switches on say nothing of good examples, and the fixes of all rules come to an
/// end on fixed ones.
fn check_with_all_rules(case: &Case, rule: &'static RuleInfo) -> Result<(), String> {
    for (config, project) in good_projects(case) {
        let run = run_over(config, &files(&project), &all_rules(rule));
        let others = rules::RULES.iter().filter(|other| !other.presets.is_empty());
        let others: String = others.map(|rule| report(&run, rule)).collect();
        if !others.is_empty() {
            return Err(format!("another rule reports a good example:\n{others}"));
        }
    }
    for example in examples(case).iter().filter(|example| !example.fixed.is_empty()) {
        let run = run_over(example.config, &files(&example.fixed), &all_rules(rule));
        let fixed = fix::fixpoint(run, Wanted::all(Applicability::Unsafe));
        if !fixed.unsettled.is_empty() {
            return Err(format!("the fixes do not come to an end: {:?}", fixed.unsettled));
        }
        let left = report(&fixed.run, rule);
        if !left.is_empty() {
            return Err(format!("other rules' fixes bring this rule's defect back:\n{left}"));
        }
    }
    Ok(())
}
