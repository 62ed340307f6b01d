#!/usr/bin/env python3
# Sluice
# SPDX-License-Identifier: Apache-2.0
"""Handover between two roots on real Kafka, with the dead one coming back, at every step of the protocol.

usage: handover_test.py [--steps NAME,...] [--at 1,7] [--jobs 3] [--dir DIR] [--keep]

Process A on root 1 dies at the step, process B on root 2 takes its partitions over and goes on, A comes back later and
both go on. Then over both roots every record has to be there once, `sluice audit R1 R2` has to find nothing, and
nothing may be undecided. Steps of settling are died at when A comes back, with what an earlier death has left; once
more, A comes back after that. Each step is tried at its first and at a later time (`--at`). Events arrive all the time.
Steps that two roots do not reach are told and not counted. Ends with `N passed, N failed`.
"""
import argparse
import concurrent.futures
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

from campaign import truth as judges
from campaign.cluster import Cluster
from campaign.member import Member, SLUICE, fault_names
from campaign.producer import Producer
from campaign.progress import Progress

PARTITIONS = 3
RATE = 150
STEP_SECONDS_MAX = 45
GO_ON_SECONDS_MAX = 120
SETTLED_SECONDS_MAX = 60
# What A leaves before it dies in settling: something to roll forward, to roll back, to throw away.
LEAVING = {
    "settle.begun": "commit.sent", "settle.moved_aside": "seal.directory_synchronized",
    "settle.aside_synchronized": "seal.directory_synchronized", "settle.leftover_removed": "write.file_created"}


class Case:
    def __init__(self, cluster, directory, step, nth):
        self.cluster, self.step, self.nth = cluster, step, nth
        self.name = f"{step}-{nth}".replace(".", "-")
        self.directory = pathlib.Path(directory) / self.name
        self.directory.mkdir(parents=True)
        self.roots = [self.directory / "root-1", self.directory / "root-2"]
        environment = {"KAFKA_BROKERS": cluster.bootstrap, "TOPIC": self.name, "GROUP": self.name, "EPOCH_AGE": "500ms",
                       "SESSION_TIMEOUT": "6s", "MIN_FREE": "0"}
        self.a, self.b = (Member(name, root, self.directory, environment) for name, root in zip("ab", self.roots))
        self.failures, self.goes = [], []

    def run(self):
        """'passed', 'failed' or 'not reached', and what went wrong."""
        self.cluster.create_topic(self.name, PARTITIONS)
        self.producer = Producer(self.cluster.bootstrap, self.name, RATE, self.nth, self.directory / "producer.log")
        self.progress = Progress(self.roots, self.name, self.name)
        try:
            self.producer.start()
            if not self.die():
                return "not reached", []
            self.judge()
        except Exception as error:  # one case must not end the others
            traceback.print_exc()
            self.failures.append(repr(error))
        finally:
            self.progress.stop()
            self.producer.abandon()
            for member in (self.a, self.b):
                if member.process is not None:
                    member.kill()
        return "failed" if self.failures else "passed", self.failures

    def die(self):
        """A dies at the step, B takes over, A comes back."""
        if self.step == "settle.abandoned":
            self.a.start(fault=self.step)
            self.grows("A alone")
            self.a.freeze()
            self.b.start()
            self.grows("B, while A is stopped")
            self.a.thaw()
        elif self.step.startswith("settle."):
            self.a.start(fault=f"{LEAVING.get(self.step, 'commit.prepared')}:{self.nth}")
            if self.a.wait(STEP_SECONDS_MAX) is None:
                return False
            self.b.start()
            self.grows("B, after the first death")
            self.a.start(fault=self.step)
        else:
            self.a.start(fault=f"{self.step}:{self.nth}")
        code = self.a.wait(STEP_SECONDS_MAX)
        if code != -signal.SIGKILL:
            self.failures += [f"A ended with {code} instead of dying: {self.a.log_tail()}"] if code is not None else []
            return code is not None
        if not self.b.is_running:
            self.b.start()
        self.grows("B, after the death of A")
        self.a.start()
        if self.a.wait_logged("assigned", 60):
            self.grows("both")
        else:
            self.failures.append("A came back and got no partition")
        return True

    def grows(self, who):
        begun = time.monotonic()
        seconds = self.progress.wait_all_grown(begun, PARTITIONS, GO_ON_SECONDS_MAX)
        self.goes.append(f"{who} {'never' if seconds is None else f'{seconds:.1f} s'}")
        if seconds is None:
            self.failures.append(f"{who}: does not go on")

    def judge(self):
        self.producer.stop()
        self.failures += self.producer.failures
        missing = self.progress.wait_covered(self.cluster.ends(self.name), GO_ON_SECONDS_MAX)
        if missing:
            self.failures.append(f"not sealed: {missing}")
        # Who has given up a membership settles what it left when it has joined again.
        end = time.monotonic() + SETTLED_SECONDS_MAX
        while self.waiting() and time.monotonic() < end:
            time.sleep(0.5)
        for member in (self.a, self.b):
            code = member.terminate()
            if code != 0:
                self.failures.append(f"{member.name} ended with {code}: {member.log_tail()}")
        truth = judges.Truth()
        truth.read_log(self.cluster, self.name)
        verdict = judges.judge(truth, self.roots)
        self.counted = verdict["records"]
        code, findings = judges.audit(SLUICE, self.roots, self.cluster.bootstrap)
        for name in ("lost", "doubled", "foreign"):
            if verdict[name]:
                self.failures.append(f"{name}: {verdict[name]} {verdict.get('first_' + name)}")
        if code != 0:
            self.failures.append(f"audit ends with {code}: {findings[:3]}")
        self.failures += [f"still waits: {line[:400]}" for line in self.waiting()]

    def waiting(self):
        """Epochs that are undecided, or sealed and neither published nor given up."""
        commands = [[SLUICE, "archive", "settle", str(root), "--json"] for root in self.roots]
        return [line for command in commands
                for line in subprocess.run(command, capture_output=True, text=True).stdout.splitlines()]


