//! Applies a patch of one file as `patch` does, without any leeway.

/// The text that a patch makes of another one.
pub fn apply(before: &[u8], patch: &[u8]) -> Vec<u8> {
    let old: Vec<&[u8]> = before.split_inclusive(|byte| *byte == b'\n').collect();
    let mut lines = patch.split_inclusive(|byte| *byte == b'\n').skip(2).peekable();
    let mut after = Vec::new();
    let mut at = 0;
    while let Some(header) = lines.next() {
        let (start, mut removed, mut added) = hunk(std::str::from_utf8(header).unwrap());
        while at < start {
            after.extend_from_slice(old[at]);
            at += 1;
        }
        while removed > 0 || added > 0 {
            let line = lines.next().unwrap();
            let mut content = &line[1..];
            if lines.next_if(|next| next.starts_with(b"\\")).is_some() {
                content = content.strip_suffix(b"\n").unwrap();
            }
            if matches!(line[0], b' ' | b'-') {
                assert_eq!(content, old[at], "line {} is another one", at + 1);
                at += 1;
                removed -= 1;
            }
            if matches!(line[0], b' ' | b'+') {
                after.extend_from_slice(content);
                added -= 1;
            }
        }
    }
    after.extend(old[at..].concat());
    after
}

/// From `@@ -2,3 +2,4 @@`: where the hunk begins, from 0, and how many lines it has before and after.
fn hunk(header: &str) -> (usize, usize, usize) {
    let mut sides = header.split_whitespace().skip(1).take(2).map(|side| {
        let (start, count) = side[1..].split_once(',').unwrap_or((&side[1..], "1"));
        (start.parse::<usize>().unwrap(), count.parse::<usize>().unwrap())
    });
    let (start, removed) = sides.next().unwrap();
    let (_, added) = sides.next().unwrap();
    (start - usize::from(removed > 0), removed, added)
}
