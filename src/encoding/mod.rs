//! Text that was decoded with the wrong encoding (mojibake): found and repaired by exact inverses only.
//!
//! Nothing here knows Markdown. A span of damage is a run of characters that, written in the wrong
//! encoding, are strict UTF-8; it is taken for damage where the characters that come out are plausible in
//! their place and the ones that stand there are not.

pub mod invisible;
mod plausible;
mod windows_1252;

use std::ops::Range;

use windows_1252::Cluster;

/// A span that was UTF-8 and was read as another encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Bytes in the text.
    pub range: Range<usize>,
    /// What the span was before.
    pub repaired: String,
    /// How many times it was misread: 1 or more.
    pub layers: usize,
    /// The encoding it was read as.
    pub encoding: &'static str,
}

/// How many times a text may have been misread.
const MAX_LAYERS: usize = 4;

/// Finds the damage in one piece of text, in the order of the text.
pub fn diagnose(text: &str) -> Vec<Damage> {
    if text.is_ascii() {
        return Vec::new();
    }
    let (known, doubtful): (Vec<Cluster>, Vec<Cluster>) = windows_1252::clusters(text)
        .into_iter()
        .partition(|cluster| plausible::is_damage(cluster, &text[..cluster.range.start], &text[cluster.range.end..]));
    let scripts = plausible::Scripts::of(&known);
    let mut clusters = known;
    clusters.extend(doubtful.into_iter().filter(|cluster| scripts.have(cluster)));
    clusters.sort_by_key(|cluster| cluster.range.start);
    clusters
        .into_iter()
        .map(|cluster| {
            let before = &text[..cluster.range.start];
            let after = &text[cluster.range.end..];
            let (repaired, deeper) = peel(cluster.decoded(), before, after);
            Damage {
                range: cluster.range,
                repaired,
                layers: deeper + 1,
                encoding: "windows-1252",
            }
        })
        .collect()
}

/// Whether one of the damages of a text, in their order, holds an offset.
pub fn is_damaged(damages: &[Damage], offset: usize) -> bool {
    let begun = damages.partition_point(|damage| damage.range.start <= offset);
    damages[..begun]
        .last()
        .is_some_and(|damage| damage.range.contains(&offset))
}

/// Whether a repaired text still has parts of what looks like damage, so that the repair is not whole.
pub fn has_remains(repaired: &str) -> bool {
    windows_1252::has_remains(repaired)
}

/// Repairs a text that came out of a repair, until nothing is left to repair.
fn peel(mut text: String, before: &str, after: &str) -> (String, usize) {
    for layer in 0..MAX_LAYERS - 1 {
        let Some(next) = repair_layer(&text, before, after) else {
            return (text, layer);
        };
        text = next;
    }
    (text, MAX_LAYERS - 1)
}

fn repair_layer(text: &str, before: &str, after: &str) -> Option<String> {
    let mut repaired = String::new();
    let mut last = 0;
    for cluster in windows_1252::clusters(text) {
        let inner_before = &text[..cluster.range.start];
        let inner_after = &text[cluster.range.end..];
        let before = if inner_before.is_empty() { before } else { inner_before };
        let after = if inner_after.is_empty() { after } else { inner_after };
        if plausible::is_damage(&cluster, before, after) {
            repaired.push_str(&text[last..cluster.range.start]);
            repaired.push_str(&cluster.decoded());
            last = cluster.range.end;
        }
    }
    (last > 0).then(|| repaired + &text[last..])
}

/// The text with its damage repaired, unless the repair would not be whole: then the text as it is.
pub fn repair(text: &str) -> String {
    let repaired = apply(text, &diagnose(text));
    if has_remains(&repaired) {
        text.to_owned()
    } else {
        repaired
    }
}

/// A text with its damages repaired; they come in the order of the text.
pub fn apply(text: &str, damages: &[Damage]) -> String {
    let mut repaired = String::with_capacity(text.len());
    let mut last = 0;
    for damage in damages {
        repaired.push_str(&text[last..damage.range.start]);
        repaired.push_str(&damage.repaired);
        last = damage.range.end;
    }
    repaired + &text[last..]
}

/// The text of bytes that are letters in Windows-1252; `None` where one of them is not.
pub fn letters_of_windows_1252(bytes: &[u8]) -> Option<String> {
    bytes
        .iter()
        .map(|&byte| Some(windows_1252::decode(byte)).filter(|character| character.is_alphabetic()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_repaired() {
        for (broken, clean) in [
            ("Pythonâ€™s Innards", "Python’s Innards"),
            ("cafÃ© and naÃ¯ve", "café and naïve"),
            ("a â€“ b", "a – b"),
            ("ship it ðŸš€", "ship it 🚀"),
            ("Ð´Ð»Ñ\u{8F} Ð²Ñ\u{81}ÐµÑ…", "для всех"),
            ("Ã¢â‚¬â„¢s", "’s"),
            ("Â© 2020", "© 2020"),
            ("DÃ¼sseldorf", "Düsseldorf"),
            ("Å“uvre", "œuvre"),
            ("it\u{e2}\u{80}\u{99}s", "it’s"),
            ("Знай Ð¸ люби", "Знай и люби"),
            ("æ—¥æœ¬", "日本"),
        ] {
            assert_eq!(repair(broken), clean);
            assert_eq!(repair(clean), clean);
        }
    }

    #[test]
    fn layers_are_counted() {
        let damages = diagnose("it Ã¢â‚¬â„¢s");
        assert_eq!(damages[0].layers, 2);
        assert_eq!(damages[0].encoding, "windows-1252");
    }

    #[test]
    fn right_text_stays() {
        for text in [
            "NESTLÉ® and É®",
            "The “Internet café”—a history",
            "“résumé”…",
            "Nestlé™…",
            "MÄ£ÄM",
            "Ã’s in a text about it",
            "MAÇÃ®",
            "the letter “Å”",
            "viel Spaß”",
            "voilà «ici»",
            "MINHA IRMÃ”",
            "Āø",
            "¡Olé!",
            "Ã",
            "(╯°□°）╯︵ ┻━┻",
        ] {
            assert_eq!(repair(text), text);
        }
    }
}
