# Sluice
# SPDX-License-Identifier: Apache-2.0
"""Real brokers in a directory of their own, and what can be done to them."""
import os
import pathlib
import re
import signal
import subprocess
import time

PROJECT = pathlib.Path(__file__).resolve().parents[3]
KAFKA = os.environ.get("SLUICE_KAFKA", str(PROJECT / "../shared/kafka/kafka.sh"))
OFFSETS_PARTITIONS = 8
CALL_SECONDS_MAX = 120


class Cluster:
    def __init__(self, directory, brokers, port):
        self.directory, self.ids = str(directory), list(range(1, brokers + 1))
        self.environment = dict(os.environ, KAFKA_HEAP=os.environ.get("KAFKA_HEAP", "256m"))
        lines = self.call("start", self.directory, "-n", str(brokers), "-p", str(port), "-o",
                          f"offsets.topic.num.partitions={OFFSETS_PARTITIONS}")
        self.bootstrap = lines.strip().splitlines()[-1]
        self.paused = set()

    def call(self, *arguments, check=True):
        done = subprocess.run([KAFKA, *arguments], capture_output=True, text=True, env=self.environment,
                              timeout=CALL_SECONDS_MAX, stdin=subprocess.DEVNULL)
        if check and done.returncode != 0:
            raise RuntimeError(f"kafka {' '.join(arguments)}: {done.stdout[-600:]}{done.stderr[-600:]}")
        return done.stdout + done.stderr if not check else done.stdout

    def admin(self, tool, *arguments, check=True):
        return self.call(tool, "--bootstrap-server", self.bootstrap, *arguments, check=check)

    def kcat(self, *arguments, seconds=60):
        done = subprocess.run(["kcat", "-b", self.bootstrap, *arguments], capture_output=True, text=True,
                              timeout=seconds, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise RuntimeError(f"kcat {' '.join(arguments)}: {done.stderr[-600:]}")
        return done.stdout

    # Topics

    def create_topic(self, topic, partitions):
        """A topic that was just deleted may be there for a moment: asks again."""
        end = time.monotonic() + 90
        while True:
            text = self.admin("topics", "--create", "--topic", topic, "--partitions", str(partitions),
                              "--replication-factor", str(min(3, len(self.ids))), "--config",
                              f"min.insync.replicas={min(2, len(self.ids))}",
                              check=False)
            if "Created topic" in text:
                return
            if time.monotonic() > end:
                raise RuntimeError(f"topic {topic} cannot be created: {text[-600:]}")

    def partitions(self, topic):
        """partition -> (leader, in-sync replicas), as one of the living brokers tells."""
        found = {}
        for number, leader, isrs in re.findall(r"partition (\d+), leader (-?\d+),.*isrs: ([\d,]*)",
                                               self.kcat("-L", "-t", topic)):
            found[int(number)] = (int(leader), len([one for one in isrs.split(",") if one]))
        return found

    def ends(self, topic):
        """partition -> end of its log."""
        arguments = [part for number in self.partitions(topic) for part in ("-t", f"{topic}:{number}:-1")]
        return {int(number): int(offset)
                for number, offset in re.findall(r"\[(\d+)\] offset (\d+)", self.kcat("-Q", *arguments))}

    def wait_in_sync(self, topics, seconds=90):
        """Until every replica of the topics follows its leader again: only then may another broker go."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                states = [state for topic in topics for state in self.partitions(topic).values()]
                if states and all(leader > 0 and count == min(3, len(self.ids)) for leader, count in states):
                    return True
            except (RuntimeError, subprocess.TimeoutExpired):
                pass
            time.sleep(0.5)
        return False

    # Who does what

    def coordinator(self, group):
        number = 0
        for letter in group:
            number = (31 * number + ord(letter)) & 0xFFFFFFFF
        number = (number & 0x7FFFFFFF) if number != 0x80000000 else 0
        return self.partitions("__consumer_offsets")[number % OFFSETS_PARTITIONS][0]

    def controller(self):
        """The broker that says last that it has become the active controller."""
        newest = (0, self.ids[0])
        for broker in self.ids:
            with open(f"{self.directory}/{broker}.log", encoding="utf-8", errors="replace") as log:
                for epoch in re.findall(r"Becoming the active controller at epoch (\d+)", log.read()):
                    newest = max(newest, (int(epoch), broker))
        return newest[1]

    # Faults

    def pid(self, broker):
        return int(pathlib.Path(f"{self.directory}/{broker}.pid").read_text())

    def kill(self, broker):
        self.call("kill", self.directory, str(broker))

    def run(self, broker):
        self.call("run", self.directory, str(broker))

    def pause(self, broker):
        self.paused.add(broker)
        self.call("pause", self.directory, str(broker))

    def resume(self, broker):
        self.call("resume", self.directory, str(broker))
        self.paused.discard(broker)

    def restart(self, broker):
        """As an operator does it: ends in order, then starts."""
        pid = self.pid(broker)
        os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + 60
        while is_alive(pid):
            if time.monotonic() > end:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.1)
        # A process that nobody has waited for yet looks alive to the launcher.
        pathlib.Path(f"{self.directory}/{broker}.pid").unlink(missing_ok=True)
        self.run(broker)

    def heal(self):
        """Whatever a fault that failed has left behind."""
        for broker in list(self.paused):
            self.resume(broker)
        for broker in self.ids:
            self.run(broker)

    def stop(self):
        subprocess.run([KAFKA, "stop", self.directory], check=False, capture_output=True)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
