//! `.awesome-lint.toml`: presets, levels and options of rules, excluded files, overrides.

mod error;
mod preset;
mod read;

pub use error::{ConfigError, Palette};
pub use preset::Quirks;

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::Gitignore;

use preset::Base;

use crate::catalog::Collection;
use crate::engine::{ActiveRule, Reading, RuleSet};
use crate::paths;
use crate::rule::{Group, LevelSetting, Preset, RuleInfo};
use crate::rules;

/// The names a configuration may have, the first of which wins in a folder.
pub const FILE_NAMES: [&str; 2] = [".awesome-lint.toml", "awesome-lint.toml"];

/// How large a configuration may be, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// What a configuration says of one rule.
#[derive(Debug, Clone, Copy, Default)]
struct RuleSetting {
    level: Option<LevelSetting>,
    /// Options are read out of the text again when a rule is made.
    has_options: bool,
}

type RuleSettings = HashMap<&'static str, RuleSetting>;

#[derive(Debug)]
struct Override {
    files: Gitignore,
    rules: RuleSettings,
}

/// What the command line says of the rules; it comes after every configuration.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    pub preset: Option<Preset>,
    /// Names of rules or groups; nothing else runs.
    pub select: Vec<String>,
    /// Names of rules or groups that do not run.
    pub ignore: Vec<String>,
    pub task: Task,
}

/// What the rules are for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Task {
    #[default]
    Lint,
    /// The style rules, and those about entries where the configuration says so.
    Format,
    /// The style rules and those about entries.
    FormatEntries,
}

/// One configuration, read and checked.
#[derive(Debug)]
pub struct Config {
    path: Option<PathBuf>,
    preset: Preset,
    quirks: Quirks,
    rules: RuleSettings,
    formats_entries: bool,
    context: Vec<PathBuf>,
    exclude: Gitignore,
    overrides: Vec<Override>,
    /// Files that are compared with one another; empty where all are.
    collections: Vec<Gitignore>,
    /// The text of the file, for errors that come late.
    text: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            path: None,
            preset: Preset::default(),
            quirks: Quirks::default(),
            rules: RuleSettings::default(),
            formats_entries: false,
            context: Vec::new(),
            exclude: Gitignore::empty(),
            overrides: Vec::new(),
            collections: Vec::new(),
            text: String::new(),
        }
    }
}

impl Config {
    /// Reads one file.
    ///
    /// # Errors
    /// The file cannot be read, is no TOML, or holds keys or values that mean nothing.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let mut text = String::new();
        let file = File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text));
        file.map_err(|error| ConfigError::unreadable(path, &error))?;
        if text.len() as u64 > LARGEST {
            let message = format!(
                "{}: larger than a configuration may be, {LARGEST} bytes",
                path.display()
            );
            return Err(ConfigError::selection(message, None));
        }
        read::read(path, text)
    }

    /// Reads a configuration from a text, as if it stood at `path`.
    ///
    /// # Errors
    /// As [`Config::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        read::read(path, text.to_owned())
    }

    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    pub fn is_excluded(&self, path: &Path, is_dir: bool) -> bool {
        matches(&self.exclude, path, is_dir)
    }

    /// The rules for one file.
    ///
    /// # Errors
    /// Options that a rule does not have.
    pub fn rule_set(&self, path: &Path, selection: &Selection) -> Result<RuleSet, ConfigError> {
        let matching: Vec<usize> = self.matching_overrides(path);
        self.build(&matching, selection)
    }

    fn matching_overrides(&self, path: &Path) -> Vec<usize> {
        (0..self.overrides.len())
            .filter(|&index| matches(&self.overrides[index].files, path, false))
            .collect()
    }

    fn build(&self, overrides: &[usize], selection: &Selection) -> Result<RuleSet, ConfigError> {
        let preset = selection.preset.unwrap_or(self.preset);
        let base = Base::of(preset, self.quirks);
        let root = read::parse_again(&self.text);
        let mut active = Vec::new();
        for &info in rules::RULES {
            let mut level = None;
            let mut options = None;
            let whole = std::iter::once((None, &self.rules));
            let later = overrides
                .iter()
                .map(|&index| (Some(index), &self.overrides[index].rules));
            for (place, settings) in whole.chain(later) {
                let Some(setting) = settings.get(info.name) else {
                    continue;
                };
                level = setting.level.or(level);
                if setting.has_options {
                    options = root.as_ref().and_then(|root| read::options(root, place, info.name));
                }
            }
            // The JavaScript tool's own rules are for those who ask for its verdict, or for a rule by its name.
            let is_foreign = info.presets == [Preset::Awesome] && !preset.holds(info);
            let named = |names: &[String]| {
                names
                    .iter()
                    .any(|name| name == info.name || !is_foreign && name == info.group.as_str())
            };
            let is_on = match level {
                _ if named(&selection.ignore) => false,
                _ if !selection.select.is_empty() => named(&selection.select),
                Some(LevelSetting::Off) => false,
                Some(_) => true,
                None => preset.holds(info) || options.is_some(),
            };
            if is_on && self.serves(selection.task, info) {
                let (base_level, base_options) = base.rule(info.name);
                let options = preset::laid_over(base_options, options);
                let check = (info.configure)(options.map(Into::into))
                    .map_err(|error| ConfigError::selection(error.message().to_owned(), None))?;
                let level = level.or(base_level).and_then(LevelSetting::level);
                active.push(ActiveRule { info, level, check });
            }
        }
        let reading = match (preset, self.quirks) {
            (Preset::Awesome, Quirks::Kept) => Reading::Original,
            _ => Reading::Sane,
        };
        Ok(RuleSet::new(active, reading))
    }
}

