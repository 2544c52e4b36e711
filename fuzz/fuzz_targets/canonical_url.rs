//! See `properties::canonical_url`.
#![no_main]

#[path = "../../tests/support/properties/mod.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| properties::canonical_url(text));
