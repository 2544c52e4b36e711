//! Sorts out words that a table surely lacks, before they are looked up there: nearly all words of a list.

/// How many bits a sieve has: enough for tables of a few hundred words.
const BITS: usize = 1 << 13;

/// What is known of the words of a table: their lengths and some of their letters, whatever the case of these.
#[derive(Debug)]
pub struct Sieve([u64; BITS / 64]);

impl Sieve {
    pub fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut sieve = Self([0; BITS / 64]);
        for place in words.into_iter().filter_map(place) {
            sieve.0[place / 64] |= 1 << (place % 64);
        }
        sieve
    }

    /// Whether a table may hold a word, written in large or small letters of the ASCII alphabet: never wrongly no.
    pub fn may_hold(&self, word: &str) -> bool {
        place(word).is_some_and(|place| self.0[place / 64] >> (place % 64) & 1 == 1)
    }
}

/// The bit that a word has, by its length and its first, middle and last byte.
fn place(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    let (first, middle, last) = (*bytes.first()?, bytes[bytes.len() / 2], *bytes.last()?);
    // Letters differ from their capitals by this bit alone.
    let signs = u32::from_le_bytes([first, middle, last, 0]) | 0x20_2020;
    let key = signs | (bytes.len() as u32) << 24;
    // The upper bits of a product depend on all bits of the key: Knuth's multiplicative hash.
    Some((key.wrapping_mul(0x9E37_79B1) >> (u32::BITS - BITS.trailing_zeros())) as usize)
}

#[cfg(test)]
mod tests {
    use super::Sieve;

    #[test]
    fn words_pass_in_any_case() {
        let sieve = Sieve::of(["GitHub", "npm", "Node.js", "é"]);
        for word in ["GitHub", "github", "GITHUB", "npm", "NPM", "node.js", "é"] {
            assert!(sieve.may_hold(word), "{word}");
        }
    }

    #[test]
    fn others_are_held_back() {
        let sieve = Sieve::of(["GitHub", "npm"]);
        assert!(!sieve.may_hold("") && !sieve.may_hold("gitlab.com") && !sieve.may_hold("word"));
    }
}
