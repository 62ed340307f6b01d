# Sluice
# SPDX-License-Identifier: Apache-2.0
# What the scripts share; source it.

set -euo pipefail

# The repository's root, wherever the caller stands.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

swift_needed=6.3
packages_build=(
    pkg-config librdkafka-dev libzstd-dev libisal-dev zlib1g-dev libyaml-dev libmicrohttpd-dev
    libsqlite3-dev libpcre2-dev libcurl4-openssl-dev
)
packages_test=(libsimdjson-dev jq zstd zsh fish groff-base)
packages_kafka=(openjdk-17-jre-headless)
packages_bench=(valgrind)
# Starts real brokers for tests; they are skipped where it is not there.
kafka_launcher=${SLUICE_KAFKA:-$root/../shared/kafka/kafka.sh}
# Programs that are taken out of their packages: installing prometheus would start a server.
tools=$root/.build/tools

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "$(basename "$0"): $*"
    exit 1
}

# missing PACKAGE...: those that are not installed
missing() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || echo "$package"
    done
}

# install PACKAGE...: asks apt for what is missing, as root or through sudo
install() {
    local wanted sudo=()
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        say "this is no Debian: install what corresponds to: $*"
        return 0
    fi
    mapfile -t wanted < <(missing "$@")
    ((${#wanted[@]})) || return 0
    if (($(id -u) != 0)); then
        command -v sudo >/dev/null || fail "needs root or sudo for: apt-get install ${wanted[*]}"
        sudo=(sudo)
        # Nobody can type a password in CI.
        [[ ${CI:-} != true ]] || sudo+=(-n)
    fi
    say "installing ${wanted[*]}"
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${wanted[@]}" >&2
}

# fetch_promtool: puts promtool below .build/tools unless it is there; without it one test is skipped
fetch_promtool() {
    local directory
    command -v promtool >/dev/null && return 0
    [[ ! -x $tools/usr/bin/promtool ]] || return 0
    command -v apt-get >/dev/null || return 0
    mkdir -p "$tools"
    directory=$(mktemp -d)
    say "fetching promtool"
    if (cd "$directory" && apt-get download -qq prometheus >&2 && dpkg -x prometheus_*.deb unpacked); then
        mkdir -p "$tools/usr/bin"
        mv "$directory/unpacked/usr/bin/promtool" "$tools/usr/bin/promtool"
    else
        say "no promtool: the test that needs it is skipped"
    fi
    rm -rf "$directory"
}

# fetch_validators: puts Python's judges of OpenAPI and JSON Schema below .build/tools unless they are there; without
# them two tests are skipped
fetch_validators() {
    [[ ! -x $tools/python/bin/openapi-spec-validator ]] || return 0
    command -v python3 >/dev/null || return 0
    say "fetching openapi-spec-validator"
    mkdir -p "$tools"
    if ! { python3 -m venv "$tools/python" &&
        "$tools/python/bin/pip" install --quiet openapi-spec-validator jsonschema; } >&2; then
        say "no openapi-spec-validator: the tests that need it are skipped"
        rm -rf "$tools/python"
    fi
}

# check_swift: ends the script unless a Swift that is new enough is there
check_swift() {
    local version
    command -v swift >/dev/null ||
        fail "Swift is not on the PATH; Sluice needs Swift $swift_needed or newer: https://www.swift.org/install/linux/"
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    [[ -n $version ]] || fail "'swift --version' does not tell its version"
    [[ $(printf '%s\n%s\n' "$swift_needed" "$version" | sort -V | head -n 1) == "$swift_needed" ]] ||
        fail "Swift $version is too old; Sluice needs $swift_needed or newer: https://www.swift.org/install/linux/"
}
