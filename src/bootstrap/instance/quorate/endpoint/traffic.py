"""Whether traffic comes through the endpoint to this instance's API server."""

import ipaddress
import json
import os
import subprocess
import time

from quorate.endpoint import endpoint_of
from quorate.program import output

# How long nothing may have come before this replica counts as drained, in seconds: several health checks.
QUIET = float(os.environ.get("QUORATE_DRAINED_SECONDS", "15"))
_ESTABLISHED = "01"


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
        new = f'iifname != "lo" tcp dport {self._settings.port} tcp flags & (syn | ack) == syn'
        counted = "\n".join(
            f'    {new} {packets} counter name "endpoint"'
            for packets in endpoint_of(self._settings).packets(self._settings)
        )
        rules = f"""
table inet quorate
delete table inet quorate
table inet quorate {{
  counter endpoint {{ }}
  chain input {{
    type filter hook input priority -150; policy accept;
{counted}
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
    endpoint = endpoint_of(settings)
    count = 0
    for line in table.splitlines()[1:]:
        _, local, remote, state = line.split()[:4]
        address, port = _parse(local)
        peer, _ = _parse(remote)
        if state == _ESTABLISHED and port == settings.port:
            count += endpoint.is_traffic(settings, address, peer)
    return count


def _parse(text):
    address, port = text.split(":")
    raw = b"".join(bytes.fromhex(address[at : at + 8])[::-1] for at in range(0, len(address), 8))
    found = ipaddress.ip_address(raw)
    return str(getattr(found, "ipv4_mapped", None) or found), int(port, 16)
