#!/usr/bin/env bash
# Puts the command on the path of the later steps: a release, or what cargo builds of this checkout.
set -euo pipefail

version=${VERSION:-${ACTION_REF:-}}
if [ "$version" = installed ]; then
  awesome-lint --version
  exit 0
fi

folder=${RUNNER_TEMP:-$(mktemp -d)}/awesome-lint
mkdir -p "$folder"

# A branch or a commit has no release.
if [ "$version" = source ] || ! [[ $version =~ ^v[0-9]+(\.[0-9]+)*$ ]]; then
  cargo install --locked --path "$GITHUB_ACTION_PATH" --root "$folder"
  echo "$folder/bin" >>"$GITHUB_PATH"
  exit 0
fi

case "${RUNNER_OS:-Linux}-${RUNNER_ARCH:-X64}" in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ;;
  *)
    echo "::error::there is no release of awesome-lint for ${RUNNER_OS} on ${RUNNER_ARCH}; set version to source"
    exit 1
    ;;
esac
case $target in
  *windows*) archive=awesome-lint-$target.zip ;;
  *) archive=awesome-lint-$target.tar.gz ;;
esac

server=${GITHUB_SERVER_URL:-https://github.com}
address=$server/$ACTION_REPOSITORY/releases/download/$version
cd "$folder"
for file in "$archive" "$archive.sha256"; do
  curl --fail --location --silent --show-error --retry 3 --output "$file" "$address/$file"
done
if command -v sha256sum >/dev/null; then
  sha256sum --check --quiet "$archive.sha256"
else
  shasum --algorithm 256 --check --quiet "$archive.sha256"
fi
mkdir -p bin
case $archive in
  *.zip) unzip -o -q "$archive" -d bin ;;
  *) tar -xzf "$archive" -C bin ;;
esac
echo "$folder/bin" >>"$GITHUB_PATH"