def run_case(options, cluster, directory, step, nth):
    case = Case(cluster, directory, step, nth)
    outcome, failures = case.run()
    print(f"{outcome}: {step}:{nth}; {', '.join(case.goes)}; {getattr(case, 'counted', 0)} records", flush=True)
    for failure in failures:
        print(f"  {failure}\n  left for you to look at: {case.directory}", flush=True)
    if outcome != "failed" and not options.keep:
        shutil.rmtree(case.directory)
    return outcome


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", help="default: all of `sluice version --faults`")
    parser.add_argument("--at", default="1,7", help="how often a step is passed before it kills")
    parser.add_argument("--jobs", type=int, default=3)
    parser.add_argument("--port", type=int, default=30192)
    parser.add_argument("--dir")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    directory = pathlib.Path(options.dir or tempfile.mkdtemp(prefix="sluice-handover-"))
    steps = options.steps.split(",") if options.steps else fault_names()
    cases = [(step, int(nth)) for nth in options.at.split(",") for step in steps]
    cluster = Cluster(directory / "kafka", 1, options.port)
    counted = {"passed": 0, "failed": 0, "not reached": 0}
    try:
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as jobs:
            for outcome in jobs.map(lambda case: run_case(options, cluster, directory, *case), cases):
                counted[outcome] += 1
    finally:
        cluster.stop()
    if not counted["failed"] and not options.keep and not options.dir:
        shutil.rmtree(directory, ignore_errors=True)
    print(f"{counted['not reached']} not reached with two roots; not counted")
    print(f"{counted['passed']} passed, {counted['failed']} failed")
    sys.exit(1 if counted["failed"] else 0)


if __name__ == "__main__":
    main()
