# Sluice
# SPDX-License-Identifier: Apache-2.0
"""The three programs of a comparison: brokers, Burrow, and our monitor, with the same settings."""
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.request

PROJECT = pathlib.Path(__file__).resolve().parents[3]
KAFKA = os.environ.get("SLUICE_KAFKA", str(PROJECT / "../shared/kafka/kafka.sh"))
# Starts ZooKeeper and Burrow: windows of 10 commits at least 1 s apart, offsets every second, answers kept for 1 s.
BURROW = os.environ.get("SLUICE_BURROW", str((PROJECT / "../shared/conformance/burrow/live.sh").resolve()))
SLUICE = os.environ.get("SLUICE", "sluice")
READY_SECONDS_MAX = 60
STARTS_MAX = 5

MONITOR = """\
clusters:
  local:
    brokers: "{bootstrap}"
    collector: offsets_topic
    offset_refresh: 1s
    topic_refresh: 5s
    intervals: 10
    min_distance: 1s
evaluation: {{expire_cache: 1s}}
listen: 127.0.0.1:{port}
"""


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def call(*arguments, environment=None, seconds=120, directory=None):
    done = subprocess.run([str(part) for part in arguments], capture_output=True, text=True, timeout=seconds,
                          env=dict(os.environ, **(environment or {})), cwd=directory,
                          stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, arguments))}: {done.stdout[-800:]}{done.stderr[-800:]}")
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


class Kafka:
    def __init__(self, directory, version):
        self.directory, self.environment = directory, {"KAFKA_VERSION": version, "KAFKA_HEAP": "384m"}

    def start(self):
        self.bootstrap = call(KAFKA, "start", self.directory, "-p", free_port(), "-o", "offsets.topic.num.partitions=8",
                              environment=self.environment)

    def stop(self):
        call(KAFKA, "stop", self.directory, environment=self.environment)


class Burrow:
    def __init__(self, directory, bootstrap):
        self.directory, self.bootstrap, self.zookeeper = directory, bootstrap, None

    def start(self):
        """Burrow ends where ZooKeeper takes its connection and does not serve yet: it is started once more then, and
        meets the first ZooKeeper; the second one cannot have its port and ends."""
        work = self.directory / "work"
        work.mkdir(parents=True, exist_ok=True)
        environment = {"BURROW_PORT": str(free_port()), "ZOOKEEPER_PORT": str(free_port())}
        for attempt in range(STARTS_MAX):
            try:
                # Burrow writes its process id into the working directory, and ends where it finds one.
                self.base = call(BURROW, "start", self.directory, self.bootstrap, environment=environment,
                                 directory=work)
                return
            except RuntimeError:
                if attempt == STARTS_MAX - 1:
                    raise
            finally:
                if self.zookeeper is None:
                    self.zookeeper = int((self.directory / "zookeeper.pid").read_text())
            time.sleep(1)

    def stop(self):
        call(BURROW, "stop", self.directory)
        try:
            os.kill(self.zookeeper, signal.SIGTERM)
        except (ProcessLookupError, TypeError):
            pass


class Monitor:
    def __init__(self, directory, bootstrap):
        self.directory, self.bootstrap = pathlib.Path(directory), bootstrap

    def start(self):
        self.directory.mkdir(parents=True, exist_ok=True)
        port = free_port()
        path = self.directory / "monitor.yaml"
        path.write_text(MONITOR.format(bootstrap=self.bootstrap, port=port))
        self.base = f"http://127.0.0.1:{port}"
        self.log = open(self.directory / "monitor.log", "wb")
        self.process = subprocess.Popen([SLUICE, "monitor", str(path), "--v3-rules", "burrow-1.2"], stdout=self.log,
                                        stderr=self.log, stdin=subprocess.DEVNULL)
        end = time.monotonic() + READY_SECONDS_MAX
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the monitor is not ready: {(self.directory / 'monitor.log').read_text()[-800:]}")
            time.sleep(0.1)

    def is_ready(self):
        try:
            with urllib.request.urlopen(self.base + "/burrow/admin/ready", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise RuntimeError("the monitor did not end within 20 s of SIGTERM") from None
