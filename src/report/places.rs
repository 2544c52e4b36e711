//! Where findings stand, as other programs name files and count columns.

use std::path::Path;
use std::sync::OnceLock;

use crate::engine::Run;
use crate::paths;
use crate::scan::holds;
use crate::source::{FileId, Location, Position, Source};

/// The files of a run, by the paths that programs know them by.
pub(super) struct Places<'r> {
    run: &'r Run,
    paths: Vec<String>,
    /// Where characters begin that UTF-16 writes in two units.
    wide: Vec<OnceLock<Vec<u32>>>,
}

/// The first and the last place of a range.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub(super) start: Position,
    pub(super) end: Position,
}

impl<'r> Places<'r> {
    /// Paths as they were named.
    pub(super) fn as_named(run: &'r Run) -> Self {
        Self::new(run, |source| slashed(source.path()))
    }

    /// Paths from the root of the repository in which the command runs, where there is one.
    pub(super) fn in_repository(run: &'r Run) -> Self {
        let here = paths::absolute(Path::new("."));
        let root = paths::repository(&here.join("file"));
        Self::new(run, |source| {
            let path = paths::absolute(source.path());
            let inside = root.as_ref().and_then(|root| path.strip_prefix(root).ok());
            slashed(inside.unwrap_or(source.path()))
        })
    }

    fn new(run: &'r Run, path: impl Fn(&Source) -> String) -> Self {
        Self {
            run,
            paths: run.files.iter().map(|file| path(&file.source)).collect(),
            wide: run.files.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    pub(super) fn path(&self, file: FileId) -> &str {
        &self.paths[file.0 as usize]
    }

    /// Columns count characters.
    pub(super) fn characters(&self, at: Location) -> Range {
        let source = self.run.source(at.file);
        self.range(at, |offset| source.position(offset))
    }

    /// Columns count bytes.
    pub(super) fn bytes(&self, at: Location) -> Range {
        let source = self.run.source(at.file);
        self.range(at, |offset| {
            let line = source.line_of(offset);
            let column = offset.saturating_sub(source.line_start(line)) + 1;
            Position { line: line + 1, column }
        })
    }

    /// Columns count code units of UTF-16.
    pub(super) fn utf16(&self, at: Location) -> Range {
        let source = self.run.source(at.file);
        let wide = self.wide[at.file.0 as usize].get_or_init(|| wide(source));
        let before = |offset: usize| wide.partition_point(|&start| (start as usize) < offset);
        self.range(at, |offset| {
            let Position { line, column } = source.position(offset);
            let start = source.line_start(line - 1).min(offset);
            let column = column + before(offset) - before(start);
            Position { line, column }
        })
    }

    fn range(&self, at: Location, position: impl Fn(usize) -> Position) -> Range {
        Range {
            start: position(at.span.start as usize),
            end: position(at.span.end as usize),
        }
    }
}

fn wide(source: &Source) -> Vec<u32> {
    let text = source.text().as_bytes();
    // Few texts have such characters at all.
    if !holds(text, |byte| byte >= 0xF0) {
        return Vec::new();
    }
    let bytes = text.iter().enumerate();
    bytes
        .filter(|(_, byte)| **byte >= 0xF0)
        .map(|(offset, _)| offset as u32)
        .collect()
}

fn slashed(path: &Path) -> String {
    let path = path.display().to_string();
    match cfg!(windows) {
        true => path.replace('\\', "/"),
        false => path,
    }
}
