# Sluice
# SPDX-License-Identifier: Apache-2.0
"""The independent judge: what was in the topic, read by kcat, against what is in the published files.

Knows nothing of manifests. Every row tells the partition and offset that Sluice read it from; dead letters do so by
their envelope. A record is its number, partition and offset; it may be absent only where the round says that it was
deleted or skipped unread.
"""
import base64
import collections
import json
import pathlib
import re
import subprocess

UNPACK = {".zst": ["zstdcat", "-q"], ".gz": ["zcat"], ".ndjson": ["cat"]}
NUMBER = re.compile(r'(?:"seq": ?|seq=)(\d+)')
FILES_A_CALL = 200


class Truth:
    """What the topic held in all its lives."""

    def __init__(self):
        self.records = set()     # (number, partition, offset)
        self.optional = set()    # those that may be absent
        self.numbers = set()
        self.twice_in_log = 0
        self.lives = 0

    def read_log(self, cluster, topic, unread_from=None, skipped=None):
        """Takes in one life of the topic, whole. `unread_from`: partition -> offset from which its records may have
        been deleted unread; `skipped`: partition -> [(first, next)] that an operator moved the group past."""
        process = subprocess.Popen(["kcat", "-C", "-q", "-e", "-b", cluster.bootstrap, "-t", topic, "-o", "beginning",
                                    "-f", "%p %o %s\n"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        count = 0
        for line in process.stdout:
            partition, offset, payload = line.split(" ", 2)
            partition, offset, number = int(partition), int(offset), int(NUMBER.search(payload)[1])
            record = (number, partition, offset)
            count += 1
            self.twice_in_log += number in self.numbers
            self.numbers.add(number)
            self.records.add(record)
            if unread_from is not None and offset >= unread_from.get(partition, 0):
                self.optional.add(record)
            if any(first <= offset < after for first, after in (skipped or {}).get(partition, ())):
                self.optional.add(record)
        if process.wait() != 0:
            raise RuntimeError(f"kcat cannot read {topic}: {process.stderr.read()[-600:]}")
        self.lives += 1
        return count


def rows(root):
    """(number, partition, offset) of every row in the published files."""
    by_kind = collections.defaultdict(list)
    for path in sorted(pathlib.Path(root).rglob("*")):
        first = path.relative_to(root).parts[0]
        if first.startswith("_") or first in ("store.json", "lost+found") or not path.is_file():
            continue
        by_kind[(path.suffix, first == "dead_letters")].append(str(path))
    for (suffix, is_dead_letter), paths in by_kind.items():
        for at in range(0, len(paths), FILES_A_CALL):
            process = subprocess.Popen(UNPACK[suffix] + paths[at:at + FILES_A_CALL], stdout=subprocess.PIPE)
            for line in process.stdout:
                yield row_of(json.loads(line), is_dead_letter)
            if process.wait() != 0:
                raise RuntimeError(f"damaged: one of {paths[at]} and those behind it")


def row_of(row, is_dead_letter):
    if not is_dead_letter:
        return row.get("seq"), row["at"]["partition"], row["at"]["offset"]
    raw = row["raw"] if "raw" in row else base64.b64decode(row["raw_base64"]).decode(errors="replace")
    match = NUMBER.search(raw)
    return int(match[1]) if match else None, row["partition"], row["offset"]


def judge(truth, roots):
    """Counts and first examples; good where lost, doubled and foreign are 0."""
    seen = collections.Counter(row for root in roots for row in rows(root))
    foreign = [row for row in seen if row not in truth.records]
    lost = sorted(truth.records - truth.optional - seen.keys())
    doubled = sorted(row for row, times in seen.items() if times > 1)
    return {
        "records": len(truth.records), "archived": sum(seen.values()), "lost": len(lost), "doubled": len(doubled),
        "foreign": len(foreign), "absent_allowed": len(truth.optional - seen.keys()),
        "twice_in_log": truth.twice_in_log, "lives": truth.lives, "first_lost": lost[:5],
        "first_doubled": doubled[:5], "first_foreign": foreign[:5],
    }


def audit(sluice, roots, bootstrap):
    """Exit code and what `sluice audit` found wrong."""
    done = subprocess.run([sluice, "audit", *map(str, roots), "--brokers", bootstrap, "--json"], capture_output=True,
                          text=True, timeout=300)
    try:
        report = json.loads(done.stdout)
    except json.JSONDecodeError:
        return done.returncode, [done.stdout[-400:] + done.stderr[-400:]]
    return done.returncode, report.get("findings", [])
