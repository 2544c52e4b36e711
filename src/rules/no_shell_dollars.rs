//! Commands that all begin with a prompt.

use serde::Deserialize;

use crate::document::{Document, Effect, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::source::Span;

pub static INFO: RuleInfo = RuleInfo {
    name: "no-shell-dollars",
    page: include_str!("../../rules/no-shell-dollars.md"),
    group: Group::Style,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<NoShellDollars>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NoShellDollars {}

/// Languages of commands.
const SHELLS: [&str; 23] = [
    "abuild",
    "alpine-abuild",
    "apkbuild",
    "bash",
    "bats",
    "command",
    "csh",
    "ebuild",
    "eclass",
    "gentoo-ebuild",
    "gentoo-eclass",
    "ksh",
    "openrc",
    "openrc-runscript",
    "sh",
    "sh.in",
    "shell",
    "shell-script",
    "tcsh",
    "tmux",
    "tool",
    "zsh",
    "zsh-theme",
];

impl DocumentRule for NoShellDollars {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let nodes = document.syntax().nodes();
        for (_, code) in nodes.filter(|(_, node)| matches!(node.kind, NodeKind::Code { .. })) {
            let language = code.title.split_whitespace().next().unwrap_or_default();
            let mut commands = code.value.lines().filter(|line| !line.trim().is_empty()).peekable();
            let is_shell = SHELLS.contains(&language) && commands.peek().is_some();
            if is_shell && commands.all(|line| line.trim_start().starts_with('$')) {
                let found = finding(document, code.span, "every command begins with `$`");
                findings.push(found.fix(fix(document, code.span)));
            }
        }
    }
}

/// Takes the `$` and the blank behind it from every line.
fn fix(document: &Document, code: Span) -> Option<Fix> {
    let source = document.source();
    let lines = source.line_of(code.start as usize) + 1..source.line_of(code.end as usize);
    let edits = lines.filter_map(|line| {
        let content = source.line_content(line);
        let text = document.slice(content);
        let start = text.find('$')?;
        let behind = text[start + 1..].len() - text[start + 1..].trim_start_matches(' ').len();
        let start = content.start as usize + start;
        Some(Edit::delete(document.file(), Span::new(start, start + 1 + behind)))
    });
    Fix::new(
        "remove the `$`",
        Applicability::Unsafe,
        &[Effect::Entries],
        edits.collect(),
    )
}
