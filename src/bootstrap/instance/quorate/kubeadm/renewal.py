"""Certificates that kubeadm has issued last a year; they are renewed long before."""

import os
import re

from quorate.journal import say
from quorate.program import output, read_file, run, write_file
from quorate.tls import PKI

MARGIN_DAYS = 90
# Every other program reads its certificates anew by itself; these two hold them in their kubeconfigs.
_RESTARTED = ("kube-controller-manager", "kube-scheduler")


def renew_certificates():
    """Renews all certificates when one is about to expire, and lets those programs restart that need it."""
    if not any(_expires_soon(path) for path in _issued()):
        return
    say("renewing certificates")
    run("kubeadm", "certs", "renew", "all")
    _, date = output("date", "--utc", "+%FT%TZ")
    for program in _RESTARTED:
        path = f"/etc/kubernetes/manifests/{program}.yaml"
        write_file(path, restarted(read_file(path), date.strip()))


def restarted(manifest, date):
    """A manifest that differs in an annotation, so that the kubelet starts the program again."""
    key = "quorate.dev/certificates-renewed"
    manifest = re.sub(rf'(?m)^    {re.escape(key)}:.*\n', "", manifest)
    line = f'    {key}: "{date}"\n'
    if re.search(r"(?m)^  annotations:\n", manifest):
        return re.sub(r"(?m)^  annotations:\n", rf"  annotations:\n{line}", manifest, count=1)
    return re.sub(r"(?m)^metadata:\n", f"metadata:\n  annotations:\n{line}", manifest, count=1)


def _issued():
    for directory in (PKI, f"{PKI}/etcd"):
        for name in sorted(os.listdir(directory)):
            # The CAs last ten years and are nobody's to renew in passing.
            if name.endswith(".crt") and not name.endswith("ca.crt"):
                yield f"{directory}/{name}"


def _expires_soon(path):
    seconds = MARGIN_DAYS * 24 * 3600
    return output("openssl", "x509", "-checkend", str(seconds), "-noout", "-in", path)[0] != 0
