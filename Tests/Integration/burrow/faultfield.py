# Sluice
# SPDX-License-Identifier: Apache-2.0
"""The field of the faults: three brokers, a monitor, two groups that commit all the time, and a watcher of answers."""
import json
import pathlib
import signal
import subprocess
import threading
import time
import urllib.request

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from .answers import API
from .programs import KAFKA, MONITOR, SLUICE, call, free_port

BROKERS = 3
PARTITIONS = 4
STEP_SECONDS = 0.5
CALL_SECONDS = 30
QUIET = {"log_level": 0}


class Fault(Exception):
    """What was expected did not happen."""


def until(what, seconds, condition):
    """The first result that is not false; says what was seen last where there is none in time."""
    end, last = time.monotonic() + seconds, None
    while True:
        try:
            last = condition()
            if last:
                return last
        except (OSError, KafkaException, KeyError, TypeError) as error:
            last = error
        if time.monotonic() > end:
            raise Fault(f"not within {seconds} s: {what} (last: {last!r})")
        time.sleep(0.1)


class Cluster:
    def __init__(self, directory, version):
        self.directory = directory
        self.environment = {"KAFKA_VERSION": version, "KAFKA_HEAP": "320m"}
        self.port = next(port for port in iter(free_port, None) if port < 60000)
        self.bootstrap = ",".join(f"127.0.0.1:{self.port + 2 * number}" for number in range(BROKERS))
        self.paused = set()

    def run(self, *arguments):
        return call(KAFKA, *arguments, environment=self.environment, seconds=180)

    def start(self):
        self.run("start", self.directory, "-n", BROKERS, "-p", self.port, "-o", "offsets.topic.num.partitions=4",
                 "-o", "group.coordinator.rebalance.protocols=classic,consumer")

    def on(self, verb, number):
        self.run(verb, self.directory, number)

    def stop(self):
        if self.directory.exists():
            self.run("stop", self.directory)


class Program:
    """`sluice monitor`, not waited for: a cluster need not be there."""

    def __init__(self, directory, bootstrap, more=""):
        self.directory, self.api = pathlib.Path(directory), None
        self.directory.mkdir(parents=True, exist_ok=True)
        port = free_port()
        self.path = self.directory / "monitor.yaml"
        self.path.write_text(MONITOR.format(bootstrap=bootstrap, port=port) + more)
        self.api = API(f"http://127.0.0.1:{port}")
        self.log = open(self.directory / "monitor.log", "ab")

    def start(self):
        self.process = subprocess.Popen([SLUICE, "monitor", str(self.path)], stdout=self.log, stderr=self.log,
                                        stdin=subprocess.DEVNULL)
        return self

    def cluster(self):
        code, body = self.api.get("/v1/clusters/local")
        return body if code == 200 else {}

    def state(self):
        return self.cluster()["state"]

    def group(self, name):
        code, body = self.api.get(f"/v1/clusters/local/groups/{name}")
        return body if code == 200 else {}

    def status(self, name):
        return self.group(name).get("status")

    def text(self, path):
        """The status of an answer that is no JSON."""
        with urllib.request.urlopen(self.api.base + path, timeout=CALL_SECONDS) as answer:
            answer.read()
            return answer.status

    def ready(self, seconds=40):
        until("the monitor is ready", seconds, lambda: self.state() == "ready")

    def kib(self, name="VmHWM"):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith(name))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Fault("the monitor did not end within 15 s of SIGTERM") from None
        if code not in (0, -signal.SIGTERM, 128 + signal.SIGTERM):
            raise Fault(f"the monitor ended with {code}")


class Committer(threading.Thread):
    """Produces to `events`; `live` commits the ends, `stuck` always the same. What fails is tried again."""

    def __init__(self, bootstrap):
        super().__init__(daemon=True)
        self.bootstrap, self.ends, self.rounds = bootstrap, [0] * PARTITIONS, 0
        self.is_stopping = threading.Event()

    def note(self, error, message):
        if error is None:
            self.ends[message.partition()] = max(self.ends[message.partition()], message.offset() + 1)

    def run(self):
        producer = Producer({"bootstrap.servers": self.bootstrap, "message.timeout.ms": 5000, "linger.ms": 0, **QUIET})
        groups = {name: Consumer({"bootstrap.servers": self.bootstrap, "group.id": name, "enable.auto.commit": False,
                                  "socket.timeout.ms": 4000, **QUIET}) for name in ("live", "stuck")}
        while not self.is_stopping.wait(STEP_SECONDS):
            for number in range(PARTITIONS):
                producer.produce("events", b"event", partition=number, callback=self.note)
            producer.flush(5)
            committed = 0
            for name, consumer in groups.items():
                offsets = self.ends if name == "live" else [1] * PARTITIONS
                try:
                    consumer.commit(offsets=[TopicPartition("events", number, offset)
                                             for number, offset in enumerate(offsets)], asynchronous=False)
                    committed += 1
                except KafkaException:
                    continue
            self.rounds += committed == len(groups)


