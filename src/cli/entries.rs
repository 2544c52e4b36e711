//! `awesome-lint entries [PATHS…]`: the entries themselves, for other programs.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

use rayon::prelude::*;
use serde::Serialize;

use super::files::{self, Inputs};
use super::{EntriesArgs, EntryFormat, Failure, Verdict};
use crate::config::Selection;
use crate::document::{Document, Entry, EntryKind};
use crate::engine::Input;
use crate::report;
use crate::source::{FileId, Span};
use crate::titles;
use crate::url::canonical_key;

/// One entry. Lines count from 1.
#[derive(Debug, Serialize)]
struct Record {
    path: String,
    line: usize,
    /// The headings over it, from the outermost on, with ` > ` between.
    section: String,
    title: String,
    url: Option<String>,
    /// Equal for two addresses of one page.
    key: Option<String>,
    description: String,
    author: Option<String>,
    /// `bullet`, `numbered` or `row`.
    kind: &'static str,
}

const COLUMNS: [&str; 9] = [
    "path",
    "line",
    "section",
    "title",
    "url",
    "key",
    "description",
    "author",
    "kind",
];

/// How many files are taken apart before their entries are written.
const CHUNK: usize = 64;

pub(super) fn run(args: &EntriesArgs) -> Result<Verdict, Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    if !args.key.is_empty() {
        return print_keys(&args.key, &mut out);
    }
    args.run.use_threads()?;
    let mut configs = files::configs(&args.files, Selection::default())?;
    let Inputs { inputs, unread } = files::inputs(&args.files, &mut configs)?;
    let mut writer = Writer::new(args.output_format, &mut out)?;
    let mut inputs = inputs.into_iter();
    loop {
        let chunk: Vec<Input> = inputs.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            break;
        }
        let records: Vec<Vec<Record>> = chunk.into_par_iter().map(records).collect();
        for record in records.iter().flatten() {
            writer.write(record)?;
        }
    }
    writer.finish()?;
    out.flush()?;
    Ok(if unread == 0 {
        Verdict::Clean
    } else {
        Verdict::Incomplete
    })
}

/// The keys of addresses, one in a line; an empty line for what is no page.
fn print_keys(urls: &[String], out: &mut dyn Write) -> Result<Verdict, Failure> {
    let mut verdict = Verdict::Clean;
    for url in urls {
        let key = canonical_key(url).unwrap_or_else(|| {
            verdict = Verdict::Found;
            let _ = writeln!(io::stderr().lock(), "no address of a page: {}", report::sanitize(url));
            String::new()
        });
        writeln!(out, "{}", one_line(&key))?;
    }
    out.flush()?;
    Ok(verdict)
}

fn records(input: Input) -> Vec<Record> {
    let document = Document::parse(FileId(0), input.source);
    document
        .entries()
        .iter()
        .map(|entry| record(&document, entry))
        .collect()
}

fn record(document: &Document, entry: &Entry) -> Record {
    let url = entry.link.map(|link| document.url(document.link(link)).to_owned());
    let place = entry.link.map_or(entry.title, |link| document.link(link).span);
    let description = one_line(&description(document, entry));
    let titled = titles::author(&description).map(str::to_owned);
    Record {
        path: document.source().path().display().to_string(),
        line: document.source().position(place.start as usize).line,
        section: document.section_path(entry.section).join(" > "),
        title: one_line(&document.title(entry)),
        key: url.as_deref().and_then(canonical_key),
        url,
        author: author_cell(document, entry).or(titled),
        description,
        kind: match entry.kind {
            EntryKind::Bullet => "bullet",
            EntryKind::Numbered => "numbered",
            EntryKind::TableRow => "row",
        },
    }
}

/// What follows the title as it is read, without the marks between.
fn description(document: &Document, entry: &Entry) -> String {
    let Some(span) = entry.description else {
        return String::new();
    };
    if entry.kind == EntryKind::TableRow {
        return document.plain_text(span).into_owned();
    }
    // A text is read from where it begins: behind the link, or with the title.
    let link = entry.link.map(|link| document.link(link).span.end);
    let from = Span::new(link.unwrap_or(entry.head.start) as usize, span.end as usize);
    let text = document.plain_text(from);
    let title = if link.is_some() {
        Cow::Borrowed("")
    } else {
        document.own_title(entry)
    };
    let text = text.strip_prefix(&*title).unwrap_or(&text);
    text.trim_start_matches([' ', '-', '–', '—', ':', '：', ',', '，', '.', '|', '·', '='])
        .to_owned()
}

/// The headings of columns that hold authors.
const AUTHORS: [&str; 6] = ["author", "authors", "by", "creator", "speaker", "作者"];

/// The author of a row, where its table has a column for that.
fn author_cell(document: &Document, entry: &Entry) -> Option<String> {
    if entry.kind != EntryKind::TableRow {
        return None;
    }
    let place = document.rows().partition_point(|row| row.span.start < entry.span.start);
    let tables = document.tables().iter();
    let table = tables.into_iter().find(|table| table.rows.contains(&(place as u32)))?;
    let is_author = |heading: &str| AUTHORS.contains(&heading.to_lowercase().as_str());
    let column = table
        .header
        .iter()
        .position(|cell| is_author(&document.plain_text(*cell)))?;
    let cell = document.rows().get(place)?.cells.get(column)?;
    Some(one_line(&document.plain_text(*cell))).filter(|author| !author.is_empty())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes records in one of the formats.
struct Writer<'o> {
    format: EntryFormat,
    out: &'o mut dyn Write,
    written: usize,
}

impl<'o> Writer<'o> {
    fn new(format: EntryFormat, out: &'o mut dyn Write) -> io::Result<Self> {
        match format {
            EntryFormat::Json => out.write_all(b"[")?,
            EntryFormat::Csv => writeln!(out, "{}", COLUMNS.join(","))?,
            EntryFormat::Tsv => writeln!(out, "{}", COLUMNS.join("\t"))?,
            EntryFormat::Jsonl => {}
        }
        Ok(Self {
            format,
            out,
            written: 0,
        })
    }

    fn write(&mut self, record: &Record) -> io::Result<()> {
        match self.format {
            EntryFormat::Jsonl => serde_json::to_writer(&mut *self.out, record)?,
            EntryFormat::Json => {
                self.out.write_all(if self.written == 0 { b"\n" } else { b",\n" })?;
                serde_json::to_writer(&mut *self.out, record)?;
            }
            EntryFormat::Csv => write!(self.out, "{}", fields(record).map(|field| quoted(&field)).join(","))?,
            EntryFormat::Tsv => write!(self.out, "{}", fields(record).map(|field| one_line(&field)).join("\t"))?,
        }
        if self.format != EntryFormat::Json {
            self.out.write_all(b"\n")?;
        }
        self.written += 1;
        Ok(())
    }

    fn finish(self) -> io::Result<()> {
        match self.format {
            EntryFormat::Json if self.written == 0 => self.out.write_all(b"]\n"),
            EntryFormat::Json => self.out.write_all(b"\n]\n"),
            _ => Ok(()),
        }
    }
}

fn fields(record: &Record) -> [String; 9] {
    let optional = |field: &Option<String>| field.clone().unwrap_or_default();
    [
        record.path.clone(),
        record.line.to_string(),
        record.section.clone(),
        record.title.clone(),
        optional(&record.url),
        optional(&record.key),
        record.description.clone(),
        optional(&record.author),
        record.kind.to_owned(),
    ]
}

/// A field as RFC 4180 has it.
fn quoted(field: &str) -> String {
    match field.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    }
}
