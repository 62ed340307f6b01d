#!/usr/bin/env python3
# Sluice
# SPDX-License-Identifier: Apache-2.0
"""Kills Sluice on real Kafka until it has had enough, then lets two judges look at the archive.

usage: kill_test.py [--mode kills|storm|brokers] [--kills 50] [--events 400000] [--rate 4000] [--seed S] [--dir DIR]

kills     one process at a time, killed with -9 at random moments and, every second time, at a numbered step of the
          protocol (SLUICE_FAULT); a kill counts only if that process had published an epoch
storm     three processes on one root, joining and leaving every few seconds, by SIGTERM and by kill -9 in turn
brokers   one process; brokers are killed and started again, the controller among them

Events arrive all the time. At the end a last process reads to the end; `sluice audit --brokers` and check_archive.py,
which knows nothing of manifests, both have to find nothing lost and nothing doubled.
Needs the release binary, Java 17 and the launcher that SLUICE_KAFKA names (default ../shared/kafka/kafka.sh).
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
KAFKA = os.environ.get("SLUICE_KAFKA", str(PROJECT / "../shared/kafka/kafka.sh"))
SLUICE = os.environ.get("SLUICE", str(PROJECT / ".build/release/sluice"))
TOPIC = "app.requests"
PARTITIONS = 4


class Cluster:
    """Real brokers in a directory of their own."""

    def __init__(self, directory, brokers, port):
        self.directory, self.brokers = str(directory), brokers
        lines = self.call("start", self.directory, "-n", str(brokers), "-p", str(port))
        self.bootstrap = lines.strip().splitlines()[-1]

    def call(self, *arguments):
        return subprocess.run([KAFKA, *arguments], check=True, capture_output=True, text=True).stdout

    def create_topic(self):
        self.call("topics", "--bootstrap-server", self.bootstrap, "--create", "--topic", TOPIC, "--partitions",
                  str(PARTITIONS), "--replication-factor", str(min(3, self.brokers)), "--config",
                  "min.insync.replicas=1")

    def stop(self):
        subprocess.run([KAFKA, "stop", self.directory], check=False, capture_output=True)


class Run:
    """One process of the topology and what became of it."""

    def __init__(self, test, *flags, fault=None):
        environment = dict(os.environ, KAFKA_BROKERS=test.cluster.bootstrap, TOPIC=TOPIC, GROUP="kill-test",
                           ARCHIVE_DIR=str(test.root), EPOCH_AGE=test.options.age, EPOCH_IDLE=test.options.age)
        environment.pop("SLUICE_FAULT", None)
        if fault:
            environment["SLUICE_FAULT"] = fault
        self.fault, self.started = fault, time.monotonic()
        self.log_path = test.directory / f"run-{test.runs}.log"
        test.runs += 1
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                [SLUICE, "run", str(PROJECT / "topologies/app-requests.yaml"), "--listen", "127.0.0.1:0", *flags],
                env=environment, stdout=log, stderr=log)

    def has_published(self):
        return b"epoch published" in self.log_path.read_bytes()

    def wait_published(self, limit):
        end = time.monotonic() + limit
        while time.monotonic() < end and self.process.poll() is None:
            if self.has_published():
                return True
            time.sleep(0.05)
        return self.has_published()

    def end(self, number):
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait()
        return self.process.returncode


class Test:
    def __init__(self, options):
        self.options, self.random, self.runs = options, random.Random(options.seed), 0
        self.directory = pathlib.Path(options.dir or tempfile.mkdtemp(prefix="sluice-kill-"))
        self.directory.mkdir(parents=True, exist_ok=True)
        self.root = self.directory / "archive"
        self.cluster = Cluster(self.directory / "kafka", options.brokers, options.port)
        self.cluster.create_topic()
        self.generator = subprocess.Popen(
            [SLUICE, "generate", "--brokers", self.cluster.bootstrap, "--topic", TOPIC, "--count", str(options.events),
             "--rate", str(options.rate), "--seed", str(options.seed)],
            stdout=subprocess.DEVNULL, stderr=open(self.directory / "generator.log", "wb"))

    def events_still_come(self):
        return self.generator.poll() is None

    def kills(self):
        points = subprocess.run([SLUICE, "version", "--faults"], check=True, capture_output=True,
                                text=True).stdout.split()
        counted = {"random": 0}
        turn = 0
        while sum(counted.values()) < self.options.kills:
            turn += 1
            if turn > 4 * self.options.kills:
                raise SystemExit(f"too few kills counted: {counted}")
            if turn % 2:
                run = Run(self)
                if run.wait_published(60):
                    time.sleep(self.random.uniform(0, 1.5))
                published = run.has_published()
                code = run.end(signal.SIGKILL)
                name = "random"
            else:
                name = points[(turn // 2 - 1) % len(points)]
                # Each partition reaches a point once an epoch: the fifth time is past the first publication. Settling
                # happens once after a start, and only where the last kill has left something: never counted, but tried.
                is_settling = name.startswith(("settle.",))
                run = Run(self, fault=f"{name}:{1 if is_settling else self.random.randint(5, 9)}")
                try:
                    code = run.process.wait(timeout=12 if is_settling else self.options.fault_wait)
                except subprocess.TimeoutExpired:
                    code = None
                    run.end(signal.SIGKILL)
                published = run.has_published()
            if code == -signal.SIGKILL and published:
                counted[name] = counted.get(name, 0) + 1
            print(f"{turn}: {name} exit {code} published {published} counted {sum(counted.values())}", flush=True)
        return counted

    def storm(self):
        runs = [Run(self) for _ in range(3)]
        changes = 0
        while self.events_still_come():
            time.sleep(self.random.uniform(2, 6))
            place = self.random.randrange(3)
            number = signal.SIGTERM if changes % 2 else signal.SIGKILL
            runs[place].end(number)
            time.sleep(self.random.uniform(0, 1))
            runs[place] = Run(self)
            changes += 1
        for run in runs:
            run.end(signal.SIGTERM)
        return {"changes": changes}

    def brokers(self):
        run, killed = Run(self), 0
        while self.events_still_come():
            time.sleep(self.random.uniform(3, 6))
            broker = str(killed % self.options.brokers + 1)
            self.cluster.call("kill", self.cluster.directory, broker)
            time.sleep(self.random.uniform(2, 5))
            self.cluster.call("run", self.cluster.directory, broker)
            killed += 1
            if run.process.poll() is not None:
                raise SystemExit(f"the process ended by itself, see {run.log_path}")
        run.end(signal.SIGTERM)
        return {"brokers killed": killed}

    def judge(self):
        self.generator.wait()
        last = Run(self, "--until-end")
        code = last.process.wait(timeout=600)
        audit = subprocess.run([SLUICE, "audit", str(self.root), "--brokers", self.cluster.bootstrap, "--json"],
                               capture_output=True, text=True)
        check = subprocess.run([sys.executable, str(HERE / "check_archive.py"), str(self.root),
                                str(self.options.events)], capture_output=True, text=True)
        return {"generator": self.generator.returncode, "last run": code, "audit": audit.returncode,
                "check": check.returncode, "found": json.loads(check.stdout or "{}")}, audit.stdout

    def close(self):
        self.generator.poll() is None and self.generator.kill()
        self.cluster.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["kills", "storm", "brokers"], default="kills")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--events", type=int, default=400_000)
    parser.add_argument("--rate", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--brokers", type=int, default=3)
    parser.add_argument("--port", type=int, default=29092)
    parser.add_argument("--age", default="1s")
    parser.add_argument("--fault-wait", type=float, default=45)
    parser.add_argument("--dir")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)

    test = Test(options)
    try:
        what = getattr(test, options.mode)()
        verdict, audit = test.judge()
    finally:
        test.close()
    print(json.dumps({"mode": options.mode, "seed": options.seed, "what": what, **verdict}))
    good = not any(verdict[key] for key in ("generator", "last run", "audit", "check"))
    if not good:
        print(audit)
        print(f"left for you to look at: {test.directory}")
    elif not options.keep and not options.dir:
        shutil.rmtree(test.directory)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
