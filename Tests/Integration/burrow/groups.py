# Sluice
# SPDX-License-Identifier: Apache-2.0
"""Groups that commit as consumers of every kind do, one step at a time, each on a topic of its own."""
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

PARTITIONS = 2
RECORDS_PER_STEP = 10
CALL_SECONDS = 30
# A window of 10 commits is full before anything ends.
STEPS = 26
LAST_STEP_OF_STOPPED = 11
STEP_OF_REWIND = 14
STEP_OF_DELETION = 13


class Group:
    """A group that commits what its plan says: by partition the offset after `step` steps; None: nothing."""

    def __init__(self, cluster, name, plan):
        self.name, self.topic, self.plan = name, f"lag-{name}", plan
        self.bootstrap, self.produced, self.committed = cluster, 0, [None] * PARTITIONS
        self.consumer = Consumer({"bootstrap.servers": cluster, "group.id": name, "enable.auto.commit": False,
                                  "log_level": 2})

    def commit(self, step):
        offsets = [self.plan(step, self.produced)] * PARTITIONS
        if offsets[0] is None:
            return False
        self.send([TopicPartition(self.topic, number, offset) for number, offset in enumerate(offsets)])
        self.committed = offsets
        return True

    def send(self, offsets):
        self.consumer.commit(offsets=offsets, asynchronous=False)


class Transactional(Group):
    """Commits in transactions, which it commits or aborts."""

    def __init__(self, cluster, name, plan, aborts):
        super().__init__(cluster, name, plan)
        self.aborts = aborts
        self.producer = Producer({"bootstrap.servers": cluster, "transactional.id": name, "log_level": 2})
        self.producer.init_transactions(CALL_SECONDS)

    def send(self, offsets):
        self.producer.begin_transaction()
        self.producer.send_offsets_to_transaction(offsets, self.consumer.consumer_group_metadata(), CALL_SECONDS)
        if self.aborts:
            self.producer.abort_transaction(CALL_SECONDS)
        else:
            self.producer.commit_transaction(CALL_SECONDS)


class Member(Group):
    """Joins as a member, commits, and leaves: the group is empty and its offsets stay."""

    def send(self, offsets):
        if self.consumer is None:
            self.consumer = Consumer(
                {"bootstrap.servers": self.bootstrap, "group.id": self.name, "enable.auto.commit": False,
                 "auto.offset.reset": "earliest", "log_level": 2})
        self.consumer.subscribe([self.topic])
        while len(self.consumer.assignment()) < PARTITIONS:
            self.consumer.poll(0.1)
        self.consumer.commit(offsets=offsets, asynchronous=False)
        self.consumer.close()
        self.consumer = None


def rewound(step, end):
    if step < STEP_OF_REWIND:
        return end - 5
    return 10 * (step - STEP_OF_REWIND) + 1


def plans(bootstrap):
    return [
        Group(bootstrap, "healthy", lambda step, end: end),
        Group(bootstrap, "slow", lambda step, end: 4 * step),
        Group(bootstrap, "fixed-lag", lambda step, end: end - 3),
        Group(bootstrap, "stalled", lambda step, end: 5),
        Group(bootstrap, "stopped", lambda step, end: end - 4 if step <= LAST_STEP_OF_STOPPED else None),
        Group(bootstrap, "stopped-at-end", lambda step, end: end if step <= LAST_STEP_OF_STOPPED else None),
        Group(bootstrap, "rewound", rewound),
        Group(bootstrap, "once", lambda step, end: 3 if step == 2 else None),
        Group(bootstrap, "deleted", lambda step, end: end - 2 if step < STEP_OF_DELETION else None),
        Group(bootstrap, "signs-<&>+%", lambda step, end: end - 1),
        Member(bootstrap, "empty", lambda step, end: end - 6 if step in (3, 8) else None),
        Transactional(bootstrap, "transactional", lambda step, end: end - 1, aborts=False),
        Transactional(bootstrap, "aborted", lambda step, end: end - 1, aborts=True),
    ]


class Field:
    """All groups, their topics, and what is produced to them."""

    def __init__(self, bootstrap):
        self.bootstrap = bootstrap
        self.admin = AdminClient({"bootstrap.servers": bootstrap, "log_level": 2})
        self.groups = plans(bootstrap)
        self.producer = Producer({"bootstrap.servers": bootstrap, "log_level": 2})
        for group in self.groups:
            group.topic = "".join(letter if letter.isalnum() else "-" for letter in group.topic)
        made = self.admin.create_topics([NewTopic(group.topic, PARTITIONS, 1) for group in self.groups])
        for future in made.values():
            future.result(CALL_SECONDS)

    def produce(self):
        for group in self.groups:
            for number in range(PARTITIONS):
                for _ in range(RECORDS_PER_STEP):
                    self.producer.produce(group.topic, b"event", partition=number)
            group.produced += RECORDS_PER_STEP
        if self.producer.flush(CALL_SECONDS):
            raise RuntimeError("not all records were acknowledged")

    def ends(self):
        """topic -> where its partitions' logs end."""
        return {group.topic: [group.produced] * PARTITIONS for group in self.groups}

    def begin(self):
        """Makes brokers create the offsets topic: Burrow ends where nobody has committed before."""
        first = Consumer({"bootstrap.servers": self.bootstrap, "group.id": "first", "log_level": 2})
        first.commit(offsets=[TopicPartition(self.groups[0].topic, 0, 0)], asynchronous=False)
        first.close()

    def commit(self, step):
        """Groups that have committed."""
        return [group for group in self.groups if group.commit(step)]

    def delete(self, name):
        self.admin.delete_consumer_groups([name])[name].result(CALL_SECONDS)
