# Sluice
# SPDX-License-Identifier: Apache-2.0
"""One round: a topic, a group and roots of their own; faults while events arrive; then judgement."""
import collections
import json
import pathlib
import signal
import subprocess
import time

from . import truth as judges
from .disks import Disk
from .member import Member, SLUICE
from .producer import Producer
from .progress import Progress

PROCESSES = 3
GO_ON_SECONDS_MAX = 180
SEAL_SECONDS_MAX = 180
STEP_SECONDS_MAX = 20
STOPS_MAX = 4


class Round:
    def __init__(self, campaign, number, has_one_root):
        self.campaign, self.number, self.has_one_root = campaign, number, has_one_root
        self.cluster, self.random, self.next_step = campaign.cluster, campaign.random, campaign.next_step
        self.directory = pathlib.Path(campaign.directory) / f"round-{number:02}"
        self.directory.mkdir(parents=True)
        self.topic = self.group = f"campaign-{number}"
        self.partitions = self.random.randint(4, 6)
        self.truth, self.skipped = judges.Truth(), {}
        self.kinds, self.steps, self.times = collections.Counter(), collections.Counter(), []
        self.failures, self.notes = [], []
        # What a rewind means is one root's affair.
        self.on_rewind = "supersede" if has_one_root and number % 4 == 3 else "skip"
        self.disks, self.members, self.producer, self.progress = [], [], None, None
        self.slow_disk = self.directory / "slow-disk"

    def begin(self, rate):
        self.cluster.create_topic(self.topic, self.partitions)
        count = 1 if self.has_one_root else PROCESSES
        self.disks = [Disk(self.directory / f"disk-{number}") for number in range(count)]
        environment = {
            "KAFKA_BROKERS": self.cluster.bootstrap, "TOPIC": self.topic, "GROUP": self.group,
            "EPOCH_AGE": self.random.choice(["500ms", "1s", "2s"]), "MIN_FREE": self.random.choice(["4MiB", "0"]),
            "ON_REWIND": self.on_rewind,
            "ONLY_ROOT": "true" if self.has_one_root and self.random.random() < 0.5 else "false",
            "SLUICE_SLOW_DISK": str(self.slow_disk)}
        if self.campaign.shim:
            environment["LD_PRELOAD"] = str(self.campaign.shim)
        self.members = [
            Member(f"sluice-{number}", self.disks[number % len(self.disks)].root, self.directory, environment)
            for number in range(PROCESSES)]
        self.progress = Progress(self.roots, self.group, self.topic)
        self.producer = Producer(self.cluster.bootstrap, self.topic, rate, self.number, self.directory / "producer.log")
        self.producer.start()
        self._first_start()

    def _first_start(self):
        """The first start is a jump of every partition: every second round somebody dies in one of its steps."""
        begun = time.monotonic()
        name = self.random.choice(["seal.jump_sealed", "commit.sent", "publish.manifest_linked", "publish.begun"])
        if self.number % 2:
            self.die_at_step(self.members[0], f"{name}:{self.random.randint(1, 2)}")
        self.start_members()
        if self.progress.wait_all_grown(begun, self.partitions, GO_ON_SECONDS_MAX, self.check_members) is None:
            self.fail("does not begin")

    @property
    def roots(self):
        return [disk.root for disk in self.disks]

    def do(self, kind, fault):
        """One fault, and the time until every partition has grown after its end."""
        self.progress.begin_stalls()
        begun = time.monotonic()
        end = fault(self)
        seconds = self.progress.wait_all_grown(end, self.partitions, GO_ON_SECONDS_MAX, self.check_members)
        self.kinds[kind] += 1
        if seconds is None:
            self.fail(f"{kind}: did not go on within {GO_ON_SECONDS_MAX} s")
            seconds = float(GO_ON_SECONDS_MAX)
        self.times.append((kind, seconds, self.progress.longest_stall()))
        self.note(f"{kind}: {end - begun:.1f} s, went on after {seconds:.1f} s")

    # What faults use

    def any_member(self):
        return self.random.choice([member for member in self.members if not member.is_stopped])

    def hold(self, seconds):
        """Lets time pass; in one long wait of three a process is killed meanwhile."""
        end = time.monotonic() + seconds
        running = [member for member in self.members if member.is_running and not member.is_stopped]
        if seconds > 4 and len(running) > 1 and self.random.random() < 0.33:
            time.sleep(self.random.uniform(0.5, seconds / 2))
            member = self.random.choice(running)
            member.kill()
            self.count("kill -9")
            member.start()
        time.sleep(max(0, end - time.monotonic()))

    def die_at_step(self, member, fault):
        """Starts it to die there; kills it where it does not get there."""
        member.start(fault=fault)
        code = member.wait(STEP_SECONDS_MAX)
        if code == -signal.SIGKILL:
            self.count_step(fault.split(":")[0])
        elif code is not None:
            self.fail(f"{member.name} with the fault {fault} ended with {code}: {member.log_tail()}")
        else:
            self.note(f"{fault} was not reached")
            member.kill()
            self.count("kill -9")
        return code == -signal.SIGKILL

    def start_members(self, but=None):
        for member in self.members:
            if not member.is_running and member is not but:
                member.start()

    def stop_members(self):
        """In order. What deaths have left in slots is settled first: another go where something still waits."""
        for _ in range(STOPS_MAX):
            for member in self.members:
                code = member.terminate()
                if code != 0:
                    self.fail(f"{member.name} ended with {code} on SIGTERM: {member.log_tail()}")
            waiting = self.waiting_epochs()
            if not waiting:
                return
            self.note(f"epochs wait to be settled, stopping once more: {waiting[:2]}")
            self.start_members()
            self.hold(12)

    def waiting_epochs(self):
        found = []
        for root in self.roots:
            if (root / "store.json").exists():
                done = subprocess.run([SLUICE, "archive", "settle", str(root), "--json"], capture_output=True,
                                      text=True)
                found += done.stdout.splitlines()
        return found

    def check_members(self):
        for member in self.members:
            if member.process is not None and not member.is_running:
                self.fail(f"{member.name} ended by itself with {member.process.returncode}: {member.log_tail()}")
                member.start()
        self.producer.check()

    def count(self, kind):
        self.kinds[kind] += 1

    def count_step(self, name):
        self.steps[name] += 1

    def note(self, text):
        self.notes.append(text)
        with open(self.directory / "notes.log", "a", encoding="utf-8") as log:
            log.write(f"{time.strftime('%H:%M:%S')} {text}\n")

    def fail(self, text):
        self.failures.append(text)
        self.note(f"FAILED: {text}")

    # The end

    def finish(self):
        """Everything sealed, then the verdict."""
        self.slow_disk.unlink(missing_ok=True)
        self.producer.stop()
        self.failures += self.producer.failures
        missing = self.progress.wait_covered(self.cluster.ends(self.topic), SEAL_SECONDS_MAX, self.check_members)
        if missing:
            self.fail(f"not sealed within {SEAL_SECONDS_MAX} s: {missing}")
        for member in self.members:
            code = member.terminate()
            if code != 0:
                self.fail(f"{member.name} ended with {code} at the end: {member.log_tail()}")
        self.truth.read_log(self.cluster, self.topic, skipped=self.skipped)
        verdict = judges.judge(self.truth, self.roots)
        if len(self.truth.numbers) != self.producer.next:
            self.fail(f"the topic holds {len(self.truth.numbers)} of {self.producer.next} events")
        verdict["audit"], verdict["findings"] = judges.audit(SLUICE, self.roots, self.cluster.bootstrap)
        for name in ("lost", "doubled", "foreign", "audit"):
            if verdict[name]:
                self.fail(f"{name}: {verdict[name]} {verdict.get('first_' + name, verdict['findings'][:3])}")
        (self.directory / "verdict.json").write_text(json.dumps(verdict, indent=1))
        return verdict

    def close(self):
        if self.progress:
            self.progress.stop()
        if self.producer:
            self.producer.abandon()
        for member in self.members:
            if member.process is not None:
                member.kill()
        for disk in self.disks:
            if self.failures or self.campaign.keeps:
                disk.keep()
            disk.close()
