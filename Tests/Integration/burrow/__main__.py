# Sluice
# SPDX-License-Identifier: Apache-2.0
"""Compares `sluice monitor` with LinkedIn's Burrow 1.2.1 (Debian's) on real Kafka 3.9.1, and itself on Kafka 4.

usage: scripts/compare-burrow [--dir DIR] [--keep] [--only-sluice] [--kafka 4.3.1] [--record FILE] [--expect FILE]

Groups of every kind commit step by step; after each step both programs are asked the same questions of API v3, and the
answers have to be equal field by field (without observedAt, client_id and owner, which that version cannot fill). The
answers of a run can be recorded, and a run on a Kafka that Burrow cannot read has to give them again. Differences that
are bugs of Burrow are named in `NAMED`. Ends with `N compared, N differences`.
"""
import argparse
import json
import pathlib
import shutil
import signal
import sys
import tempfile
import time

from . import answers, groups
from .programs import Burrow, Kafka, Monitor

EQUAL_SECONDS_MAX = 4
SEEN_SECONDS_MAX = 20
COMMIT_SECONDS_MIN = 1.5
LINE_MAX = 400
# Steps whose answers are recorded: windows half full, full, and after everything has happened.
RECORDED = (4, 11, 16, groups.STEPS)
# Groups whose answers differ because of a bug of Burrow 1.2.1, and which.
NAMED = {
    "deleted": "drops all tombstones: a deleted group stays until it expires",
    "aborted": "reads uncommitted records: offsets of aborted transactions count",
}


def wait(what, seconds, condition):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"{what} not within {seconds} s")
        time.sleep(0.1)


class Comparison:
    def __init__(self, burrow, sluice, field):
        self.burrow, self.sluice, self.field = burrow, sluice, field
        self.compared, self.differences, self.named = 0, [], {}
        self.committed_at = time.monotonic()

    def apis(self):
        return [api for api in (self.burrow, self.sluice) if api]

    def step(self, step):
        self.field.produce()
        for api in self.apis():
            for topic, ends in self.field.ends().items():
                wait(f"{api.base}: the end of {topic}", SEEN_SECONDS_MAX, lambda: api.ends(topic) == ends)
        # Commits closer than the least distance are merged, by other rules in Burrow 1.2.1.
        time.sleep(max(0, self.committed_at + COMMIT_SECONDS_MIN - time.monotonic()))
        committed = self.field.commit(step)
        self.committed_at = time.monotonic()
        for api in self.apis():
            for group in committed:
                if group.name == "aborted":
                    continue
                wait(f"{api.base}: the commit of {group.name} at step {step}", SEEN_SECONDS_MAX,
                     lambda: api.last_offset(group.name) == group.committed[0])
        if step == groups.STEP_OF_DELETION:
            self.field.delete("deleted")
            wait("the deletion", SEEN_SECONDS_MAX, lambda: self.sluice.lag("deleted")[0] == 404)

    def questions(self):
        yield "clusters", lambda api: api.get("/v3/kafka")
        yield "topics", lambda api: api.kafka("topic")
        yield "missing topic", lambda api: api.kafka("topic", "no-such-topic")
        yield "missing cluster", lambda api: api.get("/v3/kafka/nowhere/topic")
        yield "missing path", lambda api: api.get("/v3/nowhere")
        yield "missing group", lambda api: api.kafka("consumer", "no-such-group", "lag")
        yield "missing group, detail", lambda api: api.kafka("consumer", "no-such-group")
        for group in self.field.groups:
            yield f"{group.topic}: offsets", lambda api, group=group: api.kafka("topic", group.topic)
            for kind in ((), ("status",), ("lag",)):
                yield (f"{group.name}: {'/'.join(kind) or 'detail'}",
                       lambda api, group=group, kind=kind: api.kafka("consumer", group.name, *kind))

    def compare(self, step):
        for name, question in self.questions():
            group = name.split(":")[0]
            found = self.settled(question, 0 if group in NAMED else EQUAL_SECONDS_MAX)
            self.compared += 1
            if found and group in NAMED:
                self.named.setdefault(group, found)
            elif found:
                self.differences.append(f"step {step}, {name}: {found}")
                print(f"DIFFERENT  {self.differences[-1][:LINE_MAX]}", flush=True)
        self.compare_consumers(step)

    def compare_consumers(self, step):
        lists = [set(api.kafka("consumer")[1]["consumers"]) - set(NAMED) for api in self.apis()]
        self.compared += 1
        if lists[0] != lists[-1]:
            self.differences.append(f"step {step}, consumers: {sorted(lists[0] ^ lists[-1])}")

    def settled(self, question, seconds):
        """The difference that stays: rules look at the clock, and the two are not asked in the same millisecond."""
        end = time.monotonic() + seconds
        while True:
            found = answers.difference(*(answers.plain(question(api)) for api in (self.burrow, self.sluice)))
            if not found or time.monotonic() > end:
                return found
            time.sleep(0.3)

    def recorded(self):
        return {name: answers.timeless(answers.plain(question(self.sluice)))
                for name, question in self.questions() if ":" in name and not name.startswith(tuple(NAMED))}


