//! See `properties::diff` and `properties::diff_of_fix`.
#![no_main]

#[path = "../../tests/support/properties/mod.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // A byte that is in no UTF-8 parts two texts.
    match bytes.iter().position(|byte| *byte == 0xFF) {
        Some(middle) => properties::diff(&bytes[..middle], &bytes[middle + 1..]),
        None => properties::diff_of_fix(bytes),
    }
});
