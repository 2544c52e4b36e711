//! Numbers by which programs know a finding again when it has moved.

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::engine::Run;

/// The fingerprints of the findings of a run, in their order.
pub(super) struct Fingerprints<'r> {
    run: &'r Run,
    seen: FxHashMap<u64, usize>,
}

impl<'r> Fingerprints<'r> {
    pub(super) fn of(run: &'r Run) -> Self {
        let seen = FxHashMap::default();
        Self { run, seen }
    }

    /// A number of the file, the rule and the text of the line, and which of those that are equal it is.
    pub(super) fn next(&mut self, path: &str, diagnostic: &Diagnostic) -> String {
        let at = diagnostic.finding.at;
        let source = self.run.source(at.file);
        let line = source.slice(source.line_content(source.line_of(at.span.start as usize)));
        let mut hash = fnv(SEED, path.as_bytes());
        hash = fnv(hash, b"\0");
        hash = fnv(hash, diagnostic.rule.name.as_bytes());
        for word in line.split_whitespace() {
            hash = fnv(hash, b" ");
            hash = fnv(hash, word.as_bytes());
        }
        let count = self.seen.entry(hash).or_default();
        *count += 1;
        format!("{hash:016x}:{count}")
    }
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, which is the same in every version.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(hash, step)
}
