#!/usr/bin/env bash
# Sluice
# SPDX-License-Identifier: Apache-2.0
#
# Measures the lag monitor: `Benchmarks/monitor.sh`. Its benchmark belongs to the main package, because it calls what is
# `package`; the variable lets the package manager see it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export SLUICE_MONITOR_BENCH=1
swift build -c release --product sluice-monitor-bench
exec "$(swift build -c release --show-bin-path)/sluice-monitor-bench" "$@"
