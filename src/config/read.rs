//! From the text of a configuration to what it says, each error with its place.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::{Config, ConfigError, Override, Quirks, RuleSetting, RuleSettings};
use crate::paths;
use crate::rule::{Group, LevelSetting, Preset};
use crate::rules;
use crate::suggest::nearest;

const KEYS: [&str; 8] = [
    "preset",
    "quirks",
    "rules",
    "format",
    "collection",
    "context",
    "exclude",
    "overrides",
];

const COLLECTION_KEYS: [&str; 1] = ["groups"];

const OVERRIDE_KEYS: [&str; 2] = ["files", "rules"];

pub(super) fn read(path: &Path, text: String) -> Result<Config, ConfigError> {
    let reader = Reader { path, text: &text };
    let config = reader.config()?;
    Ok(Config { text, ..config })
}

/// Whether a name on the command line is a rule or a group.
pub(super) fn check_selected(name: &str) -> Result<(), ConfigError> {
    let known = || {
        let rules = rules::RULES.iter().map(|rule| rule.name);
        rules.chain(Group::ALL.iter().map(|group| group.as_str()))
    };
    if known().any(|known| known == name) {
        return Ok(());
    }
    let message = format!("no rule and no group is called `{name}`");
    Err(ConfigError::selection(message, did_you_mean(name, known())))
}

fn did_you_mean<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    Some(match nearest(word, known) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "`awesome-lint rule` lists the rules".to_owned(),
    })
}

struct Reader<'t> {
    path: &'t Path,
    text: &'t str,
}

/// The table `[format]`.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct FormatTable {
    entries: bool,
}

/// The table `[context]`.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ContextTable {
    paths: Vec<PathBuf>,
}

pub(super) type Value<'t> = Spanned<DeValue<'t>>;

impl<'t> Reader<'t> {
    fn error(&self, span: std::ops::Range<usize>, message: &str, help: Option<String>) -> ConfigError {
        ConfigError::invalid(self.path, self.text, Some(span), message, help)
    }

    fn error_of(&self, error: &toml::de::Error) -> ConfigError {
        ConfigError::invalid(self.path, self.text, error.span(), error.message(), None)
    }

    fn error_in_options(&self, rule: &str, error: &toml::de::Error) -> ConfigError {
        let help = format!("`awesome-lint rule {rule}` lists its options");
        let message = format!("rule `{rule}`: {}", error.message());
        ConfigError::invalid(self.path, self.text, error.span(), &message, Some(help))
    }

    fn config(&self) -> Result<Config, ConfigError> {
        let table = DeTable::parse(self.text).map_err(|error| self.error_of(&error))?;
        let mut config = Config {
            path: Some(self.path.to_owned()),
            ..Config::default()
        };
        for (key, value) in table.into_inner() {
            match key.get_ref().as_ref() {
                "preset" => config.preset = self.preset(value)?,
                "quirks" => config.quirks = self.quirks(value)?,
                "rules" => config.rules = self.rules(value)?,
                "format" => config.formats_entries = self.format(value)?,
                "collection" => config.collections = self.collections(value)?,
                "context" => config.context = self.context(value)?,
                "exclude" => config.exclude = self.patterns(value)?,
                "overrides" => config.overrides = self.overrides(value)?,
                other => return Err(self.unknown_key(other, key.span(), &KEYS)),
            }
        }
        Ok(config)
    }

    fn unknown_key(&self, key: &str, span: std::ops::Range<usize>, known: &[&str]) -> ConfigError {
        let help = match nearest(key, known.iter().copied()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("the keys are {}", known.join(", ")),
        };
        self.error(span, &format!("unknown key `{key}`"), Some(help))
    }

    fn preset(&self, value: Value<'t>) -> Result<Preset, ConfigError> {
        let span = value.span();
        let name = String::deserialize(ValueDeserializer::from(value)).map_err(|error| self.error_of(&error))?;
        let known = Preset::NAMES.into_iter().find(|(known, _)| *known == name);
        known.map(|(_, preset)| preset).ok_or_else(|| {
            let help = "the presets are recommended, awesome, all and none".to_owned();
            self.error(span, &format!("unknown preset `{name}`"), Some(help))
        })
    }

    fn quirks(&self, value: Value<'t>) -> Result<Quirks, ConfigError> {
        let are_kept = bool::deserialize(ValueDeserializer::from(value)).map_err(|error| self.error_of(&error))?;
        Ok(if are_kept { Quirks::Kept } else { Quirks::Mended })
    }

    fn format(&self, value: Value<'t>) -> Result<bool, ConfigError> {
        let table = FormatTable::deserialize(ValueDeserializer::from(value)).map_err(|error| self.error_of(&error))?;
        Ok(table.entries)
    }

    fn collections(&self, value: Value<'t>) -> Result<Vec<Gitignore>, ConfigError> {
        let span = value.span();
        let DeValue::Table(table) = value.into_inner() else {
            return Err(self.error(span, "`collection` is a table", Some("write `[collection]`".to_owned())));
        };
        let mut collections = Vec::new();
        for (key, value) in table {
            if key.get_ref() != "groups" {
                return Err(self.unknown_key(key.get_ref(), key.span(), &COLLECTION_KEYS));
            }
            let span = value.span();
            let DeValue::Array(groups) = value.into_inner() else {
                let help = "each is a list of patterns: `groups = [[\"books/*.md\"]]`".to_owned();
                return Err(self.error(span, "`groups` is a list of groups", Some(help)));
            };
            for group in groups {
                collections.push(self.patterns(group)?);
            }
        }
        Ok(collections)
    }

