//! What a rule is: its identity, its page, and the two kinds of checks.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::catalog::Catalog;
use crate::changes::Changes;
use crate::diagnostic::Finding;
use crate::document::{Address, Document, Effect, LinkKind};
use crate::edit::{Applicability, Edit, Fix};
use crate::source::Span;
use crate::tree::Tree;

/// How severe a finding is, in rising order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Info,
    Warn,
    Error,
}

impl Level {
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
        }
    }
}

/// A level, or `"off"`, as the configuration names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LevelSetting {
    Off,
    Info,
    Warn,
    Error,
}

impl LevelSetting {
    /// The level, or `None` for `"off"`.
    pub fn level(self) -> Option<Level> {
        match self {
            LevelSetting::Off => None,
            LevelSetting::Info => Some(Level::Info),
            LevelSetting::Warn => Some(Level::Warn),
            LevelSetting::Error => Some(Level::Error),
        }
    }
}

/// A named choice of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Preset {
    /// The rules that are right for every list.
    #[default]
    Recommended,
    /// The rules of the JavaScript awesome-lint, which lists of the main awesome list have to pass.
    Awesome,
    /// Every rule.
    All,
    /// No rule but those that are switched on by name.
    None,
}

impl Preset {
    pub const NAMES: [(&'static str, Preset); 4] = [
        ("recommended", Preset::Recommended),
        ("awesome", Preset::Awesome),
        ("all", Preset::All),
        ("none", Preset::None),
    ];

    pub fn holds(self, rule: &RuleInfo) -> bool {
        match self {
            Preset::Recommended | Preset::Awesome => rule.presets.contains(&self),
            Preset::All => true,
            Preset::None => false,
        }
    }
}

/// An option that is a part of a whole: from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Deserialize)]
#[serde(try_from = "f64")]
pub struct Share(pub f64);

impl TryFrom<f64> for Share {
    type Error = &'static str;

    fn try_from(share: f64) -> Result<Self, Self::Error> {
        if (0.0..=1.0).contains(&share) {
            Ok(Self(share))
        } else {
            Err("a share lies between 0 and 1")
        }
    }
}

impl Share {
    /// Whether so many of so many are more than this share.
    pub fn is_exceeded(self, count: usize, total: usize) -> bool {
        count as f64 > self.0 * total as f64
    }
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Encoding,
    Duplicates,
    Entries,
    Links,
    Structure,
    Style,
    Text,
    Suppression,
}

impl Group {
    pub const ALL: [Group; 8] = [
        Group::Encoding,
        Group::Duplicates,
        Group::Entries,
        Group::Links,
        Group::Structure,
        Group::Style,
        Group::Text,
        Group::Suppression,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Group::Encoding => "encoding",
            Group::Duplicates => "duplicates",
            Group::Entries => "entries",
            Group::Links => "links",
            Group::Structure => "structure",
            Group::Style => "style",
            Group::Text => "text",
            Group::Suppression => "suppression",
        }
    }
}

/// Collects the findings of one rule.
#[derive(Debug, Default)]
pub struct Findings {
    found: Vec<Finding>,
    changes: Option<Arc<Changes>>,
    grouping: Grouping,
}

/// Whether one finding may stand for many places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Grouping {
    #[default]
    Together,
    Apart,
}

impl Findings {
    /// Findings of which only those are asked for that have to do with some changes.
    pub fn of_changes(changes: Option<Arc<Changes>>, grouping: Grouping) -> Self {
        Self {
            found: Vec::new(),
            changes,
            grouping,
        }
    }

    pub fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    pub fn into_vec(self) -> Vec<Finding> {
        self.found
    }

    /// Of the places that one finding speaks of, leaves those that are asked for; all, if none is.
    pub fn narrow<T>(&self, places: &mut Vec<T>, is_touched: impl Fn(&Changes, &T) -> bool) {
        let Some(changes) = &self.changes else {
            return;
        };
        if places.iter().any(|place| is_touched(changes, place)) {
            places.retain(|place| is_touched(changes, place));
        }
    }
}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        self.found.extend(findings);
    }
}

