//! Writes tables that need no work at start: the dictionary of misspellings, since the one of the crate holds so many
//! pointers that setting them takes longer than checking a list, and the inverses of the code pages, whose making does.

#[path = "src/encoding/dos.rs"]
mod dos;
#[path = "build/inverse.rs"]
mod inverse;
// The crate uses the rest.
#[allow(dead_code)]
#[path = "src/encoding/page.rs"]
mod page;
#[path = "src/rules/misspelling/slots.rs"]
mod slots;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use slots::{CHECK_BITS, COUNT, place};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build/inverse.rs");
    println!("cargo::rerun-if-changed=src/encoding/dos.rs");
    println!("cargo::rerun-if-changed=src/encoding/page.rs");
    println!("cargo::rerun-if-changed=src/rules/misspelling/slots.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo names no folder")?);
    write_dictionary(&folder)?;
    inverse::write(&folder)
}

fn write_dictionary(folder: &Path) -> Result<(), Box<dyn Error>> {
    let known = typos_dict::WORD.map.entries();
    let mut words: Vec<(String, String)> = known
        .map(|(word, corrections)| (word.into_inner().to_ascii_lowercase(), corrections.join(",")))
        .filter(|(word, corrections)| word.bytes().all(|byte| byte.is_ascii_lowercase()) && !corrections.is_empty())
        .collect();
    words.sort_unstable();
    let mut lines = String::new();
    let mut slots = vec![0u32; COUNT];
    for (word, corrections) in words {
        let offset = u32::try_from(lines.len() + 1)?;
        assert!(offset < 1 << (u32::BITS - CHECK_BITS), "the dictionary is too large");
        let (first, check) = place(word.as_bytes());
        let mut free = (first..COUNT).chain(0..first).filter(|slot| slots[*slot] == 0);
        let free = free.next().ok_or("the dictionary is full")?;
        slots[free] = offset << CHECK_BITS | check;
        lines.extend([&word, "\t", &corrections, "\n"]);
    }
    let slots: Vec<u8> = slots.into_iter().flat_map(u32::to_le_bytes).collect();
    fs::write(folder.join("misspellings.slots"), slots)?;
    fs::write(folder.join("misspellings.txt"), lines)?;
    Ok(())
}