def run(arguments, directory):
    kafka = Kafka(directory / "kafka", arguments.kafka)
    programs = [kafka]
    try:
        kafka.start()
        field = groups.Field(kafka.bootstrap)
        field.begin()
        burrow = None if arguments.only_sluice else Burrow(directory / "burrow", kafka.bootstrap)
        sluice = Monitor(directory / "sluice", kafka.bootstrap)
        for program in (burrow, sluice):
            if program:
                programs.append(program)
                program.start()
        comparison = Comparison(
            answers.API(burrow.base) if burrow else None, answers.API(sluice.base), field)
        recorded = {}
        for step in range(1, groups.STEPS + 1):
            comparison.step(step)
            if burrow:
                comparison.compare(step)
            if step in RECORDED:
                recorded[str(step)] = comparison.recorded()
            print(f"step {step} of {groups.STEPS}: {comparison.compared} compared, "
                  f"{len(comparison.differences)} differences", flush=True)
        return comparison, recorded
    finally:
        for program in reversed(programs):
            program.stop()


def main():
    # What was started is ended then, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    parser = argparse.ArgumentParser(prog="scripts/compare-burrow", usage=__doc__.split("usage: ")[1].split("\n")[0])
    parser.add_argument("--dir")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--only-sluice", action="store_true")
    parser.add_argument("--kafka", default="3.9.1")
    parser.add_argument("--record")
    parser.add_argument("--expect")
    arguments = parser.parse_args()
    directory = pathlib.Path(arguments.dir or tempfile.mkdtemp(prefix="sluice-burrow-"))
    directory.mkdir(parents=True, exist_ok=True)
    comparison, recorded = run(arguments, directory)
    for group, found in sorted(comparison.named.items()):
        print(f"named      {group}: Burrow 1.2.1 {NAMED[group]} ({found[:LINE_MAX]})")
    if arguments.record:
        lines = [f'"{step}": {json.dumps(named, sort_keys=True)}' for step, named in recorded.items()]
        pathlib.Path(arguments.record).write_text("{\n" + ",\n".join(lines) + "\n}\n")
    if arguments.expect:
        expected = json.loads(pathlib.Path(arguments.expect).read_text())
        for step, named in sorted(expected.items(), key=lambda entry: int(entry[0])):
            for name, answer in named.items():
                comparison.compared += 1
                found = answers.difference(answer, recorded.get(step, {}).get(name))
                if found:
                    comparison.differences.append(f"step {step}, {name}: {found}")
                    print(f"DIFFERENT  {comparison.differences[-1][:LINE_MAX]}", flush=True)
    if not arguments.keep:
        shutil.rmtree(directory, ignore_errors=True)
    print(f"{comparison.compared} compared, {len(comparison.differences)} differences")
    return 1 if comparison.differences else 0


if __name__ == "__main__":
    sys.exit(main())
