//! Checkstyle's XML.

use std::io::{self, Write};

use super::places::Places;
use super::plain::{advice, xml};
use crate::engine::Run;
use crate::rule::Level;

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::as_named(run);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<checkstyle version="4.3">"#)?;
    for found in run
        .diagnostics
        .chunk_by(|first, second| first.finding.at.file == second.finding.at.file)
    {
        writeln!(out, r#"  <file name="{}">"#, xml(places.path(found[0].finding.at.file)))?;
        for diagnostic in found {
            let start = places.characters(diagnostic.finding.at).start;
            let severity = match diagnostic.level {
                Level::Error => "error",
                Level::Warn => "warning",
                Level::Info => "info",
            };
            writeln!(
                out,
                r#"    <error line="{}" column="{}" severity="{severity}" message="{}" source="awesome-lint.{}"/>"#,
                start.line,
                start.column,
                xml(&advice(&diagnostic.finding)),
                diagnostic.rule.name
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
