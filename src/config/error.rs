//! What is wrong with a configuration, shown in its text.

use std::path::Path;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, NamedSource, SourceSpan};

use crate::report::Color;

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("configuration"))]
pub struct ConfigError {
    message: String,
    #[source_code]
    source_code: Option<NamedSource<String>>,
    #[label("here")]
    at: Option<SourceSpan>,
    #[help]
    help: Option<String>,
}

impl ConfigError {
    pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self {
            message: format!("cannot read the configuration {}: {error}", path.display()),
            source_code: None,
            at: None,
            help: None,
        }
    }

    pub(super) fn invalid(
        path: &Path,
        text: &str,
        span: Option<std::ops::Range<usize>>,
        message: String,
        help: Option<String>,
    ) -> Self {
        let name = path.display().to_string();
        Self {
            message: format!("{name}: {message}"),
            source_code: Some(NamedSource::new(name, text.to_owned())),
            at: span.map(|span| SourceSpan::new(span.start.into(), span.len())),
            help,
        }
    }

    pub(super) fn selection(message: String, help: Option<String>) -> Self {
        Self {
            message,
            source_code: None,
            at: None,
            help,
        }
    }
}

impl ConfigError {
    /// The error with the place it is about, for a terminal.
    pub fn render(&self, color: Color) -> String {
        let theme = match color {
            Color::On => GraphicalTheme::unicode(),
            Color::Off => GraphicalTheme::unicode_nocolor(),
        };
        let handler = GraphicalReportHandler::new_themed(theme).with_links(false);
        let mut text = String::new();
        match handler.render_report(&mut text, self) {
            Ok(()) => text,
            Err(_) => format!("error: {self}\n"),
        }
    }
}
