//! What the JavaScript awesome-lint asks of a text: its letter cases, emoji and addresses, as it reads them.

mod address;
mod case;
mod contents;
mod emoji;
mod name;

pub use address::{is_address, normalized};
pub use case::{Case, case_of, title_case};
pub use contents::contents;
pub use emoji::{ends_in_emoji, without_emoji};
pub use name::begins_with_name;
