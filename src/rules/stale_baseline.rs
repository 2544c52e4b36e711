//! Known findings that are found no more. The filter that hides the known findings reports them.

use crate::edit::Applicability;
use crate::rule::{Group, Level, Preset, RuleInfo, baseline_rule};

pub static INFO: RuleInfo = RuleInfo {
    name: "stale-baseline",
    page: include_str!("../../rules/stale-baseline.md"),
    group: Group::Suppression,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: baseline_rule,
};
