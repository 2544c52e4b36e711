//! Text of one old code page that was read as another.

use serde::Deserialize;

use crate::diagnostic::{Finding, excerpt};
use crate::document::{DamagedProse, Document, Effect};
use crate::edit::{Applicability, Edit, Fix};
use crate::encoding::{Damage, Kind};
use crate::pattern::Patterns;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, document_rule, finding};

pub static INFO: RuleInfo = RuleInfo {
    name: "mojibake-legacy",
    page: include_str!("../../rules/mojibake-legacy.md"),
    group: Group::Encoding,
    level: Level::Warn,
    fixes: Some(Applicability::Manual),
    presets: &[Preset::Recommended, Preset::Awesome],
    since: "0.1.0",
    configure: document_rule::<MojibakeLegacy>,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct MojibakeLegacy {
    /// Words that are meant as they are.
    ignore: Patterns,
}

impl DocumentRule for MojibakeLegacy {
    fn check(&self, document: &Document, findings: &mut Findings) {
        for piece in document.damaged_prose() {
            for damage in piece.damages.iter().filter(|damage| damage.kind == Kind::Legacy) {
                let (broken, repaired) = piece.words(document, std::slice::from_ref(damage));
                if !self.ignore.matches(broken) {
                    findings.push(report(document, piece, damage, broken, &repaired));
                }
            }
        }
    }
}

fn report(document: &Document, piece: &DamagedProse, damage: &Damage, broken: &str, repaired: &str) -> Finding {
    let span = piece.span_of(damage);
    let edit = Edit::replace(document.file(), span, damage.repaired.clone());
    let fix = Fix::new(
        format!("write `{}`", excerpt(repaired)),
        Applicability::Manual,
        &[Effect::Text, Effect::Anchors, Effect::Html],
        vec![edit],
    );
    let message = format!("looks like {}: `{}`", damage.chain, excerpt(broken));
    finding(document, span, message).fix(fix)
}
