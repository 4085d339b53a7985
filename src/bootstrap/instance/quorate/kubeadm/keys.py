"""The cluster's keys: made once by the first replica, then handed from Secret Manager to every other."""

import base64
import json
import os

from quorate.journal import Halt, say
from quorate.program import read_file, write_file
from quorate.tls import PKI

ENCRYPTION = f"{PKI}/encryption.json"

# What each secret holds: paths below PKI. `ca` comes last, because its presence says that all are there.
FILES = {
    "service-account": ("sa.pub", "sa.key"),
    "encryption": ("encryption.json",),
    "ca": (
        "ca.crt",
        "ca.key",
        "front-proxy-ca.crt",
        "front-proxy-ca.key",
        "etcd/ca.crt",
        "etcd/ca.key",
    ),
}


def generate(kubeadm):
    """Makes the keys that do not exist yet on this instance."""
    for phase in ("ca", "front-proxy-ca", "etcd-ca", "sa"):
        kubeadm.init_phase("certs", phase)
    if read_file(ENCRYPTION) is None:
        write_file(ENCRYPTION, encryption_configuration(os.urandom(32)))


def encryption_configuration(key):
    """What the API server encrypts at rest, and how, with a key of 32 bytes."""
    provider = {"secretbox": {"keys": [{"name": "key1", "secret": base64.b64encode(key).decode()}]}}
    return json.dumps(
        {
            "apiVersion": "apiserver.config.k8s.io/v1",
            "kind": "EncryptionConfiguration",
            "resources": [{"resources": ["secrets"], "providers": [provider, {"identity": {}}]}],
        },
        indent=2,
    )


def upload(secrets):
    """Puts this instance's keys into Secret Manager. Halt where another instance has initialised the cluster."""
    for secret in FILES:
        ours = {name: read_file(f"{PKI}/{name}") for name in FILES[secret]}
        stored = secrets.read(secret)
        if stored is not None and json.loads(stored) == ours:
            continue
        if stored is not None and secret == "ca":
            raise Halt("another instance has initialised this cluster in the meantime")
        say(f"storing {secret} in Secret Manager")
        secrets.add(secret, json.dumps(ours))


def restore(secrets, wait):
    """Writes the cluster's keys as Secret Manager has them, once the first replica has put them there."""
    while secrets.read("ca") is None:
        wait.because("the first replica has not stored the cluster's keys yet")
    for secret, names in FILES.items():
        files = json.loads(secrets.read(secret))
        for name in names:
            write_file(f"{PKI}/{name}", files[name], 0o644 if name.endswith((".crt", ".pub")) else 0o600)
