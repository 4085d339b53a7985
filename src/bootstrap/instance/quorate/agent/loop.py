"""The agent of any role: one turn after another, for ever, and at once where Terraform has told it more."""

import os
import threading
import time

from quorate import metadata
from quorate.journal import say
from quorate.settings import Told, parse_told

# In seconds. GCE takes about ten guest attributes a minute from an instance.
PERIOD = float(os.environ.get("QUORATE_REPORT_SECONDS", "10"))


class Loop:
    """A role's agent derives from it and says in `_turn` what it does."""

    def __init__(self):
        self._told = Told(frozenset(), frozenset())
        self._wake = threading.Event()
        self._due = {}
        self._said = {}

    def run(self):
        """For ever. Nothing that goes wrong in one turn ends it."""
        threading.Thread(target=self._watch, daemon=True).start()
        while True:
            self._wake.wait(PERIOD)
            self._wake.clear()
            self._turn()

    def _turn(self):
        raise NotImplementedError

    def _watch(self):
        """Keeps `_told` as the metadata server has it, and wakes the agent when it changes."""
        etag = "0"
        while True:
            try:
                text, etag = metadata.wait_for_change("instance/attributes/quorate-members", etag, 60)
                told = parse_told(text)
                if told != self._told:
                    self._told = told
                    self._wake.set()
            except (OSError, ValueError):
                time.sleep(2)

    def _is_due(self, chore, every):
        now = time.monotonic()
        if now < self._due.get(chore, 0):
            return False
        self._due[chore] = now + every
        return True

    def _try(self, what, action):
        """The action's result; None where it failed, which is said once for each reason."""
        try:
            result = action()
            self._said.pop(what, None)
            return result
        except Exception as error:  # pylint: disable=broad-except
            if self._said.get(what) != repr(error):
                say(f"{what}: {error!r}")
            self._said[what] = repr(error)
            return None
