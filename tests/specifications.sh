#!/usr/bin/env bash
# Fetches the specifications of Markdown into a folder, for tests/differential.rs: CommonMark from npm, that of GitHub
# from its repository. What cannot be fetched is said and left out.
#
# tests/specifications.sh FOLDER && AWESOME_LINT_SPECIFICATIONS=FOLDER cargo test --test differential
set -euo pipefail
mkdir -p "${1:?name a folder}"
folder=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ ! -s "$folder/commonmark.txt" ]; then
  if (cd "$scratch" && npm pack --silent commonmark-spec@0.31.2 && tar xzf ./*.tgz) >/dev/null 2>&1; then
    cp "$scratch/package/spec.txt" "$folder/commonmark.txt"
  else
    echo "skipped: npm has no commonmark-spec for us" >&2
  fi
fi
if [ ! -s "$folder/github.txt" ]; then
  address=https://raw.githubusercontent.com/github/cmark-gfm/0.29.0.gfm.13/test/spec.txt
  if curl --silent --fail --location --max-time 30 --output "$scratch/github.txt" "$address"; then
    cp "$scratch/github.txt" "$folder/github.txt"
  else
    echo "skipped: $address cannot be fetched" >&2
  fi
fi
ls "$folder"
