#!/usr/bin/env python3
# Sluice
# SPDX-License-Identifier: Apache-2.0
"""Judges an archive without Sluice: every event from 0 to N-1 is in exactly one sealed file.

usage: check_archive.py ROOT N [--field seq]

Reads the files under ROOT whose first directory does not begin with `_` (those are Sluice's own), unpacks them with
zstdcat and zcat, and counts the values of the field. Dead letters are looked into as well: their raw text holds the
event. Prints one JSON line; exit 0 when nothing is lost and nothing doubled, else 1.
"""
import argparse
import base64
import collections
import json
import pathlib
import subprocess
import sys

UNPACK = {".zst": ["zstdcat", "-q"], ".gz": ["zcat"], ".ndjson": ["cat"]}


def lines(path):
    command = UNPACK[path.suffix] + [str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    yield from process.stdout
    if process.wait() != 0:
        raise SystemExit(f"{path}: {command[0]} says that it is damaged")


def event_of(line, is_dead_letter):
    event = json.loads(line)
    if not is_dead_letter:
        return event
    raw = event["raw"] if "raw" in event else base64.b64decode(event["raw_base64"])
    return json.loads(raw)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--field", default="seq")
    options = parser.parse_args()

    seen = collections.Counter()
    files = foreign = 0
    for path in sorted(options.root.rglob("*")):
        first = path.relative_to(options.root).parts[0]
        if not path.is_file() or first.startswith("_") or path.name == "store.json":
            continue
        files += 1
        for line in lines(path):
            number = event_of(line, first == "dead_letters").get(options.field)
            if isinstance(number, int) and 0 <= number < options.count:
                seen[number] += 1
            else:
                foreign += 1
    doubled = {number: times for number, times in seen.items() if times > 1}
    lost = [number for number in range(options.count) if number not in seen]
    print(json.dumps({
        "files": files, "events": sum(seen.values()), "lost": len(lost), "doubled": len(doubled), "foreign": foreign,
        "first_lost": lost[:5], "first_doubled": sorted(doubled)[:5],
    }))
    sys.exit(1 if lost or doubled or foreign else 0)


if __name__ == "__main__":
    main()
