# Sluice
# SPDX-License-Identifier: Apache-2.0
"""What 100,000 partitions of groups cost `sluice monitor` on real Kafka.

usage: scripts/compare-burrow scale [--dir DIR] [--groups 200] [--topics 10] [--partitions 50] [--rounds 12]

Commits are made through the admin API, a round for all groups at a time. Told are the processor time of the monitor per
commit (reading, decoding, storing, and everything else that it does meanwhile), its memory per ring, and the processor
time of a scrape and of a judgement of all groups.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time
import urllib.request

from confluent_kafka import Consumer, ConsumerGroupTopicPartitions, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from .programs import Kafka, Monitor

CALL_SECONDS = 60
COMMITTERS = 4
SCRAPES = 5


class Usage:
    """Processor time and memory of a process."""

    def __init__(self, process):
        self.path = pathlib.Path("/proc") / str(process)

    def seconds(self):
        parts = (self.path / "stat").read_text().rsplit(")", 1)[1].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    def kib(self):
        return next(int(line.split()[1]) for line in (self.path / "status").read_text().splitlines()
                    if line.startswith("VmRSS"))


def get(url):
    with urllib.request.urlopen(url, timeout=CALL_SECONDS) as answer:
        return answer.read()


def commits(base):
    """Commits that the monitor has taken in."""
    return json.loads(get(base + "/v1/clusters/local"))["counters"]["commits"]


def commit(admin, group, topics, partitions, offset):
    request = ConsumerGroupTopicPartitions(
        group, [TopicPartition(topic, number, offset) for topic in topics for number in range(partitions)])
    admin.alter_consumer_group_offsets([request], request_timeout=CALL_SECONDS)[group].result(CALL_SECONDS)


def measure(arguments, monitor, admin, topics):
    usage = Usage(monitor.process.pid)
    groups = [f"group-{number:03}" for number in range(arguments.groups)]
    rings = arguments.groups * arguments.topics * arguments.partitions
    idle, before = usage.kib(), usage.seconds()
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(COMMITTERS) as pool:
        for offset in range(1, arguments.rounds + 1):
            list(pool.map(lambda group: commit(admin, group, topics, arguments.partitions, offset), groups))
    made = rings * arguments.rounds
    while commits(monitor.base) < made:
        time.sleep(0.5)
        if time.monotonic() - begun > 600:
            raise RuntimeError("the monitor has not seen all commits")
    elapsed = time.monotonic() - begun
    print(f"{made} commits in {elapsed:.0f} s: {(usage.seconds() - before) / made * 1e6:.2f} us of processor time each")
    print(f"{rings} rings: {(usage.kib() - idle) * 1024 / rings:.0f} bytes each beyond the {idle} KiB before")
    for name, path in (("scrape", "/metrics"), ("scrape, Burrow's names", "/metrics?personality=burrow"),
                       ("judgement of all groups", "/v1/clusters/local/groups?limit=1000")):
        before, size = usage.seconds(), 0
        for _ in range(SCRAPES):
            size = len(get(monitor.base + path))
        print(f"{name}: {(usage.seconds() - before) / SCRAPES:.3f} s of processor time, {size} bytes")


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    parser = argparse.ArgumentParser(prog="scripts/compare-burrow scale")
    parser.add_argument("--dir")
    parser.add_argument("--kafka", default="4.3.1")
    for name, value in (("groups", 200), ("topics", 10), ("partitions", 50), ("rounds", 12)):
        parser.add_argument(f"--{name}", type=int, default=value)
    arguments = parser.parse_args()
    directory = pathlib.Path(arguments.dir or tempfile.mkdtemp(prefix="sluice-scale-"))
    kafka = Kafka(directory / "kafka", arguments.kafka)
    monitor = None
    try:
        kafka.start()
        admin = AdminClient({"bootstrap.servers": kafka.bootstrap, "log_level": 2})
        topics = [f"topic-{number}" for number in range(arguments.topics)]
        for future in admin.create_topics([NewTopic(name, arguments.partitions, 1) for name in topics]).values():
            future.result(CALL_SECONDS)
        # Makes brokers create the offsets topic, which the admin API does not wait for.
        first = Consumer({"bootstrap.servers": kafka.bootstrap, "group.id": "first", "log_level": 2})
        first.commit(offsets=[TopicPartition(topics[0], 0, 0)], asynchronous=False)
        first.close()
        monitor = Monitor(directory / "sluice", kafka.bootstrap)
        monitor.start()
        measure(arguments, monitor, admin, topics)
    finally:
        if monitor:
            monitor.stop()
        kafka.stop()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
