"""What the member that leads etcd does: at most one safe change at a time."""

import time
from concurrent.futures import ThreadPoolExecutor

from quorate.etcd.client import member_at
from quorate.etcd.membership import View, decide, strangers
from quorate.journal import say

# What each agent tells the others. Outside of what Kubernetes keeps in etcd.
_SERVING = "/quorate/serving/"


class Leader:
    def __init__(self, name, at=member_at):
        self._name = name
        self._at = at
        self._answered = {}
        self._reported = None
        # Names of the voters that gave no answer when this member last led.
        self.unreachable = ()

    def publish(self, etcd, serving):
        """Tells the leader that this replica gets traffic; silence for a minute says that it does not."""
        if serving:
            etcd.put(_SERVING + self._name, "true", 60)

    def act(self, etcd, own_id, told, idle):
        """Makes the change that is due, if this member leads. The members as etcd has agreed on them. OSError, ValueError."""
        members = etcd.members()
        view = self._view(etcd, members, own_id, told, idle)
        self._tell_strangers(view)
        action = decide(view)
        if action is None:
            return members
        subject = action.subject
        say(f"{action.kind} {subject.name or subject.host} ({subject.id}): {action.reason}")
        if action.kind == "hand-over":
            etcd.move_leader(subject.id)
            return members
        etcd.remove(subject.id)
        left = etcd.members()
        if any(member.id == subject.id for member in left):
            raise ValueError(f"etcd still lists {subject.id}")
        return left

    def _view(self, etcd, members, own_id, told, idle):
        answers = self._ask(members, own_id)
        self.unreachable = tuple(
            member.name for member in members if not member.learner and member.id not in answers and member.id != own_id
        )
        now = time.monotonic()
        self._answered = {
            member.id: now if member.id in answers else self._answered.get(member.id, now) for member in members
        }
        serving = {key.removeprefix(_SERVING) for key in etcd.values(_SERVING)} if idle else set()
        return View(
            members=members,
            leader=own_id,
            told=told.members,
            remove=told.remove,
            healthy=frozenset(
                {own_id} | {id for id, status in answers.items() if status.leader == own_id and not status.errors}
            ),
            silent={member.id: now - self._answered[member.id] for member in members if member.learner},
            idle=idle,
            serving=frozenset(serving),
        )

    def _ask(self, members, own_id):
        """Each other member's status, by ID, of those that answer as who they should be."""
        others = [member for member in members if member.id != own_id]
        with ThreadPoolExecutor(max_workers=8) as pool:
            found = pool.map(self._status, others)
        return {member.id: status for member, status in zip(others, found) if status and status.id == member.id}

    def _status(self, member):
        try:
            return self._at(member.host).status()
        except (OSError, ValueError, KeyError):
            return None

    def _tell_strangers(self, view):
        found = ", ".join(f"{member.name or member.host} ({member.id})" for member in strangers(view))
        if found and found != self._reported:
            say(f"etcd has members that nobody has named: {found}")
        self._reported = found
