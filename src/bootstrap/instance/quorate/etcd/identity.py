"""Whose data disk it is, and how far its replica has come: written on the disk, and on the boot disk beside it."""

import json

from quorate.etcd import disk
from quorate.journal import Halt, say
from quorate.program import read_file, write_file

# In this order. `claimed`: nothing has been done yet. `member`: etcd has data, and this instance only ever boots.
PHASES = ("claimed", "init-begun", "join-begun", "member")
_ON_DISK = f"{disk.MOUNT}/identity.json"
_ON_BOOT_DISK = "/var/lib/quorate/identity.json"


class Identity:
    """One instance's claim of one data disk."""

    def __init__(self, owner, phase):
        self._owner = owner
        self.phase = phase

    def advance(self, phase):
        """Remembers how far this replica has come."""
        assert PHASES.index(phase) >= PHASES.index(self.phase)
        self.phase = phase
        # The data disk first: `claim` knows what a crash in between looks like.
        text = json.dumps({**self._owner, "phase": phase}, indent=2) + "\n"
        write_file(_ON_DISK, text)
        write_file(_ON_BOOT_DISK, text)
        say(f"this replica is now: {phase}")


def claim(settings):
    """
    The identity that this instance and its mounted data disk agree on (R9). Halt where they do not: another cluster's
    disk, an old disk under a new instance, an empty disk where data was.
    """
    owner = {
        "project": settings.project,
        "cluster": settings.cluster,
        "replica": settings.name,
        "instance": settings.instance_id,
    }
    on_disk, on_boot_disk = _read(_ON_DISK), _read(_ON_BOOT_DISK)
    reason = refusal(owner, on_disk, on_boot_disk, disk.is_empty())
    if reason is not None:
        raise Halt(reason)
    identity = Identity(owner, "claimed" if on_disk is None else on_disk["phase"])
    if on_disk != on_boot_disk or on_disk is None:
        identity.advance(identity.phase)
    return identity


def refusal(owner, on_disk, on_boot_disk, empty):
    """Why this instance may not use its data disk; None when it may. Both identities may be None."""
    if on_disk is None:
        if on_boot_disk is not None:
            return "the data disk is another one than before: it does not know this instance, which had begun already"
        return None if empty else "the data disk holds files, but does not say whose they are"
    for key in ("project", "cluster", "replica"):
        if on_disk.get(key) != owner[key]:
            return f"the data disk belongs to {key} {on_disk.get(key)!r}, and this is {owner[key]!r}"
    if on_disk.get("instance") != owner["instance"]:
        return "the data disk belongs to an earlier instance of this name: a new member needs a fresh disk"
    if on_boot_disk is None and on_disk.get("phase") != "claimed":
        return "the boot disk is new, but the data disk is in use already"
    return None


def _read(path):
    text = read_file(path)
    if text is None:
        return None
    try:
        value = json.loads(text)
        return value if isinstance(value, dict) and value.get("phase") in PHASES else {}
    except ValueError:
        return {}