/// A rule that sees one file.
pub trait DocumentRule: Send + Sync {
    fn check(&self, document: &Document, findings: &mut Findings);
}

/// A rule that sees one file and the files around it.
pub trait TreeRule: Send + Sync {
    fn check(&self, document: &Document, tree: &dyn Tree, findings: &mut Findings);
}

/// A rule that sees the entries of all files of the run.
pub trait CatalogRule: Send + Sync {
    fn check(&self, catalog: &Catalog<'_>, findings: &mut Findings);
}

/// A rule with its options set.
pub enum Check {
    Document(Box<dyn DocumentRule>),
    Tree(Box<dyn TreeRule>),
    Catalog(Box<dyn CatalogRule>),
    /// The engine itself reports these findings, while it filters those of the other rules.
    Suppression,
    /// As above, of the file that holds the known findings.
    Baseline,
}

/// The table of a rule's options, as it stands in the configuration.
pub type Options<'t> = toml::de::ValueDeserializer<'t>;

/// The identity of a rule; compared by address.
pub struct RuleInfo {
    pub name: &'static str,
    /// The text of `rules/<name>.md`.
    pub page: &'static str,
    pub group: Group,
    pub level: Level,
    /// The most trusted fix the rule can offer.
    pub fixes: Option<Applicability>,
    /// The presets that switch the rule on.
    pub presets: &'static [Preset],
    /// The version that brought the rule.
    pub since: &'static str,
    /// Makes the check from the options, or from none.
    pub configure: fn(Option<Options<'_>>) -> Result<Check, toml::de::Error>,
}

impl RuleInfo {
    /// The one-line summary: the first paragraph of the page.
    pub fn summary(&self) -> &'static str {
        self.page
            .lines()
            .skip(1)
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default()
    }
}

impl std::fmt::Debug for Check {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Check::Document(_) => "Document",
            Check::Tree(_) => "Tree",
            Check::Catalog(_) => "Catalog",
            Check::Suppression => "Suppression",
            Check::Baseline => "Baseline",
        })
    }
}

