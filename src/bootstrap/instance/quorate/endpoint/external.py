"""
The endpoint `external`: an address of the world, on an instance or on a passthrough load balancer. Its packets go to
that address; those of a load balancer that rewrites them come from outside all the same, as do health checks, which
only backends get.
"""

import ipaddress
from contextlib import contextmanager

from quorate.program import output, run

# Networks whose addresses are of the cluster's own network, or of nobody.
_INSIDE = [
    ipaddress.ip_network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16")
]


def packets(settings):
    """Which packets to the API's port are the endpoint's, each an expression of nftables; no packet fits two."""
    inside = ", ".join(str(network) for network in _INSIDE)
    return (
        f"ip daddr {settings.endpoint}",
        f"ip daddr != {settings.endpoint} ip saddr != {{ {inside} }}",
    )


def is_traffic(settings, local, peer):
    """Whether a connection from `peer` to the API's port at `local` came through the endpoint from somebody else."""
    if peer in (settings.ip, settings.endpoint):
        return False
    return local == settings.endpoint or not _is_inside(peer)


@contextmanager
def answered_here(settings):
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


def _is_inside(address):
    found = ipaddress.ip_address(address)
    return found.version == 6 or any(found in network for network in _INSIDE)
