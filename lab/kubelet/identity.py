"""The kubelet's own certificate: the TLS bootstrap."""

import base64
import hashlib
import os
import subprocess
import time

import yaml

from client import Client, read_kubeconfig

KUBECONFIG = "/etc/kubernetes/kubelet.conf"
BOOTSTRAP = "/etc/kubernetes/bootstrap-kubelet.conf"
FOLDER = "/var/lib/kubelet/pki"
REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests"
PATIENCE_SECONDS = 60


def bootstrap(name):
    """Asks for a client certificate with the bootstrap kubeconfig, and writes the kubelet's own kubeconfig."""
    key, certificate = private_key(), f"{FOLDER}/kubelet-client-current.pem"
    subject = f"/O=system:nodes/CN=system:node:{name}"
    request = subprocess.run(
        ["openssl", "req", "-new", "-key", key, "-subj", subject], check=True, capture_output=True
    ).stdout
    with open(key, "rb") as file:
        private = file.read()
    issued = _sign(Client(BOOTSTRAP), name, request)
    with open(certificate, "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(issued + private)
    config = read_kubeconfig(BOOTSTRAP)
    config["users"] = [
        {"name": "default-auth", "user": {"client-certificate": certificate, "client-key": certificate}}
    ]
    context = {"cluster": config["clusters"][0]["name"], "user": "default-auth"}
    config["contexts"] = [{"name": "default-context", "context": context}]
    config["current-context"] = "default-context"
    with open(f"{KUBECONFIG}.new", "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        yaml.safe_dump(config, file)
    os.rename(f"{KUBECONFIG}.new", KUBECONFIG)
    print("bootstrapped", flush=True)


def private_key():
    """The path of its key, which is made first where there is none: whole or not, since kubeadm stops a kubelet any time."""
    os.makedirs(FOLDER, exist_ok=True)
    key = f"{FOLDER}/kubelet-client.key"
    if not os.path.exists(key):
        draft = f"{key}.new"
        subprocess.run(["openssl", "ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", draft], check=True)
        os.rename(draft, key)
    return key


def _sign(client, name, request):
    identifier = f"node-csr-{name}-{hashlib.sha256(request).hexdigest()[:12]}"
    body = {
        "apiVersion": "certificates.k8s.io/v1",
        "kind": "CertificateSigningRequest",
        "metadata": {"name": identifier},
        "spec": {
            "request": base64.b64encode(request).decode(),
            "signerName": "kubernetes.io/kube-apiserver-client-kubelet",
            "usages": ["digital signature", "client auth"],
        },
    }
    if client.call("GET", f"{REQUESTS}/{identifier}") is None:
        client.call("POST", REQUESTS, body)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = client.call("GET", f"{REQUESTS}/{identifier}")
        certificate = ((found or {}).get("status") or {}).get("certificate")
        if certificate:
            return base64.b64decode(certificate)
        time.sleep(0.2)
    raise OSError(f"{identifier} is not signed")
