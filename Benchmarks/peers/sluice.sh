#!/usr/bin/env bash
# Sluice
# SPDX-License-Identifier: Apache-2.0
#
# Runs one workload of the peer benchmark with the release binary that is there; builds nothing.
#   sluice.sh sluice-w1|sluice-w1-scan|sluice-w2    with BROKER, TOPIC, OUT, GROUP and N in the environment
# Ends when the end of the topic is sealed; files are main*, err* (W1, gzip) or plain* (W2) below OUT.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
name=${1:?usage: sluice.sh sluice-w1|sluice-w1-scan|sluice-w2}
binary=${SLUICE:-$here/../../.build/release/sluice}
workload=${name#sluice-}

fail() {
    echo "sluice.sh: $2" >&2
    exit "$1"
}
[[ -x $binary ]] || fail 69 "no release binary at $binary; swift build -c release --product sluice"
[[ -f $here/$workload.yaml ]] || fail 64 "no workload '$name'"
: "${BROKER:?}" "${TOPIC:?}" "${OUT:?}" "${GROUP:?}"
export COLLECTOR=${COLLECTOR:-$(hostname)}

exec "$binary" run "$here/$workload.yaml" --until-end --listen 127.0.0.1:0
