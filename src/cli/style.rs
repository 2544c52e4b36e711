//! `awesome-lint style [PATHS…]`: what each list does throughout.

use std::io::{self, BufWriter, Write};

use rayon::prelude::*;
use serde::Serialize;

use super::files::{self, Inputs};
use super::{Failure, PlainFormat, StyleArgs, Verdict};
use crate::config::Selection;
use crate::document::Document;
use crate::engine::Input;
use crate::report::{self, Color};
use crate::source::FileId;
use crate::style::{self, Trait};

/// How many ways of a trait are printed for people.
const SHOWN: usize = 5;

#[derive(Debug, Serialize)]
struct FileStyle {
    path: String,
    traits: Vec<Trait>,
}

pub(super) fn run(args: &StyleArgs) -> Result<Verdict, Failure> {
    args.run.use_threads()?;
    let mut configs = files::configs(&args.files, Selection::default())?;
    let Inputs { inputs, unread } = files::inputs(&args.files, &mut configs)?;
    let styles: Vec<FileStyle> = inputs.into_par_iter().map(measure).collect();
    let color = args.run.color.color(&io::stdout());
    let mut out = BufWriter::new(io::stdout().lock());
    match args.output_format {
        PlainFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &styles).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        PlainFormat::Text => {
            for style in &styles {
                print(style, color, &mut out)?;
            }
        }
    }
    out.flush()?;
    Ok(if unread == 0 {
        Verdict::Clean
    } else {
        Verdict::Incomplete
    })
}

fn measure(input: Input) -> FileStyle {
    let path = input.source.path().display().to_string();
    let document = Document::parse(FileId(0), input.source);
    let traits = style::traits(&document);
    FileStyle { path, traits }
}

/// A line for each trait: its ways, the most frequent first.
fn print(style: &FileStyle, color: Color, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", color.paint("1", &report::sanitize(&style.path)))?;
    let width = style.traits.iter().map(|found| found.name.len()).max().unwrap_or(0);
    for found in &style.traits {
        writeln!(out, "  {:width$}  {}", found.name, ways(found))?;
    }
    Ok(())
}

fn ways(found: &Trait) -> String {
    let total: usize = found.ways.iter().map(|way| way.count).sum();
    let Some(first) = found.ways.first() else {
        return "none".to_owned();
    };
    let percent = first.count * 100 / total.max(1);
    let mut text = format!("{} {} of {total} ({percent} %)", first.text, first.count);
    for way in found.ways.iter().skip(1).take(SHOWN - 1) {
        text.push_str(&format!(", {} {}", way.text, way.count));
    }
    let hidden = found.ways.len().saturating_sub(SHOWN);
    if hidden > 0 {
        text.push_str(&format!(" and {hidden} more"));
    }
    report::sanitize(&text).into_owned()
}
