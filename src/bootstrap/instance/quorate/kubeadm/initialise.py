"""The first replica: makes the cluster's keys, stores them, and lets kubeadm begin the cluster (C1)."""

import secrets as random

from quorate import tls
from quorate.endpoint import endpoint_of
from quorate.etcd import manifest
from quorate.journal import Halt, Wait, say
from quorate.kubeadm import keys
from quorate.kubeadm.commands import Kubeadm, use_local_api
from quorate.program import ProgramFailed, read_file, write_file
from quorate.secret_manager import Secrets

_TOKEN = "/var/lib/quorate/etcd-token"


def initialise(settings, identity):
    """Only while the CA's secret has no version, or where this instance has begun already. Halt, ProgramFailed."""
    secrets = Secrets(settings.project, settings.cluster)
    resumed = identity.phase == "init-begun"
    if not resumed:
        if secrets.read("ca") is not None:
            raise Halt("the CA's secret has a version: the cluster is initialised already")
        identity.advance("init-begun")
    kubeadm = Kubeadm(settings, _etcd_token(settings))
    keys.generate(kubeadm)
    keys.upload(secrets)
    say("initialising the cluster")
    wait = Wait()
    with endpoint_of(settings).answered_here(settings):
        while not _begin(kubeadm, resumed, wait):
            resumed = True
    use_local_api(settings)
    manifest.join_existing_cluster()
    while not tls.is_ready(settings.ip, settings.port):
        wait.because("the API server is not ready yet")
    identity.advance("member")


def _begin(kubeadm, resumed, wait):
    try:
        kubeadm.init(resumed)
        return True
    except ProgramFailed as error:
        wait.because(str(error))
        return False


def _etcd_token(settings):
    """Chosen once; etcd's identities derive from it."""
    token = read_file(_TOKEN)
    if token is None:
        token = f"{settings.cluster}-{random.token_hex(8)}"
        write_file(_TOKEN, token)
    return token
