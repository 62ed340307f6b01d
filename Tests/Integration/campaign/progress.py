# Sluice
# SPDX-License-Identifier: Apache-2.0
"""What is published, as the names in `_manifests` tell: which partition grew when, and what is covered."""
import os
import pathlib
import re
import threading
import time

LOOK_SECONDS = 0.2
# first-next-incarnation-kind and generation-id; 'j' is an epoch without records.
NAME = re.compile(r"^(\d{19,})-(\d{19,})-([0-9a-f]+)-([a-z])\d*-[0-9a-f]+\.json$")


class Progress:
    def __init__(self, roots, group, topic):
        self.directories = [pathlib.Path(root) / "_manifests" / group / topic for root in roots]
        self.lock = threading.Lock()
        self.seen = {}        # (directory, partition) -> names
        self.grown = {}       # partition -> monotonic time of its last growth
        self.stalls = {}      # partition -> longest time without growth since the last reset
        self.ranges = {}      # partition -> [(first, next)] with records, of the topic's present life
        self.forgiven = {}    # partition -> [(first, next)] that an operator has skipped
        self.incarnations, self.retired = set(), set()
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self):
        while not self.ending.wait(LOOK_SECONDS):
            self.look()

    def look(self):
        with self.lock:
            for directory in self.directories:
                for partition in listed(directory):
                    if partition.isdigit():
                        self._take(directory, int(partition), listed(directory / partition))

    def _take(self, directory, partition, names):
        before = self.seen.setdefault((directory, partition), set())
        for name in names:
            match = NAME.match(name)
            if name in before or not match:
                continue
            before.add(name)
            first, after, kind = int(match[1]), int(match[2]), match[4]
            if kind != "j" and after > first:
                if (partition, match[3]) not in self.retired:
                    self.ranges.setdefault(partition, []).append((first, after))
                    self.incarnations.add((partition, match[3]))
                now = time.monotonic()
                last = self.grown.get(partition)
                if last is not None:
                    self.stalls[partition] = max(self.stalls.get(partition, 0), now - last)
                self.grown[partition] = now

    def begin_stalls(self):
        with self.lock:
            self.stalls = {}

    def longest_stall(self):
        with self.lock:
            return max(self.stalls.values(), default=0.0)

    def wait_all_grown(self, since, partitions, seconds, keep_going=lambda: None):
        """Seconds from `since` until each of the partitions has grown; None where one does not."""
        end = time.monotonic() + seconds
        while True:
            with self.lock:
                times = [self.grown.get(partition, 0) for partition in range(partitions)]
            if all(one > since for one in times):
                return max(times) - since
            if time.monotonic() > end:
                return None
            keep_going()
            time.sleep(LOOK_SECONDS)

    def retire(self):
        """The topic is deleted: what comes now is of another life."""
        self.look()
        with self.lock:
            self.retired |= self.incarnations
            self.ranges, self.forgiven = {}, {}

    def rewind(self, targets):
        """What lies at or behind these offsets is to be archived anew."""
        self.look()
        with self.lock:
            for partition, target in targets.items():
                self.ranges[partition] = [one for one in self.ranges.get(partition, []) if one[1] <= target]

    def forgive(self, partition, first, after):
        with self.lock:
            self.forgiven.setdefault(partition, []).append((first, after))

    def reached(self, partition):
        """Up to where everything from 0 on is published or forgiven."""
        with self.lock:
            return contiguous_end(self.ranges.get(partition, []) + self.forgiven.get(partition, []))

    def behind(self, ends):
        """partition -> (reached, end) of those that have not reached the end."""
        reached = {partition: self.reached(partition) for partition in ends}
        return {partition: (reached[partition], end) for partition, end in ends.items() if reached[partition] < end}

    def wait_covered(self, ends, seconds, keep_going=lambda: None):
        """What is not covered when the time is over; empty is good."""
        limit = time.monotonic() + seconds
        while True:
            self.look()
            missing = self.behind(ends)
            if not missing or time.monotonic() > limit:
                return missing
            keep_going()
            time.sleep(LOOK_SECONDS)

    def stop(self):
        self.ending.set()
        self.thread.join()


def listed(directory):
    try:
        return os.listdir(directory)
    except (FileNotFoundError, NotADirectoryError):
        return []


def contiguous_end(ranges):
    reached = 0
    for first, after in sorted(ranges):
        if first <= reached:
            reached = max(reached, after)
    return reached
