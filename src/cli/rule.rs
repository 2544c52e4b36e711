//! `awesome-lint rule [NAME]`

use std::io::{self, Write};

use serde::Serialize;

use super::{Failure, PlainFormat, RuleArgs, Verdict};
use crate::edit::Applicability;
use crate::report::Color;
use crate::rule::{Preset, RuleInfo};
use crate::rules::{RULES, find};
use crate::suggest::nearest;

/// A rule for other programs.
#[derive(Debug, Serialize)]
struct RuleRecord {
    name: &'static str,
    summary: &'static str,
    group: &'static str,
    level: &'static str,
    fix: Option<&'static str>,
    presets: Vec<&'static str>,
    since: &'static str,
    page: &'static str,
}

impl RuleRecord {
    fn of(rule: &'static RuleInfo) -> Self {
        let presets = Preset::NAMES.iter().filter(|(_, preset)| preset.holds(rule));
        Self {
            name: rule.name,
            summary: rule.summary(),
            group: rule.group.as_str(),
            level: rule.level.as_str(),
            fix: rule.fixes.map(Applicability::as_str),
            presets: presets.map(|(name, _)| *name).collect(),
            since: rule.since,
            page: rule.page,
        }
    }
}

pub(super) fn run(args: &RuleArgs) -> Result<Verdict, Failure> {
    let mut out = io::stdout().lock();
    let color = args.color.color(&io::stdout());
    match (&args.name, args.output_format) {
        (Some(name), format) => {
            let rule = find(name).ok_or_else(|| unknown(name))?;
            match format {
                PlainFormat::Json => write_json(&RuleRecord::of(rule), &mut out)?,
                PlainFormat::Text => write!(out, "{}", page(rule, color))?,
            }
        }
        (None, PlainFormat::Json) => {
            let records: Vec<RuleRecord> = RULES.iter().map(|rule| RuleRecord::of(rule)).collect();
            write_json(&records, &mut out)?;
        }
        (None, PlainFormat::Text) => write!(out, "{}", table(color))?,
    }
    Ok(Verdict::Clean)
}

fn unknown(name: &str) -> Failure {
    let help = match nearest(name, RULES.iter().map(|rule| rule.name)) {
        Some(known) => format!("; did you mean `{known}`?"),
        None => "; `awesome-lint rule` lists the rules".to_owned(),
    };
    Failure::Message(format!("no rule is called `{name}`{help}"))
}

fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

fn table(color: Color) -> String {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in RULES {
        let name = format!("{:width$}", rule.name);
        let fix = rule.fixes.map_or("", Applicability::as_str);
        text.push_str(&format!(
            "{}  {:5}  {fix:6}  {}\n",
            color.paint("1", &name),
            rule.level.as_str(),
            rule.summary()
        ));
    }
    text.push_str("\nColumns: name, level, fix, summary. `awesome-lint rule NAME` explains one.\n");
    text
}

/// The page as a terminal shows it: headings set off, fences indented, the facts of the registry on top.
fn page(rule: &RuleInfo, color: Color) -> String {
    let fix = match rule.fixes {
        None => "none".to_owned(),
        Some(fix) => fix.as_str().to_owned(),
    };
    let mut text = String::new();
    let mut fence: Option<String> = None;
    for line in rule.page.lines() {
        let marks = line.len() - line.trim_start_matches('`').len();
        match &fence {
            Some(open) if line == open => fence = None,
            Some(_) => text.push_str(&format!("    {line}\n")),
            None if marks >= 3 => {
                fence = Some("`".repeat(marks));
                let info = &line[marks..];
                text.push_str(&format!("  {}\n", color.paint("2", &format!("{info}:"))));
            }
            None if line.starts_with("# ") => {
                text.push_str(&format!("{}\n", color.paint("1;4", &line[2..])));
                let facts = format!(
                    "{}, {}, fix: {fix}, since {}",
                    rule.group.as_str(),
                    rule.level.as_str(),
                    rule.since
                );
                text.push_str(&format!("{}\n", color.paint("2", &facts)));
            }
            None if line.starts_with('#') => {
                let heading = line.trim_start_matches('#').trim_start();
                text.push_str(&format!("{}\n", color.paint("1", heading)));
            }
            None => text.push_str(&format!("{line}\n")),
        }
    }
    text
}
