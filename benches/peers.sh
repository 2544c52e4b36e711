#!/bin/bash
# Measures awesome-lint beside its peers, in one run on one machine, and writes benches/RESULTS.md.
#
# Ours is the release build. rumdl is installed from PyPI, markdownlint-cli2, awesome-lint (JavaScript) and prettier
# from npm, into a folder outside of this project (PEERS, or a temporary one). The inputs are the lists of
# $AWESOME_LINT_SHARED/corpus/lists: the largest one, all of them, and a tree of 5,000 files made of them; without
# that folder, the lists of the fixtures. A run that takes longer than LIMIT seconds (120) is cut off and shown so.
# Times are the best of RUNS (5) runs, one for what takes longer than 10 seconds.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
limit=${LIMIT:-120}
runs=${RUNS:-5}
peers=${PEERS:-$(mktemp -d)}
ours=$root/target/release/awesome-lint
floor=$root/target/release/examples/comrak_floor
results=$root/benches/RESULTS.md
cargo=${CARGO:-cargo}

"$cargo" build --release --quiet --bin awesome-lint --example comrak_floor

install_peers() {
    if command -v python3 >/dev/null && [ ! -x "$peers/python/bin/rumdl" ]; then
        python3 -m venv "$peers/python" && "$peers/python/bin/pip" install --quiet rumdl || echo "no rumdl" >&2
    fi
    if command -v npm >/dev/null && [ ! -d "$peers/node_modules" ]; then
        npm install --silent --no-audit --no-fund --prefix "$peers" markdownlint-cli2 awesome-lint prettier ||
            echo "no peers from npm" >&2
    fi
}

lists=${AWESOME_LINT_SHARED:+$AWESOME_LINT_SHARED/corpus/lists}
lists=${lists:-$root/fixtures/lists}

# Inputs, copied so that no configuration around them counts.
make_inputs() {
    inputs=$peers/inputs
    rm -rf "$inputs"
    mkdir -p "$inputs/one" "$inputs/corpus" "$inputs/tree" "$inputs/empty"
    : >"$inputs/empty/README.md"
    find "$lists" -type f -name '*.md' | LC_ALL=C sort >"$peers/files"
    local number=0 largest
    largest=$(tr '\n' '\0' <"$peers/files" | xargs -0 ls -S | sed -n 1p)
    cp "$largest" "$inputs/one/README.md"
    while read -r file; do
        cp "$file" "$inputs/corpus/$number.md"
        number=$((number + 1))
    done <"$peers/files"
    local copies=$(((5000 + number - 1) / number)) made=0 copy=0
    while [ "$made" -lt 5000 ]; do
        copy=$((made / number))
        mkdir -p "$inputs/tree/$copy"
        cp "$inputs/corpus/$((made % number)).md" "$inputs/tree/$copy/"
        made=$((made + 1))
    done
    echo "$number lists, $copies copies" >&2
}

# Prints the wall time and the CPU time of a command in milliseconds, or `>` and the limit.
time_of() {
    local best_wall='' best_cpu='' run wall user system
    for ((run = 0; run < runs; run++)); do
        local TIMEFORMAT='%R %U %S' status=0
        { time timeout "$limit" "$@" >/dev/null 2>&1; } 2>"$peers/time" || status=$?
        read -r wall user system < <(tail -n 1 "$peers/time")
        if [ "$status" = 124 ]; then
            echo "> $limit"
            return
        fi
        wall=$(awk "BEGIN { printf \"%d\", $wall * 1000 }")
        local cpu
        cpu=$(awk "BEGIN { printf \"%d\", ($user + $system) * 1000 }")
        if [ -z "$best_wall" ] || [ "$wall" -lt "$best_wall" ]; then best_wall=$wall; fi
        if [ -z "$best_cpu" ] || [ "$cpu" -lt "$best_cpu" ]; then best_cpu=$cpu; fi
        [ "$wall" -lt 10000 ] || break
    done
    if command -v hyperfine >/dev/null && [ "$best_wall" -lt 10000 ]; then
        hyperfine -N -i --warmup 1 --export-csv "$peers/hyperfine.csv" "$(printf '%q ' "$@")" >/dev/null 2>&1
        best_wall=$(awk -F, 'NR == 2 { printf "%d", $(NF - 1) * 1000 }' "$peers/hyperfine.csv")
    fi
    echo "$best_wall $best_cpu"
}

