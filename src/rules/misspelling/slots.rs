//! Where the dictionary holds a word. `build.rs` writes it by the same rules.

/// The slots of the dictionary: twice as many as it has words, roughly.
pub const COUNT: usize = 1 << 17;

/// The bits of a slot that tell most words apart without a look at the text; the others are an offset in it.
pub const CHECK_BITS: u32 = 8;

/// The slot where the search for a word begins, and the bits by which it is told apart.
pub fn place(word: &[u8]) -> (usize, u32) {
    // As fxhash mixes, eight bytes at once.
    let mix = |hash: u64, part: u64| (hash.rotate_left(5) ^ part).wrapping_mul(0x517C_C1B7_2722_0A95);
    let (parts, rest) = word.as_chunks();
    let hash = parts.iter().fold(0, |hash, part| mix(hash, u64::from_le_bytes(*part)));
    let hash = mix(hash, rest.iter().fold(0, |rest, byte| rest << 8 | u64::from(*byte)));
    let slot = (hash >> (u64::BITS - COUNT.trailing_zeros())) as usize;
    (slot, (hash >> 32) as u32 & ((1 << CHECK_BITS) - 1))
}
