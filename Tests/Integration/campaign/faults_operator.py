# Sluice
# SPDX-License-Identifier: Apache-2.0
"""What operators do to topic and group. The producer stops where the judge has to know what a log held."""
import re
import time

from .faults_process import LEAVING

DRAIN_SECONDS_MAX = 150
GROUP_EMPTY_SECONDS_MAX = 60


def partitions_added(round):
    round.partitions += round.random.randint(1, 2)
    round.cluster.admin("topics", "--alter", "--topic", round.topic, "--partitions", str(round.partitions))
    return time.monotonic()


def topic_recreated(round):
    """Under running processes that have read all of it, or under none and with a rest that nobody has read."""
    is_running = round.random.random() < 0.5
    if not is_running:
        round.stop_members()
        round.hold(2)
    round.producer.stop()
    ends = round.cluster.ends(round.topic)
    if is_running:
        missing = round.progress.wait_covered(ends, DRAIN_SECONDS_MAX, round.check_members)
        if missing:
            round.fail(f"not drained before the topic is deleted: {missing}")
    unread_from = {partition: round.progress.reached(partition) for partition in ends}
    round.truth.read_log(round.cluster, round.topic, unread_from, round.skipped)
    round.progress.retire()
    round.skipped = {}
    round.cluster.admin("topics", "--delete", "--topic", round.topic)
    round.cluster.create_topic(round.topic, round.partitions)
    round.note("topic re-created " + ("under running processes" if is_running else "with an unread rest"))
    round.producer.start()
    if not is_running:
        round.hold(round.random.uniform(0, 3))
        round.start_members()
    return time.monotonic()


def group_reset(round):
    """Back with one root: nothing twice, whether it is skipped or superseded. Forth and back again: what was skipped
    comes after all. With several roots only forth: a group that is set back archives again what another root has,
    which is a stated limit."""
    if round.has_one_root and round.random.random() < 0.4:
        return back_over_a_rest(round)
    round.stop_members()
    round.hold(round.random.uniform(1, 3))
    if not round.has_one_root:
        forth(round, f"--shift-by={round.random.randint(20, 200)}", is_for_good=True)
    else:
        how = round.random.choice(["earliest", "shift", "offset", "forth and back"])
        round.note(f"group reset: {how}")
        if how == "forth and back":
            forth(round, f"--shift-by={round.random.randint(20, 200)}", is_for_good=False)
            round.start_members()
            round.hold(6)
            round.stop_members()
            how = "earliest"
        after = reset(round, {"earliest": "--to-earliest",
                              "offset": f"--to-offset={round.random.randint(0, 100)}",
                              "shift": f"--shift-by=-{round.random.randint(50, 2000)}"}[how])
        rewound(round, after)
    round.start_members()
    return time.monotonic()


def back_over_a_rest(round):
    """Somebody has died with a sealed epoch in its slot: after the reset nothing tells whether it was committed. It is
    read again, so it may not stay undecided."""
    name, dead = round.random.choice(LEAVING), round.any_member()
    round.note(f"group reset: to earliest, with what a death at {name} left")
    dead.kill()
    round.die_at_step(dead, f"{name}:{round.random.randint(2, 5)}")
    for member in round.members:
        if member is not dead and member.terminate() != 0:
            round.fail(f"{member.name} did not end in order: {member.log_tail()}")
    rewound(round, reset(round, "--to-earliest"))
    if round.random.random() < 0.5:
        round.start_members(but=dead)
        round.die_at_step(dead, "settle.handed_over:1")
    round.start_members()
    return time.monotonic()


def rewound(round, targets):
    """Where archived records are superseded, a process dies in the middle of that, too."""
    if round.on_rewind == "supersede":
        round.progress.rewind(targets)
        name = round.random.choice(["supersede.file_unlinked", "supersede.manifest_unlinked"])
        round.die_at_step(round.any_member(), f"{name}:{round.random.randint(1, 3)}")


def forth(round, option, is_for_good):
    before = committed(round)
    for partition, first in before.items():
        if first != round.progress.reached(partition):
            round.fail(f"stopped in order, but partition {partition} is committed up to {first} and published up to "
                       f"{round.progress.reached(partition)}")
    after = reset(round, option)
    if not is_for_good:
        return
    for partition, offset in after.items():
        if offset > before.get(partition, offset):
            round.skipped.setdefault(partition, []).append((before[partition], offset))
            round.progress.forgive(partition, before[partition], offset)


def committed(round):
    text = round.cluster.admin("groups", "--describe", "--group", round.group, "--offsets", check=False)
    found = re.findall(rf"^{re.escape(round.group)}\s+{re.escape(round.topic)}\s+(\d+)\s+(\d+)\s", text, re.M)
    return {int(partition): int(offset) for partition, offset in found}


def reset(round, option):
    """partition -> new offset. Static members leave only when their session is over: asks until it is."""
    end = time.monotonic() + GROUP_EMPTY_SECONDS_MAX
    while True:
        text = round.cluster.admin("groups", "--group", round.group, "--topic", round.topic, "--reset-offsets",
                                   *option.split("=", 1), "--execute", check=False)
        found = re.findall(rf"^{re.escape(round.group)}\s+{re.escape(round.topic)}\s+(\d+)\s+(\d+)\s*$", text, re.M)
        if found:
            return {int(partition): int(offset) for partition, offset in found}
        if time.monotonic() > end:
            raise RuntimeError(f"the group cannot be reset: {text[-600:]}")
