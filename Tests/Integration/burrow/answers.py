# Sluice
# SPDX-License-Identifier: Apache-2.0
"""Answers of the HTTP API v3, in a form in which two programs' can be compared."""
import json
import urllib.error
import urllib.parse
import urllib.request

CALL_SECONDS = 10
# Debian's Burrow cannot fill these (it reads no group metadata of version 3, and has no observedAt).
LEFT_OUT = {"observedAt", "client_id", "owner", "request"}


class API:
    def __init__(self, base, cluster="local"):
        self.base, self.cluster = base, cluster

    def get(self, path):
        """Status code and body."""
        try:
            with urllib.request.urlopen(self.base + path, timeout=CALL_SECONDS) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            text = error.read()
            try:
                return error.code, json.loads(text)
            except ValueError:
                return error.code, text.decode(errors="replace").strip()

    def kafka(self, *parts):
        return self.get("/v3/kafka/" + "/".join([self.cluster, *(urllib.parse.quote(part, safe="") for part in parts)]))

    def ends(self, topic):
        return self.kafka("topic", topic)[1].get("offsets")

    def lag(self, group):
        return self.kafka("consumer", group, "lag")

    def last_offset(self, group):
        """Offset of the newest commit of the first partition; None: the group is not known."""
        code, body = self.lag(group)
        parts = body["status"]["partitions"] if code == 200 else []
        return parts[0]["end"]["offset"] if parts and parts[0]["end"] else None


def plain(value):
    """Without what cannot be compared; lists without an order sorted."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items() if name not in LEFT_OUT}
    if isinstance(value, (list, tuple)):
        parts = [plain(part) for part in value]
        if all(isinstance(part, str) for part in parts):
            return sorted(parts)
        if all(isinstance(part, dict) and "partition" in part for part in parts):
            return sorted(parts, key=lambda part: (part["topic"], part["partition"]))
        return parts
    return value


def timeless(value):
    """Without timestamps: what two runs have in common."""
    if isinstance(value, dict):
        return {name: timeless(part) for name, part in value.items() if name not in ("timestamp", "maxlag")}
    if isinstance(value, list):
        return [timeless(part) for part in value]
    return value


def difference(left, right, path=""):
    """The first place where two values differ, with both; None: nowhere."""
    if isinstance(left, dict) and isinstance(right, dict):
        for name in sorted(left.keys() | right.keys()):
            if name not in left or name not in right:
                return f"{path}.{name}: only in {'the first' if name in left else 'the second'}"
            found = difference(left[name], right[name], f"{path}.{name}")
            if found:
                return found
        return None
    if isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            return f"{path}: {len(left)} and {len(right)} entries"
        for number, (one, other) in enumerate(zip(left, right)):
            found = difference(one, other, f"{path}[{number}]")
            if found:
                return found
        return None
    return None if left == right else f"{path}: {left!r} and {right!r}"
