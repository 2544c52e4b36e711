#!/usr/bin/env bash
# Packs a built command for a release: pack.sh FOLDER TARGET OUT writes the archive and its checksum to OUT.
set -euo pipefail

folder=$1
target=$2
out=$3
mkdir -p "$out"
case $target in
  *windows*)
    name=awesome-lint-$target.zip
    (cd "$folder" && 7z a -bso0 "$OLDPWD/$out/$name" awesome-lint.exe)
    ;;
  *)
    name=awesome-lint-$target.tar.gz
    tar -czf "$out/$name" -C "$folder" awesome-lint
    ;;
esac
cd "$out"
if command -v sha256sum >/dev/null; then
  sha256sum "$name" >"$name.sha256"
else
  shasum --algorithm 256 "$name" >"$name.sha256"
fi
