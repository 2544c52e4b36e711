#!/usr/bin/env bash
# Runs the command with the inputs of the action, and says in the outputs and the summary what it found.
set -euo pipefail

# On a line with one path, blanks belong to the path if there is such a file.
paths=()
while IFS= read -r line; do
  if [ -e "$line" ]; then
    paths+=("$line")
  else
    read -ra words <<<"$line"
    paths+=("${words[@]+"${words[@]}"}")
  fi
done <<<"${PATHS:-.}"

arguments=()
case ${SINCE:-auto} in
  all) ;;
  auto)
    if [ -n "${BASE:-}" ]; then
      # The checkout of a pull request is the commit that would merge it; its first parent is the target branch.
      if ! git rev-parse --quiet --verify HEAD^2 >/dev/null && [ "$(git rev-parse HEAD)" = "${GITHUB_SHA:-}" ]; then
        git fetch --quiet --no-tags --depth=2 origin "$GITHUB_SHA" || true
      fi
      if [ "$(git rev-parse HEAD)" = "${GITHUB_SHA:-}" ] && git rev-parse --quiet --verify HEAD^2 >/dev/null; then
        arguments+=(--since "$(git rev-parse HEAD^1)")
      else
        git cat-file -e "$BASE^{commit}" 2>/dev/null || git fetch --quiet --no-tags origin "$BASE" || true
        arguments+=(--since-merge-base "$BASE")
      fi
    fi
    ;;
  *) arguments+=(--since "$SINCE") ;;
esac
if [ "${FIX:-false}" = true ]; then
  arguments+=(--fix)
fi
read -ra formats <<<"${FORMAT:-github}"
for format in "${formats[@]}"; do
  arguments+=(--output-format "$format")
done

folder=$(mktemp -d)
arguments+=(--output-format "jsonl:$folder/findings.jsonl" --output-format "markdown:$folder/summary.md")
before=$(git diff | cksum)

# Lines of lists are no commands, where the format itself does not speak in commands.
token=
case " ${formats[*]} " in
  *" github "*) ;;
  *)
    token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    echo "::stop-commands::$token"
    ;;
esac
status=0
awesome-lint "${arguments[@]}" -- "${paths[@]}" || status=$?
if [ -n "$token" ]; then
  echo "::$token::"
fi

if [ -f "$folder/summary.md" ]; then
  cat "$folder/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi
findings=0
if [ -f "$folder/findings.jsonl" ]; then
  findings=$(wc -l <"$folder/findings.jsonl")
fi
changed=false
if [ "$(git diff | cksum)" != "$before" ]; then
  changed=true
fi
{
  echo "findings=$((findings))"
  echo "changed=$changed"
} >>"$GITHUB_OUTPUT"
rm -r "$folder"
exit "$status"
