//! The longest part of a sequence that is in order.

use std::cmp::Ordering;

/// For each of so many things whether it belongs to a longest part that is in order, given how two of them
/// compare. Takes O(n log n) comparisons.
pub fn longest_sorted(count: usize, compare: impl Fn(usize, usize) -> Ordering) -> Vec<bool> {
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
    }
    let mut belongs = vec![false; count];
    let mut next = ends.last().copied();
    while let Some(thing) = next {
        belongs[thing] = true;
        next = before[thing];
    }
    belongs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_out(text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let belongs = longest_sorted(letters.len(), |one, other| letters[one].cmp(&letters[other]));
        let left_out = letters.iter().zip(belongs).filter(|(_, belongs)| !belongs);
        left_out.map(|(letter, _)| letter).collect()
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
