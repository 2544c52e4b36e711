//! The longest part of a sequence that is in order.

use std::cmp::Ordering;

/// For each of so many things whether it belongs to a longest part that is in order, given how two of them
/// compare; nothing where so many or more are left out. Takes O(n log n) comparisons.
pub fn longest_sorted(count: usize, too_many: usize, compare: impl Fn(usize, usize) -> Ordering) -> Option<Vec<bool>> {
    // For each length the thing that ends the part of this length with the smallest end.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(count);
    for thing in 0..count {
        // In a list that is nearly sorted most things go on from the last.
        let is_next = ends.last().is_some_and(|&end| compare(end, thing).is_le());
        let length = match is_next {
            true => ends.len(),
            false => ends.partition_point(|&end| compare(end, thing).is_le()),
        };
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(thing);
        } else {
            ends[length] = thing;
        }
        if thing + 1 - ends.len() >= too_many {
            return None;
        }
    }
    let mut belongs = vec![false; count];
    let mut next = ends.last().copied();
    while let Some(thing) = next {
        belongs[thing] = true;
        next = before[thing];
    }
    Some(belongs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_out(text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let compare = |one: usize, other: usize| letters[one].cmp(&letters[other]);
        let belongs = longest_sorted(letters.len(), usize::MAX, compare).unwrap();
        let left_out = letters.iter().zip(belongs).filter(|(_, belongs)| !belongs);
        let left_out: String = left_out.map(|(letter, _)| letter).collect();
        let count = left_out.len();
        assert!(longest_sorted(letters.len(), count + 1, compare).is_some());
        assert!(count == 0 || longest_sorted(letters.len(), count, compare).is_none());
        left_out
    }

    #[test]
    fn what_is_left_out_is_as_little_as_possible() {
        assert_eq!(left_out(""), "");
        assert_eq!(left_out("abbc"), "");
        assert_eq!(left_out("abzcd"), "z");
        assert_eq!(left_out("bcdea"), "a");
        assert_eq!(left_out("cba").len(), 2);
        assert_eq!(left_out("abxcdaefb"), "xab");
    }
}
