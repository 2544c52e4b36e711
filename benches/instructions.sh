#!/bin/sh
# Counts the instructions that fixed runs take and compares them with benches/instructions.txt: unlike times they are
# the same on every run, so that a slower rule shows. More than 5 % above a count fails; `--update` writes the counts.
# They differ a little between versions of Rust and of the C library; the file says which ones it was made with.
set -eu
cd "$(dirname "$0")/.."
counts=benches/instructions.txt
binary=${AWESOME_LINT:-target/release/awesome-lint}

if ! command -v valgrind >/dev/null; then
    echo "skipped: instructions are counted with valgrind, which is not there"
    exit 0
fi
if [ ! -x "$binary" ]; then
    echo "$binary is not there: cargo build --release" >&2
    exit 2
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
: >"$scratch/empty.md"
awk 'BEGIN {
    print "# Generated list\n\n## Contents\n"
    for (s = 0; s < 40; s++) printf "- [Section %d](#section-%d)\n", s, s
    state = 12345
    for (e = 0; e < 2400; e++) {
        if (e % 60 == 0) printf "\n## Section %d\n\n", e / 60
        state = (state * 1103515245 + 12345) % 2147483648
        owner = state % 977
        slip = e % 40 == 7 ? "  Two blanks, and the the same word" : e % 40 == 19 ? " See [this](#nowhere)" : ""
        title = e % 25 == 3 ? "Ma\303\261ana" : "Resource"
        printf "- [%s %d](https://github.com/owner%d/name%d) - A *short* description with `code` and " \
            "[more](https://example.org/%d).%s\n", title, e, owner, state % 104729, e, slip
    }
    print "\n## Table\n\n| name | what it is |\n| --- | --- |"
    for (r = 0; r < 400; r++) printf "| [Row %d](https://example.net/%d) | a row of a table, the %dth |\n", r, r, r
}' >"$scratch/list.md"

# Instructions of one run of the program.
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$binary" --no-config --exit-zero --threads 1 "$@" \
        2>&1 >/dev/null | sed -n 's/.*Collected : //p'
}

measure() {
    echo "start $(count "$scratch/empty.md")"
    echo "lint $(count --statistics "$scratch/list.md")"
    echo "lint-fixtures $(count --statistics fixtures/lists)"
    echo "pretty $(count "$scratch/list.md")"
    echo "jsonl $(count --output-format jsonl "$scratch/list.md")"
    echo "diff $(count --diff "$scratch/list.md")"
}

if [ "${1:-}" = --update ]; then
    {
        echo "# Instructions of fixed runs: benches/instructions.sh --update. $(rustc --version)."
        measure
    } >"$scratch/counts"
    mv "$scratch/counts" "$counts"
    cat "$counts"
    exit 0
fi

measure | awk -v counts="$counts" '
    BEGIN { while ((getline line < counts) > 0) if (split(line, part, " ") == 2) known[part[1]] = part[2] }
    {
        if (!($1 in known)) { printf "%-14s %12d  not in %s\n", $1, $2, counts; failed = 1; next }
        change = ($2 / known[$1] - 1) * 100
        printf "%-14s %12d  %+.1f %%\n", $1, $2, change
        if (change > 5) failed = 1
    }
    END {
        if (failed) print "more instructions than " counts " allows; if that is meant: benches/instructions.sh --update"
        exit failed
    }'
