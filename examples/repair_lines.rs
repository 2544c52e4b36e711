//! Reads a text a line on standard input and writes each line with its mojibake repaired, where that is safe.
//!
//! With `--jsonl` the lines are JSON objects with an `id` and a `text` (or `broken`, else `clean`), and what is written
//! are objects with the `id`, the `output`, and whether there is damage that was not repaired, `flagged`. With
//! `--suggest` repairs are made that are not safe, too. With `--file` all lines are taken as one file.

use std::io::{self, BufRead, BufWriter, Write};

use awesome_lint::encoding::{self, Damage, Evidence, Kind};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let options: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| options.iter().any(|option| option == name);
    let (is_json, with_suggestions) = (has("--jsonl"), has("--suggest"));
    let lines: Vec<String> = io::stdin().lock().lines().collect::<io::Result<_>>()?;
    let mut evidence = Evidence::new();
    if has("--file") {
        for line in &lines {
            evidence.observe(line);
        }
    }
    let is_wanted =
        |damage: &Damage| damage.is_safe() || with_suggestions && matches!(damage.kind, Kind::Doubtful | Kind::Legacy);
    let mut out = BufWriter::new(io::stdout().lock());
    for line in &lines {
        let case: Value = if is_json {
            serde_json::from_str(line)?
        } else {
            Value::Null
        };
        let text = ["text", "broken", "clean"].iter().find_map(|key| case[key].as_str());
        let text = text.unwrap_or(line);
        let mut damages = evidence.diagnose(text);
        let count = damages.len();
        damages.retain(is_wanted);
        let output = encoding::apply(text, &damages);
        if is_json {
            let flagged = damages.len() < count;
            writeln!(
                out,
                "{}",
                json!({ "id": case["id"], "output": output, "flagged": flagged })
            )?;
        } else {
            writeln!(out, "{output}")?;
        }
    }
    out.flush()
}