impl PartialEq for RuleInfo {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for RuleInfo {}

impl std::fmt::Debug for RuleInfo {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

/// Reads the options of a rule that checks documents.
///
/// # Errors
/// Unknown keys and values of the wrong type, with their place in the configuration.
pub fn document_rule<T>(options: Option<Options<'_>>) -> Result<Check, toml::de::Error>
where
    T: DocumentRule + DeserializeOwned + Default + 'static,
{
    let rule = options.map_or_else(|| Ok(T::default()), T::deserialize)?;
    Ok(Check::Document(Box::new(rule)))
}

/// Reads the options of a rule that checks documents and the files around them.
///
/// # Errors
/// As [`document_rule`].
pub fn tree_rule<T>(options: Option<Options<'_>>) -> Result<Check, toml::de::Error>
where
    T: TreeRule + DeserializeOwned + Default + 'static,
{
    let rule = options.map_or_else(|| Ok(T::default()), T::deserialize)?;
    Ok(Check::Tree(Box::new(rule)))
}

/// Reads the options of a rule that checks the catalog.
///
/// # Errors
/// As [`document_rule`].
pub fn catalog_rule<T>(options: Option<Options<'_>>) -> Result<Check, toml::de::Error>
where
    T: CatalogRule + DeserializeOwned + Default + 'static,
{
    let rule = options.map_or_else(|| Ok(T::default()), T::deserialize)?;
    Ok(Check::Catalog(Box::new(rule)))
}

/// A rule without options.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoOptions {}

/// Makes a check that the engine itself carries out; it has no options.
///
/// # Errors
/// As [`document_rule`].
pub fn suppression_rule(options: Option<Options<'_>>) -> Result<Check, toml::de::Error> {
    options.map_or_else(|| Ok(NoOptions::default()), NoOptions::deserialize)?;
    Ok(Check::Suppression)
}

/// Makes the check of what a baseline knows; it has no options.
///
/// # Errors
/// As [`document_rule`].
pub fn baseline_rule(options: Option<Options<'_>>) -> Result<Check, toml::de::Error> {
    options.map_or_else(|| Ok(NoOptions::default()), NoOptions::deserialize)?;
    Ok(Check::Baseline)
}

/// What the help of a finding says that only the JavaScript awesome-lint would have.
pub const AS_ORIGINAL: &str =
    "this is how the JavaScript awesome-lint reads it, plainly by mistake; `quirks = false` leaves it out";

/// A finding in the file of a document.
pub fn finding(document: &Document, span: Span, message: impl Into<String>) -> Finding {
    Finding::new(document.file(), span, message)
}

/// Reports places one by one, or all in one finding where they are many; what a suppression comment hides
/// is always reported by itself, so that the comment is known to be used.
pub fn report_places(
    document: &Document,
    info: &RuleInfo,
    places: Vec<Span>,
    is_many: impl Fn(usize) -> bool,
    report: impl Fn(&[Span]) -> Finding,
    findings: &mut Findings,
) {
    let is_hidden = |span: &Span| document.is_disabled(info.name, span.start);
    let (hidden, mut shown): (Vec<Span>, Vec<Span>) = places.into_iter().partition(is_hidden);
    findings.narrow(&mut shown, |changes, span| changes.touch(*span));
    if findings.grouping == Grouping::Together && is_many(shown.len()) {
        findings.push(report(&shown));
    } else {
        findings.extend(shown.chunks(1).map(&report));
    }
    findings.extend(hidden.chunks(1).map(&report));
}

/// A fix that rewrites words, as far as the place allows it: the text of a reference is its label and stays,
/// and a heading whose anchor would change is not rewritten without being asked for.
pub fn reword(document: &Document, title: impl Into<String>, trust: Applicability, edits: Vec<Edit>) -> Option<Fix> {
    let mut trust = trust;
    for edit in &edits {
        let span = edit.at.span;
        let link = document.link_around(span.start);
        if link.is_some_and(|link| matches!(link.kind, LinkKind::CollapsedReference | LinkKind::ShortcutReference)) {
            return None;
        }
        let keeps_anchor = anchor_signs(document.slice(span)).eq(anchor_signs(&edit.text));
        if !keeps_anchor && document.heading_at(span.start).is_some() {
            trust = trust.min(Applicability::Unsafe);
        }
    }
    let effects: &[Effect] = match trust {
        Applicability::Safe => &[Effect::Text, Effect::Html],
        _ => &[Effect::Text, Effect::Html, Effect::Anchors],
    };
    Fix::new(title, trust, effects, edits)
}

/// Changes an address, and the text of its link where that shows the address as it is written; returns what
/// that changes for a reader.
pub fn readdress(document: &Document, address: Address, new: &str, edits: &mut Vec<Edit>) -> &'static [Effect] {
    let url = document.slice(address.span);
    let text = document.slice(address.holder).strip_prefix('[');
    let is_shown = text.is_some_and(|text| text.strip_prefix(url).is_some_and(|rest| rest.starts_with("](")));
    edits.push(Edit::replace(document.file(), address.span, new));
    if !is_shown {
        return address.effects();
    }
    let start = address.holder.start as usize + 1;
    edits.push(Edit::replace(document.file(), Span::new(start, start + url.len()), new));
    &[Effect::Links, Effect::Text, Effect::Anchors]
}

/// The characters of a text that show in the anchor of a heading.
fn anchor_signs(text: &str) -> impl Iterator<Item = char> {
    let signs = text.chars().flat_map(char::to_lowercase);
    signs.filter(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '_'))
}
