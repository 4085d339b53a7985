"""Whether etcd may take this replica as a new member."""

from quorate.etcd import disk
from quorate.etcd.client import member_at
from quorate.journal import Halt


def wait_for_turn(settings, identity, peer, wait):
    """Until etcd may take this replica. Halt where it has a member of this name or address that is not ours (R9)."""
    while True:
        members = member_at(peer).members()
        reason = stranger(members, settings.name, settings.ip, identity.phase == "join-begun", disk.etcd_has_data())
        if reason is not None:
            raise Halt(reason)
        learners = [member for member in members if member.learner and member.host != settings.ip]
        if not learners:
            return
        wait.because(f"etcd is busy with the learner {learners[0].name or learners[0].id}")


def stranger(members, name, ip, begun, has_data):
    """
    Why a member in etcd's list keeps this replica from joining; None when none does. `begun`: this very instance has
    begun to join before, and may go on with its own membership: with its data, or as a learner that never started.
    """
    for member in members:
        if name != member.name and ip != member.host:
            continue
        never_started = member.learner and member.name == ""
        if begun and ip == member.host and (has_data or never_started):
            continue
        return f"etcd has a member {member.id} of this name or address already, and its data is not on this data disk"
    if has_data and not any(ip == member.host for member in members):
        return "etcd has removed this replica's member: it needs a fresh data disk to be one again"
    return None
