# Sluice
# SPDX-License-Identifier: Apache-2.0
"""Events with a number of their own, all the time, through kcat.

Without idempotence: librdkafka 2.0.2 then ends with "out of order sequence number" when a broker hangs for a minute.
So a number may be in the topic twice, at two offsets; both are records, and the judge counts them as two.
"""
import json
import random
import subprocess
import threading
import time

PACE_SECONDS = 0.05
STATUS = [200] * 16 + [404, 500, 503]


class Producer:
    """Numbers go on over stops and starts: no number is given twice."""

    def __init__(self, bootstrap, topic, rate, seed, log_path):
        self.bootstrap, self.topic, self.rate, self.log_path = bootstrap, topic, rate, log_path
        self.random = random.Random(seed)
        self.next, self.failures = 0, []
        self.process = self.thread = None
        self.ending = threading.Event()

    def start(self):
        self.ending.clear()
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                ["kcat", "-P", "-E", "-b", self.bootstrap, "-t", self.topic, "-X", "acks=all",
                 "-X", "message.timeout.ms=0", "-X", "linger.ms=20",
                 "-X", "topic.metadata.refresh.interval.ms=5000"],
                stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True)
        self.thread = threading.Thread(target=self._feed, daemon=True)
        self.thread.start()

    def _feed(self):
        begun, given = time.monotonic(), 0
        try:
            while not self.ending.wait(PACE_SECONDS):
                due = int((time.monotonic() - begun) * self.rate) - given
                given += due
                self.process.stdin.write(b"".join(self._event() for _ in range(due)))
                self.process.stdin.flush()
        except (BrokenPipeError, ValueError) as error:
            self.failures.append(f"kcat takes no more events: {error}")

    def _event(self):
        number, self.next = self.next, self.next + 1
        if self.random.random() < 0.01:
            return b"broken seq=%d {\n" % number
        now = int(time.time() * 1000)
        event = {"seq": number, "ts": now, "status": self.random.choice(STATUS), "host": f"web-{number % 7:02}",
                 "path": f"/api/v1/items/{self.random.randrange(10_000)}", "user": {"password": "secret"},
                 "pad": "x" * self.random.randrange(200)}
        return json.dumps(event).encode() + b"\n"

    def check(self):
        """Without events nothing goes on, which is nobody's fault but the producer's."""
        if self.process is not None and self.process.poll() is not None:
            raise RuntimeError(f"the producer has ended by itself, see {self.log_path}")

    def stop(self, seconds=150):
        """Returns when the brokers have taken everything."""
        if self.process is None:
            return
        self.ending.set()
        self.thread.join()
        try:
            self.process.stdin.close()
            code = self.process.wait(timeout=seconds)
            if code != 0:
                self.failures.append(f"kcat ended with {code}")
        except (subprocess.TimeoutExpired, BrokenPipeError) as error:
            self.failures.append(f"the producer did not end: {error}")
            self.process.kill()
            self.process.wait()
        self.process = None

    def abandon(self):
        if self.process is not None:
            self.ending.set()
            self.process.kill()
            self.process.wait()
            self.process = None
