//! Lists without a file that says how to contribute.

use serde::Deserialize;

use crate::document::Document;
use crate::rule::{Findings, Group, Level, Preset, RuleInfo, TreeRule, finding, start, tree_rule};
use crate::tree::{Known, Tree};

pub static INFO: RuleInfo = RuleInfo {
    name: "awesome-contributing",
    page: include_str!("../../rules/awesome-contributing.md"),
    group: Group::Structure,
    level: Level::Error,
    fixes: None,
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: tree_rule::<AwesomeContributing>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct AwesomeContributing {}

impl TreeRule for AwesomeContributing {
    fn check(&self, document: &Document, tree: &dyn Tree, findings: &mut Findings) {
        let paths = ["contributing.md", ".github/contributing.md"];
        let message = match tree.read(document.source().path(), &paths) {
            Known::Nothing => return findings.skip("whether there is a contributing.md: the folder is not known"),
            Known::Absent => "no file contributing.md beside the list",
            Known::Present(file) if file.text.trim().is_empty() => "the file contributing.md is empty",
            Known::Present(_) => return,
        };
        let help = "say there what belongs into the list, and how an entry is written";
        findings.push(finding(document, start(document), message).help(help));
    }
}
