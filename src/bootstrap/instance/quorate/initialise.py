"""The first replica: makes the cluster's keys, stores them, and lets kubeadm begin the cluster (C1)."""

import secrets as random
from contextlib import contextmanager

from quorate import keys, manifest, tls
from quorate.journal import Halt, Wait, say
from quorate.kubeadm import Kubeadm, use_local_api
from quorate.program import ProgramFailed, output, read_file, run, write_file
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
    with _endpoint_is_here(settings):
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


@contextmanager
def _endpoint_is_here(settings):
    """
    Lets this instance answer at the endpoint's address while kubeadm, which asks there, begins the cluster: nobody
    else can serve it yet, and the route to oneself through a load balancer is none to depend on (B4).
    """
    address = ("address", "{}", f"{settings.endpoint}/32", "dev", "lo")
    if settings.endpoint not in output("ip", "-o", "-4", "address", "show", "dev", "lo")[1]:
        run("ip", *(part.format("add") for part in address))
    try:
        yield
    finally:
        run("ip", *(part.format("delete") for part in address))
