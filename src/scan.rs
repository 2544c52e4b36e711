//! Looks for bytes of a kind in whole blocks of text: without a branch for each byte, so that compilers make vector
//! instructions of it. Most texts hold nothing of what a rule looks for, and cost next to nothing this way.

/// How many bytes are looked at before the result is asked for.
const BLOCK: usize = 128;

/// Whether a text holds a byte of a kind: a few comparisons, joined by `|` and `&`.
pub fn holds(text: &[u8], is_one: impl Fn(u8) -> bool) -> bool {
    text.chunks(BLOCK).any(|block| is_in(block, &is_one))
}

/// Whether a text holds two neighbours of a kind.
pub fn holds_pair(text: &[u8], is_one: impl Fn(u8, u8) -> bool) -> bool {
    let seconds = text.get(1..).unwrap_or_default();
    let blocks = text.chunks(BLOCK).zip(seconds.chunks(BLOCK));
    blocks.into_iter().any(|(firsts, seconds)| {
        let pairs = firsts.iter().zip(seconds);
        pairs.fold(0, |found, (&first, &second)| found | u8::from(is_one(first, second))) != 0
    })
}

/// The places of the bytes of a kind.
pub fn places<'t>(text: &'t [u8], is_one: impl Fn(u8) -> bool + Copy + 't) -> impl Iterator<Item = usize> + 't {
    let blocks = text.chunks(BLOCK).enumerate();
    let blocks = blocks.filter(move |(_, block)| is_in(block, is_one));
    blocks.flat_map(move |(index, block)| {
        let bytes = block.iter().enumerate();
        let found = bytes.filter(move |&(_, &byte)| is_one(byte));
        found.map(move |(at, _)| index * BLOCK + at)
    })
}

fn is_in(block: &[u8], is_one: impl Fn(u8) -> bool) -> bool {
    // Numbers are joined into vectors better than truth values are.
    block.iter().fold(0, |found, &byte| found | u8::from(is_one(byte))) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_wherever_they_stand() {
        for length in [1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK] {
            for at in 0..length {
                let mut text = vec![b'a'; length];
                text[at] = b'x';
                assert!(holds(&text, |byte| byte == b'x'));
                assert!(!holds(&text, |byte| byte == b'y'));
                assert_eq!(places(&text, |byte| byte == b'x').collect::<Vec<_>>(), [at]);
                assert_eq!(holds_pair(&text, |first, second| first == b'x' && second == b'a'), at + 1 < length);
                assert_eq!(holds_pair(&text, |first, second| first == b'a' && second == b'x'), at > 0);
            }
        }
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        assert!(!holds(b"", |_| true) && !holds_pair(b"", |_, _| true) && !holds_pair(b"a", |_, _| true));
    }
}
