"""Wiring only: `python3 -m quorate boot|agent`."""

import sys

from quorate.journal import Halt, say
from quorate.program import ProgramFailed


def main(arguments):
    try:
        if arguments == ["boot"]:
            from quorate.boot import boot

            boot()
        elif arguments == ["agent"]:
            from quorate.agent import Agent

            Agent().run()
        else:
            print("usage: python3 -m quorate boot|agent", file=sys.stderr)
            return 2
    except (Halt, ProgramFailed) as reason:
        say(f"stopped: {reason}")
        return 1
    return 0


sys.exit(main(sys.argv[1:]))
