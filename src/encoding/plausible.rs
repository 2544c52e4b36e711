//! Which clusters are damage, and which are text that only looks like it.

use super::windows_1252::{Cluster, Sequence};

/// Letters of Latin Extended-A that living languages use much; their wrong forms begin with `Ä` or `Å`,
/// which also stand before quotes and signs in right text.
const COMMON_EXTENDED: &str =
    "ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŌōŐőŒœŔŕŘřŚśŞşŠšŢţŤťŪūŮůŰűŲųŸŹźŻżŽžƠơƯưȘșȚț";

/// Whether a cluster between two texts is damage.
pub(super) fn is_damage(cluster: &Cluster, before: &str, after: &str) -> bool {
    let sequences = &cluster.sequences;
    if sequences.iter().any(|sequence| is_impossible(sequence.decoded)) {
        return false;
    }
    if sequences.iter().any(|sequence| sequence.has_control) {
        return true;
    }
    sequences.iter().enumerate().any(|(index, sequence)| {
        let first = index == 0;
        let last = index + 1 == sequences.len();
        is_strong(sequence, sequences, before, after)
            || sequence.width == 2 && first && is_latin_damage(sequence.decoded, before, if last { after } else { "" })
    })
}

/// The scripts that clusters of damage come out in.
#[derive(Debug, Default)]
pub(super) struct Scripts(Vec<Block>);

impl Scripts {
    pub(super) fn of(clusters: &[Cluster]) -> Self {
        let mut blocks = Vec::new();
        for sequence in clusters.iter().flat_map(|cluster| &cluster.sequences) {
            let block = block_of(sequence.decoded);
            if block != Block::Other && !blocks.contains(&block) {
                blocks.push(block);
            }
        }
        Self(blocks)
    }

    /// Whether a cluster comes out as letters of one of these scripts.
    pub(super) fn have(&self, cluster: &Cluster) -> bool {
        cluster.sequences.iter().all(|sequence| {
            let decoded = sequence.decoded;
            decoded.is_alphabetic() && !is_impossible(decoded) && self.0.contains(&block_of(decoded))
        })
    }
}

/// Controls, private use, specials and characters that no script has assigned in living use.
fn is_impossible(character: char) -> bool {
    matches!(character as u32,
        0x80..=0x9F | 0xE000..=0xF8FF | 0xFFF0..=0xFFFF | 0x07B2..=0x08FF | 0xF0000..=0x10FFFF | 0x1FBF0..=0x1FFFF)
}

/// A sequence that hardly stands in right text: three or four characters that make a common sign, or
/// neighbours of one script, or one letter of the script that the text around it is in.
fn is_strong(sequence: &Sequence, all: &[Sequence], before: &str, after: &str) -> bool {
    let block = block_of(sequence.decoded);
    let alike = || all.iter().filter(|other| block_of(other.decoded) == block).count() >= 2;
    match (sequence.width, block) {
        (_, Block::Other) | (2, Block::Latin) => false,
        (2, Block::Greek | Block::Cyrillic | Block::Hebrew | Block::Arabic) => alike() || is_near(block, before, after),
        // `é”—` and its kin are bytes of one Han or Hangul character, and right text.
        (2, _) | (_, Block::Indic | Block::Asian) => alike(),
        _ => true,
    }
}

/// Whether the text next to a cluster has letters of a script.
fn is_near(block: Block, before: &str, after: &str) -> bool {
    const NEAR: usize = 24;
    let is_same = |character: char| block_of(character) == block;
    before.chars().rev().take(NEAR).any(is_same) || after.chars().take(NEAR).any(is_same)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Indic,
    Signs,
    Asian,
    Emoji,
    Other,
}

fn block_of(character: char) -> Block {
    match character as u32 {
        0xA0..=0x17F | 0x1A0 | 0x1A1 | 0x1AF | 0x1B0 | 0x218..=0x21B | 0x1E00..=0x1EFF => Block::Latin,
        0x370..=0x3FF | 0x1F00..=0x1FFF => Block::Greek,
        0x400..=0x52F => Block::Cyrillic,
        0x5D0..=0x5EA => Block::Hebrew,
        0x600..=0x6FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFE => Block::Arabic,
        0x900..=0xEFF | 0x10A0..=0x10FF => Block::Indic,
        0x2010..=0x205E
        | 0x20A0..=0x20BF
        | 0x2100..=0x214F
        | 0x2190..=0x27BF
        | 0x2900..=0x297F
        | 0x2B00..=0x2BFF
        | 0x200B..=0x200F
        | 0xFE0F
        | 0xFEFF => Block::Signs,
        0x2E80..=0x9FFF | 0xAC00..=0xD7A3 | 0xFF00..=0xFFEF => Block::Asian,
        0x1F000..=0x1FBEF => Block::Emoji,
        _ => Block::Other,
    }
}

/// Two characters that make one Latin letter or sign, by their neighbours.
fn is_latin_damage(decoded: char, before: &str, after: &str) -> bool {
    let previous = before.chars().next_back();
    let next = after.chars().next();
    let is_quoted = previous.is_some_and(|previous| matches!(previous, '«' | '“' | '„' | '‘' | '"' | '\''));
    let is_amid_capitals = ends_in_capitals(before) && !next.is_some_and(char::is_lowercase);
    let is_sign = |neighbour: Option<char>| neighbour.is_some_and(|c| !c.is_ascii() && !c.is_alphanumeric());
    match decoded as u32 {
        0xA0..=0xBF => !is_quoted && !ends_in_capitals(before) && !is_sign(next),
        // `Ã’s` is a plural.
        0xD2 if after.starts_with('s') && !after[1..].starts_with(char::is_alphabetic) => false,
        0xC0..=0xFF => {
            !is_quoted && (!is_amid_capitals || decoded.is_uppercase() && next.is_some_and(char::is_uppercase))
        }
        0x100..=0x24F => {
            let has_letter = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphabetic);
            COMMON_EXTENDED.contains(decoded)
                && (has_letter(previous) || has_letter(next))
                && !is_amid_capitals
                && !(decoded.is_lowercase() && next.is_some_and(char::is_uppercase))
        }
        _ => false,
    }
}

/// Whether a text ends in two or more letters that are all capitals.
fn ends_in_capitals(before: &str) -> bool {
    const ENOUGH: usize = 32;
    let letters = before.chars().rev().take(ENOUGH);
    let letters = letters.take_while(|character| character.is_alphabetic());
    let mut count = 0;
    for letter in letters {
        if !letter.is_uppercase() {
            return false;
        }
        count += 1;
    }
    count >= 2
}
