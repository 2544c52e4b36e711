//! Hashes that come more than once, brought together without a sort of all.

use super::RowId;

/// How many bits there are for each hash, of which one is its own.
const BITS: usize = 8;

/// How many hashes a bucket holds, about.
const BUCKET: usize = 4;

/// A hash whose first bits say as much as all of them; the same for no other one.
pub(super) fn mixed(hash: u64) -> u64 {
    hash.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Sorts mixed hashes in place, without nearly all of those that come once only, also among some others.
pub(super) fn sort_repeated(hashed: &mut Vec<(u64, RowId)>, others: &[u64]) {
    keep_repeated(hashed, others);
    let count = (hashed.len() / BUCKET).next_power_of_two().max(2);
    let bucket = |hash: u64| (hash >> (64 - count.ilog2())) as usize;
    // For each bucket the place of its first hash, and of the next one to come.
    let mut starts = vec![0_u32; count + 1];
    for (hash, _) in hashed.iter() {
        starts[bucket(*hash) + 1] += 1;
    }
    for bucket in 0..count {
        starts[bucket + 1] += starts[bucket];
    }
    let mut ends = starts.clone();
    for own in 0..count {
        // What stands in the way is put where it belongs, until something comes that stays.
        while ends[own] < starts[own + 1] {
            let at = ends[own] as usize;
            let other = bucket(hashed[at].0);
            let end = &mut ends[other];
            hashed.swap(at, *end as usize);
            *end += 1;
        }
    }
    for bucket in starts.windows(2) {
        hashed[bucket[0] as usize..bucket[1] as usize].sort_unstable();
    }
}

/// Leaves out nearly all hashes that come once only, also among some others.
fn keep_repeated(hashed: &mut Vec<(u64, RowId)>, others: &[u64]) {
    let bits = ((hashed.len() + others.len()) * BITS).next_power_of_two().max(64);
    let place = |hash: u64| (hash >> (64 - bits.ilog2())) as usize;
    let (mut once, mut again) = (vec![0_u64; bits / 64], vec![0_u64; bits / 64]);
    for hash in hashed.iter().map(|(hash, _)| *hash).chain(others.iter().copied()) {
        let (word, bit) = (place(hash) / 64, 1 << (place(hash) % 64));
        again[word] |= once[word] & bit;
        once[word] |= bit;
    }
    hashed.retain(|(hash, _)| again[place(*hash) / 64] & (1 << (place(*hash) % 64)) != 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_repeated_is_kept_and_sorted() {
        let mut sorted: Vec<(u64, RowId)> = (0..1000).map(|id| (mixed(u64::from(id % 900)), RowId(id))).collect();
        sort_repeated(&mut sorted, &[mixed(500)]);
        let kept = |id: u32| sorted.iter().any(|(_, own)| own.0 == id);
        assert!((0..100).all(|id| kept(id) && kept(id + 900)) && kept(500));
        assert!(sorted.is_sorted() && sorted.len() < 500, "{}", sorted.len());
    }

    #[test]
    fn few_are_sorted_as_well() {
        let mut few = vec![(7, RowId(1)), (7, RowId(0))];
        sort_repeated(&mut few, &[]);
        assert_eq!(few, [(7, RowId(0)), (7, RowId(1))]);
        sort_repeated(&mut Vec::new(), &[]);
    }
}
