# Sluice
# SPDX-License-Identifier: Apache-2.0
"""What happens to the processes. Each fault returns the moment at which it ended."""
import time

# After a death at one of these steps something waits in the slot to be settled.
LEAVING = ["seal.directory_synchronized", "commit.prepared", "commit.sent", "commit.answered", "publish.begun",
           "publish.data_linked", "publish.manifest_linked", "publish.manifest_directory_synchronized"]


def killed(round):
    """kill -9 at a moment that nobody has chosen; one in four stays away for longer than the session."""
    member = round.any_member()
    member.kill()
    round.count("kill -9")
    round.hold(round.random.uniform(11, 14) if round.random.random() < 0.25 else round.random.uniform(0, 3))
    member.start()
    return time.monotonic()


def killed_at_step(round):
    """kill -9 right behind a named step of the protocol."""
    name, member = round.next_step(), round.any_member()
    member.kill()
    if name.startswith("settle."):
        round.die_at_step(member, f"{round.random.choice(LEAVING)}:{round.random.randint(2, 4)}")
        round.die_at_step(member, f"{name}:1")
    else:
        round.count("kill -9")
        round.die_at_step(member, f"{name}:{round.random.randint(1, 5)}")
    round.hold(round.random.uniform(0, 2))
    member.start()
    return time.monotonic()


def stopped(round):
    """SIGSTOP for longer than the session, then SIGCONT: a zombie with work in its hands."""
    member = round.any_member()
    member.freeze()
    round.hold(round.random.uniform(11, 18))
    member.thaw()
    return time.monotonic()


def terminated(round):
    """SIGTERM, and started again."""
    member = round.any_member()
    code = member.terminate()
    if code != 0:
        round.fail(f"{member.name} ended with {code} on SIGTERM: {member.log_tail()}")
    round.hold(round.random.uniform(0, 3))
    member.start()
    return time.monotonic()


def all_killed(round):
    """All processes at once, as a power cut of the machine that they run on."""
    for member in round.members:
        member.kill()
        round.count("kill -9")
    round.hold(round.random.uniform(0, 3))
    for member in round.random.sample(round.members, len(round.members)):
        member.start()
    return time.monotonic()
