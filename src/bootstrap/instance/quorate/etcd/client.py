"""etcd through its JSON gateway, with kubeadm's certificates."""

import base64
import os
import urllib.parse
from dataclasses import dataclass

from quorate.tls import PKI, Client

PORT = 2379
_CERTIFICATES = os.environ.get("QUORATE_ETCD_CERTIFICATES", f"{PKI}/etcd")


@dataclass(frozen=True)
class Member:
    # 16 hexadecimal digits.
    id: str
    # Empty until it has started for the first time.
    name: str
    learner: bool
    host: str
    # Where clients reach it; empty until it has started for the first time.
    client_url: str = ""


@dataclass(frozen=True)
class Status:
    id: str
    # 16 zeros without a leader.
    leader: str
    learner: bool
    errors: tuple


class Etcd:
    """One member's view of its cluster. Every call may raise OSError, and ValueError for an odd answer."""

    def __init__(self, url):
        self._client = Client(
            url,
            f"{_CERTIFICATES}/ca.crt",
            f"{_CERTIFICATES}/healthcheck-client.crt",
            f"{_CERTIFICATES}/healthcheck-client.key",
        )

    def members(self, linearizable=True, timeout=5):
        """All members; as this member alone knows them where it need not be linearizable."""
        answer = self._call("cluster/member/list", {"linearizable": linearizable}, timeout)
        return tuple(_member(entry) for entry in answer.get("members", []))

    def status(self, timeout=2):
        answer = self._call("maintenance/status", {}, timeout)
        return Status(
            id=_hex(answer["header"]["member_id"]),
            leader=_hex(answer.get("leader", "0")),
            learner=answer.get("isLearner", False),
            errors=tuple(answer.get("errors", [])),
        )

    def alarms(self):
        """(member ID, alarm) of each alarm that is raised."""
        answer = self._call("maintenance/alarm", {"action": "GET"})
        return tuple((_hex(each["memberID"]), each.get("alarm", "NONE")) for each in answer.get("alarms", []))

    def remove(self, member_id):
        self._call("cluster/member/remove", {"ID": str(int(member_id, 16))}, timeout=15)

    def move_leader(self, member_id):
        """Hands leadership over; only the leader can."""
        self._call("maintenance/transfer-leadership", {"targetID": str(int(member_id, 16))}, timeout=15)

    def put(self, key, value, seconds):
        """Writes a value that is gone after some seconds unless it is written again."""
        lease = self._call("lease/grant", {"TTL": str(seconds)})["ID"]
        self._call("kv/put", {"key": _base64(key), "value": _base64(value), "lease": lease})

    def values(self, prefix):
        """Values by key, of all keys that begin with `prefix`."""
        end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        answer = self._call("kv/range", {"key": _base64(prefix), "range_end": _base64(end)})
        return {_text(each["key"]): _text(each.get("value", "")) for each in answer.get("kvs", [])}

    def _call(self, path, body, timeout=5):
        answer = self._client.call("POST", f"/v3/{path}", body, timeout)
        if not isinstance(answer, dict):
            raise ValueError(f"etcd answered {answer!r}")
        return answer


def member_at(host):
    """The member that listens for clients at `host`."""
    return Etcd(f"https://{host}:{PORT}")


def _member(entry):
    peer = (entry.get("peerURLs") or [""])[0]
    return Member(
        id=_hex(entry["ID"]),
        name=entry.get("name", ""),
        learner=entry.get("isLearner", False),
        host=urllib.parse.urlparse(peer).hostname or "",
        client_url=next((url for url in entry.get("clientURLs", []) if "127.0.0.1" not in url), ""),
    )


def _hex(number):
    return format(int(number), "016x")


def _base64(text):
    return base64.b64encode(text.encode()).decode()


def _text(encoded):
    return base64.b64decode(encoded).decode()
