"""Wiring only: `python3 -m quorate boot` once at each start, `python3 -m quorate agent` all the time."""

import sys

from quorate.journal import Halt, say
from quorate.program import ProgramFailed
from quorate.roles import role_of
from quorate.settings import read_settings


def main(arguments):
    if arguments not in (["boot"], ["agent"]):
        print("usage: python3 -m quorate boot|agent", file=sys.stderr)
        return 2
    try:
        settings = read_settings()
        role = role_of(settings)
        if arguments == ["boot"]:
            role.boot(settings)
        else:
            role.Agent(settings).run()
    except (Halt, ProgramFailed) as reason:
        say(f"stopped: {reason}")
        return 1
    return 0


sys.exit(main(sys.argv[1:]))
