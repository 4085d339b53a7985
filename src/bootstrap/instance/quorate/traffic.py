"""
Whether the load balancer sends traffic here. A passthrough load balancer's packets go to the endpoint's IP; those of one
that rewrites them come from outside all the same, as do health checks, which only backends get.
"""

import ipaddress
import json
import os
import subprocess
import time

from quorate.program import output

# How long nothing may have come before this replica counts as drained, in seconds: several health checks.
QUIET = float(os.environ.get("QUORATE_DRAINED_SECONDS", "15"))
_ESTABLISHED = "01"
# Networks whose addresses are of the cluster's own network, or of nobody.
_INSIDE = [
    ipaddress.ip_network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16")
]


class Traffic:
    """Counts new connections in the kernel, where not one is missed, and looks at those that are open."""

    def __init__(self, settings):
        self._settings = settings
        self._install()
        self._counted = self._count()
        self._begun = time.monotonic()
        self._last = None

    def look(self):
        """To be called often. `drained`: nothing has come for a while, and no connection is open. `serving`: the contrary."""
        counted = self._count()
        now = time.monotonic()
        if counted != self._counted or self._open_connections() > 0:
            self._last = now
        self._counted = counted
        serving = self._last is not None and now - self._last < QUIET
        # Just begun, it cannot tell yet: then neither is true.
        return not serving and now - self._begun >= QUIET, serving

    def _install(self):
        endpoint, port = self._settings.endpoint, self._settings.port
        new = f'iifname != "lo" tcp dport {port} tcp flags & (syn | ack) == syn'
        inside = ", ".join(str(network) for network in _INSIDE)
        rules = f"""
table inet quorate
delete table inet quorate
table inet quorate {{
  counter endpoint {{ }}
  chain input {{
    type filter hook input priority -150; policy accept;
    {new} ip daddr {endpoint} counter name "endpoint"
    {new} ip daddr != {endpoint} ip saddr != {{ {inside} }} counter name "endpoint"
  }}
}}
"""
        subprocess.run(["nft", "-f", "-"], input=rules, text=True, check=False, timeout=30)

    def _count(self):
        status, text = output("nft", "-j", "list", "counter", "inet", "quorate", "endpoint")
        if status != 0:
            return None
        counters = [entry["counter"]["packets"] for entry in json.loads(text)["nftables"] if "counter" in entry]
        return sum(counters)

    def _open_connections(self):
        texts = []
        for path in ("/proc/net/tcp", "/proc/net/tcp6"):
            try:
                with open(path, encoding="ascii") as file:
                    texts.append(file.read())
            except FileNotFoundError:
                continue
        return sum(connections(text, self._settings) for text in texts)


def connections(table, settings):
    """How many connections in a table of `/proc/net/tcp` or `tcp6` came through the endpoint from somebody else."""
    own = {settings.ip, settings.endpoint}
    count = 0
    for line in table.splitlines()[1:]:
        _, local, remote, state = line.split()[:4]
        address, port = _parse(local)
        peer, _ = _parse(remote)
        if state != _ESTABLISHED or port != settings.port:
            continue
        count += peer not in own and (address == settings.endpoint or not _is_inside(peer))
    return count


def _is_inside(address):
    found = ipaddress.ip_address(address)
    return found.version == 6 or any(found in network for network in _INSIDE)


def _parse(text):
    address, port = text.split(":")
    raw = b"".join(bytes.fromhex(address[at : at + 8])[::-1] for at in range(0, len(address), 8))
    found = ipaddress.ip_address(raw)
    return str(getattr(found, "ipv4_mapped", None) or found), int(port, 16)
