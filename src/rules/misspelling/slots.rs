//! Where the dictionary holds a word. `build.rs` writes it by the same rules.

/// The slots of the dictionary: twice as many as it has words, roughly.
pub const COUNT: usize = 1 << 17;

/// The bits of a slot that tell most words apart without a look at the text; the others are an offset in it.
pub const CHECK_BITS: u32 = 8;

/// The slot where the search for a word begins, and the bits by which it is told apart (FNV-1a).
pub fn place(word: &[u8]) -> (usize, u32) {
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    let hash = word.iter().fold(0xCBF2_9CE4_8422_2325, mix);
    let slot = (hash >> 32) as usize % COUNT;
    (slot, (hash >> 24) as u32 & ((1 << CHECK_BITS) - 1))
}
