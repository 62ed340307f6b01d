# Sluice
# SPDX-License-Identifier: Apache-2.0
"""What happens to the brokers. Never more than one is away, unless the fault says so."""
import time


def broker_killed(round, broker=None):
    broker = broker or round.random.choice(round.cluster.ids)
    round.cluster.kill(broker)
    round.hold(round.random.uniform(2, 8))
    round.cluster.run(broker)
    return time.monotonic()


def broker_paused(round, broker=None, seconds=None):
    broker = broker or round.random.choice(round.cluster.ids)
    round.cluster.pause(broker)
    round.hold(seconds or round.random.uniform(5, 15))
    round.cluster.resume(broker)
    return time.monotonic()


def coordinator_paused(round):
    """For more than a minute: commits have no answer, the group goes to another broker."""
    return broker_paused(round, round.cluster.coordinator(round.group), round.random.uniform(62, 68))


def coordinator_killed(round):
    return broker_killed(round, round.cluster.coordinator(round.group))


def controller_moved(round):
    before = round.cluster.controller()
    if round.random.random() < 0.5:
        end = broker_killed(round, before)
    else:
        end = broker_paused(round, before, round.random.uniform(8, 12))
    if round.cluster.controller() == before:
        round.note(f"the controller is still on broker {before}")
    return end


def brokers_rolled(round):
    """Each broker in turn, in order, as for an update."""
    for broker in round.cluster.ids:
        round.cluster.restart(broker)
        if not round.cluster.wait_in_sync([round.topic, "__consumer_offsets"]):
            round.note(f"replicas do not follow after the restart of broker {broker}")
        round.check_members()
    return time.monotonic()


def all_brokers_killed(round):
    for broker in round.cluster.ids:
        round.cluster.kill(broker)
    round.hold(round.random.uniform(1, 5))
    round.cluster.call("start", round.cluster.directory)
    return time.monotonic()