# A row of the table for one input: name, then the command.
row() {
    local name=$1 wall cpu
    shift
    command -v "$1" >/dev/null || [ -x "$1" ] || return 0
    read -r wall cpu < <(time_of "$@")
    if [ "$wall" = '>' ]; then
        echo "| $name | more than $cpu s | | |"
        return
    fi
    [ "$name" != awesome-lint ] || our_cpu=$cpu
    local ratio
    ratio=$(awk "BEGIN { printf \"%.2f\", $cpu / (${our_cpu:-$cpu} > 0 ? ${our_cpu:-$cpu} : 1) }")
    echo "| $name | $wall | $cpu | $ratio |"
}

table() {
    local title=$1 folder=$2
    printf '\n## %s\n\n| program | wall, ms | CPU, ms | CPU, to ours |\n| --- | ---: | ---: | ---: |\n' "$title"
    our_cpu=
    row awesome-lint "$ours" --no-config --exit-zero --statistics "$folder"
    row 'awesome-lint, one thread' "$ours" --no-config --exit-zero --statistics --threads 1 "$folder"
    row 'awesome-lint, all findings shown' "$ours" --no-config --exit-zero --output-format concise "$folder"
    row 'awesome-lint --diff' "$ours" --no-config --exit-zero --diff "$folder"
    row 'comrak alone' "$floor" "$folder"
    row 'rumdl' "$peers/python/bin/rumdl" check --no-cache --no-config "$folder"
    row 'markdownlint-cli2' "$peers/node_modules/.bin/markdownlint-cli2" "$folder/**/*.md"
    row 'prettier --check' "$peers/node_modules/.bin/prettier" --check "$folder/**/*.md"
    if [ "$folder" = "$inputs/one" ] || [ "$folder" = "$inputs/empty" ]; then
        row 'awesome-lint (JavaScript)' "$peers/node_modules/.bin/awesome-lint" "$folder/README.md"
    fi
}

# The preset `awesome` beside the original, which reads one file a run: here it is asked in one process for all.
same_verdict() {
    local folder=$1 limit=$((limit * 10)) runs=1
    printf '\n## The verdict of the JavaScript awesome-lint, the lists of the corpus\n\n'
    printf '| program | wall, ms | CPU, ms | CPU, to ours |\n| --- | ---: | ---: | ---: |\n'
    our_cpu=
    row awesome-lint "$ours" --no-config --exit-zero --preset awesome --output-format concise "$folder"
    row 'awesome-lint (JavaScript), in one process' node benches/original.mjs "$peers/node_modules" "$folder"
}

install_peers
make_inputs
size() { find "$1" -type f -print0 | xargs -0 cat | wc -c | awk '{ printf "%.1f MB", $1 / 1e6 }'; }
{
    echo "# Beside its peers"
    echo
    echo "Written by \`benches/peers.sh\` with $(nproc) cores. The rules differ: each program runs those that it has on by"
    echo "itself. No program had a cache. “Comrak alone” finds, reads and parses the files, with the same parser and"
    echo "options as awesome-lint, and does nothing else (\`examples/comrak_floor.rs\`). Where the machine has other work"
    echo "meanwhile, CPU times are the ones to compare."
    echo
    "$ours" --version
    [ ! -x "$peers/python/bin/rumdl" ] || "$peers/python/bin/rumdl" --version
    for package in markdownlint-cli2 prettier awesome-lint; do
        file=$peers/node_modules/$package/package.json
        [ ! -e "$file" ] || echo "$package $(sed -n 's/^[[:space:]]*"version": "\(.*\)".*/\1/p' "$file" | sed -n 1p) (npm)"
    done | sed 's/^/\n/'
    table "An empty file" "$inputs/empty"
    table "One list of $(size "$inputs/one")" "$inputs/one"
    table "$(wc -l <"$peers/files") lists of $(size "$inputs/corpus")" "$inputs/corpus"
    [ ! -d "$peers/node_modules/awesome-lint" ] || same_verdict "$inputs/corpus"
    table "A tree of 5000 files of $(size "$inputs/tree")" "$inputs/tree"
} | tee "$peers/results"
cp "$peers/results" "$results"
