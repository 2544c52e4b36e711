//! `awesome-lint find URL|TITLE [PATHS…]`: whether a list has something already, and where.

use std::io::{self, BufWriter, Write};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::files::{self, Inputs};
use super::{Failure, FindArgs, Verdict};
use crate::catalog::{self, Catalog, Hit, Rows};
use crate::config::Selection;
use crate::document::{Document, Scopes};
use crate::report;
use crate::source::{FileId, Source, Span};
use crate::url::canonical_key;

pub(super) fn run(args: &FindArgs) -> Result<Verdict, Failure> {
    args.run.use_threads()?;
    if args.query.trim().is_empty() {
        return Err(Failure::Message(
            "nothing to find: name an address or a title".to_owned(),
        ));
    }
    let key = catalog::address(&args.query).and_then(|url| canonical_key(&url));
    let mut configs = files::configs(&args.files, Selection::default())?;
    let Inputs { inputs, unread } = files::inputs(&args.files, &mut configs)?;
    let parsed: Vec<(Source, Scopes, Rows, Vec<Mention>)> = inputs
        .into_par_iter()
        .enumerate()
        .map(|(index, input)| {
            let document = Document::parse(FileId(index as u32), input.source);
            let rows = catalog::rows(&document);
            let mentions = key.as_deref().map_or_else(Vec::new, |key| mentions(&document, key));
            let (source, _, scopes) = document.into_parts();
            (source, scopes, rows, mentions)
        })
        .collect();
    let known = parsed.iter().map(|(source, scopes, rows, _)| catalog::File {
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
    let places: FxHashSet<(FileId, u32)> = hits
        .iter()
        .map(|hit| (catalog.row(hit.row).file, hit.place.start))
        .collect();
    let mut is_listed = !hits.is_empty();
    for (index, (source, _, _, mentions)) in parsed.iter().enumerate() {
        let others = mentions
            .iter()
            .filter(|mention| !places.contains(&(FileId(index as u32), mention.at.start)));
        for mention in others {
            is_listed = true;
            writeln!(out, "{}", report::sanitize(&mention.line(source)))?;
        }
    }
    if !is_listed && unread == 0 && !args.run.quiet {
        writeln!(out, "not listed: {}", report::sanitize(&args.query))?;
    }
    out.flush()?;
    Ok(match (unread, is_listed) {
        (0, true) => Verdict::Clean,
        (0, false) => Verdict::Found,
        _ => Verdict::Incomplete,
    })
}

/// A link that is not the address of an entry: in a description, a heading, a text.
struct Mention {
    at: Span,
    title: String,
    url: String,
}

impl Mention {
    fn line(&self, source: &Source) -> String {
        let Self { at, title, url } = self;
        format!("{}: linked, but not as an entry: “{title}” <{url}>", place(source, *at))
    }
}

fn mentions(document: &Document, key: &str) -> Vec<Mention> {
    let links = document.links().iter().filter(|link| !link.is_image);
    let same = links.filter(|link| canonical_key(document.url(link)).as_deref() == Some(key));
    same.map(|link| Mention {
        at: link.span,
        title: document.plain_text(link.span).into_owned(),
        url: document.url(link).to_owned(),
    })
    .collect()
}

fn line(catalog: &Catalog<'_>, hit: &Hit) -> String {
    let row = catalog.row(hit.row);
    let source = catalog.file(row.file).source;
    let section = match catalog.section(row) {
        "" => String::new(),
        section => format!(" in section “{section}”"),
    };
    let url = match catalog.url(row) {
        "" => String::new(),
        url => format!(" <{url}>"),
    };
    let (place, title) = (place(source, hit.place), catalog.title(row));
    format!("{place}: {}: “{title}”{url}{section}", hit.evidence)
}

/// A place as programs show it: `list.md:5:3`.
fn place(source: &Source, span: Span) -> String {
    let position = source.position(span.start as usize);
    format!("{}:{}:{}", source.path().display(), position.line, position.column)
}