    fn context(&self, value: Value<'t>) -> Result<Vec<PathBuf>, ConfigError> {
        let table = ContextTable::deserialize(ValueDeserializer::from(value)).map_err(|error| self.error_of(&error))?;
        let folder = self.folder();
        Ok(table.paths.iter().map(|path| folder.join(path)).collect())
    }

    fn patterns(&self, value: Value<'t>) -> Result<Gitignore, ConfigError> {
        let span = value.span();
        let patterns =
            Vec::<String>::deserialize(ValueDeserializer::from(value)).map_err(|error| self.error_of(&error))?;
        let mut builder = GitignoreBuilder::new(self.folder());
        for pattern in &patterns {
            builder
                .add_line(None, pattern.strip_prefix("./").unwrap_or(pattern))
                .map_err(|error| self.error(span.clone(), &format!("pattern `{pattern}`: {error}"), None))?;
        }
        builder
            .build()
            .map_err(|error| self.error(span, &error.to_string(), None))
    }

    fn folder(&self) -> PathBuf {
        let absolute = paths::absolute(self.path);
        absolute.parent().unwrap_or(Path::new("/")).to_owned()
    }

    fn overrides(&self, value: Value<'t>) -> Result<Vec<Override>, ConfigError> {
        let span = value.span();
        let DeValue::Array(tables) = value.into_inner() else {
            return Err(self.error(
                span,
                "`overrides` is a list of tables",
                Some("write `[[overrides]]`".to_owned()),
            ));
        };
        tables.into_iter().map(|table| self.one_override(table)).collect()
    }

    fn one_override(&self, value: Value<'t>) -> Result<Override, ConfigError> {
        let span = value.span();
        let DeValue::Table(table) = value.into_inner() else {
            return Err(self.error(span, "an override is a table", None));
        };
        let mut files = None;
        let mut rules = RuleSettings::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "files" => files = Some(self.patterns(value)?),
                "rules" => rules = self.rules(value)?,
                other => return Err(self.unknown_key(other, key.span(), &OVERRIDE_KEYS)),
            }
        }
        let missing = || self.error(span, "an override needs `files`", None);
        Ok(Override {
            files: files.ok_or_else(missing)?,
            rules,
        })
    }

    fn rules(&self, value: Value<'t>) -> Result<RuleSettings, ConfigError> {
        let span = value.span();
        let DeValue::Table(table) = value.into_inner() else {
            return Err(self.error(span, "`rules` is a table", None));
        };
        let mut settings = RuleSettings::default();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let Some(rule) = rules::find(name) else {
                let known = rules::RULES.iter().map(|rule| rule.name);
                return Err(self.error(key.span(), &format!("unknown rule `{name}`"), did_you_mean(name, known)));
            };
            // Options are checked here, so that they are wrong even where the rule is off.
            if let Some(options) = options_of(&value) {
                (rule.configure)(Some(options.into())).map_err(|error| self.error_in_options(name, &error))?;
            }
            let setting = self.rule(value)?;
            settings.insert(rule.name, setting);
        }
        Ok(settings)
    }

    fn rule(&self, value: Value<'t>) -> Result<RuleSetting, ConfigError> {
        let span = value.span();
        match value.into_inner() {
            level @ DeValue::String(_) => Ok(RuleSetting {
                level: Some(self.level(Spanned::new(span, level))?),
                has_options: false,
            }),
            DeValue::Table(mut table) => {
                let level = take_level(&mut table);
                let level = level.map(|value| self.level(value)).transpose()?;
                Ok(RuleSetting {
                    level,
                    has_options: true,
                })
            }
            _ => Err(self.error(
                span,
                "a rule is set to a level or to a table of options",
                Some("write `\"off\"`, `\"info\"`, `\"warn\"` or `\"error\"`".to_owned()),
            )),
        }
    }

    fn level(&self, value: Value<'t>) -> Result<LevelSetting, ConfigError> {
        let span = value.span();
        let levels = ["off", "info", "warn", "error"];
        LevelSetting::deserialize(ValueDeserializer::from(value)).map_err(|_| {
            let word = &self.text[span.clone()];
            let help = match nearest(word.trim_matches('"'), levels.iter().copied()) {
                Some(level) => format!("did you mean `\"{level}\"`?"),
                None => "the levels are off, info, warn and error".to_owned(),
            };
            self.error(span.clone(), &format!("unknown level {word}"), Some(help))
        })
    }
}

/// Takes the level out of a rule's table; what stays are its options.
pub(super) fn take_level<'t>(table: &mut DeTable<'t>) -> Option<Value<'t>> {
    let key = table.keys().find(|key| key.get_ref() == "level").cloned()?;
    table.remove(&key)
}

/// The options of a rule that is set to a table.
fn options_of<'t>(value: &Value<'t>) -> Option<Value<'t>> {
    let DeValue::Table(table) = value.get_ref() else {
        return None;
    };
    let mut options = table.clone();
    take_level(&mut options);
    Some(Spanned::new(value.span(), DeValue::Table(options)))
}

/// Finds the options of a rule in the text of a configuration: in its rules, or in those of an override.
pub(super) fn options<'t>(root: &Value<'t>, place: Option<usize>, rule: &str) -> Option<Value<'t>> {
    let holder = match place {
        None => root.get_ref(),
        Some(index) => root.get_ref().get("overrides")?.get_ref().get(index)?.get_ref(),
    };
    options_of(holder.get("rules")?.get_ref().get(rule)?)
}

/// Parses the text of a configuration that has been read before.
pub(super) fn parse_again(text: &str) -> Option<Value<'_>> {
    let table = DeTable::parse(text).ok()?;
    let span = table.span();
    Some(Spanned::new(span, DeValue::Table(table.into_inner())))
}
