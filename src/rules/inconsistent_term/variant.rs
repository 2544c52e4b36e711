//! In what a spelling departs from the usual one.

/// In what a spelling departs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Variant {
    /// In the case of some letters.
    Plain,
    /// In having small letters alone.
    Small,
    /// In hyphens or blanks.
    Gap,
    /// In any of these, in the title of an entry.
    Title,
}

impl Variant {
    pub(super) fn is_case(self) -> bool {
        matches!(self, Variant::Plain | Variant::Small | Variant::Title)
    }
}

/// In what a spelling departs from a term of the same letters, given what stands behind it; `None` where both
/// may be meant.
pub(super) fn variant(name: &str, text: &str, behind: &str) -> Option<Variant> {
    let is_small = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    let is_loud = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    if is_loud && !is_small {
        return None;
    }
    if text.eq_ignore_ascii_case(name) {
        // `Vision transformers` may be any that `Vision Transformers` is a name of.
        let is_common = |text: &str| {
            let words = text.split_once(' ').zip(name.split_once(' '));
            words.is_some_and(|(own, usual)| own.0 == usual.0 && own.1.bytes().all(|byte| byte.is_ascii_lowercase()))
        };
        if is_common(text) {
            return None;
        }
        return Some(if is_small { Variant::Small } else { Variant::Plain });
    }
    let capitals = |text: &str| text.bytes().filter(u8::is_ascii_uppercase).count();
    let gaps = |text: &str| text.bytes().filter(|byte| matches!(byte, b' ' | b'-')).count();
    let is_joined = gaps(text) != gaps(name);
    // `Open-Source` is what `Open Source` becomes before a noun.
    let is_adjective = text.contains('-') && behind.starts_with(' ');
    let pieces = gaps(name).max(gaps(text)) + 1;
    match (is_small, is_joined) {
        (true, false) if pieces > 2 => Some(Variant::Small),
        (false, false) if pieces > 2 && !(is_adjective && gaps(text) == 1) => Some(Variant::Gap),
        // Each piece begins with a capital still.
        (false, true) if capitals(text) >= pieces && capitals(name) >= pieces => Some(Variant::Gap),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_depart_in_case_or_gaps() {
        let departs = |name, text| variant(name, text, ".");
        assert_eq!(departs("CodeChef", "Codechef"), Some(Variant::Plain));
        assert_eq!(departs("CodeChef", "CODECHEF"), None);
        assert_eq!(departs("Event Sourcing", "event sourcing"), Some(Variant::Small));
        assert_eq!(departs("Event Sourcing", "EventSourcing"), Some(Variant::Gap));
        assert_eq!(departs("Event Sourcing", "Eventsourcing"), None);
        assert_eq!(
            departs("Domain-Driven Design", "Domain Driven Design"),
            Some(Variant::Gap)
        );
        assert_eq!(
            departs("Domain-Driven Design", "Domain-driven design"),
            Some(Variant::Plain)
        );
        assert_eq!(departs("Open Source", "Open-Source"), None);
        assert_eq!(departs("Vision Transformers", "Vision transformers"), None);
    }
}
