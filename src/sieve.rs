//! Sorts out words that a table surely lacks, before they are looked up there: nearly all words of a list.

/// How many bits a sieve has: enough for tables of a few hundred words.
const BITS: usize = 1 << 13;

/// What is known of the words of a table: their lengths and some of their letters, whatever the case of these.
#[derive(Debug)]
pub struct Sieve([u64; BITS / 64]);

impl Sieve {
    pub fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut sieve = Self([0; BITS / 64]);
        for word in words.into_iter().filter(|word| !word.is_empty()) {
            let Mesh(bit) = Mesh::of(word);
            sieve.0[usize::from(bit) / 64] |= 1 << (bit % 64);
        }
        sieve
    }

    /// Whether a table may hold a word, written in large or small letters of the ASCII alphabet: never wrongly no.
    #[inline]
    pub fn may_hold(&self, word: &str) -> bool {
        !word.is_empty() && self.lets_through(Mesh::of(word))
    }

    /// The same for a word whose bit is known.
    #[inline]
    pub fn lets_through(&self, Mesh(bit): Mesh) -> bool {
        self.0[usize::from(bit) / 64] >> (bit % 64) & 1 == 1
    }
}

/// The bit that a word has in every sieve: found once for words that many tables are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Mesh(u16);

impl Mesh {
    /// By the length of a word and its first, middle and last byte.
    #[inline]
    pub fn of(word: &str) -> Self {
        let bytes = word.as_bytes();
        let [first, .., last] = *bytes else {
            return Self::by(bytes.len(), [bytes.first().copied().unwrap_or(0); 3]);
        };
        Self::by(bytes.len(), [first, bytes[bytes.len() / 2], last])
    }

    #[inline]
    fn by(length: usize, [first, middle, last]: [u8; 3]) -> Self {
        // Letters differ from their capitals by this bit alone.
        let signs = u32::from_le_bytes([first, middle, last, 0]) | 0x20_2020;
        let key = signs | (length as u32) << 24;
        // The upper bits of a product depend on all bits of the key: Knuth's multiplicative hash.
        Self((key.wrapping_mul(0x9E37_79B1) >> (u32::BITS - BITS.trailing_zeros())) as u16)
    }
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
