//! Findings with the lines they are about, drawn by miette.

use std::fmt;
use std::io::{self, Write};

use miette::{
    Diagnostic as Report, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    Severity, SourceCode, SourceSpan, SpanContents, ThemeStyles,
};

use super::drawing::Drawing;
use super::terminal::{is_control, is_plain, visible};
use super::{Color, Counts, sanitize, statistics};
use crate::diagnostic::Diagnostic;
use crate::edit::Applicability;
use crate::engine::Run;
use crate::rule::Level;
use crate::source::{Location, Source};

/// Width of the output in columns.
const WIDTH: usize = 100;

/// How many characters of a line are shown around a place.
const WINDOW: usize = 90;

/// How many findings there must be for a count by rule at the end.
const MANY: usize = 20;

pub(super) fn write(run: &Run, color: Color, out: &mut dyn Write) -> io::Result<()> {
    let handler = handler(color);
    let mut text = String::new();
    for diagnostic in &run.diagnostics {
        text.clear();
        for shown in Shown::of(run, diagnostic) {
            if color == Color::Off && shown.drawing().push(&mut text) {
                continue;
            }
            handler
                .render_report(&mut text, &shown)
                .map_err(|error| io::Error::other(error.to_string()))?;
        }
        for line in text.lines() {
            out.write_all(line.trim_end().as_bytes())?;
            out.write_all(b"\n")?;
        }
        for line in advice(diagnostic) {
            writeln!(out, "  {}", color.paint("36", &sanitize(&line)))?;
        }
        out.write_all(b"\n")?;
    }
    let counts = Counts::of(run);
    if counts.findings >= MANY {
        statistics(&counts, color, out)?;
        writeln!(out)?;
    }
    Ok(())
}

fn handler(color: Color) -> GraphicalReportHandler {
    let styles = match color {
        Color::On => ThemeStyles::ansi(),
        Color::Off => ThemeStyles::none(),
    };
    let theme = GraphicalTheme {
        styles,
        ..GraphicalTheme::unicode_nocolor()
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(WIDTH)
        .with_context_lines(0)
        .with_links(false)
}

/// A place and what is said of it, as miette draws it.
#[derive(Debug)]
struct Shown {
    /// The rule, for the place that the diagnostic is about.
    code: &'static str,
    level: Level,
    message: String,
    snippet: Snippet,
}

impl Shown {
    /// The place of a diagnostic, then the related ones.
    fn of(run: &Run, diagnostic: &Diagnostic) -> impl Iterator<Item = Self> {
        let finding = &diagnostic.finding;
        let primary = Self {
            code: diagnostic.rule.name,
            level: diagnostic.level,
            message: sanitize(&finding.message).into_owned(),
            snippet: Snippet::of(run.source(finding.at.file), finding.at),
        };
        let related = finding.related.iter().map(|label| Self {
            code: "",
            level: Level::Info,
            message: sanitize(&label.message).into_owned(),
            snippet: Snippet::of(run.source(label.at.file), label.at),
        });
        std::iter::once(primary).chain(related)
    }

    fn drawing(&self) -> Drawing<'_> {
        let Snippet {
            name,
            text,
            span,
            line,
            column,
        } = &self.snippet;
        Drawing {
            code: self.code,
            level: self.level,
            message: &self.message,
            name,
            text,
            marked: (span.offset(), span.offset() + span.len()),
            line: line + 1,
            column: column + 1,
        }
    }
}

/// What to do, and what `--fix` does.
fn advice(diagnostic: &Diagnostic) -> Vec<String> {
    let finding = &diagnostic.finding;
    let fix = finding.fix.as_ref().and_then(|fix| {
        let flags = match fix.applicability() {
            Applicability::Safe => "--fix",
            Applicability::Unsafe => "--fix --unsafe-fixes",
            Applicability::Manual => return None,
        };
        Some(format!("fix: {} ({flags})", fix.title()))
    });
    let help = finding.help.as_ref().map(|help| format!("help: {help}"));
    help.into_iter().chain(fix).collect()
}

impl fmt::Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Report for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.code.is_empty()).then(|| Box::new(self.code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.level {
            Level::Error => Severity::Error,
            Level::Warn => Severity::Warning,
            Level::Info => Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(
            None,
            self.snippet.span,
        ))))
    }
}

