//! No input breaks it: every beginning of every list.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use support::properties::{decode_parse, fix, lint};
use support::{assert_sound, markdown_files, parse, root, shared};

#[test]
fn every_prefix_of_a_list_is_taken() {
    let mut files = markdown_files(&root().join("fixtures/lists"));
    if let Some(shared) = shared() {
        files.extend(markdown_files(&shared.join("seeds")));
    } else {
        eprintln!("skipped: AWESOME_LINT_SHARED names no folder of lists");
    }
    for path in files {
        let bytes = fs::read(&path).unwrap();
        for end in 0..bytes.len() {
            assert_sound(&parse(&path, bytes[..end].to_vec()));
            if end % 17 == 0 {
                decode_parse(&bytes[..end]);
                lint(&bytes[..end]);
                fix(&bytes[..end]);
            }
        }
    }
}