class Watcher(threading.Thread):
    """Asks for `stuck` all the time: never OK once it was seen in trouble."""

    def __init__(self, field):
        super().__init__(daemon=True)
        self.field, self.seen, self.wrong, self.has_trouble = field, [], [], False
        self.is_stopping = threading.Event()

    def run(self):
        while not self.is_stopping.wait(0.2):
            try:
                group = self.field.monitor.group("stuck")
            except OSError:
                continue
            status = group.get("status", "none")
            if not self.seen or self.seen[-1] != status:
                self.seen.append(status)
            self.has_trouble = self.has_trouble or status == "ERR"
            if self.has_trouble and status == "OK":
                self.wrong.append(json.dumps(group)[:600])


class Field:
    def __init__(self, directory, version):
        self.directory, self.told = pathlib.Path(directory), []
        self.directory.mkdir(parents=True, exist_ok=True)
        self.kafka = Cluster(self.directory / "kafka", version)
        self.monitor = Program(self.directory / "main", self.kafka.bootstrap)
        self.others, self.committer, self.watcher, self.client = [], None, None, None

    def tell(self, text):
        self.told.append(text)

    def admin(self):
        """One for all: a client that is let go never answers."""
        if self.client is None:
            self.client = AdminClient({"bootstrap.servers": self.kafka.bootstrap, "socket.timeout.ms": 5000, **QUIET})
        return self.client

    def create(self, name, partitions=PARTITIONS):
        until(f"topic {name} is made", 30, lambda: self.admin().create_topics(
            [NewTopic(name, partitions, BROKERS)])[name].result(CALL_SECONDS) is None)

    def produce(self, topic, count, partition=0):
        producer = Producer({"bootstrap.servers": self.kafka.bootstrap, **QUIET})
        for _ in range(count):
            producer.produce(topic, b"event", partition=partition)
        if producer.flush(CALL_SECONDS):
            raise Fault("not all records were acknowledged")

    def commit(self, group, topic, offset, partition=0):
        consumer = Consumer({"bootstrap.servers": self.kafka.bootstrap, "group.id": group,
                             "enable.auto.commit": False, **QUIET})
        try:
            until(f"{group} commits", 30, lambda: consumer.commit(
                offsets=[TopicPartition(topic, partition, offset)], asynchronous=False))
        finally:
            consumer.close()

    def other(self, name, more=""):
        program = Program(self.directory / name, self.kafka.bootstrap, more)
        self.others.append(program)
        return program.start()

    def begin(self):
        self.committer, self.watcher = Committer(self.kafka.bootstrap), Watcher(self)
        self.committer.start()
        self.watcher.start()

    def offsets_leader(self, group):
        """Partition of the offsets topic that has the group, and its leader."""
        code = 0
        for letter in group:
            code = (31 * code + ord(letter)) & 0xFFFFFFFF
        parts = self.admin().list_topics("__consumer_offsets", 5).topics["__consumer_offsets"].partitions
        number = (code & 0x7FFFFFFF) % len(parts)
        return number, parts[number].leader

    def committed(self, group="live"):
        """The sum of what the monitor knows as committed."""
        return sum(part["committed"]["offset"] for part in self.monitor.group(group)["partitions"])

    def recovered(self, seconds=60):
        """`live` commits again and is seen to; both groups are judged as before."""
        self.monitor.ready(seconds)
        rounds, begun = self.committer.rounds, self.committed()
        until("groups commit again", seconds, lambda: self.committer.rounds > rounds + 1)
        until("new commits are seen", seconds, lambda: self.committed() > begun)
        until("live is OK", seconds, lambda: self.monitor.status("live") == "OK")
        until("stuck is ERR", seconds, lambda: self.monitor.status("stuck") == "ERR")

    def check(self):
        """What must hold after every case."""
        for program in [self.monitor, *self.others]:
            if program.process.poll() is not None:
                raise Fault(f"a monitor has ended with {program.process.returncode}")
        if self.watcher:
            self.tell("stuck was " + ", ".join(self.watcher.seen[-12:]))
            self.watcher.seen = self.watcher.seen[-1:]
            if self.watcher.wrong:
                wrong, self.watcher.wrong = self.watcher.wrong, []
                raise Fault(f"stuck was OK {len(wrong)} times: {wrong[0]}")

    def heal(self):
        """After a case that has failed."""
        for number in sorted(self.kafka.paused):
            self.kafka.on("resume", number)
        self.kafka.paused.clear()
        self.kafka.start()

    def stop(self):
        for thread in (self.committer, self.watcher):
            if thread:
                thread.is_stopping.set()
                thread.join(CALL_SECONDS)
        for number in self.kafka.paused:
            self.kafka.on("resume", number)
        for program in [self.monitor, *self.others]:
            if getattr(program, "process", None) and program.process.poll() is None:
                program.process.kill()
                program.process.wait()
        self.kafka.stop()
