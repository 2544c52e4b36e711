//! Numbers by which programs know a finding again when it has moved.

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::engine::Run;
use crate::fingerprint::Fingerprint;
use crate::source::{FileId, Location};

/// The fingerprints of the findings of a run, in their order.
pub(super) struct Fingerprints<'r> {
    run: &'r Run,
    seen: FxHashMap<Fingerprint, usize>,
    /// The line that was hashed last: many findings may be in one.
    line: Option<(FileId, usize, Fingerprint)>,
}

impl<'r> Fingerprints<'r> {
    pub(super) fn of(run: &'r Run) -> Self {
        Self {
            run,
            seen: FxHashMap::default(),
            line: None,
        }
    }

    /// A number of the file, the rule and the text of the line, and which of those that are equal it is.
    pub(super) fn next(&mut self, path: &str, diagnostic: &Diagnostic) -> String {
        let at = diagnostic.finding.at;
        let mut hash = self.line_hash(at);
        for part in [path, diagnostic.rule.name] {
            hash = hash.of("\0").of(part);
        }
        let count = self.seen.entry(hash).or_default();
        *count += 1;
        format!("{hash}:{count}")
    }

    /// A number of the line at a place, whatever its blanks.
    fn line_hash(&mut self, at: Location) -> Fingerprint {
        let source = self.run.source(at.file);
        let line = source.line_of(at.span.start as usize);
        if let Some((file, known, hash)) = self.line
            && (file, known) == (at.file, line)
        {
            return hash;
        }
        let words = source.slice(source.line_content(line)).split_whitespace();
        let hash = words.fold(Fingerprint::EMPTY, |hash, word| hash.of(" ").of(word));
        self.line = Some((at.file, line, hash));
        hash
    }
}
