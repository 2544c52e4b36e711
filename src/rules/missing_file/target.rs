//! Targets that name a file of the repository, and where such a file may be found.

use std::borrow::Cow;

use crate::document::{Document, Link};
use crate::scan;
use crate::url::{looks_like_host, percent_decode};

/// A link's path to a file.
pub(super) struct Target<'d> {
    /// Decoded, without query and fragment.
    pub path: Cow<'d, str>,
    pub is_image: bool,
}

/// Files without an ending that lists link to; any other word without one may be a placeholder.
const NAMES: [&str; 11] = [
    "AUTHORS",
    "CHANGELOG",
    "CONTRIBUTING",
    "CONTRIBUTORS",
    "COPYING",
    "LICENCE",
    "LICENSE",
    "MAINTAINERS",
    "NOTICE",
    "README",
    "UNLICENSE",
];

/// Folders from which site generators serve files as if they stood at the top.
const ROOTS: [&str; 8] = ["assets", "content", "docs", "public", "site", "source", "src", "static"];

/// How many folders up a path from the top of a site is looked for.
const CLIMB: usize = 4;

impl<'d> Target<'d> {
    /// The target of a link, unless it is an address, an anchor or a placeholder.
    pub fn of(document: &'d Document, link: &'d Link) -> Option<Self> {
        let url = scan::trim(document.url(link));
        let is_usual = matches!(url.as_bytes(), [b'h', b't', b't', b'p', b's', b':', b'/', b'/', ..]);
        if is_usual || url.starts_with("http") && url.contains("://") {
            return None;
        }
        let written = url.split(['?', '#']).next().filter(|path| !path.is_empty())?;
        let first = written.split('/').next().unwrap_or_default();
        let is_placeholder = written.contains(['{', '}', '<', '>', '$', '*', '|', '[', ']', '…', '\n'])
            || written.contains("...")
            || written.contains("path/to");
        let is_address = written.starts_with("//")
            || first.contains(':')
            || first.contains('@') && first.len() == written.len() && !link.is_image
            || looks_like_host(written);
        if is_placeholder || is_address {
            return None;
        }
        Some(Self {
            path: percent_decode(written),
            is_image: link.is_image,
        })
    }

    /// Whether it names no file for sure: a placeholder (`link`) or the address of a page (`/about/`).
    pub fn is_vague(&self) -> bool {
        let path = &self.path;
        let is_named = NAMES.contains(&path.trim_start_matches('/').to_ascii_uppercase().as_str());
        !is_named && !has_ending(path.trim_end_matches('/')) && (path.starts_with('/') || !path.contains('/'))
    }

    /// The files that a site generator may serve under this target.
    pub fn served_as(&self) -> Vec<String> {
        let path = self.path.trim_end_matches('/');
        let mut paths = Vec::new();
        if let Some(rest) = path.strip_prefix('/') {
            paths.extend(ROOTS.map(|root| format!("/{root}/{rest}")));
            for up in (0..CLIMB).map(|levels| "../".repeat(levels)) {
                paths.push(format!("{up}{rest}"));
                paths.extend(ROOTS.map(|root| format!("{up}{root}/{rest}")));
            }
        }
        let mut served = Vec::new();
        for path in paths.iter().map(String::as_str).chain([path]) {
            if let Some(page) = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")) {
                let folder = page.strip_suffix("index").unwrap_or(page).trim_end_matches('/');
                served.extend([
                    format!("{page}.md"),
                    format!("{folder}/README.md"),
                    format!("{folder}/index.md"),
                ]);
            } else if !has_ending(path) {
                served.extend(["md", "markdown", "mdx", "html", "rst"].map(|ending| format!("{path}.{ending}")));
            }
        }
        paths.append(&mut served);
        paths
    }

    /// Other places at which a file of this name often is.
    pub fn elsewhere(&self) -> Vec<String> {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        if name.starts_with("README") || name.starts_with("index") {
            return Vec::new();
        }
        let folders = ["", ".github/", "docs/"];
        folders.map(|folder| format!("/{folder}{name}")).to_vec()
    }
}

fn has_ending(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rfind('.').is_some_and(|dot| dot > 0)
}
