//! What is wrong with a configuration, shown in its text.

use std::path::Path;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, NamedSource, SourceSpan};

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error(transparent)]
#[diagnostic(transparent)]
pub struct ConfigError(Box<Problem>);

#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("configuration"))]
struct Problem {
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
        Self(Box::new(Problem {
            message: format!("cannot read the configuration {}: {error}", path.display()),
            source_code: None,
            at: None,
            help: None,
        }))
    }

    pub(super) fn invalid(
        path: &Path,
        text: &str,
        span: Option<std::ops::Range<usize>>,
        message: &str,
        help: Option<String>,
    ) -> Self {
        let name = path.display().to_string();
        Self(Box::new(Problem {
            message: without_controls(&format!("{name}: {message}")),
            source_code: Some(NamedSource::new(name, without_controls(text))),
            at: span.map(|span| SourceSpan::new(span.start.into(), span.len())),
            help,
        }))
    }

    pub(super) fn selection(message: String, help: Option<String>) -> Self {
        Self(Box::new(Problem {
            message,
            source_code: None,
            at: None,
            help,
        }))
    }
}

/// The text with a sign of the same length for each control character, so that places stay and no
/// terminal is steered by it.
fn without_controls(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() && !matches!(character, '\n' | '\r' | '\t') {
            shown.extend(std::iter::repeat_n('?', character.len_utf8()));
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Whether an error is drawn in colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    Colored,
    Plain,
}

impl ConfigError {
    /// The error with the place it is about, for a terminal.
    pub fn render(&self, palette: Palette) -> String {
        let theme = match palette {
            Palette::Colored => GraphicalTheme::unicode(),
            Palette::Plain => GraphicalTheme::unicode_nocolor(),
        };
        let handler = GraphicalReportHandler::new_themed(theme).with_links(false);
        let mut text = String::new();
        match handler.render_report(&mut text, self) {
            Ok(()) => text,
            Err(_) => format!("error: {self}\n"),
        }
    }
}
