//! No text makes the search for mojibake panic, a repaired text needs no repair, and no repair brings what was not there.
#![no_main]

use awesome_lint::encoding;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let repaired = encoding::repair(text);
    assert_eq!(encoding::repair(&repaired), repaired);
    let is_bad = |c: char| c.is_control() || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}');
    let count = |text: &str| text.chars().filter(|&c| is_bad(c)).count();
    assert!(count(&repaired) <= count(text), "nothing new that shows nothing");
    assert!(repaired.chars().count() <= text.chars().count(), "one character of a few bytes each");
    let damages = encoding::diagnose(text);
    let ranges = damages.iter().map(|damage| &damage.range);
    assert!(ranges.clone().zip(ranges.skip(1)).all(|(a, b)| a.end <= b.start));
});
