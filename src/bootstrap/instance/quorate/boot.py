"""What happens at every start of a replica."""

import os

from quorate import manifest
from quorate.disk import mount_data_disk
from quorate.identity import claim
from quorate.initialise import initialise
from quorate.join import join
from quorate.journal import Halt, say
from quorate.program import run
from quorate.settings import read_settings

_VERIFIED = "/run/quorate/disk-verified"


def boot():
    """Goes on from wherever this replica's data disk says that it is. Halt, ProgramFailed."""
    settings = read_settings()
    mount_data_disk()
    identity = claim(settings)
    _let_the_kubelet_start()
    if identity.phase == "member":
        manifest.join_existing_cluster()
        run("systemctl", "start", "kubelet")
    elif settings.role == "init" and identity.phase in ("claimed", "init-begun"):
        initialise(settings, identity)
    elif settings.role == "join" and identity.phase in ("claimed", "join-begun"):
        join(settings, identity)
    else:
        raise Halt(f"role {settings.role!r} does not go with a data disk that is {identity.phase!r}")
    run("systemctl", "enable", "kubelet")
    say(f"replica {settings.name} of cluster {settings.cluster} is up")


def _let_the_kubelet_start():
    os.makedirs(os.path.dirname(_VERIFIED), exist_ok=True)
    with open(_VERIFIED, "w", encoding="utf-8"):
        pass
