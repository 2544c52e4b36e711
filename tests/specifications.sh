#!/usr/bin/env bash
# Fetches the specifications of Markdown into a folder, for tests/differential.rs: CommonMark from npm, that of GitHub
# from its repository or from PyPI. What cannot be fetched is said and left out.
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
  fetch() { curl --silent --fail --location --max-time 30 "$1"; }
  # The package `marko` of PyPI carries it for its own tests.
  address=https://raw.githubusercontent.com/github/cmark-gfm/0.29.0.gfm.13/test/spec.txt
  package=https://files.pythonhosted.org/packages/82/6d/671a18bb386adca6311bca6c2fe6bec873947ee501cc5f8f509ec06bdde0/marko-2.2.4.tar.gz
  if fetch "$address" >"$scratch/github.txt" ||
    fetch "$package" | tar xzO marko-2.2.4/tests/spec/gfm.txt >"$scratch/github.txt" 2>/dev/null; then
    cp "$scratch/github.txt" "$folder/github.txt"
  else
    echo "skipped: neither $address nor $package can be fetched" >&2
  fi
fi
ls "$folder"
