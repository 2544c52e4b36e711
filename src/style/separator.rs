//! What stands between titles and descriptions.

use super::{Tally, Trait};
use crate::document::{Document, Separator};

/// The separators of the entries that have a link and a description.
pub fn separators(document: &Document) -> Tally<Separator> {
    let separations = document
        .descriptions()
        .iter()
        .filter_map(|description| description.separation);
    separations.map(|separation| separation.way).collect()
}

pub(super) fn describe(document: &Document) -> Trait {
    Trait::quoted("separator", "entry-separator", &separators(document))
}
