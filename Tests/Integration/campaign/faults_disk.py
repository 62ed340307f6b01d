# Sluice
# SPDX-License-Identifier: Apache-2.0
"""What happens to the disks of the roots."""
import time


def disk_full(round):
    """Nothing is left, then it is; now and then for longer than two thirds of max.poll.interval.ms."""
    disk = round.random.choice(round.disks)
    disk.fill()
    round.hold(round.random.uniform(8, 20) if round.random.random() < 0.7 else 50)
    disk.free()
    return time.monotonic()


def disk_slow(round):
    """Each fsync takes a part of a second longer."""
    delay = round.random.randint(100, 400)
    round.slow_disk.write_text(f"{delay} 0\n")
    round.hold(round.random.uniform(10, 15))
    round.slow_disk.unlink()
    return time.monotonic()


def fsync_failing(round):
    """Some fsync calls fail: those files are given up and read again."""
    round.slow_disk.write_text(f"0 {round.random.randint(3, 15)}\n")
    round.hold(round.random.uniform(8, 12))
    round.slow_disk.unlink()
    return time.monotonic()
