"""What a replica reports in each of some states of its etcd; under which guest attribute."""

import json
import sys
from types import SimpleNamespace

from quorate.agent import status
from quorate.etcd.client import Member, Status


def own_etcd(state):
    """A member that lists itself, a voter that does not answer, and a newcomer that has never started."""
    own = Member(id="a" * 16, name="prod-b", learner=state == "learner", host="10.0.0.2")
    silent = Member(id="b" * 16, name="prod-c", learner=False, host="10.0.0.3")
    newcomer = Member(id="c" * 16, name="", learner=True, host="10.0.0.4")
    leader = own.id if state == "leader" else silent.id
    return SimpleNamespace(
        status=lambda: Status(id=own.id, leader=leader, learner=own.learner, errors=()),
        members=lambda linearizable: (own, silent, newcomer),
        alarms=lambda: ((own.id, "NOSPACE"), (silent.id, "CORRUPT")),
    )


def report(state):
    view = status.ABSENT if state == "none" else status.look(own_etcd(state))
    return status.report("prod-b", view, state == "none", state != "none", ("prod-c",))


states = json.load(sys.stdin)
json.dump({"attribute": status.ATTRIBUTE, "reports": [report(state) for state in states]}, sys.stdout)
