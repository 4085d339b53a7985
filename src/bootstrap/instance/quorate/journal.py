"""What a replica says, on its serial console and in its system log."""

import time


class Halt(Exception):
    """The replica may not go on; a person, or another replica's plan, has to put it right first."""


def say(line):
    print(f"quorate: {line}", flush=True)


class Wait:
    """Pauses that grow, and a line whenever the reason to wait is a new one."""

    def __init__(self, longest=15.0):
        self._longest = longest
        self._pause = 0.5
        self._reason = None

    def because(self, reason):
        if reason != self._reason:
            say(f"waiting: {reason}")
            self._reason = reason
        time.sleep(self._pause)
        self._pause = min(self._longest, self._pause * 1.5)
