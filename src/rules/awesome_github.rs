//! Lists that are not in a repository on GitHub.

use serde::Deserialize;

use crate::document::Document;
use crate::rule::{Findings, Group, Level, Preset, RuleInfo, TreeRule, finding, start, tree_rule};
use crate::tree::{Known, Tree};

pub static INFO: RuleInfo = RuleInfo {
    name: "awesome-github",
    page: include_str!("../../rules/awesome-github.md"),
    group: Group::Structure,
    level: Level::Error,
    fixes: None,
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: tree_rule::<AwesomeGithub>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct AwesomeGithub {}

impl TreeRule for AwesomeGithub {
    fn check(&self, document: &Document, tree: &dyn Tree, findings: &mut Findings) {
        let at_start = |message| finding(document, start(document), message);
        match tree.push_address(document.source().path()) {
            Known::Nothing => findings.skip("whether the list is on GitHub: no repository is known"),
            Known::Absent => {
                let help = "commit the list, and let its branch follow one on GitHub";
                findings.push(at_start("the list is in no git repository whose branch has a remote").help(help));
            }
            Known::Present(address) if !is_on_github(&address) => {
                findings.push(at_start("the repository is not on GitHub"));
            }
            Known::Present(_) => {
                findings.skip("description, topics and licence of the repository: they take the network");
            }
        }
    }
}

/// Whether an address is that of a repository on GitHub.
fn is_on_github(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split_once('@').map_or(rest, |(_, rest)| rest);
    let host_end = rest.find(['/', ':']).unwrap_or(rest.len());
    let host = rest[..host_end].to_ascii_lowercase();
    let host = host
        .strip_prefix("www.")
        .or_else(|| host.strip_prefix("ssh."))
        .unwrap_or(&host);
    let path = rest[host_end..].trim_start_matches(['/', ':']).trim_end_matches('/');
    host == "github.com" && path.contains('/')
}

#[cfg(test)]
mod tests {
    use super::is_on_github;

    #[test]
    fn addresses_of_github_are_known() {
        for address in [
            "https://github.com/owner/name",
            "git@github.com:owner/name.git",
            "ssh://git@github.com/owner/name",
            "https://ada:token@github.com/owner/name.git",
        ] {
            assert!(is_on_github(address), "{address}");
        }
        for address in [
            "https://gitlab.com/owner/name",
            "/srv/github.com/name",
            "https://github.com/owner",
            "x",
        ] {
            assert!(!is_on_github(address), "{address}");
        }
    }
}
