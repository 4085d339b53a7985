"""Reads views, writes what the leader would do in each: `remove ID`, `hand-over ID` or nothing."""

import json
import sys

from quorate.etcd.client import Member
from quorate.etcd.membership import View, decide


def answer(view):
    action = decide(
        View(
            members=tuple(Member(**member) for member in view["members"]),
            leader=view["leader"],
            told=frozenset(view["told"]),
            remove=frozenset(view["remove"]),
            healthy=frozenset(view["healthy"]),
            silent=view.get("silent", {}),
            idle=view.get("idle", False),
            serving=frozenset(view.get("serving", [])),
        )
    )
    return None if action is None else f"{action.kind} {action.subject.id}"


json.dump([answer(view) for view in json.load(sys.stdin)], sys.stdout)
