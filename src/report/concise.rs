//! A line for each finding: `path:line:column: level rule: message`.

use std::io::{self, Write};

use super::{Color, sanitize};
use crate::engine::Run;

pub(super) fn write(run: &Run, color: Color, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &run.diagnostics {
        let at = diagnostic.finding.at;
        let source = run.source(at.file);
        let position = source.position(at.span.start as usize);
        let mut path = source.path().display().to_string();
        // The runners of workflows obey what begins with these.
        if path.trim_start().starts_with("::") || path.starts_with("##[") {
            path.insert_str(0, "./");
        }
        writeln!(
            out,
            "{}:{}:{}: {} {}: {}",
            sanitize(&path),
            position.line,
            position.column,
            color.level(diagnostic.level),
            color.paint("1", diagnostic.rule.name),
            sanitize(&diagnostic.finding.message),
        )?;
    }
    Ok(())
}
