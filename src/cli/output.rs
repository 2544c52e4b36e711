//! In which formats findings are written, and where to.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::Failure;
use crate::report::{Color, Format, Report};

#[derive(Debug, Args)]
pub(super) struct OutputArgs {
    /// How findings are written, and to which file; may be given several times
    #[arg(long, value_name = "FORMAT[:FILE]", help_heading = "Output", long_help = LONG_HELP)]
    output_format: Vec<Output>,
    /// Write the findings to this file
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
}

const LONG_HELP: &str = "How findings are written, and to which file; may be given several times

pretty: with the lines they are about
concise: a line each
json, jsonl: JSON, in one array or an object a line
github: annotations of GitHub Actions, the default there
sarif: SARIF 2.1.0, for code scanning
gitlab: GitLab's code quality report
junit, checkstyle: XML
rdjson, rdjsonl: reviewdog's format, with suggestions
markdown: a comment on a pull request, or the summary of a job";

/// A format, and the file that it is written to; none is the standard output.
#[derive(Debug, Clone)]
struct Output {
    format: Format,
    file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once(':') {
            Some((_, "")) => return Err("no file is named behind the colon".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = Format::from_str(name, false).map_err(|_| {
            let known = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
            let known: Vec<String> = known.map(|value| value.get_name().to_owned()).collect();
            format!("the formats are {}", known.join(", "))
        })?;
        Ok(Self { format, file })
    }
}

/// The formats of one run.
#[derive(Debug)]
pub(super) struct Outputs {
    stdout: Option<Format>,
    files: Vec<(Format, PathBuf)>,
}

impl OutputArgs {
    pub(super) fn outputs(&self) -> Result<Outputs, Failure> {
        let mut outputs = self.output_format.clone();
        if outputs.is_empty() {
            let format = default_format();
            outputs.push(Output { format, file: None });
        }
        let mut unnamed = outputs.iter_mut().filter(|output| output.file.is_none());
        if let Some(file) = &self.output_file {
            let Some(output) = unnamed.next() else {
                return Err(Failure::Message(
                    "--output-file: every format has its file already".to_owned(),
                ));
            };
            output.file = Some(file.clone());
        } else {
            unnamed.next();
        }
        if unnamed.next().is_some() {
            let message = "only one format can be written to one place: name a file as in `sarif:findings.sarif`";
            return Err(Failure::Message(message.to_owned()));
        }
        let mut files: Vec<&PathBuf> = outputs.iter().filter_map(|output| output.file.as_ref()).collect();
        files.sort_unstable();
        if let Some(twice) = files.windows(2).find(|pair| pair[0] == pair[1]) {
            let message = format!("only one format can be written to {}", twice[0].display());
            return Err(Failure::Message(message));
        }
        let stdout = outputs.iter().find(|output| output.file.is_none());
        Ok(Outputs {
            stdout: stdout.map(|output| output.format),
            files: outputs
                .into_iter()
                .filter_map(|output| Some((output.format, output.file?)))
                .collect(),
        })
    }
}

fn default_format() -> Format {
    match std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true") {
        true => Format::Github,
        false => Format::Pretty,
    }
}

impl Outputs {
    /// Whether people read what goes to the standard output.
    pub(super) fn is_for_people(&self) -> bool {
        matches!(self.stdout, None | Some(Format::Pretty | Format::Concise))
    }

    /// Whether a format tells what `--fix` would do.
    pub(super) fn show_repairs(&self) -> bool {
        let mut formats = self.stdout.iter().chain(self.files.iter().map(|(format, _)| format));
        formats.any(|format| format.shows_repairs())
    }

    /// The same where the command has left the folder that the files are named in.
    pub(super) fn named_in(self, folder: &Path) -> Self {
        let files = self.files.into_iter().map(|(format, file)| (format, folder.join(file)));
        Self {
            files: files.collect(),
            ..self
        }
    }

    pub(super) fn write_files(&self, report: &Report<'_>) -> Result<(), Failure> {
        for (format, path) in &self.files {
            write_file(report, *format, path)
                .map_err(|error| Failure::Message(format!("{}: {error}", path.display())))?;
        }
        Ok(())
    }

    pub(super) fn write(&self, report: &Report<'_>, color: Color, out: &mut dyn Write) -> io::Result<()> {
        match self.stdout {
            Some(format) => report.write(format, color, out),
            None => Ok(()),
        }
    }
}

fn write_file(report: &Report<'_>, format: Format, path: &Path) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    report.write(format, Color::Off, &mut file)?;
    file.flush()
}
