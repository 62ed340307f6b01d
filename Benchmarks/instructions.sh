#!/bin/sh
# Sluice
# SPDX-License-Identifier: Apache-2.0
#
# Instructions per record of each benchmark, counted by valgrind: the same on every run and on a busy machine.
# usage: Benchmarks/instructions.sh [FILTER]     (build first: swift build -c release --package-path Benchmarks)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bench="$here/.build/release/sluice-bench"
records=1000
[ -x "$bench" ] || { echo "no $bench: run swift build -c release --package-path Benchmarks" >&2; exit 66; }
command -v valgrind >/dev/null || { echo "valgrind is not installed" >&2; exit 69; }

count() {
    # $1 benchmark, $2 repeats
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bench" \
        --filter "$1" --exact --records $records --repeat "$2" 2>&1 | awk '/Collected/ { print $4 }'
}

printf '%-32s %s\n' benchmark instructions/record
"$bench" --list | grep -- "${1:-}" | while read -r name; do
    few=$(count "$name" 2)
    many=$(count "$name" 6)
    printf '%-32s %s\n' "$name" $(((many - few) / (4 * records)))
done
