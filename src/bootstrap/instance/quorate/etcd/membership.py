"""What the leader may change in etcd's membership: pure decisions (R1, R2, R12)."""

from dataclasses import dataclass, field

# A learner whose peer has been silent for so long never becomes a voter.
SILENCE = 600


@dataclass(frozen=True)
class View:
    """What the leader knows at one moment. Members are `client.Member`; everything else goes by member ID or by name."""

    members: tuple
    leader: str
    # Names, as Terraform has told this replica.
    told: frozenset
    remove: frozenset
    # IDs of the members that answer and see the same leader.
    healthy: frozenset
    # Seconds for which a learner's peer has not answered, by member ID.
    silent: dict = field(default_factory=dict)
    # Whether this replica gets no traffic, and the names of those that say that they do.
    idle: bool = False
    serving: frozenset = frozenset()


@dataclass(frozen=True)
class Action:
    # remove or hand-over.
    kind: str
    # The member to remove, or the one that is to lead.
    subject: object
    reason: str


def decide(view):
    """The one change to make now, or None."""
    learner = next((member for member in view.members if member.learner and _may_reap(member, view)), None)
    if learner is not None:
        return Action("remove", learner, "a learner that is not wanted, or never came to life")
    if any(member.learner for member in view.members):
        return None
    if not strangers(view):
        for member in sorted(view.members, key=lambda each: (each.id in view.healthy, each.name)):
            if _is_named(member, view) and may_remove(member, view):
                return _removal(member, view)
    return _handover_when_idle(view)


def strangers(view):
    """Members that nobody has named: they are reported, and never removed. A learner gets its name when it starts."""
    named = view.told | view.remove
    return [member for member in view.members if member.name not in named and (member.name or not member.learner)]


def may_remove(member, view):
    """Whether the healthy voters that stay are a quorum of those that stay (R2)."""
    stay = [other for other in _voters(view) if other.id != member.id]
    healthy = [other for other in stay if other.id in view.healthy]
    return len(stay) > 0 and len(healthy) >= len(stay) // 2 + 1


def _removal(member, view):
    if member.id != view.leader:
        return Action("remove", member, "Terraform names it for removal")
    # Whoever leads next removes it.
    heir = _heir(view, {other.name for other in _voters(view)})
    return None if heir is None else Action("hand-over", heir, "the leader itself is to go")


def _handover_when_idle(view):
    """A leader that gets no traffic, while others do, may be about to stop: it hands over to one that serves (R12)."""
    heir = _heir(view, view.serving) if view.idle else None
    return None if heir is None else Action("hand-over", heir, "this replica gets no traffic")


def _heir(view, names):
    able = [
        member
        for member in _voters(view)
        if member.id != view.leader
        and member.id in view.healthy
        and member.name in names
        and not _is_named(member, view)
    ]
    return min(able, key=lambda member: member.name, default=None)


def _may_reap(member, view):
    return _is_named(member, view) or view.silent.get(member.id, 0) >= SILENCE


def _is_named(member, view):
    # Lists reach replicas one after another: who is in both is a member still.
    return member.name in view.remove and member.name not in view.told


def _voters(view):
    return [member for member in view.members if not member.learner]
