# Sluice
# SPDX-License-Identifier: Apache-2.0
"""What is done to the brokers and to the monitor, in this order; each leaves the field well."""
import contextlib
import sqlite3
import time

from .faultfield import BROKERS, PARTITIONS, Fault, until
from .hostile import backlog, garbage

BACKLOG = 1_000_000
# Of a monitor that has read the backlog. Most is librdkafka's queue of prefetched records: 16 MiB of records of 60
# bytes, each of which takes ten times as much in there. The entries themselves would be more.
BACKLOG_KIB_MAX = 400_000
DOWN_SECONDS = 30


def started_before_the_cluster(field):
    field.monitor.start()
    until("connecting is said", 20, lambda: field.monitor.state() == "connecting")
    code, _ = field.monitor.api.get("/ready")
    if code != 503 or field.monitor.api.lag("live")[0] != 404:
        raise Fault(f"/ready answers {code} without a cluster")
    field.kafka.start()
    until("the topic is waited for", 60, lambda: field.monitor.state() == "waiting_for_offsets_topic")


def started_before_the_offsets_topic(field):
    if "__consumer_offsets" in field.admin().list_topics(timeout=10).topics:
        raise Fault("the monitor has made brokers create the offsets topic")
    if field.monitor.api.get("/ready")[0] != 503:
        raise Fault("/ready while the offsets topic is waited for")
    field.create("events")
    field.begin()
    field.recovered(60)


def broker_killed(field):
    number, leader = field.offsets_leader("live")
    field.kafka.on("kill", leader)
    until("the partition has another leader", 60, lambda: field.offsets_leader("live")[1] not in (leader, -1))
    field.recovered()
    until("replicas are missed", 30, lambda: field.monitor.cluster()["brokers"]["under_replicated"] > 0)
    field.kafka.on("run", leader)
    until("all brokers are there", 60, lambda: len(field.monitor.cluster()["brokers"]["present"]) == BROKERS)
    until("no replica is missed", 60, lambda: field.monitor.cluster()["brokers"]["under_replicated"] == 0)
    field.recovered()
    field.tell(f"partition {number} was led by {leader}")


def offsets_partition_moved(field):
    before = field.offsets_leader("live")
    field.kafka.run("elect", "--bootstrap-server", field.kafka.bootstrap, "--election-type", "preferred",
                    "--all-topic-partitions")
    until("the preferred broker leads", 60, lambda: field.offsets_leader("live")[1] not in (before[1], -1))
    field.recovered()
    field.tell(f"{before} is {field.offsets_leader('live')}")


def broker_paused(field):
    _, leader = field.offsets_leader("stuck")
    field.kafka.paused.add(leader)
    field.kafka.on("pause", leader)
    until("the partition has another leader", 60, lambda: field.offsets_leader("stuck")[1] not in (leader, -1))
    field.recovered(90)
    field.kafka.on("resume", leader)
    field.kafka.paused.remove(leader)
    until("all brokers are there", 60, lambda: len(field.monitor.cluster()["brokers"]["present"]) == BROKERS)
    field.recovered()


def topic_created_again(field):
    """Deleted and made again at once, and committed beyond its end: never OK."""
    field.create("again")
    field.produce("again", 100)
    until("the topic is known", 20, lambda: field.monitor.api.get("/v1/clusters/local/topics/again")[0] == 200)
    until("its end is known", 20, lambda: field.monitor.api.ends("again")[0] == 100)
    field.commit("reader", "again", 90)
    until("the lag is seen", 20, lambda: field.monitor.group("reader")["total_lag"] == 10)
    field.admin().delete_topics(["again"])["again"].result(30)
    field.create("again")
    field.produce("again", 5)
    field.commit("reader", "again", 90)
    seen = set()

    def status():
        found = field.monitor.status("reader")
        seen.add(found)
        if not found:
            # As in Burrow, a commit in a topic that is not known yet is not kept.
            field.commit("reader", "again", 90)
        return found == "ERR"

    until("the group is ERR", 30, status)
    part = field.monitor.group("reader")["partitions"][0]
    if part["status"] != "REWIND" or part["trace"][-1]["rule"] != "beyond_end":
        raise Fault(f"{part['status']} by {part['trace'][-1]}")
    for _ in range(40):
        if field.monitor.status("reader") == "OK":
            raise Fault("a group beyond the end is OK")
        time.sleep(0.2)
    field.produce("again", 200)
    field.commit("reader", "again", 205)
    until("a group that was reset is OK", 30, lambda: field.monitor.status("reader") == "OK")
    field.tell(f"was {sorted(map(str, seen))}")


def group_deleted(field):
    field.commit("brief", "events", 1)
    until("the group is seen", 20, lambda: field.monitor.status("brief"))
    field.admin().delete_consumer_groups(["brief"])["brief"].result(30)
    until("the group is gone", 30, lambda: field.monitor.api.lag("brief")[0] == 404)
    until("it is gone from v1", 5, lambda: field.monitor.api.get("/v1/clusters/local/groups/brief")[0] == 404)


