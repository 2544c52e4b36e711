//! What a preset sets besides the choice of rules: levels and options, below those of the configuration.

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::read::{Value, take_level};
use crate::rule::{LevelSetting, Preset};

/// A rule by its name, each with its table of options.
const AWESOME: &str = include_str!("../../presets/awesome.toml");

/// Whether the plain mistakes of the original check count too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Quirks {
    #[default]
    Kept,
    Mended,
}

/// The settings of one preset.
pub(super) struct Base {
    table: Option<DeTable<'static>>,
    quirks: Quirks,
}

impl Base {
    pub fn of(preset: Preset, quirks: Quirks) -> Self {
        let text = (preset == Preset::Awesome).then_some(AWESOME);
        let table = text.and_then(|text| DeTable::parse(text).ok());
        Self {
            table: table.map(Spanned::into_inner),
            quirks,
        }
    }

    /// The level and the options that the preset gives a rule.
    pub fn rule(&self, name: &str) -> (Option<LevelSetting>, Option<DeTable<'static>>) {
        let Some(DeValue::Table(table)) = self
            .table
            .as_ref()
            .and_then(|table| table.get(name))
            .map(Spanned::get_ref)
        else {
            return (None, None);
        };
        let mut options = table.clone();
        let level = take_level(&mut options);
        let level = level.and_then(|level| LevelSetting::deserialize(ValueDeserializer::from(level)).ok());
        if let Some(quirks) = options.get_mut("quirks") {
            *quirks.get_mut() = DeValue::Boolean(self.quirks == Quirks::Kept);
        }
        (level, Some(options).filter(|options| !options.is_empty()))
    }
}

/// The options of a configuration on top of those of a preset, key by key.
pub(super) fn laid_over<'t>(base: Option<DeTable<'t>>, own: Option<Value<'t>>) -> Option<Value<'t>> {
    let (Some(mut options), own) = (base, own.clone()) else {
        return own;
    };
    let span = own.as_ref().map_or(0..0, Spanned::span);
    if let Some(DeValue::Table(own)) = own.map(Spanned::into_inner) {
        for (key, value) in own {
            options.remove(&key);
            options.insert(key, value);
        }
    }
    Some(Spanned::new(span, DeValue::Table(options)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn rules_take_what_the_preset_sets() {
        let table = DeTable::parse(AWESOME).unwrap().into_inner();
        assert!(table.keys().map(Spanned::get_ref).is_sorted());
        for name in table.keys().map(Spanned::get_ref) {
            let rule = rules::find(name).unwrap_or_else(|| panic!("no rule is called {name}"));
            assert!(Preset::Awesome.holds(rule), "{name} is not in the preset");
            for quirks in [Quirks::Kept, Quirks::Mended] {
                let (level, options) = Base::of(Preset::Awesome, quirks).rule(name);
                assert!(level.is_some() || options.is_some(), "{name}: nothing is set");
                (rule.configure)(laid_over(options, None).map(Into::into)).unwrap();
            }
        }
    }

    #[test]
    fn what_the_configuration_says_comes_last() {
        let base = DeTable::parse("a = 1\nb = 2").unwrap().into_inner();
        let own = DeTable::parse("b = 3\nc = 4").unwrap();
        let own = Spanned::new(0..0, DeValue::Table(own.into_inner()));
        let laid_over = laid_over(Some(base), Some(own)).unwrap();
        let table: std::collections::BTreeMap<String, i64> =
            Deserialize::deserialize(ValueDeserializer::from(laid_over)).unwrap();
        assert_eq!(Vec::from_iter(table.into_values()), [1, 3, 4]);
    }
}
