"""What a replica reports, as a guest attribute."""

import time

ATTRIBUTE = "quorate/status"

_sequence = 0


def report(name, view, drained, api_ready, unreachable=()):
    """The report as plain data. `view`: what this replica's etcd says, see `look`. `unreachable`: voters that do not answer."""
    return {
        "name": name,
        "memberId": view["memberId"],
        "role": view["role"],
        "voters": sorted(label(member) for member in view["members"] if not member.learner),
        "learners": sorted(label(member) for member in view["members"] if member.learner),
        "alarms": list(view["alarms"]),
        "drained": drained,
        "apiReady": api_ready,
        "unreachable": sorted(unreachable) if view["role"] == "leader" else [],
        "sequence": _next(),
    }


ABSENT = {"memberId": None, "role": "none", "members": (), "alarms": ()}


def look(etcd):
    """This member's own view of etcd: plain data, with the members as it alone knows them. OSError, ValueError."""
    status = etcd.status()
    if status.learner:
        # A learner answers nothing but this.
        return {**ABSENT, "memberId": status.id, "role": "learner"}
    members = etcd.members(linearizable=False)
    role = "none"
    if any(member.id == status.id for member in members):
        role = "leader" if status.leader == status.id else "follower"
    alarms = sorted({alarm for member, alarm in etcd.alarms() if member == status.id and alarm != "NONE"})
    return {"memberId": status.id, "role": role, "members": members, "alarms": tuple(alarms)}


def label(member):
    """A member's name; its ID while it has never started."""
    return member.name or member.id


def _next():
    """Grows with every report, over restarts too."""
    global _sequence
    _sequence = max(_sequence + 1, int(time.time() * 1000))
    return _sequence