def all_brokers_down(field):
    for number in range(1, BROKERS + 1):
        field.kafka.on("kill", number)
    begun = time.monotonic()
    until("blind is said", 20, lambda: field.monitor.state() == "blind")
    field.tell(f"blind after {time.monotonic() - begun:.1f} s")
    while time.monotonic() - begun < DOWN_SECONDS:
        for name in ("live", "stuck"):
            if field.monitor.status(name) != "UNKNOWN":
                raise Fault(f"{name} is {field.monitor.status(name)} without brokers")
        if field.monitor.api.lag("live")[0] != 200:
            raise Fault("v3 does not say what it knew last")
        time.sleep(0.2)
    begun = time.monotonic()
    field.kafka.start()
    field.recovered(90)
    field.tell(f"recovered {time.monotonic() - begun:.1f} s after the start of the brokers")


def has_snapshot(path):
    """The file is there from the start on; what it holds is written every half minute."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return database.execute("SELECT count(*) FROM ring").fetchone()[0] > 0
    except sqlite3.Error:
        return False


def monitor_killed(field):
    """With a state directory: no blind period."""
    state = field.directory / "state"
    state.mkdir(exist_ok=True)
    program = field.other("kept", f'state_directory: "{state}"\n')
    program.ready()
    until("a snapshot is written", 90, lambda: has_snapshot(state / "lag-local.sqlite"))
    until("stuck is ERR", 30, lambda: program.status("stuck") == "ERR")
    before = program.cluster()["counters"]["records"]
    program.process.kill()
    program.process.wait()
    begun, wrong = time.monotonic(), []
    program.start()

    def judged():
        status = program.status("stuck")
        if status == "OK":
            wrong.append(status)
        return status == "ERR"

    until("stuck is judged", 20, judged)
    after = program.cluster()["counters"]["records"]
    live = program.group("live")
    field.tell(f"judged {time.monotonic() - begun:.1f} s after kill -9; {before} records read before, {after} after")
    if wrong or live["complete"] < 1 or after >= before:
        raise Fault(f"{len(wrong)} wrong OK, complete {live['complete']}, {after} of {before} records read again")
    program.stop()
    field.others.remove(program)


def backlog_at_start(field):
    made = backlog(field, BACKLOG)
    begun = time.monotonic()
    program = field.other("backlog")
    states, wrong = set(), []

    def read():
        code, _ = program.api.lag("backlog-0")
        state = program.state()  # asked after the group: whoever was judged, was while it was not ready
        states.add(state)
        if state != "ready" and code != 404:
            wrong.append(state)
        return state == "ready"

    until("the backlog is read", 120, read)
    span = time.monotonic() - begun
    counters = program.cluster()["counters"]
    field.tell(f"{made} entries, {counters['commits']} commits read in {span:.1f} s, {program.kib()} KiB at most, "
               f"states {sorted(states)}")
    if wrong or "catching_up" not in states or counters["commits"] < made:
        raise Fault(f"judged while {wrong}, states {states}, {counters}")
    if program.kib() > BACKLOG_KIB_MAX:
        raise Fault("memory is not bounded")
    if program.group("backlog-0")["partition_count"] != PARTITIONS:
        raise Fault("the group of the backlog is not complete")
    program.stop()
    field.others.remove(program)


def garbage_in_the_offsets_topic(field):
    before = field.monitor.cluster()["counters"]
    sent, refused = garbage(field)
    wanted = before["records"] + sent
    until("all garbage is read", 60, lambda: field.monitor.cluster()["counters"]["records"] >= wanted)
    until("it is counted", 20, lambda: field.monitor.cluster()["counters"]["undecodable"] > before["undecodable"]
          and field.monitor.cluster()["counters"]["unknown"] > before["unknown"])
    field.recovered()
    after = field.monitor.cluster()["counters"]
    field.tell(f"{sent} records, {refused} refused by brokers: " + ", ".join(
        f"{name} +{after[name] - before[name]}" for name in ("undecodable", "unknown", "dropped", "commits")))
    # A commit may be ahead of the last sample of an end; it is not OK beyond a newer one.
    for group in ("wild-0", "wild-1", "wild-2"):
        until(f"{group}, which committed beyond every end, is not OK", 10,
              lambda group=group: field.monitor.status(group) != "OK")
    for path in ("/metrics", "/metrics?personality=burrow", "/v1/clusters/local/groups"):
        code = field.monitor.api.get(path)[0] if path.startswith("/v1") else field.monitor.text(path)
        if code != 200:
            raise Fault(f"{path} answers {code}")
    # A monitor that meets all of it at its start.
    program = field.other("after-garbage")
    program.ready(60)
    program.stop()
    field.others.remove(program)


def monitor_stops(field):
    """SIGTERM ends it in bounded time, also while brokers hang."""
    for number in range(1, BROKERS + 1):
        field.kafka.paused.add(number)
        field.kafka.on("pause", number)
    begun = time.monotonic()
    until("blind is said", 40, lambda: field.monitor.state() == "blind")
    field.check()
    field.watcher.is_stopping.set()
    begun = time.monotonic()
    field.monitor.stop()
    field.tell(f"ended {time.monotonic() - begun:.1f} s after SIGTERM with brokers that hang")
    for number in sorted(field.kafka.paused):
        field.kafka.on("resume", number)
    field.kafka.paused.clear()
    field.monitor.start()
    field.monitor.ready(90)


CASES = [started_before_the_cluster, started_before_the_offsets_topic, topic_created_again, group_deleted,
         broker_killed, offsets_partition_moved, broker_paused, all_brokers_down, backlog_at_start, monitor_killed,
         garbage_in_the_offsets_topic, monitor_stops]
