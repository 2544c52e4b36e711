//! Which hashes come more than once, known before they are sorted.

use super::RowId;

/// How many bits there are for each hash, of which one is its own.
const BITS: usize = 8;

/// Leaves out nearly all hashes that come once only, also among some others: what is left is sorted in a fraction of
/// the time.
pub(super) fn keep_repeated(hashed: &mut Vec<(u64, RowId)>, others: &[u64]) {
    let bits = ((hashed.len() + others.len()) * BITS).next_power_of_two().max(64);
    let place = |hash: u64| (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits.ilog2())) as usize;
    let (mut once, mut again) = (vec![0_u64; bits / 64], vec![0_u64; bits / 64]);
    for hash in hashed.iter().map(|(hash, _)| *hash).chain(others.iter().copied()) {
        let (word, bit) = (place(hash) / 64, 1 << (place(hash) % 64));
        again[word] |= once[word] & bit;
        once[word] |= bit;
    }
    drop(once);
    hashed.retain(|(hash, _)| again[place(*hash) / 64] & (1 << (place(*hash) % 64)) != 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_repeated_is_kept() {
        let mut hashed: Vec<(u64, RowId)> = (0..1000).map(|id| (u64::from(id % 900) << 30, RowId(id))).collect();
        keep_repeated(&mut hashed, &[500 << 30]);
        let kept = |id: u32| hashed.iter().any(|(_, own)| own.0 == id);
        assert!((0..100).all(|id| kept(id) && kept(id + 900)) && kept(500));
        assert!(hashed.len() < 500, "{}", hashed.len());
    }

    #[test]
    fn few_are_kept_as_well() {
        let mut hashed = vec![(7, RowId(0)), (7, RowId(1))];
        keep_repeated(&mut hashed, &[]);
        assert_eq!(hashed.len(), 2);
        hashed.clear();
        keep_repeated(&mut hashed, &[]);
        assert!(hashed.is_empty());
    }
}
