"""Finding a replica that is alive, without knowing its zone or its address."""

import socket

from quorate.tls import Refused, api_client, is_ready

# GCE's zones are their region and a letter. DNS knows a name in one of them only.
_ZONE_LETTERS = "abcdefghijk"


def hosts_of(settings, name):
    """The zonal DNS names under which an instance of that name may be."""
    return [f"{name}.{settings.region}-{letter}.c.{settings.project}.internal" for letter in _ZONE_LETTERS]


def addresses(settings, names):
    """Internal IPs of those replicas that DNS knows."""
    found = (_resolve(host) for name in sorted(names) if name != settings.name for host in hosts_of(settings, name))
    return [address for address in found if address is not None and address != settings.ip]


def live_peer(settings, names):
    """The internal IP of another replica whose API server is ready; None when there is none."""
    return next((address for address in addresses(settings, names) if is_ready(address, settings.port)), None)


def delete_node(settings, kubeconfig):
    """Deletes the Node that an earlier instance of this name has left: while it looks alive, kubeadm refuses to join."""
    try:
        api_client(kubeconfig).call("DELETE", f"/api/v1/nodes/{settings.name}")
    except Refused as error:
        if error.status != 404:
            raise


def _resolve(host):
    try:
        return socket.getaddrinfo(host, None, socket.AF_INET, socket.SOCK_STREAM)[0][4][0]
    except OSError:
        return None