impl Config {
    fn serves(&self, task: Task, rule: &RuleInfo) -> bool {
        match (task, rule.group) {
            (Task::Lint, _) | (_, Group::Style) | (Task::FormatEntries, Group::Entries) => true,
            (Task::Format, Group::Entries) => self.formats_entries,
            _ => false,
        }
    }
}

fn matches(patterns: &Gitignore, path: &Path, is_dir: bool) -> bool {
    if patterns.is_empty() {
        return false;
    }
    let absolute = paths::absolute(path);
    if !absolute.starts_with(patterns.path()) {
        return false;
    }
    patterns.matched_path_or_any_parents(&absolute, is_dir).is_ignore()
}

/// Which configuration holds for which file.
#[derive(Debug)]
pub struct Configs {
    source: ConfigSource,
    selection: Selection,
    by_folder: HashMap<PathBuf, Arc<Config>>,
    by_path: HashMap<PathBuf, Arc<Config>>,
    rule_sets: HashMap<(usize, Vec<usize>), Arc<RuleSet>>,
    /// The number of each collection, by its configuration and its place in it.
    collections: HashMap<(usize, usize), u32>,
}

/// Where configurations come from.
#[derive(Debug, Clone)]
pub enum ConfigSource {
    /// The nearest one above each file.
    Discovered,
    /// This one for all files.
    File(PathBuf),
    /// None.
    Defaults,
}

impl Configs {
    /// Checks the selection, and reads the configuration that holds for all files if there is one.
    ///
    /// # Errors
    /// A selected name that is no rule and no group; a configuration with errors.
    pub fn new(source: ConfigSource, selection: Selection) -> Result<Self, ConfigError> {
        for name in selection.select.iter().chain(&selection.ignore) {
            read::check_selected(name)?;
        }
        let mut configs = Self {
            source,
            selection,
            by_folder: HashMap::new(),
            by_path: HashMap::new(),
            rule_sets: HashMap::new(),
            collections: HashMap::new(),
        };
        if let ConfigSource::File(path) = configs.source.clone() {
            configs.read(&path)?;
        }
        Ok(configs)
    }

    /// The configuration for one file or folder.
    ///
    /// # Errors
    /// The nearest configuration has errors.
    pub fn config(&mut self, path: &Path) -> Result<Arc<Config>, ConfigError> {
        match self.source.clone() {
            ConfigSource::Defaults => self.for_folder(Path::new("/")),
            ConfigSource::File(path) => self.read(&path),
            ConfigSource::Discovered => {
                let absolute = paths::absolute(path);
                let folder = if absolute.is_dir() {
                    Some(absolute.as_path())
                } else {
                    absolute.parent()
                };
                self.discover(folder.unwrap_or(Path::new("/")))
            }
        }
    }

