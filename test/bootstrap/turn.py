"""One turn of the agent of one member: what the leader does with what it is told. Writes what etcd looks like then."""

import json
import sys

from quorate.agent import status
from quorate.etcd import membership
from quorate.etcd.client import member_at
from quorate.etcd.leader import Leader
from quorate.settings import Told

turn = json.load(sys.stdin)
membership.SILENCE = turn.get("silence", membership.SILENCE)
own = member_at(turn["host"])
told = Told(frozenset(turn["members"]), frozenset(turn["remove"]))
leader = Leader(turn["name"])
leader.publish(own, turn.get("serving", False))
before = status.look(own)
if before["role"] == "leader":
    # stdout is this program's answer; what the agent says is not.
    sys.stdout, answer = sys.stderr, sys.stdout
    leader.act(own, before["memberId"], told, turn.get("idle", False))
    sys.stdout = answer
view = status.look(own)
report = status.report(turn["name"], view, False, True, leader.unreachable)
members = [[status.label(member), member.id, member.learner] for member in view["members"]]
json.dump({**view, "members": members, "unreachable": report["unreachable"]}, sys.stdout)
