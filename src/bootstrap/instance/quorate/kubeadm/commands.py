"""kubeadm on this instance: its commands, and the administrator's configuration that it writes."""

import json
import os
import re
import shlex

from quorate.kubeadm.configuration import ADMIN, init_documents, join_documents
from quorate.program import ProgramFailed, output, read_file, run, write_file

_SUPER_ADMIN = "/etc/kubernetes/super-admin.conf"


class Kubeadm:
    """The commands for one cluster."""

    def __init__(self, settings, etcd_token):
        self._settings = settings
        self._etcd_token = etcd_token

    def init_phase(self, *phase, endpoint=None):
        """Runs one phase of init alone; without `endpoint`, for the cluster's own."""
        self._run(("init", "phase", *phase), self._init(endpoint or self._settings.endpoint), quiet=True)

    def init(self, resumed):
        # The token that init would print has no place on a serial console.
        flags = ["--skip-token-print", "--skip-phases=show-join-command"]
        self._run(("init",), self._init(self._settings.endpoint), [*flags, *_flags("INIT", resumed)])

    def join(self, resumed):
        self._run(("join",), join_documents(self._settings), _flags("JOIN", resumed))

    def finish_join(self):
        """Goes on after etcd was joined: kubeadm must not wait for this replica's etcd before it lets the kubelet start it."""
        flags = [*_flags("JOIN", resumed=True), "--skip-phases=check-etcd,kubelet-start"]
        self._run(("join",), join_documents(self._settings), flags)

    def _init(self, endpoint):
        return init_documents(self._settings, self._etcd_token, endpoint)

    def _run(self, command, documents, flags=(), quiet=False):
        path = f"/var/lib/quorate/kubeadm-{command[0]}.yaml"
        write_file(path, "\n---\n".join(json.dumps(document, indent=2) for document in documents) + "\n")
        arguments = ["kubeadm", *command, "--config", path, *flags]
        if not quiet:
            return run(*arguments)
        status, text = output(*arguments)
        if status != 0:
            raise ProgramFailed(f"{' '.join(arguments)} ended with status {status}: {text[-500:]}")
        return None


def use_local_api(settings):
    """Lets admin.conf name this replica's own API server: nothing here depends on reaching itself through the endpoint."""
    text = read_file(ADMIN)
    write_file(ADMIN, re.sub(r"(?m)^(\s+server:).*$", rf"\1 https://{settings.ip}:{settings.port}", text))
    # It passes by every authorization; whoever needs it can make it again from the CA.
    if os.path.exists(_SUPER_ADMIN):
        os.remove(_SUPER_ADMIN)


def _flags(command, resumed):
    flags = shlex.split(os.environ.get(f"QUORATE_KUBEADM_{command}_FLAGS", ""))
    # What an attempt that was cut short has left is no reason to stop.
    return [*flags, "--ignore-preflight-errors=all"] if resumed else flags
