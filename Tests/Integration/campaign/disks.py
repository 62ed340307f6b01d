# Sluice
# SPDX-License-Identifier: Apache-2.0
"""Disks of their own for the roots, where mounting is allowed, and fsync that is slow or fails."""
import os
import pathlib
import subprocess

DISK_MEBIBYTES = 192


def build_shim(directory):
    """The library to preload, or None where there is no C compiler."""
    source, target = pathlib.Path(__file__).with_name("slow_disk.c"), pathlib.Path(directory) / "slow_disk.so"
    try:
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(target), str(source), "-ldl"], check=True,
                       capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return None
    return target


class Disk:
    """A file system of `DISK_MEBIBYTES` at a directory: ext4 in a file, else tmpfs, else the directory as it is."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True)
        self.image = self.directory.with_suffix(".img")
        self.root = self.directory / "archive"
        self.kind = self._mount()
        self.filler = self.directory / "filler"

    def _mount(self):
        if os.geteuid() != 0:
            return None
        with open(self.image, "wb") as image:
            image.truncate(DISK_MEBIBYTES << 20)
        ways = [("ext4", [["mkfs.ext4", "-q", "-F", "-m", "0", str(self.image)],
                          ["mount", "-o", "loop", str(self.image), str(self.directory)]]),
                ("tmpfs", [["mount", "-t", "tmpfs", "-o", f"size={DISK_MEBIBYTES}m", "none", str(self.directory)]])]
        for kind, commands in ways:
            try:
                for command in commands:
                    subprocess.run(command, check=True, capture_output=True)
                return kind
            except (FileNotFoundError, subprocess.CalledProcessError):
                continue
        return None

    def fill(self):
        """Takes every byte that is left."""
        with open(self.filler, "ab", buffering=0) as filler:
            for size in (1 << 20, 1 << 16, 1 << 12, 1 << 9):
                try:
                    while True:
                        filler.write(b"\0" * size)
                except OSError:
                    continue

    def free(self):
        self.filler.unlink(missing_ok=True)

    def keep(self):
        """Copies what is there beside the disk, for whoever looks for a fault."""
        subprocess.run(["cp", "-a", str(self.root), str(self.directory) + ".kept"], check=False)

    def close(self):
        if self.kind:
            if subprocess.run(["umount", str(self.directory)], check=False, capture_output=True).returncode != 0:
                subprocess.run(["umount", "-l", str(self.directory)], check=False, capture_output=True)
            self.image.unlink(missing_ok=True)
