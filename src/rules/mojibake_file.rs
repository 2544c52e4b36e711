//! Files of which a large part was saved through a code page of the East.

use serde::Deserialize;

use crate::document::Document;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};

pub static INFO: RuleInfo = RuleInfo {
    name: "mojibake-file",
    page: include_str!("../../rules/mojibake-file.md"),
    group: Group::Encoding,
    level: Level::Error,
    fixes: None,
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<MojibakeFile>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct MojibakeFile {}

impl DocumentRule for MojibakeFile {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let Some(file) = document.damaged_file() else {
            return;
        };
        let message = format!(
            "the file was saved as {}: {} of {} damaged lines can be restored, the others have lost bytes",
            file.reader, file.whole, file.damaged
        );
        let sign: String = document.slice(file.at).chars().take(4).collect();
        let path = document.source().path().display();
        let help = format!(
            "take the others from the commit before the damage, which `git log -S'{sign}' -- {path}` lists last"
        );
        findings.push(finding(document, file.at, message).help(help));
    }
}