    /// The rules for one file; files with equal rules share them.
    ///
    /// # Errors
    /// As [`Configs::config`], and options that a rule does not have.
    pub fn rule_set(&mut self, path: &Path) -> Result<Arc<RuleSet>, ConfigError> {
        let config = self.config(path)?;
        let overrides = config.matching_overrides(path);
        let key = (Arc::as_ptr(&config) as usize, overrides);
        if let Some(rules) = self.rule_sets.get(&key) {
            return Ok(Arc::clone(rules));
        }
        let rules = Arc::new(config.build(&key.1, &self.selection)?);
        self.rule_sets.insert(key, Arc::clone(&rules));
        Ok(rules)
    }

    /// One rule for the file at a path, with its options there.
    ///
    /// # Errors
    /// As [`Configs::rule_set`].
    pub fn rule_set_of(&mut self, path: &Path, rule: &str) -> Result<Arc<RuleSet>, ConfigError> {
        let config = self.config(path)?;
        let selection = Selection {
            select: vec![rule.to_owned()],
            ..self.selection.clone()
        };
        Ok(Arc::new(config.rule_set(path, &selection)?))
    }

    /// The files and folders that are looked at together with a file. A configuration that was found names only what
    /// is in its repository: it may have come with a pull request.
    ///
    /// # Errors
    /// As [`Configs::config`], and a path that leads elsewhere.
    pub fn context(&mut self, path: &Path) -> Result<Vec<PathBuf>, ConfigError> {
        let config = self.config(path)?;
        let folder = config.path().and_then(Path::parent).unwrap_or(Path::new("."));
        let is_found = matches!(self.source, ConfigSource::Discovered);
        let leaves = |path: &&PathBuf| is_found && !paths::stays_near(path, folder);
        match config.context.iter().find(leaves) {
            None => Ok(config.context.clone()),
            Some(outside) => {
                let message = format!("context: {} leads out of the repository", outside.display());
                let help = "name it with --context, or the configuration with --config".to_owned();
                Err(ConfigError::selection(message, Some(help)))
            }
        }
    }

    /// Which files a file is compared with.
    ///
    /// # Errors
    /// As [`Configs::config`].
    pub fn collection(&mut self, path: &Path) -> Result<Collection, ConfigError> {
        let config = self.config(path)?;
        if config.collections.is_empty() {
            return Ok(Collection::Run);
        }
        let place = config.collections.iter().position(|files| matches(files, path, false));
        Ok(place.map_or(Collection::Alone, |place| {
            let next = self.collections.len() as u32;
            let key = (Arc::as_ptr(&config) as usize, place);
            Collection::Group(*self.collections.entry(key).or_insert(next))
        }))
    }

    fn for_folder(&mut self, folder: &Path) -> Result<Arc<Config>, ConfigError> {
        Ok(Arc::clone(self.by_folder.entry(folder.to_owned()).or_default()))
    }

    fn read(&mut self, path: &Path) -> Result<Arc<Config>, ConfigError> {
        if let Some(config) = self.by_path.get(path) {
            return Ok(Arc::clone(config));
        }
        let config = Arc::new(Config::read(path)?);
        self.by_path.insert(path.to_owned(), Arc::clone(&config));
        Ok(config)
    }

    fn discover(&mut self, folder: &Path) -> Result<Arc<Config>, ConfigError> {
        if let Some(config) = self.by_folder.get(folder) {
            return Ok(Arc::clone(config));
        }
        let own = FILE_NAMES
            .iter()
            .map(|name| folder.join(name))
            .find(|path| path.is_file());
        let config = match (own, folder.parent()) {
            (Some(path), _) => match paths::leads_out(&path) {
                None => self.read(&path)?,
                Some(target) => {
                    let message = format!(
                        "{} leads out of its repository, to {}",
                        path.display(),
                        target.display()
                    );
                    let help = "name it with --config, or use --no-config".to_owned();
                    return Err(ConfigError::selection(message, Some(help)));
                }
            },
            (None, Some(parent)) => self.discover(parent)?,
            (None, None) => Arc::new(Config::default()),
        };
        self.by_folder.insert(folder.to_owned(), Arc::clone(&config));
        Ok(config)
    }
}
