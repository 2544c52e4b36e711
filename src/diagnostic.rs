//! What a rule reports, and what the engine makes of it.

use std::borrow::Cow;
use std::sync::Arc;

use crate::edit::Fix;
use crate::rule::{Level, RuleInfo};
use crate::source::{FileId, Location, Span};

/// A second place that a finding speaks of.
#[derive(Debug, Clone)]
pub struct Label {
    pub at: Location,
    pub message: String,
    /// What the finding says if it is shown here instead of where it was found.
    pub instead: Option<String>,
}

impl Label {
    pub fn new(at: Location, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
            instead: None,
        }
    }
}

/// A text as far as a message can show it.
pub fn excerpt(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// What a rule found, and where.
#[derive(Debug, Clone)]
pub struct Finding {
    pub at: Location,
    /// What is wrong: lower case, no final period.
    pub message: String,
    pub related: Vec<Label>,
    /// Places that have a part in it and are not shown.
    pub parts: Vec<Location>,
    /// What to do about it.
    pub help: Option<String>,
    pub fix: Option<Fix>,
    /// The level of this finding where it is not the rule's.
    pub level: Option<Level>,
}

impl Finding {
    pub fn new(file: FileId, span: Span, message: impl Into<String>) -> Self {
        Self {
            at: Location { file, span },
            message: message.into(),
            related: Vec::new(),
            parts: Vec::new(),
            help: None,
            fix: None,
            level: None,
        }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    #[must_use]
    pub fn related(mut self, at: Location, message: impl Into<String>) -> Self {
        self.related.push(Label::new(at, message));
        self
    }

    /// The first of some places that have the same defect, each with its message: they show what is meant.
    #[must_use]
    pub fn others<M: Into<String>>(self, places: impl IntoIterator<Item = (Location, M)>) -> Self {
        const SHOWN: usize = 4;
        let shown = places.into_iter().take(SHOWN);
        shown.fold(self, |finding, (at, message)| finding.related(at, message))
    }

    /// As [`Finding::related`], with what is said where this place is the one that is shown first.
    #[must_use]
    pub fn related_or(mut self, at: Location, message: impl Into<String>, instead: impl Into<String>) -> Self {
        let instead = Some(instead.into());
        self.related.push(Label {
            instead,
            ..Label::new(at, message)
        });
        self
    }
}

/// A finding with the rule it comes from and how severe it is.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    pub rule: &'static RuleInfo,
    pub level: Level,
    /// Shared with the analysis of its file, which makes the diagnostics anew after each pass of fixing.
    pub finding: Arc<Finding>,
}
