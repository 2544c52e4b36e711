//! Which diagnostics are kept.

pub mod suppression;