/// The part of a line around a place, safe to show.
#[derive(Debug)]
struct Snippet {
    name: String,
    text: String,
    /// The place in the text of the snippet.
    span: SourceSpan,
    line: usize,
    column: usize,
}

impl Snippet {
    fn of(source: &Source, at: Location) -> Self {
        let start = at.span.start as usize;
        let line = source.line_of(start);
        let content = source.line_content(line);
        let position = source.position(start);
        let text = source.slice(content);
        let from = start.clamp(content.start as usize, content.end as usize) - content.start as usize;
        let to = (at.span.end.min(content.end) as usize)
            .saturating_sub(content.start as usize)
            .max(from);
        let (first, last) = window(text, from, to);
        let snippet = |text, start: usize, end: usize| Self {
            name: sanitize(&source.path().display().to_string()).into_owned(),
            text,
            span: SourceSpan::new(start.into(), end - start),
            line: position.line - 1,
            column: position.column - 1,
        };
        if last - first == text.len() && is_plain(text) {
            return snippet(text.to_owned(), from, to);
        }
        let mut shown = String::new();
        if first > 0 {
            shown.push('…');
        }
        let mut label = (None, None);
        for (offset, character) in text[first..last]
            .char_indices()
            .map(|(offset, character)| (first + offset, character))
        {
            if offset >= from {
                label.0.get_or_insert(shown.len());
            }
            if offset >= to {
                label.1.get_or_insert(shown.len());
            }
            shown.push(if is_control(character) {
                visible(character)
            } else {
                character
            });
        }
        let label_start = label.0.unwrap_or(shown.len());
        let label_end = label.1.unwrap_or(shown.len());
        if last < text.len() {
            shown.push('…');
        }
        snippet(shown, label_start, label_end)
    }
}

/// The bytes of a line that are shown: a few words around the place, all of it where it is short.
fn window(text: &str, from: usize, to: usize) -> (usize, usize) {
    if text.len() <= 2 * WINDOW {
        return (0, text.len());
    }
    let before = text[..from].char_indices().rev().take(WINDOW / 3).last();
    let first = before.map_or(from, |(offset, _)| offset);
    let shown_end = text[from..]
        .char_indices()
        .nth(WINDOW)
        .map_or(text.len(), |(offset, _)| from + offset);
    let after = text[to.min(shown_end)..].char_indices().nth(WINDOW / 3);
    let last = after.map_or(text.len(), |(offset, _)| to.min(shown_end) + offset);
    (first, last.max(shown_end))
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::new(0.into(), self.text.len());
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            whole,
            self.line,
            self.column,
            1,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_lines_are_drawn_as_by_miette() {
        let handler = handler(Color::Off);
        let text = "- [Title](https://example.org) - What it is.";
        let messages = [
            "m",
            "a message of some words",
            &"long ".repeat(15),
            &"x".repeat(80),
            "two\twords",
        ];
        let places = [(0, 1), (0, text.len()), (2, 9), (text.len() - 1, text.len()), (5, 5)];
        let mut drawn = 0;
        for (message, code) in messages
            .iter()
            .flat_map(|message| [(message, ""), (message, "some-rule")])
        {
            for ((start, end), line) in places
                .iter()
                .flat_map(|place| [1, 9, 100, 12_345].map(|line| (place, line)))
            {
                let shown = Shown {
                    code,
                    level: [Level::Error, Level::Warn, Level::Info][line % 3],
                    message: (*message).to_owned(),
                    snippet: Snippet {
                        name: "lists/README.md".to_owned(),
                        text: text.to_owned(),
                        span: SourceSpan::new((*start).into(), end - start),
                        line: line - 1,
                        column: *start,
                    },
                };
                let (mut own, mut other) = (String::new(), String::new());
                if shown.drawing().push(&mut own) {
                    handler.render_report(&mut other, &shown).unwrap();
                    let lines =
                        |text: &str| -> Vec<String> { text.lines().map(|line| line.trim_end().to_owned()).collect() };
                    assert_eq!(lines(&own), lines(&other));
                    drawn += 1;
                }
            }
        }
        assert!(drawn > 50, "{drawn}");
    }
}
