//! No text makes the search for mojibake panic, and a repaired text needs no repair.
#![no_main]

use awesome_lint::encoding;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let repaired = encoding::repair(text);
    assert_eq!(encoding::repair(&repaired), repaired);
});
