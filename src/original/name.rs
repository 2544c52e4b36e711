//! Descriptions that say the name of their item again.

/// Whether a description begins with a name and then ends or goes on with white space or a mark.
pub fn begins_with_name(description: &str, name: &str) -> bool {
    if name.is_empty() || description.is_empty() || !description.to_lowercase().starts_with(&name.to_lowercase()) {
        return false;
    }
    // As long as the name was before it was made small.
    let next = description.encode_utf16().nth(name.encode_utf16().count());
    let is_border = |next: char| next.is_whitespace() || ".,!?:-".contains(next);
    next.is_none_or(|next| char::from_u32(next.into()).is_some_and(is_border))
}
