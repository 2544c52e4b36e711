//! Suppression comments that hide nothing. The filter that applies the comments reports them.

use crate::edit::Applicability;
use crate::rule::{Group, Level, Preset, RuleInfo, suppression_rule};

pub static INFO: RuleInfo = RuleInfo {
    name: "unused-suppression",
    page: include_str!("../../rules/unused-suppression.md"),
    group: Group::Suppression,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: suppression_rule,
};
