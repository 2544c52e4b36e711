//! `awesome-lint init`

use std::fs::OpenOptions;
use std::io::{self, Write};

use super::{Failure, Verdict};
use crate::config::FILE_NAMES;
use crate::rule::{Preset, RuleInfo};
use crate::rules::RULES;

const HEAD: &str = "\
# Configuration of awesome-lint. It holds for the files in this folder and below.
# `awesome-lint rule` lists the rules, `awesome-lint rule NAME` explains one.

# The choice of rules: \"recommended\", \"awesome\", \"all\" or \"none\".
preset = \"recommended\"

# `awesome-lint format` leaves what a reader of the page sees alone; with true it also mends separators,
# final periods, capitals, labels and order.
format = { entries = false }

# Files that are never checked, as in .gitignore; also when they are named on the command line.
exclude = []

# Files and folders that are looked at too where only some files are named, as by a hook: an entry that is
# added to one file and stands in another one is found, and nothing else is said of the other file.
context = { paths = [] }

# Files whose entries are compared with one another; without it, all that are checked together.
# collection = { groups = [[\"books/*.md\", \"videos.md\"]] }

# A rule is set to \"off\", \"info\", \"warn\" or \"error\"; a rule that is not named keeps the level it has
# here. A table sets its options too: mojibake = { level = \"warn\", ignore = [\"Ã©\"] }
[rules]
";

const TAIL: &str = "
# Other settings for some of the files:
# [[overrides]]
# files = [\"docs/**\"]
# rules = { final-newline = \"off\" }
";

pub(super) fn run() -> Result<Verdict, Failure> {
    let path = FILE_NAMES[0];
    if let Some(found) = FILE_NAMES.iter().find(|name| std::path::Path::new(name).exists()) {
        return Err(Failure::Message(format!(
            "{found} exists already; it was left as it is"
        )));
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|error| Failure::Message(format!("cannot write {path}: {error}")))?;
    file.write_all(text().as_bytes())?;
    writeln!(io::stdout().lock(), "wrote {path}")?;
    Ok(Verdict::Clean)
}

fn text() -> String {
    let level = |rule: &RuleInfo| match Preset::Recommended.holds(rule) {
        true => rule.level.as_str(),
        false => "off",
    };
    let rules = RULES
        .iter()
        .map(|rule| format!("# {}\n# {} = \"{}\"\n", rule.summary(), rule.name, level(rule)));
    format!("{HEAD}{}{TAIL}", rules.collect::<String>())
}
