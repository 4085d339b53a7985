"""What an instance is for: a module for each role, which says how it boots and what its agent does in each turn."""

from quorate.journal import Halt
from quorate.roles import control_plane

# By the metadata value `quorate-role`. A role has `boot(settings)` and `Agent(settings)`: see `control_plane`.
ROLES = {"init": control_plane, "join": control_plane}


def role_of(settings):
    """The module for this instance's role. Halt for a role that is unknown here."""
    if settings.role not in ROLES:
        raise Halt(f"this version knows no role {settings.role!r}")
    return ROLES[settings.role]
