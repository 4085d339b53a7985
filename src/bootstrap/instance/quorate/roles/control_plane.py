"""A replica of the control plane: kubeadm's components with a member of etcd beside them."""

import json
import os

from quorate import metadata, tls
from quorate.agent import status
from quorate.agent.loop import Loop
from quorate.agent.nodes import Nodes
from quorate.endpoint.traffic import Traffic
from quorate.etcd import disk, manifest
from quorate.etcd.client import member_at
from quorate.etcd.identity import claim
from quorate.etcd.leader import Leader
from quorate.journal import Halt, say
from quorate.kubeadm.configuration import ADMIN
from quorate.kubeadm.initialise import initialise
from quorate.kubeadm.join import join
from quorate.kubeadm.renewal import renew_certificates
from quorate.program import run

_VERIFIED = "/run/quorate/disk-verified"
# The first thing there is of etcd on a replica.
_CERTIFICATE = "/etc/kubernetes/pki/etcd/healthcheck-client.crt"
# In seconds.
_NODES_EVERY = 20
_CHORES_EVERY = 3600


def boot(settings):
    """Goes on from wherever this replica's data disk says that it is. Halt, ProgramFailed."""
    disk.mount_data_disk()
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


class Agent(Loop):
    """Reports the replica's state, and keeps etcd's membership as Terraform tells it."""

    def __init__(self, settings):
        super().__init__()
        self._settings = settings
        self._traffic = Traffic(settings)
        self._leader = Leader(settings.name)
        self._nodes = Nodes()

    def _turn(self):
        drained, serving = self._traffic.look()
        begun = os.path.exists(_CERTIFICATE)
        local = member_at("127.0.0.1") if begun else None
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


def _let_the_kubelet_start():
    os.makedirs(os.path.dirname(_VERIFIED), exist_ok=True)
    with open(_VERIFIED, "w", encoding="utf-8"):
        pass


def _chores():
    disk.grow()
    renew_certificates()
