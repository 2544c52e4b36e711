//! The main heading: one, of the first level, in title case.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::document::{Document, Effect, Node, NodeKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::names;
use crate::original::{self, Case, case_of};
use crate::rule::{AS_ORIGINAL, DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding, start};

pub static INFO: RuleInfo = RuleInfo {
    name: "awesome-heading",
    page: include_str!("../../rules/awesome-heading.md"),
    group: Group::Structure,
    level: Level::Error,
    fixes: Some(Applicability::Unsafe),
    presets: &[Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<AwesomeHeading>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct AwesomeHeading {
    /// Whether the mistakes of the original check count too.
    quirks: bool,
}

impl DocumentRule for AwesomeHeading {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let syntax = document.syntax();
        let mut headings = 0;
        for (id, node) in syntax.nodes() {
            if id.0 == 0 && node.kind == NodeKind::Html && self.is_heading(&node.value) {
                headings += 1;
                continue;
            }
            let NodeKind::Heading(depth) = node.kind else {
                continue;
            };
            let is_nested = node.parent.is_some();
            if !self.quirks && is_nested {
                continue;
            }
            if depth > 1 {
                if !syntax.is_first_child(id) {
                    continue;
                }
                let mut finding = finding(document, node.span, "main heading is not of the first level");
                if is_nested {
                    finding = finding.help(AS_ORIGINAL);
                }
                findings.push(finding.fix(raise(document, node, depth)));
            }
            for (_, text) in syntax
                .children(Some(id))
                .filter(|(_, child)| child.kind == NodeKind::Text)
            {
                self.check_title(document, node, text, findings);
            }
            headings += 1;
            if headings > 1 {
                let help = "make it a heading of the second level";
                findings.push(finding(document, node.span, "second main heading").help(help));
            }
        }
        if headings == 0 {
            let help = "begin the list with `# ` and its name";
            findings.push(finding(document, start(document), "no main heading").help(help));
        }
    }
}

impl AwesomeHeading {
    /// Whether HTML at the start of a list is its heading.
    fn is_heading(&self, html: &str) -> bool {
        static HEADING: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"(?i)<h[1-6][\s>]").expect("a fixed expression"));
        static COMMENT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)<!--.*?-->").expect("a fixed expression"));
        let html = match self.quirks {
            true => html.into(),
            false => COMMENT.replace_all(html, ""),
        };
        let lower = html.to_lowercase();
        let is_centred = lower.contains(r#"align="center""#) || lower.contains("align='center'");
        HEADING.is_match(&html) || is_centred && lower.contains("<img")
    }

    fn check_title(&self, document: &Document, heading: &Node, text: &Node, findings: &mut Findings) {
        if is_title(&text.value) {
            return;
        }
        let is_sane = text.value.split_whitespace().all(is_title_word);
        if is_sane && !self.quirks {
            return;
        }
        let finding = finding(document, heading.span, "main heading is not in title case");
        findings.push(match is_sane {
            true => finding.help(AS_ORIGINAL),
            false => finding.fix(self.capitalized(document, text)),
        });
    }

    /// Gives the words of a heading capitals, if that makes it right.
    fn capitalized(&self, document: &Document, text: &Node) -> Option<Fix> {
        if document.slice(text.span) != &*text.value {
            return None;
        }
        let raised: String = text.value.split_inclusive(' ').map(raised).collect();
        let is_right = |title: &String| is_title(title) || !self.quirks && title.split_whitespace().all(is_title_word);
        let title = [raised, original::title_case(&text.value)].into_iter().find(is_right)?;
        let keeps = |(old, new): (&str, &str)| old == new || !names::is_name(old) && !names::is_mixed_case(old);
        if !text.value.split_whitespace().zip(title.split_whitespace()).all(keeps) {
            return None;
        }
        let edit = Edit::replace(document.file(), text.span, title);
        Fix::new(
            "write it in title case",
            Applicability::Unsafe,
            &[Effect::Text],
            vec![edit],
        )
    }
}

/// Whether the original takes a text for title case.
fn is_title(text: &str) -> bool {
    static ENDING: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)\A(.+?)((?:\.[a-z\d]{1,10})+)\z").expect("a fixed expression"));
    if matches!(case_of(text), Some(Case::Title | Case::Capital)) {
        return true;
    }
    let ending = ENDING
        .captures(text)
        .map(|parts| (parts[1].len(), &text[parts[1].len()..]));
    match ending.filter(|(_, ending)| !ending[1..].starts_with(|first: char| first.is_ascii_digit())) {
        Some((start, ending)) => original::title_case(&text[..start]) == text[..start] && text.ends_with(ending),
        None => original::title_case(text) == text,
    }
}

/// Words that stay small in a title.
const SMALL: [&str; 21] = [
    "a", "an", "and", "as", "at", "but", "by", "en", "for", "from", "if", "in", "of", "on", "or", "the", "to", "v",
    "via", "vs", "with",
];

/// Whether a word of a title begins with a capital, or is one that has none.
fn is_title_word(word: &str) -> bool {
    let plain = word.trim_matches(|sign: char| !sign.is_alphanumeric());
    let is_small = plain.starts_with(char::is_lowercase);
    !is_small
        || plain.contains(char::is_uppercase)
        || SMALL.contains(&plain)
        || names::is_small(plain)
        || names::is_name(plain)
}

fn raised(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if !is_title_word(word) => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}

/// Makes a heading of the first level of an ATX heading at the start.
fn raise(document: &Document, node: &Node, depth: u8) -> Option<Fix> {
    let rest = document
        .slice(node.span)
        .strip_prefix("#".repeat(depth.into()).as_str())?;
    // All of it, since its border is another.
    let edit = Edit::replace(document.file(), node.span, format!("#{rest}"));
    let effects: &[Effect] = &[Effect::Entries, Effect::Anchors];
    let fix = Fix::new(
        "make it one of the first level",
        Applicability::Unsafe,
        effects,
        vec![edit],
    );
    fix.filter(|_| node.parent.is_none())
}
