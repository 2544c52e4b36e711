//! The bullets of unordered lists.

use std::fmt;

use super::{Tally, Trait};
use crate::document::{Document, ListKind};

/// `-`, `*` or `+`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bullet(pub u8);

impl fmt::Display for Bullet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", char::from(self.0))
    }
}

/// The bullets of a file, those of its tables of contents left out: they are often generated.
#[derive(Debug, Default)]
pub struct Bullets {
    pub whole: Tally<Bullet>,
    pub by_depth: Vec<Tally<Bullet>>,
}

/// Items nested deeper are counted as if they stood at this depth.
const DEEPEST: usize = 64;

pub fn bullets(document: &Document) -> Bullets {
    let mut bullets = Bullets::default();
    for item in document.items() {
        let list = document.list(item.list);
        if let ListKind::Bullet(bullet) = list.kind
            && !list.is_contents
        {
            let depth = (list.depth as usize).min(DEEPEST);
            if bullets.by_depth.len() <= depth {
                bullets.by_depth.resize_with(depth + 1, Tally::default);
            }
            bullets.whole.add(Bullet(bullet));
            bullets.by_depth[depth].add(Bullet(bullet));
        }
    }
    bullets
}

pub(super) fn describe(document: &Document) -> Trait {
    Trait::new("bullet", "unordered-list-marker-style", &bullets(document).whole)
}
