//! Entries by the million: how long the checks of the whole catalog take, and how much memory, beside
//! `sort -u` on the addresses alone. `cargo bench --bench scale -- 1000000 10000000`

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use awesome_lint::catalog::{self, Catalog, Collection, Rows};
use awesome_lint::document::Scopes;
use awesome_lint::source::{FileId, Source};
use rayon::prelude::*;

/// The entries of one file.
const FILE: u64 = 2000;

/// What is measured where nothing is asked for.
const DEFAULT: u64 = 100_000;

fn main() {
    let asked: Vec<u64> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let counts = if asked.is_empty() { vec![DEFAULT] } else { asked };
    println!("entries     rows  pages renamed project  titles   total  findings  peak MiB  sort -u");
    for count in counts {
        measure(count);
    }
}

fn measure(count: u64) {
    let start = Instant::now();
    let files = count.div_ceil(FILE);
    let rows: Vec<Rows> = (0..files)
        .into_par_iter()
        .map(|file| {
            let mut rows = Rows::default();
            for entry in file * FILE..((file + 1) * FILE).min(count) {
                let (title, url) = entry_of(entry);
                rows.push(FileId(file as u32), &title, &url);
            }
            rows
        })
        .collect();
    let read = start.elapsed();
    let (source, scopes) = (Source::from_text("list.md", String::new()), Scopes::default());
    let known = rows.iter().map(|rows| catalog::File {
        source: &source,
        scopes: &scopes,
        rows,
        news: None,
        collection: Collection::default(),
    });
    let catalog = Catalog::new(known.collect());
    let mut found = 0;
    let mut timed = |check: &dyn Fn() -> usize| -> Duration {
        let start = Instant::now();
        found += check();
        start.elapsed()
    };
    let pages = timed(&|| catalog.pages().pairs.len());
    let renamed = timed(&|| catalog.renamed().len());
    let projects = timed(&|| catalog.projects().len());
    let titles = timed(&|| catalog.same_titles().len());
    let total = start.elapsed();
    let seconds = |duration: Duration| duration.as_secs_f64();
    println!(
        "{count:>8} {:7.2}s {:5.2}s {:6.2}s {:6.2}s {:6.2}s {:6.2}s {found:>9} {:>9} {:7.2}s",
        seconds(read),
        seconds(pages),
        seconds(renamed),
        seconds(projects),
        seconds(titles),
        seconds(total),
        peak(),
        seconds(sorted(count)),
    );
}

/// The most memory that the process has had, in MiB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kibibytes.unwrap_or_default() / 1024
}

/// The time that `sort -u` takes for the addresses.
fn sorted(count: u64) -> Duration {
    let path = std::env::temp_dir().join(format!("awesome-lint-scale-{}", std::process::id()));
    let written = File::create(&path).and_then(|file| {
        let mut out = BufWriter::new(file);
        for entry in 0..count {
            writeln!(out, "{}", entry_of(entry).1)?;
        }
        out.flush()
    });
    let start = Instant::now();
    let mut sort = Command::new("sort");
    sort.env("LC_ALL", "C").args(["-u", "-o", "/dev/null"]).arg(&path);
    let ran = written.and_then(|()| sort.status());
    let took = start.elapsed();
    let _ = fs::remove_file(&path);
    ran.map_or(Duration::ZERO, |_| took)
}

/// Numbers that look like chance and are the same on every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}

const SYLLABLES: [&str; 32] = [
    "ka", "to", "mi", "ra", "lo", "pe", "su", "ni", "do", "fa", "ge", "hi", "ju", "ve", "wa", "zo", "ber", "con",
    "dex", "fil", "gra", "hub", "ion", "lin", "mar", "net", "pro", "qua", "ser", "tex", "vir", "zen",
];

/// A word: the smaller the number, the more often it comes.
fn word(number: u64) -> String {
    let mut rest = number;
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[(rest % 32) as usize]);
        rest /= 32;
        if rest == 0 {
            return word;
        }
    }
}

/// The title and the address of an entry; one in twenty is an earlier one under another spelling of its address.
fn entry_of(number: u64) -> (String, String) {
    let mut chance = Chance(number.wrapping_mul(0xD134_2543_DE82_EF95));
    if number > 0 && chance.below(20) == 0 {
        let (title, url) = plain_entry(chance.below(number));
        let url = match chance.below(4) {
            0 => url.replacen("https:", "http:", 1),
            1 => url + "/",
            2 => url + "?utm_source=list",
            _ => url.replacen("https://", "https://www.", 1),
        };
        return (title, url);
    }
    plain_entry(number)
}

fn plain_entry(number: u64) -> (String, String) {
    let mut chance = Chance(number);
    let mut rare = |spread: u64| {
        let limit = 1 + chance.below(spread);
        word(chance.below(limit))
    };
    let title = format!(
        "{} {} {} {} {}",
        rare(1 << 10),
        rare(1 << 16),
        rare(1 << 20),
        rare(1 << 24),
        rare(1 << 30)
    );
    let url = match number % 5 {
        0 | 1 => format!("https://github.com/{}/{}", rare(1 << 24), rare(1 << 24)),
        2 => format!("https://{}.org/", rare(1 << 30)),
        _ => format!(
            "https://{}.com/{}/{}-{}",
            rare(1 << 20),
            rare(1 << 8),
            rare(1 << 24),
            rare(1 << 24)
        ),
    };
    (title, url)
}
