//! See `properties::suppression`.
#![no_main]

#[path = "../../tests/support/properties/mod.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| properties::suppression(bytes));
