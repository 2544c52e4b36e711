//! The fragments of links into their own file.

use std::borrow::Cow;

use crate::document::{Document, Link};
use crate::scan::ByteSet;
use crate::url::{percent_decode, percent_encode};

/// The fragment of a link into its own file.
#[derive(Debug, Clone)]
pub struct Fragment<'d> {
    /// As it is written, behind the first `#`.
    pub written: &'d str,
    /// The anchor it names.
    pub name: Cow<'d, str>,
    /// Whether it is written with `%` for letters that are not ASCII.
    pub is_escaped: bool,
}

/// What GitHub puts before the anchors of its pages, and finds them without.
pub const PREFIX: &str = "user-content-";

/// Signs that no anchor has.
const SIGNS: ByteSet = ByteSet::of(b"{<$=");

impl<'d> Fragment<'d> {
    /// The fragment of a link that leads to an anchor of its own file, and to no route or line.
    pub fn of(document: &'d Document, link: &'d Link) -> Option<Self> {
        let url = document.url(link);
        // Most links lead elsewhere.
        let bytes = url.as_bytes();
        if bytes.first_chunk() == Some(b"https://") || bytes.first_chunk() == Some(b"http://") {
            return None;
        }
        memchr::memchr(b'#', bytes)?;
        let (path, written) = url.trim().split_once('#')?;
        let file = || document.source().path().file_name().and_then(|name| name.to_str());
        let path = path.strip_prefix("./").unwrap_or(path);
        if !path.is_empty() && Some(path) != file() {
            return None;
        }
        let is_other = written.starts_with(['/', '!', '?', ':']) || SIGNS.find(written.as_bytes()).is_some();
        let is_line = written
            .strip_prefix('L')
            .is_some_and(|line| line.starts_with(|digit: char| digit.is_ascii_digit()));
        if written.is_empty() || is_other || is_line {
            return None;
        }
        let name = percent_decode(written);
        let is_escaped = !name.is_ascii() && written.is_ascii();
        Some(Self {
            written,
            name,
            is_escaped,
        })
    }

    /// The anchor without what links may put before it.
    pub fn plain_name(&self) -> &str {
        plain_name(&self.name)
    }

    /// Another anchor as it would be written in this one's place.
    pub fn rewritten(&self, name: &str) -> String {
        let is_prefixed = self.name.starts_with(PREFIX) && !name.starts_with(PREFIX);
        let prefix = if is_prefixed { PREFIX } else { "" };
        let name = percent_encode(name, |character| !character.is_ascii() && self.is_escaped);
        format!("{prefix}{name}")
    }
}

fn plain_name(name: &str) -> &str {
    let name = name.trim_start_matches('#');
    name.strip_prefix(PREFIX).unwrap_or(name)
}
