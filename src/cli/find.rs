//! `awesome-lint find URL|TITLE [PATHS…]`: whether a list has something already, and where.

use std::io::{self, BufWriter, Write};

use rayon::prelude::*;

use super::files::{self, Inputs};
use super::{Failure, FindArgs, Verdict};
use crate::catalog::{self, Catalog, Hit, Rows};
use crate::config::Selection;
use crate::document::{Document, Scopes};
use crate::report;
use crate::source::{FileId, Source};

pub(super) fn run(args: &FindArgs) -> Result<Verdict, Failure> {
    args.run.use_threads()?;
    let mut configs = files::configs(&args.files, Selection::default())?;
    let Inputs { inputs, unread } = files::inputs(&args.files, &mut configs)?;
    let parsed: Vec<(Source, Scopes, Rows)> = inputs
        .into_par_iter()
        .enumerate()
        .map(|(index, input)| {
            let document = Document::parse(FileId(index as u32), input.source);
            let rows = catalog::rows(&document);
            let (source, _, scopes) = document.into_parts();
            (source, scopes, rows)
        })
        .collect();
    let known = parsed.iter().map(|(source, scopes, rows)| catalog::File {
        source,
        scopes,
        rows,
        news: None,
        collection: catalog::Collection::default(),
    });
    let catalog = Catalog::new(known.collect());
    let hits = catalog.find(&args.query);
    let mut out = BufWriter::new(io::stdout().lock());
    for hit in &hits {
        let line = line(&catalog, hit);
        writeln!(out, "{}", report::sanitize(&line))?;
    }
    if hits.is_empty() && !args.run.quiet {
        writeln!(out, "not listed: {}", report::sanitize(&args.query))?;
    }
    out.flush()?;
    Ok(match (unread, hits.is_empty()) {
        (0, false) => Verdict::Clean,
        (0, true) => Verdict::Found,
        _ => Verdict::Incomplete,
    })
}

fn line(catalog: &Catalog<'_>, hit: &Hit) -> String {
    let row = catalog.row(hit.row);
    let source = catalog.file(row.file).source;
    let position = source.position(hit.place.start as usize);
    let section = match catalog.section(row) {
        "" => String::new(),
        section => format!(" in section “{section}”"),
    };
    let url = match catalog.url(row) {
        "" => String::new(),
        url => format!(" <{url}>"),
    };
    format!(
        "{}:{}:{}: {}: “{}”{url}{section}",
        source.path().display(),
        position.line,
        position.column,
        hit.evidence,
        catalog.title(row),
    )
}
