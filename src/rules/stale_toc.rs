//! Tables of contents that do not say what the headings say.

mod customary;
mod like;
mod line;
mod misled;
mod missing;
mod named;
mod order;
mod wording;

use serde::Deserialize;

use crate::contents::{Contents, Entry, Outline, generator};
use crate::document::{Document, Link};
use crate::edit::Applicability;
use crate::rule::{DocumentRule, Findings, Group, Level, Preset, RuleInfo, Share, document_rule};
use crate::source::{Location, Span};

pub static INFO: RuleInfo = RuleInfo {
    name: "stale-toc",
    page: include_str!("../../rules/stale-toc.md"),
    group: Group::Structure,
    level: Level::Warn,
    fixes: Some(Applicability::Safe),
    presets: &[Preset::Recommended],
    since: "0.1.0",
    configure: document_rule::<StaleToc>,
};

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct StaleToc {
    /// Share of the headings of a level that contents must list before a heading counts as forgotten.
    threshold: Share,
}

impl Default for StaleToc {
    fn default() -> Self {
        let threshold = Share(0.9);
        Self { threshold }
    }
}

/// With fewer entries a list of links is a choice and no table of contents.
const FEWEST: usize = 4;

/// With more headings a text is no list, and comparing them all takes its time.
const LARGEST: usize = 5000;

impl DocumentRule for StaleToc {
    fn check(&self, document: &Document, findings: &mut Findings) {
        let Some(outline) = Outline::of(document) else {
            return;
        };
        if document.headings().len() > LARGEST {
            return;
        }
        let mut is_listed = outline.is_listed.clone();
        let mut tables: Vec<Table<'_>> = outline
            .contents
            .iter()
            .filter(|contents| contents.entries.len() >= FEWEST)
            .map(|contents| Table::of(&outline, contents))
            // This program writes anchors of its own into the headings, and numbers before both.
            .filter(|table| table.generator != Some("vscode-markdown-toc"))
            .collect();
        for table in &mut tables {
            misled::check(table, &mut is_listed, findings);
        }
        for table in &tables {
            missing::check(table, &mut is_listed, self.threshold, findings);
            wording::check(table, findings);
            order::check(table, findings);
        }
    }
}

/// A table of contents, and where its entries should lead.
struct Table<'o> {
    outline: &'o Outline<'o>,
    contents: &'o Contents,
    entries: &'o [Entry<'o>],
    /// For each entry the heading that it is for.
    headings: Vec<Option<usize>>,
    /// How many entries lead to each heading of the document.
    leading: Vec<u32>,
    /// The program that writes it.
    generator: Option<&'static str>,
}

impl<'o> Table<'o> {
    fn of(outline: &'o Outline<'o>, contents: &'o Contents) -> Self {
        let entries = &outline.entries[contents.entries.clone()];
        let mut leading = vec![0; outline.texts.len()];
        for heading in entries.iter().filter_map(|entry| entry.heading) {
            leading[heading] += 1;
        }
        Self {
            outline,
            contents,
            entries,
            headings: entries.iter().map(|entry| entry.heading).collect(),
            leading,
            generator: generator(outline.document, contents.span),
        }
    }

    fn document(&self) -> &'o Document {
        self.outline.document
    }

    fn level(&self, heading: usize) -> u8 {
        self.document().headings()[heading].level
    }

    /// The text of a heading for a message.
    fn title(&self, heading: usize) -> &'o str {
        &self.outline.texts[heading]
    }

    fn heading_place(&self, heading: usize) -> Location {
        self.place(self.document().headings()[heading].text)
    }

    fn place(&self, span: Span) -> Location {
        let file = self.document().file();
        Location { file, span }
    }

    /// What to do, with the program that would do it.
    fn advice(&self, advice: String) -> String {
        match self.generator {
            Some(program) => format!("{advice}, or run {program} again"),
            None => advice,
        }
    }
}

/// The fragment of a link's address where it is written in the link.
fn fragment_span(document: &Document, link: &Link) -> Option<Span> {
    let url = link.url_span?;
    let start = url.start as usize + document.slice(url).find('#')? + 1;
    Some(Span::new(start, url.end as usize))
}
