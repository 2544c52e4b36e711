//! See `properties::page`.
#![no_main]

#[path = "../../tests/support/properties/mod.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| properties::page(text));
