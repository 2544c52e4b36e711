#!/usr/bin/env bash
# From start to verdict on a pull request: three lines of a list of 400 KB, beside `git diff` of the same.
# Usage: benches/pull-request.sh [COMMAND], where COMMAND is a release build.
set -euo pipefail

command=$(realpath "${1:-target/release/awesome-lint}")
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"
git init --quiet
for number in $(seq 1 4000); do
  [ $((number % 60)) -ne 1 ] || printf '\n## Section %d\n\n' "$number"
  printf -- '- [Resource %d](https://example.org/%d) - A *short* description of the resource with `code`.\n' "$number" "$number"
done >list.md
sed -i '1s/.*/# List/' list.md
git add list.md
git -c user.name=Someone -c user.email=someone@example.org commit --quiet --message Begin
sed -i -e '100s/short/long/' -e '2000s/of the/of  the/' -e '3900s/short/longer/' list.md

# The median of some runs, in microseconds.
median() {
  for _ in $(seq 1 15); do
    local started=${EPOCHREALTIME/./}
    "$@" >/dev/null 2>&1 || true
    echo $((${EPOCHREALTIME/./} - started))
  done | sort -n | sed -n 8p
}
diff=$(median git diff HEAD)
lint=$(median "$command" list.md --changed)
echo "list.md: $(wc -c <list.md) bytes; git diff: $diff µs; awesome-lint --changed: $lint µs; $((lint * 100 / diff)) % of git diff"
"$command" list.md --changed --output-format concise || true
