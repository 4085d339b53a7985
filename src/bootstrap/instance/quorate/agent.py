"""The agent: reports this replica's state, and keeps etcd's membership as Terraform tells it."""

import json
import os
import threading
import time

from quorate import disk, etcd, metadata, status, tls
from quorate.journal import say
from quorate.kubeadm import ADMIN
from quorate.leader import Leader
from quorate.nodes import Nodes
from quorate.renewal import renew_certificates
from quorate.settings import Told, parse_told, read_settings
from quorate.traffic import Traffic

# In seconds. GCE takes about ten guest attributes a minute from an instance.
PERIOD = float(os.environ.get("QUORATE_REPORT_SECONDS", "10"))
_NODES_EVERY = 20
_CHORES_EVERY = 3600
# The first thing there is of etcd on a replica.
_CERTIFICATE = "/etc/kubernetes/pki/etcd/healthcheck-client.crt"


class Agent:
    def __init__(self):
        self._settings = read_settings()
        self._traffic = Traffic(self._settings)
        self._leader = Leader(self._settings.name)
        self._nodes = Nodes()
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
        drained, serving = self._traffic.look()
        begun = os.path.exists(_CERTIFICATE)
        local = etcd.at("127.0.0.1") if begun else None
        view = (self._try("etcd", lambda: status.look(local)) if begun else None) or status.ABSENT
        ready = begun and tls.is_ready("127.0.0.1", self._settings.port)
        report = status.report(self._settings.name, view, drained, ready, self._leader.unreachable)
        self._try("report", lambda: metadata.write_guest_attribute(status.ATTRIBUTE, json.dumps(report)))
        if view["role"] in ("leader", "follower"):
            self._try("etcd", lambda: self._leader.publish(local, serving))
        if view["role"] == "leader":
            self._try("membership", lambda: self._lead(local, view["memberId"], drained))
        if self._is_due("chores", _CHORES_EVERY) and view["role"] != "none":
            self._try("chores", _chores)

    def _lead(self, local, own_id, drained):
        members = self._leader.act(local, own_id, self._told, drained)
        if self._is_due("nodes", _NODES_EVERY):
            for name in self._nodes.tidy(tls.api_client(ADMIN), members, self._told):
                say(f"deleted the Node of {name}, which is gone")

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


def _chores():
    disk.grow()
    renew_certificates()
