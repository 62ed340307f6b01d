# Sluice
# SPDX-License-Identifier: Apache-2.0
"""Records written straight into the offsets topic: well formed ones in number, and every kind of broken one.

Brokers let a producer with the client id of Kafka's own admin client write to internal topics."""
import random
import struct
import time

from confluent_kafka import KafkaException, Producer

SEED = 6
GROUPS = 500
BIG = (1 << 63) - 1


def text(value):
    data = value.encode() if isinstance(value, str) else value
    return struct.pack(">h", len(data)) + data


def commit_key(group, topic, partition, version=1):
    return struct.pack(">h", version) + text(group) + text(topic) + struct.pack(">i", partition)


def commit_value(offset, time_ms, version=3, metadata=""):
    return struct.pack(">hqi", version, offset, -1) + text(metadata) + struct.pack(">q", time_ms)


class Writer:
    def __init__(self, field):
        self.sent, self.refused = 0, 0
        self.producer = Producer({"bootstrap.servers": field.kafka.bootstrap, "client.id": "__admin_client",
                                  "queue.buffering.max.messages": 200000, "linger.ms": 20, "log_level": 0})

    def note(self, error, _):
        if error:
            self.refused += 1
        else:
            self.sent += 1

    def write(self, key, value, partition):
        while True:
            try:
                self.producer.produce("__consumer_offsets", key=key, value=value, partition=partition,
                                      callback=self.note)
                self.producer.poll(0)
                return
            except BufferError:
                self.producer.poll(0.1)

    def flush(self):
        if self.producer.flush(120):
            raise KafkaException("not all records were written")


def backlog(field, count):
    """Commits of many groups in all partitions of `events`, a second apart; groups in one partition each."""
    writer, now = Writer(field), int(time.time() * 1000)
    rounds = count // (GROUPS * 4)
    keys = [[commit_key(f"backlog-{group}", "events", number) for number in range(4)] for group in range(GROUPS)]
    for step in range(rounds):
        value = commit_value(step % 3, now - 1000 * (rounds - step))
        for group in range(GROUPS):
            for key in keys[group]:
                writer.write(key, value, group % 4)
    writer.flush()
    if writer.refused:
        raise KafkaException(f"{writer.refused} records refused")
    return writer.sent


def broken(now):
    """Keys and values that no Kafka writes."""
    good, value = commit_key("garbage", "events", 0), commit_value(1, now)
    yield from ((good[:length], value) for length in range(1, len(good)))
    yield from ((good, value[:length]) for length in range(1, len(value)))
    for kind in (-32768, -1, 4, 9, 16, 255, 32767):
        yield struct.pack(">h", kind) + b"anything", value
        yield good, struct.pack(">h", kind) + value[2:]
    for length in (-2, -1, 32767):
        yield struct.pack(">hh", 1, length) + b"x", value
        yield struct.pack(">hh", 1, 1) + b"g" + struct.pack(">h", length) + b"x", value
        yield good, struct.pack(">hqih", 3, 1, -1, length)
    for kind in range(2, 16):
        yield struct.pack(">h", kind) + text("garbage"), None
        for count in (-1, BIG & 0x7FFFFFFF, 1_000_000):
            yield struct.pack(">h", kind) + text("garbage"), struct.pack(">hhiih", 0, 8, 1, count, -1) + b"\xff" * 9
            yield struct.pack(">h", kind) + text("garbage") + text("member"), struct.pack(">h", 0) + b"\xff" * 30
            yield struct.pack(">h", 2) + text("garbage"), (
                struct.pack(">h", 3) + text("consumer") + struct.pack(">i", 1) + text("range") + text("m")
                + struct.pack(">qi", now, count))
    yield commit_key(b"\xff\xfe\x80", "events", 0), value
    yield commit_key("garbage", b"\xff\xfe", 0), value
    yield commit_key("", "", 0), value
    for partition in (-1, -(1 << 31), (1 << 31) - 1):
        yield commit_key("garbage", "events", partition), value
    yield commit_key("g" * 32767, "t" * 32767, 0), value
    yield b"", b""
    yield b"", None
    yield None, value
    yield None, None
    chance = random.Random(SEED)
    for _ in range(20_000):
        yield chance.randbytes(chance.randrange(1, 60)), chance.randbytes(chance.randrange(0, 90))
        yield good[:2] + chance.randbytes(chance.randrange(0, 60)), value
        mixed = bytearray(value)
        mixed[chance.randrange(len(mixed))] = chance.randrange(256)
        yield commit_key(f"garbage-{chance.randrange(50)}", "events", chance.randrange(5)), bytes(mixed)


def garbage(field):
    """How many records were written, and how many brokers refused.

    Into a partition of its own: a coordinator that finds them in its partition serves its groups no more."""
    writer, now = Writer(field), int(time.time() * 1000)
    used = {field.offsets_leader(name)[0] for name in ("live", "stuck")}
    place = min(set(range(4)) - used)
    for key, value in broken(now):
        # A broker refuses the whole batch that holds a record without a key.
        if key is None:
            writer.flush()
        writer.write(key, value, place)
        if key is None:
            writer.flush()
    for number, (offset, when) in enumerate([(BIG, now), (BIG - 1, BIG), (BIG, BIG), (-1, now), (-BIG - 1, -BIG - 1),
                                             (0, BIG), (BIG, now), (-BIG - 1, BIG)]):
        for _ in range(12):
            writer.write(commit_key(f"wild-{number}", "events", 0), commit_value(offset, when), place)
    writer.flush()
    return writer.sent, writer.refused
