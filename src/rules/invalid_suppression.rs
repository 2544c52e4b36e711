//! Suppression comments that cannot be understood.

use serde::Deserialize;

use crate::document::{Directive, Document, Verb};
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};
use crate::rules;
use crate::source::Span;
use crate::suggest::nearest;

pub static INFO: RuleInfo = RuleInfo {
    name: "invalid-suppression",
    page: include_str!("../../rules/invalid-suppression.md"),
    group: Group::Suppression,
    level: Level::Warn,
    fixes: None,
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<InvalidSuppression>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct InvalidSuppression {
    /// Whether comments count that the JavaScript awesome-lint ignores, or at which it stops.
    quirks: bool,
}

impl DocumentRule for InvalidSuppression {
    fn check(&self, document: &Document, findings: &mut Findings) {
        for directive in document.directives() {
            if self.quirks && directive.is_closed {
                check_as_original(document, directive, findings);
            } else if !directive.is_closed {
                let message = "suppression comment is not closed";
                let start = directive.comment.start as usize;
                let open = Span::new(start, start + "<!--".len());
                findings.push(finding(document, open, message).help("end it with `-->`"));
            } else if directive.verb.is_some() {
                check_names(document, directive, findings);
            } else {
                check_verb(document, directive, findings);
            }
        }
    }
}

/// Reports what the original makes of a comment; what it stops at makes it fail, whatever else is right.
fn check_as_original(document: &Document, directive: &Directive, findings: &mut Findings) {
    let is_read = document.is_read_by_remark(directive);
    let is_known = matches!(directive.verb, Some(Verb::Disable | Verb::Enable | Verb::Ignore));
    if is_read && !is_known {
        let message = "the JavaScript awesome-lint stops at this comment";
        let help = "its verbs are disable, enable and ignore";
        findings.push(finding(document, directive.comment, message).help(help));
    } else if !is_read && directive.verb.is_some() {
        let message = "the JavaScript awesome-lint ignores this comment";
        let help = "write the comment alone in its lines, and blanks between the names of rules";
        findings.push(
            finding(document, directive.comment, message)
                .help(help)
                .level(Level::Warn),
        );
    } else if directive.verb.is_some() {
        let mut found = Findings::default();
        check_names(document, directive, &mut found);
        let warnings = found.into_vec().into_iter().map(|finding| finding.level(Level::Warn));
        findings.extend(warnings);
    }
}

fn check_verb(document: &Document, directive: &Directive, findings: &mut Findings) {
    let word = document.slice(directive.verb_span);
    let verbs = Verb::ALL.iter().map(|(verb, _)| *verb);
    let meant = nearest(&word.to_lowercase(), verbs);
    let names_rule = directive.names.iter().any(|name| is_known(&name.name));
    // A comment that goes on in words, such as `lint this later`, is no suppression.
    if meant.is_none() && !names_rule && !directive.names.is_empty() {
        return;
    }
    let message = match word {
        "" => "suppression comment without a verb".to_owned(),
        word => format!("unknown verb `{word}` in a suppression comment"),
    };
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "the verbs are disable, enable, ignore, disable-line, disable-next-line and disable-file".to_owned(),
    };
    let span = if word.is_empty() {
        directive.comment
    } else {
        directive.verb_span
    };
    findings.push(finding(document, span, message).help(help));
}

fn check_names(document: &Document, directive: &Directive, findings: &mut Findings) {
    for name in directive.names.iter().filter(|name| !is_known(&name.name)) {
        let message = format!("unknown rule `{}` in a suppression comment", name.name);
        let known = rules::RULES.iter().map(|rule| rule.name);
        let help = match nearest(&name.name, known) {
            _ if name.name.ends_with(':') => "a reason goes behind ` -- `".to_owned(),
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`awesome-lint rule` lists the rules".to_owned(),
        };
        findings.push(finding(document, name.span, message).help(help));
    }
}

fn is_known(name: &str) -> bool {
    rules::find(name).is_some() || rules::FOREIGN_NAMES.binary_search(&name).is_ok()
}
