//! Decoded text and the source it came from, character by character.

/// The offset in `slice` of every character of `literal`, which the parser made of it by dropping
/// backslashes, decoding entities and leaving out line prefixes; `None` where the two do not fit.
pub(super) fn align(literal: &str, slice: &str) -> Option<Vec<usize>> {
    let bytes = slice.as_bytes();
    let mut offsets = Vec::with_capacity(literal.len());
    let mut at = 0;
    let mut rest = literal;
    while let Some(character) = rest.chars().next() {
        if slice[at..].starts_with('&')
            && let Some((length, decoded)) = decode_entity(&slice[at..], rest)
        {
            offsets.extend(std::iter::repeat_n(at, rest[..decoded].chars().count()));
            rest = &rest[decoded..];
            at += length;
            continue;
        }
        if bytes.get(at) == Some(&b'\\')
            && bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation)
            && slice[at + 1..].starts_with(character)
        {
            at += 1;
        }
        if !slice.get(at..)?.starts_with(character) {
            return None;
        }
        offsets.push(at);
        at += character.len_utf8();
        rest = &rest[character.len_utf8()..];
    }
    slice[at..].trim().is_empty().then_some(offsets)
}

/// The length of the entity at the start of `slice` and of the text it stands for at the start of
/// `literal`, unless the literal holds the entity undecoded.
fn decode_entity(slice: &str, literal: &str) -> Option<(usize, usize)> {
    let end = slice.bytes().take(34).position(|byte| byte == b';')? + 1;
    let entity = &slice[..end];
    if literal.starts_with(entity) {
        return None;
    }
    let name = &entity[1..end - 1];
    let is_entity = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    if !is_entity {
        return None;
    }
    let numeric = name
        .strip_prefix("#x")
        .or(name.strip_prefix("#X"))
        .map(|digits| u32::from_str_radix(digits, 16))
        .or(name.strip_prefix('#').map(str::parse));
    let first = literal.chars().next()?;
    let decoded = match numeric {
        Some(_) => first.len_utf8(),
        // A named entity stands for one character or, rarely, for two with a combining second.
        None => {
            let second = literal[first.len_utf8()..].chars().next();
            let combining = second.filter(|&second| unicode_normalization::char::is_combining_mark(second));
            first.len_utf8() + combining.map_or(0, char::len_utf8)
        }
    };
    Some((end, decoded))
}

#[cfg(test)]
mod tests {
    use super::align;

    #[test]
    fn escapes_and_entities_are_stepped_over() {
        assert_eq!(align("a*b", "a\\*b"), Some(vec![0, 2, 3]));
        assert_eq!(align("a&b", "a&amp;b"), Some(vec![0, 1, 6]));
        assert_eq!(align("AT&T", "AT&T"), Some(vec![0, 1, 2, 3]));
        assert_eq!(align("x", "y"), None);
    }
}
