//! Lists whose repository is too young for the main awesome list.

use std::time::SystemTime;

use serde::Deserialize;

use crate::document::Document;
use crate::rule::{Findings, Group, Level, RuleInfo, TreeRule, finding, start, tree_rule};
use crate::tree::{FirstCommit, Known, Tree};

pub static INFO: RuleInfo = RuleInfo {
    name: "awesome-git-repo-age",
    page: include_str!("../../rules/awesome-git-repo-age.md"),
    group: Group::Structure,
    level: Level::Error,
    fixes: None,
    presets: &[],
    since: "0.1.0",
    configure: tree_rule::<AwesomeGitRepoAge>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct AwesomeGitRepoAge {}

const SECONDS_OF_DAY: u64 = 24 * 60 * 60;
const YOUNGEST: u64 = 30;

impl TreeRule for AwesomeGitRepoAge {
    fn check(&self, document: &Document, tree: &dyn Tree, findings: &mut Findings) {
        let first = match tree.first_commit(document.source().path()) {
            Known::Nothing => return findings.skip("the age of the repository: none is known"),
            Known::Present(FirstCommit::CutOff) => {
                return findings.skip("the age of the repository: its history was not fetched");
            }
            Known::Absent => {
                findings.push(finding(
                    document,
                    start(document),
                    "the list is in no git repository with a commit",
                ));
                return;
            }
            Known::Present(FirstCommit::At(first)) => first,
        };
        let now = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        let age = now.as_secs().saturating_sub(first) / SECONDS_OF_DAY;
        if age < YOUNGEST {
            let message = format!("the repository is {age} days old, {YOUNGEST} are asked for");
            let help = format!("let it grow for {} days more", YOUNGEST - age);
            findings.push(finding(document, start(document), message).help(help));
        }
    }
}
