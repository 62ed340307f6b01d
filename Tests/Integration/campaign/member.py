# Sluice
# SPDX-License-Identifier: Apache-2.0
"""One place for a process of Sluice: what runs in it, and how it is ended."""
import os
import pathlib
import signal
import socket
import subprocess
import time

PROJECT = pathlib.Path(__file__).resolve().parents[3]
SLUICE = os.environ.get("SLUICE", str(PROJECT / ".build/release/sluice"))
TOPOLOGY = str(pathlib.Path(__file__).with_name("campaign.yaml"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fault_names():
    return subprocess.run([SLUICE, "version", "--faults"], check=True, capture_output=True, text=True).stdout.split()


class Member:
    """Not for several threads at once."""

    def __init__(self, name, root, directory, environment):
        self.name, self.root, self.directory = name, pathlib.Path(root), pathlib.Path(directory)
        self.environment, self.port = environment, free_port()
        self.starts, self.process, self.is_stopped = 0, None, False
        self.log_path = None

    def start(self, *flags, fault=None):
        environment = dict(os.environ, **self.environment, ARCHIVE_DIR=str(self.root))
        environment.pop("SLUICE_FAULT", None)
        if fault:
            environment["SLUICE_FAULT"] = fault
        self.log_path = self.directory / f"{self.name}-{self.starts:03}.log"
        self.starts += 1
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                [SLUICE, "run", TOPOLOGY, "--listen", f"127.0.0.1:{self.port}", *flags], env=environment, stdout=log,
                stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def wait(self, seconds):
        """The exit code, or None where it goes on beyond the time."""
        try:
            return self.process.wait(timeout=max(0, seconds))
        except subprocess.TimeoutExpired:
            return None

    def kill(self):
        if self.is_running:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.is_stopped = False

    def terminate(self, seconds=60):
        """Ends in order; the exit code, None where it had to be killed."""
        if not self.is_running:
            return self.process.wait()
        self.process.send_signal(signal.SIGTERM)
        code = self.wait(seconds)
        if code is None:
            self.kill()
        return code

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)
        self.is_stopped = True

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)
        self.is_stopped = False

    def log_tail(self, lines=4):
        if not self.log_path or not self.log_path.exists():
            return ""
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-lines:])

    def has_logged(self, text):
        return text.encode() in self.log_path.read_bytes()

    def wait_logged(self, text, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.is_running:
            if self.has_logged(text):
                return True
            time.sleep(0.05)
        return self.has_logged(text)
