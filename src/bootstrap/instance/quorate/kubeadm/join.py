"""Every later replica: becomes a learner and then a voter, with a live peer's help (A13, C1)."""

import os

from quorate import peers, tls
from quorate.etcd import disk, manifest
from quorate.etcd.newcomer import wait_for_turn
from quorate.journal import Halt, Wait, say
from quorate.kubeadm import keys
from quorate.kubeadm.commands import Kubeadm, use_local_api
from quorate.kubeadm.configuration import ADMIN
from quorate.program import ProgramFailed, read_file, run
from quorate.secret_manager import Secrets
from quorate.settings import read_told


def join(settings, identity):
    """Joins the cluster, however long that takes. Halt where a member of this name or address exists already."""
    wait = Wait()
    if _has_joined_etcd(identity):
        # The others may have no quorum without this voter: it comes up before anybody is asked.
        run("systemctl", "start", "kubelet")
    keys.restore(Secrets(settings.project, settings.cluster), wait)
    kubeadm = Kubeadm(settings, "unused")
    while True:
        try:
            peer = _peer(settings, wait)
            # Minted from the CA: no token and no upload of certificates has to be alive for this.
            _mint(kubeadm, peer)
            wait_for_turn(settings, identity, peer, wait)
            say(f"joining the cluster with the help of {peer}")
            _join(settings, identity, kubeadm)
            break
        except (ProgramFailed, OSError, ValueError) as error:
            wait.because(f"joining failed: {error}")
    use_local_api(settings)
    manifest.join_existing_cluster()
    while not tls.is_ready(settings.ip, settings.port):
        wait.because("the API server is not ready yet")
    identity.advance("member")


def _join(settings, identity, kubeadm):
    if _has_joined_etcd(identity):
        run("systemctl", "start", "kubelet")
        kubeadm.finish_join()
        return
    begun = identity.phase == "join-begun"
    if begun:
        # A kubelet that an earlier attempt has started would bring its Node back.
        run("systemctl", "stop", "kubelet")
    peers.delete_node(settings, ADMIN)
    identity.advance("join-begun")
    kubeadm.join(begun)


def _has_joined_etcd(identity):
    """Whether an earlier attempt came so far that etcd has data here: then its member is this replica's own."""
    return identity.phase == "join-begun" and disk.etcd_has_data()


def _peer(settings, wait):
    """The address of a replica that is alive."""
    while True:
        told = read_told()
        if settings.name in told.remove:
            raise Halt("this replica is to be removed; it does not join")
        peer = peers.live_peer(settings, told.members)
        if peer is not None:
            return peer
        wait.because("no other replica is ready")


def _mint(kubeadm, peer):
    """Certificates of this replica's own, and an admin.conf that goes to the peer."""
    kubeadm.init_phase("certs", "etcd-healthcheck-client")
    if f"//{peer}:" not in (read_file(ADMIN) or ""):
        # kubeadm would keep a file that goes to another server.
        if os.path.exists(ADMIN):
            os.remove(ADMIN)
        kubeadm.init_phase("kubeconfig", "admin", endpoint=peer)
